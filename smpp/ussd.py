"""USSD over SMPP: what a PDU says in a session, and the PDU that says it, as the table of a dialect has it.

SMPP leaves most of USSD open, so each vendor has a dialect. One is a table in ``smpp/dialects/``, or in any other file;
docs/dialects.md says what may stand there. Nothing in the code knows a dialect by its name.
"""

from collections.abc import Mapping
from enum import Enum, auto
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from smpp import tlvs as all_tlvs
from smpp.alphabets import decode, decode_ucs2, encode_gsm, encode_ucs2, is_gsm
from smpp.errors import LocalError
from smpp.parts import piece_of
from smpp.pdus import DataSm, DeliverSm, ShortMessagePdu, SubmitSm
from smpp.tlvs import USSD_SERVICE_OP, RawTlvs, Tlv

MOST_OCTETS = 160
"""Octets of a USSD string: 182 septets, or 80 units of UCS-2 (3GPP TS 23.038, 6.1.2.3)."""

VALIDITY = "000000000100000R"
"""A minute: what an SMSC keeps longer reaches nobody (SMPP 3.4, 7.1.1.2)."""

_TLVS: Mapping[str, Tlv[int] | Tlv[bytes]] = {tlv.name: tlv for tlv in vars(all_tlvs).values() if isinstance(tlv, Tlv)}


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


Octet = Annotated[int, Meta(ge=0, le=0xFF)]
Mask = Annotated[int, Meta(ge=0)]
Code = Octet | Annotated[str, Meta(min_length=1, max_length=5)]
"""An operation as it stands on the wire: ussd_service_op, or service_type."""


