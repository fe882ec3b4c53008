"""Where each field of a PDU stands in its octets, by the codec's own layouts."""

from collections.abc import Iterator

from simulator.events import Octets
from simulator.watching.shown import TLVS, tlv_name
from smpp.codec import decode, read_fields
from smpp.errors import RemoteError
from smpp.frames import HEADER_SIZE
from smpp.parts import piece_of
from smpp.pdus import BY_COMMAND_ID, DataSm, DeliverSm, SubmitSm
from smpp.tlvs import read_tlvs

_HEADER = ("command_length", "command_id", "command_status", "sequence_number")
_TLV_HEAD = 4


def octets_of(frame: bytes) -> list[Octets]:
    """All octets of the PDU in order; those that cannot be read are the last, nameless."""
    places = [*_header(frame), *_body(frame)]
    end = sum(place.length for place in places)
    if end < len(frame):
        places.append(Octets(end, len(frame) - end, "", frame[end:].hex()))
    return places


def _header(frame: bytes) -> Iterator[Octets]:
    for offset, name in zip(range(0, HEADER_SIZE, 4), _HEADER, strict=True):
        yield Octets(offset, 4, name, int.from_bytes(frame[offset : offset + 4], "big"))


def _body(frame: bytes) -> Iterator[Octets]:
    pdu = BY_COMMAND_ID.get(int.from_bytes(frame[4:8], "big"))
    if pdu is None:
        return
    offset = HEADER_SIZE
    try:
        for name, value, end in read_fields(frame, pdu):
            yield from (
                _message(frame, offset, value) if isinstance(value, bytes) else [_field(name, value, offset, end)]
            )
            offset = end
    except RemoteError:
        return
    yield from _tlvs(frame, offset)


def _field(name: str, value: object, offset: int, end: int) -> Octets:
    return Octets(offset, end - offset, name, value if isinstance(value, int) else str(value))


def _message(frame: bytes, offset: int, value: bytes) -> Iterator[Octets]:
    """sm_length, the user data header if there is one, and short_message."""
    yield Octets(offset, 1, "sm_length", len(value))
    header = value[: len(value) - _text_length(frame, value)]
    offset += 1
    if header:
        yield Octets(offset, len(header), "user_data_header", header.hex())
        offset += len(header)
    if text := value[len(header) :]:
        yield Octets(offset, len(text), "short_message", text.hex())


def _text_length(frame: bytes, value: bytes) -> int:
    pdu = decode(frame)
    return len(piece_of(pdu).data) if value and isinstance(pdu, SubmitSm | DeliverSm | DataSm) else len(value)


def _tlvs(frame: bytes, offset: int) -> Iterator[Octets]:
    for tag, value in read_tlvs(frame, offset):
        length = _TLV_HEAD + len(value)
        yield Octets(offset, length, tlv_name(tag), _tlv_value(tag, value))
        offset += length


def _tlv_value(tag: int, value: bytes) -> int | str:
    known = TLVS[tag].kind.read(value) if tag in TLVS else None
    return known if isinstance(known, int | str) else value.hex()
