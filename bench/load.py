"""A load generator: an SMSC in a process of its own that writes as many phones do, and times each reply.

    python -m bench.load SECONDS IN_FLIGHT TEXT [RATE [NUMBERS]]

Prints its port, waits for one ESME to bind, keeps IN_FLIGHT messages waiting for their replies, each from another of
NUMBERS. After `WARM_UP` of them have been served it counts for SECONDS, with a RATE at so many messages a second,
evenly spread, whether they are answered or not; then it prints one line of JSON: replies a second, and the time from
deliver_sm to submit_sm at p50 and p99 in milliseconds.
"""

import asyncio
import itertools
import json
import struct
import sys
import time
from functools import partial
from typing import cast

import uvloop

HEADER = struct.Struct(">4L")
RESPONSE = 0x80000000
SUBMIT_SM, DELIVER_SM, ENQUIRE_LINK = 0x04, 0x05, 0x15
BINDS = {0x01, 0x02, 0x09}
FIRST = 79160000000
NUMBERS = 10_000
WARM_UP = 10_000
"""Replies before the counting begins."""
PACE = 0.001
"""Seconds between two looks at how many messages are due."""


class Load(asyncio.Protocol):
    """The link to one ESME."""

    def __init__(
        self,
        over: "asyncio.Future[dict[str, float]]",
        seconds: float,
        in_flight: int,
        text: str,
        rate: float = 0.0,
        numbers: int = NUMBERS,
    ) -> None:
        message = text.encode("utf-16-be")
        self._tail = b"\0\x00\x01111\0\0\0\0\0\0\0\0\x08\0" + bytes((len(message),)) + message
        self._seconds = seconds
        self._in_flight = in_flight
        self._rate = rate
        self._paced = 0
        self._over = over
        self._buffer = b""
        self._sequence = itertools.count(1)
        self._numbers = itertools.cycle(str(FIRST + index).encode() for index in range(numbers))
        self._sent: dict[bytes, float] = {}
        self._served = 0
        self._times: list[float] = []
        self._begun = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        data = self._buffer + data
        out: list[bytes] = []
        at = 0
        while len(data) - at >= 16:
            length, command, _, sequence = HEADER.unpack_from(data, at)
            if len(data) - at < length:
                break
            self._received(command, sequence, data[at + 16 : at + length], out)
            at += length
        self._buffer = data[at:]
        if out:
            self._transport.write(b"".join(out))

    def _received(self, command: int, sequence: int, body: bytes, out: list[bytes]) -> None:
        if command == SUBMIT_SM:
            out.append(HEADER.pack(18, SUBMIT_SM | RESPONSE, 0, sequence) + b"1\0")
            self._replied(destination(body), out)
        elif command in BINDS:
            out.append(HEADER.pack(21, command | RESPONSE, 0, sequence) + b"load\0")
            for _ in range(self._in_flight):
                self._write(out)
        elif command == ENQUIRE_LINK:
            out.append(HEADER.pack(16, ENQUIRE_LINK | RESPONSE, 0, sequence))

    def _write(self, out: list[bytes]) -> None:
        number = next(self._numbers)
        body = b"\0\x01\x01" + number + self._tail
        out.append(HEADER.pack(16 + len(body), DELIVER_SM, 0, next(self._sequence)) + body)
        self._sent[number] = time.perf_counter()

    def _replied(self, number: bytes, out: list[bytes]) -> None:
        sent = self._sent.pop(number, None)
        if sent is None:
            return
        now = time.perf_counter()
        self._served += 1
        if self._served == WARM_UP:
            self._begun = now
            if self._rate:
                self._pace()
        elif self._begun and not self._over.done():
            self._times.append(now - sent)
            if now - self._begun > self._seconds:
                self._over.set_result(self._figures(now))
        if not (self._rate and self._begun):
            self._write(out)

    def _pace(self) -> None:
        due = int((time.perf_counter() - self._begun) * self._rate)
        out: list[bytes] = []
        for _ in range(due - self._paced):
            self._write(out)
        self._paced = due
        self._transport.write(b"".join(out))
        if not self._over.done():
            asyncio.get_running_loop().call_later(PACE, self._pace)

    def _figures(self, now: float) -> dict[str, float]:
        times = sorted(self._times)
        return {
            "per_second": round(len(times) / (now - self._begun)),
            "p50_ms": round(times[len(times) // 2] * 1000, 1),
            "p99_ms": round(times[len(times) * 99 // 100] * 1000, 1),
        }


def destination(body: bytes) -> bytes:
    """To whom a submit_sm goes; Kannel writes a plus."""
    source_end = body.index(b"\0", body.index(b"\0") + 3)
    return body[source_end + 3 : body.index(b"\0", source_end + 3)].lstrip(b"+")


async def main(seconds: float, in_flight: int, text: str, rate: float = 0.0, numbers: int = NUMBERS) -> None:
    """Serve one ESME, measure, print."""
    loop = asyncio.get_running_loop()
    over: asyncio.Future[dict[str, float]] = loop.create_future()
    load = partial(Load, over, seconds, in_flight, text, rate, numbers)
    server = await loop.create_server(load, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    print(json.dumps(await over), flush=True)
    server.close()


if __name__ == "__main__":
    uvloop.run(main(float(sys.argv[1]), int(sys.argv[2]), sys.argv[3], *map(int, sys.argv[4:])))
