"""The text of octets whose data_coding may be wrong: SMSCs send UCS-2 as GSM 7-bit, windows-1251 as Latin-1, and so on.

What is rightly coded is read as `alphabets.decode` reads it. Something else is read only where the octets cannot well
be what data_coding says, and are plausible otherwise: letters of Russian, Ukrainian, Romanian, English; signs, emoji.
"""

import codecs
import re
from collections.abc import Callable
from enum import Enum
from itertools import pairwise

from smpp import alphabets


class Mistake(Enum):
    """What was wrong with data_coding, or with the octets under it."""

    UCS2 = "ucs2"
    """UCS-2 as something else"""
    LITTLE_ENDIAN = "little_endian"
    BYTE_ORDER_MARK = "byte_order_mark"
    ODD_LENGTH = "odd_length"
    """UCS-2 whose last octet was dropped"""
    UTF8 = "utf8"
    CP1251 = "cp1251"
    """windows-1251"""
    ASCII = "ascii"
    """ASCII, or GSM 7-bit, as UCS-2"""
    PACKED = "packed"
    """GSM 7-bit whose septets were packed into octets"""


Reading = tuple[str | None, Mistake | None]
"""The text, None where there is none to be read; and what was wrong."""

_FOREIGN = re.compile(
    "[^"
    "\n\r\t -~\xa0§«°±·»–—‘’‚“”„•…€₴₽№"
    "ЁЄІЇЎА-яёєіїўҐґ"
    "ÂâÎîĂăȘșȚțŞşŢţ"
    "\ufe0f\u200d\u2601-\u26ff\u2701-\u27bf\U0001f300-\U0001faff"
    "]"
)
_CYRILLIC = re.compile("[ЁЄІЇЎА-яёєіїўҐґ]+")
_WORD = re.compile(r"[^\W\d_]+")
_PRINTABLE = re.compile(rb"[\n\r\t -~]+")
_TYPED = re.compile(rb"[0-9A-Za-z *#.,!?@-]")
_NO_HIGH_OCTET = b"\0\4"
"""High octets of UCS-2 in the Latin and Cyrillic letters; neither is a character of ours in GSM 7-bit but "@"."""


def read(data: bytes, data_coding: int, default: str = "gsm") -> Reading:
    """The text of a message's octets; see `alphabets.decode`."""
    charset = alphabets.charset(data_coding, default)
    if charset == "ucs2":
        if not len(data) & 1 and not data[::2].translate(None, _NO_HIGH_OCTET):
            return codecs.utf_16_be_decode(data, "strict", True)[0], None
        return _as_ucs2(data)
    text = alphabets.decode(data, data_coding, default)
    if charset not in _OF_OCTETS or (data.isascii() and 0 not in data and 4 not in data):
        return text, None
    return _otherwise(data, _NOT_GSM if charset == "gsm" else _NOT_OCTETS) or (text, None)


_OF_OCTETS = ("gsm", "ascii", "latin-1", "latin1")


def _as_ucs2(data: bytes) -> Reading:
    text = alphabets.decode_ucs2(data)
    if data[:2] in _MARKS:
        return text, Mistake.BYTE_ORDER_MARK
    odd = Mistake.ODD_LENGTH if len(data) & 1 else None
    if text and _is_plausible(text):
        return text, odd
    return _otherwise(data, _NOT_UCS2) or (text, odd)


def _otherwise(data: bytes, ways: "tuple[_Way, ...]") -> Reading | None:
    for way in ways:
        if found := way(data):
            return found
    return None


def _marked(data: bytes) -> Reading | None:
    text = alphabets.decode_ucs2(data) if data[:2] in _MARKS else ""
    return (text, Mistake.BYTE_ORDER_MARK) if _is_plausible(text) and text else None


def _big_endian(data: bytes) -> Reading | None:
    """Octets of GSM 7-bit are all below 0x80, so there the high octets must tell."""
    if data.isascii() and not _mostly_letters(data[:-1:2]):
        return None
    text = alphabets.decode_ucs2(data)
    return (text, Mistake.UCS2) if text and _is_plausible(text) else None


def _little_endian(data: bytes) -> Reading | None:
    if not _mostly_letters(data[1::2]):
        return None
    text = data[: len(data) & ~1].decode("utf-16-le", "replace")
    return (text, Mistake.LITTLE_ENDIAN) if text and _is_plausible(text) else None


def _utf8(data: bytes) -> Reading | None:
    if data.isascii():
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    return (text, Mistake.UTF8) if _is_plausible(text) else None


def _cp1251(data: bytes) -> Reading | None:
    """Words of Romanian in Latin-1 would have single Cyrillic letters among Latin ones."""
    if data.isascii():
        return None
    text = data.decode("cp1251", "replace")
    cyrillic = sum(map(len, _CYRILLIC.findall(text)))
    mixed = sum(map(_changes_of_script, _WORD.findall(text)))
    return (text, Mistake.CP1251) if 3 * mixed <= cyrillic and cyrillic and not _FOREIGN.search(text) else None


def _ascii(data: bytes) -> Reading | None:
    """Two octets of ASCII make a Chinese character, and the reverse: most must be what people type."""
    if _PRINTABLE.fullmatch(data) and 5 * len(_TYPED.findall(data)) >= 4 * len(data):
        return data.decode("ascii"), Mistake.ASCII
    return None


def _packed(data: bytes) -> Reading | None:
    """3GPP TS 23.038, 6.1.2.1.1; what is left of the last octet may look like "@"."""
    if data.isascii():
        return None
    septets = int.from_bytes(data, "little")
    text = alphabets.decode_gsm(bytes(septets >> 7 * place & 0x7F for place in range(len(data) * 8 // 7)))
    text = text.removesuffix("@") if len(data) % 7 == 0 else text
    return (text, Mistake.PACKED) if not _FOREIGN.search(text) else None


def _is_plausible(text: str) -> bool:
    """Four characters of five at least."""
    return 5 * len(_FOREIGN.findall(text)) <= len(text)


def _mostly_letters(high_octets: bytes) -> bool:
    return 2 * len(high_octets.translate(None, _NO_HIGH_OCTET)) <= len(high_octets)


def _changes_of_script(word: str) -> int:
    return sum(bool(_CYRILLIC.match(one)) != bool(_CYRILLIC.match(other)) for one, other in pairwise(word))


_Way = Callable[[bytes], Reading | None]
_MARKS = (codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)
_NOT_OCTETS: tuple[_Way, ...] = (_marked, _big_endian, _little_endian, _utf8, _cp1251)
_NOT_GSM = (*_NOT_OCTETS, _packed)
_NOT_UCS2: tuple[_Way, ...] = (_little_endian, _utf8, _ascii, _cp1251)
