"""Leaving the account on the web by text."""

import pytest

from operator_api.contract import Done, EndSessions
from tests.dialogs.phone import NUMBER, USSD, Phone

QUESTION = "Выйти из кабинета на всех устройствах? 1-Да 2-Нет"
DONE = "Вы вышли из кабинета на всех устройствах."


@pytest.mark.parametrize("text", ["выйти", "выход", "завершить сеанс", "logout"])
def test_the_account_is_left_wherever_it_is_open(text: str) -> None:
    """If that is meant."""
    phone = Phone()
    assert phone.text(text) == [QUESTION]
    assert phone.text("ну") == [QUESTION]
    assert not phone.operator.asked
    assert phone.text("да") == [DONE]
    assert phone.operator.asked == [EndSessions(NUMBER)]
    assert phone.text("1")[0].startswith("1 Баланс")


@pytest.mark.parametrize(("text", "told"), [("2", "Отменено."), ("0", "1 Баланс"), ("баланс", "Баланс: 100,00")])
def test_it_is_not_if_something_else_is(text: str, told: str) -> None:
    """By a no, by 0, by another wish."""
    phone = Phone()
    phone.text("выход")
    assert phone.text(text)[0].startswith(told)
    assert EndSessions(NUMBER) not in phone.operator.asked


def test_it_may_be_unsure() -> None:
    """As any change; what was done late is told."""
    phone = Phone()
    phone.away = True
    phone.text("выйти")
    phone.text("1")
    assert phone.fail(certain=False) == ["Не знаем, закрыт ли кабинет. Отправьте ВЫЙТИ еще раз."]
    phone.text("выйти")
    phone.text("1")
    phone.late()
    assert phone.answer(Done()) == [DONE]


def test_in_a_session() -> None:
    """On one page."""
    phone = Phone(room=USSD)
    assert phone.text("выйти") == [QUESTION]
    assert phone.text("1") == [DONE]
