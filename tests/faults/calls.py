"""Every system call of drop, publish, reconcile: the daemon killed there once, and the call failed once. As SQLite is tested: at the 1st call of a kind, the
2nd, the 3rd …, until a life comes to its end without having met it. After each, a life in peace: what is there then has to be right."""
import pathlib
import queue
import shutil
import signal
import subprocess
import threading
import time

from world import Verdicts, World, author, fate

# A call, and how it may fail once; where it says nothing a call can't fail, or to fail it would be to test the C library.
CALLS = {'pwrite64': 'ENOSPC EIO', 'fdatasync': 'EIO ENOSPC', 'fsync': 'EIO', 'ftruncate': 'EIO', 'rename': 'EIO', 'unlink': 'EIO', 'pread64': 'EIO',
         'write': 'ENOSPC EIO', 'read': 'EIO', 'sendto': 'ECONNRESET ENOBUFS', 'recvfrom': 'ECONNRESET', 'connect': 'ENETUNREACH EMFILE', 'socket': 'EMFILE',
         'openat2': 'EMFILE EIO', 'openat': 'EMFILE EIO', 'getdents64': 'EIO', 'inotify_add_watch': 'ENOSPC', 'inotify_init1': 'EMFILE', 'epoll_ctl': 'ENOMEM',
         'epoll_create1': 'EMFILE', 'timerfd_create': 'EMFILE', 'timerfd_settime': 'EINVAL', 'eventfd2': 'EMFILE', 'pipe2': 'EMFILE', 'socketpair': 'EMFILE',
         'bind': 'EACCES', 'listen': 'EADDRINUSE', 'accept4': 'EMFILE', 'chmod': 'EIO', 'fchown': 'EPERM', 'mkdir': 'ENOSPC', 'flock': 'EIO', 'statfs': 'EIO',
         'getsockopt': 'ENOBUFS', 'setsockopt': 'ENOBUFS', 'getsockname': 'ENOBUFS', 'getpeername': 'ENOTCONN', 'poll': 'EINTR', 'epoll_wait': 'EINTR',
         'clone3': 'EAGAIN', 'mmap': 'ENOMEM', 'munmap': '', 'close': 'EIO', 'fcntl': 'EIO', 'prctl': '', 'ioctl': 'EIO', 'newfstatat': 'EIO', 'sendmsg': 'ENOBUFS'}
SCENARIOS = {'first': 'a state directory that is not there yet, and a post dropped',
             'again': 'a post whose POST was under way when the daemon was killed, and another dropped'}
DOUBTFUL, DROPPED = 0, 1  # the accounts
LONGEST_LIFE = 2.5  # seconds
# Ends that an injected error had better not have, though a restart makes them good: a library's abort, a crash, deafness.
UNUSUAL = ('ended -6', 'ended -11', 'would not stop')
PROGRESS = 250  # lives
FIRST = 20  # of a call, all of which are taken whatever --every says
# What the suite takes: few of the calls that are many, and all of those by which something leaves.
SAMPLED = {'first pwrite64': 83, 'again pwrite64': 29, 'first fdatasync': 29, 'again fdatasync': 7, 'again sendto': 1, 'again recvfrom': 1, 'again connect': 1,
           'first openat2': 1}


