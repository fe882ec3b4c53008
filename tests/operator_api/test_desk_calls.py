"""Who waits to be called, and the pages themselves."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import aiohttp
import pytest
from sqlalchemy import update

from operator_api.contract import Kopecks, Number, RequestCall
from operator_api.database import open_engine
from operator_api.desk.desk import MOST_CALLS
from operator_api.seed import sample_subscribers
from operator_api.tables import subscribers
from pages.headers import SAFE
from tests.operator_api.desk import Browser, browser, consultant
from tests.operator_api.running import ANNA, Stack, closed, rows

N = ANNA.number


@pytest.fixture
async def olga(operator: Stack, books_url: str) -> AsyncIterator[Browser]:
    """A consultant at work."""
    async with consultant(operator, books_url) as signed_in:
        yield signed_in


async def wish(operator: Stack, number: Number = N, about: str = "не могу подключить гудок") -> None:
    """Somebody wants to be called."""
    await operator.operator.ask(RequestCall(number, about), f"call {number} {operator.clock.now}")


def noted(books_url: str) -> list[tuple[str, str, str, str]]:
    """What the audit says of calls: who, what, about whom, and how many were listed."""
    calls = "what in ('Calls', 'TakeCall', 'EndCall')"
    return rows(books_url, f"select who, what, number, subject from audit where {calls} order by id")


async def test_nobody_waits(olga: Browser) -> None:
    """The page says so."""
    assert "Никто не ждет звонка." in (await olga.get("/")).words


async def test_who_waits_longest_stands_first(operator: Stack, olga: Browser, books_url: str) -> None:
    """With what it is about, and no more of the number than tells one from another."""
    for sample in sample_subscribers()[:2]:
        await operator.admin.put_subscriber(sample)
        await wish(operator, sample.number, f"пишет {sample.name[:6]} <b>")
        operator.clock.now += 60
    page = await olga.get("/")
    assert (
        "+7916***0001 05.10.2012 16:00 пишет Иванов <b> Взять +7916***0002 05.10.2012 16:01 пишет Петров <b> Взять"
    ) in page.words
    assert N not in page.html
    assert noted(books_url) == [("support:olga", "Calls", "", "2")]
    assert (await olga.get("/calls/1")).to == f"/subscribers/{N}"
    assert "Перезвонить ждет звонка" in (await olga.get(f"/subscribers/{N}")).words


async def test_a_call_is_taken_and_made(operator: Stack, olga: Browser, books_url: str) -> None:
    """The list says who has it; after that it is gone, and the subscriber's history has both."""
    await wish(operator)
    operator.clock.now += 1
    await wish(operator)
    taken = await olga.send(await olga.get("/"), "/calls/1/take")
    assert taken.to == "/"
    page = await olga.get("/")
    assert "у вас" in page.words
    assert [(await olga.send(page, "/calls/1/end")).to for _ in range(2)] == ["/", "/"]
    assert "Никто не ждет звонка." in (await olga.get("/")).words
    assert "Этот звонок уже не ваш" in (await olga.get("/?gone=1")).words
    assert (await olga.get("/calls/1")).status == 404
    assert [each[1:3] for each in noted(books_url) if each[2]] == [("TakeCall", N), ("EndCall", N)]
    assert rows(books_url, "select taken_by, done_by from callbacks") == [("support:olga", "support:olga")]
    assert "Перезвонили Поддержка: olga" in (await olga.get(f"/subscribers/{N}")).words
    operator.clock.now += 1
    await wish(operator)
    assert "Взять" in (await olga.get("/")).words


async def test_two_consultants_do_not_make_one_call(operator: Stack, olga: Browser, books_url: str) -> None:
    """Who takes it over has it; who had it hears of that. Taken twice by one it is taken once."""
    await wish(operator)
    await olga.send(await olga.get("/"), "/calls/1/take")
    mine = await olga.get("/")
    async with consultant(operator, books_url, "ivan") as ivan:
        page = await ivan.get("/")
        assert "взял olga" in page.words
        assert "/calls/1/end" not in page.forms
        assert [(await ivan.send(page, "/calls/1/take")).to for _ in range(2)] == ["/", "/"]
        assert (await olga.send(mine, "/calls/1/end")).to == "/?gone=1"
        assert (await ivan.send(await ivan.get("/"), "/calls/1/end")).to == "/"
    assert (await olga.send(page, "/calls/1/take", token=mine.forms["/sign-out"]["token"])).to == "/?gone=1"


