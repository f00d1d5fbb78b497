"""stats.py BUILD [RUNS]: what `stats` costs the loop with a million published posts and ten thousand stories with a year of figures, beside
`version`, which costs it nothing; and how long an export of 200 stories takes to import."""
import pathlib
import sqlite3
import statistics
import sys
import time
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from rig import Rig  # noqa: E402


def milliseconds(rig, runs, *words):
    took = []
    for _ in range(runs):
        begin = time.perf_counter()
        rig.ctl(*words)
        took.append((time.perf_counter() - begin) * 1000)
    return statistics.median(took)


def export(path, stories):
    """As an account's export has them, a thousand words each."""
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as zipped:
        earned = ''
        for number in range(stories):
            ident = f'{number:012x}'
            words = ' '.join(f'word{number * 7 + i * i % 991}' for i in range(1000))
            zipped.writestr(f'posts/2024-01-01_Story-{ident}.html',
                            f'<!DOCTYPE html><html><head><title>Story {number}</title></head><body><article class="h-entry"><header><h1 class="p-name">Story {number}</h1></header>'
                            f'<section data-field="body" class="e-content"><h3 class="graf graf--h3 graf--title">Story {number}</h3><p class="graf graf--p">{words}</p></section>'
                            f'<footer><p>By <a class="p-author h-card" href="https://medium.com/@jane">Jane</a> on <a href="https://medium.com/p/{ident}">'
                            '<time class="dt-published" datetime="2024-01-01T09:00:00.000Z">then</time></a>.</p></footer></article></body></html>')
            earned += f'<li class="h-entry"><a href="https://medium.com/p/story-{ident}">Story {number}</a> : ${number}.50 (USD)</li>'
        zipped.writestr('partner-program/posts-0001.html', f'<html><body><ul>{earned}</ul></body></html>')


def fill(rig, posts, stories, imports):
    """All of them published within the last eleven months, as the queue itself would have them, copied from one real row."""
    database = sqlite3.connect(rig.home / 'state/queue.db')
    now = int(time.time() * 1000)
    columns = [row[1] for row in database.execute('PRAGMA table_info(post)') if row[1] != 'id']
    spacing = 28_000_000_000 // posts
    changed = {'origin': "origin || '-' || n", 'position': 'position + n * 1048576', 'state': "'published'", 'medium_id': "'m' || n",
               'created_at': f'{now} - n * {spacing} - 7200000', 'published_at': f'{now} - n * {spacing}', 'slot_at': f'{now} - n * {spacing}'}
    chosen = ', '.join(changed.get(name, f'"{name}"') for name in columns)
    names = ', '.join(f'"{name}"' for name in columns)
    database.execute(f'WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < {posts}) '
                     f'INSERT INTO post ({names}) SELECT {chosen} FROM k, (SELECT * FROM post LIMIT 1)')
    database.execute(f'WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {stories}), i(m) AS (SELECT 1 UNION ALL SELECT m + 1 FROM i WHERE m < {imports}) '
                     f"INSERT INTO figure (account, story, import, at, title, views, reads, earned, currency) SELECT 'main', 'm' || n, m, {now}, 'Story ' || n, n * m, n, n, 'USD' FROM s, i")
    database.commit()
    database.close()


def main():
    build = sys.argv[1]
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    with Rig(build, windows='"Mon 00:00-00:01"') as rig:
        rig.start()
        export(rig.home / 'export.zip', 200)
        begin = time.perf_counter()
        taken = rig.ask('import', str(rig.home / 'export.zip'))
        import_ms = (time.perf_counter() - begin) * 1000
        print(f'{taken["fresh"]} stories with {taken["figures"]} earnings imported in {import_ms:.0f} ms (asked: under 2000)')
        (rig.home / 'posts' / 'a.md').write_text('# A post\n\nSome words.\n')
        rig.until(lambda: rig.ask('status')['counts']['queued'] == 1)
        few = milliseconds(rig, runs, 'stats')
        rig.stop()
        fill(rig, 1_000_000, 10_000, 12)
        rig.start()
        nothing = milliseconds(rig, runs, 'version')
        many = milliseconds(rig, runs, 'stats')
        told = rig.ask('stats')
        print(f'stats {few:.1f} ms with a few posts, {many:.1f} ms with a million and {told["figures"]["stories"]} stories with figures; version {nothing:.1f} ms: '
              f'the loop is held for {many - nothing:.0f} ms (asked: at most 100); the newest {told["published"]["stories"]} posts were looked at')
    sys.exit(0 if import_ms < 2000 and many - nothing <= 100 else 1)


main()
