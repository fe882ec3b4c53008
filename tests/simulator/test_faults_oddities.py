"""What odd SMSCs make of messages of phones: other octets, numbers, shapes and orders, and mostly the same text."""

from typing import Any

import pytest

from simulator.trouble.dice import Dice
from simulator.trouble.faults import Coding, Faults, Numbers, Parts, Shapes
from simulator.trouble.oddities import Message, odd
from smpp.parts import HAS_HEADER, piece_of, read, split
from smpp.pdus import DeliverSm
from smpp.reading import Mistake
from tests.simulator.esme import Esme
from tests.simulator.faulty import PHONE, SERVICE, suffering

LONG = "Привет, помощник! " * 12
DICE = "phone 79160000001"


def message(text: str, number: str = PHONE) -> list[DeliverSm]:
    """In its parts, as the simulator makes them."""
    return [
        DeliverSm(
            source_addr=number,
            destination_addr=SERVICE,
            esm_class=part.esm_class,
            data_coding=part.data_coding,
            short_message=part.short_message,
        )
        for part in split(text, reference=7)
    ]


def made(text: str, seed: int = 1, **faults: Any) -> Message:  # noqa: ANN401
    """What becomes of it."""
    return odd(message(text), Faults(seed, **faults), Dice(seed, DICE))


def understood(parts: Message) -> tuple[str | None, Mistake | None]:
    """As the gateway reads it, and what it finds wrong."""
    pieces = {piece.index: piece for piece in map(piece_of, parts)}
    return read(pieces)


# Coding


@pytest.mark.parametrize(
    ("kind", "text", "octets", "coding"),
    [
        ("windows_1251", "Я я", "df20ff", 0),
        ("utf_8", "Я я", "d0af20d18f", 0),
        ("little_endian", "Я я", "2f0420004f04", 8),
        ("byte_order_mark", "Я я", "feff042f0020044f", 8),
        ("ucs2_as_gsm", "Я я", "042f0020044f", 0),
        ("ascii", "a@b_$", "614062 5f24", 0),
        ("gsm_as_ucs2", "a@b", "610062", 8),
        ("little_endian", "abc", "616263", 0),
        ("byte_order_mark", "abc", "616263", 0),
        ("ucs2_as_gsm", "abc", "616263", 0),
        ("gsm_as_ucs2", "Я я", "042f0020044f", 8),
        ("ascii", "Я я", "042f0020044f", 8),
    ],
)
def test_each_coding_has_its_octets(kind: str, text: str, octets: str, coding: int) -> None:
    """Where it makes no sense for the text, the message goes as it is."""
    [pdu] = made(text, coding=Coding(**{kind: 1.0}))
    assert (pdu.short_message.hex(), pdu.data_coding) == (octets.replace(" ", ""), coding)


@pytest.mark.parametrize("kind", ["windows_1251", "utf_8", "little_endian", "byte_order_mark", "ucs2_as_gsm"])
@pytest.mark.parametrize("text", ["Подключи гудок", LONG])
def test_a_text_in_each_coding_can_be_understood(kind: str, text: str) -> None:
    """By who expects anything; long ones too."""
    assert understood(made(text, coding=Coding(**{kind: 1.0})))[0] == text


def test_the_first_coding_that_comes_true_counts() -> None:
    """A message is coded in one way."""
    [pdu] = made("Я", coding=Coding(windows_1251=1.0, utf_8=1.0))
    assert pdu.short_message == b"\xdf"


# Numbers


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("with_8", "89160000001"),
        ("without_7", "9160000001"),
        ("plus", "+79160000001"),
        ("brackets", "7(916)0000001"),
    ],
)
def test_each_number_is_written_so(kind: str, number: str) -> None:
    """A number of Russia; all parts have the same."""
    assert {pdu.source_addr for pdu in made(LONG, numbers=Numbers(**{kind: 1.0}))} == {number}


@pytest.mark.parametrize("number", ["111", "37369000001", "380500000001"])
def test_numbers_of_others_are_left_alone(number: str) -> None:
    """They have no 8, and lack no 7."""
    [pdu] = odd(message("1", number), Faults(numbers=Numbers(with_8=1.0)), Dice(1, ""))
    assert pdu.source_addr == number


