"""Two questions at once, a change of mind, and rude words."""

import pytest

from dialogs.lexicon import Lexicon
from dialogs.twofold import two_in
from tests.dialogs.operator import CATALOGUE, Operator
from tests.dialogs.phone import Phone

LEXICON = Lexicon(CATALOGUE)
BALANCE = "Баланс: 100,00 руб. Тариф: Супер."
TARIFF = 'Тариф "Супер": Без абонентской платы.'
GOODOK = 'Подключить "Гудок"? 75,00 руб./мес. 1-Да 2-Нет'
CALM = "Нам жаль, что так вышло. Поможет человек: 0890. Или МЕНЮ."
PERSON = "Не поняли. Поможет человек: 0890.\n1 Перезвоните мне\n0-Назад"
UNKNOWN = "Не поняли запрос. Отправьте МЕНЮ или позвоните 0890."
CANCELLED = "Отменено. Ничего не изменилось."
NOTHING_ASKED = "Отменять нечего. Отключить: МОИ УСЛУГИ. Все команды: МЕНЮ."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("баланс и тариф", [BALANCE, TARIFF]),
        ("тариф и баланс?", [BALANCE, TARIFF]),
        ("сколько денег, какие у меня услуги", [BALANCE, "Услуги не подключены."]),
        ("баланс\nподключи гудок", [BALANCE, GOODOK]),
        ("balans i tarif", [BALANCE, TARIFF]),
        ("баланс и баланс", [BALANCE]),
        ("баланс, пожалуйста", [BALANCE]),
    ],
)
def test_two_questions_are_both_answered(text: str, told: list[str]) -> None:
    """First the one that asks nothing back, so that digits are for the other."""
    replies = Phone().text(text)
    assert len(replies) == len(told)
    assert all(reply.startswith(each) for reply, each in zip(replies, told, strict=True))


@pytest.mark.parametrize(
    "text", ["подключи гудок и аон", "баланс и погода и тариф", "да и баланс", "25 Zima2026 и баланс"]
)
def test_what_is_no_pair_of_questions(text: str) -> None:
    """Two changes, three things, an answer, a password."""
    phone = Phone()
    phone.text(text)
    assert phone.session.waiting == ()


def test_two_questions_replace_one_of_ours() -> None:
    """As one does."""
    phone = Phone()
    phone.text("2122")
    assert [reply[:5] for reply in phone.text("баланс и тариф")] == ["Балан", "Тариф"]


def test_two_changes_are_no_pair() -> None:
    """One question at a time."""
    assert two_in("подключи гудок и аон", LEXICON) is None


def test_in_a_session_one_of_them_is_answered() -> None:
    """A page is one reply."""
    phone = Phone()
    phone.dial("*111#")
    assert len(phone.text("баланс и тариф")) == 1


def test_two_questions_after_two_texts_that_wait() -> None:
    """What waits stays bounded, and in order."""
    phone = Phone()
    phone.away = True
    for text in ("баланс", "баланс и тариф", "тариф", "меню"):
        phone.text(text)
    phone.answer()
    assert phone.session.waiting == ("тариф", "тариф", "меню")


@pytest.mark.parametrize("text", ["не надо", "нет", "стоп", "отмена", "Отбой", "передумал", "НЕ НАДО!!!", "stop"])
@pytest.mark.parametrize("before", ["2122", "116", "обещанный платеж 50", "детализация", "оператор", "подписки"])
def test_no_is_respected_wherever_something_is_asked(before: str, text: str) -> None:
    """Nothing has changed, and that is said."""
    phone = Phone(Operator(balance=500_00, services={"weather"}))
    phone.text(before)
    asked = len(phone.operator.asked)
    assert phone.text(text) == [CANCELLED]
    assert len(phone.operator.asked) == asked


def test_rude_words_are_answered_calmly_and_once() -> None:
    """Then a person is offered; after that we say what we understand."""
    phone = Phone()
    assert [phone.text("вы идиоты") for _ in range(4)] == [[CALM], [PERSON], [UNKNOWN], [UNKNOWN]]
    phone.text("баланс")
    assert phone.text("суки") == [CALM]


def test_a_wish_in_rude_words_is_a_wish() -> None:
    """What else is said counts."""
    assert Phone().text("сука где мой баланс") == [BALANCE]


def test_a_rude_word_agrees_to_nothing() -> None:
    """The question is gone."""
    phone = Phone()
    phone.text("2122")
    assert phone.text("да пошли вы нахуй") == [CALM]
    assert phone.text("1")[0].startswith("1 Баланс")
    assert not phone.operator.services


@pytest.mark.parametrize("text", ["не надо", "нет", "отмена"])
def test_who_wants_nothing_where_nothing_is_asked_is_shown_no_menu(text: str) -> None:
    """What was done before stays done, and how to undo it is said."""
    assert Phone().text(text) == [NOTHING_ASKED]
    phone = Phone()
    phone.text("меню")
    assert phone.text(text) == [NOTHING_ASKED]
    assert phone.text("1")[0].startswith("1 Баланс")


def test_a_greeting_is_no_question() -> None:
    """Beside one."""
    assert Phone().text("привет, сколько денег") == [BALANCE]


@pytest.mark.parametrize(
    ("before", "text", "told"),
    [
        ("гудок", "подключить", GOODOK),
        ("погода", "отключить", 'Отключить "Погода"? Плата не вернется. 1-Да 2-Нет'),
        ("смарт мини", "перейти", 'Перейти на "Смарт мини"? 100,00 + 200,00 руб./мес. 1-Да 2-Нет'),
        ("расходы за вчера", "детализация", "За 29.09:\n"),
        ("расходы за вчера", "детализация за август", "За август:\n"),
        ("оператор", "перезвоните", "Перезвоним на этот номер."),
        ("погода", "отключить гудок", 'Услуга "Гудок" не подключена.'),
    ],
)
def test_what_is_on_the_screen_can_be_said_in_words(before: str, text: str, told: str) -> None:
    """It is about the thing that is there, unless another is named."""
    phone = Phone(Operator(balance=500_00, services={"weather"}))
    phone.text(before)
    assert phone.text(text)[0].startswith(told)
