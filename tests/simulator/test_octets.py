"""Each octet of a PDU belongs to a field, and is shown with it."""

import pytest

from simulator.watching.octets import octets_of
from smpp.codec import encode
from smpp.pdus import BY_COMMAND_ID, DataSm, EnquireLink, Pdu, SubmitSm, SubmitSmResp, command_name
from smpp.tlvs import ITS_SESSION_INFO, RECEIPTED_MESSAGE_ID, USSD_SERVICE_OP

HEADER = ["command_length", "command_id", "command_status", "sequence_number"]
ENDLESS = "61" * 300
"""A string."""


def shown(frame: bytes) -> list[tuple[str, int | str, str]]:
    """After the header: the name, the value and the octets of each field."""
    places = octets_of(frame)
    assert [place.name for place in places[:4]] == HEADER
    assert b"".join(frame[place.offset : place.offset + place.length] for place in places) == frame
    return [(each.name, each.value, frame[each.offset : each.offset + each.length].hex()) for each in places[4:]]


def test_fields_and_tlvs_stand_where_they_are() -> None:
    """A C-octet string with its NUL, a TLV with its tag and length; of an unknown tag the number, in hex."""
    tlvs = (USSD_SERVICE_OP.with_value(2), ITS_SESSION_INFO.with_value(b"\1\2"), (0x1400, b"\xff"), (0x0501, b"\1\2"))
    frame = encode(SubmitSmResp(message_id="a7", tlvs=(*tlvs, RECEIPTED_MESSAGE_ID.with_value("b"))))
    assert shown(frame) == [
        ("message_id", "a7", "613700"),
        ("ussd_service_op", 2, "0501000102"),
        ("its_session_info", "0102", "138300020102"),
        ("0x1400", "ff", "14000001ff"),
        ("ussd_service_op", "0102", "050100020102"),
        ("receipted_message_id", "b", "001e00026200"),
    ]


def test_a_message_is_shown_in_its_three_pieces() -> None:
    """Its length, the user data header, the text."""
    frame = encode(SubmitSm(esm_class=0x40, short_message=bytes.fromhex("050003070201") + b"text"))
    assert shown(frame)[-3:] == [
        ("sm_length", 10, "0a"),
        ("user_data_header", "050003070201", "050003070201"),
        ("short_message", "74657874", "74657874"),
    ]


def test_no_message_is_shown_as_its_length() -> None:
    """Nothing follows it."""
    assert shown(encode(SubmitSm()))[-1] == ("sm_length", 0, "00")


@pytest.mark.parametrize("pdu", [*BY_COMMAND_ID.values()], ids=command_name)
def test_no_octet_is_left_out(pdu: type[Pdu]) -> None:
    """Of no PDU there is, with a tail that is broken."""
    frame = bytes(4) + pdu.command_id.to_bytes(4, "big") + bytes(8) + b"a\0" * 30
    shown(frame)


@pytest.mark.parametrize(
    ("frame", "rest"),
    [
        ("0000013c 00000004 00000000 00000001" + ENDLESS, [("", ENDLESS, ENDLESS)]),
        ("00000012 00000099 00000000 00000001 0000", [("", "0000", "0000")]),
        ("00000012 00000015 00000000 00000001 0501", [("", "0501", "0501")]),
    ],
)
def test_what_cannot_be_read_is_shown_as_octets(frame: str, rest: list[tuple[str, int | str, str]]) -> None:
    """A string without an end, an unknown command, a broken TLV."""
    assert shown(bytes.fromhex(frame)) == rest


def test_a_pdu_may_be_its_header() -> None:
    """Then there is no more to show."""
    assert shown(encode(EnquireLink())) == []


def test_a_payload_is_a_tlv() -> None:
    """data_sm has no short_message."""
    assert shown(encode(DataSm(tlvs=((0x0424, b"hi"),))))[-1] == ("message_payload", "6869", "042400026869")
