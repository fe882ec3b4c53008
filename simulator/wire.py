"""The log of PDUs, for people: the latest of all links, both ways. Decoded only when somebody looks."""

from collections import deque
from itertools import islice
from typing import Any, NamedTuple

from simulator.events import LoggedPdu, PduSeen
from simulator.feed import Feed
from smpp import tlvs
from smpp.alphabets import decode as decode_text
from smpp.codec import decode
from smpp.errors import RemoteError
from smpp.frames import HEADER_SIZE
from smpp.parts import piece_of
from smpp.pdus import (
    BY_COMMAND_ID,
    BindReceiver,
    BindTransceiver,
    BindTransmitter,
    DataSm,
    DeliverSm,
    Outbind,
    Pdu,
    SubmitSm,
    command_name,
)

PDU_LIMIT = 1_000
"""PDUs kept."""

_WITH_PASSWORD = {pdu.command_id for pdu in (BindReceiver, BindTransmitter, BindTransceiver, Outbind)}
_TLV_NAMES = {tlv.tag: tlv.name for tlv in vars(tlvs).values() if isinstance(tlv, tlvs.Tlv)}


class Entry(NamedTuple):
    """A PDU as it is kept."""

    at: float
    link: str
    direction: str
    frame: bytes


class Wire:
    """The latest PDUs, within a limit."""

    def __init__(self, feed: Feed, limit: int = PDU_LIMIT) -> None:
        self._feed = feed
        self._entries: deque[Entry] = deque(maxlen=limit)

    def add(self, at: float, link: str, direction: str, frame: bytes) -> None:
        """Keep one whole PDU, and push it to those who watch."""
        entry = Entry(at, link, direction, masked(frame))
        self._entries.append(entry)
        if self._feed.watched:
            self._feed.publish(PduSeen(logged(entry)))

    def latest(self, limit: int) -> list[LoggedPdu]:
        """The newest so many, newest first."""
        return [logged(entry) for entry in islice(reversed(self._entries), limit)]


def masked(frame: bytes) -> bytes:
    """The PDU with the password of a bind, if it is one, overwritten (SMPP 3.4, 4.1.1: it follows the system_id)."""
    if int.from_bytes(frame[4:8], "big") not in _WITH_PASSWORD:
        return frame
    start = frame.find(b"\0", HEADER_SIZE) + 1 or HEADER_SIZE
    end = frame.find(b"\0", start)
    if end < 0:
        end = len(frame)
    return frame[:start] + b"*" * (end - start) + frame[end:]


def logged(entry: Entry) -> LoggedPdu:
    """The entry as people read it."""
    command_id, status, sequence = (int.from_bytes(entry.frame[at : at + 4], "big") for at in (4, 8, 12))
    pdu = BY_COMMAND_ID.get(command_id)
    command = command_name(pdu) if pdu else f"0x{command_id:08X}"
    fields = fields_of(entry.frame)
    return LoggedPdu(entry.at, entry.link, entry.direction, command, sequence, status, fields, entry.frame.hex())


def fields_of(frame: bytes) -> dict[str, Any]:
    """The PDU's fields by name, octets as hex, and the `text` of a message; or the `error` of what cannot be read."""
    try:
        pdu = decode(frame)
    except RemoteError as error:
        return {"error": str(error)}
    fields = {name: getattr(pdu, name) for name in pdu.__struct_fields__ if name not in Pdu.__struct_fields__}
    named = {_TLV_NAMES.get(tag, f"0x{tag:04X}"): value for tag, value in pdu.tlvs}
    shown = {name: value.hex() if isinstance(value, bytes) else value for name, value in (fields | named).items()}
    if isinstance(pdu, SubmitSm | DeliverSm | DataSm):
        piece = piece_of(pdu)
        shown["text"] = decode_text(piece.data, piece.data_coding)
    return shown
