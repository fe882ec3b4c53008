"""Codes: dialled or typed, they mean the same wherever the person is."""

from datetime import date

import pytest

from operator_api.contract import GetSpending, Profile, Reason, Refused, SetReading
from tests.dialogs.operator import Operator
from tests.dialogs.phone import NUMBER, Phone

MENU = "1 Баланс\n2 Услуги\n3 Тариф\n4 Пароль\n5 Расходы\n6 В долг\n7 Язык\n8 Человек"
BALANCE = "Баланс: 100,00 руб. Тариф: Супер."
UNKNOWN = "Не поняли запрос. Отправьте МЕНЮ или позвоните 0890."

TODAY = date(2012, 9, 30)

CODES = [
    ("*111#", MENU),
    ("#111#", MENU),
    ("*100#", BALANCE),
    ("*111*11#", BALANCE),
    ("#100#", "Balans: 100,00 rub. Tarif: Super."),
    ("*111*2122#", 'Подключить "Гудок"? 75,00 руб./мес. 1-Да 2-Нет'),
    ("#111*2122#", 'Подключить "Гудок"? 75,00 руб./мес. 1-Да 2-Нет'),
    ("*111*21160#", 'Отключить "Ожидание вызова"? Бесплатно. 1-Да 2-Нет'),
    ("*111*28#", 'Подключить "Гудок"? 75,00 руб./мес. 1-Да 2-Нет'),
    ("*111*442*2#", 'Услуга "Черный список" не подключена.'),
    ("*111*2*5#", "1 Супер\n2 Энерджи"),
    ("*111*25#", "Ваш пароль: Kd7mPq2xT1."),
    ("*111*59#", 'Тариф "Супер": Без абонентской платы.'),
    ("*111*721#", 'Тариф "Супер Ноль" архивный: перейти на него нельзя.'),
    ("*152#", "Сегодня потрачено 3,50, за месяц 40,50 руб.\n1 Подробно\n0-Назад"),
    ("*152*1#", "Сегодня потрачено 3,50 руб."),
    ("*152*2#", "Платных услуг нет."),
    ("*111*6*1#", "Теперь пишем русскими буквами."),
    ("*111*6*2#", "Teper pishem latinskimi bukvami. Vernut russkie: *111*6*1#"),
    *((code, UNKNOWN) for code in ("*999#", "*2122#", "*1#", "*111*1#", "*111*9999#", "*111*#", "##", "*100*1#")),
]
"""And what is told, or how it begins."""


def phone() -> Phone:
    """Somebody who has spent something."""
    return Phone(Operator(services={"waiting"}, spent={date(2012, 8, 31): 9_00, date(2012, 9, 1): 37_00, TODAY: 3_50}))


@pytest.mark.parametrize(("code", "told"), CODES)
@pytest.mark.parametrize("way", [Phone.text, Phone.dial], ids=["typed", "dialled"])
@pytest.mark.parametrize("before", [(), ("2126",), ("сменить пароль",)], ids=str)
def test_a_code_goes_straight_to_its_screen(way: object, before: tuple[str, ...], code: str, told: str) -> None:
    """From anywhere; but the menu's, where something was left (`test_resume`)."""
    assert callable(way)
    someone = phone()
    for text in before:
        someone.text(text)
    if way is Phone.dial and told == MENU and before:
        return
    [reply] = [say for say in way(someone, code) if say]
    assert reply.startswith(told)


def test_an_unknown_code_leaves_the_question_where_it_was() -> None:
    """It is no answer and no command."""
    someone = phone()
    someone.text("2122")
    assert someone.text("*999#") == [UNKNOWN]
    assert someone.text("1") == ['Услуга "Гудок" подключена. Плата 75,00 руб./мес.']


def test_latin_letters_for_one_reply() -> None:
    """The next is in the person's own; a refusal is in Latin letters too."""
    someone = phone()
    assert someone.text("#100#") == ["Balans: 100,00 rub. Tarif: Super."]
    assert someone.text("11") == [BALANCE]
    someone.away = True
    someone.text("#100#")
    assert someone.answer(Refused(Reason.NOT_OURS)) == ["Nomer ne obsluzhivaetsya. Spravka: 0890."]


@pytest.mark.parametrize(
    ("at", "first", "last"),
    [
        (1_349_035_199.0, date(2012, 9, 1), date(2012, 9, 30)),
        (1_349_035_200.0, date(2012, 10, 1), date(2012, 10, 1)),
    ],
)
def test_days_are_those_of_the_operator(at: float, first: date, last: date) -> None:
    """In Moscow October began at 20:00 UTC."""
    someone = phone()
    someone.now = at
    someone.text("*152#")
    someone.text("*152*1#")
    assert someone.operator.asked == [GetSpending(NUMBER, first, last), GetSpending(NUMBER, last, last)]


def test_what_was_spent_is_of_the_days_that_were_asked_about() -> None:
    """Though the answer comes after midnight, in another month."""
    someone = phone()
    someone.away = True
    someone.now = 1_349_035_190.0
    someone.text("*152#")
    someone.now += 60
    assert someone.answer() == ["Потрачено за сентябрь: 40,50 руб.\n1 Подробно\n0-Назад"]


@pytest.mark.parametrize("code", ["*152#", "*152*1#"])
def test_spending_that_cannot_be_told(code: str) -> None:
    """Refused, or failed."""
    someone, told = phone(), "Не получилось. Попробуйте позже или позвоните 0890."
    someone.away = True
    someone.text(code)
    assert someone.answer(Refused(Reason.BAD_PERIOD)) == ["Период: не раньше 6 месяцев назад и не в будущем."]
    someone.text(code)
    assert someone.fail(certain=False) == [told]


@pytest.mark.parametrize("text", ["латиница", "ЛАТИНИЦА", "LATINICA", "пишите транслитом"])
def test_letters_change_at_once_and_stay(text: str) -> None:
    """The language stays as it is."""
    someone = Phone(Operator(profile=Profile(language="uk")))
    assert someone.text(text) == ["Teper pishemo latinitseyu. Povernuti kirilitsyu: *111*6*1#"]
    assert someone.operator.asked == [SetReading(NUMBER, "uk", "latin")]
    assert someone.text("11") == ["Balans: 100,00 rub. Tarif: Super."]
    assert someone.text("КИРИЛЛИЦА") == ["Тепер пишемо кирилицею."]
    assert someone.text("11") == [BALANCE]


def test_letters_may_be_refused_or_unsure() -> None:
    """As any change."""
    someone = phone()
    someone.away = True
    someone.text("*111*6*2#")
    assert someone.answer(Refused(Reason.NOT_OURS)) == ["Номер не обслуживается. Справка: 0890."]
    someone.text("*111*6*2#")
    assert someone.fail(certain=False) == ["Не знаем, выполнен ли запрос. Попробуйте еще раз."]
