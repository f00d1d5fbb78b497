"""folder.py BUILD [FILES] [RUNS]: a folder of 100,000 Markdown files of 3 KB with front matter, beside plain yardsticks of the same run.

- first scan, from the daemon's start to the last post durably queued, against folder_yardstick (reads, cmark-gfm, batched inserts, synchronous=FULL);
- an unchanged rescan (`poll`) against the walk of `find -type f` that looks at every file's stat;
- how long `status` takes to answer all the while, and how much memory the daemon has.
Ends with 1 where a ratio is over what is asked. Needs the targets mediumsyncd, mediumsyncctl and bench_folder_yardstick of a release build.
"""
import json
import os
import pathlib
import random
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from rig import Readiness  # noqa: E402

WORDS = ('time year people way day man thing woman life child world school state family student group country problem hand part place case week company '
         'system program question work government number night point home water room mother area money story fact month lot right study book eye job '
         'word business issue side kind head house service friend father power hour game line end member law car city community name president team').split()
asked = {'first scan': 1.5, 'rescan': 3.0, 'status': 20.0}


def sentence(words):
    return (' '.join(words.choice(WORDS) for _ in range(words.randint(8, 18)))).capitalize() + '.'


def post(number):
    """3 KB as people write it: front matter, prose with links and emphasis, a list, a quote, code."""
    words = random.Random(number)
    paragraph = lambda: ' '.join(sentence(words) for _ in range(4))
    head = f'---\ntitle: "Post {number}: {sentence(words)[:50]}"\ndate: 2019-08-{number % 28 + 1:02}\ntags: [{words.choice(WORDS)}, {words.choice(WORDS)}]\n' \
           f'description: {sentence(words)[:-1]}\n---\n\n'
    body = f'{paragraph()} This is *{words.choice(WORDS)}* and **{words.choice(WORDS)}**, as [{words.choice(WORDS)}](https://example.org/{number}) says.\n\n' \
           f'## {sentence(words)[:-1]}\n\n{paragraph()}\n\n- {sentence(words)}\n- {sentence(words)}\n- {sentence(words)}\n\n> {sentence(words)}\n\n' \
           f'```python\nfor i in range({number}):\n    print(i)\n```\n\n'
    text = head + body
    while len(text) < 3000:
        text += paragraph() + '\n\n'
    return text[:3072] + '\n'


def make_files(home, count):
    for number in range(count):
        directory = home / f'{number // 1000:03}'
        if number % 1000 == 0:
            directory.mkdir(parents=True)
        (directory / f'post-{number}.md').write_text(post(number))


class StatusClient(threading.Thread):
    """Asks for `status` over and over on one connection, and writes down how long each answer took."""

    def __init__(self, path):
        super().__init__(daemon=True)
        self.path, self.took, self.ended = path, [], threading.Event()
        self.wanted, self.answered, self.failed = None, threading.Event(), None

    def ask(self, connection):
        connection.sendall(b'{"method":"io.mediumsync.Status"}\0')
        answer = b''
        while not answer.endswith(b'\0'):
            part = connection.recv(65536)
            if not part:
                raise ConnectionError('the daemon has gone: see its daemon.log')
            answer += part
        return json.loads(answer[:-1])['parameters']

    def wait_for_queued(self, count):
        self.wanted = count
        self.answered.wait()
        if self.failed:
            raise self.failed

    def run(self):
        try:
            self.keep_asking()
        except (OSError, ValueError) as error:  # the daemon is gone
            self.failed = error
            self.answered.set()

    def keep_asking(self):
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(str(self.path))
        while not self.ended.is_set():
            began = time.perf_counter()
            answer = self.ask(connection)
            if self.wanted is not None and answer['counts']['queued'] >= self.wanted:
                self.answered.set()
            self.took.append((time.perf_counter() - began) * 1000)
            self.ended.wait(0.02)

    def finish(self):
        self.ended.set()
        self.join()
        took = sorted(self.took)
        return took[int(len(took) * 0.99)], took[-1], len(took)


