"""One TCP connection to an SMSC: moves octets between the socket and the session, and time into it."""

import asyncio
import itertools
import secrets
from collections import deque
from collections.abc import Callable, Set
from functools import partial
from typing import Protocol, cast

from gateway.metrics import UNEXPECTED
from smpp.events import Closed, Event, Request, Response, Unanswered, Unexpected
from smpp.pdus import EnquireLink, Pdu, SubmitSm, Unbind
from smpp.session import Session, State
from smpp.statuses import describe

MOST_UNANSWERED = 1000
"""deliver_sm of one link that may wait for their commit; more get the temporary error."""

MOST_UNPROVEN = 50_000
"""Answers of one link that the SMSC may have said nothing after; then the link is closed."""

PROOF = 1.0
"""Seconds for which answers may be unproven before the SMSC is asked whether it is there."""

LONGEST_UNREAD = 30.0
"""Seconds for which the SMSC may leave lie what we wrote; nothing is submitted meanwhile. Then the link is dropped."""

MOST_UNREAD = 1 << 22
"""Octets that may lie so; of responses alone, that is a quarter of a million."""

Outcome = Callable[[Pdu | None], None]
"""Called once with the response to a request, or None if nobody can know its outcome."""


def _ignore(_: Pdu | None) -> None:
    return


_life, _numbers = secrets.token_hex(4), itertools.count(1)


class Owner(Protocol):
    """Who made the connection and hears of it."""

    def bound(self, connection: "Connection") -> None:
        """It can be used now."""

    def incoming(self, connection: "Connection", pdu: Pdu) -> None:
        """The SMSC sent a message; `Connection.respond` answers it."""

    def room(self, connection: "Connection") -> None:
        """A place in the send window has become free."""


