"""What was spent, and itemised bills."""

from datetime import date

import pytest

from dialogs.addresses import email_in
from operator_api.contract import GetSpending, OrderDetail, Reason, Refused
from tests.dialogs.operator import Operator
from tests.dialogs.phone import NUMBER, USSD, Phone

TODAY = date(2012, 9, 30)
AUGUST, YESTERDAY = (date(2012, 8, 1), date(2012, 8, 31)), (date(2012, 9, 29), date(2012, 9, 29))

MONTH = "Сегодня потрачено 3,50, за месяц 40,50 руб.\n1 Подробно\n0-Назад"
WHEN = "Период или 01.08-15.08:\n1 Вчера\n2 Неделя\n3 Сентябрь\n4 Август\n0-Назад"
OTHER = "До 6 мес. назад. Период?\n1 Вчера\n2 Неделя\n3 Сентябрь\n4 Август\n0-Назад"
ADDRESS = "Напишите адрес e-mail. 0-Назад"
ORDERED = "Детализация за август заказана: будет в кабинете до 14.10."
MAILED = "Детализация за август уйдет на ivan@mail.ru."


def how(period: str) -> str:
    """The ways to have it."""
    return f"За {period}:\n1 Сумма\n2 Отчет в кабинет\n3 Отчет на e-mail\n0-Назад"


def phone() -> Phone:
    """Somebody who has spent something."""
    return Phone(Operator(spent={date(2012, 8, 31): 9_00, date(2012, 9, 1): 37_00, TODAY: 3_50}))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("расходы", MONTH),
        ("куда ушли деньги", MONTH),
        ("сколько потратил за месяц", MONTH),
        ("сколько потратил за август", "Потрачено за август: 9,00 руб.\n1 Подробно\n0-Назад"),
        ("расходы за вчера", "Потрачено за 29.09: 0,00 руб.\n1 Подробно\n0-Назад"),
        ("потратила с 30.08 по 02.09", "Потрачено за 30.08-02.09: 46,00 руб.\n1 Подробно\n0-Назад"),
    ],
)
def test_sums(text: str, told: str) -> None:
    """Of this month, or of the period that was named."""
    assert phone().text(text) == [told]


def test_a_sum_leads_to_its_details() -> None:
    """Of the same period; unclear texts put it again."""
    someone = phone()
    sum = someone.text("расходы за август")
    assert someone.text("ыыы") == sum
    assert someone.text("1") == [how("август")]
    assert someone.text("1") == sum
    assert someone.text("0")[0].startswith("1 Баланс")


def test_a_sum_that_comes_late_is_told_in_passing() -> None:
    """Without a way on."""
    someone = phone()
    someone.away = True
    someone.text("расходы")
    someone.late()
    someone.text("услуги")
    assert someone.answer() == ["Сегодня потрачено 3,50, за месяц 40,50 руб."]
    assert someone.session.dialogue.conversation == "services"


@pytest.mark.parametrize("text", ["4", "август", "за август пожалуйста", "01.08-31.08"])
def test_a_period_is_chosen_or_written(text: str) -> None:
    """Who named none is asked."""
    someone = phone()
    assert someone.text("детализация") == [WHEN]
    assert someone.text(text) == [how("август")]
    assert someone.text("2") == [ORDERED]
    assert someone.operator.asked == [OrderDetail(NUMBER, *AUGUST, "html", "account")]


@pytest.mark.parametrize(
    ("digit", "period"), [("1", "29.09"), ("2", "24.09-30.09"), ("3", "сентябрь"), ("4", "август")]
)
def test_each_period_on_the_screen(digit: str, period: str) -> None:
    """By its digit."""
    someone = phone()
    someone.text("детализация")
    assert someone.text(digit) == [how(period)]


