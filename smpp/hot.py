"""Quicker twins of the general reader and writer for submit_sm, deliver_sm and their responses.

They do what is usual and give None for the rest, which `smpp.codec` then does in its general way, or refuses: so they
never differ from it, they only decline.
"""

import struct
from collections.abc import Callable
from typing import Any, get_args

from smpp.pdus import (
    Address,
    DeliverSm,
    DeliverSmResp,
    MessageId,
    Pdu,
    ServiceType,
    ShortMessagePdu,
    SubmitSm,
    SubmitSmResp,
    Time,
)
from smpp.tlvs import RawTlvs, read_tlvs, write_tlvs
from smpp.wire import MAX_SHORT_MESSAGE, MAX_STRING

Reader = Callable[[bytes, int, int], Pdu | None]
"""From a frame, its command_status and its sequence_number."""

_BODY = 16
_HEADER = struct.Struct(">IIII")
_LAST_OCTETS = struct.Struct("5B")  # registered_delivery to sm_length
_SERVICE_TYPE, _ADDRESS, _TIME, _MESSAGE_ID = (
    get_args(kind)[1].size for kind in (ServiceType, Address, Time, MessageId)
)
_TIME_LENGTHS = (0, _TIME - 1)
_UNUSUAL = (ValueError, OverflowError, struct.error)  # UnicodeEncodeError is a ValueError

# A message up to short_message, as Latin-1: so octets and strings are formatted, and encoded, at one stroke.
_MESSAGE = "%s\0%c%c%s\0%c%c%s\0%c%c%c%s\0%s\0%c%c%c%c%c"


def _message_reader(pdu: type[ShortMessagePdu]) -> Reader:
    def read(frame: bytes, status: int, sequence: int) -> Pdu | None:
        nul = frame.index
        try:
            source = nul(b"\0", _BODY, _BODY + MAX_STRING) + 3  # after the string, its NUL, ton and npi comes the next
            destination = nul(b"\0", source, source + MAX_STRING) + 3
            schedule = nul(b"\0", destination, destination + MAX_STRING) + 4
            validity = nul(b"\0", schedule, schedule + MAX_STRING) + 1
            octets = nul(b"\0", validity, validity + MAX_STRING) + 1
            registered, replace, coding, default_id, length = _LAST_OCTETS.unpack_from(frame, octets)
        except _UNUSUAL:
            return None
        text = octets + 5
        end = text + length
        if end > len(frame):
            return None
        strings = frame[:octets].decode("latin-1")
        return pdu(
            strings[_BODY : source - 3],
            frame[source - 2],
            frame[source - 1],
            strings[source : destination - 3],
            frame[destination - 2],
            frame[destination - 1],
            strings[destination : schedule - 4],
            frame[schedule - 3],
            frame[schedule - 2],
            frame[schedule - 1],
            strings[schedule : validity - 1],
            strings[validity : octets - 1],
            registered,
            replace,
            coding,
            default_id,
            frame[text:end],
            sequence=sequence,
            status=status,
            tlvs=_tlvs(frame, end),
        )

    return read


def _write_message(pdu: ShortMessagePdu, sequence: int) -> bytes | None:
    service_type, source, destination = pdu.service_type, pdu.source_addr, pdu.destination_addr
    schedule, validity, text = pdu.schedule_delivery_time, pdu.validity_period, pdu.short_message
    if (
        len(service_type) >= _SERVICE_TYPE
        or len(source) >= _ADDRESS
        or len(destination) >= _ADDRESS
        or len(schedule) not in _TIME_LENGTHS
        or len(validity) not in _TIME_LENGTHS
        or len(text) > MAX_SHORT_MESSAGE
        or "\0" in f"{service_type}{source}{destination}{schedule}{validity}"
    ):
        return None
    try:
        head = _MESSAGE % (
            service_type,
            pdu.source_addr_ton,
            pdu.source_addr_npi,
            source,
            pdu.dest_addr_ton,
            pdu.dest_addr_npi,
            destination,
            pdu.esm_class,
            pdu.protocol_id,
            pdu.priority_flag,
            schedule,
            validity,
            pdu.registered_delivery,
            pdu.replace_if_present_flag,
            pdu.data_coding,
            pdu.sm_default_msg_id,
            len(text),
        )
        return _whole(pdu, sequence, head.encode("latin-1") + text)
    except _UNUSUAL:
        return None


def _response_reader(pdu: type[SubmitSmResp] | type[DeliverSmResp]) -> Reader:
    def read(frame: bytes, status: int, sequence: int) -> Pdu | None:
        end = frame.find(b"\0", _BODY, _BODY + MAX_STRING)
        if end < 0:
            return None
        message_id = frame[_BODY:end].decode("latin-1")
        return pdu(message_id, sequence=sequence, status=status, tlvs=_tlvs(frame, end + 1))

    return read


def _write_submit_sm_resp(pdu: SubmitSmResp, sequence: int) -> bytes | None:
    message_id = pdu.message_id
    if pdu.status or len(message_id) >= _MESSAGE_ID or "\0" in message_id:
        return None
    try:
        return _whole(pdu, sequence, message_id.encode("latin-1") + b"\0")
    except _UNUSUAL:
        return None


def _write_deliver_sm_resp(pdu: DeliverSmResp, sequence: int) -> bytes | None:
    if pdu.message_id:
        return None
    try:
        return _whole(pdu, sequence, b"\0")
    except _UNUSUAL:
        return None


def _tlvs(frame: bytes, offset: int) -> RawTlvs:
    return read_tlvs(frame, offset) if offset < len(frame) else ()


def _whole(pdu: Pdu, sequence: int, body: bytes) -> bytes:
    if pdu.tlvs:
        body += write_tlvs(pdu.tlvs)
    return _HEADER.pack(_BODY + len(body), pdu.command_id, pdu.status, sequence) + body


READERS: dict[int, Reader] = {
    SubmitSm.command_id: _message_reader(SubmitSm),
    DeliverSm.command_id: _message_reader(DeliverSm),
    SubmitSmResp.command_id: _response_reader(SubmitSmResp),
    DeliverSmResp.command_id: _response_reader(DeliverSmResp),
}

WRITERS: dict[int, Callable[[Any, int], bytes | None]] = {
    SubmitSm.command_id: _write_message,
    DeliverSm.command_id: _write_message,
    SubmitSmResp.command_id: _write_submit_sm_resp,
    DeliverSmResp.command_id: _write_deliver_sm_resp,
}
"""By command_id: from a PDU of that kind and the sequence_number to write."""
