"""Every row of the fault matrix (tests/faults/README.md) names tests that are there, and no row is missing."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROWS = 55


def cases(folder):
    """The names of the doctest cases below a folder of tests/."""
    text = '\n'.join(path.read_text() for path in (ROOT / 'tests' / folder).rglob('*.cpp'))
    found = re.findall(r'TEST_CASE(?:_FIXTURE\(\w+,)?\(?\s*((?:"[^"]*"\s*)+)', text)
    return {''.join(re.findall(r'"([^"]*)"', name)) for name in found}


def fault_of(test):
    """What is wrong with a reference to a test, if anything."""
    if not (match := re.fullmatch(r'([a-z0-9]+)/([\w-]+)(?:: (.+))?', test)):
        return 'is no name of a test'
    label, room, case = match.groups()
    if case is None:
        listed = '\n'.join(path.read_text() for path in (ROOT / 'tests').rglob('CMakeLists.txt'))
        drivers = re.search(r'foreach\(driver ([\w ]+)\)', (ROOT / 'tests/faults/CMakeLists.txt').read_text())[1].split()
        return None if f'NAME {test} ' in listed or (label == 'faults' and room in drivers) else 'is no test of the suite'
    folder = f'unit/{room}' if label == 'unit' else label
    return None if case in cases(folder) else f'is no case below tests/{folder}'


def main():
    table = (ROOT / 'tests/faults/README.md').read_text()
    rows = {int(number): re.findall(r'`([^`]+)`', held) for number, held in re.findall(r'(?m)^\| (\d+) \|.*\| ([^|]*) \|$', table)}
    faults = [f'row {number} is missing' for number in range(1, ROWS + 1) if number not in rows]
    faults += [f'row {number} is held by no test' for number, tests in rows.items() if not tests]
    faults += [f'row {number}: {test} {fault}' for number, tests in rows.items() for test in tests if (fault := fault_of(test))]
    print('\n'.join(faults) or f'{len(rows)} rows, {sum(len(tests) for tests in rows.values())} tests')
    sys.exit(1 if faults else 0)


main()
