"""Between gateways and an SMSC: each PDU of a phone is seen here, and one that is waited for goes no further."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import NamedTuple

from smpp.codec import decode
from smpp.frames import Framer
from smpp.pdus import DeliverSm, DeliverSmResp, Pdu, SubmitSm, SubmitSmResp

Message = SubmitSm | DeliverSm
Kind = type[SubmitSm | DeliverSm | SubmitSmResp | DeliverSmResp]


class Seen(NamedTuple):
    """A PDU on its way; ``request``: what it answers, if it does; ``passed``: it was not stopped."""

    pdu: Pdu
    request: Message | None
    passed: bool


class _Stop:
    """What is waited for, and what was caught."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.caught = asyncio.Event()
        self.requests: list[Message] = []
        self.frame = b""
        self.seen: Seen
        self.writer: StreamWriter


class Tap:
    """Passes everything on to the SMSC at that port, and back."""

    def __init__(self, smsc: int, seen: Callable[[str, Seen], None]) -> None:
        """``seen`` hears of each message of a phone, and of each answer to one."""
        self._smsc = smsc
        self._seen = seen
        self._stops: dict[str, _Stop] = {}
        self._writers: set[StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[int]:
        """Gives the port."""
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        yield server.sockets[0].getsockname()[1]
        server.close()
        self.cut()
        await asyncio.gather(*self._tasks)

    def stop(self, phone: str, kind: Kind) -> asyncio.Event:
        """Stop the next one, of a response the next to what comes from now on; gives what is set when it has come."""
        self._stops[phone] = _Stop(kind)
        return self._stops[phone].caught

    def let_go(self, phone: str, *, lost: bool) -> None:
        """Stop nothing any more; what was stopped goes on, or is lost."""
        stop = self._stops.pop(phone, None)
        if stop and stop.caught.is_set() and not lost:
            stop.writer.write(stop.frame)
            self._seen(phone, stop.seen._replace(passed=True))

    def cut(self) -> None:
        """Cut all connections, with what is on its way."""
        for writer in [*self._writers]:
            writer.transport.abort()

    def _accept(self, reader: StreamReader, writer: StreamWriter) -> None:
        task = asyncio.create_task(self._carry(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry(self, reader: StreamReader, writer: StreamWriter) -> None:
        answers, requests = await asyncio.open_connection("127.0.0.1", self._smsc)
        self._writers |= {writer, requests}
        asked: dict[tuple[type[Pdu], int], Message] = {}
        await asyncio.gather(self._pump(reader, requests, asked), self._pump(answers, writer, asked))
        self._writers -= {writer, requests}

    async def _pump(
        self, reader: StreamReader, writer: StreamWriter, asked: dict[tuple[type[Pdu], int], Message]
    ) -> None:
        framer = Framer()
        with suppress(OSError):
            while data := await reader.read(1 << 16):
                for frame in framer.feed(data):
                    self._pass(frame, writer, asked)
        writer.close()

    def _pass(self, frame: bytes, writer: StreamWriter, asked: dict[tuple[type[Pdu], int], Message]) -> None:
        pdu, request = decode(frame), None
        if isinstance(pdu, SubmitSm):
            asked[SubmitSmResp, pdu.sequence] = pdu
        elif isinstance(pdu, DeliverSm):
            asked[DeliverSmResp, pdu.sequence] = pdu
        else:
            request = asked.pop((type(pdu), pdu.sequence), None)
        message = pdu if isinstance(pdu, SubmitSm | DeliverSm) else request
        if message is None or not self._stopped(_phone(message), Seen(pdu, request, passed=False), frame, writer):
            if passed := not writer.is_closing():
                writer.write(frame)
            if message is not None:
                self._seen(_phone(message), Seen(pdu, request, passed))

    def _stopped(self, phone: str, seen: Seen, frame: bytes, writer: StreamWriter) -> bool:
        stop = self._stops.get(phone)
        if stop is None or stop.caught.is_set():
            return False
        if isinstance(seen.pdu, SubmitSm | DeliverSm):
            stop.requests.append(seen.pdu)
        if not isinstance(seen.pdu, stop.kind) or (seen.request and seen.request not in stop.requests):
            return False
        stop.frame, stop.seen, stop.writer = frame, seen, writer
        stop.caught.set()
        self._seen(phone, seen)
        return True


def _phone(message: Message) -> str:
    return message.source_addr if isinstance(message, DeliverSm) else message.destination_addr
