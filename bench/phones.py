"""A load generator: an SMSC whose phones hold conversations, by SMS or in USSD sessions, and time each reply.

    python -m bench.phones CHANNEL SECONDS PHONES TEXTS [RATE THINK LINGER]

CHANNEL is ``sms`` or ``ussd``; TEXTS, with commas between them, are what a phone writes one after the other, each when
the reply to the last has come, and THINK seconds after it. PHONES of `NUMBERS` do so at once, and when one is through
the next begins; with a RATE so many begin a second, evenly spread, whether others are served or not. First each number
writes once, uncounted. Prints its port, waits for one ESME to bind, counts for SECONDS, waits for what comes within
LINGER seconds more, and prints one line of JSON: see `Phones.figures`.
"""

import asyncio
import itertools
import json
import sys
import time
from collections.abc import Sequence

import uvloop
from msgspec import Struct

from bench.load import DELIVER_SM, FIRST, HEADER, NUMBERS, RESPONSE, SUBMIT_SM, Load, destination
from smpp.codec import encode
from smpp.pdus import DeliverSm
from smpp.ussd import Operation, dialect

DEADLINE = 15.0
"""Seconds for which the SMSC keeps a session that waits for a page."""

SAMPLE = str(FIRST)


class Phone(Struct, gc=False):
    """One in conversation, about to write its ``turn``-th text at ``at``; ``session`` is 1 to 255."""

    number: bytes
    session: int
    turn: int = 0
    at: float = 0.0


