# What is legal (who may send which request in which state: SMPP 3.4, 2.2 and 2.3) stands in this file, nowhere else.
"""The roles, the states, and the table of what each side may send. Responses are legal whenever a request waits."""

from enum import Enum

from smpp.pdus import (
    AlertNotification,
    BindReceiver,
    BindReceiverResp,
    BindTransceiver,
    BindTransceiverResp,
    BindTransmitter,
    BindTransmitterResp,
    CancelSm,
    DataSm,
    DeliverSm,
    EnquireLink,
    Outbind,
    Pdu,
    QuerySm,
    ReplaceSm,
    SubmitMulti,
    SubmitSm,
    Unbind,
)


class Role(Enum):
    """Which end of the connection: the message centre, or the program bound to it."""

    ESME = "esme"
    SMSC = "smsc"


class State(Enum):
    """The states of SMPP 3.4, 2.2; UNBINDING from our own unbind until its response."""

    OPEN = "open"
    BOUND_TX = "bound_tx"
    BOUND_RX = "bound_rx"
    BOUND_TRX = "bound_trx"
    UNBINDING = "unbinding"
    CLOSED = "closed"


BOUND = frozenset({State.BOUND_TX, State.BOUND_RX, State.BOUND_TRX})

BOUND_BY = {
    BindTransmitterResp: State.BOUND_TX,
    BindReceiverResp: State.BOUND_RX,
    BindTransceiverResp: State.BOUND_TRX,
}
"""The state that a bind's success leads to."""

PEER = {Role.ESME: Role.SMSC, Role.SMSC: Role.ESME}

_Pdus = frozenset[type[Pdu]]

_ANY_TIME: _Pdus = frozenset({EnquireLink})
_BOUND: _Pdus = _ANY_TIME | {Unbind}
_BINDS: _Pdus = frozenset({BindTransmitter, BindReceiver, BindTransceiver})
_SUBMITS: _Pdus = frozenset({SubmitSm, SubmitMulti, DataSm, QuerySm, CancelSm, ReplaceSm})
_DELIVERS: _Pdus = frozenset({DeliverSm, DataSm, AlertNotification})
_NOTHING: _Pdus = frozenset()

_SENDS: dict[Role, dict[State, _Pdus]] = {
    Role.ESME: {
        State.OPEN: _ANY_TIME | _BINDS,
        State.BOUND_TX: _BOUND | _SUBMITS,
        State.BOUND_RX: _BOUND,
        State.BOUND_TRX: _BOUND | _SUBMITS,
    },
    Role.SMSC: {
        State.OPEN: _ANY_TIME | {Outbind},
        State.BOUND_TX: _BOUND,
        State.BOUND_RX: _BOUND | _DELIVERS,
        State.BOUND_TRX: _BOUND | _DELIVERS,
    },
}


def may_send(role: Role, state: State) -> _Pdus:
    """The requests that this role may send in this state of its own session."""
    return _SENDS[role].get(state, _NOTHING)


def may_receive(role: Role, state: State) -> _Pdus:
    """The requests that this role takes from its peer in this state; while unbinding, what was under way already."""
    return _SENDS[PEER[role]].get(State.BOUND_TRX if state is State.UNBINDING else state, _NOTHING)
