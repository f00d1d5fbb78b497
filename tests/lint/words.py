"""What no file of the project may hold: paths of one workplace, and notes of what is still to be done."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Spelled so that this file does not find itself.
FORBIDDEN = [
    (re.compile(r'\.\./' + r'shared\b'), 'points outside the project'),
    (re.compile(r'/work' + r'/(main|shared|build)\b|/\.lib' + r'rary/'), 'a path of one machine'),
    (re.compile(r'\b(TO' + r'DO|FIX' + r'ME|XX' + r'X|HA' + r'CK)\b'), 'unfinished: finish it, or write an issue'),
    (re.compile(r'BUILDING' + r'-PHASE'), 'scaffolding'),
]


def files():
    listed = subprocess.run(['git', 'ls-files', '-co', '--exclude-standard', '-z'], cwd=ROOT, capture_output=True)
    if listed.returncode == 0:
        return [ROOT / name for name in listed.stdout.decode().split('\0') if name]
    return [path for path in ROOT.rglob('*') if path.is_file() and 'build' not in path.relative_to(ROOT).parts]


def main():
    faults = []
    for path in files():
        try:
            text = path.read_text()
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            faults += [f'{path.relative_to(ROOT)}:{number}: {why}' for pattern, why in FORBIDDEN if pattern.search(line)]
    print('\n'.join(faults))
    sys.exit(1 if faults else 0)


main()
