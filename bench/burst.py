"""A burst: 100 000 messages at once, as fast as the socket takes them, and what the gateway's memory makes of it.

    python -m bench.burst [--messages 100000]

The gateway is the shipped command with its default settings; Redis (append-only, everysec) and the back office are
processes beside it. 10 000 numbers write in turn. What is refused for now (0x14) is written again after a second,
all at once, for 20 s. Four cases: all is well; Redis stands still for 0.4 s of every 0.5; the operator stands still;
and as many replies wait in the queue when the gateway starts. Prints how many messages were acknowledged, how often
one was refused, what was sent, and the most memory that the gateway has had (VmHWM); exit 1 beyond 250 MB.
"""

import argparse
import asyncio
import itertools
import os
import re
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from bench.load import BINDS, DELIVER_SM, ENQUIRE_LINK, FIRST, HEADER, NUMBERS, RESPONSE, SUBMIT_SM
from bench.processes import ENVIRONMENT, operator, redis, running
from bench.turns import command
from dialogs.effects import Say
from gateway.records import Codec, Queued, Record, Route
from gateway.vault import Vault
from operator_api.contract import Number
from pomoshnik.secret import Secret
from state.batch import MOST_ENTRIES, Entry
from state.connection import connect
from state.store import Store

NAME = "burst"
BURST = 100_000
AT_ONCE = 500
"""Messages in one write."""

AGAIN_AFTER, STORM = 1.0, 20.0
"""Seconds."""

REPLIES = 10
"""Of a number, when they wait at the start."""

SAY = Say("Баланс: 100,00 руб. Тариф Супер МТС, плата 0,00 руб.")

MOST_MEGABYTES = 250

QUIET = 3.0
"""Seconds without anything new, after which it is over."""


class Smsc(asyncio.Protocol):
    """Writes ``count`` messages once it is bound, as fast as the socket takes them, and what is refused again."""

    def __init__(self, count: int, text: str) -> None:
        message = text.encode("utf-16-be")
        self._tail = b"\0\x00\x01111\0\0\0\0\0\0\0\0\x08\0" + bytes((len(message),)) + message
        self._left = count
        self._written = 0
        self._loop = asyncio.get_running_loop()
        self._until = 0.0
        self._sequence = itertools.count(1)
        self._numbers = itertools.cycle(str(FIRST + index).encode() for index in range(NUMBERS))
        self._buffer = b""
        self._paused = False
        self._again = 0
        self.taken = self.refused = self.sent = 0
        self.news = asyncio.Event()

    @property
    def waiting(self) -> int:
        """Messages that are not answered."""
        return self._written - self.taken - self.refused

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def pause_writing(self) -> None:
        self._paused = True

    def resume_writing(self) -> None:
        self._paused = False
        self._write()

    def data_received(self, data: bytes) -> None:
        data, at, out = self._buffer + data, 0, []
        while len(data) - at >= HEADER.size and len(data) - at >= (length := HEADER.unpack_from(data, at)[0]):
            _, command, status, sequence = HEADER.unpack_from(data, at)
            out.append(self._received(command, status, sequence))
            at += length
        self._buffer = data[at:]
        self._transport.write(b"".join(out))
        self.news.set()

    def _received(self, command: int, status: int, sequence: int) -> bytes:
        if command == DELIVER_SM | RESPONSE:
            self._answered(status)
        elif command == SUBMIT_SM:
            self.sent += 1
            return HEADER.pack(18, SUBMIT_SM | RESPONSE, 0, sequence) + b"1\0"
        elif command == ENQUIRE_LINK:
            return HEADER.pack(16, ENQUIRE_LINK | RESPONSE, 0, sequence)
        elif command in BINDS:
            self._until = self._loop.time() + STORM
            self._loop.call_soon(self._write)
            return HEADER.pack(21, command | RESPONSE, 0, sequence) + b"load\0"
        return b""

    def _answered(self, status: int) -> None:
        if not status:
            self.taken += 1
            return
        self.refused += 1
        self._again += 1
        if self._again == 1 and self._loop.time() < self._until:
            self._loop.call_later(AGAIN_AFTER, self._write_again)

    def _write_again(self) -> None:
        self._left += self._again
        self._again = 0
        self._write()

    def _write(self) -> None:
        while self._left and not self._paused:
            count = min(self._left, AT_ONCE)
            self._left -= count
            self._written += count
            self._transport.write(b"".join(self._message() for _ in range(count)))

    def _message(self) -> bytes:
        body = b"\0\x01\x01" + next(self._numbers) + self._tail
        return HEADER.pack(16 + len(body), DELIVER_SM, 0, next(self._sequence)) + body


