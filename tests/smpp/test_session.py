"""One connection, from either end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smpp.codec import MAX_SEQUENCE, decode, encode
from smpp.errors import IllegalState, LocalError, WindowFull
from smpp.legal import PEER, Role, State
from smpp.pdus import (
    AlertNotification,
    BindTransceiver,
    BindTransceiverResp,
    DataSm,
    DeliverSm,
    DeliverSmResp,
    EnquireLink,
    EnquireLinkResp,
    GenericNack,
    Outbind,
    Pdu,
    SubmitSm,
    SubmitSmResp,
    Unbind,
    UnbindResp,
    reply,
)
from smpp.session import Closed, Event, Notice, Rejected, Request, Response, Session, Timers, Unanswered, Unexpected
from smpp.statuses import Status
from tests.smpp.sessions import BINDS, answer, carry, pair, requests, session_in
from tests.smpp.strategies import pdus

every_role = pytest.mark.parametrize("role", Role)
MESSAGES: dict[Role, Pdu] = {
    Role.ESME: SubmitSm(destination_addr="79160000001", short_message=b"Hi"),
    Role.SMSC: DeliverSm(destination_addr="111", short_message=b"Hi"),
}


def split_pair(role: Role, *, window: int = 64, last_sequence: int = 0) -> tuple[Session, Session]:
    """A session of the role, bound, and its peer."""
    sessions = pair(window=window, last_sequence=last_sequence)
    return sessions[role], sessions[PEER[role]]


def sent(session: Session) -> list[Pdu]:
    """The PDUs that the session has to send."""
    data, found = session.data_to_send(), []
    while data:
        length = int.from_bytes(data[:4], "big")
        found.append(decode(data[:length]))
        data = data[length:]
    return found


# Binding


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


# Requests and responses


@every_role
def test_carries_messages_and_their_responses(role: Role) -> None:
    """Either end sends; the other is asked and answers; the sender is told."""
    ours, theirs = split_pair(role)
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
        ours, theirs = split_pair(role)
        ours.send(DataSm(), 0.0)
        assert [type(pdu) for pdu in requests(carry(ours, theirs))] == [DataSm]


@every_role
def test_takes_responses_in_any_order(role: Role) -> None:
    """Each response finds its request by sequence number."""
    ours, theirs = split_pair(role)
    sequences = [ours.send(MESSAGES[role], 0.0) for _ in range(3)]
    for pdu in reversed(requests(carry(ours, theirs))):
        theirs.respond(reply(pdu))
    events = carry(theirs, ours)
    assert [event.response.sequence for event in events if isinstance(event, Response)] == sequences[::-1]


@every_role
def test_counts_messages_in_the_window(role: Role) -> None:
    """The window bounds what waits for responses; enquire_link takes no place in it."""
    ours, theirs = split_pair(role, window=2)
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
    smsc, esme = split_pair(Role.SMSC, window=1)
    smsc.send(MESSAGES[Role.SMSC], 0.0)
    smsc.send(AlertNotification(source_addr="79160000001"), 0.0)
    assert [type(event) for event in carry(smsc, esme)] == [Request, Notice]


def test_numbers_wrap_to_1() -> None:
    """Sequence numbers go from 1 to 0x7FFFFFFF (SMPP 3.4, 5.1.4)."""
    esme, _ = split_pair(Role.ESME, last_sequence=MAX_SEQUENCE - 2)
    assert [esme.send(SubmitSm(), 0.0) for _ in range(3)] == [MAX_SEQUENCE, 1, 2]


def test_queues_nothing_that_cannot_be_written() -> None:
    """A field that does not fit is our mistake; the next request is as if nothing had been."""
    esme, _ = split_pair(Role.ESME)
    with pytest.raises(LocalError):
        esme.send(SubmitSm(short_message=b"a" * 255), 0.0)
    assert (esme.data_to_send(), esme.room, esme.send(SubmitSm(), 0.0)) == (b"", 64, 2)


def test_takes_a_generic_nack_as_the_response() -> None:
    """A request that was not understood is answered."""
    esme, _ = split_pair(Role.ESME)
    sequence = esme.send(MESSAGES[Role.ESME], 0.0)
    nack = GenericNack(sequence=sequence, status=Status.RINVCMDID)
    assert esme.receive(encode(nack), 0.0) == [Response(MESSAGES[Role.ESME], nack)]
    assert esme.room == 64


def test_takes_no_response_of_another_kind() -> None:
    """A response of the wrong kind leaves the request waiting."""
    esme, _ = split_pair(Role.ESME)
    sequence = esme.send(SubmitSm(), 0.0)
    wrong = DeliverSmResp(sequence=sequence)
    assert esme.receive(encode(wrong), 0.0) == [Unexpected(wrong)]
    right = SubmitSmResp(sequence=sequence, message_id="7")
    assert esme.receive(encode(right), 0.0) == [Response(SubmitSm(), right)]
    assert esme.receive(encode(right), 0.0) == [Unexpected(right)]


@every_role
def test_gives_up_on_a_response(role: Role) -> None:
    """Not answered in time: the outcome is unknown, the place is free, and the answer comes too late."""
    ours, theirs = split_pair(role)
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


# Keeping alive


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
    ours, theirs = split_pair(role)
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
    ours, _ = split_pair(role)
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
    ours, theirs = split_pair(role)
    ours.tick(30.0)
    theirs.send(MESSAGES[PEER[role]], 35.0)
    carry(theirs, ours, 35.0)
    assert [type(event) for event in ours.tick(40.0)] == [Unanswered]
    assert ours.bound
    assert ours.deadline() == 65.0


# Ending


@every_role
def test_unbinds(role: Role) -> None:
    """The peer answers and both are closed; what waited is unanswered."""
    ours, theirs = split_pair(role)
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
    ours, theirs = split_pair(role)
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
    ours, _ = split_pair(role)
    ours.unbind(1.0)
    assert ours.deadline() == 6.0
    assert ours.tick(6.0)[-1] == Closed("no response to unbind")


@every_role
def test_tells_the_peer_unbinding_what_was_unanswered(role: Role) -> None:
    """The peer's unbind is answered; our requests that wait are lost."""
    ours, theirs = split_pair(role)
    sequence = ours.send(MESSAGES[role], 0.0)
    ours.data_to_send()
    theirs.unbind(0.0)
    assert carry(theirs, ours) == [Unanswered(MESSAGES[role], sequence), Closed("unbound by the peer")]
    assert [type(pdu) for pdu in sent(ours)] == [UnbindResp]


