"""A sandbox and a daemon in a temporary home, for the driver scripts of this folder."""
import contextlib
import json
import os
import pathlib
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request


class Readiness:
    """Where a daemon says that it is ready, as it says it to systemd (sd_notify). Lives until it has."""

    def __init__(self, home):
        self.path = pathlib.Path(home) / 'notify'
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(self.path))
        self.environment = {**os.environ, 'NOTIFY_SOCKET': str(self.path)}

    def wait(self, process, log, deadline=60):
        """Ends the bench with the daemon's log where the daemon ends or does not get ready."""
        ended = os.pidfd_open(process.pid)
        try:
            while True:
                some, _, _ = select.select([self.socket, ended], [], [], deadline)
                if not some or ended in some:
                    raise RuntimeError(pathlib.Path(log).read_text())
                if b'READY=1' in self.socket.recv(4096):
                    return
        finally:
            os.close(ended)
            self.socket.close()
            self.path.unlink()


class Rig:
    """Owns both processes and their home; everything ends with it."""

    def __init__(self, build, windows='"daily 00:00-24:00"', folders=1, feeds=0, settle='200ms', extra_schedule=''):
        self.build = pathlib.Path(build).resolve()
        self.home = pathlib.Path(tempfile.mkdtemp(prefix='mediumsync-bench-'))
        self.windows, self.settle, self.extra_schedule = windows, settle, extra_schedule
        self.feeds = feeds
        (self.home / 'posts').mkdir()
        (self.home / 'files').mkdir()
        self.socket = self.home / 'control.sock'
        self.daemon = None
        self.sandbox = subprocess.Popen([self.build / 'mediumsync-sandbox', '--files', self.home / 'files'], stdout=subprocess.PIPE, text=True)
        where = json.loads(self.sandbox.stdout.readline())
        self.base, self.control = where['base'], f'http://127.0.0.1:{where["control_port"]}'
        token = self.home / 'token'
        token.touch(0o600)
        token.write_text('sandbox-token-jane\n')

    def configure(self):
        feeds = ''.join(f'[[feed]]\nname = "feed{n}"\nurl = "{self.control}/files/feed{n}.xml"\naccount = "main"\nevery = "1h"\n' for n in range(self.feeds))
        for n in range(self.feeds):
            (self.home / 'files' / f'feed{n}.xml').write_text(feed(n))
        (self.home / 'mediumsync.toml').write_text(f'''
state_dir = "{self.home}/state"
[control]
socket = "{self.socket}"
[fetch]
allow_private_networks = true
[schedule]
timezone = "UTC"
windows = [{self.windows}]
min_gap = "0s"
max_per_day = 1000
[[account]]
name = "main"
token = "file:{self.home}/token"
api = "{self.base}/v1"
site = "{self.base}"
status = "draft"
[[folder]]
name = "drop"
path = "{self.home}/posts"
account = "main"
settle = "{self.settle}"
{feeds}''')

    def start(self):
        self.configure()
        self.log = open(self.home / 'daemon.log', 'ab')
        readiness = Readiness(self.home)
        self.daemon = subprocess.Popen([self.build / 'mediumsyncd', '--config', self.home / 'mediumsync.toml'], stderr=self.log,
                                       env=readiness.environment)
        readiness.wait(self.daemon, self.home / 'daemon.log')

    def stop(self):
        if self.daemon:
            self.daemon.send_signal(signal.SIGTERM)
            self.daemon.wait(20)
            self.daemon = None

    def ctl(self, *words, check=True):
        return subprocess.run([self.build / 'mediumsyncctl', '--socket', self.socket, '--json', *words], check=check, capture_output=True, text=True)

    def ask(self, *words):
        return json.loads(self.ctl(*words).stdout)

    def sandbox_get(self, path):
        with urllib.request.urlopen(self.control + path) as answer:
            return json.load(answer)

    @staticmethod
    def until(holds, deadline=30):
        end = time.monotonic() + deadline
        while not holds():
            if time.monotonic() > end:
                raise TimeoutError('waited in vain')
            time.sleep(0.005)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with contextlib.suppress(Exception):
            self.stop()
        self.sandbox.kill()
        self.sandbox.wait()
        shutil.rmtree(self.home, ignore_errors=True)


def feed(number, items=20):
    entries = ''.join(f'<item><title>Feed {number} item {i}</title><guid>{number}-{i}</guid><link>https://blog.example/{number}/{i}</link>'
                      f'<pubDate>Mon, 02 Nov 2026 10:{i:02}:00 GMT</pubDate><description>&lt;p&gt;{"Words of the item. " * 40}&lt;/p&gt;</description></item>'
                      for i in range(items))
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Feed {number}</title><link>https://blog.example/</link><description>d</description>{entries}</channel></rss>'


def write_whole(path, text):
    """A file that appears whole, as rename(2) makes it."""
    beside = path.with_name('.' + path.name)
    beside.write_text(text)
    os.rename(beside, path)
