"""ctl_start.py BUILD [RUNS]: `mediumsyncctl status` as a whole process against /bin/true, interleaved, with no posts and with a million."""
import os
import pathlib
import sqlite3
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from rig import Rig  # noqa: E402


def seconds_of(argv):
    silent = os.open('/dev/null', os.O_WRONLY)
    begin = time.perf_counter()
    child = os.posix_spawn(argv[0], argv, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, silent, 1)])
    _, status = os.waitpid(child, 0)
    took = time.perf_counter() - begin
    os.close(silent)
    assert status == 0, argv
    return took


def compare(rig, runs):
    ours, true = [], []
    for _ in range(runs):
        ours.append(seconds_of([str(rig.build / 'mediumsyncctl'), '--socket', str(rig.socket), 'status']))
        true.append(seconds_of(['/bin/true']))
    return statistics.median(ours) * 1000, statistics.median(true) * 1000


def fill(rig, count):
    """A million posts that wait, as the queue itself would have them, copied from one real row."""
    database = sqlite3.connect(rig.home / 'state/queue.db')
    columns = [row[1] for row in database.execute('PRAGMA table_info(post)') if row[1] != 'id']
    changed = {'origin': "origin || '-' || n", 'position': 'position + n * 1048576'}
    chosen = ', '.join(changed.get(name, f'"{name}"') for name in columns)
    names = ', '.join(f'"{name}"' for name in columns)
    database.execute(f'WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < {count}) '
                     f'INSERT INTO post ({names}) SELECT {chosen} FROM k, (SELECT * FROM post LIMIT 1)')
    database.commit()
    database.close()


def main():
    build = sys.argv[1]
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    worst = 0
    with Rig(build, windows='"Mon 00:00-00:01"') as rig:
        rig.start()
        (rig.home / 'posts' / 'a.md').write_text('# A post\n\nSome words.\n')
        rig.until(lambda: rig.ask('status')['counts']['queued'] == 1)
        for posts in (1, 1_000_000):
            if posts > 1:
                rig.stop()
                fill(rig, posts - 1)
                rig.start()
            ours, true = compare(rig, runs)
            worst = max(worst, ours / true)
            queued = rig.ask('status')['counts']['queued']
            print(f'{queued} queued: mediumsyncctl status {ours:.2f} ms, /bin/true {true:.2f} ms, ratio {ours / true:.2f} (asked: at most 3)')
    sys.exit(0 if worst <= 3 else 1)


main()
