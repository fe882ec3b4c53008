"""Optional parameters (SMPP 3.4, 5.3): each tag declared once, with typed access to the raw values that a PDU carries.

A value whose length is wrong for its tag reads as None, and stays in `Pdu.tlvs`; unknown tags are nobody's concern.
"""

import struct
from collections.abc import Callable
from typing import Generic, TypeVar

import msgspec

from smpp.errors import LocalError
from smpp.pdus import Pdu

T = TypeVar("T")

RawTlvs = tuple[tuple[int, bytes], ...]

_HEAD = struct.Struct(">HH")
_MAX_VALUE = 0xFFFF


class Kind(msgspec.Struct, Generic[T], frozen=True):
    """How a value is read (None: not such a value) and written (LocalError: does not fit)."""

    read: Callable[[bytes], T | None]
    write: Callable[[T], bytes]


class Tlv(msgspec.Struct, Generic[T], frozen=True):
    """One optional parameter: `USSD_SERVICE_OP.of(pdu)` reads it, `USSD_SERVICE_OP.with_value(2)` builds it."""

    tag: int
    name: str
    kind: Kind[T]

    def of(self, pdu: Pdu) -> T | None:
        """The value that the PDU carries, the first if several; None if absent or of a wrong length."""
        for tag, value in pdu.tlvs:
            if tag == self.tag:
                return self.kind.read(value)
        return None

    def with_value(self, value: T) -> tuple[int, bytes]:
        """An entry for `Pdu.tlvs`; LocalError if the value does not fit."""
        return self.tag, self.kind.write(value)


def read_tlvs(frame: bytes, offset: int) -> RawTlvs:
    """The optional parameters from the offset to the end; a broken tail ends them without an error."""
    tlvs = []
    end = len(frame)
    while (start := offset + 4) <= end:
        tag, length = _HEAD.unpack_from(frame, offset)
        offset = start + length
        if offset > end:
            break
        tlvs.append((tag, frame[start:offset]))
    return tuple(tlvs)


def write_tlvs(tlvs: RawTlvs) -> bytes:
    """The optional parameters as octets; LocalError for a tag or a length above 65535."""
    octets = b""
    try:
        for tag, value in tlvs:
            octets += _HEAD.pack(tag, len(value)) + value
    except struct.error as error:
        raise LocalError(f"a TLV cannot be written: {error}") from None
    return octets


def _integer(size: int) -> Kind[int]:
    def read(value: bytes) -> int | None:
        return int.from_bytes(value, "big") if len(value) == size else None

    def write(value: int) -> bytes:
        try:
            return value.to_bytes(size, "big")
        except OverflowError:
            raise LocalError(f"{value} does not fit in {size} octets") from None

    return Kind(read, write)


def _string(most: int) -> Kind[str]:
    """A C-octet string of at most `most` octets. Many peers leave out its NUL."""

    def read(value: bytes) -> str | None:
        text = value.partition(b"\0")[0]
        return text.decode("latin-1") if len(text) <= most else None

    def write(value: str) -> bytes:
        if len(value) >= most or "\0" in value or not value.isascii():
            raise LocalError(f"{value!r} does not fit a C-octet string of {most} octets")
        return value.encode("ascii") + b"\0"

    return Kind(read, write)


def _octets(least: int, most: int) -> Kind[bytes]:
    def read(value: bytes) -> bytes | None:
        return value if least <= len(value) <= most else None

    def write(value: bytes) -> bytes:
        if not least <= len(value) <= most:
            raise LocalError(f"{len(value)} octets, {least} to {most} are allowed")
        return value

    return Kind(read, write)


_ONE, _TWO, _FOUR = _integer(1), _integer(2), _integer(4)

