"""The promised payment."""

import pytest

from operator_api.contract import Kopecks
from tests.cabinet.browsing import Browser, House


async def test_borrowed_after_a_question(house: House, anna: Browser) -> None:
    """Sums up to what may be had; the fee and the day are told; sent twice, once."""
    page = await anna.get("/promised")
    assert "Сумма, до 50,00 руб. 50,00 руб. Другая сумма" in page.text
    page = await anna.send(page, "/promised/terms")
    assert "Взять 50,00 руб. в долг? Сумма 50,00 руб. Плата 7,00 руб. Спишется обратно 57,00 руб." in page.text
    assert "В конце дня 08.10.2012" in page.text
    for _ in range(2):
        done = await anna.send(page, "/promised")
        assert (done.place, "Готово: 50,00 руб. уже на счете" in done.text) == ("/promised?done", True)
    assert (await house.operator.anna()).balance == 150_00
    assert "08.10.2012 спишется 57,00 руб." in (await anna.get("/")).text


async def test_one_at_a_time(anna: Browser) -> None:
    """A second page that was open cannot take another."""
    stale = await anna.get("/promised/terms?sum=30")
    assert "Плата бесплатно" in stale.text
    await anna.send(stale, "/promised")
    second = await anna.get("/promised")
    assert "Второй можно взять, когда этот спишется" in second.text
    assert [form.action for form in second.forms] == ["/logout"]
    refused = await anna.get("/promised/terms?sum=30")
    assert "Сначала должен списаться обещанный платеж" in refused.text


async def test_two_tabs(anna: Browser) -> None:
    """The second page is refused."""
    one, two = await anna.get("/promised/terms?sum=30"), await anna.get("/promised/terms?sum=30")
    await anna.send(one, "/promised")
    page = await anna.send(two, "/promised")
    assert (page.status, "Сначала должен списаться" in page.text) == (409, True)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("other=сто", "Введите сумму в целых рублях"),
        ("", "Введите сумму в целых рублях"),
        ("other=10,50", "Введите сумму в целых рублях"),
        ("sum=800", "целые рубли, до 50,00 руб."),
        ("sum=50&other=51", "целые рубли, до 50,00 руб."),
        ("sum=0", "целые рубли, до 50,00 руб."),
    ],
)
async def test_sums_that_cannot_be(anna: Browser, query: str, expected: str) -> None:
    """The form stays, with what was typed."""
    page = await anna.get(f"/promised/terms?{query}")
    assert page.status == 422
    assert expected in page.text
    assert "other" in page.form("/promised/terms").fields


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"balance": Kopecks(-31_00)}, "Взять в долг сейчас нельзя. Сначала погасите долг."),
        ({"tariff": "guest"}, "Взять в долг сейчас нельзя. На вашем тарифе это не предлагается."),
        ({"services": ("trust",)}, "Мешает услуга «На полном доверии»: сначала отключите ее."),
        ({"blocked": True}, "Номер заблокирован"),
    ],
)
async def test_why_nothing_is_lent(house: House, changes: dict[str, object], expected: str) -> None:
    """In words, instead of the form."""
    await house.operator.put(**changes)
    await house.enter()
    page = await house.browser.get("/promised")
    assert expected in page.text
    assert "Можно взять" not in (await house.browser.get("/")).text


async def test_terms_that_are_not_in_force(house: House, anna: Browser) -> None:
    """Are asked about anew."""
    page = await anna.get("/promised/terms?sum=50")
    terms = page.form("/promised").fields["terms"].replace('"fee":700', '"fee":0')
    page = await anna.send(page, "/promised", terms=terms)
    assert page.status == 409
    assert "условия изменились" in page.text
    assert (await house.operator.anna()).balance == 100_00
