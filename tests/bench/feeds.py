"""feeds.py BUILD [FEEDS]: many local feeds, cold and then unchanged, by mediumsyncd and by others, in one run.
The others: tests/bench/feeds_yardstick.cpp, curl (which fetches and nothing else), newsboat and Python's feedparser where they
are installed. Prints seconds, feeds a second, CPU seconds and peak memory of each, and the ratios that are asked for; ends with 1
where one of them is missed. Then 10,000 feeds, for the memory they take (FEEDS given: that many, and no others).
  cmake --build build/release --target mediumsyncd mediumsyncctl feeds_yardstick && python3 tests/bench/feeds.py build/release"""
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from rig import Readiness  # noqa: E402

FEEDS, ITEMS, CONTENT = 2000, 20, 3000
# newsboat takes minutes for all of them: figures are per feed.
NEWSBOAT_FEEDS, FEEDPARSER_FEEDS = 100, 200
EPOCH = 1_780_000_000
FEEDPARSER = '''
import feedparser, json, sys
state = json.loads(open(sys.argv[2]).read()) if len(sys.argv) > 2 else {}
for url in open(sys.argv[1]).read().split():
    answer = feedparser.parse(url, etag=state.get(url))
    state[url] = answer.get('etag')
print(json.dumps(state))
'''


def feed(number, words, rng):
    items = []
    for i in range(ITEMS):
        paragraphs, size = [], 0
        while size < CONTENT:
            paragraph = '<p>' + ' '.join(rng.choices(words, k=60)) + f' <a href="https://blog{number}.example/{i}">more</a>.</p>'
            paragraphs.append(paragraph)
            size += len(paragraph)
        items.append(f'<item><title>Item {i} of feed {number}</title><guid isPermaLink="false">{number}-{i}</guid>'
                     f'<link>https://blog{number}.example/{i}</link><pubDate>Mon, 02 Nov 2026 10:{59 - i:02}:00 GMT</pubDate>'
                     f'<description><![CDATA[{"".join(paragraphs)[:CONTENT - 4]}</p>]]></description></item>\n')
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>Feed {number}</title>'
            f'<link>https://blog{number}.example/</link><description>A feed</description>\n{"".join(items)}</channel></rss>\n')


class Site:
    """nginx on a free port of loopback, serving FEEDS files under as many names as are wanted."""

    def __init__(self, home):
        self.home = home
        files = home / 'www'
        files.mkdir()
        rng = random.Random(7)
        words = [''.join(rng.choices('abcdefghijklmnopqrstuvwxyz', k=rng.randint(2, 10))) for _ in range(3000)]
        for n in range(FEEDS):
            path = files / f'{n}.xml'
            path.write_text(feed(n, words, rng))
            os.utime(path, (EPOCH, EPOCH))
        with socket.socket() as free:
            free.bind(('127.0.0.1', 0))
            self.port = free.getsockname()[1]
        temporary = '\n'.join(f'  {kind}_temp_path {home}/nginx-{kind};' for kind in ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'))
        (home / 'nginx.conf').write_text(f'''
daemon on;  # the first process ends once the port is listened on
worker_processes 1;
pid {home}/nginx.pid;
error_log {home}/nginx.log;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  keepalive_requests 1000000;
  sendfile on;
  types {{ application/rss+xml xml; }}
{temporary}
  server {{
    listen 127.0.0.1:{self.port} backlog=1024;
    root {files};
    rewrite ^/[0-9]+/([0-9]+\\.xml)$ /$1 break;
  }}
}}
''')
        os.chmod(home, 0o755)
        began = subprocess.run(['/usr/sbin/nginx', '-p', home, '-c', home / 'nginx.conf', '-e', home / 'nginx.log'])
        if began.returncode != 0:
            sys.exit(f'nginx does not start: {(home / "nginx.log").read_text()}')
        self.home = home

    def urls(self, count):
        return [f'http://127.0.0.1:{self.port}/{n // FEEDS}/{n % FEEDS}.xml' for n in range(count)]

    def stop(self):
        subprocess.run(['/usr/sbin/nginx', '-p', self.home, '-c', self.home / 'nginx.conf', '-s', 'quit'], check=True)


class Figures:
    def __init__(self, seconds, cpu, peak_kib):
        self.seconds, self.cpu, self.peak_kib = seconds, cpu, peak_kib


def measured(command, **options):
    """Runs it to its end."""
    began = time.monotonic()
    process = subprocess.Popen(command, **options)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f'{command[0]} ended with {process.returncode}')
    return Figures(time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)