class Sms:
    """Texts as deliver_sm, cut where the number of the phone stands."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._cut = [encode(_sms(text))[HEADER.size :].partition(SAMPLE.encode()) for text in texts]

    def written(self, phone: Phone) -> tuple[bytes, bytes]:
        """What tells the reply to it from all others, and the body of the deliver_sm."""
        before, _, after = self._cut[phone.turn]
        return phone.number, before + phone.number + after

    def replied(self, body: bytes) -> bytes:
        """The former, of a submit_sm."""
        return destination(body)


class Ussd:
    """The same in sessions of the default dialect. The octets of its_session_info end what it writes."""

    def __init__(self, texts: Sequence[str]) -> None:
        first, *others = texts
        units = [(Operation.BEGIN, first), *((Operation.ANSWER, text) for text in others)]
        self._cut = [encode(_unit(*unit))[HEADER.size : -2].partition(SAMPLE.encode()) for unit in units]

    def written(self, phone: Phone) -> tuple[bytes, bytes]:
        """As above; of a session, its number and that of the message tell."""
        before, _, after = self._cut[phone.turn]
        info = bytes((phone.session, phone.turn << 1))
        return phone.number + info, before + phone.number + after + info

    def replied(self, body: bytes) -> bytes:
        """As above; nothing waits for an SMS."""
        if not body.startswith(b"USSD\0"):
            return b""
        return destination(body) + body[-2:-1] + bytes((body[-1] & 0xFE,))


def _sms(text: str) -> DeliverSm:
    return DeliverSm(
        source_addr_ton=1,
        source_addr_npi=1,
        source_addr=SAMPLE,
        destination_addr="111",
        data_coding=8,
        short_message=text.encode("utf-16-be"),
    )


def _unit(operation: Operation, text: str) -> DeliverSm:
    return dialect("").deliver(operation, 1, SAMPLE, "111", text, 0)


CHANNELS: dict[str, type[Sms] | type[Ussd]] = {"sms": Sms, "ussd": Ussd}


class Phones(Load):
    """The link to one ESME."""

    def __init__(
        self,
        over: "asyncio.Future[dict[str, float]]",
        channel: str,
        seconds: float,
        phones: int,
        texts: Sequence[str],
        rate: float = 0.0,
        think: float = 0.0,
        linger: float = 0.0,
    ) -> None:
        super().__init__(over, seconds, phones, "", rate)
        self._channel = CHANNELS[channel](texts)
        self._turns = len(texts)
        self._think = think
        self._linger = linger
        self._sessions = itertools.cycle(range(1, 256))
        self._waiting: dict[bytes, Phone] = {}
        self._firsts: list[float] = []
        self._dialled = self._others = 0
        self._used = 0.0
        self._ended = False
        self._loop = asyncio.get_running_loop()

    def _received(self, command: int, sequence: int, body: bytes, out: list[bytes]) -> None:
        if command == SUBMIT_SM:
            out.append(HEADER.pack(18, SUBMIT_SM | RESPONSE, 0, sequence) + b"1\0")
            self._replied(self._channel.replied(body), out)
        else:
            super()._received(command, sequence, body, out)

    def _write(self, out: list[bytes]) -> None:
        """The next phone begins."""
        self._dialled += bool(self._begun)
        self._say(Phone(next(self._numbers), next(self._sessions)), out)

    def _say(self, phone: Phone, out: list[bytes]) -> None:
        key, body = self._channel.written(phone)
        out.append(HEADER.pack(HEADER.size + len(body), DELIVER_SM, 0, next(self._sequence)) + body)
        self._waiting[key] = phone
        phone.at = time.perf_counter()

    def _replied(self, key: bytes, out: list[bytes]) -> None:
        phone = self._waiting.pop(key, None)
        if phone is None:
            self._others += 1
        elif self._begun:
            self._time(phone, time.perf_counter() - phone.at)
            self._go_on(phone, out)
        else:
            self._warmed(out)

    def _warmed(self, out: list[bytes]) -> None:
        """A reply to a number's first message; at a RATE the counting begins when none is on its way."""
        self._served += 1
        if self._served == NUMBERS:
            self._begin()
        if not self._rate or self._served + len(self._waiting) < NUMBERS:
            self._write(out)

    def _begin(self) -> None:
        self._begun, self._used, self._others = time.perf_counter(), time.process_time(), 0
        self._loop.call_later(self._seconds, self._end)
        if self._rate:
            self._pace()

    def _time(self, phone: Phone, seconds: float) -> None:
        self._times.append(seconds)
        if not phone.turn:
            self._firsts.append(seconds)

    def _go_on(self, phone: Phone, out: list[bytes]) -> None:
        phone.turn += 1
        if self._ended:
            return
        if phone.turn == self._turns:
            if not self._rate:
                self._write(out)
        elif self._think:
            self._loop.call_later(self._think, self._say_later, phone)
        else:
            self._say(phone, out)

    def _say_later(self, phone: Phone) -> None:
        out: list[bytes] = []
        if not self._ended:
            self._say(phone, out)
        self._transport.write(b"".join(out))

    def _end(self) -> None:
        used = (time.process_time() - self._used) / self._seconds
        self._ended, self._rate = True, 0.0
        self._loop.call_later(self._linger, lambda: self._over.set_result(self.figures(used)))

    def figures(self, used: float) -> dict[str, float]:
        """``per_second`` replies, and their ``p50_ms`` and ``p99_ms``; ``first_...`` are of each phone's first one.

        ``dialled``: phones that began; ``late``: replies after the deadline, ``latest_s`` the last of them;
        ``others``: what no phone waited for, such as an SMS instead of a page; ``used``: of a processor, by ourselves.
        """
        times, firsts = sorted(self._times), sorted(self._firsts)
        return {
            "per_second": round(len(times) / self._seconds),
            "p50_ms": _milliseconds(times, 50),
            "p99_ms": _milliseconds(times, 99),
            "first_p50_ms": _milliseconds(firsts, 50),
            "first_p99_ms": _milliseconds(firsts, 99),
            "replies": len(times),
            "dialled": self._dialled,
            "late": sum(seconds > DEADLINE for seconds in times),
            "latest_s": round(times[-1], 3),
            "others": self._others,
            "used": round(used, 2),
        }


def _milliseconds(times: list[float], percent: int) -> float:
    return round(times[len(times) * percent // 100] * 1000, 1)


async def main(channel: str, seconds: str, phones: str, texts: str, *pace: str) -> None:
    """Serve one ESME, measure, print."""
    loop = asyncio.get_running_loop()
    over: asyncio.Future[dict[str, float]] = loop.create_future()
    link = Phones(over, channel, float(seconds), int(phones), texts.split(","), *map(float, pace))
    server = await loop.create_server(lambda: link, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    print(json.dumps(await over), flush=True)
    server.close()


if __name__ == "__main__":
    uvloop.run(main(*sys.argv[1:]))
