"""How a connection is kept alive, and how it ends."""

import pytest

from smpp.codec import encode
from smpp.errors import IllegalState
from smpp.legal import PEER, Role, State
from smpp.pdus import (
    BindTransceiver,
    BindTransceiverResp,
    EnquireLink,
    EnquireLinkResp,
    GenericNack,
    SubmitSm,
    Unbind,
    UnbindResp,
)
from smpp.session import Closed, Request, Response, Session, Timers, Unanswered
from smpp.statuses import Status
from tests.smpp.sessions import MESSAGES, answer, bound, carry, every_role, sent, session_in


@every_role
@pytest.mark.parametrize("state", [State.OPEN, State.BOUND_TRX, State.UNBINDING])
def test_answers_enquire_link_at_once(role: Role, state: State) -> None:
    """In every state, even before the bind, and nobody is told."""
    session = session_in(role, state)
    assert session.receive(encode(EnquireLink(), 9), 0.0) == []
    assert sent(session) == [EnquireLinkResp(sequence=9)]


@every_role
def test_asks_a_silent_peer(role: Role) -> None:
    """After some silence the peer is asked whether it is there; its answer is told as any other."""
    ours, theirs = bound(role)
    assert ours.deadline() == 30.0
    assert ours.tick(29.9) == []
    assert ours.data_to_send() == b""
    assert ours.tick(30.0) == []
    assert ours.tick(31.0) == []
    assert ours.deadline() == 40.0
    carry(ours, theirs, 31.0)
    [response] = carry(theirs, ours, 32.0)
    assert isinstance(response, Response)
    assert isinstance(response.response, EnquireLinkResp)
    assert ours.deadline() == 62.0


@every_role
def test_closes_on_a_dead_peer(role: Role) -> None:
    """No answer to enquire_link and nothing else either: what waited is unanswered, the link is closed."""
    ours, _ = bound(role)
    sequence = ours.send(MESSAGES[role], 0.0)
    ours.tick(30.0)
    assert ours.tick(40.0) == [
        Unanswered(EnquireLink(), sequence + 1),
        Unanswered(MESSAGES[role], sequence),
        Closed("no response to enquire_link"),
    ]
    assert ours.state is State.CLOSED
    assert ours.tick(41.0) == []


@every_role
def test_lives_with_a_peer_that_answers_no_enquire_link(role: Role) -> None:
    """Any PDU proves that the peer is alive."""
    ours, theirs = bound(role)
    ours.tick(30.0)
    theirs.send(MESSAGES[PEER[role]], 35.0)
    carry(theirs, ours, 35.0)
    assert [type(event) for event in ours.tick(40.0)] == [Unanswered]
    assert ours.bound
    assert ours.deadline() == 65.0


@every_role
def test_unbinds(role: Role) -> None:
    """The peer answers and both are closed; what waited is unanswered."""
    ours, theirs = bound(role)
    sequence = ours.send(MESSAGES[role], 0.0)
    ours.unbind(0.0)
    assert (ours.state, ours.bound, ours.can_send) == (State.UNBINDING, False, False)
    assert carry(ours, theirs)[1:] == [Closed("unbound by the peer")]
    assert carry(theirs, ours) == [
        Response(Unbind(), UnbindResp(sequence=sequence + 1)),
        Unanswered(MESSAGES[role], sequence),
        Closed("unbound"),
    ]


@every_role
def test_takes_what_crosses_the_unbind(role: Role) -> None:
    """Requests and responses that were under way are still taken and answered."""
    ours, theirs = bound(role)
    ours.send(MESSAGES[role], 0.0)
    answer(theirs, carry(ours, theirs))
    theirs.send(MESSAGES[PEER[role]], 0.0)
    ours.unbind(0.0)
    events = carry(theirs, ours)
    assert [type(event) for event in events] == [Response, Request]
    answer(ours, events, Status.RMSGQFUL)
    assert [pdu.status for pdu in sent(ours)] == [Status.ROK, Status.RMSGQFUL]


@every_role
def test_closes_when_unbind_is_not_answered(role: Role) -> None:
    """An end is not waited for long."""
    ours, _ = bound(role)
    ours.unbind(1.0)
    assert ours.deadline() == 6.0
    assert ours.tick(6.0)[-1] == Closed("no response to unbind")


@every_role
def test_tells_the_peer_unbinding_what_was_unanswered(role: Role) -> None:
    """The peer's unbind is answered; our requests that wait are lost."""
    ours, theirs = bound(role)
    sequence = ours.send(MESSAGES[role], 0.0)
    ours.data_to_send()
    theirs.unbind(0.0)
    assert carry(theirs, ours) == [Unanswered(MESSAGES[role], sequence), Closed("unbound by the peer")]
    assert [type(pdu) for pdu in sent(ours)] == [UnbindResp]


@every_role
def test_loses_the_connection(role: Role) -> None:
    """What waited is unanswered, in the order of sending; nothing happens afterwards."""
    ours, _ = bound(role)
    sequences = [ours.send(MESSAGES[role], 0.0) for _ in range(2)]
    ours.data_to_send()
    unanswered = [Unanswered(MESSAGES[role], sequence) for sequence in sequences]
    assert ours.connection_lost() == [*unanswered, Closed("connection lost")]
    assert ours.connection_lost() == []
    assert ours.receive(encode(EnquireLink(), 1), 0.0) == []
    ours.respond(GenericNack())
    assert ours.data_to_send() == b""
    with pytest.raises(IllegalState):
        ours.unbind(0.0)


def test_has_the_timers_of_the_specification() -> None:
    """Every timer can be set (SMPP 3.4, 7.2)."""
    timers = Timers(bind=1.0, enquire=2.0, enquire_response=3.0, response=4.0, unbind=5.0)
    session = Session(Role.ESME, now=0.0, timers=timers)
    assert session.deadline() == 1.0
    session.send(BindTransceiver(), 0.5)
    session.receive(encode(BindTransceiverResp(sequence=1)), 0.5)
    assert session.deadline() == 2.5
    session.send(SubmitSm(), 0.5)
    session.tick(4.5)
    assert session.deadline() == 7.5
    session.unbind(4.5)
    assert session.deadline() == 7.5
