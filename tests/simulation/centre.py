"""An SMSC on the shipped session: it keeps what phones write until a gateway has taken it, and doubts nothing."""

import asyncio
from collections.abc import Callable, Sequence
from contextvars import Context
from typing import cast

from msgspec import Struct

from smpp import parts
from smpp.events import Closed, Event, Request, Response, Unanswered
from smpp.parts import Joiner, piece_of
from smpp.pdus import Bind, DeliverSm, Pdu, SubmitSm, SubmitSmResp, reply
from smpp.session import Role, Session, Timers
from smpp.statuses import Status
from smpp.ussd import Operation
from tests.simulation.calls import DIALECT, Call
from tests.simulation.loop import Loop, Process
from tests.simulation.wire import End

RETRY = 1.0
"""Seconds after which a message that was refused for now comes again."""

REFUSALS = (Status.RINVDSTADR, Status.RSUBMITFAIL, Status.RDELIVERYFAILURE, 0x400)
"""Statuses for a page that no phone waits for."""

TIMERS = Timers(enquire=20.0, response=30.0)


class Message:
    """What a phone wrote, ``at`` the loop's time, or did in a session.

    ``got_at``: when a gateway last read it; ``taken``: parts that were answered; ``promised``: those whose answer a
    gateway wrote; ``answers``: by whom it was answered, on which connections, and when; ``doubtful``: nobody could tell
    it from an earlier one of the same words, brought again; ``dropped``: the SMSC did, for its session is over;
    ``held``: by a gateway, on a connection that the SMSC knows is lost and the gateway does not.
    """

    call: Call | None = None
    operation: Operation | None = None

    def __init__(self, number: str, text: str, pdus: Sequence[DeliverSm], at: float) -> None:
        self.number = number
        self.text = text
        self.pdus = pdus
        self.at = at
        self.got_at = at
        self.dropped = False
        self.taken: set[int] = set()
        self.promised: set[int] = set()
        self.doubtful = self.held = False
        self.answers: list[tuple[Process, Peer, float]] = []

    @property
    def is_promised(self) -> bool:
        """A gateway has answered for all of it."""
        return len(self.promised) == len(self.pdus)

    @property
    def is_text(self) -> bool:
        """It is counted by the limit of its number."""
        return self.operation is not Operation.END

    @property
    def is_vain(self) -> bool:
        """Its session is over."""
        return self.call is not None and not self.call.open and self.is_text

    def is_like(self, other: "Message") -> bool:
        """Only who sent them can tell them apart."""
        return self is not other and self.text == other.text and self.call is other.call is None


def sms(number: str, text: str, reference: int) -> list[DeliverSm]:
    """Its parts as they are delivered."""
    return [
        DeliverSm(
            source_addr_ton=1,
            source_addr_npi=1,
            source_addr=number,
            destination_addr="111",
            esm_class=part.esm_class,
            data_coding=part.data_coding,
            short_message=part.short_message,
        )
        for part in parts.split(text, reference=reference)
    ]


class Letter(Struct, eq=False):
    """One part of a message in the SMSC's keeping. ``under_way``: it was sent and is not answered yet."""

    message: Message
    part: int
    not_before: float = 0.0
    under_way: bool = False


class Moods(Struct):
    """How often an SMSC does what nobody wants, and how long it takes, in seconds."""

    throttled: float = 0.0
    unanswered: float = 0.0
    dropped: float = 0.0
    refused_binds: float = 0.0
    delay: float = 0.05


class Peer(asyncio.Protocol):
    """One connection of a gateway. ``letters`` are those under way, by sequence number."""

    def __init__(self, centre: "Centre", loop: Loop) -> None:
        self.centre = centre
        self.letters: dict[int, Letter] = {}
        self.closed_at = float("inf")
        self.opened: list[int] = []
        """Messages that the gateway has read and not answered yet."""
        self.unblocked_at = 0.0
        """When it last answered the oldest after younger ones: only then those can be proven."""
        self._overtaken = False
        self._loop = loop
        self._session = Session(Role.SMSC, now=loop.time(), timers=TIMERS, window=5)
        self._end: End

    @property
    def free(self) -> bool:
        """It can take a message."""
        return self._session.can_send and self._session.room > 0

    @property
    def lost_at(self) -> float | None:
        """When the connection was lost, as far as either side knows; None: it was not."""
        if self._end.other.is_closing():
            return min(self.closed_at, self._loop.time())
        return None if self.closed_at == float("inf") else self.closed_at

    def answered(self, sequence: int) -> None:
        """The gateway has."""
        if sequence in self.opened:
            if self.opened[0] == sequence:
                self.unblocked_at = self._loop.time() if self._overtaken else self.unblocked_at
                self._overtaken = False
            else:
                self._overtaken = True
            self.opened.remove(sequence)

    def deliver(self, letter: Letter) -> None:
        """Send it."""
        letter.under_way = True
        sequence = self._session.send(letter.message.pdus[letter.part], self._loop.time())
        self.letters[sequence] = letter
        self._flush()

    def respond(self, response: Pdu) -> None:
        """Answer."""
        self._session.respond(response)
        self._flush()

    def cut(self, near: float, far: float) -> None:
        """The network loses the connection; we learn of it, and the gateway does, after so many seconds."""
        self.closed_at = min(self.closed_at, self._loop.time())
        if near < far:
            for letter in self.letters.values():
                letter.message.held = True
        self._end.cut(near)
        self._end.other.cut(far)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._end = cast(End, transport)
        self.centre.peers.append(self)
        self._tick()

    def data_received(self, data: bytes) -> None:
        for event in self._session.receive(data, self._loop.time()):
            self._happened(event)
        self._flush()
        self.centre.pump()

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed_at = min(self.closed_at, self._loop.time())
        self.centre.peers.remove(self)
        for event in self._session.connection_lost():
            self._happened(event)

    def _happened(self, event: Event) -> None:
        match event:
            case Request(pdu=request):
                self.centre.asked(self, request)
            case Response(response=response) if letter := self.letters.pop(response.sequence, None):
                self.centre.answered(self, letter, response.status)
            case Unanswered(sequence=sequence) if letter := self.letters.pop(sequence, None):
                self.centre.answered(self, letter, None)
                self._end.close()
            case Closed():
                self._flush()
                self._end.close()

    def _tick(self) -> None:
        """Once a second is often enough."""
        if self in self.centre.peers:
            for event in self._session.tick(self._loop.time()):
                self._happened(event)
            self._flush()
            self._loop.call_later(1.0, self._tick)

    def _flush(self) -> None:
        self._end.write(self._session.data_to_send())


