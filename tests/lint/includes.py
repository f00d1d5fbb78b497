"""The include table of CONTRIBUTING.md, held over every #include line; and each third-party header in its own room alone."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIB = {f'lib/{name}' for name in ('archive', 'crypto', 'fs', 'http', 'log', 'sqlite', 'systemd', 'uv')}

# room → the rooms it may include beside itself and core
MAY = {
    'core': set(),
    'parse': set(),
    'render': set(),
    'schedule': set(),
    'config': {'schedule'},
    'medium': {'lib/http'},
    'queue': {'lib/sqlite'},
    'source': {'parse', 'schedule', 'queue', 'lib/uv', 'lib/http', 'lib/fs', 'lib/crypto', 'lib/log'},
    'publish': {'schedule', 'render', 'medium', 'queue', 'lib/uv', 'lib/http', 'lib/crypto', 'lib/log'},
    'notify': {'schedule', 'lib/uv', 'lib/http', 'lib/crypto', 'lib/log'},
    'upkeep': {'queue', 'lib/uv', 'lib/log'},
    'control': {'schedule', 'queue', 'publish', 'source', 'upkeep', 'lib/uv', 'lib/crypto', 'lib/log'},
    'offline': {'parse', 'render', 'lib/archive', 'lib/fs', 'source'},
    'lib/archive': set(),
    'lib/crypto': set(),
    'lib/fs': set(),
    'lib/http': {'lib/uv'},
    'lib/log': {'lib/systemd'},
    'lib/sqlite': set(),
    'lib/systemd': set(),
    'lib/uv': set(),
    'ctl': set(),
    'daemon': {'config', 'control', 'source', 'publish', 'notify', 'queue', 'schedule', 'medium', 'offline', 'upkeep'} | LIB,
}
# Of the daemon, the client may know the wire, the table of verbs, how much may be asked for, and the version.
CTL_MAY = {'control/wire.hpp', 'control/commands.hpp', 'control/bounds.hpp', 'version.hpp'}

# third-party header → the rooms it belongs to
FOREIGN = {
    'CLI': {'daemon', 'ctl'},
    'cmark-gfm': {'parse'},
    'curl': {'lib/http'},
    'date': {'schedule'},
    'fmt': {'lib/log'},
    'gumbo': {'parse'},
    'libxml': {'parse'},
    'nlohmann': {'medium', 'notify', 'control', 'ctl', 'offline', 'parse'},
    'openssl': {'lib/crypto'},
    'spdlog': {'lib/log'},
    'sqlite3': {'lib/sqlite'},
    'systemd': {'lib/systemd'},
    'tl': {'core'},
    'toml++': {'config', 'parse'},
    'uv': {'lib/uv'},
    'yaml-cpp': {'parse'},
    'httplib': set(),
    'archive': {'lib/archive'},
    'archive_entry': {'lib/archive'},
}
# The C and C++ standard libraries and the kernel's and the C library's own headers.
SYSTEM = re.compile(r'^(c?[a-z_0-9]+|(sys|linux|netinet|arpa|net|bits)/[a-z_0-9/]+\.h|'
                    r'(dirent|fcntl|fnmatch|iconv|locale|langinfo|poll|pwd|signal|stdlib|strings|string|termios|time|unistd|wchar|netdb|grp|spawn|errno|stdio)\.h)$')


def room_of(path):
    parts = path.relative_to(ROOT).parts
    if parts[0] in ('config', 'ctl'):
        return parts[0]
    if parts[1] == 'lib':
        return '/'.join(parts[1:3])
    return parts[1] if len(parts) > 2 else 'daemon'


def target_of(include):
    parts = include.split('/')
    if len(parts) == 1:
        return 'daemon'
    return '/'.join(parts[:2]) if parts[0] == 'lib' else parts[0]


def faults_of(room, name, text):
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'\s*#\s*include\s+(["<])([^">]+)[">]', line)
        if not match:
            continue
        include = match.group(2)
        if match.group(1) == '"':
            target = target_of(include)
            allowed = include in CTL_MAY if room == 'ctl' and target not in ('ctl', 'core') else target in MAY[room] | {room, 'core'}
            if not allowed:
                yield f'{name}:{number}: {room} may not include {include} (see the table in CONTRIBUTING.md)'
            continue
        foreign = include.split('/')[0].removesuffix('.hpp').removesuffix('.h')
        foreign = 'cmark-gfm' if foreign.startswith('cmark-gfm') else foreign
        if foreign in FOREIGN:
            if room not in FOREIGN[foreign]:
                yield f'{name}:{number}: {include} belongs to {", ".join(sorted(FOREIGN[foreign])) or "tests"} alone'
        elif not SYSTEM.match(include):
            yield f'{name}:{number}: {include} is a library that no room is known for; name it in tests/lint/includes.py'


def self_test():
    wrong = [('parse', '#include "lib/uv/loop.hpp"'), ('parse', '#include <curl/curl.h>'), ('queue', '#include <nlohmann/json.hpp>'),
             ('core', '#include "queue/queue.hpp"'), ('ctl', '#include "control/server.hpp"'), ('medium', '#include "queue/queue.hpp"'),
             ('lib/uv', '#include "queue/queue.hpp"'), ('render', '#include <boost/asio.hpp>')]
    right = [('parse', '#include <cmark-gfm.h>'), ('source', '#include "queue/queue.hpp"'), ('ctl', '#include "control/wire.hpp"'),
             ('lib/http', '#include <curl/curl.h>'), ('core', '#include <sys/stat.h>'), ('core', '#include <vector>')]
    missed = [case for case in wrong if not list(faults_of(case[0], 'x', case[1]))]
    blamed = [case for case in right if list(faults_of(case[0], 'x', case[1]))]
    if missed or blamed:
        sys.exit(f'missed {missed}, blamed without cause {blamed}')


def main():
    if '--self-test' in sys.argv:
        return self_test()
    faults = []
    for top in ('daemon', 'config', 'ctl'):
        for path in sorted((ROOT / top).rglob('*')):
            if path.suffix not in ('.cpp', '.hpp'):
                continue
            room = room_of(path)
            faults += faults_of(room, path.relative_to(ROOT), path.read_text())
    for fault in faults:
        print(fault)
    sys.exit(1 if faults else 0)


main()
