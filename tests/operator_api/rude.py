"""An HTTP server that misbehaves below HTTP: it does with its answer whatever a test wants."""

import asyncio
import socket
import struct
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

Manner = Callable[[StreamWriter, bytes], Awaitable[None]]
"""Writes, or does not, what should be the body of a 200."""

HTML = b"<html>Bad Gateway</html>"
RESET = struct.pack("ii", 1, 0)
"""SO_LINGER: close with RST, whatever waits to be sent."""


def ok(body: bytes, length: int | None = None) -> bytes:
    """A 200; ``length``: what it says of itself."""
    return b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%b" % (
        len(body) if length is None else length,
        body,
    )


async def polite(writer: StreamWriter, body: bytes) -> None:
    """As it should be."""
    writer.write(ok(body))


async def silent(writer: StreamWriter, body: bytes) -> None:
    """Closed without a word."""


async def cut(writer: StreamWriter, body: bytes) -> None:
    """Closed in the middle of the body."""
    writer.write(ok(body)[:-5])


async def reset(writer: StreamWriter, body: bytes) -> None:
    """Reset in the middle of the body."""
    writer.write(ok(body)[:-5])
    await writer.drain()
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)


async def truncated(writer: StreamWriter, body: bytes) -> None:
    """Whole for HTTP, half for JSON."""
    writer.write(ok(body[: len(body) // 2]))


async def nonsense(writer: StreamWriter, body: bytes) -> None:
    """JSON, of something else."""
    writer.write(ok(b'{"profile": {}, "result": {"result": "Sung"}}'))


async def too_short(writer: StreamWriter, body: bytes) -> None:
    """The length is less than that of the body."""
    writer.write(ok(body, len(body) - 5))


async def too_long(writer: StreamWriter, body: bytes) -> None:
    """The length is more than that of the body."""
    writer.write(ok(body, len(body) + 5))


async def dripping(writer: StreamWriter, body: bytes) -> None:
    """An octet now and then, for ever."""
    with suppress(ConnectionError):
        for octet in ok(body, 1_000_000) + b" " * 1_000_000:
            writer.write(bytes((octet,)))
            await writer.drain()
            await asyncio.sleep(0.02)


def failing(status: int) -> Manner:
    """A proxy's page."""

    async def fail(writer: StreamWriter, body: bytes) -> None:
        writer.write(b"HTTP/1.1 %d Oh\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%b" % (status, len(HTML), HTML))

    return fail


HALVES: dict[str, Manner] = {
    "silent": silent,
    "cut": cut,
    "reset": reset,
    "truncated": truncated,
    "nonsense": nonsense,
    "too short": too_short,
    "too long": too_long,
    "dripping": dripping,
    "502": failing(502),
    "503": failing(503),
    "504": failing(504),
}
"""What may become of an answer when the question has got there."""

Answering = Callable[[bytes], Awaitable[tuple[bytes, Manner]]]
"""From a whole request to the body of its answer, and how that is sent."""


@asynccontextmanager
async def rude(answering: Answering) -> AsyncIterator[str]:
    """The server, with a connection for each request; gives its URL."""
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: StreamReader, writer: StreamWriter) -> None:
        body, manner = await answering(await _request(reader))
        await manner(writer, body)
        writer.close()

    def accept(reader: StreamReader, writer: StreamWriter) -> None:
        tasks.add(asyncio.create_task(serve(reader, writer)))

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        await asyncio.gather(*tasks)


async def _request(reader: StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    _, _, after = head.lower().partition(b"content-length: ")
    return head + await reader.readexactly(int(after.split(b"\r")[0] or 0) if after else 0)
