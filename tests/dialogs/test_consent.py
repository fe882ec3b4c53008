"""Only a clear yes to a question that names its price agrees to it; everything else changes nothing."""

import pytest

from tests.dialogs.operator import Operator
from tests.dialogs.phone import Phone

QUESTION = 'Подключить "Пакет 100 SMS"? 60,00 руб./мес. 1-Да 2-Нет'


def _asked(*, on: bool = True) -> Phone:
    """Somebody before the question whether to switch messages on, or off."""
    phone = Phone(Operator(balance=500_00, services=set() if on else {"sms100"}))
    phone.text("подключи смс 100" if on else "отключи смс 100")
    return phone


@pytest.mark.parametrize("text", ["да", "давай", "ок ок", "yes please", "da", "так", "1!", "подключи", "Включите"])
def test_a_clear_yes(text: str) -> None:
    """Also by the word of the question."""
    phone = _asked()
    phone.text(text)
    assert phone.operator.services == {"sms100"}


@pytest.mark.parametrize("text", ["да?", "точно?", "а можно", "да 2", "ok nu", "да ладно", "ага, конечно", "подключи?"])
def test_an_unclear_yes_agrees_to_nothing(text: str) -> None:
    """A question, a slip or a joke."""
    phone = _asked()
    phone.text(text)
    assert not phone.operator.services


@pytest.mark.parametrize("text", ["сколько стоит", "цена?", "а сколько это стоит", "скільки коштує"])
def test_who_asks_for_the_price_is_asked_again(text: str) -> None:
    """The question names it, and stands."""
    phone = _asked()
    assert "60,00" in phone.text(text)[0]
    phone.text("1")
    assert phone.operator.services == {"sms100"}


@pytest.mark.parametrize("text", ["какой у меня тариф", "баланс"])
def test_another_wish_replaces_the_question(text: str) -> None:
    """As ever."""
    phone = _asked()
    assert phone.text(text)[0] != QUESTION
    phone.text("да")
    assert not phone.operator.services


@pytest.mark.parametrize("text", ["потом", "завтра", "я подумаю", "ок, подумаю", "да но потом", "later", "mai tarziu"])
def test_later_is_no(text: str) -> None:
    """Nobody is pressed, and what is said next is no answer any more."""
    phone = _asked()
    assert len(phone.text(text)) == 1
    phone.text("да")
    assert not phone.operator.services


def test_words_of_the_other_question_are_no() -> None:
    """«Отключи» does not switch on, nor «подключи» off."""
    on, off = _asked(), _asked(on=False)
    assert on.text("отключи") == off.text("подключи") == ["Отменено. Ничего не изменилось."]
    assert on.operator.services == set()
    assert off.operator.services == {"sms100"}


def test_words_of_the_question_switch_off() -> None:
    """As they switch on."""
    phone = _asked(on=False)
    phone.text("отключи")
    assert not phone.operator.services


def test_a_sentence_with_i_is_one() -> None:
    """In English it joins nothing."""
    assert len(Phone().text("i want to know how much money i have")) == 1


@pytest.mark.parametrize("text", ["не надо пароль", "не присылайте пароль", "зачем мне пароль", "nu vreau parola"])
def test_a_denied_password_is_asked_about(text: str) -> None:
    """The old one would be gone."""
    phone = Phone()
    assert "1 " in phone.text(text)[0]
    assert not phone.operator.password


@pytest.mark.parametrize(
    "text", ["пароль", "пароль не подходит", "не помню пароль", "нет пароля", "не пускает, дай пароль"]
)
def test_who_cannot_get_in_gets_one(text: str) -> None:
    """At once."""
    phone = Phone()
    phone.text(text)
    assert phone.operator.password
