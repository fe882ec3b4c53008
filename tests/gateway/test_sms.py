"""Whom we serve, and what a reply is in SMPP."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from gateway import sms
from gateway.address import parse
from gateway.sms import Subscribers
from operator_api.contract import Number
from smpp.parts import Joiner, Long, piece_of
from smpp.pdus import DataSm, DeliverSm

ANNA = Number("79160000001")
OURS = Subscribers("7", ("111", "222"))
RECEIPT = b"id:1 sub:001 dlvrd:001 submit date:1210051600 done date:1210051600 stat:DELIVRD err:000 text:"


PLAIN = DeliverSm(source_addr_ton=1, destination_addr="111")


def message(source: str, to: str = "111", **fields: object) -> DeliverSm:
    """A deliver_sm with these fields."""
    return replace(PLAIN, source_addr=source, destination_addr=to, **fields)


@pytest.mark.parametrize(
    "source",
    [
        "79160000001",
        "+79160000001",
        "89160000001",
        "+89160000001",
        "9160000001",
        "7(916)000-00-01",
        "+7 916 000 00 01",
        "8 (916) 000-00-01",
    ],
)
def test_a_number_is_known_however_it_is_written(source: str) -> None:
    """SMSCs and phones write it in many ways."""
    assert OURS.number(message(source)) == ANNA


@pytest.mark.parametrize(
    ("country", "number", "spellings"),
    [
        ("373", "37369123456", ["37369123456", "+373 69 123 456", "069123456", "0 (69) 123-456", "69123456"]),
        ("375", "375291234567", ["375291234567", "+375 29 123-45-67", "80291234567", "8 (029) 1234567", "291234567"]),
        ("380", "380501234567", ["380501234567", "+380 50 123 4567", "0501234567", "(050) 123-45-67", "501234567"]),
        ("998", "998901234567", ["998901234567", "+998 (90) 123-45-67", "901234567", "90 123 45 67"]),
    ],
)
def test_numbers_of_other_countries_are_known_as_people_there_write_them(
    country: str, number: str, spellings: list[str]
) -> None:
    """With the country's code, with what is dialled at home, and bare; a digit more or less is nobody, as is ours."""
    subscribers = Subscribers(country, ("111",))
    assert {subscribers.number(message(spelling)) for spelling in spellings} == {number}
    strangers = [ANNA, number + "1", number[:-1], "1" + number, spellings[-1][1:]]
    assert {subscribers.number(message(stranger)) for stranger in strangers} == {None}


@pytest.mark.parametrize("ton", [0, 1, 2, 3, 4, 6])
def test_the_type_of_number_does_not_matter(ton: int) -> None:
    """SMSCs disagree about it."""
    assert OURS.number(message(ANNA, source_addr_ton=ton)) == ANNA


@pytest.mark.parametrize("to", ["111", "+111", "222"])
def test_the_reply_comes_from_the_number_that_was_written_to(to: str) -> None:
    """One of our services, with or without a plus."""
    assert OURS.number(message(ANNA, to)) == ANNA
    assert OURS.service(message(ANNA, to)) == to.removeprefix("+")


def test_a_message_may_come_as_data_sm() -> None:
    """Some SMSCs deliver so."""
    assert OURS.number(DataSm(source_addr=ANNA, source_addr_ton=1, destination_addr="111")) == ANNA


@pytest.mark.parametrize(
    "pdu",
    [
        pytest.param(message("Bank", source_addr_ton=5), id="a name"),
        pytest.param(message(ANNA, source_addr_ton=5), id="a name made of digits"),
        pytest.param(message("Bank"), id="a name that calls itself a number"),
        pytest.param(message(""), id="nobody"),
        pytest.param(message("111"), id="a short number"),
        pytest.param(message("0890"), id="another short number"),
        pytest.param(message("000001"), id="a local number"),
        pytest.param(message("37369000001"), id="a foreign number"),
        pytest.param(message("447700900123"), id="a foreign number of 12 digits"),
        pytest.param(message("779160000001"), id="one digit too many"),
        pytest.param(message("７９１６０００００01"), id="digits of another alphabet"),
        pytest.param(message("7916²000001"), id="no digit"),
        pytest.param(message(ANNA, "112"), id="to another service number"),
        pytest.param(message(ANNA, ""), id="to nobody"),
        pytest.param(message(ANNA, esm_class=0x04, short_message=RECEIPT), id="a receipt"),
        pytest.param(message(ANNA, esm_class=0x44), id="a receipt with a header"),
        pytest.param(message(ANNA, esm_class=0x20), id="an intermediate notification"),
        pytest.param(
            message(ANNA, esm_class=0x04, tlvs=((0x001E, b"1\0"), (0x0427, b"\2"))), id="a receipt by TLVs alone"
        ),
    ],
)
def test_who_may_not_be_answered_is_nobody(pdu: DeliverSm) -> None:
    """Receipts, names, short and foreign numbers: an answer to them begins a loop, or costs somebody money."""
    assert OURS.number(pdu) is None


def test_the_fields_of_a_reply_are_those_of_the_address() -> None:
    """From the service number to the phone."""
    address = parse("smpp://id:pw@host?source_ton=6&source_npi=0&dest_ton=2&dest_npi=8&service_type=CMT")
    [part] = sms.reply(address, ANNA, "111", "Баланс", 5)
    assert (part.source_addr, part.source_addr_ton, part.source_addr_npi) == ("111", 6, 0)
    assert (part.destination_addr, part.dest_addr_ton, part.dest_addr_npi) == (ANNA, 2, 8)
    assert (part.service_type, part.data_coding, part.esm_class) == ("CMT", 8, 0)
    assert part.short_message == "Баланс".encode("utf-16-be")


@pytest.mark.parametrize(("long", "count"), [("udh8", 3), ("udh16", 3), ("sar", 3), ("payload", 1)])
@given(text=st.text("абвгд еж", min_size=135, max_size=190), reference=st.integers(0, 0xFFFF))
def test_the_same_arguments_give_the_same_parts(long: str, count: int, text: str, reference: int) -> None:
    """What goes again joins with what has already come, and reads as it was written."""
    address = parse(f"smpp://id:pw@host?long={long}")
    first = sms.reply(address, ANNA, "111", text, reference)
    again = sms.reply(address, ANNA, "111", text, reference)
    assert first == again
    assert len(first) == count
    joiner = Joiner(1, 1)
    for pdu in [first[0], *again[:-1]]:
        joined = joiner.add("", piece_of(pdu), 0)
    assert joiner.add("", piece_of(first[-1]), 0) == text if count > 1 else joined == text


def test_parts_of_one_reply_bear_its_reference_and_those_of_the_next_another() -> None:
    """Else a phone would join parts of both."""
    address = parse("smpp://id:pw@host")
    references = [{piece_of(part).reference for part in sms.reply(address, ANNA, "111", "я" * 100, n)} for n in (7, 8)]
    assert references == [{7}, {8}]
    assert address.long is Long.UDH8
