"""Delivery receipts."""

import pytest

from smpp.codec import decode
from smpp.pdus import DataSm, DeliverSm
from smpp.receipts import MessageState, Receipt, is_receipt, receipt_of, receipt_text, receipt_tlvs
from smpp.tlvs import MESSAGE_PAYLOAD
from tests.smpp.vectors import BOTH_WAYS, LENIENT

HEAD = "sub:001 dlvrd:001 submit date:1002101730 done date:1002101730"


def told(text: str) -> Receipt | None:
    """What a receipt with that text says."""
    return receipt_of(DeliverSm(esm_class=4, short_message=text.encode("latin-1")))


@pytest.mark.parametrize(
    ("esm_class", "receipt"),
    [(0x00, False), (0x04, True), (0x44, True), (0x08, True), (0x10, True), (0x20, True), (0x40, False), (0x18, False)],
)
def test_tells_receipts_by_their_type(esm_class: int, receipt: bool) -> None:
    """Bits 5-2 of esm_class say so, whatever the others are."""
    assert is_receipt(DeliverSm(esm_class=esm_class)) is receipt
    assert is_receipt(DataSm(esm_class=esm_class)) is receipt


@pytest.mark.parametrize(
    ("text", "receipt"),
    [
        (
            f"id:0059113978 {HEAD} stat:DELIVRD err:000 text:@$#!%",
            Receipt("0059113978", MessageState.DELIVERED, "000", "@$#!%"),
        ),
        (
            f"id:94251430923 {HEAD} stat:ACCEPTD err:107 text: 26d102",
            Receipt("94251430923", MessageState.ACCEPTED, "107", "26d102"),
        ),
        (f"id:3005 {HEAD} stat:UNDELIV err:0000 te", Receipt("3005", MessageState.UNDELIVERABLE, "0000", "")),
        ("id:7 stat:EXPIRED", Receipt("7", MessageState.EXPIRED)),
        ("ID: 7 STAT: expired ERR:1", Receipt("7", MessageState.EXPIRED, "1")),
        ("id:7 submit date:181015190755 done date:181015190755 stat:REJECTD", Receipt("7", MessageState.REJECTED)),
        ("id:1d-b4 stat:BUFFRED err:0 text:\x04\x1f", Receipt("1d-b4", MessageState.ENROUTE, "0", "\x04\x1f")),
        ("id:7 stat:FAILED err:1A text:stat:DELIVRD", Receipt("7", MessageState.UNDELIVERABLE, "1A", "stat:DELIVRD")),
        ("id:7 stat:WEIRD", None),
        ("stat:DELIVRD", None),
        ("", None),
        ("доставлено".encode("cp1251").decode("latin-1"), None),
    ],
)
def test_reads_texts(text: str, receipt: Receipt | None) -> None:
    """Each field is found by itself, in the forms that SMSCs write."""
    assert told(text) == receipt


def test_believes_tlvs_before_the_text() -> None:
    """The two TLVs together count more than the text, one alone less."""
    tlvs = ((0x001E, b"38601fa\0"), (0x0427, b"\2"))
    text = b"id:0059113978 stat:UNDELIV err:012"
    both = DeliverSm(esm_class=4, short_message=text, tlvs=tlvs)
    one = DeliverSm(esm_class=4, short_message=text, tlvs=tlvs[1:])
    assert receipt_of(both) == Receipt("38601fa", MessageState.DELIVERED, "012")
    assert receipt_of(one) == Receipt("0059113978", MessageState.UNDELIVERABLE, "012")


def test_reads_receipts_without_a_text() -> None:
    """TLVs are enough, with or without a NUL."""
    for raw in (b"abc", b"abc\0"):
        pdu = DataSm(esm_class=4, tlvs=((0x001E, raw), (0x0427, b"\5")))
        assert receipt_of(pdu) == Receipt("abc", MessageState.UNDELIVERABLE)


def test_takes_no_unknown_state() -> None:
    """A state that SMPP does not have is none."""
    assert receipt_of(DeliverSm(esm_class=4, tlvs=((0x001E, b"abc"), (0x0427, b"\x0a")))) is None


def test_reads_the_text_in_the_payload() -> None:
    """Some put the text into message_payload."""
    pdu = DeliverSm(esm_class=4, tlvs=(MESSAGE_PAYLOAD.with_value(b"id:7 stat:DELETED err:0"),))
    assert receipt_of(pdu) == Receipt("7", MessageState.DELETED, "0")


@pytest.mark.parametrize(
    "octets", [octets for octets, pdu in BOTH_WAYS + LENIENT if isinstance(pdu, DeliverSm) and pdu.esm_class == 4]
)
def test_reads_receipts_of_others(octets: str) -> None:
    """Receipts from the wild name a message and its state."""
    pdu = decode(bytes.fromhex(octets))
    assert isinstance(pdu, DeliverSm)
    receipt = receipt_of(pdu)
    assert receipt is not None
    assert receipt.state is MessageState.DELIVERED
    assert receipt.error == "000"


@pytest.mark.parametrize("state", MessageState)
def test_reads_what_it_writes(state: MessageState) -> None:
    """A receipt survives as text and as TLVs."""
    receipt = Receipt("7b", state, "012", "Balance 10.50")
    text = receipt_text(receipt, submitted="2611221200", done="2611221201")
    assert told(text) == receipt
    assert receipt_of(DeliverSm(tlvs=receipt_tlvs(receipt))) == Receipt("7b", state)


def test_writes_appendix_b() -> None:
    """The text has the form of SMPP 3.4, appendix B."""
    text = receipt_text(Receipt("7b", MessageState.DELIVERED), submitted="2611221200", done="2611221201")
    assert text == "id:7b sub:001 dlvrd:001 submit date:2611221200 done date:2611221201 stat:DELIVRD err:000 text:"
