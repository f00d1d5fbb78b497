"""kill -9 at random moments during a run of posts of which every tenth meets a fault: each life is drawn from the seed, and so is what each post meets."""
import random
import threading
import time

from proxy import Proxy, Treatment
from world import KINDS, Verdicts, World, fate

AUTHORS, EACH = 20, 10
FAULTS = ('hang_before', 'hang_after', 'reset_before', 'reset_after', 'close_after', 'reset_mid_body', 'reset_mid_answer', '500', '502; stored=true', '503',
          '504; stored=true', 'cf_all', '429', 'revoke_token', 'truncated_201', 'not_json_201', 'status_200', 'status_202', 'status_204', 'redirect_307')


def plan_of(titles, chance):
    """Every POST takes a moment, so that kills meet them; one in ten meets a fault, the first time."""
    met = {title: chance.choice(FAULTS) for title in chance.sample(titles, len(titles) // 10)}

    def treat(title, count):
        return Treatment(delay=chance.uniform(0, 0.08), fault=met.get(title, '') if count == 1 else '')
    return treat


class Person(threading.Thread):
    """Puts accounts right that stand still, whenever a daemon answers; says nothing of any post."""

    def __init__(self, world):
        super().__init__(daemon=True)
        self.world, self.over = world, threading.Event()

    def run(self):
        while not self.over.wait(0.1):
            try:
                for account in self.world.daemon.call('Accounts')['accounts']:
                    if account['state'] == 'stopped':
                        self.world.sandbox.post('/tokens', {'user': account['name'], 'token': f'token-{account["name"][-4:]}'})
                    if account['state'] != 'ready':
                        self.world.daemon.call('Resume', account=account['name'])
            except (OSError, ValueError):
                pass


def run(options):
    kills, posts = (15, 20) if options.sample else (500, AUTHORS * EACH)
    chance = random.Random(options.seed)
    titles = [f'Kill {number:03}' for number in range(posts)]
    table = Verdicts(f'kills, seed {options.seed}: {kills} kills in a run of {posts} posts', quiet=True)
    with World(options.build, AUTHORS) as world, Proxy(world.sandbox.port, plan_of(titles, chance)) as proxy:
        world.api = f'http://127.0.0.1:{proxy.port}/v1'
        world.daemon.configure(''.join(world.account(number, KINDS[number % 3], '1s') for number in range(AUTHORS)))
        person = Person(world)
        person.start()
        for life in range(kills):
            for number in range(life * posts // kills, (life + 1) * posts // kills):
                world.drop(number % AUTHORS, titles[number])
            world.daemon.launch()
            time.sleep(chance.uniform(0.03, 0.6))
            if not world.daemon.running():
                raise RuntimeError(f'the daemon ended by itself: {world.daemon.log()[-3000:]}')
            world.daemon.kill()
        world.daemon.start()
        world.nothing_waits(posts)
        person.over.set()
        ends = judge(world, proxy, titles, table)
    return table.done(f' ({", ".join(f"{count} {state}" for state, count in sorted(ends.items()))})')


def judge(world, proxy, titles, table):
    def kind_of(title):
        return KINDS[int(title.split()[1]) % AUTHORS % 3]

    def looked():
        stories, found = world.sandbox.stories(), world.daemon.posts()
        return all(found[title][0]['state'] == 'published' for title in titles if stories.get(title) and kind_of(title) != 'draft')
    try:
        world.until('the feeds were looked at', looked, 90)
    except TimeoutError as late:
        print(str(late)[:200])
    stories, found = world.sandbox.stories(), world.daemon.posts()
    ends = {}
    for title in titles:
        mine = stories.get(title, [])
        state, verdict = fate(found.get(title, [None])[0], mine, kind_of(title) != 'draft')
        if len(found.get(title, [])) > 1:
            verdict['wrong'] = f'{len(found[title])} rows of it'
        ends[state] = ends.get(state, 0) + 1
        table.add(f'{title}, {kind_of(title)}', state, proxy.posts.get(title, 0), len(mine), **verdict)
    return ends
