"""golden.py BUILD [--update]: every post of tests/data/posts, rendered by the program that was built, is what tests/data/posts/golden says: the
story's HTML, a block a line, and above it what goes with it and every finding. --update writes what the program says now: read it before it goes in."""
import difflib
import json
import pathlib
import re
import subprocess
import sys

POSTS = pathlib.Path(__file__).resolve().parents[1] / 'data' / 'posts'
GOLDEN = POSTS / 'golden'
BLOCK_ENDS = re.compile(r'(</(?:p|h1|h2|h4|ul|ol|pre|blockquote|figure)>|<hr>)(?=<)')


def posts():
    return sorted(path for path in POSTS.iterdir()
                  if path.suffix in ('.md', '.markdown', '.html') or (path / 'index.md').exists())


def rendered(build, path):
    source = path / 'index.md' if path.is_dir() else path
    run = subprocess.run([build / 'mediumsyncctl', 'render', source, '--base', 'https://base.example/posts/', '--json'],
                         capture_output=True, text=True, timeout=60)
    if run.returncode != 0:
        return f'refused: {run.stderr.replace(str(POSTS), "POSTS")}'
    story = json.loads(run.stdout)
    head = [f'{key}: {story[key]}' for key in ('title', 'subtitle', 'tags', 'canonical_url')]
    findings = [f'{finding["line"] or "-"}: {finding["severity"]}: {finding["message"]} [{finding["code"]}]'
                for finding in story['findings']]
    return '\n'.join(['<!--', *head, *findings, '-->', BLOCK_ENDS.sub(r'\1\n', story['html'])]) + '\n'


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    update = '--update' in sys.argv
    GOLDEN.mkdir(exist_ok=True)
    failed = False
    for path in posts():
        is_now = rendered(build, path)
        golden = GOLDEN / (path.stem + '.html')
        if update:
            golden.write_text(is_now)
            continue
        was = golden.read_text() if golden.exists() else ''
        if was == is_now:
            continue
        failed = True
        print(f'{path.name} is not rendered as {golden.relative_to(POSTS.parents[2])} has it:')
        print('\n'.join(difflib.unified_diff(was.splitlines(), is_now.splitlines(), 'golden', 'now', lineterm='', n=1)))
    missing = {path.stem for path in posts()} ^ {path.stem for path in GOLDEN.glob('*.html')}
    if missing:
        print('post without golden file, or the other way round:', ', '.join(sorted(missing)))
    sys.exit(1 if failed or missing else 0)


main()