async def test_a_call_that_there_is_not(operator: Stack, olga: Browser) -> None:
    """Is gone."""
    await wish(operator)
    form = (await olga.get("/")).forms["/calls/1/take"]
    assert (await olga.post("/calls/7/take", form)).to == "/?gone=1"
    assert (await olga.post("/calls/1/end", form)).to == "/?gone=1"
    assert (await olga.get("/calls/7")).status == 404
    assert (await olga.post("/calls/1/take", form | {"token": "x"})).status == 403


async def test_a_long_list_ends(operator: Stack, olga: Browser) -> None:
    """And says so."""
    for index in range(MOST_CALLS + 1):
        number = Number(str(79160000100 + index))
        await operator.put(number=number)
        await wish(operator, number)
    page = await olga.get("/")
    assert page.words.count("Взять") == MOST_CALLS
    assert f"Показаны первые {MOST_CALLS}." in page.words


# The pages themselves


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/sign-in", 200),
        ("/", 303),
        ("", 303),
        ("/nowhere", 404),
        ("/static/nothing.css", 404),
        (f"/subscribers/{N}", 303),
        ("/subscribers/x", 404),
        ("/subscribers/7916/services/goodok/perhaps", 404),
    ],
)
async def test_every_answer_has_the_safe_headers(operator: Stack, path: str, status: int) -> None:
    """Pages, redirections, errors; nothing is answered in JSON."""
    async with browser(operator.url) as stranger:
        page = await stranger.get(path)
    assert page.status == status
    assert {name: page.headers.get(name) for name in SAFE} == dict(SAFE)
    assert "json" not in page.headers.get("Content-Type", "")


async def test_the_desk_without_its_last_stroke(olga: Browser) -> None:
    """Is the desk."""
    assert (await olga.get("")).to == "/"


async def test_the_wrong_method_is_a_page_too(olga: Browser) -> None:
    """As any other error."""
    page = await olga.post("/find", {})
    assert (page.status, "Такой страницы нет." in page.words) == (405, True)


async def test_a_page_loads_its_look_from_here(operator: Stack, olga: Browser) -> None:
    """Files whose names change with their content, kept by browsers."""
    html = (await olga.get("/")).html
    links = [part.split('"')[0] for part in html.split('href="')[1:] if ".css" in part.split('"')[0]]
    assert len(links) == 2
    for link in links:
        async with aiohttp.ClientSession() as http, http.get(operator.url + link) as response:
            assert (response.status, response.content_type) == (200, "text/css")
            assert "immutable" in response.headers["Cache-Control"]


async def test_cookies_are_the_hosts_alone(operator: Stack) -> None:
    """No script reads them, no other site sends them."""
    async with browser(operator.url) as stranger:
        cookie = (await stranger.get("/sign-in")).headers["Set-Cookie"]
    assert cookie.startswith("__Host-desk-visitor=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))


async def test_the_api_beside_it_is_as_strict_as_ever(operator: Stack, olga: Browser) -> None:
    """A consultant's cookie opens nothing there, and errors there are JSON."""
    for path in ("/v1/catalogue", f"/v1/subscribers/{N}"):
        async with olga.http.get(operator.url + path) as response:
            assert (response.status, (await response.json())["error"]["code"]) == (401, "http_401")


@contextmanager
def locked(books_url: str) -> Iterator[None]:
    """While somebody else holds the books."""
    with closed(open_engine(books_url)) as engine, engine.begin():
        yield


async def test_books_that_are_away_are_told_in_words(operator: Stack, olga: Browser, books_url: str) -> None:
    """With no more."""
    with locked(books_url):
        away = await olga.get(f"/subscribers/{N}")
    assert (away.status, "Книги сейчас недоступны." in away.words) == (503, True)


async def test_what_nobody_foresaw_is_told_in_words(
    operator: Stack, olga: Browser, books_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing of the inside is shown, and no number is logged."""
    await operator.put(balance=Kopecks(500_00))
    page = await olga.get(f"/subscribers/{N}/services/goodok/on")
    with closed(open_engine(books_url)) as engine, engine.begin() as connection:
        connection.execute(update(subscribers).values(tariff="gone"))
    caplog.clear()
    failed = await olga.send(page, f"/subscribers/{N}/services/goodok/on")
    assert (failed.status, "Что-то сломалось у нас." in failed.words) == (500, True)
    (record,) = caplog.records
    assert record.getMessage() == "POST /support/subscribers/{number}/services/{service}/{way} failed"
