"""Messages to phones: parts are joined, codings named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.mt.store import Store
from simulator.phones import Phones, Sms
from simulator.watching.feed import Feed
from smpp.parts import Long, split
from smpp.pdus import DataSm, SubmitSm
from smpp.tlvs import MESSAGE_PAYLOAD

NUMBER = "79160000001"


def inbox_after(*pdus: SubmitSm | DataSm) -> tuple[Sms, ...]:
    """What the phone shows when these have come."""
    phones = Phones()
    store = Store(phones, Feed(), clock=lambda: 5.0)
    for pdu in pdus:
        store.accept(pdu)
    return phones.screen(NUMBER).inbox


def message(data_coding: int, octets: bytes, number: str = NUMBER) -> SubmitSm:
    """A message of one part from 111."""
    return SubmitSm(source_addr="111", destination_addr=number, data_coding=data_coding, short_message=octets)


@pytest.mark.parametrize(
    ("data_coding", "octets", "text", "coding"),
    [
        (0, b"\x00Hi", "@Hi", "GSM"),
        (8, "Да".encode("utf-16-be"), "Да", "UCS-2"),
        (0x19, "Да".encode("utf-16-be"), "Да", "UCS-2"),
        (0x11, b"Hi", "Hi", "GSM"),
        (6, "Да".encode("iso8859_5"), "Да", "8-bit"),
        (4, b"\x01\x02", "0102", "binary"),
        (0, b"", "", "GSM"),
    ],
)
def test_a_message_is_shown_in_its_coding(data_coding: int, octets: bytes, text: str, coding: str) -> None:
    """The phone reads what data_coding says, and shows octets that are no text as hex."""
    assert inbox_after(message(data_coding, octets)) == (Sms("111", text, 1, coding, 5.0),)


@pytest.mark.parametrize(
    ("data_coding", "flash"),
    [
        (0x10, True), (0x18, True), (0x50, True), (0xF0, True), (0xF4, True),
        (0x00, False), (0x08, False), (0x11, False), (0xF1, False), (0xC0, False), (0xE0, False),
    ],
)  # fmt: skip
def test_a_message_of_class_0_is_a_flash(data_coding: int, flash: bool) -> None:
    """In either group of data_coding that has classes; elsewhere there are none."""
    [sms] = inbox_after(message(data_coding, b"\0\0"))
    assert sms.flash is flash


@given(st.permutations(range(3)), st.sampled_from([Long.UDH8, Long.UDH16, Long.SAR]))
def test_parts_are_shown_once_and_joined(order: list[int], long: Long) -> None:
    """Three parts in any order are one message."""
    text = "Длинное сообщение из трёх частей. " * 5
    parts = split(text, reference=7, long=long)
    pdus = [
        SubmitSm(
            source_addr="111",
            destination_addr=NUMBER,
            esm_class=part.esm_class,
            data_coding=part.data_coding,
            short_message=part.short_message,
            tlvs=part.tlvs,
        )
        for part in parts
    ]
    assert inbox_after(*(pdus[index] for index in order)) == (Sms("111", text, 3, "UCS-2", 5.0),)


def test_data_sm_carries_its_text_in_a_tlv() -> None:
    """message_payload is shown as the text."""
    payload = MESSAGE_PAYLOAD.with_value("Да".encode("utf-16-be"))
    pdu = DataSm(source_addr="111", destination_addr=NUMBER, data_coding=8, tlvs=(payload,))
    assert inbox_after(pdu) == (Sms("111", "Да", 1, "UCS-2", 5.0),)


def test_a_plus_before_the_number_does_not_matter() -> None:
    """+7916... is the phone 7916..."""
    assert len(inbox_after(message(0, b"Hi", "+" + NUMBER))) == 1