Arrived = Callable[[str, str, SubmitSm | None], None]


class Centre:
    """``arrived`` hears what a phone gets: number and text, and the page if it is one.

    ``ordered``: a number's messages go one after the other.
    """

    def __init__(self, host: str, loop: Loop, world: Context, arrived: "Arrived", ordered: bool) -> None:
        self.host = host
        self.moods = Moods()
        self.peers: list[Peer] = []
        self.letters: list[Letter] = []
        self.calls: dict[str, Call] = {}
        self._loop = loop
        self._world = world
        self._arrived = arrived
        self._ordered = ordered
        self._joiner = Joiner(100, 600)

    def write(self, message: Message) -> None:
        """A phone has written."""
        self.letters += [Letter(message, part) for part in range(len(message.pdus))]
        self.pump()

    def begin(self, call: Call) -> None:
        """A phone dials; what it had begun before is over."""
        if before := self.calls.get(call.number):
            before.end(told=self._happens(0.5))
        self.calls[call.number] = call

    def pump(self) -> None:
        """Send what can be sent."""
        self._drop_vain()
        busy: set[str] = set()
        for letter in self.letters:
            held = letter.under_way or (self._ordered and letter.message.number in busy)
            free = [peer for peer in self.peers if peer.free]
            if free and not held and letter.not_before <= self._loop.time():
                self._loop.chance.choice(free).deliver(letter)
            busy.add(letter.message.number)

    def _drop_vain(self) -> None:
        for letter in [each for each in self.letters if each.message.is_vain and not each.under_way]:
            letter.message.dropped = True
            self.letters.remove(letter)

    def answered(self, peer: Peer, letter: Letter, status: int | None) -> None:
        """A gateway has taken a message, refused it, or nobody knows."""
        letter.under_way = False
        if status == Status.ROK:
            letter.message.taken.add(letter.part)
            self.letters.remove(letter)
        else:
            pause = RETRY * self._loop.chance.uniform(0.1, 2)
            letter.not_before = self._loop.time() + pause
            self._later(pause + 0.001, self.pump)

    def asked(self, peer: Peer, request: Pdu) -> None:
        """Answer a gateway, sooner or later."""
        if isinstance(request, SubmitSm):
            self._later(self._loop.chance.expovariate(1 / self.moods.delay), self._submitted, peer, request)
        elif isinstance(request, Bind) and self._happens(self.moods.refused_binds):
            peer.respond(reply(request, Status.RBINDFAIL))
        else:
            peer.respond(reply(request))
            self.pump()

    def _submitted(self, peer: Peer, request: SubmitSm) -> None:
        if self._happens(self.moods.throttled):
            status = self._loop.chance.choice([Status.RTHROTTLED, Status.RMSGQFUL, Status.RSYSERR])
            peer.respond(reply(request, status))
            return
        if refused := self._take(request):
            peer.respond(reply(request, refused))
        elif self._happens(self.moods.dropped):
            peer.cut(0.0, self._loop.chance.choice([0.0, 20.0]))
        elif not self._happens(self.moods.unanswered):
            peer.respond(SubmitSmResp(sequence=request.sequence, message_id="1"))
            if self._happens(0.01):  # twice
                peer.respond(SubmitSmResp(sequence=request.sequence, message_id="1"))

    def _take(self, request: SubmitSm) -> int:
        """Give it to its phone; the status if it cannot be given."""
        if heard := DIALECT.heard(request):
            call = self.calls.get(heard.phone)
            if call is None or call.id != heard.session or not call.show(request, heard):
                return self._loop.chance.choice(REFUSALS)
            self._arrived(heard.phone, heard.text, request)
        elif text := self._joiner.add(request.destination_addr, piece_of(request), self._loop.time()):
            self._arrived(request.destination_addr, text, None)
        return Status.ROK

    def _later(self, delay: float, what: Callable[..., None], *arguments: object) -> None:
        self._loop.call_later(delay, what, *arguments, context=self._world)

    def _happens(self, how_often: float) -> bool:
        return self._loop.chance.random() < how_often
