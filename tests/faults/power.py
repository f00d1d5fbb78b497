"""Power cuts at random moments while posts are enqueued and published, for real: the state directory is an ext4 file system on a loop device which is shut
down without flushing its log (EXT4_IOC_SHUTDOWN), so that what was not synced is gone. The daemon is stopped before (SIGSTOP), as a power cut would stop
it, and killed after. Posts are dropped and added; what `Add` acknowledged has to be there ever after. With synchronous=NORMAL, by a preloaded library, the
same must report losses: a check that can't fail is none."""
import fcntl
import os
import pathlib
import random
import shutil
import signal
import subprocess
import threading
import time

from world import PATIENCE, Verdicts, World, author, fate

SHUTDOWN, WITHOUT_FLUSH = 0x8004587d, 2
AUTHORS, POSTS_EACH = 30, 10
LONGEST_LIFE = 0.9  # seconds
KINDS_USED = ('public', 'public', 'draft')


class Disk:
    """An ext4 file system in a file, mounted; power cuts are its owner's."""

    def __init__(self, home):
        self.image, self.place = home / 'disk.img', home / 'disk'
        self.place.mkdir()
        subprocess.run(['truncate', '-s', '48M', self.image], check=True)
        subprocess.run(['mkfs.ext4', '-q', self.image], check=True)
        self.mount()

    def mount(self):
        subprocess.run(['mount', '-o', 'loop', self.image, self.place], check=True)

    def cut(self):
        place = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(place, SHUTDOWN, WITHOUT_FLUSH.to_bytes(4, 'little'))
        finally:
            os.close(place)

    def unmount(self):
        subprocess.run(['umount', self.place], check=False)


def impossible(build):
    """Why it can't be done here, if it can't."""
    if os.geteuid() != 0:
        return 'a loop device needs root'
    if not os.path.exists('/dev/loop-control') or not shutil.which('mkfs.ext4'):
        return 'there are no loop devices or no mkfs.ext4'
    if not (pathlib.Path(build) / 'synchronous_normal.so').exists():
        return 'synchronous_normal.so is not built'
    return None


class Author(threading.Thread):
    """Drops and adds posts, one after the other, whenever there is a daemon; knows what was acknowledged."""

    def __init__(self, world, titles, chance):
        super().__init__(daemon=True)
        self.world, self.titles, self.waiting, self.chance = world, [title for _, title in titles], list(titles), chance
        self.acknowledged = {}

    def run(self):
        while self.waiting:
            number, title = self.waiting[0]
            if self.chance.random() < 0.5:
                self.world.drop(number, title)
            else:
                self.add(number, title)
            self.waiting.pop(0)
            time.sleep(self.chance.uniform(0, self.pause))

    def add(self, number, title):
        """An answer that never came says nothing, so it is asked for again: the same post, added again, is no second one."""
        while title not in self.acknowledged:
            try:
                answer = self.world.daemon.call('Add', origin=f'{title}.md', text=self.world.text(number, title), account=author(number))
                self.acknowledged[title] = answer['post']['id']
            except (OSError, ValueError):
                time.sleep(0.02)


def cut_power(world, disk, moment):
    world.daemon.launch(environment=world.environment)
    time.sleep(moment)
    ended = world.daemon.process.poll()
    world.daemon.process.send_signal(signal.SIGSTOP)
    disk.cut()
    world.daemon.kill()
    disk.unmount()
    disk.mount()
    if ended is not None:
        raise RuntimeError(f'the daemon ended by itself: {world.daemon.log()[-3000:]}')


def titles_of(chance):
    titles = [(number, f'Power {number:02} {post:02}') for number in range(AUTHORS) for post in range(POSTS_EACH)]
    chance.shuffle(titles)
    return titles


def live(world, disk, cuts, chance, wanted):
    """So many power cuts, then a life in peace; what the author knows, and what the daemon and Medium have."""
    writer = Author(world, titles_of(chance)[:wanted], random.Random(chance.random()))
    writer.pause = cuts * (LONGEST_LIFE + 0.2) / wanted  # it has posts until the last cut
    writer.start()
    for _ in range(cuts):
        cut_power(world, disk, chance.uniform(0.05, LONGEST_LIFE))
    world.daemon.start(environment=world.environment)
    writer.join(2 * PATIENCE)
    if writer.waiting:
        raise RuntimeError('the author could not get rid of every post')
    world.daemon.call('Poll')
    world.nothing_waits()
    return writer


def kind_of(title):
    return KINDS_USED[int(title.split()[1]) % len(KINDS_USED)]


def reconciled(world, titles):
    stories, posts = world.sandbox.stories(), world.daemon.posts()
    missed = [title for title in titles if len(stories.get(title, [])) == 1 and kind_of(title) != 'draft'
              and any(post['state'] == 'in_doubt' for post in posts.get(title, []))]
    return (stories, posts) if not missed else None


def judge(world, writer, table):
    try:
        stories, posts = world.until('the feeds were looked at', lambda: reconciled(world, writer.titles), 90)
    except TimeoutError:
        stories, posts = world.sandbox.stories(), world.daemon.posts()
    for title in sorted(writer.titles):
        mine, kept = stories.get(title, []), posts.get(title, [])
        state, verdict = fate(kept[0] if kept else None, mine, kind_of(title) != 'draft')
        known_as = writer.acknowledged.get(title)
        if known_as is not None and known_as not in [post['id'] for post in kept]:
            verdict |= {'wrong': f'was acknowledged as {known_as}, which is not there any more', 'lost': True}
        table.add(f'{title}, {kind_of(title)}', state, '', len(mine), **verdict)


def rig(options, title, cuts, wanted, environment):
    chance = random.Random(options.seed)
    table = Verdicts(title, quiet=True)
    with World(options.build, AUTHORS) as world:
        world.environment = environment
        disk = Disk(world.home)
        try:
            world.daemon.state = disk.place / 'state'
            world.sandbox.post('/settings', {'quota_limit': 1000})
            world.daemon.configure(''.join(world.account(number, KINDS_USED[number % len(KINDS_USED)]) for number in range(AUTHORS)))
            judge(world, live(world, disk, cuts, chance, wanted), table)
        finally:
            if world.daemon.running():
                world.daemon.kill()
            disk.unmount()
    return table


def run(options):
    if why := impossible(options.build):
        print(f'== power: not here: {why}\n')
        return None
    cuts, wanted = (5, 20) if options.sample else (100, AUTHORS * POSTS_EACH)
    full = rig(options, f'power, {cuts} cuts', cuts, wanted, {})
    sound = full.done()
    normal = rig(options, f'power with synchronous=NORMAL, {cuts} cuts', cuts, wanted, {'LD_PRELOAD': str(pathlib.Path(options.build).resolve() / 'synchronous_normal.so')})
    normal.done()
    if not normal.lost and not normal.twice:
        print('power: with synchronous=NORMAL nothing was lost, so these cuts prove nothing\n')
        return False
    return sound
