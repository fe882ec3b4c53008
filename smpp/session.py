"""One SMPP connection from either end, without the connection: bytes in, events out, bytes out; `now` is an argument.

Whoever drives it calls `receive` with what arrived, `tick` when `deadline()` has come, writes `data_to_send()` after
each call, and closes the transport on `Closed`. Times are seconds of any monotonic clock.
"""

import msgspec

from smpp.codec import MAX_SEQUENCE, decode, encode
from smpp.errors import IllegalState, RemoteError, WindowFull
from smpp.events import Closed, Event, Notice, Rejected, Request, Response, Unanswered, Unexpected
from smpp.frames import Framer
from smpp.legal import BOUND, BOUND_BY, Role, State, may_receive, may_send
from smpp.pdus import (
    BY_COMMAND_ID,
    RESPONSE_BIT,
    Bind,
    BindResp,
    DeliverSm,
    EnquireLink,
    GenericNack,
    Pdu,
    SubmitSm,
    Unbind,
    command_name,
    reply,
)
from smpp.statuses import Status
from smpp.waiting import Pending, Waiting

__all__ = [
    "Closed",
    "Event",
    "Notice",
    "Rejected",
    "Request",
    "Response",
    "Role",
    "Session",
    "State",
    "Timers",
    "Unanswered",
    "Unexpected",
]


class Timers(msgspec.Struct, frozen=True):
    """Seconds that things may take (SMPP 3.4, 7.2)."""

    bind: float = 10.0
    """from the connection to the bind's success"""
    enquire: float = 30.0
    """of silence while bound before an enquire_link"""
    enquire_response: float = 10.0
    response: float = 60.0
    """from a request that counts in the window to its response"""
    unbind: float = 5.0


_DEFAULT_TIMERS = Timers()


_MESSAGE_OF = {Role.ESME: SubmitSm, Role.SMSC: DeliverSm}


