"""How fast is the simulator on one core: `python -m bench.simulator [SECONDS]`.

The ESME is a process of its own that knows bytes only: it keeps so many submit_sm without a response, and answers each
deliver_sm. 10 000 phones write and are written to, receipts off, no faults. Prints messages a second, and the share of
one core that the simulator took for them.
"""

import asyncio
import itertools
import struct
import sys
import time
from collections.abc import Callable
from typing import cast

import uvloop

from bench.load import DELIVER_SM, FIRST, HEADER, NUMBERS, RESPONSE
from simulator.smsc import Smsc

SUBMIT_SM, UNBIND = 0x04, 0x06
BIND = struct.pack(">4L", 23, 9, 0, 1) + b"\0\0\0\x34\0\0\0"
WINDOWS = (64, 256, 512)
SECONDS = 5.0
WARM_UP = 1.0
WAITING = 1_000
"""Messages of phones that wait for the ESME at any time."""
PACE = 0.001
"""Seconds between two looks how many do."""
TEXT = "Ваш баланс 120,50 руб."


class Esme(asyncio.Protocol):
    """Bound as a transceiver, until the link is `lost`."""

    def __init__(self, window: int) -> None:
        text = TEXT.encode("utf-16-be")
        tail = b"\0\0\0\0\0\0\0\0\x08\0" + bytes((len(text),)) + text
        numbers = itertools.cycle(range(FIRST, FIRST + NUMBERS))
        self._bodies = (b"\0\0\x01111\0\x01\x01" + str(number).encode() + tail for number in numbers)
        self._window = window
        self._sequence = itertools.count(2)
        self._buffer = b""
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See Protocol."""
        self._transport = cast(asyncio.Transport, transport)
        self._transport.write(BIND)

    def connection_lost(self, exc: Exception | None) -> None:
        """See Protocol."""
        self.lost.set_result(None)

    def data_received(self, data: bytes) -> None:
        """See Protocol."""
        data, at, out = self._buffer + data, 0, list[bytes]()
        while len(data) - at >= 16:
            length, command, status, sequence = HEADER.unpack_from(data, at)
            if len(data) - at < length:
                break
            self._received(command, status, sequence, out)
            at += length
        self._buffer = data[at:]
        self._transport.write(b"".join(out))

    def _received(self, command: int, status: int, sequence: int, out: list[bytes]) -> None:
        assert status == 0
        if command == SUBMIT_SM | RESPONSE:
            out.append(self._submit_sm())
        elif command == DELIVER_SM:
            out.append(HEADER.pack(17, command | RESPONSE, 0, sequence) + b"\0")
        elif command == UNBIND:
            out.append(HEADER.pack(16, UNBIND | RESPONSE, 0, sequence))
        elif command & RESPONSE:
            out += [self._submit_sm() for _ in range(self._window)]

    def _submit_sm(self) -> bytes:
        body = next(self._bodies)
        return HEADER.pack(16 + len(body), SUBMIT_SM, 0, next(self._sequence)) + body


async def esme(port: int, window: int) -> None:
    """Bind, and work until the link is gone."""
    loop = asyncio.get_running_loop()
    _, bound = await loop.create_connection(lambda: Esme(window), "127.0.0.1", port)
    await bound.lost


async def measure(window: int, seconds: float, write: Callable[[Smsc], None] | None = None) -> str:
    """A row of figures; `write` is what phones do all the time."""
    smsc = Smsc()
    port = await smsc.start("127.0.0.1", 0)
    phones = asyncio.create_task(_writing(smsc, write)) if write else None
    words = map(str, (port, window))
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bench.simulator", *words)
    while not any(link.bind for link in smsc.links()):
        await asyncio.sleep(PACE)
    await asyncio.sleep(WARM_UP)
    begun, cpu, before = time.perf_counter(), time.process_time(), _messages(smsc)
    await asyncio.sleep(seconds)
    passed, cpu, count = time.perf_counter() - begun, time.process_time() - cpu, _messages(smsc) - before
    if phones:
        phones.cancel()
    await smsc.aclose()
    await process.wait()
    return f"{count / passed:8.0f}/s at {cpu / passed:4.0%} of a core, {count / cpu:8.0f}/s on a whole one"


def _messages(smsc: Smsc) -> int:
    return sum(link.counters.submitted + link.counters.delivered for link in smsc.links())


async def _writing(smsc: Smsc, write: Callable[[Smsc], None]) -> None:
    while True:
        while smsc.links() and smsc.health().waiting < WAITING:
            write(smsc)
        await asyncio.sleep(PACE)


def texting() -> Callable[[Smsc], None]:
    """One phone after the other writes to 111."""
    numbers = itertools.cycle(map(str, range(FIRST, FIRST + NUMBERS)))
    return lambda smsc: cast(None, smsc.send_sms(next(numbers), "111", TEXT))


async def main(seconds: float) -> None:
    """Print the table."""
    for window in WINDOWS:
        print(f"submit_sm, window {window:3}: {await measure(window, seconds)}")
    print(f"deliver_sm            : {await measure(0, seconds, texting())}")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        uvloop.run(esme(int(sys.argv[1]), int(sys.argv[2])))
    else:
        uvloop.run(main(float(sys.argv[1]) if sys.argv[1:] else SECONDS))
