"""A TCP proxy between daemon and sandbox that treats each POST of a story as its driver says: passed on, with a fault asked of the sandbox, or cut."""
import asyncio
import dataclasses
import json
import re
import socket
import struct
import threading

HOWS = ('FIN', 'RST', 'stall')


@dataclasses.dataclass
class Cut:
    """So many bytes of the request come to the server, or of the answer to the client; then the connection ends, on both sides, or falls silent."""
    where: str  # request, answer
    at: int
    how: str  # of HOWS
    whole: int = 0  # how many bytes there are


@dataclasses.dataclass
class Treatment:
    delay: float = 0  # before it goes on, seconds
    fault: str = ''  # of the sandbox, as its header has it
    cut: Cut = None


class Proxy:
    """Owns its thread and port. `plan` (title, how many POSTs of it came) says how a POST is treated."""

    def __init__(self, port, plan):
        self.server_port, self.plan = port, plan
        self.posts, self.sizes = {}, {}  # by title: how many came; the last one's bytes of request and answer
        self.cut = set()  # the titles whose connection has come to where it is cut
        self.connections = set()  # the loop itself holds its tasks weakly
        self.loop = asyncio.new_event_loop()
        started = threading.Event()

        async def serve():
            server = await asyncio.start_server(self.connection, '127.0.0.1', 0)
            self.port = server.sockets[0].getsockname()[1]
            self.over = asyncio.Event()
            started.set()
            await self.over.wait()
            server.close()
            for one in self.connections:
                one.cancel()
            await asyncio.gather(*self.connections, return_exceptions=True)
        self.thread = threading.Thread(target=lambda: self.loop.run_until_complete(serve()), daemon=True)
        self.thread.start()
        started.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.over.set)
        self.thread.join()
        self.loop.close()

    async def connection(self, reader, writer):
        server = None
        self.connections.add(asyncio.current_task())
        try:
            server = await asyncio.open_connection('127.0.0.1', self.server_port)
            head = await reader.readuntil(b'\r\n\r\n')
            if re.match(rb'POST \S+/posts ', head):
                await self.story(head, reader, writer, *server)
            else:
                server[1].write(head)
                await asyncio.gather(tunnel(reader, server[1]), tunnel(server[0], writer))
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self.connections.discard(asyncio.current_task())
            for end in (writer, server and server[1]):
                if end:
                    end.close()

    async def story(self, head, reader, writer, server_reader, server_writer):
        body = await reader.readexactly(length_of(head))
        title = json.loads(body)['title']
        self.posts[title] = self.posts.get(title, 0) + 1
        treatment = self.plan(title, self.posts[title]) or Treatment()
        if treatment.fault:
            head = head[:-2] + f'X-Sandbox-Fault: {treatment.fault}\r\n\r\n'.encode()
        if treatment.delay:
            await asyncio.sleep(treatment.delay)
        request, cut = head + body, treatment.cut
        self.sizes[title] = [len(request)]
        if cut and cut.where == 'request':
            server_writer.write(request[:cut.at])
            await server_writer.drain()
            self.cut.add(title)
            return await end(cut.how, reader, writer, server_writer)
        server_writer.write(request)
        answer = await server_reader.readuntil(b'\r\n\r\n')
        if not cut:
            writer.write(answer)
            return await tunnel(server_reader, writer)
        answer += await server_reader.readexactly(length_of(answer))
        self.sizes[title].append(len(answer))
        writer.write(answer[:cut.at])
        await writer.drain()
        self.cut.add(title)
        await end(cut.how, reader, writer, server_writer)


def length_of(head):
    return int(re.search(rb'(?i)\ncontent-length: *(\d+)', head)[1])


async def tunnel(reader, writer):
    while part := await reader.read(1 << 16):
        writer.write(part)
        await writer.drain()
    writer.close()


async def end(how, reader, writer, server_writer):
    if how == 'stall':
        await reader.read()  # until the client has had enough
    elif how == 'RST':
        for one in (writer, server_writer):
            one.get_extra_info('socket').setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
            one.transport.abort()