@every_role
def test_loses_the_connection(role: Role) -> None:
    """What waited is unanswered, in the order of sending; nothing happens afterwards."""
    ours, _ = split_pair(role)
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


# Bad input


@every_role
def test_refuses_an_unknown_command(role: Role) -> None:
    """generic_nack with its sequence number, and the link lives."""
    session, _ = split_pair(role)
    [rejected] = session.receive(bytes.fromhex("00000010010000010000000000000007"), 0.0)
    assert isinstance(rejected, Rejected)
    assert sent(session)[-1] == GenericNack(sequence=7, status=Status.RINVCMDID)
    assert session.bound


def test_ignores_an_unknown_response() -> None:
    """What answers nothing that we know is not answered."""
    esme, _ = split_pair(Role.ESME)
    [rejected] = esme.receive(bytes.fromhex("00000010810000010000000000000007"), 0.0)
    assert isinstance(rejected, Rejected)
    assert sent(esme) == []


def test_refuses_a_broken_body_in_its_own_response() -> None:
    """A request that breaks off is refused with the status that says so, and the link lives."""
    esme, smsc = split_pair(Role.ESME)
    broken = bytes.fromhex("00000012 00000005 00000000 00000009 0001")
    [rejected] = esme.receive(broken + encode(DeliverSm(), 10), 0.0)[:1]
    assert isinstance(rejected, Rejected)
    assert rejected.frame == broken
    assert sent(esme) == [DeliverSmResp(sequence=9, status=Status.RINVCMDLEN)]
    assert smsc.bound


@every_role
def test_closes_on_a_length_that_no_pdu_has(role: Role) -> None:
    """The stream is lost: generic_nack, and the end. What came before counts, what follows does not."""
    session, _ = split_pair(role)
    session.data_to_send()
    data = encode(EnquireLink(), 1) + bytes(4) + encode(EnquireLink(), 2)
    assert [type(event) for event in session.receive(data, 0.0)] == [Rejected, Closed]
    assert sent(session) == [EnquireLinkResp(sequence=1), GenericNack(status=Status.RINVCMDLEN)]
    assert session.receive(data, 0.0) == []


def test_takes_nothing_after_the_end() -> None:
    """PDUs behind an unbind are not looked at."""
    esme, _ = split_pair(Role.ESME)
    events = esme.receive(encode(Unbind(), 1) + encode(DeliverSm(), 2), 0.0)
    assert events == [Closed("unbound by the peer")]


@every_role
@given(data=st.lists(st.binary(max_size=64), max_size=8))
def test_never_raises_on_octets(role: Role, data: list[bytes]) -> None:
    """Whatever arrives is an event or nothing."""
    session = session_in(role, State.BOUND_TRX)
    for now, octets in enumerate(data):
        session.receive(octets, float(now))
        session.tick(float(now))


@given(role=st.sampled_from(Role), state=st.sampled_from(State), written=st.lists(pdus, max_size=8))
def test_never_raises_on_pdus(role: Role, state: State, written: list[Pdu]) -> None:
    """Whatever PDUs arrive, in whatever state, whole or octet by octet, come out the same."""
    whole, by_octet = session_in(role, state), session_in(role, state)
    stream = b"".join(map(encode, written))
    assert describe_all(whole.receive(stream, 1.0)) == describe_all(
        [event for octet in stream for event in by_octet.receive(bytes((octet,)), 1.0)]
    )
    assert whole.data_to_send() == by_octet.data_to_send()
    assert whole.state is by_octet.state


def describe_all(events: list[Event]) -> list[str]:
    """Events as text, for errors are not equal."""
    return [repr(event) for event in events]


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
