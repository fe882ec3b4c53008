"""Tariffs: mine, a list, a card, and going over."""

import pytest

from operator_api.contract import Account, AnyResult, Kopecks, Reason, Refused, TariffQuote
from tests.dialogs.operator import Operator
from tests.dialogs.phone import Phone

MINE = 'Тариф "Супер": Без абонентской платы.\n1 Другие тарифы\n0-Назад'
LIST = """1 Супер
2 Энерджи
3 Твоя страна
4 Посекундный
5 Классный
6 Смарт мини
7 Смарт
8 Смарт+
9-Еще 0-Назад 1/2"""
ENERGY = 'Перейти на "Энерджи"? Переход 100,00 руб. 1-Да 2-Нет'


def test_from_the_menu_to_another_tariff() -> None:
    """By four digits."""
    phone = Phone()
    phone.text("меню")
    assert [phone.text(text) for text in ("3", "1", "2")] == [[MINE], [LIST], [ENERGY]]
    assert phone.text("1") == ['Тариф "Энерджи" с 30.09.2012. Списано 100,00 руб.']
    assert phone.operator.tariff == "energy"


def test_only_what_can_be_entered_is_listed() -> None:
    """The archive, the guests' and the offices' are not."""
    phone = Phone()
    lines = phone.text("тарифы")[0].splitlines()[:-1] + phone.text("9")[0].splitlines()[:-1]
    assert [line[2:] for line in lines[8:]] == ["Коннект", "Планшет", "Маяк"]


def test_a_bare_name_shows_the_card() -> None:
    """With its monthly fee, and the way to it."""
    phone = Phone(Operator(balance=1000_00))
    assert phone.text("смарт мини") == ['Тариф "Смарт мини": 200 мин, 500 МБ. 200,00 руб./мес.\n1 Перейти\n0-Назад']
    assert phone.text("1") == ['Перейти на "Смарт мини"? 100,00 + 200,00 руб./мес. 1-Да 2-Нет']
    assert phone.text("2") == ["Отменено. Ничего не изменилось."]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("0", "1 Баланс\n2 Услуги\n3 Тариф\n4 Пароль\n5 Расходы\n6 В долг\n7 Язык\n8 Человек"),
        ("ываыва", MINE),
        ("2122", 'Подключить "Гудок"?'),
    ],
)
def test_the_way_out_of_mine(text: str, told: str) -> None:
    """Back, nowhere, elsewhere."""
    phone = Phone()
    phone.text("мой тариф")
    assert phone.text(text)[0].startswith(told)


@pytest.mark.parametrize(
    ("result", "told"),
    [
        (Account(Kopecks(0), "unheard_of", ()), "unheard_of\n1 Другие тарифы\n0-Назад"),
        (Refused(Reason.NOT_OURS), "Номер не обслуживается. Справка: 0890."),
    ],
)
def test_a_tariff_unknown_to_the_catalogue(result: AnyResult, told: str) -> None:
    """It is called by its id."""
    assert answered("мой тариф", result) == [told]


@pytest.mark.parametrize(
    ("quote", "question"),
    [
        (TariffQuote("mayak", Kopecks(0), Kopecks(0)), 'Перейти на "Маяк"? Бесплатно. 1-Да 2-Нет'),
        (TariffQuote("smart", Kopecks(0), Kopecks(450_00)), 'Перейти на "Смарт"? 450,00 руб./мес. 1-Да 2-Нет'),
        (
            TariffQuote("connect", Kopecks(100_00), Kopecks(0), drops=("goodok", "aon")),
            'Перейти на "Коннект"? Отключатся: "Гудок", "Определитель номера". Переход 100,00 руб. 1-Да 2-Нет',
        ),
    ],
)
def test_a_question_names_tariff_and_price(quote: TariffQuote, question: str) -> None:
    """And what drops off."""
    assert answered("116", quote) == [question]


@pytest.mark.parametrize(
    ("code", "refused", "told"),
    [
        ("116", Refused(Reason.ALREADY, "energy"), 'У вас уже тариф "Энерджи".'),
        ("721", Refused(Reason.ARCHIVED, "zero"), 'Тариф "Супер Ноль" архивный: перейти на него нельзя.'),
        ("130", Refused(Reason.SUPPORT_ONLY, "biz"), 'Тариф "Бизнес" меняет только поддержка: 0890.'),
        ("116", Refused(Reason.PENDING, "energy"), "Смена тарифа уже заказана. Дождитесь ее."),
        (
            "120",
            Refused(Reason.MONEY, "smartmini", need=Kopecks(300_00), have=Kopecks(-50)),
            "Недостаточно средств: нужно 300,00, на счете -0,50 руб.",
        ),
    ],
)
def test_a_refusal_says_why(code: str, refused: Refused, told: str) -> None:
    """In the words for tariffs."""
    assert answered(code, refused) == [told]


def test_new_terms_are_put_again() -> None:
    """The fee that was waived is due now."""
    phone = Phone()
    phone.away = True
    phone.text("126")
    phone.answer(TariffQuote("mayak", Kopecks(0), Kopecks(0)))
    phone.text("1")
    assert phone.answer(TariffQuote("mayak", Kopecks(100_00), Kopecks(0))) == [
        'Перейти на "Маяк"? Переход 100,00 руб. 1-Да 2-Нет'
    ]


def test_a_change_that_costs_nothing_says_so() -> None:
    """With its first day."""
    phone = Phone()
    phone.text("126")
    assert phone.text("да") == ['Тариф "Маяк" с 30.09.2012. Бесплатно.']


def answered(text: str, result: AnyResult) -> list[str]:
    """What is told when the operator answers this text so."""
    phone = Phone()
    phone.away = True
    phone.text(text)
    return phone.answer(result)
