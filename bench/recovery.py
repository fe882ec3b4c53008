"""After a kill -9: seconds until a gateway started at once serves, and until another has done what was in the queue.

python -m bench.recovery
"""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import uvloop
from msgspec import Struct

from bench.load import BINDS, SUBMIT_SM, Load, destination
from bench.processes import operator, redis, running
from bench.turns import command

T = TypeVar("T")

PEOPLE = 200
WINDOW = 64
"""submit_sm that a gateway has unanswered, by default."""
PATIENCE = 60.0
HOURS = 1e9


class Recovery(Struct, frozen=True):
    """Seconds since the kill: until the gateway that is started at once has ``bound``, and ``serves``; until another
    has ``adopted`` all."""

    bound: float
    serves: float
    adopted: float


class Link(Load):
    """Once a gateway has ``bound``, so many people write to it, once. Who is ``silent`` answers no submit_sm."""

    def __init__(
        self, people: int, replied: Callable[[bytes], None], silent: bool = False, bound: asyncio.Event | None = None
    ) -> None:
        over: asyncio.Future[dict[str, float]] = asyncio.get_running_loop().create_future()
        super().__init__(over, HOURS, people, "меню")
        self._tell = replied
        self._silent = silent
        self._bound = bound or asyncio.Event()

    def _received(self, command: int, sequence: int, body: bytes, out: list[bytes]) -> None:
        if command == SUBMIT_SM and self._silent:
            self._tell(destination(body))
            return
        super()._received(command, sequence, body, out)
        if command in BINDS:
            self._bound.set()

    def _replied(self, number: bytes, out: list[bytes]) -> None:
        self._tell(number)


class Replies:
    """Numbers that were replied to."""

    def __init__(self) -> None:
        self._numbers: set[bytes] = set()
        self._some = asyncio.Event()

    def add(self, number: bytes) -> None:
        """This one was."""
        self._numbers.add(number)
        self._some.set()

    async def reach(self, count: int) -> None:
        """Wait until so many were."""
        async with asyncio.timeout(PATIENCE):
            while len(self._numbers) < count:
                self._some.clear()
                await self._some.wait()


async def listen(link: Callable[[], Link]) -> str:
    """The port of an SMSC with such links."""
    server = await asyncio.get_running_loop().create_server(link, "127.0.0.1", 0)
    return str(server.sockets[0].getsockname()[1])


async def restart(folder: Path, redis_url: str, operator_url: str) -> tuple[float, float]:
    """Seconds from the kill until a gateway started at once has bound, and until it replies to somebody."""
    before, after = Replies(), Replies()
    bound = asyncio.Event()
    links = iter((Link(PEOPLE, before.add), Link(PEOPLE, after.add, bound=bound)))
    gateway = command(await listen(lambda: next(links)), folder, redis_url, operator_url)
    with running(*gateway) as process:
        await before.reach(PEOPLE)
        os.kill(process.pid, signal.SIGKILL)
        killed = asyncio.get_running_loop().time()
        with running(*gateway):
            await bound.wait()
            begun = asyncio.get_running_loop().time()
            await after.reach(1)
            return begun - killed, asyncio.get_running_loop().time() - killed


async def adoption(folder: Path, redis_url: str, operator_url: str) -> float:
    """Seconds from the kill until another gateway has sent all that was in the queue of the dead one."""
    before, after = Replies(), Replies()
    bound = asyncio.Event()
    links = iter((Link(0, after.add, bound=bound), Link(PEOPLE, before.add, silent=True)))
    port = await listen(lambda: next(links))
    with running(*command(port, folder, redis_url, operator_url, "--name", "heir")):
        await bound.wait()
        with running(*command(port, folder, redis_url, operator_url, "--name", "dead")) as process:
            await before.reach(WINDOW)
            os.kill(process.pid, signal.SIGKILL)
            killed = asyncio.get_running_loop().time()
            await after.reach(PEOPLE)
            return asyncio.get_running_loop().time() - killed


async def recovery() -> Recovery:
    """Both, each on a Redis of its own."""
    bound, serves = await _alone(restart)
    return Recovery(bound, serves, await _alone(adoption))


async def _alone(measure: Callable[[Path, str, str], Awaitable[T]]) -> T:
    with ExitStack() as exits:
        folder = Path(exits.enter_context(TemporaryDirectory()))
        urls = exits.enter_context(redis(folder)), exits.enter_context(operator(folder))
        return await measure(folder, *urls)


if __name__ == "__main__":
    print(uvloop.run(recovery()))
