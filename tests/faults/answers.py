"""Every fault of the sandbox × (public, draft, publication): where the post and its account end, how many POSTs were counted, what was said; and that
the next post goes its way."""
from world import KINDS, Verdicts, World, publication_id, user_id

DOUBT = ('in_doubt', 'paused')
DONE = ('published', 'ready')
# fault, and what else is said of it → the post's and the account's state, whether there is a story, what is said
FAULTS = [
    ({'fault': 'hang_before'}, DOUBT, 0, 'resolve'),
    ({'fault': 'hang_after'}, DOUBT, 1, 'resolve'),
    ({'fault': 'reset_before'}, DOUBT, 0, 'resolve'),
    ({'fault': 'reset_after'}, DOUBT, 1, 'resolve'),
    ({'fault': 'close_after'}, DOUBT, 1, 'resolve'),
    ({'fault': 'reset_mid_body', 'bytes': 1}, DOUBT, 0, 'resolve'),
    ({'fault': 'reset_mid_body', 'bytes': 100}, DOUBT, 0, 'resolve'),
    ({'fault': 'reset_mid_answer', 'bytes': 0}, DONE, 1, 'Medium said 201'),
    ({'fault': 'reset_mid_answer'}, DONE, 1, 'Medium said 201'),
    ({'fault': 'delay', 'delay_ms': 300}, DONE, 1, ''),
    ({'fault': 'slow_drip', 'delay_ms': 0}, DONE, 1, ''),
    ({'fault': 'slow_drip', 'delay_ms': 300}, DONE, 1, 'Medium said 201'),
    ({'fault': '500'}, DOUBT, 0, 'Medium answered 500'),
    ({'fault': '500', 'stored': True}, DOUBT, 1, 'Medium answered 500'),
    ({'fault': '502'}, DOUBT, 0, 'Medium answered 502'),
    ({'fault': '503'}, DOUBT, 0, 'Medium answered 503'),
    ({'fault': '503', 'retry_after': '1'}, DOUBT, 0, 'Medium answered 503'),
    ({'fault': '504'}, DOUBT, 0, 'Medium answered 504'),
    ({'fault': '504', 'stored': True}, DOUBT, 1, 'Medium answered 504'),
    ({'fault': 'cf_all'}, ('queued', 'paused'), 0, 'Cloudflare'),
    ({'fault': 'revoke_token'}, ('queued', 'stopped'), 0, 'Token was invalid'),
    ({'fault': '429'}, ('queued', 'paused'), 0, 'rate limit'),
    ({'fault': '429', 'retry_after': '60'}, ('queued', 'paused'), 0, 'rate limit'),
    ({'fault': '429', 'retry_after': '0'}, ('queued', 'paused'), 0, 'rate limit'),
    ({'fault': '429', 'retry_after': '-1'}, ('queued', 'paused'), 0, 'rate limit'),
    ({'fault': '429', 'retry_after': '1000000000'}, ('queued', 'paused'), 0, 'rate limit'),
    ({'fault': '429', 'retry_after': 'Wed, 21 Oct 2015 07:28:00 GMT'}, ('queued', 'paused'), 0, 'rate limit'),
    ({'fault': 'truncated_201'}, DONE, 1, 'Medium said 201'),
    ({'fault': 'not_json_201'}, DONE, 1, 'Medium said 201'),
    ({'fault': 'status_200'}, DOUBT, 1, 'where 201 was due'),
    ({'fault': 'status_202'}, DOUBT, 1, 'where 201 was due'),
    ({'fault': 'status_204'}, DOUBT, 1, 'where 201 was due'),
    ({'fault': 'redirect_307'}, DOUBT, 0, 'a redirect to '),
]


def name_of(fault):
    return ' '.join(str(value) if key == 'fault' else f'{key}={value}' for key, value in fault.items())


