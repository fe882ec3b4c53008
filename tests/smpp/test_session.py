"""One connection, from either end: binding, requests, responses."""

import pytest

from smpp.codec import MAX_SEQUENCE, decode, encode
from smpp.errors import LocalError, WindowFull
from smpp.legal import Role, State
from smpp.pdus import (
    AlertNotification,
    BindTransceiver,
    BindTransceiverResp,
    DataSm,
    DeliverSmResp,
    EnquireLink,
    GenericNack,
    Outbind,
    SubmitSm,
    SubmitSmResp,
    reply,
)
from smpp.session import Closed, Notice, Rejected, Request, Response, Session, Unanswered, Unexpected
from smpp.statuses import Status
from tests.smpp.sessions import BINDS, MESSAGES, answer, bound, carry, every_role, pair, requests, sent, session_in


@pytest.mark.parametrize(
    ("state", "esme_sends", "smsc_sends"),
    [(State.BOUND_TX, True, False), (State.BOUND_RX, False, True), (State.BOUND_TRX, True, True)],
)
def test_binds(state: State, esme_sends: bool, smsc_sends: bool) -> None:
    """A bind's success binds both ends; which of them may send messages depends on the bind."""
    sessions = pair(state)
    assert {session.state for session in sessions.values()} == {state}
    assert all(session.bound for session in sessions.values())
    assert [session.can_send for session in sessions.values()] == [esme_sends, smsc_sends]


def test_shows_the_bind_and_its_answer() -> None:
    """The SMSC is asked, the ESME is told."""
    esme, smsc = Session(Role.ESME, now=0.0), Session(Role.SMSC, now=0.0)
    bind = BINDS[State.BOUND_TRX]
    assert esme.send(bind, 0.0) == 1
    assert carry(esme, smsc) == [Request(decode(encode(bind, 1)))]
    smsc.respond(BindTransceiverResp(sequence=1, system_id="them"))
    assert carry(smsc, esme) == [Response(bind, BindTransceiverResp(sequence=1, system_id="them"))]


def test_stays_open_when_the_bind_is_refused() -> None:
    """After a refusal another bind may be tried."""
    esme, smsc = Session(Role.ESME, now=0.0), Session(Role.SMSC, now=0.0)
    esme.send(BindTransceiver(), 0.0)
    answer(smsc, carry(esme, smsc), Status.RINVPASWD)
    refused = BindTransceiverResp(sequence=1, status=Status.RINVPASWD)
    assert carry(smsc, esme) == [Response(BindTransceiver(), refused)]
    assert (esme.state, smsc.state) == (State.OPEN, State.OPEN)
    esme.send(BindTransceiver(), 0.0)
    answer(smsc, carry(esme, smsc))
    carry(smsc, esme)
    assert (esme.state, smsc.state) == (State.BOUND_TRX, State.BOUND_TRX)


@every_role
def test_closes_when_no_bind_comes(role: Role) -> None:
    """Whoever does not bind in time is not waited for."""
    session = Session(role, now=5.0)
    assert session.deadline() == 15.0
    assert session.tick(14.9) == []
    assert session.tick(15.0) == [Closed("no bind in time")]
    assert session.deadline() is None


def test_refuses_a_second_bind() -> None:
    """Already bound: told so, and still bound."""
    smsc = session_in(Role.SMSC, State.BOUND_TX)
    [rejected] = smsc.receive(encode(BindTransceiver(), 9), 0.0)
    assert isinstance(rejected, Rejected)
    assert rejected.error.status == Status.RALYBND
    assert sent(smsc) == [BindTransceiverResp(sequence=9, status=Status.RALYBND)]
    assert smsc.state is State.BOUND_TX


def test_notices_an_outbind() -> None:
    """The SMSC may ask to be bound to; no response is due."""
    esme, smsc = Session(Role.ESME, now=0.0), Session(Role.SMSC, now=0.0)
    smsc.send(Outbind(system_id="them"), 0.0)
    assert carry(smsc, esme) == [Notice(Outbind(system_id="them", sequence=1))]
    assert sent(esme) == []


@every_role
def test_carries_messages_and_their_responses(role: Role) -> None:
    """Either end sends; the other is asked and answers; the sender is told."""
    ours, theirs = bound(role)
    message = MESSAGES[role]
    sequence = ours.send(message, 0.0)
    events = carry(ours, theirs)
    assert requests(events) == [decode(encode(message, sequence))]
    answer(theirs, events)
    assert message.response is not None
    assert carry(theirs, ours) == [Response(message, message.response(sequence=sequence))]


