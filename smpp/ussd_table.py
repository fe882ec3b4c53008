"""What a dialect of USSD is: a table in a file (docs/dialects.md), read here, and refused if it makes no sense."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from smpp import tlvs as all_tlvs
from smpp.errors import LocalError
from smpp.tlvs import MESSAGE_PAYLOAD, USSD_SERVICE_OP, Tlv

MOST_OCTETS = 160
"""Octets of a USSD string: 182 septets, or 80 units of UCS-2 (3GPP TS 23.038, 6.1.2.3)."""

LEAST_OCTETS = 124
"""Room in which every question is whole: less would cut names, and show what is to be paid without what for."""

Octet = Annotated[int, Meta(ge=0, le=0xFF)]
Mask = Annotated[int, Meta(ge=0)]
ServiceType = Annotated[str, Meta(max_length=5, pattern=r"^[!-~]*$")]
Code = Octet | ServiceType
"""An operation as it stands on the wire: ussd_service_op, or service_type."""
Codes = Annotated[tuple[Code, ...], Meta(min_length=1)]


class FromPhone(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Operations that come in; the first of each is the one that an SMSC of ours sends."""

    begin: Annotated[Codes, Meta(description="the phone has dialled a code")]
    answer: Annotated[Codes, Meta(description="it answers what it was asked")]
    end: Annotated[Codes, Meta(description="it has hung up, or the network has let go of it")]