def posts_to(world, number):
    """How many POSTs of stories came for this author, whichever way."""
    mine = (f'/v1/users/{user_id(number)}/posts', f'/v1/publications/{publication_id(number)}/posts')
    return sum(request['method'] == 'POST' and request['path'] in mine for request in world.sandbox.get('/requests')['requests'])


def tried(daemon, title):
    post = daemon.post(title)
    if not post:
        return None
    shown = daemon.call('Show', id=post['id'])
    return shown['post'] if shown['attempts'] and shown['post']['state'] != 'publishing' else None


def account_of(daemon, post):
    return next(account for account in daemon.call('Accounts')['accounts'] if account['name'] == post['account'])


def differences(world, post, expected_states, said):
    account = account_of(world.daemon, post)
    status = world.daemon.call('Status')
    wrong = []
    if (post['state'], account['state']) != expected_states:
        wrong.append(f'expected {"/".join(expected_states)}, the account is {account["state"]}')
    if said not in f'{post["reason"]} {account["reason"]}':
        wrong.append(f'not said: {said!r} but {post["reason"]!r}, {account["reason"]!r}')
    needs_person = post['state'] == 'in_doubt' or account['state'] == 'stopped'
    if needs_person and not status['attention']:
        wrong.append('status asks for nobody')
    return wrong


def run(options):
    rows = [(fault, kind) for fault in FAULTS for kind in KINDS]
    table = Verdicts('answers')
    with World(options.build, len(rows)) as world:
        daemon = world.daemon
        daemon.configure(''.join(world.account(number, kind) for number, (_, kind) in enumerate(rows)))
        daemon.start()
        world.until('every account is known', lambda: all(account['username'] for account in daemon.call('Accounts')['accounts']))
        met = []
        for number, ((fault, states, _, said), _) in enumerate(rows):
            title = f'Met {number:03}'
            world.sandbox.post('/faults', {**fault, 'match': 'posts', 'count': 1})
            world.drop(number, title)
            post = world.until(f'{name_of(fault)} was tried', lambda: tried(daemon, title))
            met.append((differences(world, post, states, said), posts_to(world, number), post['state']))
            if states[1] == 'stopped':
                world.sandbox.post('/tokens', {'user': post['account'], 'token': f'token-{number:04}'})
        go_on(world, rows, met, table)
    return table.done()


def go_on(world, rows, met, table):
    """A second post shows that the account goes on, that a refused post goes now, and that nothing else was waiting to be sent. Then the feeds tell."""
    daemon = world.daemon
    for number in range(len(rows)):
        world.drop(number, f'After {number:03}')
    world.nothing_waits(2 * len(rows))

    def settled(found):
        stories = world.sandbox.stories()
        waiting = [number for number, ((_, _, stored, _), kind) in enumerate(rows)
                   if stored and kind != 'draft' and found[f'Met {number:03}'][0]['state'] != 'published']
        return not waiting and stories
    stories = world.until('the feeds were looked at', lambda: settled(daemon.posts()))
    posts = daemon.posts()
    for number, ((fault, states, stored, _), kind) in enumerate(rows):
        wrong, first_posts, first_state = met[number]
        mine = stories.get(f'Met {number:03}', [])
        post = posts[f'Met {number:03}'][0]
        count = posts_to(world, number)
        asked_again = states[0] == 'queued'
        end = 'published' if asked_again or states[0] == 'published' or (stored and kind != 'draft') else 'in_doubt'
        if first_posts != 1 or count != 2 + asked_again:
            wrong.append(f'{first_posts} POST, with the second post {count}')
        if post['state'] != end:
            wrong.append(f'ended {post["state"]}, expected {end}')
        if len(mine) != (1 if asked_again else stored):
            wrong.append(f'{len(mine)} stories')
        lost = (post['state'] == 'published') != (len(mine) > 0) and not (stored and kind == 'draft')
        table.add(f'{name_of(fault)}, {kind}', first_state if first_state == post['state'] else f'{first_state} → {post["state"]}', first_posts,
                  len(mine), lost=lost, twice=len(mine) > 1, wrong='; '.join(wrong))
