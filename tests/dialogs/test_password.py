"""Passwords: issued, chosen, and never kept."""

import msgspec
import pytest

from dialogs.effects import Ask
from operator_api.contract import Reason, Refused, SetPassword
from tests.dialogs.operator import Operator
from tests.dialogs.phone import NUMBER, Phone

PROMPT = "Напишите новый пароль: 8-64 знака, A-Z, a-z и цифра. 0-Назад"
WEAK = "Пароль не принят: нужно 8-64 знака, A-Z, a-z и цифра. 0-Назад"
ACCEPTED = "Новый пароль принят. Прежний больше не действует."
MENU = "1 Баланс\n2 Услуги\n3 Тариф\n4 Пароль\n5 Расходы\n6 В долг\n7 Язык\n8 Человек"


@pytest.mark.parametrize("text", ["25", "*111*25#", "* 111 * 25 #", "пароль", "PAROL", "забыла пороль", "новый пароль"])
def test_a_new_one_is_issued_without_asking(text: str) -> None:
    """In a text marked as secret."""
    phone = Phone()
    assert phone.text(text) == ["Ваш пароль: Kd7mPq2xT1. Никому его не сообщайте. Старый отменен."]
    assert phone.says[-1].secret


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (Reason.TOO_SOON, "Подождите минуту: пароль уже отправлен."),
        (Reason.TOO_MANY, "За сутки выдаем три пароля. Попробуйте завтра или 0890."),
        (Reason.NOT_REPEATABLE, "Пароль уже отправлен. Для нового отправьте 25."),
        (Reason.BLOCKED, "Номер заблокирован. Справка: 0890."),
    ],
)
def test_a_refusal_says_why(reason: Reason, told: str) -> None:
    """And when to try again."""
    phone = Phone()
    phone.away = True
    phone.text("25")
    assert phone.answer(Refused(reason)) == [told]


@pytest.mark.parametrize("text", ["25 Zima2026zima", "25Zima2026zima", "25  Zima2026zima ", "25\nZima2026zima"])
def test_one_of_their_own_is_set_by_code(text: str) -> None:
    """And not shown again."""
    phone = Phone()
    assert phone.text(text) == [ACCEPTED]
    assert phone.operator.password == "Zima2026zima"


def test_one_of_their_own_is_asked_for() -> None:
    """Until it is good, or they leave."""
    phone = Phone()
    assert phone.text("сменить пароль") == [PROMPT]
    assert phone.text("zima") == phone.text("12345678") == [WEAK]
    assert phone.text("Zima2026zima") == [ACCEPTED]
    assert phone.operator.password == "Zima2026zima"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("0", MENU),
        ("#", MENU),
        ("меню", MENU),
        ("стоп", "Отменено. Ничего не изменилось."),
        ("не надо", "Отменено. Ничего не изменилось."),
        ("balans", "Баланс: 100,00 руб. Тариф: Супер."),
        ("25 Zima2026zima", ACCEPTED),
        ("что писать", PROMPT),
    ],
)
def test_the_prompt_can_be_left(text: str, told: str) -> None:
    """What cannot be meant as a password is what it is elsewhere."""
    phone = Phone()
    phone.text("сменить пароль")
    assert phone.text(text) == [told]


@pytest.mark.parametrize("texts", [["25 Zima2026zima"], ["сменить пароль", "Zima2026zima"], ["25 zima2026", "меню"]])
def test_a_password_is_in_no_session_and_no_open_text(texts: list[str]) -> None:
    """It goes to the operator in an Ask that says it is secret, and back in no Say."""
    phone = Phone(Operator(services={"aon"}))
    phone.away = True
    for text in texts:
        phone.text(text)
        assert b"ima2026" not in msgspec.json.encode(phone.session)
        while phone.pending:
            ask = phone.pending[0]
            assert ask.secret == isinstance(ask.question, SetPassword)
            phone.late()
            assert b"ima2026" not in msgspec.json.encode(phone.session)
            phone.answer()
    assert not any("ima2026" in say.text for say in phone.says)


def test_a_password_that_waits_is_among_the_waiting_texts_alone() -> None:
    """Those are sealed where they are stored."""
    phone = Phone(known=False)
    phone.away = True
    phone.text("25 Zima2026zima")
    assert phone.session.waiting == ("25 Zima2026zima",)
    assert "Zima" not in repr(msgspec.structs.replace(phone.session, waiting=()))
    phone.answer()
    assert [ask.question for ask in phone.pending if isinstance(ask, Ask)] == [SetPassword(NUMBER, "Zima2026zima")]
    assert "Zima" not in repr(phone.session)
