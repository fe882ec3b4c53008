"""What Redis keeps, as bytes."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.effects import Ask, Effect, Say
from dialogs.session import Session
from gateway.records import Codec, Delivery, Part, Queued, Record, Route, Unreadable
from gateway.vault import Vault
from operator_api.contract import GetAccount, IssuePassword, Number, Profile, SetPassword
from smpp.parts import Piece

ANNA = Number("79160000001")
ROUTE = Route("esme@host:2775", "111")
PASSWORD = "Kd7mPq2xTr"

DELIVERY = Delivery("12.3", 4567, b"digest", 1_349_438_400)

CODEC = Codec(Vault(b"k" * 43 + b"="))
OTHER_KEY = Codec(Vault(b"o" * 43 + b"="))


def ask(question: GetAccount | IssuePassword | SetPassword) -> Ask:
    """A question as a turn makes it."""
    return Ask(question, serial=5, deadline=1_349_438_400.0, profile=Profile(language="en"))


def queued(effect: Effect) -> Queued:
    """It waits in the queue."""
    return Queued(ANNA, ROUTE, reference=300, key="a-key", effect=effect)


@pytest.mark.parametrize(
    "effect",
    [
        Say("Баланс: 100 руб."),
        Say("1-Да 2-Нет", screen=7),
        Say(f"Ваш пароль: {PASSWORD}", secret=True),
        ask(GetAccount(ANNA)),
        ask(IssuePassword(ANNA)),
        ask(SetPassword(ANNA, PASSWORD)),
    ],
)
def test_an_entry_of_the_queue_comes_back_as_it_was(effect: Effect) -> None:
    """Sealed or not."""
    data = CODEC.queued_bytes(queued(effect))
    assert CODEC.queued(data) == queued(effect)
    assert PASSWORD.encode() not in data


@given(st.text())
def test_a_sealed_text_comes_back_whatever_it_is(text: str) -> None:
    """Any text."""
    entry = queued(Say(text, secret=True))
    assert CODEC.queued(CODEC.queued_bytes(entry)) == entry


@pytest.mark.parametrize("waiting", [(), ("баланс",), ("пароль", PASSWORD)])
def test_a_record_comes_back_as_it_was(waiting: tuple[str, ...]) -> None:
    """Texts that wait are sealed, for one may be a password."""
    record = Record(
        Session(serial=3, waiting=waiting), reference=65535, busy_until=1.5, warned=True, unproven=(DELIVERY,) * 8
    )
    data = CODEC.record_bytes(record)
    assert CODEC.record(data) == record
    assert all(text.encode() not in data for text in waiting)


def test_a_number_without_a_record_begins_with_an_empty_one() -> None:
    """So does one whose record has expired."""
    assert CODEC.record(None) == Record()


def test_a_profile_comes_back_as_it_was() -> None:
    """None while nothing is known."""
    profile = Profile(ours=False, language="ro", alphabet="latin", stopped=True)
    assert CODEC.profile(CODEC.profile_bytes(profile)) == profile
    assert CODEC.profile(None) is None


def test_a_part_of_a_long_message_comes_back_and_is_sealed() -> None:
    """The message may hold a password."""
    piece = Piece(reference=9, total=3, index=2, width=8, data=PASSWORD.encode(), data_coding=8)
    data = CODEC.part_bytes(piece, DELIVERY)
    assert CODEC.part(data) == Part(9, 3, 2, 8, PASSWORD.encode(), 8, delivery=DELIVERY)
    assert PASSWORD.encode() not in data
    assert msgspec.json.encode(PASSWORD.encode()) not in data


SECRET = CODEC.queued_bytes(queued(Say(PASSWORD, secret=True)))


@pytest.mark.parametrize(
    ("codec", "data"),
    [
        pytest.param(OTHER_KEY, SECRET, id="sealed with another key"),
        pytest.param(CODEC, b"", id="nothing"),
        pytest.param(CODEC, b"\xff\xfe", id="no text"),
        pytest.param(CODEC, b"{", id="no JSON"),
        pytest.param(CODEC, b"[]", id="too little"),
        pytest.param(CODEC, b'["79160000001",["s","111"],1,"",{"type":"Shout"}]', id="no such effect"),
        pytest.param(CODEC, b'["79160000001",["s","111"],1,"",{"type":"_Sealed","token":"?"}]', id="no seal"),
        pytest.param(CODEC, '["79160000001",["s","111"],1,"",{"type":"_Sealed","token":"я"}]'.encode(), id="no octets"),
    ],
)
def test_what_cannot_be_read_is_unreadable(codec: Codec, data: bytes) -> None:
    """And nothing else is raised."""
    with pytest.raises(Unreadable):
        codec.queued(data)


@pytest.mark.parametrize(
    ("codec", "data"),
    [
        pytest.param(
            OTHER_KEY, CODEC.part_bytes(Piece(1, 2, 1, 8, b"text", 0), DELIVERY), id="sealed with another key"
        ),
        pytest.param(CODEC, b"\xff", id="no text"),
        pytest.param(CODEC, b"{}", id="no seal"),
    ],
)
def test_a_part_that_cannot_be_read_is_unreadable(codec: Codec, data: bytes) -> None:
    """And nothing else is raised."""
    with pytest.raises(Unreadable):
        codec.part(data)
