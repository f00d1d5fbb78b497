"""The kit in a real browser: `kit.py MEDIUMSYNCD MEDIUMSYNCCTL [DIRECTORY FOR SCREENSHOTS]`. Skipped (77) without Chromium."""
import contextlib
import json
import pathlib
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import devtools  # noqa: E402: the source tree stays as it is
import look  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
PATIENCE_S = 60

CONFIGURATION = """state_dir = "{0}/state"
[control]
socket = "{0}/control.sock"
[schedule]
timezone = "UTC"
windows = ["daily 00:00-24:00"]
min_gap = "0s"
max_per_day = 100
[[account]]
name = "main"
delivery = "hand-off"
username = "jane"
status = "public"
site = "http://127.0.0.1:9"
[[folder]]
name = "drop"
path = "{0}/drop"
settle = "100ms"
base_url = "https://blog.example/posts/"
"""

# What goes to Medium's editor of the post with every kind of block.
PASTED = ('<h1>A page with every kind of block, from tables to footnotes</h1><h2>What a story may hold',
          '<pre data-code-block-mode="2" data-code-block-lang="go">func main()', '<blockquote>', '<ul><li>A list', '<ol><li>First',
          '<img src="https://blog.example/picture.png" alt="A picture on the web">', '[Image 1 goes here: 01-stripes.png]',
          '<a href="https://blog.example/a">link</a>', '<strong>strong</strong>', 'Originally published at')


@contextlib.contextmanager
def running(daemon, directory):
    with open(directory / 'log', 'wb') as log:
        process = subprocess.Popen([daemon, '--config', directory / 'mediumsync.toml'], stdout=log, stderr=log)
        try:
            yield
        finally:
            process.terminate()
            process.wait()


def make_kit(daemon, ctl, directory):
    """A daemon without a token is given the post with every kind of block."""
    (directory / 'drop').mkdir()
    (directory / 'drop/every-kind.md').write_text((HERE / 'every-kind.md').read_text())
    (directory / 'drop/stripes.png').write_bytes(look.stripes())
    (directory / 'mediumsync.toml').write_text(CONFIGURATION.format(directory))
    ask = [ctl, '--socket', directory / 'control.sock']
    with running(daemon, directory):
        deadline = time.monotonic() + PATIENCE_S
        while True:
            answer = subprocess.run([*ask, '--json', 'list', '--state', 'handed_off'], capture_output=True)
            if answer.returncode == 0 and json.loads(answer.stdout)['posts']:
                break
            if time.monotonic() > deadline:
                sys.exit('nothing was handed off: ' + (directory / 'log').read_text())
            subprocess.run([*ask, 'poll'], capture_output=True)
        subprocess.run([*ask, 'kit', '1', '-o', directory / 'desk'], check=True, stdout=subprocess.DEVNULL)
    if (directory / 'desk/01-stripes.png').read_bytes() != look.stripes():
        sys.exit('the image beside the page is not the one of the post')
    return directory / 'desk/kit-1.html'


def said(browser):
    """What the page says after a press, once it has said it."""
    return browser.evaluate("""new Promise(done => {
      const look = () => document.getElementById('said').textContent ? done(document.getElementById('said').textContent)
        : requestAnimationFrame(look);
      look();
    })""")


def looks(browser, page, name, width, scheme, mobile):
    events = browser.open(page, width, 900, scheme, mobile)
    seen = look.wrongs(browser, width, ['main', 'header'])
    yield from seen['wrong']
    yield from look.complaints(events, page)
    if seen['dark'] != (scheme == 'dark'):
        yield 'the colours are not those that were asked for'
    if seen['scripts'] != 1 or seen['pictures'] != 2:
        yield f'{seen["scripts"]} scripts and {seen["pictures"]} images'
    for part in ('is ready for Medium', 'Paste it', 'which the importer drops', 'Or import it', 'Copy story', 'Piece by piece',
                 'mediumsyncctl done 1', 'func main()', '01-stripes.png', 'The proof, in a footnote.'):
        if part not in seen['text']:
            yield f'"{part}" is not to be seen'
    print(f'{name}: {width} px, least contrast {seen["least"]:.2f}')


