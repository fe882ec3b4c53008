"""Finding a subscriber, and what there is to see of one."""

from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from operator_api.contract import (
    IssuePassword,
    Kopecks,
    Number,
    PasswordIssued,
    PromisedQuote,
    QuotePromised,
    ServiceQuote,
    SetReading,
    SetStopped,
    SignIn,
    SwitchService,
    TakePromised,
)
from operator_api.seed import sample_subscribers
from tests.operator_api.desk import Browser, consultant
from tests.operator_api.running import ANNA, NOW, Stack, rows

N = ANNA.number
CARD = f"/subscribers/{N}"


@pytest.fixture
async def olga(operator: Stack, books_url: str) -> AsyncIterator[Browser]:
    """A consultant at work."""
    async with consultant(operator, books_url) as signed_in:
        yield signed_in


def audit(books_url: str, what: str) -> list[tuple[str, str, str, str]]:
    """Who did that: who, about whom, what more is said, from where."""
    return rows(books_url, f"select who, number, subject, origin from audit where what = '{what}' order by id")


# Finding


@pytest.mark.parametrize(
    "typed", ["8 916 000-00-01", "+7 (916) 000-00-01", "9160000001", "0001", "иванова", "ИВАНОВА АННА"]
)
async def test_one_who_is_found_is_shown_at_once(olga: Browser, books_url: str, typed: str) -> None:
    """However the number is dictated; the search is in the audit, without what was typed."""
    assert (await olga.find(typed)).to == CARD
    by = "number" if typed.endswith("01") and len(typed) > 4 else "name" if typed[0] in "иИ" else "tail"
    assert audit(books_url, "Find") == [("support:olga", "", f"{by} 1", "127.0.0.1")]


async def test_several_are_listed(operator: Stack, olga: Browser, books_url: str) -> None:
    """By name, with what tells one from another; a long list ends and says so."""
    for index in range(25):
        number = Number(str(79160000100 + index))
        await operator.admin.put_subscriber(replace(ANNA, number=number, name=f"Петрова Анна {index:02}"))
    page = await olga.find("петрова")
    assert "Петрова Анна 00 +7 916 000-01-00 , Супер" in page.words
    assert "Петрова Анна 19" in page.words
    assert "Петрова Анна 20" not in page.words
    assert "Показаны первые 20." in page.words
    assert f"/subscribers/{79160000119}" in page.links
    assert audit(books_url, "Find") == [("support:olga", "", "name 21", "127.0.0.1")]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("8 916 000-00-02", "Никого не нашли."),
        ("Сидоров", "Никого не нашли."),
        ("01", "Наберите номер целиком"),
        ("", "Наберите номер целиком"),
        ("а" * 1_000, "Никого не нашли."),
        ("<script>alert(1)</script>", "Никого не нашли."),
        ("\0\ud800", "Наберите номер целиком"),
    ],
)
async def test_nobody_is_found(olga: Browser, typed: str, said: str) -> None:
    """The page says what to type, and shows what was typed as no more than text."""
    page = await olga.find(typed)
    assert (page.status, said in page.words) == (200, True)
    assert "<script" not in page.html


# Seeing


async def test_the_card_has_the_state(operator: Stack, olga: Browser) -> None:
    """Name, number, tariff, balance, services, and what is out of the ordinary."""
    await operator.put(services=("aon", "goodok"), balance=Kopecks(1_234_50))
    page = await olga.get(CARD)
    for words in (
        "Абонент Иванова Анна Сергеевна Номер +7 916 000-00-01 Тариф Супер Баланс 1 234,50 руб.",
        "Номер работает с 06.10.2011 На тарифе с 06.10.2011 Блокировка нет",
        "Язык SMS русский, кириллица СТОП нет SIM заменена не меняли",
        "Определитель номера бесплатно Отключить Гудок 75,00 руб. в месяц Отключить",
        "Сейчас никто не вошел.",
    ):
        assert words in page.words


async def test_the_card_tells_what_is_out_of_the_ordinary(operator: Stack, olga: Browser) -> None:
    """Blocked, СТОП, another language, a new SIM, a tariff to come, a promised payment, a call to make."""
    await operator.put(blocked=True, sim_changed=NOW, balance=Kopecks(100_00))
    await operator.operator.ask(SetStopped(N, stopped=True), "1")
    await operator.operator.ask(SetReading(N, "ro", "latin"), "2")
    page = await olga.get(CARD)
    assert "Номер заблокирован" in page.words
    assert "Блокировка заблокирован Язык SMS румынский, латиница СТОП да, сами не пишем" in page.words
    assert "SIM заменена 05.10.2012 16:00" in page.words
    assert "SMS и USSD" in page.words


async def test_the_card_tells_of_money_to_come_and_to_go(operator: Stack, olga: Browser) -> None:
    """A tariff that is paid for, then a promised payment."""
    await operator.put(balance=Kopecks(1_000_00))
    await olga.act(CARD + "/tariffs/smartmini")
    assert "Новый тариф «Смарт мини» с 06.10.2012" in (await olga.get(CARD)).words
    await operator.put(balance=Kopecks(10_00))
    quote = (await operator.operator.ask(QuotePromised(N, Kopecks(50_00)), "")).result
    assert isinstance(quote, PromisedQuote)
    await operator.operator.ask(TakePromised(N, quote), "2")
    page = await olga.get(CARD)
    assert "Обещанный платеж 50,00 + 7,00 руб. до 08.10.2012" in page.words
    assert "баланс 10,00 → 60,00 руб." in page.words