class Session:
    """One connection of the given role, from its opening at `now`.

    `window` is how many of our requests may wait for responses at once; `last_sequence` is the sequence number before
    our first.
    """

    def __init__(
        self, role: Role, *, now: float, timers: Timers = _DEFAULT_TIMERS, window: int = 64, last_sequence: int = 0
    ) -> None:
        self._role = role
        self._timers = timers
        self._window = window
        self._sequence = last_sequence
        self._framer = Framer()
        self._out: list[bytes] = []
        self._waiting = Waiting()
        self._opened = self._heard = now
        self._enter(State.OPEN)

    @property
    def state(self) -> State:
        """Where the session is."""
        return self._state

    @property
    def bound(self) -> bool:
        """Whether a bind has succeeded, and no unbind begun."""
        return self._state in BOUND

    @property
    def room(self) -> int:
        """Free places in the window."""
        return self._window - len(self._waiting.messages)

    @property
    def enquiring(self) -> bool:
        """Whether an enquire_link of ours waits for its response."""
        return self._waiting.enquiring

    @property
    def last_sequence(self) -> int:
        """The sequence number of our last request."""
        return self._sequence

    # Receiving

    def receive(self, data: bytes, now: float) -> list[Event]:
        """What the octets that arrived mean. Never raises: what the peer does wrong is answered and reported."""
        events: list[Event] = []
        if self._state is not State.CLOSED:
            try:
                self._receive_frames(data, now, events)
            except RemoteError as error:
                self._refuse(data, error, events)
                self._close(str(error), events)
        return events

    def _receive_frames(self, data: bytes, now: float, events: list[Event]) -> None:
        for frame in self._framer.feed(data):
            self._heard = now
            self._receive_frame(frame, events)
            if self._state is State.CLOSED:
                return

    def _receive_frame(self, frame: bytes, events: list[Event]) -> None:
        try:
            pdu = decode(frame)
        except RemoteError as error:
            self._refuse(frame, error, events)
            return
        if type(pdu) in self._may_receive:
            self._receive_request(pdu, events)
        elif pdu.command_id & RESPONSE_BIT:
            self._receive_response(pdu, events)
        else:
            self._refuse(frame, self._illegal(pdu), events)

    def _receive_request(self, pdu: Pdu, events: list[Event]) -> None:
        if isinstance(pdu, EnquireLink):
            self._write(reply(pdu))
        elif isinstance(pdu, Unbind):
            self._write(reply(pdu))
            self._close("unbound by the peer", events)
        elif pdu.response is None:
            events.append(Notice(pdu))
        else:
            events.append(Request(pdu))

    def _receive_response(self, pdu: Pdu, events: list[Event]) -> None:
        request = self._waiting.answered_by(pdu)
        if request is None:
            events.append(Unexpected(pdu))
            return
        events.append(Response(request, pdu))
        if isinstance(pdu, BindResp):
            self._bound_by(pdu)
        elif isinstance(request, Unbind):
            self._close("unbound", events)

    def _illegal(self, pdu: Pdu) -> RemoteError:
        status = Status.RALYBND if isinstance(pdu, Bind) and self.bound else Status.RINVBNDSTS
        reason = f"{command_name(type(pdu))} in state {self._state.value}"
        return RemoteError(status, reason, sequence=pdu.sequence, command_id=pdu.command_id)

    def _refuse(self, frame: bytes, error: RemoteError, events: list[Event]) -> None:
        """Answer with the error: in the request's own response, or a generic_nack if we do not know that."""
        events.append(Rejected(frame, error))
        if error.command_id & RESPONSE_BIT:
            return
        request = BY_COMMAND_ID.get(error.command_id)
        if request is None:
            self._write(GenericNack(sequence=error.sequence, status=error.status))
        elif request.response is not None:
            self._write(request.response(sequence=error.sequence, status=error.status))

    # Sending

    def send(self, request: Pdu, now: float) -> int:
        """Queue a request; its sequence number, by which its response will be known.

        IllegalState, WindowFull, or LocalError for a field that cannot be written; then nothing is queued.
        """
        if type(request) not in self._may_send:
            raise IllegalState(f"{command_name(type(request))} in state {self._state.value}")
        if self.room <= 0 and request.response and not request.control:
            raise WindowFull(f"{self._window} requests wait for their responses")
        sequence = self._sequence % MAX_SEQUENCE + 1
        self._out.append(encode(request, sequence))
        self._sequence = sequence
        if request.response:
            self._waiting.add(Pending(request, sequence, now, now + self._patience(request)))
        if isinstance(request, Unbind):
            self._enter(State.UNBINDING)
        return sequence

    def respond(self, response: Pdu) -> None:
        """Queue the answer to a `Request`; a bind's success binds. Once the session is closed, nothing happens.

        LocalError if a field cannot be written.
        """
        if self._state is State.CLOSED:
            return
        self._write(response)
        if isinstance(response, BindResp):
            self._bound_by(response)

    def unbind(self, now: float) -> None:
        """Begin a graceful end. Only responses may be sent from here on; IllegalState if not bound."""
        self.send(Unbind(), now)

    def data_to_send(self) -> bytes:
        """All that was queued since the last call."""
        data = b"".join(self._out)
        self._out.clear()
        return data

    def _patience(self, request: Pdu) -> float:
        if not request.control:
            return self._timers.response
        match request:
            case EnquireLink():
                return self._timers.enquire_response
            case Unbind():
                return self._timers.unbind
        return self._timers.bind

    def _write(self, pdu: Pdu) -> None:
        self._out.append(encode(pdu))

    # Time

    def deadline(self) -> float | None:
        """When to call `tick` at the latest; None when there is nothing to wait for."""
        times = [self._waiting.deadline()]
        if self._state is State.OPEN:
            times.append(self._opened + self._timers.bind)
        elif self.bound and not self._waiting.enquiring:
            times.append(self._heard + self._timers.enquire)
        return min((time for time in times if time is not None), default=None)

    def tick(self, now: float) -> list[Event]:
        """What the time brings: requests unanswered, a peer asked whether it is there, or given up."""
        events: list[Event] = []
        reason = "no bind in time" if self._state is State.OPEN and now >= self._opened + self._timers.bind else None
        for pending in self._waiting.overdue(now):
            events.append(Unanswered(pending.request, pending.sequence))
            reason = reason or self._fatal(pending)
        if reason:
            self._close(reason, events)
        elif self.bound and not self._waiting.enquiring and now >= self._heard + self._timers.enquire:
            self.send(EnquireLink(), now)
        return events

    def _fatal(self, unanswered: Pending) -> str | None:
        """Why the session must end, if it must. A peer heard since is alive, though it answered no enquire_link."""
        request = unanswered.request
        if not request.control or (isinstance(request, EnquireLink) and self._heard > unanswered.sent):
            return None
        return f"no response to {command_name(type(request))}"

    # Ending

    def connection_lost(self) -> list[Event]:
        """The transport is gone: what waited is unanswered, and the session closed."""
        events: list[Event] = []
        if self._state is not State.CLOSED:
            self._close("connection lost", events)
        return events

    def _close(self, reason: str, events: list[Event]) -> None:
        events += [Unanswered(pending.request, pending.sequence) for pending in self._waiting.give_up()]
        self._enter(State.CLOSED)
        events.append(Closed(reason))

    # States

    def _bound_by(self, response: BindResp) -> None:
        if self._state is State.OPEN and response.status == Status.ROK:
            self._enter(BOUND_BY[type(response)])

    def _enter(self, state: State) -> None:
        self._state = state
        self._may_send = may_send(self._role, state)
        self.can_send = _MESSAGE_OF[self._role] in self._may_send
        """Whether messages may be sent: submit_sm for an ESME, deliver_sm for an SMSC."""
        self._may_receive = may_receive(self._role, state)
