"""latency.py BUILD [RUNS]: how long a dropped file takes to its row after the settle time, and an opening window to the POST.
Prints medians and maxima in milliseconds; ends with 1 where a POST came before its window."""
import datetime
import math
import pathlib
import sqlite3
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from rig import Rig  # noqa: E402


def show(what, values, limit):
    print(f'{what}: median {statistics.median(values):.1f} ms, maximum {max(values):.1f} ms over {len(values)} runs (asked: under {limit} ms)')


def drop_to_row(build, runs):
    """From the end of the settle time to the commit, by the row's own time of creation."""
    settle = 0.2
    late = []
    with Rig(build, windows='"Mon 00:00-00:01"', settle='200ms') as rig:
        rig.start()
        database = sqlite3.connect(f'file:{rig.home}/state/queue.db?mode=ro', uri=True)
        for run in range(runs):
            path = rig.home / 'posts' / f'{run}.md'
            path.write_text(f'# Post {run}\n\nSome words of post {run}.\n')
            changed = path.stat().st_ctime_ns / 1e9
            row = lambda: database.execute('SELECT created_at FROM post WHERE origin = ?', (path.name,)).fetchone()
            rig.until(lambda: row() is not None)
            late.append((row()[0] / 1000 - changed - settle) * 1000)
    show('dropped file to row, after the settle time', late, 100)


def window_to_post(build, runs):
    late = []
    for _ in range(runs):
        opens = math.ceil(time.time() + 1.5)
        moment = datetime.datetime.fromtimestamp(opens, datetime.timezone.utc)
        closes = moment + datetime.timedelta(minutes=30)
        with Rig(build, windows=f'"daily {moment:%H:%M:%S}-{closes:%H:%M:%S}"', settle='50ms') as rig:
            (rig.home / 'posts' / 'post.md').write_text('# A post\n\nSome words.\n')
            rig.start()
            posts = lambda: [r for r in rig.sandbox_get('/requests')['requests'] if r['method'] == 'POST']
            rig.until(lambda: bool(posts()))
            late.append(posts()[0]['received_at_ms'] - opens * 1000)
    show('window opens to POST at Medium', late, 250)
    return min(late) >= 0


def main():
    build = sys.argv[1]
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    drop_to_row(build, runs)
    never_early = window_to_post(build, runs)
    print('never before the window: ' + ('yes' if never_early else 'NO'))
    sys.exit(0 if never_early else 1)


main()
