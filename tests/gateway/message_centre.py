"""An SMSC that does what a test tells it, on the other end of `smpp.Session`."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import cast

from gateway.address import Address, parse
from smpp import parts
from smpp.events import Closed, Event, Request, Response, Unanswered
from smpp.parts import Joiner, Long, piece_of
from smpp.pdus import Bind, DeliverSm, Pdu, SubmitSm, reply
from smpp.session import Role, Session, Timers
from smpp.statuses import Status

PATIENCE = 60.0
"""Seconds that a test waits for what must come."""

ANNA, BORIS = "79160000001", "79160000002"

Answer = Callable[[Pdu], Pdu | None]
"""The response to a request of the gateway; None: it hangs."""


def welcome(request: Pdu) -> Pdu | None:
    """All is well."""
    return reply(request)


class Peer(asyncio.Protocol):
    """One connection of the gateway. ``closed`` is done when it is over; while ``deaf``, what comes is ``missed``."""

    def __init__(self, centre: "MessageCentre") -> None:
        self.bind = Bind()
        self.deaf = False
        self.missed = b""
        self.closed: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._centre = centre
        self._loop = asyncio.get_running_loop()
        self._responses: dict[int, asyncio.Future[Pdu | None]] = {}
        timers = Timers(enquire=1e6, response=1e6)
        self._session = Session(Role.SMSC, now=self._loop.time(), timers=timers, window=10_000)
        self._transport: asyncio.Transport

    def send(self, request: Pdu) -> "asyncio.Future[Pdu | None]":
        """Send a request; its response, or None if the connection ends before."""
        response = self._loop.create_future()
        self._responses[self._session.send(request, self._loop.time())] = response
        self._flush()
        return response

    async def ask(self, request: Pdu) -> Pdu:
        """Send a request, wait for its response."""
        async with asyncio.timeout(PATIENCE):
            return cast(Pdu, await self.send(request))

    def respond(self, response: Pdu) -> None:
        """Answer what the gateway asked before."""
        self._session.respond(response)
        self._flush()

    def write(self, data: bytes) -> None:
        """Send octets, any."""
        self._transport.write(data)

    def hear(self) -> None:
        """Be deaf no longer, and understand what was missed."""
        self.deaf = False
        self.data_received(self.missed)

    def unbind(self) -> None:
        """Say goodbye."""
        self._session.unbind(self._loop.time())
        self._flush()

    def abort(self) -> None:
        """Drop the connection."""
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._centre.peers.append(self)

    def data_received(self, data: bytes) -> None:
        if self.deaf:
            self.missed += data
            return
        for event in self._session.receive(data, self._loop.time()):
            self._handle(event)
        self._flush()

    def connection_lost(self, exc: Exception | None) -> None:
        for event in self._session.connection_lost():
            self._handle(event)
        self._centre.peers.remove(self)

    def _handle(self, event: Event) -> None:
        match event:
            case Request(pdu=request):
                self._requested(request)
            case Response(response=response) if waiting := self._responses.pop(response.sequence, None):
                waiting.set_result(response)
            case Unanswered(sequence=sequence) if waiting := self._responses.pop(sequence, None):
                waiting.set_result(None)
            case Closed(reason=reason):
                self._flush()
                self._transport.close()
                self.closed.set_result(reason)

    def _requested(self, request: Pdu) -> None:
        if response := self._centre.answer(request):
            self._session.respond(response)
        if isinstance(request, Bind):
            self.bind = request
            self._centre.binds.put_nowait(self)
        elif isinstance(request, SubmitSm):
            self._centre.submits.put_nowait((self, request))

    def _flush(self) -> None:
        if data := self._session.data_to_send():
            self._transport.write(data)


class MessageCentre:
    """``answer`` may be replaced at any time. ``peers`` are connected now."""

    def __init__(self) -> None:
        self.answer: Answer = welcome
        self.peers: list[Peer] = []
        self.binds: asyncio.Queue[Peer] = asyncio.Queue()
        self.submits: asyncio.Queue[tuple[Peer, SubmitSm]] = asyncio.Queue()
        self.port = 0
        self._joiner = Joiner(100, 600)

    def address(self, options: str = "") -> Address:
        """How the gateway finds it."""
        return parse(f"smpp://esme:secret@127.0.0.1:{self.port}?{options}")

    async def bound(self) -> Peer:
        """The next that asks to be bound."""
        async with asyncio.timeout(PATIENCE):
            return await self.binds.get()

    async def submit(self) -> SubmitSm:
        """The next message from the gateway."""
        async with asyncio.timeout(PATIENCE):
            return (await self.submits.get())[1]

    async def text(self) -> str:
        """The next message from the gateway, its parts joined."""
        while True:
            pdu = await self.submit()
            text = self._joiner.add((pdu.source_addr, pdu.destination_addr), piece_of(pdu), 0)
            if text is not None:
                return text


@asynccontextmanager
async def message_centre(tls: ssl.SSLContext | None = None) -> AsyncIterator[MessageCentre]:
    """It listens on a free port."""
    centre = MessageCentre()
    server = await asyncio.get_running_loop().create_server(lambda: Peer(centre), "127.0.0.1", 0, ssl=tls)
    centre.port = server.sockets[0].getsockname()[1]
    try:
        yield centre
    finally:
        server.close()
        gone = [peer.closed for peer in centre.peers]
        for peer in [*centre.peers]:
            peer.abort()
        await asyncio.gather(*gone)


def deliver(
    text: str, number: str = ANNA, to: str = "111", reference: int = 7, long: Long = Long.UDH8
) -> list[DeliverSm]:
    """What a phone wrote, in as many parts as it takes."""
    return [
        DeliverSm(
            source_addr_ton=1,
            source_addr_npi=1,
            source_addr=number,
            destination_addr=to,
            esm_class=part.esm_class,
            data_coding=part.data_coding,
            short_message=part.short_message,
            tlvs=part.tlvs,
        )
        for part in parts.split(text, reference=reference, long=long)
    ]


async def taken(peer: Peer, text: str, number: str = ANNA) -> None:
    """Send a text as often as it is refused for now, as an SMSC does."""
    async with asyncio.timeout(PATIENCE):
        while (await peer.ask(deliver(text, number)[0])).status == Status.RMSGQFUL:
            await asyncio.sleep(0.1)