class FromPhone(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Operations that come in; the first of each is the one that an SMSC of ours sends."""

    begin: tuple[Code, ...]
    answer: tuple[Code, ...]
    end: tuple[Code, ...]


class ToPhone(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Operations that go out."""

    ask: Code
    close: Code


class SessionBits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which TLV tells the session, and in which of its bits stand what; without ``tlv`` a phone has one session."""

    tlv: str = ""
    octets: int = 2
    id: Mask = 0xFFFF
    sequence: Mask = 0
    end: Mask = 0


class Text(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands for the two alphabets, how many octets of a packed text there may be, and where a dialled code is."""

    gsm: Octet = 0
    ucs2: Octet = 8
    octets: Annotated[int, Meta(ge=40, le=MOST_OCTETS)] = 144
    code: tuple[Literal["short_message", "destination_addr"], ...] = ("short_message", "destination_addr")


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A dialect, as its file says it.

    ``operation`` names the field of the operation; ``service_type`` is that of all USSD, where it is not the operation;
    ``echo`` are TLVs that a reply bears as they came, besides that of the session, ``tlvs`` those that each has;
    ``same_link``: a reply goes where its question came from, or not at all; ``default``: spoken where none is named.
    """

    operation: Literal["ussd_service_op", "service_type"]
    from_phone: FromPhone
    to_phone: ToPhone
    session: SessionBits = SessionBits()
    text: Text = Text()
    service_type: Annotated[str, Meta(max_length=5)] = ""
    echo: tuple[str, ...] = ()
    tlvs: dict[str, int] = {}
    same_link: bool = False
    default: bool = False


class Dialect:
    """A table that reads and writes PDUs."""

    def __init__(self, name: str, table: Table) -> None:
        self.name = name
        self.table = table
        self.same_link = table.same_link
        session = table.session
        self._session = _tag(session.tlv) if session.tlv else -1
        self._echoed = frozenset({self._session, *map(_tag, table.echo)})
        self._by_service_type = table.operation == "service_type"
        self._meanings: dict[Code | None, Operation] = {
            code: operation
            for operation, codes in zip(Operation, _codes(table), strict=True)
            if operation in _FROM_PHONE
            for code in codes
        }
        self._codes = {operation: codes[0] for operation, codes in zip(Operation, _codes(table), strict=True)}
        self._orders: dict[Code | None, Operation] = {
            self._codes[operation]: operation for operation in (Operation.CLOSE, Operation.ASK)
        }
        self._fixed = tuple(_with_value(*each) for each in table.tlvs.items())

    def unit(self, pdu: ShortMessagePdu | DataSm, alphabet: str = "gsm") -> Unit | None:
        """What the message says in a session; None if it is none of USSD."""
        tlvs = dict(pdu.tlvs)
        code = self._code(pdu, tlvs)
        if code is None and (not self.table.service_type or pdu.service_type != self.table.service_type):
            return None
        number = int.from_bytes(tlvs.get(self._session, b""), "big")
        operation = self._meanings.get(code)
        if number & self.table.session.end:
            operation = Operation.END
        peer = Peer(
            pdu.source_addr_ton,
            pdu.source_addr_npi,
            pdu.source_addr,
            pdu.dest_addr_ton,
            pdu.dest_addr_npi,
            pdu.destination_addr,
            tuple((tag, value) for tag, value in pdu.tlvs if tag in self._echoed),
        )
        return Unit(operation, _bits(number, self.table.session.id), self._text(pdu, operation, alphabet), peer)

    def reply(self, peer: Peer, text: str, *, ends: bool) -> SubmitSm:
        """The message that shows the text; ``ends``: and closes the session."""
        operation = Operation.CLOSE if ends else Operation.ASK
        bits = self.table.session.end if ends else 0
        echoed = tuple((tag, _with_bits(value, bits) if tag == self._session else value) for tag, value in peer.tlvs)
        coding, data = self._coded(text)
        return SubmitSm(
            service_type=self._service_type(operation),
            source_addr_ton=peer.service_ton,
            source_addr_npi=peer.service_npi,
            source_addr=peer.service,
            dest_addr_ton=peer.phone_ton,
            dest_addr_npi=peer.phone_npi,
            destination_addr=peer.phone,
            validity_period=VALIDITY,
            data_coding=coding,
            short_message=data,
            tlvs=self._operation_tlvs(operation) + echoed + self._fixed,
        )

    # The SMSC's side

    def deliver(self, operation: Operation, session: int, phone: str, service: str, text: str, unit: int) -> DeliverSm:
        """What the phone does, as the ``unit``-th message of a session that has this number; see `Unit`."""
        in_address = operation is Operation.BEGIN and self.table.text.code[0] == "destination_addr"
        coding, data = self._coded("" if in_address else text)
        return DeliverSm(
            service_type=self._service_type(operation),
            source_addr_ton=1,
            source_addr_npi=1,
            source_addr=phone,
            destination_addr=text if in_address else service,
            data_coding=coding,
            short_message=data,
            tlvs=self._operation_tlvs(operation) + self._session_tlvs(operation, session, unit),
        )

    def heard(self, pdu: ShortMessagePdu | DataSm) -> Heard | None:
        """What an ESME says to a phone; None if it is none of USSD."""
        tlvs = dict(pdu.tlvs)
        code = self._code(pdu, tlvs)
        if code is None and (not self.table.service_type or pdu.service_type != self.table.service_type):
            return None
        number = int.from_bytes(tlvs.get(self._session, b""), "big")
        operation = self._orders.get(code)
        if operation and number & self.table.session.end:
            operation = Operation.CLOSE
        return Heard(operation, _bits(number, self.table.session.id), pdu.destination_addr, self._read(pdu, "gsm"))

    def told(self, session: int) -> int:
        """What is told of a session's number: as many of its low bits as there is room for, 0 if there is none."""
        mask = self.table.session.id
        return session & mask // _lowest(mask) if self.table.session.tlv else 0

    # Within

    def _code(self, pdu: ShortMessagePdu | DataSm, tlvs: Mapping[int, bytes]) -> Code | None:
        """The operation on the wire, None if there is none."""
        if self._by_service_type:
            return pdu.service_type if pdu.service_type in self._all_service_types else None
        value = tlvs.get(USSD_SERVICE_OP.tag)
        return None if value is None else int.from_bytes(value, "big")

    @property
    def _all_service_types(self) -> frozenset[Code]:
        return frozenset(code for codes in _codes(self.table) for code in codes)

    def _text(self, pdu: ShortMessagePdu | DataSm, operation: Operation | None, alphabet: str) -> str:
        text = self._read(pdu, alphabet)
        if operation is Operation.ANSWER:
            return text
        places = {"short_message": text, "destination_addr": pdu.destination_addr}
        dialled = (places[place] for place in self.table.text.code if places[place][:1] in _FIRST)
        return next(dialled, text or pdu.destination_addr)

    def _read(self, pdu: ShortMessagePdu | DataSm, alphabet: str) -> str:
        piece = piece_of(pdu)
        if piece.data_coding == self.table.text.ucs2:
            return decode_ucs2(piece.data)
        if piece.data_coding == self.table.text.gsm:
            return decode(piece.data, 0, alphabet) or ""
        return decode(piece.data, piece.data_coding, alphabet) or ""

    def _coded(self, text: str) -> tuple[int, bytes]:
        if is_gsm(text):
            return self.table.text.gsm, encode_gsm(text)
        return self.table.text.ucs2, encode_ucs2(text)

    def _service_type(self, operation: Operation) -> str:
        return str(self._codes[operation]) if self._by_service_type else self.table.service_type

    def _operation_tlvs(self, operation: Operation) -> RawTlvs:
        code = self._codes[operation]
        return (USSD_SERVICE_OP.with_value(code),) if isinstance(code, int) else ()

    def _session_tlvs(self, operation: Operation, session: int, unit: int) -> RawTlvs:
        bits = self.table.session
        if not bits.tlv:
            return ()
        value = session * _lowest(bits.id) & bits.id | unit * _lowest(bits.sequence) & bits.sequence
        if operation is Operation.END:
            value |= bits.end
        return ((self._session, value.to_bytes(bits.octets, "big")),)


_FROM_PHONE = (Operation.BEGIN, Operation.ANSWER, Operation.END)
_FIRST = ("*", "#")


def _codes(table: Table) -> tuple[tuple[Code, ...], ...]:
    """Of each operation, in their order."""
    come, go = table.from_phone, table.to_phone
    return come.begin, come.answer, come.end, (go.ask,), (go.close,)


def _tag(name: str) -> int:
    if name in _TLVS:
        return _TLVS[name].tag
    try:
        return int(name, 16)
    except ValueError:
        raise LocalError(f"{name!r} is no TLV; those without a name are written as 0x1501") from None


def _with_value(name: str, value: int) -> tuple[int, bytes]:
    return _tag(name), value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big")


def _with_bits(value: bytes, bits: int) -> bytes:
    return (int.from_bytes(value, "big") | bits).to_bytes(len(value), "big")


def _bits(number: int, mask: int) -> int:
    """The number that stands in the bits of the mask."""
    return (number & mask) // _lowest(mask)


def _lowest(mask: int) -> int:
    """The lowest bit of a mask."""
    return mask & -mask


# Tables in files

_SHIPPED = files("smpp") / "dialects"


def _read_table(name: str, text: str) -> Dialect:
    try:
        return Dialect(name, msgspec.toml.decode(text, type=Table))
    except (msgspec.DecodeError, ValueError) as error:
        raise LocalError(f"dialect {name}: {error}") from None


@cache
def shipped() -> Mapping[str, Dialect]:
    """Dialects by name."""
    named = {each.name.removesuffix(".toml"): each for each in _SHIPPED.iterdir() if each.name.endswith(".toml")}
    return {name: _read_table(name, named[name].read_text(encoding="utf-8")) for name in sorted(named)}


@cache
def dialect(name: str) -> Dialect:
    """The dialect of that name, or in the file of that path, or where it is empty the default. Raises `LocalError`."""
    known = shipped()
    if not name:
        return next(each for each in known.values() if each.table.default)
    if name in known:
        return known[name]
    try:
        return _read_table(name, Path(name).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise LocalError(f"{name!r} is neither one of {', '.join(known)} nor a file with a dialect: {error}") from None
