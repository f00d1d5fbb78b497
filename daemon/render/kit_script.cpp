#include "render/kit_script.hpp"

namespace mediumsync::render {

std::string_view kit_script() {
  return R"js(
(() => {
  const said = document.getElementById('said');
  const paste = document.getElementById('paste');
  const say = text => {
    said.textContent = '';
    requestAnimationFrame(() => { said.textContent = text; });
  };
  const plain = () => [...paste.content.children].map(block => /^[UO]L$/.test(block.tagName)
    ? [...block.children].map(item => '- ' + item.textContent).join('\n') : block.textContent)
    .filter(text => text.trim()).join('\n\n');
  const select = element => {
    const range = document.createRange();
    range.selectNodeContents(element);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  };
  // By the copy event: it puts exactly this on the clipboard, where a page opened from a file may not ask for it too.
  const copyByEvent = (text, html) => {
    let done = false;
    const put = event => {
      event.preventDefault();
      event.clipboardData.setData('text/plain', text);
      if (html) event.clipboardData.setData('text/html', html);
      done = true;
    };
    document.addEventListener('copy', put);
    select(document.querySelector('h1'));
    try { document.execCommand('copy'); } catch { done = false; }
    getSelection().removeAllRanges();
    document.removeEventListener('copy', put);
    return done;
  };
  const copy = async (text, html) => {
    if (copyByEvent(text, html)) return true;
    const blob = (kind, part) => new Blob([part], {type: kind});
    try {
      if (html) await navigator.clipboard.write([new ClipboardItem(
        {'text/html': blob('text/html', html), 'text/plain': blob('text/plain', text)})]);
      else await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  };
  const save = button => {
    const link = document.createElement('a');
    link.href = document.querySelectorAll('.story img')[Number(button.dataset.save)].src;
    link.download = button.dataset.name;
    link.click();
    say('Saved: ' + link.download);
  };
  document.addEventListener('click', async event => {
    const button = event.target.closest('button');
    if (!button) return;
    if (button.dataset.save) return save(button);
    const whole = button.dataset.copy === 'story';
    const source = whole ? document.querySelector('article') : document.getElementById(button.dataset.copy);
    const done = await copy(whole ? plain() : source.textContent, whole ? paste.innerHTML : '');
    if (!done) select(source);
    else button.dataset.done = '';
    say(done ? 'Copied: ' + button.dataset.name
      : 'Your browser does not let this page copy. It is selected now: copy it with Ctrl+C, or Cmd+C.');
  });
})();
)js";
}

std::string_view kit_script_hash() {
  return "sha256-er5g/xnM82L4ZYs8fBSuWjf0TxX1A+iBpr/7OGM5gmY=";
}

}  // namespace mediumsync::render
