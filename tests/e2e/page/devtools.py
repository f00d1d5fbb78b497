"""A browser without a window, driven over the DevTools protocol through two pipes: nothing but Chromium is needed."""
import base64
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time

PATIENCE_S = 60


def chromium_or_skip():
    """The program; where there is none the test ends as skipped."""
    program = next((path for path in map(shutil.which, ('chromium', 'chromium-browser', 'google-chrome')) if path), None)
    if program is None:
        print('chromium is not installed: skipped')
        sys.exit(77)
    return program


class Browser:
    """One Chromium with one page. Used as a context: it and its profile are gone afterwards."""

    def __init__(self, program):
        self.profile = tempfile.mkdtemp()
        to_browser, self.out = os.pipe()
        self.into, from_browser = os.pipe()

        def wire():
            os.dup2(to_browser, 13)
            os.dup2(from_browser, 14)
            os.dup2(13, 3)
            os.dup2(14, 4)

        self.process = subprocess.Popen(
            [program, '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars', '--no-first-run',
             '--disable-background-networking', '--disable-component-update', f'--user-data-dir={self.profile}', '--remote-debugging-pipe'],
            preexec_fn=wire, close_fds=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.buffer = b''
        self.number = 0
        self.session = None
        self.events = []
        target = self.call('Target.createTarget', url='about:blank')['targetId']
        self.session = self.call('Target.attachToTarget', targetId=target, flatten=True)['sessionId']
        for domain in ('Page', 'Network', 'Runtime', 'Log'):
            self.call(domain + '.enable')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)

    def _next(self, deadline):
        while b'\0' not in self.buffer:
            if not select.select([self.into], [], [], max(0, deadline - time.monotonic()))[0]:
                raise TimeoutError('the browser does not answer')
            got = os.read(self.into, 1 << 16)
            if not got:
                raise RuntimeError('the browser has ended')
            self.buffer += got
        text, self.buffer = self.buffer.split(b'\0', 1)
        return json.loads(text)

    def call(self, method, **parameters):
        self.number += 1
        message = {'id': self.number, 'method': method, 'params': parameters}
        if self.session:
            message['sessionId'] = self.session
        os.write(self.out, json.dumps(message).encode() + b'\0')
        deadline = time.monotonic() + PATIENCE_S
        while True:
            answer = self._next(deadline)
            if answer.get('id') == self.number:
                if 'error' in answer:
                    raise RuntimeError(f'{method}: {answer["error"]}')
                return answer.get('result', {})
            if 'method' in answer:
                self.events.append(answer)

    def _await(self, method):
        deadline = time.monotonic() + PATIENCE_S
        while not any(event['method'] == method for event in self.events):
            message = self._next(deadline)
            if 'method' in message:
                self.events.append(message)

    def open(self, path, width, height, scheme, mobile=False):
        """Shows a file and gives back what happened until it was loaded."""
        self.call('Emulation.setDeviceMetricsOverride', width=width, height=height, deviceScaleFactor=1, mobile=mobile)
        self.call('Emulation.setEmulatedMedia', features=[{'name': 'prefers-color-scheme', 'value': scheme}])
        self.events = []
        self.call('Page.navigate', url=path.resolve().as_uri())
        self._await('Page.loadEventFired')
        self.evaluate('document.fonts.ready.then(() => 1)')
        return self.events

    def evaluate(self, expression):
        result = self.call('Runtime.evaluate', expression=expression, returnByValue=True, awaitPromise=True)
        if 'exceptionDetails' in result:
            raise RuntimeError(result['exceptionDetails'])
        return result['result'].get('value')

    def press(self, key):
        for kind in ('keyDown', 'keyUp'):
            # A button is pressed by the character that Enter makes.
            text = {'text': '\r'} if key == 'Enter' and kind == 'keyDown' else {}
            self.call('Input.dispatchKeyEvent', type=kind, key=key, code=key, windowsVirtualKeyCode=9 if key == 'Tab' else 13, **text)

    def click(self, selector):
        """As a mouse does, in the middle of what is there."""
        x, y = self.evaluate('(() => { const e = document.querySelector(%s); e.scrollIntoView({block: "center", behavior: "instant"}); '
                             'const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()' % json.dumps(selector))
        for kind in ('mousePressed', 'mouseReleased'):
            self.call('Input.dispatchMouseEvent', type=kind, x=x, y=y, button='left', clickCount=1)

    def paste(self):
        """What an editor gets of the clipboard, by the kinds of it."""
        self.events = []
        self.call('Page.navigate', url='about:blank')
        self._await('Page.loadEventFired')
        self.evaluate("""document.body.contentEditable = 'true'; document.body.focus(); window.got = null;
            document.addEventListener('paste', event => {
              window.got = Object.fromEntries([...event.clipboardData.types].map(kind => [kind, event.clipboardData.getData(kind)]));
            })""")
        self.call('Input.dispatchKeyEvent', type='keyDown', key='v', code='KeyV', modifiers=2, windowsVirtualKeyCode=86, commands=['paste'])
        return self.evaluate('window.got')

    def screenshot(self, path):
        picture = self.call('Page.captureScreenshot', format='png', captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(picture['data']))
