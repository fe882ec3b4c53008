"""How fast is the simulator on one core: `python -m bench.simulator [SECONDS]`.

The ESME is a process of its own that knows bytes only: it keeps so many submit_sm without a response, and answers each
deliver_sm. 10 000 phones write and are written to, receipts off, no faults. Prints messages a second, and the share of
one core that the simulator took for them.
"""

import asyncio
import itertools
import json
import struct
import sys
import time
from asyncio.subprocess import PIPE
from collections.abc import Callable
from typing import cast

import uvloop

from bench.load import DELIVER_SM, FIRST, HEADER, NUMBERS, RESPONSE
from simulator.smsc import Smsc

SUBMIT_SM = 0x04
BIND = struct.pack(">4L", 23, 9, 0, 1) + b"\0\0\0\x34\0\0\0"
WINDOWS = (64, 256, 512)
SECONDS = 5.0
WAITING = 1_000
"""Messages of phones that wait for the ESME at any time."""
PACE = 0.001
"""Seconds between two looks how many do."""
TEXT = "Ваш баланс 120,50 руб."


class Esme(asyncio.Protocol):
    """Bound as a transceiver; `count` says how many messages it has got through."""

    def __init__(self, window: int) -> None:
        text = TEXT.encode("utf-16-be")
        tail = b"\0\0\0\0\0\0\0\0\x08\0" + bytes((len(text),)) + text
        numbers = itertools.cycle(range(FIRST, FIRST + NUMBERS))
        self._bodies = (b"\0\0\x01111\0\x01\x01" + str(number).encode() + tail for number in numbers)
        self._window = window
        self._sequence = itertools.count(2)
        self._buffer = b""
        self.count = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See Protocol."""
        self._transport = cast(asyncio.Transport, transport)
        self._transport.write(BIND)

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
            self.count += 1
            out.append(self._submit_sm())
        elif command == DELIVER_SM:
            self.count += 1
            out.append(HEADER.pack(17, command | RESPONSE, 0, sequence) + b"\0")
        elif command & RESPONSE:
            out += [self._submit_sm() for _ in range(self._window)]

    def _submit_sm(self) -> bytes:
        body = next(self._bodies)
        return HEADER.pack(16 + len(body), SUBMIT_SM, 0, next(self._sequence)) + body


async def esme(port: int, window: int, seconds: float) -> None:
    """Bind, work, print how many a second."""
    loop = asyncio.get_running_loop()
    _, bound = await loop.create_connection(lambda: Esme(window), "127.0.0.1", port)
    await asyncio.sleep(1)
    begun, before = time.perf_counter(), bound.count
    await asyncio.sleep(seconds)
    print(json.dumps((bound.count - before) / (time.perf_counter() - begun)))


async def measure(window: int, seconds: float, write: Callable[[Smsc], None] | None = None) -> str:
    """A row of figures; `write` is what phones do all the time."""
    smsc = Smsc()
    port = await smsc.start("127.0.0.1", 0)
    phones = asyncio.create_task(_writing(smsc, write)) if write else None
    words = map(str, (port, window, seconds))
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bench.simulator", *words, stdout=PIPE)
    await asyncio.sleep(2)
    begun, cpu = time.perf_counter(), time.process_time()
    await asyncio.sleep(seconds - 2)
    share = (time.process_time() - cpu) / (time.perf_counter() - begun)
    rate = float((await process.communicate())[0])
    if phones:
        phones.cancel()
    await smsc.aclose()
    return f"{rate:9.0f} /s at {share:4.0%} of a core: {rate / share:9.0f} /s on one"


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
    if len(sys.argv) == 4:
        uvloop.run(esme(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
    else:
        uvloop.run(main(float(sys.argv[1]) if sys.argv[1:] else SECONDS))