async def test_the_card_tells_who_is_in_the_account(operator: Stack, olga: Browser) -> None:
    """Since when, from where."""
    issued = (await operator.operator.ask(IssuePassword(N), "1")).result
    assert isinstance(issued, PasswordIssued)
    await operator.cabinet.sign_in(SignIn(N, issued.password, "10.1.2.3"))
    page = await olga.get(CARD)
    assert "Вход 05.10.2012 16:00, 10.1.2.3 был 05.10.2012 16:00" in page.words
    assert issued.password not in page.html


async def test_every_look_is_in_the_audit(olga: Browser, books_url: str) -> None:
    """Each page of a subscriber, and who asks for one that is not in the books."""
    for path in ("", "/services", "/tariffs", "/history", "/password", "/sessions"):
        assert (await olga.get(CARD + path)).status == 200
    page = await olga.get("/subscribers/79169999999")
    assert (page.status, "Такого абонента нет." in page.words) == (404, True)
    look = ("support:olga", N, "", "127.0.0.1")
    assert audit(books_url, "Look") == [look] * 6 + [("support:olga", "79169999999", "", "127.0.0.1")]


async def test_every_sample_has_a_card(operator: Stack, olga: Browser) -> None:
    """Whatever their services and tariffs are; services and tariffs have pages too."""
    for sample in sample_subscribers():
        await operator.admin.put_subscriber(sample)
        for path in ("", "/services", "/tariffs"):
            page = await olga.get(f"/subscribers/{sample.number}{path}")
            assert (page.status, sample.name in page.words) == (200, True)
            assert len(page.html) < 60_000


async def test_a_name_is_no_more_than_text(operator: Stack, olga: Browser) -> None:
    """Whatever somebody has put into the books."""
    await operator.put(name='<b onclick="x">&')
    assert "&lt;b onclick=&#34;x&#34;&gt;&amp;" in (await olga.get(CARD)).html


# History


async def test_the_history_says_who_what_from_where_before_and_after(operator: Stack, olga: Browser) -> None:
    """The last first; looks are kept apart."""
    await operator.put(balance=Kopecks(500_00), services=("aon",))
    goodok = ServiceQuote("goodok", on=True, fee=Kopecks(75_00), period="month")
    await operator.operator.ask(SwitchService(N, goodok), "1")
    await olga.act(CARD + "/services/aon/off")
    await olga.act(CARD + "/tariffs/energy")
    page = await olga.get(CARD + "/history")
    assert (
        "05.10.2012 16:00 Смена тарифа «Энерджи» тариф «Супер» → «Энерджи» баланс 395,00 → 265,00 руб. "
        "Поддержка: olga, 127.0.0.1 "
        "05.10.2012 16:00 Услуга «Определитель номера» - Определитель номера баланс 425,00 → 395,00 руб. "
        "Поддержка: olga, 127.0.0.1 "
        "05.10.2012 16:00 Услуга «Гудок» + Гудок баланс 500,00 → 425,00 руб. SMS и USSD "
        "05.10.2012 16:00 Запись в книги"
    ) in page.words
    assert "Просмотр" not in page.words.replace("С просмотрами", "")
    assert "Просмотр «Энерджи» Поддержка: olga, 127.0.0.1" in (await olga.get(CARD + "/history?looks=1")).words


async def test_the_history_tells_of_what_came_by_itself(operator: Stack, olga: Browser) -> None:
    """A tariff begins, and what it does not allow goes; the books are written anew, blocked and free."""
    await operator.put(balance=Kopecks(1_000_00), services=("ours100",))
    await olga.act(CARD + "/tariffs/smartmini")
    assert "с 06.10.2012 тариф «Смарт мини» баланс 1 000,00 → 670,00 руб." in (await olga.get(CARD)).words
    await operator.put(blocked=True)
    await operator.put(tariff="zero", language="uk")
    page = await olga.get(CARD + "/history")
    assert "тариф «Супер» → «Супер Ноль» украинский, кириллица разблокирован Оператор" in page.words
    await operator.operator.ask(SetStopped(N, stopped=True), "1")
    await operator.operator.ask(SetStopped(N, stopped=False), "2")
    page = await olga.get(CARD + "/history")
    assert "СТОП снова пишем SMS и USSD 05.10.2012 16:00 СТОП не пишем SMS и USSD" in page.words


async def test_a_long_history_has_pages(operator: Stack, olga: Browser) -> None:
    """Fifty lines each, and the way to those before."""
    for index in range(60):
        await operator.operator.ask(SetStopped(N, stopped=index % 2 == 0), f"{index}")
    first = await olga.get(CARD + "/history")
    assert first.words.count("СТОП") == 50
    (earlier,) = (link for link in first.links if "before=" in link)
    second = await olga.get(earlier)
    assert second.words.count("СТОП") == 10
    assert not any("before=" in link for link in second.links)
    looks = await olga.get(CARD + "/history?looks=1")
    assert any(link.endswith("&looks=1") for link in looks.links)


@pytest.mark.parametrize("before", ["x", "-1", "1" * 10, "1.5", "%D9%A1"])
async def test_a_page_of_the_history_that_cannot_be(olga: Browser, before: str) -> None:
    """Is none."""
    assert (await olga.get(f"{CARD}/history?before={before}")).status == 404
