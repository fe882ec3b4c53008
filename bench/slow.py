"""Stands before the back office and keeps each answer back for a second.

    python -m bench.slow URL

Prints its own URL. A gateway that asks 200 questions at once has 200 answers a second at most.
"""

import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from urllib.parse import urlsplit

import uvloop

SECONDS = 1.0


async def _pump(reader: asyncio.StreamReader, write: Callable[[bytes], object]) -> None:
    while data := await reader.read(1 << 16):
        write(data)


async def _stand_between(host: str, port: int, asked: asyncio.StreamReader, answers: asyncio.StreamWriter) -> None:
    answered, questions = await asyncio.open_connection(host, port)
    loop = asyncio.get_running_loop()

    def answer_later(data: bytes) -> None:
        loop.call_later(SECONDS, answers.write, data)

    with suppress(ConnectionError):
        await asyncio.gather(_pump(asked, questions.write), _pump(answered, answer_later))


async def main(url: str) -> None:
    """Stand there until ended."""
    place = urlsplit(url)
    serve = partial(_stand_between, place.hostname or "", place.port or 0)
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1]))
