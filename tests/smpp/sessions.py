"""Sessions in any state, and what they say to each other."""

import pytest

from smpp.codec import decode
from smpp.frames import Framer
from smpp.legal import PEER, Role, State
from smpp.pdus import Bind, BindReceiver, BindTransceiver, BindTransmitter, DeliverSm, Pdu, SubmitSm, reply
from smpp.session import Event, Request, Session

BINDS: dict[State, Bind] = {
    State.BOUND_TX: BindTransmitter(system_id="us", password="secret"),
    State.BOUND_RX: BindReceiver(system_id="us", password="secret"),
    State.BOUND_TRX: BindTransceiver(system_id="us", password="secret"),
}


MESSAGES: dict[Role, Pdu] = {
    Role.ESME: SubmitSm(destination_addr="79160000001", short_message=b"Hi"),
    Role.SMSC: DeliverSm(destination_addr="111", short_message=b"Hi"),
}
"""What each role sends."""

every_role = pytest.mark.parametrize("role", Role)


def carry(sender: Session, receiver: Session, now: float = 0.0) -> list[Event]:
    """What the receiver makes of all that the sender has to send."""
    return receiver.receive(sender.data_to_send(), now)


def pair(state: State = State.BOUND_TRX, *, window: int = 64, last_sequence: int = 0) -> dict[Role, Session]:
    """An ESME and an SMSC bound to each other at 0.0, ESME first."""
    esme, smsc = (Session(role, now=0.0, window=window, last_sequence=last_sequence) for role in Role)
    esme.send(BINDS[state], 0.0)
    answer(smsc, carry(esme, smsc))
    carry(smsc, esme)
    return {Role.ESME: esme, Role.SMSC: smsc}


def bound(role: Role, *, window: int = 64, last_sequence: int = 0) -> tuple[Session, Session]:
    """A session of the role, bound as a transceiver, and its peer."""
    sessions = pair(window=window, last_sequence=last_sequence)
    return sessions[role], sessions[PEER[role]]


def sent(session: Session) -> list[Pdu]:
    """The PDUs that the session has to send."""
    return [decode(frame) for frame in Framer().feed(session.data_to_send())]


def answer(session: Session, events: list[Event], status: int = 0) -> None:
    """Answer each request among the events."""
    for event in events:
        if isinstance(event, Request):
            session.respond(reply(event.pdu, status))


def session_in(role: Role, state: State) -> Session:
    """A session of that role in that state."""
    if state is State.OPEN:
        return Session(role, now=0.0)
    session = pair(state if state in BINDS else State.BOUND_TRX)[role]
    if state is State.UNBINDING:
        session.unbind(0.0)
    elif state is State.CLOSED:
        session.connection_lost()
    session.data_to_send()
    return session


def requests(events: list[Event]) -> list[Pdu]:
    """The requests among the events."""
    return [event.pdu for event in events if isinstance(event, Request)]
