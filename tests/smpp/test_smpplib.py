"""A second opinion: smpplib reads and writes the PDUs that it knows as we do.

Left out is what it does otherwise: TLVs outside its own lists, responses that refuse, empty ids and texts (None to it).
"""

from typing import Any, ClassVar

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from smpplib import command, smpp

from smpp.codec import decode, encode
from smpp.pdus import (
    AlertNotification,
    BindReceiver,
    BindReceiverResp,
    BindTransceiver,
    BindTransceiverResp,
    BindTransmitter,
    BindTransmitterResp,
    DataSm,
    DataSmResp,
    DeliverSm,
    DeliverSmResp,
    EnquireLink,
    EnquireLinkResp,
    GenericNack,
    Pdu,
    QuerySm,
    QuerySmResp,
    SubmitSm,
    SubmitSmResp,
    Unbind,
    UnbindResp,
    command_name,
)
from smpp.tlvs import (
    MESSAGE_PAYLOAD,
    MESSAGE_STATE,
    RECEIPTED_MESSAGE_ID,
    SAR_MSG_REF_NUM,
    SAR_SEGMENT_SEQNUM,
    SAR_TOTAL_SEGMENTS,
    USER_MESSAGE_REFERENCE,
    USSD_SERVICE_OP,
)

OCTETS = st.integers(0, 255)
MESSAGE: dict[str, st.SearchStrategy[Any]] = {
    "service_type": st.sampled_from(["", "USSD", "WAP"]),
    "source_addr_ton": OCTETS,
    "source_addr_npi": OCTETS,
    "source_addr": st.text("0123456789", max_size=20),
    "dest_addr_ton": OCTETS,
    "dest_addr_npi": OCTETS,
    "destination_addr": st.text("0123456789", max_size=20),
    "esm_class": OCTETS,
    "registered_delivery": OCTETS,
    "data_coding": OCTETS,
}
SHORT_MESSAGE = MESSAGE | {
    "protocol_id": OCTETS,
    "priority_flag": OCTETS,
    "schedule_delivery_time": st.sampled_from(["", "261122120000012+"]),
    "validity_period": st.sampled_from(["", "000000000500000R"]),
    "replace_if_present_flag": OCTETS,
    "sm_default_msg_id": OCTETS,
    "short_message": st.binary(min_size=1, max_size=254),
}
SYSTEM_ID = {"system_id": st.text("abcdefgh", max_size=15)}
BIND = SYSTEM_ID | {
    "password": st.text("abcdefgh", max_size=8),
    "system_type": st.text("abcdefgh", max_size=12),
    "addr_ton": OCTETS,
    "addr_npi": OCTETS,
    "address_range": st.text("^0123456789$", max_size=40),
}
MESSAGE_ID = {"message_id": st.text("0123456789abcdef", min_size=1, max_size=64)}

FIELDS: dict[type[Pdu], dict[str, st.SearchStrategy[Any]]] = {
    BindReceiver: BIND,
    BindTransmitter: BIND,
    BindTransceiver: BIND,
    BindReceiverResp: SYSTEM_ID,
    BindTransmitterResp: SYSTEM_ID,
    BindTransceiverResp: SYSTEM_ID,
    SubmitSm: SHORT_MESSAGE,
    SubmitSmResp: MESSAGE_ID,
    DeliverSm: SHORT_MESSAGE,
    DeliverSmResp: {},
    DataSm: MESSAGE,
    DataSmResp: MESSAGE_ID,
    QuerySm: MESSAGE_ID | {name: MESSAGE[name] for name in ("source_addr_ton", "source_addr_npi", "source_addr")},
    QuerySmResp: MESSAGE_ID | {"message_state": OCTETS, "error_code": OCTETS},
    AlertNotification: {name: MESSAGE[name] for name in ("source_addr_ton", "source_addr_npi", "source_addr")},
    Unbind: {},
    UnbindResp: {},
    EnquireLink: {},
    EnquireLinkResp: {},
    GenericNack: {},
}

pdus = st.sampled_from(list(FIELDS.items())).flatmap(
    lambda entry: st.builds(entry[0], sequence=st.integers(1, 0x7FFFFFFF), **entry[1])
)


class Numbers:
    """What smpplib asks for sequence numbers."""

    sequence: ClassVar[int] = 1

    def next_sequence(self) -> int:
        """Always the same."""
        return self.sequence


def written_by_smpplib(pdu: Pdu, **tlvs: object) -> bytes:
    """The octets that smpplib makes of the PDU."""
    fields = {name: value for name, value in msgspec.structs.asdict(pdu).items() if name in FIELDS[type(pdu)]}
    theirs = command.factory(command_name(type(pdu)), client=Numbers(), **fields, **tlvs)
    theirs.sequence = pdu.sequence
    octets: bytes = theirs.generate()
    return octets


@given(pdus)
def test_writes_as_smpplib_does(pdu: Pdu) -> None:
    """The same PDU, the same octets."""
    assert encode(pdu) == written_by_smpplib(pdu)


@given(pdus)
def test_is_read_by_smpplib(pdu: Pdu) -> None:
    """smpplib finds in our octets what we put there."""
    theirs = smpp.parse_pdu(encode(pdu), client=Numbers())
    assert theirs.sequence == pdu.sequence
    for name in FIELDS[type(pdu)]:
        value = getattr(pdu, name)
        assert getattr(theirs, name) == (value.encode() if isinstance(value, str) else value)


@pytest.mark.parametrize(
    ("pdu", "tlvs"),
    [
        (
            SubmitSm(sequence=7, tlvs=(USER_MESSAGE_REFERENCE.with_value(513), USSD_SERVICE_OP.with_value(17))),
            {"user_message_reference": 513, "ussd_service_op": 17},
        ),
        (SubmitSm(tlvs=(MESSAGE_PAYLOAD.with_value(b"abc"),)), {"message_payload": b"abc"}),
        (
            DeliverSm(
                tlvs=(
                    SAR_MSG_REF_NUM.with_value(513),
                    SAR_TOTAL_SEGMENTS.with_value(2),
                    SAR_SEGMENT_SEQNUM.with_value(1),
                    MESSAGE_STATE.with_value(2),
                    RECEIPTED_MESSAGE_ID.with_value("7b"),
                )
            ),
            {
                "sar_msg_ref_num": 513,
                "sar_total_segments": 2,
                "sar_segment_seqnum": 1,
                "message_state": 2,
                "receipted_message_id": "7b",
            },
        ),
    ],
)
def test_writes_tlvs_as_smpplib_does(pdu: Pdu, tlvs: dict[str, object]) -> None:
    """The same TLVs, the same octets, both ways."""
    assert encode(pdu) == written_by_smpplib(pdu, **tlvs)
    assert decode(written_by_smpplib(pdu, **tlvs)) == pdu
