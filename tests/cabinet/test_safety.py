"""What must hold on every page, and what is done to nobody."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from cabinet.app import ROUTES, create_app
from cabinet.house import ACCOUNT, LANGUAGE, NUMBER, RENEWED_EVERY, VISITOR, Shelf
from operator_api.client import CabinetClient, OperatorError
from operator_api.desk.entrance import SESSION
from operator_api.desk.showing import VISITOR as DESKS_VISITOR
from pages.headers import SAFE
from tests.cabinet.browsing import KEY, ZONE, Browser, House, Page, an_operator_that, another_browser
from tests.operator_api.running import ANNA, NOW, running, stack

LARGEST_PAGE = 60_000
"""Bytes."""

PAGES = (
    *("/", "/assistant", "/services", "/services/goodok", "/services/content_ban", "/services/goodok/on"),
    *("/services/goodok/off", "/spending", "/spending/chart.svg", "/detail", "/documents", "/tariffs"),
    *("/tariffs/energy", "/promised", "/promised/terms?sum=50", "/reading", "/own-password", "/history"),
)
STRANGERS_PAGES = ("/login", "/password", "/login?over", "/nowhere", "/login/ro", "/captcha/00.png")


def safe(page: Page) -> bool:
    """Whether it has the headers that all have."""
    return {name: page.headers.get(name) for name in SAFE} == dict(SAFE)


async def test_pages_are_small_and_have_the_safe_headers(house: House, anna: Browser) -> None:
    """All of them, in each language; and nothing in them needs what the policy forbids."""
    for language in ("en", "ro", "uk", "ru"):
        await anna.fill("/reading", language=language)
        for path in PAGES:
            page = await anna.get(path)
            assert (page.status, safe(page), len(page.body) < LARGEST_PAGE) == (200, True, True), path
            text = page.body.decode()
            for inline in ("<style", " style=", "<script>", " onclick=", "javascript:"):
                assert inline not in text
    async with another_browser(house.url) as stranger:
        for path in STRANGERS_PAGES:
            page = await stranger.get(path, follow=False)
            assert safe(page), path
            assert len(page.body) < LARGEST_PAGE


async def test_cookies_are_the_hosts_and_hidden_from_scripts(house: House) -> None:
    """Each that is ever set."""
    browser = house.browser
    page = await browser.get("/login")
    fields = page.form("/login").fields | {"number": "89160000001", "password": await house.password()}
    entered = await browser.post("/login", fields, follow=False)
    asked = await browser.get("/password")
    wish = asked.form("/password").fields | {"number": "89160000001"} | await house.digits(asked, "/password")
    sent = await browser.post("/password", wish, follow=False)
    chosen = await browser.get("/login/uk", follow=False)
    set_ = [cookie for each in (page, entered, sent, chosen) for cookie in each.headers.getall("Set-Cookie")]
    assert {cookie.partition("=")[0] for cookie in set_} == {
        *("__Host-visitor", "__Host-account", "__Host-number", "__Host-language"),
    }
    for cookie in set_:
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))


def test_cookies_of_the_account_have_other_names() -> None:
    """On one host the two share what is in the jar, for browsers do not keep ports apart."""
    account, desk = {ACCOUNT.name, VISITOR.name, LANGUAGE.name, NUMBER.name}, {SESSION.name, DESKS_VISITOR.name}
    assert account.isdisjoint(desk)


# Forms


CHANGES = [route.path for route in ROUTES if route.method == "POST"]


def place(path: str) -> str:
    """An address of that route."""
    for pattern, value in (("{id:[a-z0-9_]+}", "goodok"), ("{way:on|off}", "on")):
        path = path.replace(pattern, value)
    return path.replace("/tariffs/goodok", "/tariffs/energy")


async def test_a_forged_form_does_nothing(anna: Browser) -> None:
    """Without the token, with another's, or sent from another site: 403, in words, with a way back."""
    token = (await anna.get("/")).form("/logout").fields["token"]
    for path in CHANGES:
        for fields, headers in (
            ({}, {}),
            ({"token": "0" * 64}, {}),
            ({"token": token}, {"Origin": "https://example.org"}),
            ({"token": token}, {"Sec-Fetch-Site": "cross-site"}),
        ):
            page = await anna.post(place(path), fields, headers)
            assert page.status == 403, path
            assert "Страница устарела Ничего не изменилось." in page.text
            assert "/" in page.links
            assert safe(page)
    assert (await anna.get("/")).status == 200


