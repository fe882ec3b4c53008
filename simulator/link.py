"""One connection of an ESME to the SMSC: a session on an asyncio transport."""

import asyncio
import re
import socket
import struct
from collections.abc import Sequence
from typing import Protocol, cast

from simulator.alarm import Alarm
from simulator.allowance import Allowance
from simulator.events import Counters, LinkState
from simulator.forwarding import Delivery, Route
from simulator.trouble.mischief import Mischief
from simulator.trouble.trouble import Trouble
from smpp.errors import RemoteError
from smpp.events import Closed, Event, Rejected, Request, Response, Unanswered
from smpp.frames import Framer
from smpp.pdus import Bind, BindResp, DataSm, DeliverSm, Pdu, SubmitMulti, SubmitSm
from smpp.session import Role, Session, State, Timers

_BINDS = {State.BOUND_TX: "TX", State.BOUND_RX: "RX", State.BOUND_TRX: "TRX"}
LONGEST_GOODBYE = 5.0
"""Seconds for which an ESME may leave lie what it was told last; then the connection is cut."""

_DIGITS = re.compile(r"\^?([0-9]+)\$?")
_AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: what closes so, resets

WINDOW = 64
"""Deliveries that may wait for an ESME's responses on one link."""


class Centre(Protocol):
    """The SMSC, as its links see it."""

    def opened(self, link: "Link") -> None:
        """An ESME has connected."""

    def bound(self, link: "Link") -> None:
        """The ESME has bound, or was refused."""

    def closed(self, link: "Link") -> None:
        """The connection is gone."""

    def answer(self, link: "Link", request: Pdu, refusal: int = 0) -> Pdu:
        """The response to an ESME's request; with that status, if there is one."""

    def answered(self, delivery: Delivery, status: int) -> None:
        """The ESME's response to a delivery."""

    def unanswered(self, delivery: Delivery) -> None:
        """No response came; nobody knows whether the ESME has it."""

    def again(self, deliveries: Sequence[Delivery]) -> None:
        """The ESME took these, and shall get them again."""

    def seen(self, link: "Link", direction: str, frame: bytes) -> None:
        """A PDU came "in" or went "out"."""

    def forward(self) -> None:
        """Send what can be sent now, on any link."""


