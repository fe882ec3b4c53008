"""Who may send what, when: every state against every request, and against every response."""

import pytest

from smpp.codec import encode
from smpp.errors import IllegalState
from smpp.legal import PEER, Role, State
from smpp.multi import SmeAddress
from smpp.pdus import NOTICES, REQUESTS, RESPONSES, Bind, EnquireLink, Pdu, SubmitMulti, Unbind, command_name
from smpp.session import Closed, Notice, Rejected, Request, Unexpected
from smpp.statuses import Status
from tests.smpp.sessions import every_role, sent, session_in

# SMPP 3.4, 2.3: who may send the request in which state, E the ESME, S the SMSC.
PICTURE = """
                    open  bound_tx  bound_rx  bound_trx
bind_receiver       E     .         .         .
bind_transmitter    E     .         .         .
bind_transceiver    E     .         .         .
outbind             S     .         .         .
unbind              .     ES        ES        ES
enquire_link        ES    ES        ES        ES
submit_sm           .     E         .         E
submit_multi        .     E         .         E
query_sm            .     E         .         E
cancel_sm           .     E         .         E
replace_sm          .     E         .         E
data_sm             .     E         S         ES
deliver_sm          .     .         S         S
alert_notification  .     .         S         S
"""

_HEAD, *_ROWS = [line.split() for line in PICTURE.strip().splitlines()]
LEGAL = {
    (Role.ESME if letter == "E" else Role.SMSC, State(state), row[0])
    for row in _ROWS
    for state, letters in zip(_HEAD, row[1:], strict=True)
    for letter in letters.strip(".")
}
EXAMPLES: dict[type[Pdu], Pdu] = {SubmitMulti: SubmitMulti(dest_addresses=(SmeAddress(1, 1, "79160000001"),))}

every_state = pytest.mark.parametrize("state", State)
every_request = pytest.mark.parametrize("kind", REQUESTS + NOTICES, ids=command_name)


@every_state
@every_role
@every_request
def test_sends_what_is_legal(role: Role, state: State, kind: type[Pdu]) -> None:
    """What is legal is sent; what is not is refused, and nothing is sent. Who unbinds asks nothing more."""
    session = session_in(role, state)
    request = EXAMPLES.get(kind, kind())
    if (role, state, command_name(kind)) in LEGAL:
        session.send(request, 0.0)
        assert [type(pdu) for pdu in sent(session)] == [kind]
    else:
        with pytest.raises(IllegalState):
            session.send(request, 0.0)
        assert sent(session) == []


@every_state
@every_role
@every_request
def test_takes_what_is_legal(role: Role, state: State, kind: type[Pdu]) -> None:
    """What is legal is an event, or answered at once; what is not is refused, in its own response if it has one."""
    session = session_in(role, state)
    request = EXAMPLES.get(kind, kind())
    events = session.receive(encode(request, 5), 0.0)
    sent_in = State.BOUND_TRX if state is State.UNBINDING else state
    if state is State.CLOSED:
        assert (events, sent(session)) == ([], [])
    elif (PEER[role], sent_in, command_name(kind)) not in LEGAL:
        assert [type(event) for event in events] == [Rejected]
        status = Status.RALYBND if issubclass(kind, Bind) and session.bound else Status.RINVBNDSTS
        assert sent(session) == ([kind.response(sequence=5, status=status)] if kind.response else [])
    elif kind in (EnquireLink, Unbind):
        assert [type(event) for event in events if isinstance(event, Closed)] == [Closed] * (kind is Unbind)
        assert [(type(pdu), pdu.sequence) for pdu in sent(session)] == [(kind.response, 5)]
    else:
        assert [type(event) for event in events] == [Request if kind.response else Notice]
        assert sent(session) == []


@every_state
@every_role
@pytest.mark.parametrize("kind", RESPONSES, ids=command_name)
def test_takes_no_response_that_nothing_waits_for(role: Role, state: State, kind: type[Pdu]) -> None:
    """A response to nothing is told, and changes nothing."""
    session = session_in(role, state)
    events = session.receive(encode(kind(sequence=1000)), 0.0)
    assert [type(event) for event in events] == [Unexpected] * (state is not State.CLOSED)
    assert session.state is state


@every_role
@pytest.mark.parametrize("kind", RESPONSES, ids=command_name)
def test_sends_no_response_as_a_request(role: Role, kind: type[Pdu]) -> None:
    """Responses go through `respond`."""
    with pytest.raises(IllegalState):
        session_in(role, State.BOUND_TRX).send(kind(), 0.0)