class Rig:
    """Everything but the gateway, in a folder of its own."""

    def __init__(self, exits: ExitStack, smsc: Smsc) -> None:
        folder = self._folder = Path(exits.enter_context(TemporaryDirectory()))
        self.smsc = smsc
        self.redis = exits.enter_context(redis(folder))
        self.port = 0
        self._exits = exits
        self._operator = exits.enter_context(operator(folder))
        self.processes = {"redis": _process(f"{folder}/redis.sock"), "operator": _process(f"{folder}/operator.db")}
        self._gateway = 0

    async def listen(self) -> None:
        """Open the SMSC's port."""
        server = await asyncio.get_running_loop().create_server(lambda: self.smsc, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]

    async def serve(self) -> None:
        """Start the gateway; returns when it is bound."""
        serving = command(str(self.port), self._folder, self.redis, self._operator, "--name", NAME)
        self._gateway = self._exits.enter_context(running(*serving)).pid
        await self.smsc.news.wait()

    async def quiet(self) -> None:
        """Returns when all messages are answered and nothing new comes."""
        while await self._hears() or self.smsc.waiting:
            pass

    async def _hears(self) -> bool:
        self.smsc.news.clear()
        try:
            async with asyncio.timeout(QUIET):
                return await self.smsc.news.wait()
        except TimeoutError:
            return False

    def halt(self, name: str) -> None:
        """It stands still from now on."""
        os.kill(self.processes[name], signal.SIGSTOP)

    def let_go(self, name: str) -> None:
        """It does so no longer."""
        os.kill(self.processes[name], signal.SIGCONT)

    @property
    def megabytes(self) -> float:
        """The most memory that the gateway has had."""
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{self._gateway}/status").read_text())
        assert found
        return int(found[1]) / 1024


def _process(word: str) -> int:
    """The one with this word in its command line."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        if word.encode() in path.read_bytes():
            return int(path.parent.name)
    raise LookupError(word)


async def all_is_well(rig: Rig, count: int) -> None:
    """Nothing is in the way."""
    await rig.serve()
    await rig.quiet()


async def redis_is_slow(rig: Rig, count: int) -> None:
    """It stands still for 0.4 s of every 0.5."""
    await rig.serve()
    for _ in range(int(STORM / 0.5)):
        rig.halt("redis")
        await asyncio.sleep(0.4)
        rig.let_go("redis")
        await asyncio.sleep(0.1)
    await rig.quiet()


async def the_operator_stands_still(rig: Rig, count: int) -> None:
    """As long as the storm does."""
    await rig.serve()
    rig.halt("operator")
    await asyncio.sleep(STORM)
    rig.let_go("operator")
    await rig.quiet()


async def replies_wait(rig: Rig, count: int) -> None:
    """As many as there were messages, when the gateway starts."""
    await _fill(rig, count)
    await rig.serve()
    await rig.quiet()


async def _fill(rig: Rig, count: int) -> None:
    """Ten replies for each number, or as many as that makes."""
    codec, route = (
        Codec(Vault(Secret(ENVIRONMENT["POMOSHNIK_SECRET"]).key("gateway"))),
        Route(f"bench@127.0.0.1:{rig.port}", "111"),
    )
    async with connect(rig.redis) as client:
        store = Store(client, NAME)
        await store.take()
        numbers = [Number(str(FIRST + index)) for index in range(count // REPLIES)]
        entries = [
            Entry(
                number,
                b"",
                codec.record_bytes(Record()),
                (codec.queued_bytes(Queued(number, route, 1, "", SAY)),) * REPLIES,
            )
            for number in numbers
        ]
        for at in range(0, len(entries), MOST_ENTRIES):
            await store.commit(entries[at : at + MOST_ENTRIES])


CASES: dict[str, tuple[str, Callable[[Rig, int], Awaitable[None]]]] = {
    "all is well": ("меню", all_is_well),
    "Redis is slow": ("меню", redis_is_slow),
    "the operator stands still": ("баланс", the_operator_stands_still),
    "replies wait at the start": ("", replies_wait),
}


async def measure(case: str, count: int) -> float:
    """Run a case and print it; megabytes."""
    text, run = CASES[case]
    smsc = Smsc(count if text else 0, text)
    with ExitStack() as exits:
        rig = Rig(exits, smsc)
        await rig.listen()
        await run(rig, count)
        told = f"{smsc.taken:7} acknowledged  {smsc.refused:8} refused  {smsc.sent:7} sent"
        print(f"{case:26} {told}  {rig.megabytes:5.0f} MB", flush=True)
        return rig.megabytes


def main() -> None:
    """Measure and print; exit 1 if it is too much."""
    parser = argparse.ArgumentParser(description="A burst, and the gateway's memory.")
    parser.add_argument("--messages", type=int, default=BURST)
    parser.add_argument("--case", choices=CASES, action="append")
    arguments = parser.parse_args()
    most = max(asyncio.run(measure(case, arguments.messages)) for case in arguments.case or CASES)
    sys.exit(most > MOST_MEGABYTES)


if __name__ == "__main__":
    main()
