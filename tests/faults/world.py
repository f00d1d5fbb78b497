"""A sandbox, and daemons that may die, for the drivers of this folder."""
import contextlib
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'bench'))
from rig import Readiness, write_whole  # noqa: E402,F401

PATIENCE = 60
POST_ROUTES = ('POST /users/{id}/posts', 'POST /publications/{id}/posts')
KINDS = ('public', 'draft', 'publication')


class Refused(Exception):
    """What the daemon refuses, in its words."""


def author(number):
    return f'author{number:04}'


def user_id(number):
    return f'1{number:064x}'


def publication_id(number):
    return f'b{number:011x}'


def seed(authors):
    """Authors, each with a token and a publication of their own which they edit."""
    return {'settings': {'site': 'self'},
            'users': [{'id': user_id(n), 'username': author(n), 'tokens': [f'token-{n:04}']} for n in range(authors)],
            'publications': [{'id': publication_id(n), 'name': f'Publication {n:04}', 'slug': f'publication-{n:04}',
                              'contributors': [{'user': author(n), 'role': 'editor'}]} for n in range(authors)]}


class Sandbox:
    """Owns a mediumsync-sandbox with so many authors."""

    def __init__(self, build, authors, directory, more=()):
        (directory / 'seed.json').write_text(json.dumps(seed(authors)))
        words = [build / 'mediumsync-sandbox', '--die-with-parent', '--seed', directory / 'seed.json', '--site', 'self', *more]
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        where = json.loads(self.process.stdout.readline())
        self.base, self.port, self.control_port = where['base'], where['port'], where['control_port']

    def ask(self, method, path, body=None):
        connection = http.client.HTTPConnection('127.0.0.1', self.control_port, timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.request(method, path, None if body is None else json.dumps(body))
            answer = connection.getresponse()
            text = answer.read()
            if answer.status != 200:
                raise RuntimeError(f'the sandbox refused {path}: {text}')
            return json.loads(text)

    def get(self, path):
        return self.ask('GET', path)

    def post(self, path, body):
        return self.ask('POST', path, body)

    def posts(self):
        counts = self.get('/counts')
        return sum(counts.get(route, 0) for route in POST_ROUTES)

    def stories(self):
        """Title → the stories that have it."""
        found = {}
        for story in self.get('/state')['stories']:
            found.setdefault(story['title'], []).append(story)
        return found

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class Daemon:
    """A mediumsyncd with what it has in one directory; started, killed and started again by its driver."""

    def __init__(self, build, home, state=None):
        self.build, self.home = build, home
        self.state = state or home / 'state'
        self.socket_path = home / 'control.sock'
        self.log_path = home / 'daemon.log'
        self.process = None

    def configure(self, text):
        (self.home / 'mediumsync.toml').write_text(f'state_dir = "{self.state}"\n[control]\nsocket = "{self.socket_path}"\n[log]\nlevel = "info"\n'
                                                   '[fetch]\nallow_private_networks = true\n[schedule]\ntimezone = "UTC"\n'
                                                   'windows = ["daily 00:00-24:00"]\nmin_gap = "0s"\nmax_per_day = 100\n' + text)

    def launch(self, prefix=(), environment=None):
        """Starts it and returns at once; it may be meant to die."""
        with open(self.log_path, 'ab') as log:
            self.process = subprocess.Popen([*prefix, self.build / 'mediumsyncd', '--config', self.home / 'mediumsync.toml'],
                                            stdout=log, stderr=log, env={**os.environ, **(environment or {})}, start_new_session=True)
        return self.process

    def start(self, environment=None):
        readiness = Readiness(self.home)
        self.launch(environment={**(environment or {}), 'NOTIFY_SOCKET': str(readiness.path)})
        readiness.wait(self.process, self.log_path)

    def running(self):
        return self.process is not None and self.process.poll() is None

    def kill(self):
        """With all that it was started under."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def log(self):
        return self.log_path.read_text(errors='replace') if self.log_path.exists() else ''

    def call(self, method, **parameters):
        """One call of the control interface. Raises Refused, or OSError where no daemon answers."""
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(4 * PATIENCE)
            client.connect(str(self.socket_path))
            client.sendall(json.dumps({'method': f'io.mediumsync.{method}', 'parameters': parameters}).encode() + b'\0')
            answer = bytearray()
            while not answer.endswith(b'\0'):
                part = client.recv(1 << 16)
                if not part:
                    raise ConnectionError('the daemon closed the connection')
                answer += part
        reply = json.loads(answer[:-1])
        if 'error' in reply:
            raise Refused(json.dumps(reply))
        return reply['parameters']

    def answers(self):
        try:
            self.call('Status')
            return True
        except OSError:
            return False

    def posts(self):
        """Title → the posts that have it."""
        found = {}
        for post in self.call('List', limit=10000)['posts']:
            found.setdefault(post['title'], []).append(post)
        return found

    def post(self, title):
        found = self.posts().get(title)
        return found[0] if found else None

    def resume_all(self):
        """A person's word on the accounts that do not go on by themselves; it says nothing of any post."""
        for account in self.call('Accounts')['accounts']:
            if account['state'] != 'ready':
                self.call('Resume', account=account['name'])


class World:
    """Owns a home with a sandbox and a daemon; everything ends with it."""

    def __init__(self, build, authors=1, state=None):
        self.build = pathlib.Path(build).resolve()
        self.home = pathlib.Path(tempfile.mkdtemp(prefix='mediumsync-faults-'))
        self.sandbox = Sandbox(self.build, authors, self.home)
        self.daemon = Daemon(self.build, self.home, state)
        self.api = self.sandbox.base + '/v1'

    def account(self, number, kind='public', timeout='2s'):
        """An account's table with a folder of its own; `kind` is one of KINDS."""
        name = author(number)
        folder = self.home / name
        folder.mkdir(exist_ok=True)
        token = self.home / f'{name}.token'
        if not token.exists():
            token.touch(0o600)
            token.write_text(f'token-{number:04}\n')
        publication = f'publication = "{publication_id(number)}"\n' if kind == 'publication' else ''
        return (f'[[account]]\nname = "{name}"\ntoken = "file:{token}"\napi = "{self.api}"\nsite = "{self.sandbox.base}"\n'
                f'timeout = "{timeout}"\nstatus = "{"draft" if kind == "draft" else "public"}"\n{publication}'
                f'[[folder]]\nname = "{name}"\npath = "{folder}"\naccount = "{name}"\nsettle = "20ms"\n')

    @staticmethod
    def text(number, title):
        return f'# {title}\n\nA paragraph about {title}, of {author(number)}.\n'

    def drop(self, number, title):
        write_whole(self.home / author(number) / f'{title}.md', self.text(number, title))

    def until(self, what, holds, deadline=PATIENCE):
        end = time.monotonic() + deadline
        while True:
            began = time.monotonic()
            found = holds()
            if found:
                return found
            if time.monotonic() > end:
                raise TimeoutError(f'{what}: it never came; the daemon said:\n{self.daemon.log()[-6000:]}')
            time.sleep(min(max(0.04, time.monotonic() - began), 0.2))

    def nothing_waits(self, known=0, deadline=4 * PATIENCE):
        """At least `known` posts are there and all have come to an end, with a person's word for accounts that stand still now and then."""
        next_word = 0

        def holds():
            nonlocal next_word
            counts = self.daemon.call('Status')['counts']
            if sum(counts.values()) >= known and not counts['queued'] and not counts['publishing']:
                return True
            if time.monotonic() > next_word:
                began = time.monotonic()
                self.daemon.resume_all()
                next_word = time.monotonic() + 3 + 2 * (time.monotonic() - began)
            return False
        self.until('nothing waits any more', holds, deadline)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is not None and kind is not TimeoutError:
            print(f'the daemon is {"alive" if self.daemon.running() else "gone"} and said:\n{self.daemon.log()[-6000:]}', file=sys.stderr)
        if self.daemon.running():
            self.daemon.kill()
        self.sandbox.close()
        shutil.rmtree(self.home, ignore_errors=True)


class Verdicts:
    """The table that a driver prints, and its two sums."""

    def __init__(self, title, quiet=False):
        self.title, self.quiet = title, quiet
        self.rows = self.lost = self.twice = self.wrong = 0
        print(f'== {title}')
        print(f'{"row":<46} {"end state":<22} {"POSTs":>5} {"stories":>7}  verdict', flush=True)

    def add(self, row, state, posts, stories, *, lost=False, twice=False, wrong=None):
        """`wrong` is any other thing that is not as it should be."""
        self.rows += 1
        self.lost += bool(lost)
        self.twice += bool(twice)
        self.wrong += bool(wrong)
        verdict = ', '.join(word for word in (lost and 'LOST', twice and 'TWICE', wrong) if word) or 'ok'
        if verdict != 'ok' or not self.quiet:
            print(f'{row:<46} {state:<22} {posts:>5} {stories:>7}  {verdict}', flush=True)

    def done(self, more=''):
        print(f'{self.title}: {self.rows} rows{more}; stories made more than once without a person asking: {self.twice}; '
              f'posts lost: {self.lost}; otherwise not as expected: {self.wrong}\n', flush=True)
        return self.rows > 0 and not (self.lost or self.twice or self.wrong)


def fate(post, stories, looked_for):
    """What a post's end says: its state in words, and whether it was lost or disagrees with Medium. `looked_for`: the author's feed can prove it."""
    if not post:
        return 'absent', {'lost': True}
    state = post['state']
    if len(stories) > 1:
        return state, {'twice': True}
    if state == 'published':
        return state, {'lost': not stories}
    if state == 'in_doubt':
        return state, {'wrong': 'is on Medium, was not found' if looked_for and stories else None}
    return state, {'lost': True}
