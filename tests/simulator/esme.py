"""A small ESME for tests: binds, answers each message as it is told, keeps all that comes."""

import asyncio
from collections.abc import Callable, Sequence
from ssl import SSLContext
from typing import cast

from smpp.events import Event, Notice, Request, Response
from smpp.pdus import BindTransceiver, DataSm, DeliverSm, Pdu, reply
from smpp.session import Role, Session

TIMEOUT = 5.0
"""Seconds that a test waits for what must come."""

Answer = Callable[[DeliverSm], int | None]
"""The status to answer a message with; None: no answer."""

ANYBODY = BindTransceiver(system_id="esme", password="secret")


def take(message: DeliverSm) -> int | None:
    """Answer that all is well."""
    return 0


def ignore(message: DeliverSm) -> int | None:
    """Answer nothing."""
    return None


class Esme(asyncio.Protocol):
    """One connection."""

    def __init__(self, answer: Answer) -> None:
        loop = asyncio.get_running_loop()
        self.messages: asyncio.Queue[DeliverSm] = asyncio.Queue()
        self.data: asyncio.Queue[DataSm] = asyncio.Queue()
        self.notices: asyncio.Queue[Pdu] = asyncio.Queue()
        self.session = Session(Role.ESME, now=loop.time())
        self.lost: asyncio.Future[None] = loop.create_future()
        self.watch: Callable[[Pdu], object] = lambda pdu: None
        """Called with each response and each request, in the order in which they came."""
        self._answer = answer
        self._loop = loop
        self._responses: dict[int, asyncio.Future[Pdu]] = {}
        self._transport: asyncio.Transport

    @classmethod
    async def connect(cls, port: int, answer: Answer = take, tls: SSLContext | None = None) -> "Esme":
        """Connected, not bound."""
        name = "localhost" if tls else None
        _, esme = await asyncio.get_running_loop().create_connection(
            lambda: cls(answer), "127.0.0.1", port, ssl=tls, server_hostname=name
        )
        return esme

    @classmethod
    async def bound(
        cls, port: int, answer: Answer = take, bind: Pdu = ANYBODY, tls: SSLContext | None = None
    ) -> "Esme":
        """Connected and bound."""
        esme = await cls.connect(port, answer, tls)
        response = await esme.request(bind)
        assert response.status == 0
        return esme

    async def request(self, pdu: Pdu) -> Pdu:
        """Send a request, wait for its response."""
        future = self.ask(pdu)
        async with asyncio.timeout(TIMEOUT):
            return await future

    def ask(self, pdu: Pdu) -> asyncio.Future[Pdu]:
        """Send a request; its response."""
        future = self._responses[self.session.send(pdu, self._loop.time())] = self._loop.create_future()
        self._flush()
        return future

    def submit(self, pdu: Pdu) -> None:
        """Send a request without waiting; what is queued while something is handled leaves with it."""
        self._responses[self.session.send(pdu, self._loop.time())] = self._loop.create_future()

    async def requests(self, pdus: Sequence[Pdu]) -> list[Pdu]:
        """Send requests at one stroke, wait for their responses."""
        first = self.session.last_sequence + 1
        for pdu in pdus:
            self.submit(pdu)
        responses = [self._responses[first + index] for index in range(len(pdus))]
        self._flush()
        async with asyncio.timeout(TIMEOUT):
            return await asyncio.gather(*responses)

    async def notice(self) -> Pdu:
        """The next PDU to which no response is due."""
        async with asyncio.timeout(TIMEOUT):
            return await self.notices.get()

    async def message(self) -> DeliverSm:
        """The next message that came."""
        async with asyncio.timeout(TIMEOUT):
            return await self.messages.get()

    def respond(self, message: DeliverSm, status: int = 0) -> None:
        """Answer a message later."""
        self.session.respond(reply(message, status))
        self._flush()

    def pause(self) -> None:
        """Read no more."""
        self._transport.pause_reading()

    def abort(self) -> None:
        """Drop the connection."""
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost.set_result(None)

    def data_received(self, data: bytes) -> None:
        for event in self.session.receive(data, self._loop.time()):
            self._handle(event)
        self._flush()

    def _handle(self, event: Event) -> None:
        match event:
            case Notice(pdu=notice):
                self.notices.put_nowait(notice)
            case Response(response=response):
                self.watch(response)
                self._responses.pop(response.sequence).set_result(response)
            case Request(pdu=DataSm() as message):
                self.data.put_nowait(message)
                self.session.respond(reply(message))
            case Request(pdu=DeliverSm() as message):
                self.watch(message)
                self.messages.put_nowait(message)
                status = self._answer(message)
                if status is not None:
                    self.session.respond(reply(message, status))

    def _flush(self) -> None:
        self._transport.write(self.session.data_to_send())
