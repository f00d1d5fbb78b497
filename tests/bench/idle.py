"""idle.py BUILD [SECONDS]: wake-ups and memory of a daemon with one folder and 20 feeds and nothing to do."""
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from rig import Rig  # noqa: E402


def main():
    build = sys.argv[1]
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    with Rig(build, feeds=20) as rig:
        rig.start()
        rig.until(lambda: rig.ask('status')['counts']['skipped'] == 400)
        status = pathlib.Path(f'/proc/{rig.daemon.pid}/status')
        read = lambda name: int(next(line for line in status.read_text().splitlines() if line.startswith(name)).split()[1])
        rig.until(lambda: rig.ask('status')['uptime_s'] > 6)  # what start-up took is given back after five seconds
        before = read('voluntary_ctxt_switches')
        time.sleep(seconds)  # being idle is what is measured
        wakeups = (read('voluntary_ctxt_switches') - before) / seconds
        print(f'idle: {wakeups:.3f} wake-ups a second over {seconds} s (asked: under 0.2), {read("VmRSS") / 1024:.1f} MiB resident (asked: under 20), '
              f'{read("RssAnon") / 1024:.1f} MiB of it its own')
        sys.exit(0 if wakeups < 0.2 and read('VmRSS') < 20 * 1024 else 1)


main()