# Shapes


@pytest.mark.parametrize("text", ["баланс", "balans"])
@pytest.mark.parametrize("shapes", [Shapes(lone_header=1.0), Shapes(payload=1.0), Shapes(lone_header=1.0, payload=1.0)])
def test_one_part_in_an_odd_shape_has_the_same_text(shapes: Shapes, text: str) -> None:
    """With a header or in message_payload, or both."""
    [pdu] = made(text, shapes=shapes)
    assert bool(pdu.esm_class & HAS_HEADER) == bool(shapes.lone_header)
    assert bool(pdu.short_message) != bool(shapes.payload)
    assert understood([pdu])[0] == text


def test_a_wrong_length_of_the_header_can_be_lived_with() -> None:
    """It says one octet more."""
    parts = made(LONG, shapes=Shapes(header_length=1.0))
    assert [pdu.short_message[0] for pdu in parts] == [6] * 4
    assert understood(parts)[0] == LONG


def test_a_length_without_the_header_loses_the_end_of_each_part() -> None:
    """Three letters."""
    whole, cut = made(LONG), made(LONG, shapes=Shapes(without_header=1.0))
    assert [pdu.short_message for pdu in cut] == [pdu.short_message[:-6] for pdu in whole]


# Parts


def test_parts_are_shuffled() -> None:
    """All are there, in another order."""
    parts = made(LONG, parts=Parts(shuffled=1.0))
    assert parts != message(LONG)
    assert sorted(parts, key=message(LONG).index) == message(LONG)


def test_parts_are_missing() -> None:
    """One of them."""
    parts = made(LONG, parts=Parts(missing=1.0))
    assert len(parts) == len(message(LONG)) - 1
    assert all(pdu in message(LONG) for pdu in parts)


def test_parts_are_doubled() -> None:
    """One of them; the text is the same."""
    parts = made(LONG, parts=Parts(doubled=1.0))
    assert len(parts) == len(message(LONG)) + 1
    assert understood(parts)[0] == LONG


def test_one_part_is_never_missing() -> None:
    """Chances of parts are of long messages."""
    assert made("1", parts=Parts(1.0, 1.0, 1.0)) == message("1")


# By seed, and all the way


ALL: dict[str, Any] = {
    "coding": Coding(0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2),
    "numbers": Numbers(0.2, 0.2, 0.2, 0.2),
    "shapes": Shapes(0.3, 0.3, 0.3),
    "parts": Parts(0.3, 0.1, 0.3),
}


def history(seed: int, number: str = PHONE, **faults: Any) -> list[Message]:  # noqa: ANN401
    """What becomes of many messages of one phone."""
    dice, struct = Dice(seed, f"phone {number}"), Faults(seed, **faults)
    return [odd(message(text, number), struct, dice) for text in ("баланс", LONG, "help") * 10]


def test_the_same_seed_and_messages_give_the_same_oddities() -> None:
    """Another seed gives others."""
    assert history(1, **ALL) == history(1, **ALL)
    assert history(1, **ALL) != history(2, **ALL)


def test_one_oddity_does_not_change_another() -> None:
    """Numbers are the same with the codings and without."""
    alone = history(1, numbers=ALL["numbers"])
    both = history(1, numbers=ALL["numbers"], coding=ALL["coding"], shapes=ALL["shapes"])
    assert [parts[0].source_addr for parts in both] == [parts[0].source_addr for parts in alone]


async def test_an_esme_sees_the_oddities() -> None:
    """What a phone writes comes so, and the phone is told the number of its own parts."""
    faults = Faults(coding=Coding(utf_8=1.0), numbers=Numbers(with_8=1.0), parts=Parts(missing=1.0))
    async with suffering(faults) as (smsc, port):
        esme = await Esme.bound(port)
        assert smsc.send_sms(PHONE, SERVICE, LONG) == 4
        came = [await esme.message() for _ in range(3)]
        assert [(pdu.source_addr, pdu.data_coding) for pdu in came] == [("89160000001", 0)] * 3
        assert came == [piece for piece in came if "Привет" in piece.short_message[6:].decode()]