class ToPhone(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Operations that go out."""

    ask: Annotated[Code, Meta(description="show a text that may be answered")]
    close: Annotated[Code, Meta(description="show a text, and end the session")]


class SessionBits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The TLV that tells the session, and in which of its bits stands what."""

    tlv: Annotated[str, Meta(description="empty: none does, so a phone has one session at a time")] = ""
    octets: Annotated[int, Meta(ge=1, le=8, description="its length; of another length it tells nothing")] = 2
    id: Annotated[Mask, Meta(description="bits that are the same all session long")] = 0xFFFF
    sequence: Annotated[Mask, Meta(description="bits that count messages; we only return them")] = 0
    end: Annotated[Mask, Meta(description="bits that are set where the session ends")] = 0


class Text(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How texts are written."""

    gsm: Annotated[Octet, Meta(description="data_coding of GSM 7-bit")] = 0
    ucs2: Annotated[Octet, Meta(description="data_coding of UCS-2")] = 8
    octets: Annotated[
        int, Meta(ge=LEAST_OCTETS, le=MOST_OCTETS, description="what a page may take, with septets packed")
    ] = 144
    code: Annotated[
        tuple[Literal["short_message", "destination_addr"], ...],
        Meta(min_length=1, description="where the dialled code is looked for, in this order"),
    ] = ("short_message", "destination_addr")


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A dialect, as its file says it."""

    operation: Annotated[
        Literal["ussd_service_op", "service_type"],
        Meta(description="what holds the operation: ussd_service_op or service_type"),
    ]
    service_type: Annotated[ServiceType, Meta(description="that of all USSD, where it is not the operation")] = ""
    same_link: Annotated[bool, Meta(description="a reply goes where its question came from, or not at all")] = False
    echo: Annotated[tuple[str, ...], Meta(description="TLVs that a reply returns, besides that of the session")] = ()
    default: Annotated[bool, Meta(description="spoken where no dialect is named; not for files of your own")] = False
    from_phone: FromPhone
    to_phone: ToPhone
    session: SessionBits = SessionBits()
    text: Text = Text()
    tlvs: Annotated[
        dict[str, Annotated[int, Meta(ge=0)]], Meta(description="TLVs that each reply bears, with their values")
    ] = {}


def read_table(name: str, text: str) -> Table:
    """The table in a file of that name; raises `LocalError`, in a line, for one that cannot be spoken."""
    try:
        table = msgspec.toml.decode(text, type=Table)
        for mistake in _mistakes(table):
            raise ValueError(mistake)
    except (msgspec.DecodeError, ValueError, LocalError) as error:
        raise LocalError(f"dialect {name}: {error}") from None
    return table


def tag_of(name: str) -> int:
    """The tag of a TLV by the specification's name, or as 0x1501. Raises `ValueError`."""
    if name in _TLVS:
        return _TLVS[name].tag
    if _HEX.fullmatch(name):
        return int(name, 16)
    raise ValueError(f"{name!r} is no TLV; those without a name in SMPP 3.4 are written as 0x1501")


def name_of(tag: int) -> str:
    """The reverse."""
    return _NAMES.get(tag) or f"0x{tag:04X}"


def with_value(name: str, value: int) -> tuple[int, bytes]:
    """A TLV of that value, in the fewest octets that it may have. Raises `ValueError`."""
    least = max(1, (value.bit_length() + 7) // 8)
    for octets in range(least, _MOST_OCTETS_OF_A_VALUE + 1):
        if _may_have(name, octets):
            return tag_of(name), value.to_bytes(octets, "big")
    raise ValueError(f"{name} cannot be {value}")


def _may_have(name: str, octets: int) -> bool:
    """Whether the TLV may have that length, which for one that SMPP 3.4 does not know is any."""
    return name not in _TLVS or _TLVS[name].kind.read(bytes(octets)) is not None


def _mistakes(table: Table) -> Iterator[str]:
    """What makes no sense in it, though each value is of its type."""
    yield from _in_operations(table)
    yield from _in_session(table.session)
    yield from _in_tlvs(table)
    if table.text.gsm == table.text.ucs2:
        yield f"text: data_coding {table.text.gsm} for both alphabets"


def _in_operations(table: Table) -> Iterator[str]:
    come, go = table.from_phone, table.to_phone
    coming = (*come.begin, *come.answer, *come.end)
    kind, what = (str, "a text") if table.operation == "service_type" else (int, "a number")
    for code in (*coming, go.ask, go.close):
        if not isinstance(code, kind) or code == "":
            yield f"{code!r} is no operation: a {table.operation} is {what}"
    for code in coming:
        if coming.count(code) > 1:
            yield f"from_phone: {code!r} stands twice"
    if go.ask == go.close and not table.session.end:
        yield "to_phone: ask and close are the same, and session has no bits for end"
    if kind is str and table.service_type:
        yield "service_type: it is the operation already"


def _in_session(session: SessionBits) -> Iterator[str]:
    masks = (session.id, session.sequence, session.end)
    if not session.tlv:
        if session != SessionBits():
            yield "session: there is no tlv that it could stand in"
        return
    if not session.id:
        yield "session: no bits for id"
    if sum(masks) != session.id | session.sequence | session.end:
        yield "session: bits of id, sequence and end overlap"
    if max(masks) >> 8 * session.octets:
        yield f"session: bits beyond {session.octets} octets"
    if not _may_have(session.tlv, session.octets):
        yield f"session: {session.tlv} has not {session.octets} octets"


def _in_tlvs(table: Table) -> Iterator[str]:
    names = [*filter(None, [table.session.tlv]), *table.echo, *table.tlvs]
    tags = [USSD_SERVICE_OP.tag, MESSAGE_PAYLOAD.tag, *map(tag_of, names)]
    for name in names:
        if tags.count(tag_of(name)) > 1:
            yield f"{name} stands twice, or is not free"
    for name, value in table.tlvs.items():
        with_value(name, value)


_TLVS: Mapping[str, Tlv[Any]] = {tlv.name: tlv for tlv in vars(all_tlvs).values() if isinstance(tlv, Tlv)}
_NAMES = {tlv.tag: name for name, tlv in _TLVS.items()}
_HEX = re.compile("0x[0-9A-Fa-f]{1,4}")
_MOST_OCTETS_OF_A_VALUE = 8
