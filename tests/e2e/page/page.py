"""The reading page in a real browser: `page.py MEDIUMSYNCCTL [DIRECTORY FOR SCREENSHOTS]`. Skipped (77) without Chromium."""
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import devtools  # noqa: E402: the source tree stays as it is
import look  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent


def draw(ctl, directory):
    """The page of the post with every kind of block."""
    (directory / 'every-kind.md').write_text((HERE / 'every-kind.md').read_text())
    (directory / 'stripes.png').write_bytes(look.stripes())
    page = directory / 'page.html'
    subprocess.run([ctl, 'preview', directory / 'every-kind.md', '-o', page], check=True)
    return page


def faults_of(browser, page, name, width, scheme, mobile):
    events = browser.open(page, width, 900, scheme, mobile)
    seen = look.wrongs(browser, width, ['main', 'header', 'aside'])
    faults = [f'{name}: {what}' for what in (*seen['wrong'], *look.complaints(events, page))]
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
    chromium = devtools.chromium_or_skip()
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory() as name, devtools.Browser(chromium) as browser:
        page = draw(sys.argv[1], pathlib.Path(name))
        faults = []
        for view, width, scheme, mobile in (('desktop', 1280, 'light', False), ('desktop-dark', 1280, 'dark', False), ('phone', 360, 'light', True),
                                            ('phone-dark', 360, 'dark', True), ('tablet', 820, 'light', True)):
            faults += faults_of(browser, page, view, width, scheme, mobile)
            if pictures:
                browser.screenshot(pictures / f'{view}.png')
        faults += keyboard_faults(browser, page)
    print('\n'.join(faults))
    sys.exit(1 if faults else 0)


main()
