"""PDUs as people read them: names, fields, text, whose phone they are about."""

from collections.abc import Mapping
from typing import Any

from smpplib import consts

from simulator.watching.entries import Entry
from smpp import tlvs
from smpp.alphabets import decode as decode_text
from smpp.codec import decode
from smpp.errors import RemoteError
from smpp.parts import piece_of
from smpp.pdus import BY_COMMAND_ID, DataSm, DeliverSm, Pdu, SubmitSm, command_name

TLVS = {tlv.tag: tlv for tlv in vars(tlvs).values() if isinstance(tlv, tlvs.Tlv)}

status_name: Mapping[int, str] = {
    status: name.removeprefix("SMPP_") for name, status in vars(consts).items() if name.startswith("SMPP_ESME_")
}
"""ESME_ROK and the like (SMPP 3.4, 5.1.3)."""

_COMMANDS = {command_id: command_name(pdu) for command_id, pdu in BY_COMMAND_ID.items()}
_PHONE = {"out": "source_addr", "in": "destination_addr"}


def command_of(command_id: int) -> str:
    """The name of a command, or its number."""
    return _COMMANDS.get(command_id) or f"0x{command_id:08X}"


def status_of(entry: Entry) -> str:
    """The name of its status, or the number."""
    return status_name.get(entry.status) or f"0x{entry.status:08X}"


def tlv_name(tag: int) -> str:
    """Of an optional parameter, or its number."""
    return TLVS[tag].name if tag in TLVS else f"0x{tag:04X}"


def phone_of(entry: Entry) -> str:
    """The number of the phone that a request is about; empty if it is about none, or cannot be read."""
    try:
        address: str = getattr(decode(entry.frame), _PHONE[entry.direction], "")
    except RemoteError:
        return ""
    return address.removeprefix("+")


def fields_of(frame: bytes) -> dict[str, Any]:
    """The PDU's fields by name, octets as hex, and the `text` of a message; or the `error` of what cannot be read.

    Of a part of a long message also `part`: which of how many, under which reference number.
    """
    try:
        pdu = decode(frame)
    except RemoteError as error:
        return {"error": str(error)}
    fields = {name: getattr(pdu, name) for name in pdu.__struct_fields__ if name not in Pdu.__struct_fields__}
    named = {tlv_name(tag): value for tag, value in pdu.tlvs}
    shown = {name: value.hex() if isinstance(value, bytes) else value for name, value in (fields | named).items()}
    if isinstance(pdu, SubmitSm | DeliverSm | DataSm):
        piece = piece_of(pdu)
        shown["text"] = decode_text(piece.data, piece.data_coding)
        if piece.total > 1:
            shown["part"] = {"index": piece.index, "total": piece.total, "reference": piece.reference}
    return shown