class Bench:
    """Owns a world in which one life after the other is lived from the same beginnings."""

    def __init__(self, build):
        self.world = World(build, 2)
        world = self.world
        world.sandbox.post('/settings', {'quota_limit': 1000000})
        accounts = [world.account(number) for number in (DOUBTFUL, DROPPED)]
        self.lives = 0
        world.daemon.configure(''.join(accounts))
        world.sandbox.post('/faults', {'fault': 'hang_after', 'match': 'posts', 'count': 1})
        world.drop(DOUBTFUL, 'Doubtful')
        world.daemon.start()
        world.until('it was sent', world.sandbox.stories)
        world.daemon.kill()
        self.template = world.home / 'template'
        shutil.copytree(world.daemon.state, self.template)

    def begin(self, scenario):
        """The beginning of a life; the title of its post."""
        world = self.world
        shutil.rmtree(world.daemon.state, ignore_errors=True)
        doubtful = world.home / author(DOUBTFUL) / 'Doubtful.md'
        doubtful.unlink(missing_ok=True)
        if scenario == 'again':
            shutil.copytree(self.template, world.daemon.state)
            world.drop(DOUBTFUL, 'Doubtful')
        for file in (world.home / author(DROPPED)).iterdir():
            file.unlink()
        world.daemon.log_path.unlink(missing_ok=True)
        self.lives += 1
        title = f'Call {self.lives:06}'
        world.drop(DROPPED, title)
        return title

    def live(self, scenario, call, what, count):
        """One life with the fault in it; whether the fault was met, and how the life ended."""
        daemon, trace = self.world.daemon, self.world.home / 'trace'
        trace.unlink(missing_ok=True)
        # With --seccomp-bpf, which is quicker, strace 6.1 sends no signals.
        quick = ['--seccomp-bpf'] if what.startswith('error') else []
        process = daemon.launch(['strace', '-D', '-f', *quick, '-qq', '-o', trace, '-e', f'trace={call}', '-e', 'signal=none',
                                 '-e', f'inject={call}:{what}:when={count}'])
        end, wanted = time.monotonic() + LONGEST_LIFE, 2 if scenario == 'again' else 1
        while process.poll() is None and time.monotonic() < end and daemon.log().count(' info published post=') < wanted:
            time.sleep(0.01)
        in_time = time.monotonic() < end
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            status = process.wait(20)
        except subprocess.TimeoutExpired:
            daemon.kill()
            return True, 'would not stop'
        met = status == -signal.SIGKILL if what.startswith('signal') else trace.exists() and '(INJECTED)' in trace.read_text(errors='replace')
        return met, f'ended {status}' if status else 'went on' if in_time else 'waited'

    def judge(self, scenario, title):
        """After a life in peace."""
        world = self.world
        try:
            world.daemon.start()
        except RuntimeError:
            return 'does not start', 0, {'wrong': 'ended again: ' + world.daemon.log().strip().splitlines()[-1][:300]}
        world.nothing_waits(2 if scenario == 'again' else 1)

        def looked():
            stories, posts = world.sandbox.stories(), world.daemon.posts()
            return (stories, posts) if all(posts[one][0]['state'] == 'published' for one in posts if stories.get(one)) else None
        try:
            stories, posts = world.until('the feed was looked at', looked, 45)
        except TimeoutError:
            stories, posts = world.sandbox.stories(), world.daemon.posts()
        stopped = world.daemon.stop()
        state, verdict = fate(posts.get(title, [None])[0], stories.get(title, []), True)
        if scenario == 'again':
            _, other = fate(posts.get('Doubtful', [None])[0], stories.get('Doubtful', []), True)
            verdict = {key: verdict.get(key) or other.get(key) for key in ('lost', 'twice', 'wrong')}
        if any(len(same) > 1 for same in posts.values()):
            verdict['wrong'] = 'two rows of one post'
        if stopped:
            verdict['wrong'] = f'the life in peace ended with {stopped}'
        for story in stories.get(title, []):
            world.sandbox.ask('DELETE', f'/stories/{story["id"]}')
        return state, len(stories.get(title, [])), verdict


class Kind:
    """One call and one fault in one scenario: which counts are still to be tried. Shared by the threads."""

    def __init__(self, scenario, call, what, step):
        self.scenario, self.call, self.what, self.step = scenario, call, what, step
        self.next, self.last = 1, None

    def name(self, count):
        return f'{self.scenario}: {self.call} {count} {self.what.replace("error=", "").replace("signal=", "")}'


def kinds(options):
    def step_of(scenario, call):
        return SAMPLED.get(f'{scenario} {call}') if options.sample else options.every
    whats = {call: ['signal=KILL', *(f'error={error}' for error in errors.split())] for call, errors in CALLS.items()}
    return [Kind(scenario, call, what, step_of(scenario, call)) for scenario in SCENARIOS for call in CALLS for what in whats[call]
            if step_of(scenario, call) and f'{scenario} {call} {what}'.startswith(options.only)]


def work(options, bench, todo, lock, table, tally, unusual):
    while True:
        with lock:
            while todo and todo[0].last:
                todo.pop(0)
            if not todo:
                return
            kind = todo[0]
            count = kind.next
            kind.next += kind.step if options.sample or count >= FIRST else 1
        title = bench.begin(kind.scenario)
        posts = bench.world.sandbox.posts()
        met, how = bench.live(kind.scenario, kind.call, kind.what, count)
        state, stories, verdict = bench.judge(kind.scenario, title)
        with lock:
            tally['runs'] += 1
            if tally['runs'] % PROGRESS == 0:
                print(f'  … {tally["runs"]} lives, now at {kind.name(count)}')
            tally['met'] += met
            tally[how] = tally.get(how, 0) + 1
            if how in UNUSUAL:
                unusual[f'{kind.call} {kind.what}: {how}'] = unusual.get(f'{kind.call} {kind.what}: {how}', 0) + 1
            if not met and not kind.last:
                kind.last = count
            table.add(f'{kind.name(count)}: {how}', state, bench.world.sandbox.posts() - posts, stories, **verdict)


def impossible():
    if not shutil.which('strace'):
        return 'strace is not installed'
    tried = subprocess.run(['strace', '-D', '-f', '--seccomp-bpf', '-qq', '-o', '/dev/null', '-e', 'trace=none', 'true'], capture_output=True)
    return f'strace may not trace: {tried.stderr.decode()}' if tried.returncode else None


def run(options):
    if why := impossible():
        print(f'== calls: not here: {why}\n')
        return None
    table, lock, tally, todo = Verdicts('calls', quiet=True), threading.Lock(), {'runs': 0, 'met': 0}, kinds(options)
    unusual = {}
    failures = queue.Queue()

    def one():
        bench = Bench(pathlib.Path(options.build))
        with bench.world:
            try:
                work(options, bench, todo, lock, table, tally, unusual)
            except Exception as failure:
                failures.put(failure)
                raise
    threads = [threading.Thread(target=one) for _ in range(options.jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for what, count in sorted(unusual.items()):
        print(f'  {count} × {what}')
    how = ', '.join(f'{count} {word}' for word, count in sorted(tally.items()))
    return table.done(f' ({how})') and failures.empty()
