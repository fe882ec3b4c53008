"""The language in which somebody writes, and is answered."""

import pytest

from dialogs.tongue import tongue
from operator_api.contract import Language, Profile, SetReading
from tests.dialogs.operator import Operator
from tests.dialogs.phone import NUMBER, Phone

RUSSIAN = "Баланс: 100,00 руб. Тариф: Супер."
UKRAINIAN = 'Підключити "Гудок"? 75,00 руб./міс. 1-Так 2-Ні'
HELP = "Trimiteti SOLD, SERVICII, TARIF, PAROLA sau MENIU. Operator: 0890."


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("ru", ["мой тариф пожалуйста", "отключите услуги", "ЧТО ТАКОЕ", "ещё", "где деньги"]),
        ("uk", ["скільки грошей", "Підключіть гудок", "вимкнути", "ЩО ТАКЕ", "дякую", "пiдключити", "зв'язок є?"]),
        ("ro", ["sold", "Câți bani am", "cati bani am pe cont", "VREAU alt tarif", "opriți", "multumesc"]),
        ("en", ["how much money left", "My balance", "turn off roaming", "I want an operator", "list of services"]),
    ],
)
def test_a_language_that_can_be_no_other(language: Language, texts: list[str]) -> None:
    """By letters, else by words; many have no Ukrainian і and take the Latin one."""
    assert [text for text in texts if tongue(text) != language] == []


@pytest.mark.parametrize(
    "text",
    [
        *("", "1", "*100#", "2122", "баланс", "меню", "гудок", "да", "тариф супер", "стоп", "квадратики"),
        *("balans", "podkluchi gudok", "skolko deneg na schete", "ne nado", "on menya dostal", "do mai", "net paroly"),
        *("stop", "menu", "ok", "yes", "internet", "balance", "password", "sms", ",fkfyc", "25 Zima2026zima"),
        *("çok güzel", "🦊", "\ud800"),
    ],
)
def test_a_text_that_may_be_of_any_language(text: str) -> None:
    """Codes, names, Russian in Latin letters, and the English that everybody writes."""
    assert tongue(text) is None


def test_who_has_chosen_no_language_is_answered_in_theirs() -> None:
    """From the first text that tells, in what follows too, until they write another; nothing of it stays at an operator
    that does not say what was chosen."""
    phone = Phone()
    assert phone.text("баланс") == [RUSSIAN]
    assert phone.text("підключіть гудок") == [UKRAINIAN]
    assert phone.text("2") == ["Скасовано. Нічого не змінилося."]
    assert phone.text("what is my balance") == ["Balance: 100,00 rub. Tariff: Super."]
    phone.now += 3600
    assert phone.text("11") == ["Balance: 100,00 rub. Tariff: Super."]
    assert phone.text("ajutor va rog, help") == phone.text("help") == [HELP]
    assert phone.text("сколько денег") == [RUSSIAN]
    assert phone.session.tongue is None
    assert phone.operator.profile == Profile()


def test_a_language_that_was_chosen_stays() -> None:
    """Whatever they write."""
    phone = Phone(Operator(profile=Profile(language="en")))
    assert phone.text("мій баланс") == phone.text("мой счет") == ["Balance: 100,00 rub. Tariff: Super."]
    assert phone.session.tongue is None


def test_russian_that_was_chosen_stays() -> None:
    """As long as it is remembered here: such an operator cannot tell it from no choice."""
    phone = Phone()
    phone.text("мій баланс")
    phone.text("*111*6*1#")
    assert phone.operator.asked[-1] == SetReading(NUMBER, "uk", "cyrillic")
    phone.operator.profile = phone.profile = Profile()
    phone.session = Phone().session
    phone.text("*111*6*1#")
    assert phone.operator.asked[-1] == SetReading(NUMBER, "ru", "cyrillic")
    assert phone.text("підключіть гудок") == ['Подключить "Гудок"? 75,00 руб./мес. 1-Да 2-Нет']


def test_an_answer_that_comes_late_is_in_their_language() -> None:
    """With what the operator says of them, which knows nothing of it."""
    phone = Phone()
    phone.away = True
    phone.text("підключіть гудок")
    assert phone.late() == ["Запит прийнято. Чекайте SMS."]
    assert phone.answer() == [UKRAINIAN]
