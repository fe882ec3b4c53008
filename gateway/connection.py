"""One TCP connection to an SMSC: moves octets between the socket and the session, and time into it."""

import asyncio
import itertools
from collections.abc import Callable
from typing import Protocol, cast

from gateway.metrics import UNEXPECTED
from smpp.events import Closed, Event, Request, Response, Unanswered, Unexpected
from smpp.pdus import Pdu, SubmitSm
from smpp.session import Session, State
from smpp.statuses import describe

MOST_UNANSWERED = 1000
"""deliver_sm of one link that may wait for their commit; more get the temporary error."""

Outcome = Callable[[Pdu | None], None]
"""Called once with the response to a request, or None if nobody can know its outcome."""

_numbers = itertools.count(1)


class Owner(Protocol):
    """Who made the connection and hears of it."""

    def bound(self, connection: "Connection") -> None:
        """It can be used now."""

    def incoming(self, connection: "Connection", pdu: Pdu) -> None:
        """The SMSC sent a message; `Connection.respond` answers it."""

    def room(self, connection: "Connection") -> None:
        """A place in the send window has become free."""


class Connection(asyncio.Protocol):
    """Life of one connection, from the bind on. ``closed`` is done when it is over."""

    def __init__(self, owner: Owner, smpp: Session, bind: Pdu) -> None:
        self.number = next(_numbers)
        self.closed: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.unanswered = 0
        self._owner = owner
        self._session = smpp
        self._bind = bind
        self._outcomes: dict[int, Outcome] = {}
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._due = 0.0  # uvloop's handles do not all know
        self._flushing = False
        self._transport: asyncio.Transport

    # What the owner does with it

    @property
    def free(self) -> int:
        """Messages that may be sent now."""
        return self._session.room if self._session.can_send else 0

    @property
    def sent(self) -> int:
        """Sequence number of the last request: how many there have been."""
        return self._session.last_sequence

    def submit(self, pdu: SubmitSm, outcome: Outcome) -> None:
        """Send a message; only while `free`."""
        self._outcomes[self._session.send(pdu, self._loop.time())] = outcome
        self._flush_soon()

    def respond(self, response: Pdu) -> None:
        """Answer a message that came in."""
        self.unanswered -= 1
        self._session.respond(response)
        self._flush_soon()

    def unbind(self) -> None:
        """Say goodbye, then close."""
        if self._session.bound:
            self._session.unbind(self._loop.time())
            self._flush()
        elif self._session.state is not State.UNBINDING:
            self._close("stopped")

    def drop(self) -> None:
        """Close at once; of what waits for an answer nobody can know the outcome."""
        for event in self._session.connection_lost():
            self._happened(event)

    # asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._session.send(self._bind, self._loop.time())
        self._flush()

    def data_received(self, data: bytes) -> None:
        for event in self._session.receive(data, self._loop.time()):
            self._happened(event)
        self._flush_soon()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        for event in self._session.connection_lost():
            self._happened(event)

    # Between the two

    def _happened(self, event: Event) -> None:
        match event:
            case Response(response=response) if response.sequence in self._outcomes:
                self._outcomes.pop(response.sequence)(response)
                self._owner.room(self)
            case Request(pdu=pdu):
                self.unanswered += 1
                self._owner.incoming(self, pdu)
            case Unanswered(sequence=sequence) if sequence in self._outcomes:
                self._outcomes.pop(sequence)(None)
                self._owner.room(self)
            case Response(request=request) if request is self._bind and self._session.bound:
                self._owner.bound(self)
            case Response(request=request, response=response) if request is self._bind:
                self._close(f"bind refused: {describe(response.status)}")
            case Closed(reason=reason):
                self._close(reason)
            case Unexpected():
                UNEXPECTED.inc()

    def _flush_soon(self) -> None:
        if not self._flushing:
            self._flushing = True
            self._loop.call_soon(self._flush)

    def _flush(self) -> None:
        self._flushing = False
        if (data := self._session.data_to_send()) and not self._transport.is_closing():
            self._transport.write(data)
        self._wait_for(self._session.deadline())

    def _wait_for(self, deadline: float | None) -> None:
        if self._timer is not None:
            if deadline is None or self._due <= deadline:
                return  # a tick too early does nothing and sets the next one
            self._timer.cancel()
        self._timer = None
        if deadline is not None:
            self._due = deadline
            self._timer = self._loop.call_at(deadline, self._tick)

    def _tick(self) -> None:
        self._timer = None
        for event in self._session.tick(self._loop.time()):
            self._happened(event)
        self._flush()

    def _close(self, reason: str) -> None:
        if not self.closed.done():
            self.closed.set_result(reason)
            self._flush()
            self._transport.close()