def test_a_period_in_the_wish_can_be_changed() -> None:
    """By another, or by going back."""
    someone = phone()
    assert someone.text("распечатка звонков за вчера") == [how("29.09")]
    assert someone.text("нет, за август") == [how("август")]
    assert someone.text("0") == [WHEN]
    assert someone.text("вчера") == [how("29.09")]
    assert someone.text("ыыы") == [how("29.09")]
    assert someone.text("2") == ["Детализация за 29.09 заказана: будет в кабинете до 14.10."]
    assert someone.operator.asked == [OrderDetail(NUMBER, *YESTERDAY, "html", "account")]


def test_by_e_mail_to_an_address() -> None:
    """What is none is asked for again; the address is not kept."""
    someone = phone()
    someone.text("детализация за август")
    assert someone.text("3") == [ADDRESS]
    assert someone.text("ivan@") == [ADDRESS]
    assert someone.text("ivan@mail.ru") == [MAILED]
    assert someone.operator.asked == [OrderDetail(NUMBER, *AUGUST, "html", "email", "ivan@mail.ru")]


def test_an_address_unasked() -> None:
    """Is as good."""
    someone = phone()
    someone.text("детализация за август")
    assert someone.text("на ivan@mail.ru") == [MAILED]


def test_out_of_the_address() -> None:
    """Back to the ways, or nowhere."""
    someone = phone()
    someone.text("детализация за август")
    someone.text("3")
    assert someone.text("0") == [how("август")]
    someone.text("3")
    assert someone.text("не надо") == ["Отменено. Ничего не изменилось."]


def test_what_the_operator_does_not_take_is_asked_again() -> None:
    """A period too long ago, an address that is none."""
    someone = phone()
    someone.text("детализация за январь")
    assert someone.text("2") == [OTHER]
    someone.text("август")
    someone.text("3")
    assert someone.text("ivan..p@mail.ru") == ["Это не адрес e-mail. Напишите еще раз. 0-Назад"]
    assert someone.text("ivan@mail.ru") == [MAILED]
    assert someone.text("расходы за январь") == ["Период: не раньше 6 месяцев назад и не в будущем."]


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (Reason.TOO_MANY, "Сегодня заказано слишком много отчетов. Попробуйте завтра."),
        (Reason.NO_EMAIL, "По e-mail не отправляем. Закажите в кабинет: ДЕТАЛИЗАЦИЯ."),
        (Reason.NOT_OURS, "Номер не обслуживается. Справка: 0890."),
    ],
)
def test_refusals_say_why(reason: Reason, told: str) -> None:
    """And end it."""
    someone = phone()
    someone.text("детализация за август")
    someone.away = True
    someone.text("2")
    assert someone.answer(Refused(reason)) == [told]


def test_an_order_may_have_failed() -> None:
    """What is not known is told so."""
    someone = phone()
    someone.text("детализация за август")
    someone.away = True
    someone.text("2")
    assert someone.fail(certain=False) == ["Не знаем, заказан ли отчет. Проверьте в кабинете."]


def test_in_a_session_everything_fits_its_page() -> None:
    """And what was ordered comes by SMS too."""
    someone = phone()
    assert someone.dial("*152#") == [MONTH]
    assert someone.text("1") == [how("01.09-30.09").replace("01.09-30.09", "сентябрь")]
    before = len(someone.says)
    someone.text("2")
    told = "Детализация за сентябрь заказана: будет в кабинете до 14.10."
    assert [(say.text, say.only) for say in someone.says[before:]] == [(told, "sms"), (told, "session")]
    assert someone.room == USSD


def test_each_day_is_that_of_the_question() -> None:
    """The operator is asked for days, not for words."""
    someone = phone()
    someone.text("расходы за вчера")
    assert someone.operator.asked == [GetSpending(NUMBER, *YESTERDAY)]


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("ivan@mail.ru", "ivan@mail.ru"),
        ("мой адрес: i.van+1@mail.example.ru.", "i.van+1@mail.example.ru"),
        ("a@b.ru c@d.ru", None),
        ("ivan@mail", None),
        ("@mail.ru", None),
        ("иван", None),
        ("i" * 60 + "@mail.ru", None),
    ],
)
def test_an_address(text: str, email: str | None) -> None:
    """The only one there, without what stands around it."""
    assert email_in(text) == email
