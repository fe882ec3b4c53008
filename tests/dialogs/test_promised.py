"""The promised payment, and sums in words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.slots import amount, amount_alone
from operator_api.contract import Kopecks, PromisedQuote, QuotePromised, Reason, Refused, TakePromised
from tests.dialogs.operator import Operator
from tests.dialogs.phone import NUMBER, USSD, Phone

SUMS = "Обещанный платеж до 800 руб.:\n1 50\n2 100\n3 200\n4 400\n5 800\n0-Назад"
LITTLE = "Обещанный платеж до 50 руб.:\n1 50\n0-Назад"
HUNDRED = "Обещанный платеж 100 руб. до 03.10. Плата 10,00 руб. 1-Да 2-Нет"
FIFTY = "Обещанный платеж 50 руб. до 03.10. Плата 7,00 руб. 1-Да 2-Нет"
DONE = "Обещанный платеж 100 руб. зачислен. 03.10 спишем 110,00 руб."
CANCELLED = "Отменено. Ничего не изменилось."


def spender(balance: int = 5_00) -> Phone:
    """Somebody to whom most is lent."""
    return Phone(Operator(balance=balance, spent={date(2012, 9, 5): 600_00}))


@pytest.mark.parametrize(
    "text", ["обещанный платеж", "*111*123#", "доверительный платеж", "деньги в долг", "обещаный платёж"]
)
def test_who_names_no_sum_is_shown_what_may_be_had(text: str) -> None:
    """The largest is asked for to know."""
    phone = spender()
    assert phone.text(text) == [SUMS]
    assert phone.operator.asked == [QuotePromised(NUMBER, Kopecks(800_00))]
    assert Phone().text(text) == [LITTLE]


@pytest.mark.parametrize("sum", ["2", "100", "100 руб", "100р.", "дай 100", "100,00", "хочу сто рублей", "Сотку!"])
def test_a_sum_is_chosen_or_written_and_agreed_to(sum: str) -> None:
    """The question names sum, day and price; the same yes twice takes it once."""
    phone = spender()
    phone.text("обещанный платеж")
    assert phone.text(sum) == [HUNDRED]
    assert phone.text("1") == [DONE]
    assert phone.operator.balance == 105_00
    assert phone.text("1")[0].startswith("1 Баланс")
    assert phone.operator.balance == 105_00


def test_a_sum_in_the_wish_is_asked_about_at_once() -> None:
    """Nothing is free of a question, a small sum of its price."""
    phone = spender()
    assert phone.text("обещанный платеж 100") == [HUNDRED]
    assert phone.text("сто рублей в долг") == [HUNDRED]
    assert phone.text("обещанный платеж на 30 руб") == ["Обещанный платеж 30 руб. до 03.10. Бесплатно. 1-Да 2-Нет"]


def test_in_a_session_what_was_done_comes_by_sms_too() -> None:
    """For that stays."""
    phone = spender()
    phone.dial("*111*123#")
    phone.text("2")
    before = len(phone.says)
    phone.text("1")
    assert [(say.text, say.only) for say in phone.says[before:]] == [(DONE, "sms"), (DONE, "session")]


def test_more_than_may_be_had() -> None:
    """What may be is shown; another can be named at once."""
    phone = Phone()
    assert phone.text("обещанный платеж 500") == [LITTLE]
    assert phone.text("400") == [LITTLE]
    assert phone.text("50") == [FIFTY]


@pytest.mark.parametrize(
    ("text", "told"), [("2", CANCELLED), ("не надо", CANCELLED), ("стоп", CANCELLED), ("отмена", CANCELLED)]
)
def test_no_is_no(text: str, told: str) -> None:
    """At the question."""
    phone = spender()
    phone.text("обещанный платеж 100")
    assert phone.text(text) == [told]
    assert phone.operator.promised is None


def test_the_sums_can_be_left() -> None:
    """By 0, by a no, or by another wish; what is unclear shows them again, once."""
    for text, told in (("0", "1 Баланс"), ("отмена", CANCELLED), ("баланс", "Баланс: 5,00"), ("?", "Отправьте БАЛАНС")):
        phone = spender()
        phone.text("обещанный платеж")
        assert phone.text(text)[0].startswith(told)
    phone.text("обещанный платеж")
    assert phone.text("7") == [SUMS]


@pytest.mark.parametrize(
    ("refused", "told"),
    [
        (Refused(Reason.PROMISED), "Обещанный платеж уже взят. Новый - после возврата."),
        (Refused(Reason.BLOCKED), "Номер заблокирован. Справка: 0890."),
        (Refused(Reason.CONFLICT, by=("trust",)), '"Обещанный платеж" нельзя подключить: мешает "На полном доверии".'),
        (Refused(Reason.CONDITION, condition="tariff"), '"Обещанный платеж" не предлагается на вашем тарифе.'),
        (
            Refused(Reason.CONDITION, condition="balance>=-30"),
            '"Обещанный платеж": долг больше 30 руб. Пополните счет.',
        ),
    ],
)
def test_refusals_say_why(refused: Refused, told: str) -> None:
    """Before a sum is chosen, after it, and at the last moment."""
    for texts in (("*111*123#",), ("*111*123#", "2"), ("обещанный платеж 100", "1")):
        phone = spender()
        for text in texts[:-1]:
            phone.text(text)
        phone.away = True
        phone.text(texts[-1])
        assert phone.answer(refused) == [told]


def test_who_has_one_gets_no_other() -> None:
    """The operator keeps the books."""
    phone = spender()
    phone.text("обещанный платеж 100")
    phone.text("1")
    assert phone.text("обещанный платеж") == ["Обещанный платеж уже взят. Новый - после возврата."]
    assert Phone(Operator(balance=-31_00)).text("в долг")[0].endswith("долг больше 30 руб. Пополните счет.")


def test_terms_that_changed_are_asked_about_again() -> None:
    """Nothing is taken on others than were shown."""
    phone = spender()
    phone.text("обещанный платеж 100")
    phone.away = True
    phone.text("1")
    terms = PromisedQuote(Kopecks(100_00), Kopecks(12_00), date(2012, 10, 4))
    assert phone.answer(terms) == ["Обещанный платеж 100 руб. до 04.10. Плата 12,00 руб. 1-Да 2-Нет"]
    phone.text("1")
    assert phone.pending[0].question == TakePromised(NUMBER, terms)


def test_what_may_have_failed() -> None:
    """Is told as what it is."""
    phone = spender()
    phone.text("обещанный платеж 100")
    phone.away = True
    phone.text("1")
    assert phone.fail(certain=False) == ["Не знаем, выполнен ли запрос. Проверьте: отправьте БАЛАНС."]


def test_terms_that_come_late_are_not_put_in_the_way() -> None:
    """What to send for them is told."""
    phone = spender()
    phone.away = True
    phone.text("обещанный платеж 100")
    phone.late()
    phone.text("услуги")
    assert phone.answer() == ["Ответ готов: отправьте *111*123#."]


def test_a_dropped_session_goes_on() -> None:
    """With the terms that were shown."""
    phone = spender()
    phone.dial("*111*123#")
    phone.text("2")
    phone.now += 30
    assert phone.dial("*111#") == ["Вы остановились: обещанный платеж. 1-Продолжить 2-Меню"]
    assert phone.text("1") == [HUNDRED]
    assert phone.room == USSD


@pytest.mark.parametrize(
    ("text", "rubles"),
    [
        ("100", "100"),
        ("на 300 руб", "300"),
        ("50.00", "50"),
        ("50р до завтра", "50"),
        ("1000", "1000"),
        ("Сотку!", "100"),
        ("двести пятьдесят рублей", "250"),
        ("две сотни", "200"),
        ("doua sute de lei", "200"),
        ("two hundred", "200"),
        ("5", ""),
        ("0890", ""),
        ("*100#", ""),
        ("100мб", ""),
        ("12,50", ""),
        ("50 или 100", ""),
        ("три дня", ""),
    ],
)
def test_a_sum(text: str, rubles: str) -> None:
    """In digits or words, the only one; no code, no kopecks, nothing else that is counted."""
    assert amount(text) == rubles


@pytest.mark.parametrize("text", ["подключи пакет 300 смс", "100 смс на гудок", "2122", "у меня есть сто причин"])
def test_a_sum_alone_is_no_other_wish(text: str) -> None:
    """Though a number is in it."""
    assert amount_alone(text) == ""


@given(st.text() | st.text("0123456789., руб") | st.lists(st.sampled_from(("сто", "две", "сорок"))).map(" ".join))
def test_any_text_has_a_sum_or_none(text: str) -> None:
    """Never an error, and alone none that is long."""
    assert int(amount(text) or 10) >= 10
    assert int(amount_alone(text) or 10) < 1000
