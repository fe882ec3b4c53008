"""Long messages: a text as the parts that carry it, and parts as the text.

A part says which it is in a user data header (3GPP TS 23.040, 9.2.3.24.1 and 9.2.3.24.8) or in SAR TLVs (SMPP 3.4,
5.3.2.22-24).
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from enum import Enum

import msgspec

from smpp import alphabets, reading
from smpp.alphabets import DEFAULT, ONE_PART, UCS2, WIDE_IN_GSM, WIDE_IN_UCS2
from smpp.cutting import count, cut
from smpp.errors import LocalError
from smpp.pdus import DataSm, ShortMessagePdu
from smpp.reading import Reading
from smpp.tlvs import MESSAGE_PAYLOAD, SAR_MSG_REF_NUM, SAR_SEGMENT_SEQNUM, SAR_TOTAL_SEGMENTS, RawTlvs

MAX_PARTS = 255
HAS_HEADER = 0x40
"""esm_class: short_message begins with a user data header (SMPP 3.4, 5.2.12)."""

_REFERENCE_8, _REFERENCE_16 = 0x00, 0x08
_LONE_LENGTHS = {_REFERENCE_8: 5, _REFERENCE_16: 6}
"""Octets of the element with its identifier and length."""


class Long(Enum):
    """How a long message travels: in parts with an 8- or 16-bit reference number, or whole, for the SMSC to cut."""

    UDH8 = "udh8"
    UDH16 = "udh16"
    SAR = "sar"
    PAYLOAD = "payload"


_EACH_PART = {
    Long.UDH8: alphabets.EACH_PART,
    Long.UDH16: {DEFAULT: 152, UCS2: 66},
    Long.SAR: alphabets.EACH_PART,
}


class Part(msgspec.Struct, frozen=True):
    """One SMS, as the fields of a submit_sm or deliver_sm."""

    esm_class: int
    data_coding: int
    short_message: bytes
    tlvs: RawTlvs = ()


def split(text: str, *, reference: int, long: Long = Long.UDH8) -> tuple[Part, ...]:
    """The text as one part if it fits, else as parts that bear the reference number (its low 8 or 16 bits).

    No escape and no surrogate pair is cut; parts end after white space where that costs no further part.
    LocalError if it takes more than 255 parts.
    """
    coding = DEFAULT if alphabets.is_gsm(text) else UCS2
    if _units(text, coding) <= ONE_PART[coding]:
        return (Part(0, coding, _encode(text, coding)),)
    if long is Long.PAYLOAD:
        return (Part(0, coding, b"", (MESSAGE_PAYLOAD.with_value(_encode(text, coding)),)),)
    measure = (_EACH_PART[long][coding], WIDE_IN_GSM if coding == DEFAULT else WIDE_IN_UCS2)
    if (total := count(text, *measure)) > MAX_PARTS:  # to cut it would take long: each cut counts what is left
        raise LocalError(f"a text of {total} parts, {MAX_PARTS} at most")
    pieces = cut(text, *measure)
    return tuple(
        _part(long, coding, _encode(piece, coding), (reference, len(pieces), index))
        for index, piece in enumerate(pieces, 1)
    )


def _units(text: str, coding: int) -> int:
    return alphabets.septets(text) if coding == DEFAULT else alphabets.units(text)


def _encode(text: str, coding: int) -> bytes:
    return alphabets.encode_gsm(text) if coding == DEFAULT else alphabets.encode_ucs2(text)


def _part(long: Long, coding: int, data: bytes, place: tuple[int, int, int]) -> Part:
    reference, total, index = place
    if long is Long.UDH8:
        return Part(HAS_HEADER, coding, bytes((5, _REFERENCE_8, 3, reference & 0xFF, total, index)) + data)
    reference &= 0xFFFF
    if long is Long.UDH16:
        header = bytes((6, _REFERENCE_16, 4, reference >> 8, reference & 0xFF, total, index))
        return Part(HAS_HEADER, coding, header + data)
    number, segments = SAR_MSG_REF_NUM.with_value(reference), SAR_TOTAL_SEGMENTS.with_value(total)
    return Part(0, coding, data, (number, segments, SAR_SEGMENT_SEQNUM.with_value(index)))


class Piece(msgspec.Struct, frozen=True):
    """What one PDU carries of a message: its octets without headers, and its place. A whole message has total 1."""

    reference: int
    total: int
    index: int
    width: int
    data: bytes
    data_coding: int


Place = tuple[int, int, int, int]
"""reference, total, index, width of the reference in bits"""

_WHOLE: Place = (0, 1, 1, 8)


def piece_of(pdu: ShortMessagePdu | DataSm) -> Piece:
    """What the PDU carries. A place that makes no sense (index above total, header beyond the end) is no place.

    Some count from 0: the pieces are all there when there are ``total`` of them.
    """
    data = MESSAGE_PAYLOAD.of(pdu) or b"" if isinstance(pdu, DataSm) else pdu.short_message
    if not data:
        data = MESSAGE_PAYLOAD.of(pdu) or b""
    place = None
    if pdu.esm_class & HAS_HEADER and data and (length := _header_length(data)) < len(data):
        place = _place_in_header(data[1 : 1 + length])
        data = data[1 + length :]
    reference, total, index, width = place or _place_in_tlvs(pdu) or _WHOLE
    return Piece(reference, total, index, width, data, pdu.data_coding)


def _header_length(data: bytes) -> int:
    """Octets of the user data header after the first. Of a lone reference number they are known, and some SMSCs write
    one more or less."""
    length = data[0]
    known = _LONE_LENGTHS.get(data[1], length) if len(data) > 1 else length
    return known if abs(known - length) == 1 else length


def _place_in_header(header: bytes) -> Place | None:
    for kind, value in _elements(header):
        if kind == _REFERENCE_8 and len(value) == 3:
            return _sane((value[0], value[1], value[2], 8))
        if kind == _REFERENCE_16 and len(value) == 4:
            return _sane((value[0] << 8 | value[1], value[2], value[3], 16))
    return None


def _elements(header: bytes) -> Iterator[tuple[int, bytes]]:
    """The information elements of a user data header: identifier and value."""
    while len(header) >= 2:
        end = 2 + header[1]
        yield header[0], header[2:end]
        header = header[end:]


def _place_in_tlvs(pdu: ShortMessagePdu | DataSm) -> Place | None:
    if not pdu.tlvs:
        return None
    reference, total, index = SAR_MSG_REF_NUM.of(pdu), SAR_TOTAL_SEGMENTS.of(pdu), SAR_SEGMENT_SEQNUM.of(pdu)
    if reference is None or total is None or index is None:
        return None
    return _sane((reference, total, index, 16))


def _sane(place: Place) -> Place | None:
    _, total, index, _ = place
    return place if index <= total and total > 1 else None


def join(pieces: Mapping[int, Piece], default: str = "gsm") -> str | None:
    """The text of a message from its pieces by index, as data_coding says; None if one of them is no text."""
    return _read(pieces, default, lambda *coded: (alphabets.decode(*coded), None))[0]


def read(pieces: Mapping[int, Piece], default: str = "gsm") -> Reading:
    """The same from an SMSC that may code wrongly, and what was wrong; see `reading.read`."""
    return _read(pieces, default, reading.read)


def _read(pieces: Mapping[int, Piece], default: str, reader: Callable[[bytes, int, str], Reading]) -> Reading:
    """Octets are joined before they are read, for others do cut surrogate pairs and escapes."""
    if len(pieces) == 1:
        [piece] = pieces.values()
        return reader(piece.data, piece.data_coding, default)
    ordered = [pieces[index] for index in sorted(pieces)]
    codings = {piece.data_coding for piece in ordered}
    if len(codings) == 1:
        return reader(b"".join(piece.data for piece in ordered), codings.pop(), default)
    readings = [reader(piece.data, piece.data_coding, default) for piece in ordered]
    texts = [text for text, _ in readings]
    mistakes = [mistake for _, mistake in readings if mistake]
    return None if None in texts else "".join(filter(None, texts)), mistakes[0] if mistakes else None


class Joiner:
    """Gathers pieces in memory until their messages are whole.

    Pieces come in any order and more than once. At most `limit` messages wait, the oldest gives way; none waits longer
    than `lifetime` seconds.
    """

    def __init__(self, limit: int, lifetime: float, default: str = "gsm") -> None:
        self._limit = limit
        self._lifetime = lifetime
        self._default = default
        self._waiting: dict[Hashable, tuple[float, dict[int, Piece]]] = {}

    def add(self, key: Hashable, piece: Piece, now: float) -> str | None:
        """The text if this piece makes its message whole, else None. `key` says between whom: source, destination."""
        if piece.total == 1:
            return join({1: piece}, self._default)
        whole_key = (key, piece.reference, piece.total, piece.width)
        _, pieces = self._waiting.setdefault(whole_key, (now, {}))
        pieces[piece.index] = piece
        if len(pieces) < piece.total:
            self._forget(now)
            return None
        del self._waiting[whole_key]
        return join(pieces, self._default)

    def _forget(self, now: float) -> None:
        while self._waiting:
            oldest = next(iter(self._waiting))
            since, _ = self._waiting[oldest]
            if len(self._waiting) <= self._limit and now - since < self._lifetime:
                return
            del self._waiting[oldest]
