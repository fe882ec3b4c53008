"""USSD sessions of phones: what the ESME is told, what it shows, and when the network lets go. Pure.

A phone has one session at a time, which waits either for a page of the ESME or for its user:

    dialled ──> waits for a page ── ASK ──> waits for the user ── answered ──> waits for a page ...

It is over with a page that closes it; when the user hangs up or dials anew; and when the network lets go: a page or
the user has not come in time, the ESME has refused what the phone sent, or none is bound that serves the code. The
ESME, if it has heard of the session, is told of all but the first. Nothing is kept for later: what was under way on a
link that is lost goes again, on whichever link serves it, for as long as the session waits for its page.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from heapq import heappop, heappush
from itertools import count, islice
from math import inf

import msgspec

from simulator.codes import check_length, is_code, packed, service_of
from simulator.events import UssdChanged
from simulator.forwarding import WAITING_LIMIT, Delivery, Forwarding, QueueFull, Route
from simulator.phones import Phones
from simulator.watching.feed import Feed
from smpp.parts import piece_of
from smpp.pdus import DataSm, SubmitSm
from smpp.statuses import Status
from smpp.ussd import MOST_OCTETS, Dialect, Operation

NETWORK_ERROR = "Ошибка соединения или неверный код MMI."
"""What the phone shows when the network has let go."""

NO_SUCH_SESSION = Status.RINVOPTPARAMVAL
"""For a page to a session that waits for none, or to another than the phone's, and for one of no known operation: it is
these parameters that are wrong. ESMEs take it for final, as they should, for the phone is not there any more."""

_TRIES = 256
"""Session numbers that are looked at for one that is free."""


class Busy(Exception):
    """The session waits for its page; nothing can be answered."""


class NoSession(Exception):
    """The phone has none."""


class Limits(msgspec.Struct, frozen=True):
    """Seconds that the network waits for a page of the ESME, and for the user's answer to it."""

    page: float = 15.0
    user: float = 180.0


class Session(msgspec.Struct, eq=False):
    """An open session; ``awaited`` is the message that waits for its page, None while it waits for the user.

    The network lets go at its ``deadline``, and looks whether that has come at ``next_look``.
    """

    number: int
    phone: str
    service: str
    messages: int = 0
    awaited: Delivery | None = None
    deadline: float = inf
    next_look: float = inf


class Message(Delivery, frozen=True, eq=False, kw_only=True):
    """A message of a session."""

    session: Session


