"""What the simulator tells those who watch it: the values of its API, and the events that carry them."""

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec.structs import astuple

from simulator.phones import Sms, Ussd
from simulator.trouble.faults import Faults


class Counters(msgspec.Struct):
    """Messages and faults of one link."""

    submitted: int = 0
    """Messages from the ESME."""
    delivered: int = 0
    """Messages to the ESME that it took."""
    refused: int = 0
    """Messages to the ESME that it refused, for now or for good."""
    unanswered: int = 0
    """Messages to the ESME without a response: it did not come in time, or the link was lost."""
    rejected: int = 0
    """PDUs of the ESME that were none, or not legal."""


def sum_of(counters: Iterable[Counters]) -> Counters:
    """All of them together."""
    rows = [astuple(one) for one in counters]
    return Counters(*map(sum, zip(*rows, strict=True)))


class LinkState(msgspec.Struct, frozen=True):
    """A connection of an ESME to the SMSC."""

    id: str
    peer: str
    system_id: str
    bind: str
    """TX, RX or TRX; empty while not bound."""
    connected: bool
    since: float
    """Seconds since 1970."""
    counters: Counters
    under_way: int
    """Messages to the ESME that wait for its response."""
    window: int
    """How many may."""


class Health(msgspec.Struct, frozen=True):
    """The SMSC at a glance: `waiting` messages of phones, `dropped` ones that no ESME would take."""

    links: int
    waiting: int
    dropped: int
    status: str = "ok"


class LoggedPdu(msgspec.Struct, frozen=True):
    """A PDU on the wire; `direction` is "in" (from the ESME) or "out". Passwords of binds are masked."""

    id: int
    at: float
    link: str
    direction: str
    command: str
    sequence: int
    status: int
    status_name: str
    phone: str
    """The number of the phone that it, or the request that it answers, is about; may be empty."""
    answers: int | None
    """The id of the request that this response answers, if it is still known."""
    fields: dict[str, Any]
    hex: str


class Octets(msgspec.Struct, frozen=True):
    """Where a field stands in a PDU."""

    offset: int
    length: int
    name: str
    value: int | str


class WholePdu(LoggedPdu, frozen=True):
    """The same with all that people may want to know of it."""

    answered_by: int | None
    status_text: str
    octets: list[Octets]


class SmsArrived(msgspec.Struct, frozen=True, tag_field="type", tag="sms"):
    """A phone received a message."""

    number: str
    sms: Sms


class UssdChanged(msgspec.Struct, frozen=True, tag_field="type", tag="ussd"):
    """The USSD window of a phone has changed."""

    number: str
    ussd: Ussd


class PduSeen(msgspec.Struct, frozen=True, tag_field="type", tag="pdu"):
    """A PDU went over the wire."""

    pdu: LoggedPdu


class Passed(msgspec.Struct, frozen=True, tag_field="type", tag="passed"):
    """So many PDUs went over the wire in the last half a second, and only so many of them are told."""

    pdus: int
    shown: int


class FaultsChanged(msgspec.Struct, frozen=True, tag_field="type", tag="faults"):
    """Other things go wrong from now on."""

    faults: Faults


class LinkChanged(msgspec.Struct, frozen=True, tag_field="type", tag="link"):
    """A link was opened, bound or closed."""

    link: LinkState


Event = SmsArrived | UssdChanged | PduSeen | Passed | LinkChanged | FaultsChanged
