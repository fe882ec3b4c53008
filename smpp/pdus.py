"""Every PDU of SMPP 3.4, declared once: its fields in wire order, each with the kind of field it is.

Names are those of the specification (section 4). Strings are octets as Latin-1; `tlvs` are the optional parameters, raw
and in order, as (tag, value); `smpp.tlvs` reads them.
"""

import re
from typing import Annotated, ClassVar

import msgspec

from smpp.errors import LocalError
from smpp.multi import Destination, Destinations, UnsuccessSme, UnsuccessSmes
from smpp.wire import CString, Integer, ShortMessage

RESPONSE_BIT = 0x80000000

Octet = Annotated[int, Integer(1)]
ServiceType = Annotated[str, CString(6)]
SystemId = Annotated[str, CString(16)]
Password = Annotated[str, CString(9)]
MessageId = Annotated[str, CString(65)]
Address = Annotated[str, CString(21)]
LongAddress = Annotated[str, CString(65)]
Time = Annotated[str, CString(17, exact=True)]
Message = Annotated[bytes, ShortMessage()]


class Pdu(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What all PDUs have. `status` is a response's command_status; a request's is 0."""

    command_id: ClassVar[int]
    response: ClassVar["type[Pdu] | None"] = None
    bare_refusal: ClassVar[bool] = False
    """Whether the body is left out when `status` is an error (SMPP 3.4, 4.1.2, 4.4.2)."""
    control: ClassVar[bool] = False
    """Whether it is a request about the session itself; those take no place in the window."""

    sequence: int = 0
    status: int = 0
    tlvs: tuple[tuple[int, bytes], ...] = ()


class GenericNack(Pdu, frozen=True):
    """The answer to what is no PDU, or none that we know."""

    command_id = 0x80000000


class BindResp(Pdu, frozen=True):
    """What the three bind responses have in common."""

    bare_refusal = True

    system_id: SystemId = ""


class BindReceiverResp(BindResp, frozen=True):
    command_id = 0x80000001


class BindTransmitterResp(BindResp, frozen=True):
    command_id = 0x80000002


class BindTransceiverResp(BindResp, frozen=True):
    command_id = 0x80000009


class Bind(Pdu, frozen=True):
    """What the three binds have in common."""

    control = True

    system_id: SystemId = ""
    password: Password = ""
    system_type: Annotated[str, CString(13)] = ""
    interface_version: Octet = 0x34
    addr_ton: Octet = 0
    addr_npi: Octet = 0
    address_range: Annotated[str, CString(41)] = ""

    def __repr__(self) -> str:
        """Without the password, for logs."""
        return f"{type(self).__name__}(system_id={self.system_id!r}, sequence={self.sequence})"


class BindReceiver(Bind, frozen=True):
    command_id = 0x00000001
    response = BindReceiverResp


class BindTransmitter(Bind, frozen=True):
    command_id = 0x00000002
    response = BindTransmitterResp


class BindTransceiver(Bind, frozen=True):
    command_id = 0x00000009
    response = BindTransceiverResp


class Outbind(Pdu, frozen=True):
    """The SMSC asks the ESME to bind as a receiver."""

    command_id = 0x0000000B

    system_id: SystemId = ""
    password: Password = ""

    def __repr__(self) -> str:
        """Without the password, for logs."""
        return f"Outbind(system_id={self.system_id!r}, sequence={self.sequence})"


class UnbindResp(Pdu, frozen=True):
    command_id = 0x80000006


class Unbind(Pdu, frozen=True):
    command_id = 0x00000006
    response = UnbindResp
    control = True


class EnquireLinkResp(Pdu, frozen=True):
    command_id = 0x80000015


class EnquireLink(Pdu, frozen=True):
    command_id = 0x00000015
    response = EnquireLinkResp
    control = True


class ShortMessagePdu(Pdu, frozen=True):
    """The common layout of submit_sm and deliver_sm (SMPP 3.4, 4.4.1, 4.6.1)."""

    service_type: ServiceType = ""
    source_addr_ton: Octet = 0
    source_addr_npi: Octet = 0
    source_addr: Address = ""
    dest_addr_ton: Octet = 0
    dest_addr_npi: Octet = 0
    destination_addr: Address = ""
    esm_class: Octet = 0
    protocol_id: Octet = 0
    priority_flag: Octet = 0
    schedule_delivery_time: Time = ""
    validity_period: Time = ""
    registered_delivery: Octet = 0
    replace_if_present_flag: Octet = 0
    data_coding: Octet = 0
    sm_default_msg_id: Octet = 0
    short_message: Message = b""


class SubmitSmResp(Pdu, frozen=True):
    command_id = 0x80000004
    bare_refusal = True

    message_id: MessageId = ""


class SubmitSm(ShortMessagePdu, frozen=True):
    """A message from the ESME: to us, MT."""

    command_id = 0x00000004
    response = SubmitSmResp


class DeliverSmResp(Pdu, frozen=True):
    command_id = 0x80000005

    message_id: Annotated[str, CString(1)] = ""


class DeliverSm(ShortMessagePdu, frozen=True):
    """A message from the SMSC: MO, or a receipt."""

    command_id = 0x00000005
    response = DeliverSmResp


class DataSmResp(Pdu, frozen=True):
    command_id = 0x80000103

    message_id: MessageId = ""


class DataSm(Pdu, frozen=True):
    """A message either way; its text is in the message_payload TLV."""

    command_id = 0x00000103
    response = DataSmResp

    service_type: ServiceType = ""
    source_addr_ton: Octet = 0
    source_addr_npi: Octet = 0
    source_addr: LongAddress = ""
    dest_addr_ton: Octet = 0
    dest_addr_npi: Octet = 0
    destination_addr: LongAddress = ""
    esm_class: Octet = 0
    registered_delivery: Octet = 0
    data_coding: Octet = 0


class QuerySmResp(Pdu, frozen=True):
    command_id = 0x80000003

    message_id: MessageId = ""
    final_date: Time = ""
    message_state: Octet = 0
    error_code: Octet = 0


class QuerySm(Pdu, frozen=True):
    command_id = 0x00000003
    response = QuerySmResp

    message_id: MessageId = ""
    source_addr_ton: Octet = 0
    source_addr_npi: Octet = 0
    source_addr: Address = ""


class CancelSmResp(Pdu, frozen=True):
    command_id = 0x80000008


class CancelSm(Pdu, frozen=True):
    command_id = 0x00000008
    response = CancelSmResp

    service_type: ServiceType = ""
    message_id: MessageId = ""
    source_addr_ton: Octet = 0
    source_addr_npi: Octet = 0
    source_addr: Address = ""
    dest_addr_ton: Octet = 0
    dest_addr_npi: Octet = 0
    destination_addr: Address = ""


class ReplaceSmResp(Pdu, frozen=True):
    command_id = 0x80000007


class ReplaceSm(Pdu, frozen=True):
    command_id = 0x00000007
    response = ReplaceSmResp

    message_id: MessageId = ""
    source_addr_ton: Octet = 0
    source_addr_npi: Octet = 0
    source_addr: Address = ""
    schedule_delivery_time: Time = ""
    validity_period: Time = ""
    registered_delivery: Octet = 0
    sm_default_msg_id: Octet = 0
    short_message: Message = b""


class SubmitMultiResp(Pdu, frozen=True):
    command_id = 0x80000021

    message_id: MessageId = ""
    unsuccess_smes: Annotated[tuple[UnsuccessSme, ...], UnsuccessSmes()] = ()


class SubmitMulti(Pdu, frozen=True):
    """One message to several destinations."""

    command_id = 0x00000021
    response = SubmitMultiResp

    service_type: ServiceType = ""
    source_addr_ton: Octet = 0
    source_addr_npi: Octet = 0
    source_addr: Address = ""
    dest_addresses: Annotated[tuple[Destination, ...], Destinations()] = ()
    esm_class: Octet = 0
    protocol_id: Octet = 0
    priority_flag: Octet = 0
    schedule_delivery_time: Time = ""
    validity_period: Time = ""
    registered_delivery: Octet = 0
    replace_if_present_flag: Octet = 0
    data_coding: Octet = 0
    sm_default_msg_id: Octet = 0
    short_message: Message = b""


class AlertNotification(Pdu, frozen=True):
    """The SMSC says that a phone can be reached again; no response is due."""

    command_id = 0x00000102

    source_addr_ton: Octet = 0
    source_addr_npi: Octet = 0
    source_addr: LongAddress = ""
    esme_addr_ton: Octet = 0
    esme_addr_npi: Octet = 0
    esme_addr: LongAddress = ""


REQUESTS: tuple[type[Pdu], ...] = (
    BindReceiver,
    BindTransmitter,
    BindTransceiver,
    Unbind,
    EnquireLink,
    SubmitSm,
    DeliverSm,
    DataSm,
    QuerySm,
    CancelSm,
    ReplaceSm,
    SubmitMulti,
)
NOTICES: tuple[type[Pdu], ...] = (Outbind, AlertNotification)
"""Requests that no response is due to."""

RESPONSES: tuple[type[Pdu], ...] = (GenericNack, *(one.response for one in REQUESTS if one.response))

BY_COMMAND_ID = {one.command_id: one for one in (*REQUESTS, *NOTICES, *RESPONSES)}


def command_name(pdu: type[Pdu]) -> str:
    """The PDU's name in the specification: `submit_sm_resp` for SubmitSmResp."""
    return re.sub(r"\B(?=[A-Z])", "_", pdu.__name__).lower()


def reply(request: Pdu, status: int = 0, **fields: object) -> Pdu:
    """The response to a request, with its sequence number; LocalError where none is due."""
    if request.response is None:
        raise LocalError(f"{command_name(type(request))} has no response")
    return request.response(sequence=request.sequence, status=status, **fields)  # type: ignore[arg-type]
