"""What is wrong with a page as a browser shows it, and what the pages' tests share."""
import json
import struct
import zlib

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
  for (const landmark of LANDMARKS)
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


def wrongs(browser, width, landmarks):
    """What the page that is open is seen to be."""
    return browser.evaluate(LOOK.replace('WIDTH', str(width)).replace('LANDMARKS', json.dumps(landmarks)))


def complaints(events, page):
    """What the browser said while it opened the page, and what it asked the network for."""
    for event in events:
        if event['method'] == 'Network.requestWillBeSent':
            url = event['params']['request']['url']
            if url != page.resolve().as_uri() and not url.startswith('data:'):
                yield f'asked the network for {url}'
        if event['method'] == 'Log.entryAdded' and event['params']['entry']['level'] in ('error', 'warning'):
            yield event['params']['entry']['text']
        if event['method'] in ('Runtime.consoleAPICalled', 'Runtime.exceptionThrown'):
            yield str(event['params'])