DEST_ADDR_SUBUNIT = Tlv(0x0005, "dest_addr_subunit", _ONE)
DEST_NETWORK_TYPE = Tlv(0x0006, "dest_network_type", _ONE)
DEST_BEARER_TYPE = Tlv(0x0007, "dest_bearer_type", _ONE)
DEST_TELEMATICS_ID = Tlv(0x0008, "dest_telematics_id", _TWO)
SOURCE_ADDR_SUBUNIT = Tlv(0x000D, "source_addr_subunit", _ONE)
SOURCE_NETWORK_TYPE = Tlv(0x000E, "source_network_type", _ONE)
SOURCE_BEARER_TYPE = Tlv(0x000F, "source_bearer_type", _ONE)
SOURCE_TELEMATICS_ID = Tlv(0x0010, "source_telematics_id", _ONE)
QOS_TIME_TO_LIVE = Tlv(0x0017, "qos_time_to_live", _FOUR)
PAYLOAD_TYPE = Tlv(0x0019, "payload_type", _ONE)
ADDITIONAL_STATUS_INFO_TEXT = Tlv(0x001D, "additional_status_info_text", _string(256))
RECEIPTED_MESSAGE_ID = Tlv(0x001E, "receipted_message_id", _string(65))
MS_MSG_WAIT_FACILITIES = Tlv(0x0030, "ms_msg_wait_facilities", _ONE)
PRIVACY_INDICATOR = Tlv(0x0201, "privacy_indicator", _ONE)
SOURCE_SUBADDRESS = Tlv(0x0202, "source_subaddress", _octets(2, 23))
DEST_SUBADDRESS = Tlv(0x0203, "dest_subaddress", _octets(2, 23))
USER_MESSAGE_REFERENCE = Tlv(0x0204, "user_message_reference", _TWO)
USER_RESPONSE_CODE = Tlv(0x0205, "user_response_code", _ONE)
SOURCE_PORT = Tlv(0x020A, "source_port", _TWO)
DESTINATION_PORT = Tlv(0x020B, "destination_port", _TWO)
SAR_MSG_REF_NUM = Tlv(0x020C, "sar_msg_ref_num", _TWO)
LANGUAGE_INDICATOR = Tlv(0x020D, "language_indicator", _ONE)
SAR_TOTAL_SEGMENTS = Tlv(0x020E, "sar_total_segments", _ONE)
SAR_SEGMENT_SEQNUM = Tlv(0x020F, "sar_segment_seqnum", _ONE)
SC_INTERFACE_VERSION = Tlv(0x0210, "sc_interface_version", _ONE)
CALLBACK_NUM_PRES_IND = Tlv(0x0302, "callback_num_pres_ind", _ONE)
CALLBACK_NUM_ATAG = Tlv(0x0303, "callback_num_atag", _octets(0, 65))
NUMBER_OF_MESSAGES = Tlv(0x0304, "number_of_messages", _ONE)
CALLBACK_NUM = Tlv(0x0381, "callback_num", _octets(4, 19))
DPF_RESULT = Tlv(0x0420, "dpf_result", _ONE)
SET_DPF = Tlv(0x0421, "set_dpf", _ONE)
MS_AVAILABILITY_STATUS = Tlv(0x0422, "ms_availability_status", _ONE)
NETWORK_ERROR_CODE = Tlv(0x0423, "network_error_code", _octets(3, 3))
MESSAGE_PAYLOAD = Tlv(0x0424, "message_payload", _octets(0, _MAX_VALUE))
DELIVERY_FAILURE_REASON = Tlv(0x0425, "delivery_failure_reason", _ONE)
MORE_MESSAGES_TO_SEND = Tlv(0x0426, "more_messages_to_send", _ONE)
MESSAGE_STATE = Tlv(0x0427, "message_state", _ONE)
CONGESTION_STATE = Tlv(0x0428, "congestion_state", _ONE)
USSD_SERVICE_OP = Tlv(0x0501, "ussd_service_op", _ONE)
DISPLAY_TIME = Tlv(0x1201, "display_time", _ONE)
SMS_SIGNAL = Tlv(0x1203, "sms_signal", _TWO)
MS_VALIDITY = Tlv(0x1204, "ms_validity", _ONE)
ALERT_ON_MESSAGE_DELIVERY = Tlv(0x130C, "alert_on_message_delivery", _octets(0, 1))
ITS_REPLY_TYPE = Tlv(0x1380, "its_reply_type", _ONE)
ITS_SESSION_INFO = Tlv(0x1383, "its_session_info", _octets(2, 2))
