"""USSD over SMPP: what a PDU says in a session, and the PDU that says it, as the table of a dialect has it.

SMPP leaves most of USSD open, so each vendor has a dialect. One is a table in ``smpp/dialects/``, or in any other file;
docs/dialects.md says what may stand there. Nothing in the code knows a dialect by its name.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from smpp.errors import LocalError
from smpp.pdus import DataSm, DeliverSm, ShortMessagePdu, SubmitSm
from smpp.tlvs import RawTlvs
from smpp.ussd_table import LEAST_OCTETS, MOST_OCTETS, Table, read_table
from smpp.ussd_wire import Operation, Wire

__all__ = ["LEAST_OCTETS", "MOST_OCTETS", "Dialect", "Heard", "Operation", "Peer", "Unit", "dialect", "shipped"]

VALIDITY = "000000000100000R"
"""A minute: what an SMSC keeps longer reaches nobody (SMPP 3.4, 7.1.1.2)."""


class Peer(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a reply bears of the message that it replies to: both addresses as they stood there, and TLVs."""

    phone_ton: int
    phone_npi: int
    phone: str
    service_ton: int
    service_npi: int
    service: str
    tlvs: RawTlvs


class Unit(msgspec.Struct, frozen=True, gc=False):
    """What a phone's message says. ``operation`` is None for one that the dialect does not know.

    ``session``: its number, 0 where none is told; ``text``: what was dialled or typed.
    """

    operation: Operation | None
    session: int
    text: str
    peer: Peer


class Heard(msgspec.Struct, frozen=True, gc=False):
    """What an ESME's message says to a phone; see `Unit`.

    It is meant for the phone's session if ``session`` is what `Dialect.told` makes of that session's number.
    """

    operation: Operation | None
    session: int
    phone: str
    text: str


class Dialect:
    """A table that reads and writes PDUs: as an ESME, `unit` and `reply`; as an SMSC, `deliver` and `heard`."""

    def __init__(self, name: str, table: Table) -> None:
        self.name = name
        self.table = table
        self.same_link = table.same_link
        self._places = table.text.code
        self._wire = Wire(table)

    def unit(self, pdu: ShortMessagePdu | DataSm, alphabet: str = "gsm") -> Unit | None:
        """What a phone's message says in a session; None if it is none of USSD."""
        wire, tlvs = self._wire, dict(pdu.tlvs)
        code = wire.code(pdu, tlvs)
        if code is None:
            return None
        session = wire.session(tlvs)
        operation = Operation.END if session & wire.end else wire.done.get(code)
        peer = Peer(
            pdu.source_addr_ton,
            pdu.source_addr_npi,
            pdu.source_addr,
            pdu.dest_addr_ton,
            pdu.dest_addr_npi,
            pdu.destination_addr,
            wire.returned(tlvs),
        )
        text = wire.text(pdu, tlvs, alphabet)
        if operation is not Operation.ANSWER:
            text = self._dialled(operation, text, pdu.destination_addr)
        return Unit(operation, wire.number(session), text, peer)

    def _dialled(self, operation: Operation | None, text: str, address: str) -> str:
        """The code, in the first place where one stands; what else is no answer may be one only if it says nothing."""
        if operation is None and text:
            return text
        for place in self._places:
            found = text if place == "short_message" else address
            if found[:1] in _FIRST:
                return found
        return text or (address if operation is Operation.BEGIN else "")

    def reply(self, peer: Peer, text: str, *, ends: bool) -> SubmitSm:
        """The message that shows a text of `MOST_OCTETS` at most; ``ends``: and closes the session."""
        wire = self._wire
        service_type, operation = wire.heads[Operation.CLOSE if ends else Operation.ASK]
        returned = wire.ended(peer.tlvs) if ends and wire.end else peer.tlvs
        coding, data = wire.coded(text)
        return SubmitSm(
            service_type=service_type,
            source_addr_ton=peer.service_ton,
            source_addr_npi=peer.service_npi,
            source_addr=peer.service[:_LONGEST_ADDRESS],
            dest_addr_ton=peer.phone_ton,
            dest_addr_npi=peer.phone_npi,
            destination_addr=peer.phone[:_LONGEST_ADDRESS],
            validity_period=VALIDITY,
            data_coding=coding,
            short_message=data,
            tlvs=operation + returned + wire.fixed,
        )

    def deliver(self, operation: Operation, session: int, phone: str, service: str, text: str, unit: int) -> DeliverSm:
        """What the phone does, as the ``unit``-th message of a session that has this number; see `Unit`."""
        service_type, operations = self._wire.heads[operation]
        in_address = operation is Operation.BEGIN and self._places[0] == "destination_addr"
        coding, data = self._wire.coded("" if in_address else text)
        return DeliverSm(
            service_type=service_type,
            source_addr_ton=1,
            source_addr_npi=1,
            source_addr=phone,
            destination_addr=text if in_address else service,
            data_coding=coding,
            short_message=data,
            tlvs=operations + self._wire.started(operation, session, unit),
        )

    def heard(self, pdu: ShortMessagePdu | DataSm) -> Heard | None:
        """What an ESME says to a phone; None if it is none of USSD."""
        wire, tlvs = self._wire, dict(pdu.tlvs)
        code = wire.code(pdu, tlvs)
        if code is None:
            return None
        session, operation = wire.session(tlvs), wire.ordered.get(code)
        if operation and session & wire.end:
            operation = Operation.CLOSE
        return Heard(operation, wire.number(session), pdu.destination_addr, wire.text(pdu, tlvs, "gsm"))

    def told(self, session: int) -> int:
        """What is told of a session's number: as many of its low bits as there is room for, 0 if there is none."""
        return self._wire.told(session)


_FIRST = ("*", "#")
_LONGEST_ADDRESS = 20
"""Octets of an address without its NUL (SMPP 3.4, 5.2.8)."""


# Tables in files

_SHIPPED = files("smpp") / "dialects"


@cache
def shipped() -> Mapping[str, Dialect]:
    """Dialects by name."""
    named = {each.name.removesuffix(".toml"): each for each in _SHIPPED.iterdir() if each.name.endswith(".toml")}
    return {name: _dialect(name, named[name].read_text(encoding="utf-8")) for name in sorted(named)}


@cache
def dialect(name: str) -> Dialect:
    """The dialect of that name, or in the file of that path, or where it is empty the default. Raises `LocalError`."""
    known = shipped()
    if not name:
        return next(each for each in known.values() if each.table.default)
    if name in known:
        return known[name]
    try:
        own = _dialect(name, Path(name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LocalError(f"{name!r} is neither one of {', '.join(known)} nor a file with a dialect: {error}") from None
    if own.table.default:
        raise LocalError(f"dialect {name}: default: a file of your own is spoken where it is named, and nowhere else")
    return own


def _dialect(name: str, text: str) -> Dialect:
    return Dialect(name, read_table(name, text))
