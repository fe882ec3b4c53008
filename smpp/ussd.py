"""USSD over SMPP: what a PDU says in a session, and the PDU that says it, as the table of a dialect has it.

SMPP leaves most of USSD open, so each vendor has a dialect. One is a table in ``smpp/dialects/``, or in any other file;
docs/dialects.md says what may stand there. Nothing in the code knows a dialect by its name.
"""

from collections.abc import Mapping
from enum import Enum, auto
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from smpp import reading
from smpp.alphabets import DEFAULT, UCS2, encode_gsm, encode_ucs2, is_gsm
from smpp.errors import LocalError
from smpp.parts import HAS_HEADER, piece_of
from smpp.pdus import DataSm, DeliverSm, ShortMessagePdu, SubmitSm
from smpp.tlvs import MESSAGE_PAYLOAD, USSD_SERVICE_OP, RawTlvs
from smpp.ussd_table import MOST_OCTETS, Code, Table, read_table, tag_of, with_value

__all__ = ["MOST_OCTETS", "Dialect", "Heard", "Operation", "Peer", "Unit", "dialect", "shipped"]

VALIDITY = "000000000100000R"
"""A minute: what an SMSC keeps longer reaches nobody (SMPP 3.4, 7.1.1.2)."""


class Operation(Enum):
    """What a message does in a session."""

    BEGIN = auto()
    """The phone dials."""
    ANSWER = auto()
    """It answers."""
    END = auto()
    """It has hung up, or the network has let go of it."""
    ASK = auto()
    """It is shown something that it may answer."""
    CLOSE = auto()
    """It is shown something, and the session ends."""


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
    """A table that reads and writes PDUs."""

    def __init__(self, name: str, table: Table) -> None:
        self.name = name
        self.table = table
        self.same_link = table.same_link
        come, go, session = table.from_phone, table.to_phone, table.session
        self._done = _meanings({Operation.BEGIN: come.begin, Operation.ANSWER: come.answer, Operation.END: come.end})
        self._ordered = _meanings({Operation.CLOSE: (go.close,), Operation.ASK: (go.ask,)})
        self._session = tag_of(session.tlv) if session.tlv else _NO_TAG
        self._octets, self._id, self._end = session.octets, session.id, session.end
        self._lowest = _lowest(session.id)
        self._echoed = frozenset({self._session, *map(tag_of, table.echo)})
        self._fixed = tuple(with_value(*each) for each in table.tlvs.items())
        self._by_service_type = table.operation == "service_type"
        self._places = table.text.code
        self._codings = {table.text.gsm: DEFAULT, table.text.ucs2: UCS2}
        codes = (come.begin[0], come.answer[0], come.end[0], go.ask, go.close)
        self._heads = {one: self._head(code) for one, code in zip(Operation, codes, strict=True)}

    # The ESME's side

    def unit(self, pdu: ShortMessagePdu | DataSm, alphabet: str = "gsm") -> Unit | None:
        """What a phone's message says in a session; None if it is none of USSD."""
        tlvs = dict(pdu.tlvs)
        code = self._code(pdu, tlvs)
        if code is None:
            return None
        number = self._number(tlvs)
        operation = Operation.END if number & self._end else self._done.get(code)
        peer = Peer(
            pdu.source_addr_ton,
            pdu.source_addr_npi,
            pdu.source_addr,
            pdu.dest_addr_ton,
            pdu.dest_addr_npi,
            pdu.destination_addr,
            tuple([tlv for tlv in pdu.tlvs if tlv[0] in self._echoed]),
        )
        text = self._read(pdu, tlvs, alphabet)
        if operation is not Operation.ANSWER:
            text = self._dialled(operation, text, pdu.destination_addr)
        return Unit(operation, (number & self._id) // self._lowest, text, peer)

    def reply(self, peer: Peer, text: str, *, ends: bool) -> SubmitSm:
        """The message that shows a text of `MOST_OCTETS` at most; ``ends``: and closes the session."""
        service_type, operation = self._heads[Operation.CLOSE if ends else Operation.ASK]
        coding, data = self._coded(text)
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
            tlvs=operation + (self._ended(peer.tlvs) if ends and self._end else peer.tlvs) + self._fixed,
        )

    # The SMSC's side

    def deliver(self, operation: Operation, session: int, phone: str, service: str, text: str, unit: int) -> DeliverSm:
        """What the phone does, as the ``unit``-th message of a session that has this number; see `Unit`."""
        service_type, operations = self._heads[operation]
        in_address = operation is Operation.BEGIN and self._places[0] == "destination_addr"
        coding, data = self._coded("" if in_address else text)
        return DeliverSm(
            service_type=service_type,
            source_addr_ton=1,
            source_addr_npi=1,
            source_addr=phone,
            destination_addr=text if in_address else service,
            data_coding=coding,
            short_message=data,
            tlvs=operations + self._session_tlvs(operation, session, unit),
        )

    def heard(self, pdu: ShortMessagePdu | DataSm) -> Heard | None:
        """What an ESME says to a phone; None if it is none of USSD."""
        tlvs = dict(pdu.tlvs)
        code = self._code(pdu, tlvs)
        if code is None:
            return None
        number, operation = self._number(tlvs), self._ordered.get(code)
        if operation and number & self._end:
            operation = Operation.CLOSE
        session = (number & self._id) // self._lowest
        return Heard(operation, session, pdu.destination_addr, self._read(pdu, tlvs, "gsm"))

    def told(self, session: int) -> int:
        """What is told of a session's number: as many of its low bits as there is room for, 0 if there is none."""
        return session & self._id // self._lowest if self._session != _NO_TAG else 0

    # Within

    def _code(self, pdu: ShortMessagePdu | DataSm, tlvs: Mapping[int, bytes]) -> bytes | None:
        """The operation on the wire; empty if that is not told, None if the message is none of USSD."""
        if self._by_service_type:
            code = pdu.service_type.encode("latin-1")
            return code if code in self._done or code in self._ordered else None
        told = tlvs.get(USSD_SERVICE_OP.tag)
        if told is None and self.table.service_type and pdu.service_type == self.table.service_type:
            return b""
        return told

    def _number(self, tlvs: Mapping[int, bytes]) -> int:
        """What the session's TLV holds, 0 where there is none as it should be."""
        told = tlvs.get(self._session)
        return int.from_bytes(told, "big") if told is not None and len(told) == self._octets else 0

    def _read(self, pdu: ShortMessagePdu | DataSm, tlvs: Mapping[int, bytes], alphabet: str) -> str:
        if pdu.esm_class & HAS_HEADER:
            data = piece_of(pdu).data
        else:
            data = (not isinstance(pdu, DataSm) and pdu.short_message) or tlvs.get(MESSAGE_PAYLOAD.tag, b"")
        if not data:
            return ""
        return reading.read(data, self._codings.get(pdu.data_coding, pdu.data_coding), alphabet)[0] or ""

    def _dialled(self, operation: Operation | None, text: str, address: str) -> str:
        """The code, in the first place where one stands; what else is no answer may be one only if it says nothing."""
        if operation is None and text:
            return text
        for place in self._places:
            found = text if place == "short_message" else address
            if found[:1] in _FIRST:
                return found
        return text or (address if operation is Operation.BEGIN else "")

    def _coded(self, text: str) -> tuple[int, bytes]:
        if is_gsm(text):
            return self.table.text.gsm, encode_gsm(text)
        return self.table.text.ucs2, encode_ucs2(text)

    def _head(self, code: Code) -> tuple[str, RawTlvs]:
        """An operation's service_type and TLVs."""
        if isinstance(code, str):
            return code, ()
        return self.table.service_type, (USSD_SERVICE_OP.with_value(code),)

    def _ended(self, echoed: RawTlvs) -> RawTlvs:
        return tuple([(tag, self._with_end(value) if tag == self._session else value) for tag, value in echoed])

    def _with_end(self, value: bytes) -> bytes:
        if len(value) != self._octets:
            return value
        return (int.from_bytes(value, "big") | self._end).to_bytes(self._octets, "big")

    def _session_tlvs(self, operation: Operation, session: int, unit: int) -> RawTlvs:
        if self._session == _NO_TAG:
            return ()
        sequence = self.table.session.sequence
        value = session * self._lowest & self._id | unit * _lowest(sequence) & sequence
        if operation is Operation.END:
            value |= self._end
        return ((self._session, value.to_bytes(self._octets, "big")),)


_NO_TAG = -1
_FIRST = ("*", "#")
_LONGEST_ADDRESS = 20
"""Octets of an address without its NUL (SMPP 3.4, 5.2.8)."""


def _meanings(codes: Mapping[Operation, tuple[Code, ...]]) -> dict[bytes, Operation]:
    """Operations by what stands on the wire."""
    return {_octets(code): operation for operation, each in codes.items() for code in each}


def _octets(code: Code) -> bytes:
    return code.encode() if isinstance(code, str) else bytes((code,))


def _lowest(mask: int) -> int:
    """The lowest bit of a mask."""
    return mask & -mask


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
        text = Path(name).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise LocalError(f"{name!r} is neither one of {', '.join(known)} nor a file with a dialect: {error}") from None
    return _own(_dialect(name, text))


def _dialect(name: str, text: str) -> Dialect:
    return Dialect(name, read_table(name, text))


def _own(found: Dialect) -> Dialect:
    if found.table.default:
        raise LocalError(f"dialect {found.name}: default: a file of your own is spoken where it is named")
    return found
