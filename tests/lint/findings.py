"""Every code of a finding that the sources write stands in the manual page's table with its severity, and no other does."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
CODE = r'"([a-z]+(?:-[a-z]+)*)"'
WRITTEN = [
    (re.compile(r'Severity::(error|warning|advice),\s*' + CODE), lambda match: [(match[2], match[1])]),
    (re.compile(r'Severity::(error|warning|advice),\s*\w+ \? ' + CODE + r' : ' + CODE), lambda match: [(match[2], match[1]), (match[3], match[1])]),
    # what the source's image reader leaves out
    (re.compile(r'\bdrop\(image, ' + CODE), lambda match: [(match[1], 'warning')]),
    # what is wrong with an image on the web
    (re.compile(r'return "(image-[a-z-]+)";'), lambda match: [(match[1], 'warning')]),
    # why there is no post
    (re.compile(r'RejectionKind::invalid,\s*' + CODE), lambda match: [(match[1], 'error')]),
    (re.compile(r'ParseError>?\(?(?:ParseError)?\{\s*' + CODE), lambda match: [(match[1], 'error')]),
    (re.compile(r'FileError>\(\{[^;]*?, ' + CODE + r', std::nullopt\}\)'), lambda match: [(match[1], 'error')]),
]


def written():
    found = {}
    for path in sorted((ROOT / 'daemon').rglob('*.cpp')):
        # what feeds are refused for is no finding: the feed is failing, and says so
        if path.name.startswith('feed') or path.name == 'finding.cpp':
            continue
        text = path.read_text()
        for pattern, read in WRITTEN:
            for match in pattern.finditer(text):
                for code, severity in read(match):
                    found.setdefault(code, set()).add(severity)
    return {code: severities for code, severities in found.items() if code not in ('error', 'warning', 'advice')}


def listed():
    page = (ROOT / 'packaging/man/mediumsyncctl.1').read_text().replace('\\-', '-')
    table = page.split('.SH FINDINGS')[1].split('.SH ')[0]
    return {code: set(severities.split(' or ')) for code, severities in re.findall(r'\.TP\n\.BR? ([a-z-]+) " \(([a-z ]+)\)"\n', table)}


def main():
    code, page = written(), listed()
    faults = [f'{one} ({" or ".join(sorted(code[one]))}) is not in the manual page' for one in sorted(code.keys() - page.keys())]
    faults += [f'{one} is in the manual page and nowhere else' for one in sorted(page.keys() - code.keys())]
    faults += [f'{one} is {code[one]}, the manual page says {page[one]}' for one in sorted(code.keys() & page.keys()) if code[one] != page[one]]
    print('\n'.join(faults) or f'{len(code)} codes')
    sys.exit(1 if faults or not code else 0)


main()
