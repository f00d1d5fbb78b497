"""The manual page of mediumsyncctl names every verb of the table, with its arguments and its line of help, and no other."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def main():
    table = re.findall(r'Command\{"(\w+)",\s*"\w*",\s*"([^"]*)",\s*"([^"]*)"', (ROOT / 'daemon/control/commands.cpp').read_text())
    page = (ROOT / 'packaging/man/mediumsyncctl.1').read_text().replace('\\-', '-')
    verbs = page.split('.SH VERBS')[1].split('.SH OPTIONS')[0]
    written = re.findall(r'\.TP\n\.BI? (\w+)(?: " ([^"]*)")?\n(.*)\.\n', verbs)
    faults = [f'not in the manual page as the table has it: {row}' for row in table if row not in written]
    faults += [f'not in the table as the manual page has it: {row}' for row in written if row not in table]
    print('\n'.join(faults) or f'{len(table)} verbs')
    sys.exit(1 if faults or not table else 0)


main()
