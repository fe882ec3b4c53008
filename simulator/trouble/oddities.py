"""Messages of phones as odd SMSCs deliver them: in other codings, numbers, shapes and orders. Pure."""

import codecs
from collections.abc import Callable, Sequence
from itertools import chain

from msgspec.structs import replace

from simulator.trouble.dice import Dice
from simulator.trouble.faults import Coding, Faults, Numbers, Parts, Shapes
from smpp.alphabets import DEFAULT, UCS2, decode
from smpp.parts import HAS_HEADER
from smpp.pdus import DeliverSm
from smpp.tlvs import MESSAGE_PAYLOAD

Message = Sequence[DeliverSm]
"""One message in its parts."""

_LONE_HEADER = bytes((5, 0, 3, 1, 1, 1))
_RUSSIAN = 11
"""Digits of a number in Russia, with its 7."""


def odd(message: Message, faults: Faults, dice: Dice) -> Message:
    """What the SMSC makes of the message."""
    message = _coded(message, faults.coding, dice)
    message = _numbered(message, faults.numbers, dice)
    message = _shaped(message, faults.shapes, dice)
    return _strewn(message, faults.parts, dice) if len(message) > 1 else message


def _first(chances: Coding | Numbers, dice: Dice) -> str | None:
    """The first that comes true; the dice are thrown for all."""
    names = [name for name in chances.__struct_fields__ if dice.hit(name, getattr(chances, name))]
    return names[0] if names else None


# Coding


def _coded(message: Message, chances: Coding, dice: Dice) -> Message:
    name = _first(chances, dice)
    return message if name is None else [_CODINGS[name](pdu, first=pdu is message[0]) for pdu in message]


def _in(charset: str) -> Callable[..., DeliverSm]:
    def code(pdu: DeliverSm, *, first: bool) -> DeliverSm:
        header, data = _cut(pdu)
        text = decode(data, pdu.data_coding) or ""
        return replace(pdu, data_coding=DEFAULT, short_message=header + text.encode(charset, "replace"))

    return code


def _little_endian(pdu: DeliverSm, *, first: bool) -> DeliverSm:
    header, data = _cut(pdu)
    swapped = bytes(chain.from_iterable(zip(data[1::2], data[::2], strict=False)))
    return replace(pdu, short_message=header + swapped) if pdu.data_coding == UCS2 else pdu


def _byte_order_mark(pdu: DeliverSm, *, first: bool) -> DeliverSm:
    header, data = _cut(pdu)
    marked = first and pdu.data_coding == UCS2
    return replace(pdu, short_message=header + codecs.BOM_UTF16_BE + data) if marked else pdu


def _ascii(pdu: DeliverSm, *, first: bool) -> DeliverSm:
    return _in("ascii")(pdu, first=first) if pdu.data_coding == DEFAULT else pdu


def _marked(was: int, says: int) -> Callable[..., DeliverSm]:
    def mark(pdu: DeliverSm, *, first: bool) -> DeliverSm:
        return replace(pdu, data_coding=says) if pdu.data_coding == was else pdu

    return mark


_CODINGS: dict[str, Callable[..., DeliverSm]] = {
    "windows_1251": _in("cp1251"),
    "utf_8": _in("utf-8"),
    "little_endian": _little_endian,
    "byte_order_mark": _byte_order_mark,
    "ascii": _ascii,
    "ucs2_as_gsm": _marked(UCS2, DEFAULT),
    "gsm_as_ucs2": _marked(DEFAULT, UCS2),
}


# Numbers

_NUMBERS: dict[str, Callable[[str], str]] = {
    "with_8": lambda number: "8" + number[1:],
    "without_7": lambda number: number[1:],
    "plus": lambda number: "+" + number,
    "brackets": lambda number: f"{number[0]}({number[1:4]}){number[4:]}",
}


def _numbered(message: Message, chances: Numbers, dice: Dice) -> Message:
    name, number = _first(chances, dice), message[0].source_addr
    if name is None or len(number) != _RUSSIAN or number[0] != "7":
        return message
    return [replace(pdu, source_addr=_NUMBERS[name](number)) for pdu in message]


# Shapes


def _shaped(message: Message, chances: Shapes, dice: Dice) -> Message:
    hit = {name for name in chances.__struct_fields__ if dice.hit(name, getattr(chances, name))}
    if len(message) == 1:
        message = [_lone(message[0], hit)]
    return [_with_header(pdu, hit) if pdu.esm_class & HAS_HEADER and pdu.short_message else pdu for pdu in message]


def _lone(pdu: DeliverSm, hit: set[str]) -> DeliverSm:
    if "lone_header" in hit:
        pdu = replace(pdu, esm_class=HAS_HEADER, short_message=_LONE_HEADER + pdu.short_message)
    if "payload" in hit:
        pdu = replace(pdu, short_message=b"", tlvs=(*pdu.tlvs, MESSAGE_PAYLOAD.with_value(pdu.short_message)))
    return pdu


def _with_header(pdu: DeliverSm, hit: set[str]) -> DeliverSm:
    octets = pdu.short_message
    if "header_length" in hit:
        octets = bytes((octets[0] + 1,)) + octets[1:]
    if "without_header" in hit:
        octets = octets[: len(octets) - len(_LONE_HEADER)]
    return replace(pdu, short_message=octets)


# Parts


def _strewn(message: Message, chances: Parts, dice: Dice) -> Message:
    missing, doubled = dice.hit("missing", chances.missing), dice.hit("doubled", chances.doubled)
    shuffled = dice.hit("shuffled", chances.shuffled)
    if missing:
        gone = dice.one_of("which is missing", message)
        message = [pdu for pdu in message if pdu is not gone]
    if doubled:
        message = [*message, dice.one_of("which is doubled", message)]
    return dice.shuffled("order", message) if shuffled else message


def _cut(pdu: DeliverSm) -> tuple[bytes, bytes]:
    """The user data header, and what follows."""
    length = pdu.short_message[0] + 1 if pdu.esm_class & HAS_HEADER else 0
    return pdu.short_message[:length], pdu.short_message[length:]