class Connection(asyncio.Protocol):
    """Life of one connection, from the bind on. ``closed`` is done when it is over.

    No other has its ``name``, here or elsewhere. ``since`` when it is bound, or the status by which it was ``refused``;
    how many messages were ``submitted``. While ``leaving``, nothing more is submitted. ``arrived`` is the number of the
    last message that came in. All up to ``acked``, and those ``beyond``, are proven answered: the SMSC has answered
    something that we wrote after our answers, so it has read them; ``last`` is the last of these. Once ``closed`` is
    done that is final.
    """

    def __init__(self, owner: Owner, smpp: Session, bind: Pdu) -> None:
        self.number = next(_numbers)
        self.name = f"{_life}.{self.number}"
        self.closed: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.arrived = self.acked = self.last = self.submitted = 0
        self.beyond: set[int] = set()
        self.most_unanswered = MOST_UNANSWERED
        self.leaving = False
        self.since: float | None = None
        self.refused: int | None = None
        self._owner = owner
        self._session = smpp
        self._bind = bind
        self._unanswered: dict[int, int] = {}
        self._twins = 0
        self._unproven: deque[int] = deque()
        self._answered = self._proven = 0
        self._curious: set[Callable[[], None]] = set()
        self._outcomes: dict[int, tuple[Outcome, int]] = {}
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._proof: asyncio.TimerHandle | None = None
        self._due = 0.0  # uvloop's handles do not all know
        self._flushing = False
        self._unread: asyncio.TimerHandle | None = None
        self._transport: asyncio.Transport

    # What the owner does with it

    @property
    def free(self) -> int:
        """Messages that may be sent now."""
        session = self._session
        return session.room if session.can_send and self._unread is None and not self.leaving else 0

    @property
    def bound(self) -> bool:
        """Whether it can be used."""
        return self._session.bound

    @property
    def unanswered(self) -> int:
        """Messages that came in and wait for our answer."""
        return len(self._unanswered) + self._twins

    @property
    def waiting(self) -> int:
        """Messages of ours that wait for their responses."""
        return len(self._outcomes)

    @property
    def sent(self) -> int:
        """Sequence number of the last request: how many there have been."""
        return self._session.last_sequence

    def submit(self, pdu: SubmitSm, outcome: Outcome) -> None:
        """Send a message; only while `free`."""
        self._ask(pdu, outcome)
        self.submitted += 1
        self._flush_soon()

    def respond(self, response: Pdu) -> None:
        """Answer a message that came in."""
        if number := self._unanswered.pop(response.sequence, 0):
            self._unproven.append(number)
            self._answered += 1
        elif self._twins:
            self._twins -= 1
        self._session.respond(response)
        if self._proof is None:
            self._prove_later()
        self._flush_soon()

    def prove(self, proven: Callable[[], None]) -> None:
        """Ask at once for proof that our answers were read, for no reply brings it; calls ``proven`` when it came."""
        self._curious.add(proven)
        self._enquire()

    def unbind(self) -> None:
        """Say goodbye, then close."""
        if self._session.bound:
            self._ask(Unbind(), _ignore)
            self._flush()
        elif self._session.state is not State.UNBINDING:
            self.close("stopped")

    def close(self, reason: str) -> None:
        """It is over."""
        if not self.closed.done():
            self.closed.set_result(reason)
            self._flush()
            self._transport.close()
            if self._unread is None and self._transport.get_write_buffer_size():
                self.pause_writing()

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
        for timer in (self._timer, self._proof, self._unread):
            if timer is not None:
                timer.cancel()
        for event in self._session.connection_lost():
            self._happened(event)

    def pause_writing(self) -> None:
        self._unread = self._loop.call_later(LONGEST_UNREAD, self._drop)

    def resume_writing(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None
            self._owner.room(self)

    # Proof that our answers were read

    def holes(self) -> list[int]:
        """Those before the last that is proven which are not, in order."""
        if not self.beyond:
            return []
        return sorted(number for number in (*self._unproven, *self._unanswered.values()) if number < self.last)

    def _prove_up_to(self, answered: int) -> None:
        """So many of our answers have been read, in the order in which we wrote them."""
        while self._proven < answered:
            self._proven += 1
            number = self._unproven.popleft()
            self.last = max(self.last, number)
            if number == self.acked + 1 and not self.beyond:
                self.acked = number
            else:
                self._prove_beyond(number)

    def _prove_beyond(self, number: int) -> None:
        self.beyond.add(number)
        while self.acked + 1 in self.beyond:
            self.acked += 1
            self.beyond.remove(self.acked)

    def _ask(self, request: Pdu, outcome: Outcome) -> None:
        self._outcomes[self._session.send(request, self._loop.time())] = outcome, self._answered

    def _prove_later(self) -> None:
        self._proof = self._loop.call_later(PROOF, self._prove, self._answered)

    def _prove(self, answered: int) -> None:
        """If what was answered a while ago is still unproven, ask for proof."""
        self._proof = None
        if self.closed.done() or self._proven == self._answered:
            return
        if len(self._unproven) > MOST_UNPROVEN:
            self.close("the SMSC gives no sign that it reads our answers")
            return
        if self._proven < answered:
            self._enquire()
        self._prove_later()

    def _enquire(self) -> None:
        """One question at a time."""
        if self._session.bound and not self._session.enquiring:
            curious, self._curious = self._curious, set()
            self._ask(EnquireLink(), partial(self._enquired, curious))
            self._flush()

    def _enquired(self, curious: Set[Callable[[], None]], _: Pdu | None) -> None:
        for proven in curious:
            proven()
        if self._curious:
            self._enquire()

    # Between the two

    def _happened(self, event: Event) -> None:
        if isinstance(event, Request):
            self._arrived(event.pdu)
        elif isinstance(event, Response) and event.response.sequence in self._outcomes:
            outcome, answered = self._outcomes.pop(event.response.sequence)
            self._prove_up_to(answered)
            outcome(event.response)
            self._owner.room(self)
        else:
            self._happened_seldom(event)

    def _arrived(self, pdu: Pdu) -> None:
        self.arrived += 1
        if self._unanswered.setdefault(pdu.sequence, self.arrived) != self.arrived:
            self._twins += 1
            self._unproven.append(self.arrived)  # of two of one sequence number nobody knows which is answered
            self._answered += 1
        self._owner.incoming(self, pdu)

    def _happened_seldom(self, event: Event) -> None:
        match event:
            case Unanswered(sequence=sequence) if sequence in self._outcomes:
                outcome, _ = self._outcomes.pop(sequence)
                outcome(None)
                self._owner.room(self)
            case Response(request=request, response=response) if request is self._bind:
                self._bind_answered(response.status)
            case Closed(reason=reason):
                self.close(reason)
            case Unexpected():
                UNEXPECTED.inc()

    def _bind_answered(self, status: int) -> None:
        if self._session.bound:
            self.since = self._loop.time()
            self._owner.bound(self)
        elif status:  # else it has said goodbye in the same breath
            self.refused = status
            self.close(f"bind refused: {describe(status)}")

    def _flush_soon(self) -> None:
        if not self._flushing:
            self._flushing = True
            self._loop.call_soon(self._flush)

    def _flush(self) -> None:
        self._flushing = False
        if (data := self._session.data_to_send()) and not self._transport.is_closing():
            self._transport.write(data)
            if self._unread is not None and self._transport.get_write_buffer_size() > MOST_UNREAD:
                self._drop()
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

    def _drop(self) -> None:
        self._transport.abort()
        self.close("the SMSC does not read")