def test_carries_data_sm_both_ways() -> None:
    """data_sm is a message of either end."""
    for role in Role:
        ours, theirs = bound(role)
        ours.send(DataSm(), 0.0)
        assert [type(pdu) for pdu in requests(carry(ours, theirs))] == [DataSm]


@every_role
def test_takes_responses_in_any_order(role: Role) -> None:
    """Each response finds its request by sequence number."""
    ours, theirs = bound(role)
    sequences = [ours.send(MESSAGES[role], 0.0) for _ in range(3)]
    for pdu in reversed(requests(carry(ours, theirs))):
        theirs.respond(reply(pdu))
    events = carry(theirs, ours)
    assert [event.response.sequence for event in events if isinstance(event, Response)] == sequences[::-1]


@every_role
def test_counts_messages_in_the_window(role: Role) -> None:
    """The window bounds what waits for responses; enquire_link takes no place in it."""
    ours, theirs = bound(role, window=2)
    ours.send(MESSAGES[role], 0.0)
    ours.send(MESSAGES[role], 0.0)
    ours.send(EnquireLink(), 0.0)
    assert ours.room == 0
    with pytest.raises(WindowFull):
        ours.send(MESSAGES[role], 0.0)
    answer(theirs, carry(ours, theirs))
    carry(theirs, ours)
    assert ours.room == 2


def test_alerts_without_a_place_in_the_window() -> None:
    """No response is due to alert_notification, so it waits for none."""
    smsc, esme = bound(Role.SMSC, window=1)
    smsc.send(MESSAGES[Role.SMSC], 0.0)
    smsc.send(AlertNotification(source_addr="79160000001"), 0.0)
    assert [type(event) for event in carry(smsc, esme)] == [Request, Notice]


def test_numbers_wrap_to_1() -> None:
    """Sequence numbers go from 1 to 0x7FFFFFFF (SMPP 3.4, 5.1.4)."""
    esme, _ = bound(Role.ESME, last_sequence=MAX_SEQUENCE - 2)
    assert [esme.send(SubmitSm(), 0.0) for _ in range(3)] == [MAX_SEQUENCE, 1, 2]


def test_queues_nothing_that_cannot_be_written() -> None:
    """A field that does not fit is our mistake; the next request is as if nothing had been."""
    esme, _ = bound(Role.ESME)
    with pytest.raises(LocalError):
        esme.send(SubmitSm(short_message=b"a" * 255), 0.0)
    assert (esme.data_to_send(), esme.room, esme.send(SubmitSm(), 0.0)) == (b"", 64, 2)


def test_takes_a_generic_nack_as_the_response() -> None:
    """A request that was not understood is answered."""
    esme, _ = bound(Role.ESME)
    sequence = esme.send(MESSAGES[Role.ESME], 0.0)
    nack = GenericNack(sequence=sequence, status=Status.RINVCMDID)
    assert esme.receive(encode(nack), 0.0) == [Response(MESSAGES[Role.ESME], nack)]
    assert esme.room == 64


def test_takes_no_response_of_another_kind() -> None:
    """A response of the wrong kind leaves the request waiting."""
    esme, _ = bound(Role.ESME)
    sequence = esme.send(SubmitSm(), 0.0)
    wrong = DeliverSmResp(sequence=sequence)
    assert esme.receive(encode(wrong), 0.0) == [Unexpected(wrong)]
    right = SubmitSmResp(sequence=sequence, message_id="7")
    assert esme.receive(encode(right), 0.0) == [Response(SubmitSm(), right)]
    assert esme.receive(encode(right), 0.0) == [Unexpected(right)]


@every_role
def test_gives_up_on_a_response(role: Role) -> None:
    """Not answered in time: the outcome is unknown, the place is free, and the answer comes too late."""
    ours, theirs = bound(role)
    first = ours.send(MESSAGES[role], 1.0)
    second = ours.send(MESSAGES[role], 2.0)
    theirs.send(EnquireLink(), 60.0)
    carry(theirs, ours, 60.0)
    assert ours.deadline() == 61.0
    assert ours.tick(61.0) == [Unanswered(MESSAGES[role], first)]
    assert ours.deadline() == 62.0
    assert ours.tick(70.0) == [Unanswered(MESSAGES[role], second)]
    assert ours.room == 64
    answer(theirs, carry(ours, theirs))
    assert [type(event) for event in carry(theirs, ours)] == [Unexpected, Unexpected]
