"""A message of a phone, as lines for an engineer who looks for the dialect: what it bears, and who reads what in it."""

import re
from collections.abc import Iterator, Sequence

from gateway.masking import masked
from smpp.pdus import DataSm, DeliverSm, command_name
from smpp.tlvs import MESSAGE_PAYLOAD
from smpp.ussd import Dialect, Operation, Unit
from smpp.ussd_table import name_of

MOST_SHOWN = 4
"""Octets of a TLV; a longer one may hold a number, or a text."""

_PRIVATE = re.compile(r"\w*[^\W\d]\w*|\d{5,}")
"""What may be a number or a password in a dialled code."""


class Sessions:
    """Dialects that ``lost`` a session: they saw none, or another one before the phone dialled again."""

    def __init__(self) -> None:
        self.lost: set[str] = set()
        self._open: dict[tuple[str, str], int] = {}

    def add(self, found: Sequence[tuple[Dialect, Unit]]) -> None:
        """What they read in the next message."""
        for each, unit in found:
            phone = each.name, unit.peer.phone
            if unit.operation is Operation.BEGIN:
                self._open[phone] = unit.session
            if not unit.session or unit.session != self._open.get(phone):
                self.lost.add(each.name)


def readings(pdu: DeliverSm | DataSm, dialects: Sequence[Dialect]) -> list[tuple[Dialect, Unit]]:
    """Those that take it for USSD, and as what."""
    return [(each, unit) for each in dialects if (unit := each.unit(pdu))]


def told(pdu: DeliverSm | DataSm, found: Sequence[tuple[Dialect, Unit]]) -> Iterator[str]:
    """The lines; numbers are masked, and what was typed is counted."""
    name, service_type = command_name(type(pdu)), f" service_type={pdu.service_type}" if pdu.service_type else ""
    to, tlvs = code(pdu.destination_addr), "".join(f" {_tlv(*each)}" for each in pdu.tlvs)
    text = f"{len(pdu.short_message)} octets" if isinstance(pdu, DeliverSm) else "no short_message"
    yield f"{name} {masked(pdu.source_addr)} to {to}: {text}, data_coding={pdu.data_coding}{service_type}{tlvs}"
    for each, unit in found:
        yield f"  {each.name}: {_said(unit)}"
    if not found:
        yield "  no dialect reads it: an SMS; it is refused for now, so that it comes again"


def code(text: str) -> str:
    """A dialled code, or a service number."""
    return _PRIVATE.sub("...", text)


def _tlv(tag: int, value: bytes) -> str:
    shown = value.hex() if len(value) <= MOST_SHOWN and tag != MESSAGE_PAYLOAD.tag else f"{len(value)} octets"
    return f"{name_of(tag)}={shown}"


def _said(unit: Unit) -> str:
    session = f"session {unit.session}" if unit.session else "no session told"
    match unit.operation:
        case Operation.BEGIN:
            return f"dials {code(unit.text)}, {session}"
        case Operation.ANSWER:
            return f"answers {len(unit.text)} characters, {session}"
        case Operation.END:
            return f"ends, {session}"
    return f"an unknown operation with {len(unit.text)} characters, {session}"