async def test_a_page_of_the_session_before_does_nothing(house: House, anna: Browser) -> None:
    """After another sign-in in the same browser it is stale, and says so."""
    stale = await anna.get("/services/goodok/on")
    await anna.fill("/", "/logout")
    house.operator.clock.now += 61
    await house.enter()
    page = await anna.send(stale, "/services/goodok/on")
    assert (page.status, "Страница устарела" in page.text) == (403, True)
    assert (await house.operator.anna()).services == ()


async def test_nothing_changes_by_a_link(house: House, anna: Browser) -> None:
    """GET on what a form does is a page, or nothing at all."""
    for path in CHANGES:
        assert (await anna.get(place(path))).status in (200, 404, 405)
    assert await house.operator.anna() == ANNA


async def test_no_address_holds_a_secret(house: House, anna: Browser) -> None:
    """Nor whose account it is: what links and forms put there is what to look at."""
    async with another_browser(house.url) as stranger:
        pages = [await stranger.get(path) for path in ("/login", "/password")] + [
            await anna.get(path) for path in PAGES
        ]
    told = {name for page in pages for form in page.forms if form.method == "get" for name in form.fields}
    assert told <= {"first", "last", "sum", "other"}
    assert not any(ANNA.number in link or "token" in link for page in pages for link in page.links)


async def test_a_form_that_is_too_long(anna: Browser) -> None:
    """Is told to be."""
    page = await anna.post("/own-password", {"password": "x" * 20_000})
    assert (page.status, "слишком много текста" in page.text) == (413, True)


async def test_ten_clicks_at_once_act_once(house: House, anna: Browser) -> None:
    """All are told the same."""
    page = await anna.get("/services/sms50/on")
    done = await asyncio.gather(*(anna.send(page, "/services/sms50/on") for _ in range(10)))
    assert {each.place for each in done} == {"/services/sms50?done"}
    assert (await house.operator.anna()).balance == 60_00


async def test_one_cannot_act_for_another(house: House, anna: Browser) -> None:
    """The number is the session's, whatever a form says."""
    await anna.fill("/services/goodok/on", number="79160000002")
    assert (await house.operator.anna()).services == ("goodok",)