def press_faults(browser, page):
    """Every button does what it says, with nothing asked of the network."""
    browser.open(page, 1280, 900, 'light')
    browser.click('[data-copy=story]')
    if said(browser) != 'Copied: the story':
        yield f'the page says "{said(browser)}"'
    yield from look.complaints(browser.events, page)
    pasted = browser.paste()
    for part in PASTED:
        if part not in pasted['text/html']:
            yield f'the clipboard has no {part}'
    for part in ('<script', 'data:', '<table', 'class="row"'):
        if part in pasted['text/html']:
            yield f'the clipboard has {part}'
    if not pasted['text/plain'].startswith('A page with every kind of block'):
        yield 'the clipboard has no plain text'
    browser.open(page, 1280, 900, 'light')
    for target, text in (('title', 'A page with every kind of block, from tables to footnotes'), ('tags', 'Writing, Linux, Typography'),
                         ('canonical', 'https://blog.example/posts/every-kind'), ('done', 'mediumsyncctl done 1'),
                         ('subtitle', 'What a story may hold, drawn as it will be read')):
        browser.open(page, 1280, 900, 'light')
        browser.click(f'dd [data-copy={target}], section [data-copy={target}]')
        said(browser)
        if (got := browser.paste()) != {'text/plain': text}:
            yield f'the button of {target} copies {got}'


def other_way_faults(browser, page):
    """Where the copy event is not to be had, the page asks for the clipboard itself."""
    browser.open(page, 1280, 900, 'light')
    browser.evaluate('document.execCommand = () => false; 1')
    browser.click('[data-copy=story]')
    said(browser)
    pasted = browser.paste()
    for part in PASTED:
        if part not in pasted['text/html']:
            yield f'without the copy event the clipboard has no {part}'


def refused_faults(browser, page):
    """Where nothing may copy, the story is selected and the page says what to do."""
    browser.open(page, 1280, 900, 'light')
    browser.evaluate('document.execCommand = () => false; navigator.clipboard.write = () => Promise.reject(); 1')
    browser.click('[data-copy=story]')
    if 'copy it with Ctrl+C' not in said(browser):
        yield f'the page says "{said(browser)}"'
    if 'The first paragraph' not in browser.evaluate('getSelection().toString()'):
        yield 'the story is not selected'


def keyboard_faults(browser, page):
    """From the top to *Copy story* by the tabulator, every stop to be seen, and Enter copies."""
    browser.open(page, 390, 900, 'light', True)
    for _ in range(6):
        browser.press('Tab')
        if browser.evaluate('getComputedStyle(document.activeElement).outlineStyle') == 'none':
            yield 'a stop that is not to be seen: ' + browser.evaluate('document.activeElement.outerHTML.slice(0, 80)')
        if browser.evaluate('document.activeElement.dataset.copy') == 'story':
            break
    else:
        yield 'Copy story is not among the first stops'
        return
    browser.press('Enter')
    if said(browser) != 'Copied: the story':
        yield 'Enter does not copy'


def main():
    chromium = devtools.chromium_or_skip()
    pictures = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else None
    faults = []
    with tempfile.TemporaryDirectory() as name, devtools.Browser(chromium) as browser:
        page = make_kit(sys.argv[1], sys.argv[2], pathlib.Path(name))
        for view, width, scheme, mobile in (('desktop', 1280, 'light', False), ('desktop-dark', 1280, 'dark', False),
                                            ('phone', 390, 'light', True), ('phone-dark', 390, 'dark', True), ('small', 320, 'light', True)):
            faults += [f'{view}: {what}' for what in looks(browser, page, view, width, scheme, mobile)]
            if pictures:
                browser.screenshot(pictures / f'{view}.png')
        for check in (press_faults, other_way_faults, refused_faults, keyboard_faults):
            faults += [f'{check.__name__}: {what}' for what in check(browser, page)]
    print('\n'.join(faults))
    sys.exit(1 if faults else 0)


main()
