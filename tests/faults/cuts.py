"""The connection of a POST cut at every byte: of the request as the server gets it, and of the answer as the daemon gets it. What was not whole at the server
is no story, and the post is in doubt; what was whole is one, and the author's feed tells where the answer did not."""
import contextlib

from proxy import HOWS, Cut, Proxy, Treatment
from world import Verdicts, World, fate

AT_ONCE = 150  # each of an account of its own, as a doubt pauses its account
SAMPLED = 61


def title_of(number):
    return f'Cut {number:05}'


def sizes_of_one(build):
    """The bytes of the request and of the answer; with titles of one length they are the same for all."""
    with World(build, 1) as world, Proxy(world.sandbox.port, lambda title, count: Treatment(cut=Cut('answer', 0, 'FIN'))) as proxy:
        world.api = f'http://127.0.0.1:{proxy.port}/v1'
        world.daemon.configure(world.account(0, timeout='1s'))
        world.drop(0, title_of(0))
        world.daemon.start()
        world.until('one was sent', lambda: len(proxy.sizes.get(title_of(0), [])) == 2)
        return proxy.sizes[title_of(0)]


def found(world):
    """The stories and the posts, once the posts of all stories are known to be published."""
    stories, posts = world.sandbox.stories(), world.daemon.posts()
    return (stories, posts) if all(posts[title][0]['state'] == 'published' for title in stories) else None


def live(options, cuts, table):
    plan = {title_of(number): Treatment(cut=cut) for number, cut in enumerate(cuts)}
    authors = len(cuts)
    with World(options.build, authors) as world, Proxy(world.sandbox.port, lambda title, count: plan.get(title) if count == 1 else None) as proxy:
        world.api = f'http://127.0.0.1:{proxy.port}/v1'
        world.daemon.configure(''.join(world.account(number, timeout='2s') for number in range(authors)))
        for number in range(len(cuts)):
            world.drop(number, title_of(number))
        world.daemon.start()
        world.nothing_waits(len(cuts), 1800)
        with contextlib.suppress(TimeoutError):
            world.until('the feeds were looked at', lambda: found(world), 120)
        stories, posts = world.sandbox.stories(), world.daemon.posts()
        for number, cut in enumerate(cuts):
            title = title_of(number)
            mine = stories.get(title, [])
            state, verdict = fate(posts.get(title, [None])[0], mine, True)
            whole = cut.where == 'answer' or cut.at == cut.whole
            expected = 'published' if whole else 'in_doubt'
            if state != expected or len(mine) != whole or proxy.posts.get(title) != 1:
                verdict['wrong'] = verdict.get('wrong') or f'expected {expected} after 1 POST'
            table.add(f'{cut.where} cut after byte {cut.at} of {cut.whole}, {cut.how}', state, proxy.posts.get(title, 0), len(mine), **verdict)


def run(options):
    request, answer = sizes_of_one(options.build)
    step = SAMPLED if options.sample else 1
    table = Verdicts(f'cuts, request of {request} bytes, answer of {answer}', quiet=not options.sample)
    cuts = [Cut(where, at, how, whole) for how in HOWS if how.startswith(options.only) for where, whole in (('request', request), ('answer', answer))
            for at in sorted({*range(0, whole + 1, step), whole - 1, whole})]
    for first in range(0, len(cuts), AT_ONCE):
        live(options, cuts[first:first + AT_ONCE], table)
        print(f'  … {min(first + AT_ONCE, len(cuts))} of {len(cuts)} cuts')
    return table.done()
