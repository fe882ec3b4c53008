"""What a turn has heard, for who looks later: what was meant, never what was written."""

import pytest

from dialogs.engine import take
from dialogs.events import Answered, Event, Text
from dialogs.session import Session
from dialogs.world import World
from operator_api.contract import Done, Profile
from tests.dialogs.operator import CATALOGUE
from tests.dialogs.phone import NUMBER, Phone

STRANGER = Profile(ours=False)


def heard(phone: Phone, text: str) -> list[str]:
    """Of this text, where the phone is."""
    return _heard(phone.session, Text(at=phone.now, text=text), phone.profile)


def _heard(session: Session, event: Event, profile: Profile | None) -> list[str]:
    return take(session, event, World(CATALOGUE, profile, NUMBER)).heard


@pytest.mark.parametrize(
    ("before", "text", "meant"),
    [
        ((), "сколько денег на счету", "balance"),
        ((), "2122", "service_on goodok"),
        ((), "7", "number"),
        ((), "в каком году умер пушкин", "other"),
        ((), "25 Zima2026zima", "password_set"),
        (("сменить пароль",), "Zima2026zima", "typed"),
        (("2122",), "1", "yes"),
        (("2122",), "2", "no"),
        (("меню",), "2", "services"),
        (("все услуги",), "9", "more"),
        (("стоп",), "стоп", "stop"),
    ],
)
def test_a_text_is_heard_as_what_it_means_there(before: tuple[str, ...], text: str, meant: str) -> None:
    """The intent with what it is about, or the id of what was chosen."""
    phone = Phone()
    for earlier in before:
        phone.text(earlier)
    assert heard(phone, text) == [meant]


def test_texts_that_wait_are_heard_in_the_turn_that_serves_them() -> None:
    """One after the other; a digit chosen by the first is not the second's."""
    phone = Phone()
    phone.text("меню")
    phone.profile, phone.away = None, True
    phone.text("2")
    phone.text("пушкин")
    assert heard(phone, "помощь") == []
    ask = phone.pending[0]
    assert _heard(phone.session, Answered(at=phone.now, ask=ask, result=Done()), Profile()) == ["services", "other"]


def test_what_is_not_served_is_heard_as_such() -> None:
    """The fourth text that waits, and a number that is not ours."""
    phone = Phone(known=False)
    phone.away = True
    for text in ("1", "2", "3"):
        phone.text(text)
    assert heard(phone, "4") == ["crowded"]
    assert _heard(Session(), Text(at=0.0, text="баланс"), STRANGER) == ["foreign"]
