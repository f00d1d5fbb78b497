"""The reading page in a real browser: `page.py MEDIUMSYNCCTL [DIRECTORY FOR SCREENSHOTS]`. Skipped (77) without Chromium."""
import pathlib
import struct
import subprocess
import sys
import tempfile
import zlib

sys.dont_write_bytecode = True
import devtools  # noqa: E402: the source tree stays as it is

HERE = pathlib.Path(__file__).resolve().parent

# What assistive programs and narrow screens need, each as what is wrong.
LOOK = r"""
(() => {
  const wrong = [];
  const all = selector => [...document.querySelectorAll(selector)];
  // Not window.innerWidth: telephones zoom out until everything fits.
  if (document.documentElement.scrollWidth > WIDTH)
    wrong.push(`the page is ${document.documentElement.scrollWidth} px wide on a screen of ${WIDTH}`);
  if (!document.documentElement.lang) wrong.push('no language');
  if (!document.title) wrong.push('no title');
  for (const landmark of ['main', 'header', 'aside'])
    if (all(landmark).length !== 1) wrong.push(`${all(landmark).length} of ${landmark}`);
  const levels = all('h1,h2,h3,h4,h5,h6').map(heading => Number(heading.tagName[1]));
  if (levels.filter(level => level === 1).length !== 1) wrong.push('not one h1');
  levels.forEach((level, i) => { if (level > (i ? levels[i - 1] : 0) + 1) wrong.push(`heading ${i} jumps to level ${level}`); });
  all('img').forEach(image => {
    if (!image.hasAttribute('alt')) wrong.push('an image without alt');
    if (!image.naturalWidth) wrong.push('an image that is not shown');
  });
  all('a').forEach(link => { if (!link.textContent.trim()) wrong.push(`a link without words: ${link.href}`); });
  all('*').forEach(element => {
    const style = getComputedStyle(element);
    if (/auto|scroll/.test(style.overflowX) && element.scrollWidth > element.clientWidth && element.tabIndex < 0)
      wrong.push(`${element.tagName} scrolls and can't be reached by keyboard`);
  });
  const ids = all('[id]').map(element => element.id);
  if (new Set(ids).size !== ids.length) wrong.push('an id twice');
  // WCAG 2.1, 1.4.3
  const channels = colour => colour.match(/[\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map(c => c / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
      .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  const background = element => {
    for (let e = element; e; e = e.parentElement) {
      const colour = channels(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  let least = 21;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim()) continue;
    const [a, b] = [luminance(channels(getComputedStyle(element).color)), luminance(background(element))];
    const contrast = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    least = Math.min(least, contrast);
    if (contrast < 4.5) wrong.push(`contrast ${contrast.toFixed(2)} of "${walker.currentNode.textContent.trim().slice(0, 40)}"`);
  }
  return {wrong, least, dark: luminance(background(document.body)) < .2, text: document.body.innerText,
          scripts: document.scripts.length, pictures: all('img').length};
})()
"""


def stripes():
    """A PNG of four stripes, 640 x 240."""
    colours = [(38, 70, 83), (42, 157, 143), (233, 196, 106), (231, 111, 81)]
    rows = b''.join(b'\0' + b''.join(bytes(colours[x * 4 // 640]) for x in range(640)) for _ in range(240))

    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))

    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>2I5B', 640, 240, 8, 2, 0, 0, 0)) + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b'')


def draw(ctl, directory):
    """The page of the post with every kind of block."""
    (directory / 'every-kind.md').write_text((HERE / 'every-kind.md').read_text())
    (directory / 'stripes.png').write_bytes(stripes())
    page = directory / 'page.html'
    subprocess.run([ctl, 'preview', directory / 'every-kind.md', '-o', page], check=True)
    return page


def faults_of(browser, page, name, width, scheme, mobile):
    events = browser.open(page, width, 900, scheme, mobile)
    seen = browser.evaluate(LOOK.replace('WIDTH', str(width)))
    faults = [f'{name}: {what}' for what in seen['wrong']]
    for event in events:
        if event['method'] == 'Network.requestWillBeSent':
            url = event['params']['request']['url']
            if url != page.resolve().as_uri() and not url.startswith('data:'):
                faults.append(f'{name}: asked the network for {url}')
        if event['method'] == 'Log.entryAdded' and event['params']['entry']['level'] in ('error', 'warning'):
            faults.append(f'{name}: {event["params"]["entry"]["text"]}')
        if event['method'] in ('Runtime.consoleAPICalled', 'Runtime.exceptionThrown'):
            faults.append(f'{name}: {event["params"]}')
    if seen['dark'] != (scheme == 'dark'):
        faults.append(f'{name}: the colours are not those that were asked for')
    if seen['scripts'] or seen['pictures'] != 2:
        faults.append(f'{name}: {seen["scripts"]} scripts and {seen["pictures"]} images')
    for part in ('A page with every kind of block', 'min read', 'The caption of the picture', 'A picture on the web', 'func main()',
                 'and one more', 'The proof, in a footnote.', 'YouTube', 'tag-dropped', 'Tags that will be sent'):
        if part not in seen['text']:
            faults.append(f'{name}: "{part}" is not to be seen')
    print(f'{name}: {width} px, least contrast {seen["least"]:.2f}, {len(faults)} faults')
    return faults


def keyboard_faults(browser, page):
    """The first press of the tabulator shows the way past what stands before the story."""
    browser.open(page, 1200, 900, 'light')
    browser.press('Tab')
    first = browser.evaluate('document.activeElement.textContent + " " + (document.activeElement.getBoundingClientRect().left >= 0)')
    return [] if first == 'Skip to the story true' else [f'keyboard: the first stop is "{first}"']


def main():
    chromium = devtools.find_chromium()
    if chromium is None:
        print('chromium is not installed: skipped')
        sys.exit(77)
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory() as name, devtools.Browser(chromium) as browser:
        page = draw(sys.argv[1], pathlib.Path(name))
        faults = []
        for look, width, scheme, mobile in (('desktop', 1280, 'light', False), ('desktop-dark', 1280, 'dark', False), ('phone', 360, 'light', True),
                                            ('phone-dark', 360, 'dark', True), ('tablet', 820, 'light', True)):
            faults += faults_of(browser, page, look, width, scheme, mobile)
            if pictures:
                browser.screenshot(pictures / f'{look}.png')
        faults += keyboard_faults(browser, page)
    print('\n'.join(faults))
    sys.exit(1 if faults else 0)


main()