def configure(home):
    (home / 'token').touch(0o600)
    (home / 'token').write_text('of no use\n')
    (home / 'mediumsync.toml').write_text(f'''
state_dir = "{home}/state"
[control]
socket = "{home}/control.sock"
[schedule]
timezone = "UTC"
windows = ["Mon 00:00-00:01"]
[[account]]
name = "main"
token = "file:{home}/token"
api = "http://127.0.0.1:9/v1"
site = "http://127.0.0.1:9"
[[folder]]
name = "drop"
path = "{home}/posts"
account = "main"
settle = "10ms"
''')


def memory_of(pid, what):
    for line in pathlib.Path(f'/proc/{pid}/status').read_text().splitlines():
        if line.startswith(what + ':'):
            return int(line.split()[1]) / 1024
    return 0.0


def cpu_of(pid):
    fields = pathlib.Path(f'/proc/{pid}/stat').read_text().rsplit(')', 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')


def first_scan(build, home, count):
    began = time.perf_counter()
    readiness = Readiness(home)
    daemon = subprocess.Popen([build / 'mediumsyncd', '--config', home / 'mediumsync.toml'], stderr=open(home / 'daemon.log', 'ab'),
                              env=readiness.environment)
    readiness.wait(daemon, home / 'daemon.log')
    client = StatusClient(home / 'control.sock')
    client.start()
    client.wait_for_queued(count)
    return daemon, {'seconds': time.perf_counter() - began, 'cpu_seconds': cpu_of(daemon.pid), 'status': client.finish()}


def rescan(build, home, daemon):
    client = StatusClient(home / 'control.sock')
    client.start()
    poll = subprocess.Popen([build / 'mediumsyncctl', '--socket', home / 'control.sock', 'poll'], stdout=subprocess.DEVNULL)
    cpu, began = cpu_of(daemon.pid), time.perf_counter()
    if poll.wait() != 0:
        raise RuntimeError('poll failed')
    return {'seconds': time.perf_counter() - began, 'cpu_seconds': cpu_of(daemon.pid) - cpu, 'status': client.finish()}


def timed(command):
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {'seconds': time.perf_counter() - began, 'cpu_seconds': after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 'output': output}


def show(what, figures):
    line = f'{what}: {figures["seconds"]:.2f} s ({figures["cpu_seconds"]:.2f} s of CPU)'
    if 'status' in figures:
        p99, longest, asked_times = figures['status']
        line += f'; status p99 {p99:.1f} ms, longest {longest:.1f} ms over {asked_times}'
    print(line, flush=True)


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    home = pathlib.Path(tempfile.mkdtemp(prefix='mediumsync-folder-'))
    good = True

    def judge(what, figure, unit=''):
        nonlocal good
        fits = figure <= asked[what]
        good = good and fits
        print(f'{what}: {figure:.2f}{unit} (asked: at most {asked[what]:g}{unit}) {"fits" if fits else "DOES NOT FIT"}', flush=True)

    try:
        make_files(home / 'posts', count)
        configure(home)
        walk = ['find', home / 'posts', '-type', 'f', '-size', '-1']
        timed(walk)
        for _ in range(runs):
            shutil.rmtree(home / 'state', ignore_errors=True)
            for leftover in home.glob('yardstick.db*'):
                leftover.unlink()
            plain = timed([build / 'bench_folder_yardstick', home / 'posts', home / 'yardstick.db'])
            show('yardstick', plain)
            daemon, first = first_scan(build, home, count)
            try:
                show('first scan', first)
                found = timed(walk)
                show('find', found)
                again = rescan(build, home, daemon)
                show('rescan', again)
                found = min(found, timed(walk), key=lambda one: one['seconds'])
                print(f'memory: {memory_of(daemon.pid, "VmRSS"):.0f} MiB, at most {memory_of(daemon.pid, "VmHWM"):.0f} MiB')
            finally:
                daemon.terminate()
                daemon.wait(30)
            judge('first scan', first['seconds'] / plain['seconds'])
            judge('rescan', again['seconds'] / found['seconds'])
            judge('status', max(first['status'][0], again['status'][0]), ' ms')
    finally:
        shutil.rmtree(home, ignore_errors=True)
    sys.exit(0 if good else 1)


main()