class Sessions:
    """The sessions of all phones; their messages wait in ``queue`` for a link."""

    def __init__(
        self,
        dialect: Dialect,
        phones: Phones,
        feed: Feed,
        served: Callable[[Route], bool],
        limits: Limits,
        waiting_limit: int = WAITING_LIMIT,
    ) -> None:
        """``served``: is an ESME bound that takes messages of this route?"""
        self.queue = Forwarding(waiting_limit)
        self._dialect = dialect
        self._phones = phones
        self._feed = feed
        self._served = served
        self._limits = limits
        self._open: dict[str, Session] = {}
        self._numbers = count(1)
        self._taken = {0}  # as if no session were told
        self._timers: list[tuple[float, int, Callable[[float], object]]] = []
        self._timers_set = count()

    # The phone

    def enter(self, number: str, text: str, now: float) -> None:
        """The user types this: an answer if the session waits for one, else a code, which also replaces a session.

        Raises Busy, and LocalError for a text that is neither, or too long. QueueFull: too many messages wait.
        """
        session = self._open.get(number)
        if session and not session.awaited:
            check_length(text)
            self._send(session, Operation.ANSWER, text, now)
        elif session and not is_code(text):
            raise Busy("the session waits for the ESME")
        else:
            self.dial(number, text, now)

    def dial(self, number: str, code: str, now: float) -> None:
        """Begin a session; one that is open ends. Raises LocalError if it is no code, or too long; see `enter`."""
        service = service_of(code)
        check_length(code)
        if old := self._open.get(number):
            self._end(old, "", now)
        self._send(Session(self._new_number(), number, service), Operation.BEGIN, code, now)

    def hang_up(self, number: str, now: float) -> None:
        """The user ends the session. Raises NoSession."""
        if number not in self._open:
            raise NoSession("the phone has no session")
        self._end(self._open[number], "", now)

    # The ESME

    def show(self, pdu: SubmitSm | DataSm, now: float) -> Status | None:
        """What the ESME says to a phone in a session; the status to answer, None if it is no USSD."""
        heard = self._dialect.heard(pdu)
        if heard is None:
            return None
        session = self._open.get(heard.phone.removeprefix("+"))
        if session is None or not session.awaited or heard.session != self._dialect.told(session.number):
            return NO_SUCH_SESSION
        if heard.operation is None:
            return NO_SUCH_SESSION
        if self._page_octets(pdu) > MOST_OCTETS:
            return Status.RINVMSGLEN
        session.awaited = None
        if heard.operation is Operation.CLOSE:
            self._close(session, heard.text)
        else:
            self._window(session.phone, heard.text, is_open=True)
            self._wait(session, now + self._limits.user)
        return Status.ROK

    def answered(self, message: Message, status: int, now: float) -> None:
        """The ESME's response to a message."""
        self.queue.settle(message)
        session = message.session
        if status and session.awaited is message:
            self._close(session, NETWORK_ERROR)
            if session.messages > 1:  # else it has refused to hear of the session at all
                self._tell_end(session, now)

    def unanswered(self, message: Message) -> None:
        """No response came; nobody knows whether the ESME has it."""
        if message.session.awaited is message:
            self.queue.put_back(message)
        else:
            self.queue.settle(message)

    def undeliverable(self, message: Message) -> None:
        """The message cannot be written."""
        self.queue.settle(message)
        if message.session.awaited is message:
            self._close(message.session, NETWORK_ERROR)

    # Time

    def tick(self, now: float) -> None:
        """Let go of the sessions whose limits have passed."""
        while self._timers and self._timers[0][0] <= now:
            heappop(self._timers)[2](now)

    def deadline(self) -> float | None:
        """When to call `tick`."""
        return self._timers[0][0] if self._timers else None

    # Within

    def _send(self, session: Session, operation: Operation, text: str, now: float) -> None:
        """The phone says this, and waits for a page."""
        message = session.awaited = self._put(session, operation, text)
        self._open[session.phone] = session
        self._taken.add(self._dialect.told(session.number))
        self._window(session.phone, "", is_open=True)
        if self._served(message.route):
            self._wait(session, now + self._limits.page)
        else:
            self._end(session, NETWORK_ERROR, now)

    def _put(self, session: Session, operation: Operation, text: str) -> Message:
        pdu = self._dialect.deliver(
            operation, session.number, session.phone, session.service, text, unit=session.messages
        )
        message = Message(session.phone, Route(session.service), pdu, session=session)
        self.queue.put([message])
        session.messages += 1
        return message

    def _wait(self, session: Session, deadline: float) -> None:
        session.deadline = deadline
        if deadline < session.next_look:
            self._look(session, deadline)

    def _look(self, session: Session, at: float) -> None:
        session.next_look = at
        self._at(at, partial(self._due, session, at))

    def _due(self, session: Session, at: float, now: float) -> None:
        if self._open.get(session.phone) is not session or at != session.next_look:
            return
        if session.deadline <= now:
            self._end(session, NETWORK_ERROR, now)
        else:
            self._look(session, session.deadline)

    def _end(self, session: Session, text: str, now: float) -> None:
        """The session is over; the ESME is told if it has heard of it."""
        unsent = session.awaited and self.queue.cancel(session.awaited)
        self._close(session, text)
        if session.messages > 1 or not unsent:
            self._tell_end(session, now)

    def _tell_end(self, session: Session, now: float) -> None:
        if self._served(Route(session.service)):
            with suppress(QueueFull):
                message = self._put(session, Operation.END, "")
                self._at(now + self._limits.page, lambda now: self.queue.cancel(message))

    def _close(self, session: Session, text: str) -> None:
        """The session is over, and leaves this on the phone's window."""
        session.awaited = None
        del self._open[session.phone]
        self._taken.discard(self._dialect.told(session.number))
        self._window(session.phone, text, is_open=False)

    def _window(self, number: str, text: str, *, is_open: bool) -> None:
        ussd = self._phones[number].show(text, is_open=is_open)
        if self._feed.watched:
            self._feed.publish(UssdChanged(number, ussd))

    def _at(self, at: float, call: Callable[[float], object]) -> None:
        heappush(self._timers, (at, next(self._timers_set), call))

    def _new_number(self) -> int:
        """A session number that the dialect tells apart from those of open sessions, if there is one among the next."""
        for number in islice(self._numbers, _TRIES):
            if self._dialect.told(number) not in self._taken:
                break
        return number

    def _page_octets(self, pdu: SubmitSm | DataSm) -> int:
        data = piece_of(pdu).data
        return packed(len(data)) if pdu.data_coding == self._dialect.table.text.gsm else len(data)
