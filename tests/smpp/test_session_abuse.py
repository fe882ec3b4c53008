"""What a connection makes of bad input."""

from hypothesis import given
from hypothesis import strategies as st

from smpp.codec import encode
from smpp.legal import Role, State
from smpp.pdus import (
    DeliverSm,
    DeliverSmResp,
    EnquireLink,
    EnquireLinkResp,
    GenericNack,
    Pdu,
    Unbind,
)
from smpp.session import Closed, Event, Rejected
from smpp.statuses import Status
from tests.smpp.sessions import bound, every_role, sent, session_in
from tests.smpp.strategies import pdus


@every_role
def test_refuses_an_unknown_command(role: Role) -> None:
    """generic_nack with its sequence number, and the link lives."""
    session, _ = bound(role)
    [rejected] = session.receive(bytes.fromhex("00000010010000010000000000000007"), 0.0)
    assert isinstance(rejected, Rejected)
    assert sent(session)[-1] == GenericNack(sequence=7, status=Status.RINVCMDID)
    assert session.bound


def test_ignores_an_unknown_response() -> None:
    """What answers nothing that we know is not answered."""
    esme, _ = bound(Role.ESME)
    [rejected] = esme.receive(bytes.fromhex("00000010810000010000000000000007"), 0.0)
    assert isinstance(rejected, Rejected)
    assert sent(esme) == []


def test_refuses_a_broken_body_in_its_own_response() -> None:
    """A request that breaks off is refused with the status that says so, and the link lives."""
    esme, smsc = bound(Role.ESME)
    broken = bytes.fromhex("00000012 00000005 00000000 00000009 0001")
    [rejected] = esme.receive(broken + encode(DeliverSm(), 10), 0.0)[:1]
    assert isinstance(rejected, Rejected)
    assert rejected.frame == broken
    assert sent(esme) == [DeliverSmResp(sequence=9, status=Status.RINVCMDLEN)]
    assert smsc.bound


@every_role
def test_closes_on_a_length_that_no_pdu_has(role: Role) -> None:
    """The stream is lost: generic_nack, and the end. What came before counts, what follows does not."""
    session, _ = bound(role)
    session.data_to_send()
    data = encode(EnquireLink(), 1) + bytes(4) + encode(EnquireLink(), 2)
    assert [type(event) for event in session.receive(data, 0.0)] == [Rejected, Closed]
    assert sent(session) == [EnquireLinkResp(sequence=1), GenericNack(status=Status.RINVCMDLEN)]
    assert session.receive(data, 0.0) == []


def test_takes_nothing_after_the_end() -> None:
    """PDUs behind an unbind are not looked at."""
    esme, _ = bound(Role.ESME)
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
