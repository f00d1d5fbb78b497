"""kill -9 at the moments in which it matters how far a POST has come, held still by a proxy; and the ways of not getting to Medium at all, by which nothing
is sent."""
import shutil
import socket
import subprocess

from proxy import Cut, Proxy, Treatment
from world import KINDS, Sandbox, Verdicts, World, author, fate

WORDS = 20_000  # a request that does not fit into one segment
# what is held still, and after it whether the server had the whole request
MOMENTS = {'mid request': (Cut('request', 60_000, 'stall'), False), 'before the answer': (Cut('answer', 0, 'stall'), True),
           'mid status line': (Cut('answer', 7, 'stall'), True), 'mid answer': (Cut('answer', 300, 'stall'), True)}


def killed_at(options, moment, kind, table):
    cut, whole = MOMENTS[moment]
    with World(options.build, 1) as world, Proxy(world.sandbox.port, lambda title, count: Treatment(cut=cut)) as proxy:
        world.api = f'http://127.0.0.1:{proxy.port}/v1'
        world.daemon.configure(world.account(0, kind, '60s'))
        (world.home / author(0) / 'Moment.md').write_text('# Moment\n\n' + 'Words and more. ' * WORDS + '\n')
        world.daemon.start()
        world.until('the POST has come so far', lambda: 'Moment' in proxy.cut)
        world.daemon.kill()
        world.daemon.start()
        expected = 'published' if whole and kind != 'draft' else 'in_doubt'
        found = world.until('it came to its end', lambda: [post for post in world.daemon.posts()['Moment'] if post['state'] == expected])
        world.drop(0, 'After')  # by which it shows that nothing else was waiting to be sent
        world.until('the next one was sent', lambda: 'After' in proxy.cut)
        stories = world.sandbox.stories().get('Moment', [])
        _, verdict = fate(found[0], stories, kind != 'draft')
        if len(stories) != whole or proxy.posts['Moment'] != 1:
            verdict['wrong'] = f'expected {int(whole)} stories after 1 POST'
        if expected == 'in_doubt' and 'resolve' not in found[0]['reason']:
            verdict['wrong'] = f'not said how to settle it: {found[0]["reason"]}'
        table.add(f'kill -9 {moment}, {kind}', expected, proxy.posts['Moment'], len(stories), **verdict)


def closed_port():
    with socket.socket() as one:
        one.bind(('127.0.0.1', 0))
        return one.getsockname()[1]


def ways(world, home):
    """The address of an API that can't be reached, and what is said of it."""
    yield 'connection refused', f'http://127.0.0.1:{closed_port()}/v1', 'refused'
    yield 'unknown name', 'https://no-such-host.invalid/v1', 'resolve'
    yield 'no TLS there', world.api.replace('http:', 'https:'), ''
    if not shutil.which('openssl'):
        return
    key, certificate = home / 'key.pem', home / 'certificate.pem'
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-keyout', key, '-out', certificate,
                    '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'], check=True, capture_output=True)
    stranger = Sandbox(world.build, 1, home, ['--tls-cert', certificate, '--tls-key', key])
    try:
        yield 'certificate nobody vouches for', f'{stranger.base}/v1', 'certificate is not to be trusted'
    finally:
        stranger.close()


def unreachable(options, table):
    with World(options.build, 1) as world:
        right = world.api
        for name, wrong, said in ways(world, world.home):
            title = f'Way {name}'
            world.api = wrong
            world.daemon.configure(world.account(0))
            world.drop(0, title)
            posts = world.sandbox.posts()
            world.daemon.start()
            account = world.until('the account waits', lambda: [one for one in world.daemon.call('Accounts')['accounts'] if one['state'] == 'paused'])[0]
            post = world.until('it is queued', lambda: world.daemon.post(title))
            problem = None if post['state'] == 'queued' and said in account['reason'] else f'{post["state"]}, the account says {account["reason"]!r}'
            if world.sandbox.posts() != posts:
                problem = 'something was sent'
            world.api = right
            world.daemon.configure(world.account(0))
            world.daemon.call('Reload')
            world.until('it went where it should', lambda: world.daemon.post(title)['state'] == 'published')
            world.daemon.stop()
            stories = world.sandbox.stories()[title]
            table.add(f'no way to Medium: {name}', 'queued → published', world.sandbox.posts() - posts, len(stories), twice=len(stories) > 1, wrong=problem)


def run(options):
    table = Verdicts('moments')
    for moment in MOMENTS:
        for kind in KINDS:
            killed_at(options, moment, kind, table)
    unreachable(options, table)
    return table.done()