class Daemon:
    """mediumsyncd with all the feeds. Owns the process and its home."""

    def __init__(self, build, home, urls):
        self.build, self.home = build, home
        home.mkdir()
        self.socket = home / 'control.sock'
        token = home / 'token'
        token.touch(0o600)
        token.write_text('a-token\n')
        feeds = ''.join(f'[[feed]]\nname = "feed{n}"\nurl = "{url}"\naccount = "main"\nevery = "6h"\n' for n, url in enumerate(urls))
        (home / 'mediumsync.toml').write_text(f'''
state_dir = "{home}/state"
[control]
socket = "{self.socket}"
[fetch]
allow_private_networks = true
[[account]]
name = "main"
token = "file:{token}"
api = "http://127.0.0.1:1/v1"
site = "http://127.0.0.1:1"
{feeds}''')
        (home / 'state').mkdir()
        self.log = open(home / 'log', 'wb')
        readiness = Readiness(home)
        self.process = subprocess.Popen([build / 'mediumsyncd', '--config', home / 'mediumsync.toml'], stderr=self.log, env=readiness.environment)
        readiness.wait(self.process, home / 'log')

    def ctl(self, *words):
        return subprocess.run([self.build / 'mediumsyncctl', '--socket', self.socket, '--json', *words], check=True, capture_output=True).stdout

    def cpu(self):
        fields = pathlib.Path(f'/proc/{self.process.pid}/stat').read_text().rsplit(')', 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')

    def peak_kib(self):
        for line in pathlib.Path(f'/proc/{self.process.pid}/status').read_text().splitlines():
            if line.startswith('VmHWM:'):
                return int(line.split()[1])

    def polled(self, began):
        cpu = self.cpu()
        sources = json.loads(self.ctl('poll'))['sources']
        seconds = time.monotonic() - began
        failing = [source for source in sources if source['state'] != 'ok']
        if failing:
            sys.exit(f'{len(failing)} feeds failed, the first: {failing[0]["reason"]}')
        return Figures(seconds, self.cpu() - cpu, self.peak_kib()), sum(source['items'] for source in sources)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


def show(name, what, figures, feeds):
    print(f'{name:12} {what:10} {figures.seconds:8.3f} s {feeds / figures.seconds:9.0f} feeds/s {figures.cpu:8.2f} CPU s'
          f' {figures.peak_kib / 1024:7.1f} MiB', flush=True)
    return figures


def by_mediumsync(build, home, urls):
    began = time.monotonic()
    daemon = Daemon(build, home, urls)
    cold, items = daemon.polled(began)
    if items != len(urls) * ITEMS:
        sys.exit(f'{items} items where there are {len(urls) * ITEMS}')
    show('mediumsyncd', 'cold', cold, len(urls))
    unchanged = min((daemon.polled(time.monotonic())[0] for _ in range(3)), key=lambda figures: figures.seconds)
    show('mediumsyncd', 'unchanged', unchanged, len(urls))
    daemon.stop()
    return cold, unchanged


def by_yardstick(build, home, urls):
    home.mkdir()
    (home / 'list').write_text('\n'.join(urls) + '\n')
    command = [build / 'feeds_yardstick', home / 'list', home / 'database']
    cold = show('yardstick', 'cold', measured(command, stdout=subprocess.DEVNULL), len(urls))
    unchanged = min((measured(command, stdout=subprocess.DEVNULL) for _ in range(3)), key=lambda figures: figures.seconds)
    return cold, show('yardstick', 'unchanged', unchanged, len(urls))


def by_curl(home, urls):
    home.mkdir()
    (home / 'list').write_text(''.join(f'url = "{url}"\noutput = "/dev/null"\n' for url in urls))
    command = ['curl', '--silent', '--no-progress-meter', '--parallel', '--parallel-max', '64', '--config', home / 'list']
    cold = show('curl', 'cold', measured(command), len(urls))
    since = ['--header', 'If-Modified-Since: ' + time.strftime('%a, %d %b %Y %H:%M:%S GMT', time.gmtime(EPOCH))]
    unchanged = min((measured(command + since) for _ in range(3)), key=lambda figures: figures.seconds)
    return cold, show('curl', 'unchanged', unchanged, len(urls))


def by_newsboat(home, urls):
    if not shutil.which('newsboat'):
        return None
    home.mkdir()
    urls = urls[:NEWSBOAT_FEEDS]
    (home / 'urls').write_text('\n'.join(urls) + '\n')
    (home / 'config').write_text('reload-threads 8\n')
    command = ['newsboat', '-q', '-u', home / 'urls', '-c', home / 'cache.db', '-C', home / 'config', '-x', 'reload']
    environment = {**os.environ, 'HOME': str(home)}
    cold = show('newsboat', 'cold', measured(command, env=environment, stdout=subprocess.DEVNULL), len(urls))
    show('newsboat', 'unchanged', measured(command, env=environment, stdout=subprocess.DEVNULL), len(urls))
    return cold.seconds / len(urls)


def by_feedparser(home, urls):
    if subprocess.run([sys.executable, '-c', 'import feedparser'], capture_output=True).returncode != 0:
        return
    home.mkdir()
    urls = urls[:FEEDPARSER_FEEDS]
    (home / 'list').write_text('\n'.join(urls))
    command = [sys.executable, '-c', FEEDPARSER, home / 'list']
    with open(home / 'state', 'w') as state:
        show('feedparser', 'cold', measured(command, stdout=state), len(urls))
    show('feedparser', 'unchanged', measured([*command, home / 'state'], stdout=subprocess.DEVNULL), len(urls))


def verdict(what, value, limit, holds):
    print(f'{what}: {value:.2f} (asked: {limit}){"" if holds else "  MISSED"}', flush=True)
    return holds


def compare(build, home, site):
    urls = site.urls(FEEDS)
    curl_cold, curl_unchanged = by_curl(home / 'curl', urls)
    yardstick_cold, _ = by_yardstick(build, home / 'yardstick', urls)
    cold, unchanged = by_mediumsync(build, home / 'mediumsync', urls)
    newsboat = by_newsboat(home / 'newsboat', urls)
    by_feedparser(home / 'feedparser', urls)
    ratio = cold.seconds / yardstick_cold.seconds
    held = [verdict('cold, times the yardstick', ratio, 'at most 2', ratio <= 2)]
    ratio = unchanged.seconds / curl_unchanged.seconds
    held.append(verdict('unchanged, times curl', ratio, 'at most 3', ratio <= 3))
    if newsboat:
        ratio = newsboat / (cold.seconds / FEEDS)
        held.append(verdict('faster than newsboat per feed, times', ratio, 'at least 5', ratio >= 5))
    return all(held)


def memory(build, home, site, count):
    daemon = Daemon(build, home / 'many', site.urls(count))
    figures, _ = daemon.polled(time.monotonic())
    show('mediumsyncd', f'{count} cold', figures, count)
    figures, _ = daemon.polled(time.monotonic())
    show('mediumsyncd', f'{count} again', figures, count)
    daemon.stop()
    return verdict(f'MiB at the most with {count} feeds', figures.peak_kib / 1024, 'under 120', figures.peak_kib < 120 * 1024)


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    if not pathlib.Path('/usr/sbin/nginx').exists():
        sys.exit('nginx is not installed (nginx-light): skipped')
    home = pathlib.Path(tempfile.mkdtemp(prefix='mediumsync-feeds-'))
    site = Site(home)
    try:
        if len(sys.argv) > 2:
            held = memory(build, home, site, int(sys.argv[2]))
        else:
            held = compare(build, home, site)
            held = memory(build, home, site, 10_000) and held
    finally:
        site.stop()
        shutil.rmtree(home, ignore_errors=True)
    sys.exit(0 if held else 1)


main()
