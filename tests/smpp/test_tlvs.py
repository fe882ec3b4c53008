"""Optional parameters."""

import pytest

from smpp import tlvs
from smpp.errors import LocalError
from smpp.pdus import DeliverSm, EnquireLink
from smpp.tlvs import (
    ITS_SESSION_INFO,
    MESSAGE_PAYLOAD,
    RECEIPTED_MESSAGE_ID,
    SAR_MSG_REF_NUM,
    USSD_SERVICE_OP,
    Tlv,
)


@pytest.mark.parametrize(
    ("entry", "raw"),
    [
        (USSD_SERVICE_OP.with_value(17), (0x0501, b"\x11")),
        (SAR_MSG_REF_NUM.with_value(258), (0x020C, b"\x01\x02")),
        (RECEIPTED_MESSAGE_ID.with_value("7b"), (0x001E, b"7b\0")),
        (ITS_SESSION_INFO.with_value(b"\x01\x02"), (0x1383, b"\x01\x02")),
        (MESSAGE_PAYLOAD.with_value(b""), (0x0424, b"")),
    ],
)
def test_builds_values(entry: tuple[int, bytes], raw: tuple[int, bytes]) -> None:
    """A value becomes an entry for `Pdu.tlvs`."""
    assert entry == raw


def test_reads_the_value_it_built() -> None:
    """A value comes back from the PDU that carries it."""
    pdu = DeliverSm(tlvs=(USSD_SERVICE_OP.with_value(1), SAR_MSG_REF_NUM.with_value(9)))
    assert (USSD_SERVICE_OP.of(pdu), SAR_MSG_REF_NUM.of(pdu), MESSAGE_PAYLOAD.of(pdu)) == (1, 9, None)


@pytest.mark.parametrize("raw", [b"7b\0", b"7b"])
def test_reads_a_message_id_with_and_without_nul(raw: bytes) -> None:
    """Many SMSCs leave out the NUL."""
    assert RECEIPTED_MESSAGE_ID.of(DeliverSm(tlvs=((0x001E, raw),))) == "7b"


@pytest.mark.parametrize(
    ("tlv", "raw"),
    [(USSD_SERVICE_OP, b""), (SAR_MSG_REF_NUM, b"\1"), (RECEIPTED_MESSAGE_ID, b"7" * 66), (ITS_SESSION_INFO, b"\1")],
)
def test_reads_no_value_of_a_wrong_length(tlv: Tlv[object], raw: bytes) -> None:
    """A wrong length is no value, and no error."""
    assert tlv.of(DeliverSm(tlvs=((tlv.tag, raw),))) is None


@pytest.mark.parametrize(
    ("tlv", "value"),
    [
        (USSD_SERVICE_OP, 256),
        (USSD_SERVICE_OP, -1),
        (RECEIPTED_MESSAGE_ID, "7" * 65),
        (RECEIPTED_MESSAGE_ID, "7\0"),
        (ITS_SESSION_INFO, b"\1"),
        (MESSAGE_PAYLOAD, b"a" * 65536),
    ],
)
def test_builds_no_value_that_does_not_fit(tlv: Tlv[object], value: object) -> None:
    """What does not fit is our mistake."""
    with pytest.raises(LocalError):
        tlv.with_value(value)


def test_keeps_what_stands_before_a_broken_tail() -> None:
    """The optional parameters end where they break."""
    assert tlvs.read_tlvs(b"\x05\x01\0\1\2" + b"\x04\x24\0\5abc", 0) == ((0x0501, b"\2"),)
    assert tlvs.read_tlvs(b"\x05\x01\0\1\2" + b"\x04\x24\0", 0) == ((0x0501, b"\2"),)


def test_finds_nothing_in_a_pdu_without_any() -> None:
    """No optional parameters, no value."""
    assert USSD_SERVICE_OP.of(EnquireLink()) is None


def test_declares_each_tag_once() -> None:
    """Each tag has one name, and is called by it."""
    declared = {name: tlv for name, tlv in vars(tlvs).items() if isinstance(tlv, Tlv)}
    assert len({tlv.tag for tlv in declared.values()}) == len(declared)
    assert all(tlv.name.upper() == name for name, tlv in declared.items())
