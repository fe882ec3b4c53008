"""Text as octets and back: GSM 7-bit (3GPP TS 23.038; in SMPP a septet takes an octet), UCS-2, any data_coding.

Sizes are in units: septets of GSM 7-bit, 16-bit units of UCS-2 (in practice UTF-16, so an emoji takes two).
"""

import codecs
import re

import msgspec

from smpp.cutting import count
from smpp.errors import LocalError

DEFAULT = 0
"""data_coding of the SMSC's default alphabet."""
UCS2 = 8
"""data_coding of UCS-2, big-endian."""

_ESCAPE = "\x1b"
_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = {
    "\x0a": "\f", "\x14": "^", "\x28": "{", "\x29": "}", "\x2f": "\\",
    "\x3c": "[", "\x3d": "~", "\x3e": "]", "\x40": "|", "\x65": "€",
}  # fmt: skip

_OCTETS: dict[int, bytes] = {ord(character): bytes((code,)) for code, character in enumerate(_BASIC)}
_OCTETS |= {ord(character): b"\x1b" + code.encode() for code, character in _EXTENSION.items()}
del _OCTETS[ord(_ESCAPE)]

_NOT_GSM = re.compile("[^" + re.escape("".join(map(chr, _OCTETS))) + "]")
_ESCAPED = re.compile("\x1b(.?)", re.DOTALL)

WIDE_IN_GSM = re.compile("[" + re.escape("".join(_EXTENSION.values())) + "]")
"""Characters that take two septets."""
WIDE_IN_UCS2 = re.compile("[\U00010000-\U0010ffff]")
"""Characters that take two 16-bit units."""

ONE_PART = {DEFAULT: 160, UCS2: 70}
"""Units in a message of one part."""
EACH_PART = {DEFAULT: 153, UCS2: 67}
"""Units in each part of several, with an 8-bit reference number."""


class Size(msgspec.Struct, frozen=True):
    """What a text takes on the wire: data_coding, units, and the parts that `parts.split` makes by default."""

    coding: int
    units: int
    parts: int


def size(text: str) -> Size:
    """The text's size: in GSM 7-bit if that has all its characters, else in UCS-2."""
    coding, used, wide = (DEFAULT, septets(text), WIDE_IN_GSM) if is_gsm(text) else (UCS2, units(text), WIDE_IN_UCS2)
    parts = 1 if used <= ONE_PART[coding] else count(text, EACH_PART[coding], wide)
    return Size(coding, used, parts)


def is_gsm(text: str) -> bool:
    """Whether GSM 7-bit has every character of the text."""
    return _NOT_GSM.search(text) is None


def septets(text: str) -> int:
    """Septets that the text takes in GSM 7-bit; meaningful if `is_gsm`."""
    return len(text) + len(WIDE_IN_GSM.findall(text))


def units(text: str) -> int:
    """16-bit units that the text takes in UCS-2."""
    return len(text) + len(WIDE_IN_UCS2.findall(text))


def encode_gsm(text: str) -> bytes:
    """The text in GSM 7-bit, a septet an octet; LocalError if it has a character that the alphabet lacks."""
    try:
        return codecs.charmap_encode(text, "strict", _OCTETS)[0]
    except UnicodeEncodeError as error:
        raise LocalError(f"{error.object[error.start]!r} is not in GSM 7-bit") from None


def decode_gsm(data: bytes) -> str:
    """The text of unpacked GSM 7-bit; U+FFFD for octets above 0x7F, the basic character for an unknown escape."""
    text = codecs.charmap_decode(data, "replace", _BASIC)[0]
    return _ESCAPED.sub(_unescape, text) if _ESCAPE in text else text


def _unescape(escaped: re.Match[str]) -> str:
    character = escaped[1]
    return _BY_ESCAPED.get(character, " " if character == _ESCAPE else character)


_BY_ESCAPED = {_BASIC[ord(code)]: character for code, character in _EXTENSION.items()}


def encode_ucs2(text: str) -> bytes:
    """The text in UTF-16, big-endian; "?" for a lone surrogate."""
    return codecs.utf_16_be_encode(text, "replace")[0]  # str.encode takes four times as long to find it


def decode_ucs2(data: bytes) -> str:
    """The text of UTF-16 octets, big-endian unless a byte-order mark says otherwise.

    The mark is dropped, and so is an odd last octet; a lone surrogate becomes U+FFFD.
    """
    even = data[: len(data) & ~1]
    if even.startswith(codecs.BOM_UTF16_LE):
        return even[2:].decode("utf-16-le", "replace")
    return codecs.utf_16_be_decode(even.removeprefix(codecs.BOM_UTF16_BE), "replace", True)[0]


def charset(data_coding: int, default: str = "gsm") -> str | None:
    """What data_coding names: "gsm", "ucs2" or a codec of Python; None for what is no text, or none that we read."""
    found = _CHARSETS[data_coding & 0xFF]
    return default if found == "default" else found


def decode(data: bytes, data_coding: int, default: str = "gsm") -> str | None:
    """The text of a message's octets; None where data_coding says that they are no text, or none that we read.

    `default` is the SMSC's default alphabet: "gsm", or a codec of Python such as "latin-1".
    """
    match charset(data_coding, default):
        case None:
            return None
        case "gsm":
            return decode_gsm(data)
        case "ucs2":
            return decode_ucs2(data)
        case codec:
            return data.decode(codec, "replace")


_BY_VALUE = {1: "latin-1", 3: "latin-1", 6: "iso8859_5", 7: "iso8859_8", 8: "ucs2"}  # SMPP 3.4, 5.2.19
_NO_TEXT = {2, 4, 5, 9, 10, 13, 14}  # octets, pictograms, Japanese, Korean


def _charset(data_coding: int) -> str | None:
    """The charset behind a data_coding: values of SMPP up to 0x0F, then those of 3GPP TS 23.038 with its classes."""
    if data_coding < 0x10:
        return None if data_coding in _NO_TEXT else _BY_VALUE.get(data_coding, "default")
    if data_coding < 0x80:  # general data coding: bit 5 compressed, bits 3-2 the alphabet
        return None if data_coding & 0x20 else ("default", None, "ucs2", "default")[data_coding >> 2 & 3]
    if data_coding >= 0xF0:  # message class: bit 2 means octets
        return None if data_coding & 0x04 else "default"
    return "ucs2" if data_coding >= 0xE0 else "default"  # messages waiting, reserved


_CHARSETS = tuple(map(_charset, range(256)))