class Link(asyncio.Protocol):
    """Bytes in, events to the centre, bytes out, and one timer."""

    def __init__(self, name: str, since: float, centre: Centre, timers: Timers, window: int = WINDOW) -> None:
        self.name = name
        self.system_id = ""
        self.counters = Counters()
        self.allowance: Allowance | None = None
        """What its account may send; None: anything."""
        self.data_sm = False
        """Whether messages of phones go as data_sm."""
        self.owed = 0
        """Requests of the ESME whose responses are not written yet."""
        self._queued = 0
        self._since = since
        self._centre = centre
        self._loop = asyncio.get_running_loop()
        self.gone: asyncio.Future[None] = self._loop.create_future()
        self._session = Session(Role.SMSC, now=self._loop.time(), timers=timers, window=window)
        self._serves = ""
        self._under_way: dict[int, Delivery] = {}
        self._framers = {"in": Framer(), "out": Framer()}
        self._alarm = Alarm(self._tick)
        self._peer = ""
        self._trouble: Trouble | None = None
        self._held = set[str]()
        self._transport: asyncio.Transport

    # What the centre does with it

    def state(self) -> LinkState:
        """What the API tells of it."""
        bind = _BINDS.get(self._session.state, "")
        connected = self._session.state is not State.CLOSED
        under_way = len(self._under_way)
        window = under_way + self._session.room
        return LinkState(
            self.name, self._peer, self.system_id, bind, connected, self._since, self.counters, under_way, window
        )

    def bind(self, request: Bind) -> None:
        """The ESME is who it says, and serves the short numbers that begin with the digits of its address_range.

        Any other address_range (it may be a regular expression, SMPP 3.4, 5.2.7) stands for all.
        """
        self.system_id = request.system_id
        digits = _DIGITS.fullmatch(request.address_range)
        self._serves = digits[1] if digits else ""

    def serves(self, route: Route) -> bool:
        """Whether a delivery of that route can be sent here, now."""
        return self._session.room > 0 and self.takes(route)

    def takes(self, route: Route) -> bool:
        """Whether a delivery of that route can be sent here, now or when there is room."""
        if not self._session.can_send or (self._trouble and self._trouble.silent):
            return False
        if route.system_id is not None:
            return route.system_id == self.system_id
        return route.destination.startswith(self._serves)

    def deliver(self, delivery: Delivery, pdu: DeliverSm | DataSm) -> None:
        """Send it as that PDU at the next flush."""
        sequence = self._session.send(pdu, self._loop.time())
        self._under_way[sequence] = delivery

    def notify(self, notice: Pdu) -> None:
        """Send what no response is due to, at once."""
        self._session.send(notice, self._loop.time())
        self.flush()

    def flush(self) -> None:
        """Write what the session has to say."""
        if data := self._session.data_to_send():
            if self._trouble:
                self._trouble.send(data)
            else:
                self._log("out", data)
                self._transport.write(data)
        self.owed -= self._queued
        self._queued = 0
        self._alarm.set(self._session.deadline())

    def unbind(self) -> None:
        """Say goodbye; `gone` is done when the ESME has closed or answered."""
        if self._session.bound:
            self._session.unbind(self._loop.time())
            self.flush()
        else:
            self._transport.close()

    def abort(self) -> None:
        """Close without a word."""
        self._transport.abort()

    def suffer(self, mischief: Mischief | None) -> None:
        """These are its faults from now on."""
        if self._trouble:
            ending, self._trouble = self._trouble, None
            ending.end()
        if mischief and not self._transport.is_closing():
            self._trouble = mischief.on(self)
        self._alarm.set(self._session.deadline())  # while it was silent it may have rung in vain

    # What its trouble does with it

    @property
    def bound(self) -> bool:
        """See Suffering."""
        return self._session.bound

    def receive(self, octets: bytes) -> None:
        """See Suffering."""
        self._log("in", octets)
        self._happened(self._session.receive(octets, self._loop.time()))

    def write(self, octets: bytes) -> None:
        """See Suffering."""
        self._transport.write(octets)

    def respond(self, response: Pdu) -> None:
        """See Suffering."""
        self._respond(response)
        self.flush()
        if isinstance(response, BindResp):
            self._centre.bound(self)
            self._centre.forward()

    def lose(self) -> None:
        """See Suffering."""
        self.owed -= 1

    def shown(self, frame: bytes) -> None:
        """See Suffering."""
        self._centre.seen(self, "out", frame)

    def hold(self, why: str, held: bool) -> None:
        """See Suffering."""
        (self._held.add if held else self._held.discard)(why)
        if not self._transport.is_closing():
            (self._transport.pause_reading if self._held else self._transport.resume_reading)()

    def reset(self) -> None:
        """See Suffering."""
        self._transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        self._transport.abort()

    # asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """An ESME has connected."""
        self._transport = cast(asyncio.Transport, transport)
        if peer := transport.get_extra_info("peername"):  # of one that is gone already there is none
            self._peer = "{}:{}".format(*peer[:2])
        self._alarm.set(self._session.deadline())
        self._centre.opened(self)

    def data_received(self, data: bytes) -> None:
        """The ESME has sent octets."""
        if self._trouble:
            self._trouble.receive(data)
        else:
            self.receive(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        for event in self._session.connection_lost():
            self._handle(event)
        if self._trouble:
            self._centre.again(self._trouble.lost())
        self._alarm.cancel()
        self._centre.closed(self)
        self.gone.set_result(None)
        self._centre.forward()

    def pause_writing(self) -> None:
        """The ESME does not read our responses: let it wait with its requests."""
        self.hold("responses", held=True)

    def resume_writing(self) -> None:
        """It reads again."""
        self.hold("responses", held=False)

    # Between the two

    def _tick(self) -> None:
        if self._session.state is State.CLOSED:
            self.abort()
            return
        if self._trouble and self._trouble.silent:
            return
        self._happened(self._session.tick(self._loop.time()))

    def _happened(self, events: list[Event]) -> None:
        for event in events:
            self._handle(event)
        self.flush()
        self._centre.forward()

    def _handle(self, event: Event) -> None:
        match event:
            case Response(response=response) if delivery := self._under_way.pop(response.sequence, None):
                self._count(response.status)
                self._centre.answered(delivery, response.status)
                if self._trouble and not response.status:
                    self._trouble.taken(delivery)
            case Request(pdu=request) if self._trouble:
                self._answer_in_trouble(request, self._trouble)
            case Request(pdu=request):
                self.owed += 1
                self._respond(self._centre.answer(self, request))
                if isinstance(request, Bind):
                    self._centre.bound(self)
                elif isinstance(request, SubmitSm | DataSm | SubmitMulti):
                    self.counters.submitted += 1
            case Unanswered(sequence=sequence) if delivery := self._under_way.pop(sequence, None):
                self.counters.unanswered += 1
                self._centre.unanswered(delivery)
            case Rejected():
                self.counters.rejected += 1
            case Closed():
                self._leave()

    def _leave(self) -> None:
        self.flush()
        if self._trouble:
            self._trouble.close()
        self._transport.close()
        self._alarm.cancel()
        self._alarm.set(self._loop.time() + LONGEST_GOODBYE)

    def _answer_in_trouble(self, request: Pdu, trouble: Trouble) -> None:
        self.owed += 1
        self.counters.submitted += isinstance(request, SubmitSm | DataSm | SubmitMulti)
        status = trouble.refusal(request)
        trouble.respond(self._centre.answer(self, request, status))

    def _respond(self, response: Pdu) -> None:
        self._session.respond(response)
        self._queued += 1

    def _count(self, status: int) -> None:
        if status:
            self.counters.refused += 1
        else:
            self.counters.delivered += 1

    def _log(self, direction: str, data: bytes) -> None:
        try:
            for frame in self._framers[direction].feed(data):
                self._centre.seen(self, direction, frame)
        except RemoteError:
            return  # the session closes such a link, and says why
