"""A session of either role against a peer that sends anything."""

from contextlib import suppress

from smpp.codec import decode
from smpp.errors import LocalError
from smpp.events import Closed, Event, Rejected, Request, Response, Unanswered
from smpp.frames import Framer
from smpp.legal import Role, State
from smpp.pdus import Pdu, reply
from smpp.session import Session
from tests.hardening.inputs import Play
from tests.smpp.sessions import BINDS, MESSAGES, session_in

MOST_WRITTEN = 4
"""Octets that a session writes for each that it reads, at most, and `A_REQUEST` for each of our own requests."""

A_REQUEST = 200


def play_esme(play: Play) -> None:
    """We are the ESME."""
    play_role(Role.ESME, play)


def play_smsc(play: Play) -> None:
    """We are the SMSC."""
    play_role(Role.SMSC, play)


def play_role(role: Role, play: Play) -> None:
    """However the octets are cut, they mean the same; and while time passes all stays in order."""
    whole, cut = session_in(role, play.state), session_in(role, play.state)
    events = whole.receive(play.stream, 1.0)
    assert told(events) == told([event for chunk in play.chunks() for event in cut.receive(chunk, 1.0)])
    assert whole.state is cut.state
    out = whole.data_to_send()
    assert out == cut.data_to_send()
    assert len(out) <= MOST_WRITTEN * len(play.stream) + A_REQUEST
    written(out)
    Busy(session_in(role, play.state), role).play(play)


def told(events: list[Event]) -> list[str]:
    """Events as text, for errors are not equal, and of a lost stream more or less has arrived."""
    return [repr(event.error) if isinstance(event, Rejected) else repr(event) for event in events]


def written(data: bytes) -> list[Pdu]:
    """What a session writes is PDUs."""
    framer = Framer()
    pdus = [decode(frame) for frame in framer.feed(data)]
    assert not framer._buffer
    return pdus


class Busy:
    """A session that answers all it is asked, and asks what it may."""

    def __init__(self, session: Session, role: Role) -> None:
        self._session = session
        self._message = MESSAGES[role]
        self._now = 1.0
        self._open: set[int] = set()
        if role is Role.ESME and session.state is State.OPEN:
            self._ask(BINDS[State.BOUND_TRX])

    def play(self, play: Play) -> None:
        """All of it, then silence until the end."""
        for chunk in play.chunks():
            self._handle(self._session.receive(chunk, self._now))
            self._ask(self._message)
            self._pass(play.pace)
        while (deadline := self._session.deadline()) is not None:
            assert deadline > self._now
            self._pass(deadline - self._now)
        assert self._session.state is State.CLOSED
        assert not self._open
        assert self._session.connection_lost() == self._session.receive(b"\0", self._now) == []

    def _ask(self, request: Pdu) -> None:
        with suppress(LocalError):
            self._open.add(self._session.send(request, self._now))

    def _pass(self, seconds: float) -> None:
        self._now += seconds
        self._handle(self._session.tick(self._now))
        deadline = self._session.deadline()
        assert (deadline is None) == (self._session.state is State.CLOSED)
        assert deadline is None or deadline > self._now

    def _handle(self, events: list[Event]) -> None:
        for event in events:
            match event:
                case Request(pdu=pdu):
                    self._session.respond(reply(pdu))
                case Response(response=response):
                    self._open.discard(response.sequence)
                case Unanswered(sequence=sequence):
                    self._open.discard(sequence)
                case Closed():
                    assert self._session.state is State.CLOSED
                    assert event is events[-1]
        written(self._session.data_to_send())
