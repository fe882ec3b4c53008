"""Paid services: what is on and costs, and off with it."""

import pytest

from operator_api.contract import Reason, Refused
from tests.dialogs.operator import Operator
from tests.dialogs.phone import USSD, Phone

PAID = "Платные:\n1 Гудок 75,00 руб./мес.\n2 Погода 1,50 руб./день\n0-Назад"
WEATHER = 'Отключить "Погода"? Плата не вернется. 1-Да 2-Нет'


def phone() -> Phone:
    """With two that cost, and one that does not."""
    return Phone(Operator(services={"aon", "goodok", "weather"}))


@pytest.mark.parametrize("text", ["подписки", "платные услуги", "*152*2#", "уберите все подписки"])
def test_one_of_them_is_switched_off(text: str) -> None:
    """After a question; never all at once."""
    someone = phone()
    assert someone.text(text) == [PAID]
    assert someone.text("ыыы") == [PAID]
    assert someone.text("2") == [WEATHER]
    assert someone.operator.services == {"aon", "goodok", "weather"}
    assert someone.text("1") == ['Услуга "Погода" отключена.']
    assert someone.operator.services == {"aon", "goodok"}


def test_there_are_none() -> None:
    """What is free is not among them."""
    assert Phone(Operator(services={"aon"})).text("подписки") == ["Платных услуг нет. Все услуги: отправьте УСЛУГИ."]


def test_the_list_can_be_left() -> None:
    """Nothing is off then."""
    someone = phone()
    someone.text("подписки")
    assert someone.text("0")[0].startswith("1 Баланс")
    assert someone.operator.services == {"aon", "goodok", "weather"}


def test_in_a_session_they_come_in_pages() -> None:
    """Each with its price."""
    someone = Phone(Operator(services={"blacklist", "goodok", "weather"}))
    someone.room = USSD
    assert someone.text("*152*2#") == ["Платные:\n1 Гудок 75,00 руб./мес.\n9-Еще 0-Назад 1/3"]
    assert someone.text("9") == ["Платные:\n1 Черный список 1,50 руб./день\n9-Еще 0-Назад 2/3"]


def test_they_may_be_refused() -> None:
    """As any look."""
    someone = phone()
    someone.away = True
    someone.text("подписки")
    assert someone.answer(Refused(Reason.NOT_OURS)) == ["Номер не обслуживается. Справка: 0890."]


@pytest.mark.parametrize(
    ("digit", "told"),
    [
        ("1", "Баланс: "),
        ("2", "1 Мои услуги"),
        ("3", 'Тариф "Супер"'),
        ("4", "Ваш пароль: "),
        ("5", "Сегодня потрачено "),
        ("6", "Обещанный платеж до "),
        ("7", "1 Русский"),
        ("8", "Позвоните 0890"),
    ],
)
@pytest.mark.parametrize("way", [Phone.text, Phone.dial], ids=["sms", "ussd"])
def test_every_digit_of_the_menu(way: object, digit: str, told: str) -> None:
    """Leads to what stands beside it."""
    assert callable(way)
    someone = phone()
    assert way(someone, "*111#") == ["1 Баланс\n2 Услуги\n3 Тариф\n4 Пароль\n5 Расходы\n6 В долг\n7 Язык\n8 Человек"]
    assert someone.text(digit)[-1].startswith(told)