async def test_logs_hold_no_secret(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """Neither passwords nor sessions."""
    caplog.set_level(logging.DEBUG)
    password = await house.password()
    await house.browser.fill("/login", number="89160000001", password=password)
    assert password not in caplog.text
    assert house.browser.cookies["__Host-account"] not in caplog.text


async def test_behind_a_proxy_the_address_is_the_persons(tmp_path: Path) -> None:
    """As the history shows it; and browsers are told to stay with TLS."""
    async with stack(tmp_path / "books.db") as operator:
        await operator.put()
        app = create_app(operator.cabinet, KEY, zone=ZONE, proxy="127.0.0.1")
        async with running(app) as url, another_browser(url) as browser:
            house = House(operator, url, browser)
            browser.http.headers["X-Forwarded-For"] = "10.9.9.9, 10.1.2.3"
            browser.http.headers["X-Forwarded-Proto"] = "https"
            await house.enter()
            page = await browser.get("/history")
    assert "Вход в кабинет 05.10.2012 16:00 · на сайте · 10.1.2.3" in page.text
    assert "max-age" in page.headers["Strict-Transport-Security"]


# An operator that is away


@asynccontextmanager
async def without_operator() -> AsyncIterator[Browser]:
    """A browser in front of an account that nobody answers; it holds a cookie."""
    client = CabinetClient("http://127.0.0.1:1", "token")
    try:
        async with running(create_app(client, KEY, zone=ZONE)) as url, another_browser(url) as browser:
            browser.jar.update_cookies({"__Host-account": "session"}, browser.url)
            yield browser
    finally:
        await client.aclose()


async def test_an_operator_that_is_away(caplog: pytest.LogCaptureFixture) -> None:
    """Is told in words, and when to come again."""
    async with without_operator() as browser:
        for path in ("/", "/password", "/login", "/services/goodok/on"):
            page = await browser.get(path)
            assert (page.status, page.headers["Retry-After"]) == (503, "10")
            assert "Сервис временно недоступен" in page.text
            assert safe(page)
    assert "the operator does not answer" in caplog.text


async def test_whether_it_was_done_nobody_knows(house: House, anna: Browser) -> None:
    """Where the answer to a change is lost: the page says so, and that sending it again is safe."""

    async def lose() -> web.StreamResponse:
        return web.Response(status=500)

    form = await anna.get("/reading")
    async with an_operator_that(house, lose) as browser:
        page = await browser.send(form, "/reading")
    assert page.status == 503
    assert "повтор безопасен" in page.text


@pytest.mark.parametrize(
    ("status", "expected", "told"), [(429, 503, "слишком много запросов"), (404, 404, "Такой страницы нет")]
)
async def test_other_answers_of_the_operator(
    house: House, anna: Browser, status: int, expected: int, told: str
) -> None:
    """Have words too."""

    async def answer() -> web.StreamResponse:
        return web.Response(status=status)

    async with an_operator_that(house, answer) as browser:
        page = await browser.get("/history")
    assert (page.status, told in page.text) == (expected, True)


async def test_an_answer_that_nobody_expects(house: House, anna: Browser) -> None:
    """Is not taken for the one that was: the page says to look it up."""

    async def odd() -> web.StreamResponse:
        return web.Response(body=b'{"profile":{},"result":{"result":"Done"}}', content_type="application/json")

    async with an_operator_that(house, odd) as browser:
        pages = [
            await browser.get(path)
            for path in ("/spending", "/services/goodok/on", "/tariffs", "/promised/terms?sum=50")
        ]
        pages.append(await browser.send(await anna.get("/detail"), "/detail"))
    assert {page.status for page in pages} == {502}
    assert "Ответ пришел не тот" in pages[0].text


async def test_a_fault_of_ours(house: House, anna: Browser, caplog: pytest.LogCaptureFixture) -> None:
    """Stands in the log; the page says no more than that."""

    async def refuse() -> web.StreamResponse:
        body = b'{"profile":{},"result":{"result":"Refused","reason":"condition","condition":"age>=xd"}}'
        return web.Response(body=body, content_type="application/json")

    async with an_operator_that(house, refuse) as browser:
        page = await browser.get("/services/goodok/on")
    assert (page.status, "Что-то сломалось у нас" in page.text) == (500, True)
    assert "Traceback" not in page.text
    assert "Traceback" in caplog.text


async def test_a_sign_in_survives_a_former_session_that_cannot_be_ended(house: House) -> None:
    """It was over already."""
    house.browser.jar.update_cookies({"__Host-account": "long over"}, house.browser.url)
    assert (await house.enter()).place == "/"


# The catalogue


async def test_the_catalogue_is_renewed_and_outlives_an_operator(tmp_path: Path) -> None:
    """It is read once a minute; the one before serves while nobody answers."""
    now = NOW
    async with stack(tmp_path / "books.db") as operator:
        client = CabinetClient(operator.url, "for-cabinets")
        shelf = Shelf(client, lambda: now)
        catalogue = await shelf.catalogue()
        assert await shelf.catalogue() is catalogue
        now += RENEWED_EVERY
        renewed = await shelf.catalogue()
        assert (renewed is catalogue, renewed == catalogue) == (False, True)
    now += RENEWED_EVERY
    assert await shelf.catalogue() is renewed
    with pytest.raises(OperatorError):
        await Shelf(client).catalogue()
    await client.aclose()
