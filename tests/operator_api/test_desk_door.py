"""Who comes in at the support desk, and how they go out."""

import asyncio
import logging

import pytest

from cabinet.house import ACCOUNT
from operator_api.consultants import renew_consultant
from operator_api.contract import GetHistory
from operator_api.desk.door import TRIES
from operator_api.server import create_app
from operator_api.sessions import IDLE, LONGEST
from tests.operator_api.desk import browser, consultant
from tests.operator_api.running import ANNA, SEAL_KEY, Stack, StoppedClock, held_in, rows, running

pytestmark = pytest.mark.parametrize(
    "books_url", ["sqlite"], indirect=True
)  # PostgreSQL: in the other tests of the desk

WRONG = "Логин или пароль неверны."
WAIT = "Слишком много попыток."


def noted(books_url: str) -> list[tuple[str, str, str]]:
    """What the audit says of consultants: who, what, about whom."""
    return rows(books_url, "select who, what, subject from audit where number = '' order by id")


async def test_in_and_out(operator: Stack, books_url: str) -> None:
    """Login and password open the desk; after the way out the session is over, also for who kept its cookie."""
    async with consultant(operator, books_url) as olga:
        home = await olga.get("/")
        assert "Белова Ольга" in home.words
        kept = {"Cookie": f"__Host-desk={next(iter(olga.http.cookie_jar)).value}"}
        assert (await olga.send(home, "/sign-out")).to == "/sign-in"
    async with browser(operator.url) as other:
        assert (await other.get("/", headers=kept)).to == "/sign-in?over=1"
    assert noted(books_url) == [
        ("admin", "PutConsultant", "olga"),
        ("support:olga", "SignIn", ""),
        ("support:olga", "SignOut", ""),
    ]


async def test_a_login_is_typed_in_any_letters(operator: Stack, books_url: str) -> None:
    """A phone writes the first one large."""
    password = renew_consultant(books_url, "olga")
    async with browser(operator.url) as door:
        assert (await door.sign_in(" Olga", password)).to == "/"


@pytest.mark.parametrize("login", ["olga", "nobody", "", "x" * 200, "' or 1=1 --", "пароль"])
async def test_a_wrong_login_and_a_wrong_password_are_one_answer(
    operator: Stack, books_url: str, login: str, caplog: pytest.LogCaptureFixture
) -> None:
    """In the words and in the audit nothing stays of what was typed, but for a login that there is."""
    caplog.set_level(logging.DEBUG)
    renew_consultant(books_url, "olga")
    async with browser(operator.url) as door:
        page = await door.sign_in(login, "Leto1234leto")
        assert (page.status, WRONG in page.words) == (403, True)
        assert (await door.get("/")).to == "/sign-in"
    known = "support:olga" if login == "olga" else "support"
    assert noted(books_url)[1:] == [(known, "WrongPassword", "")]
    assert "Leto1234leto" not in caplog.text
    assert "Leto1234leto" not in held_in(books_url)


@pytest.mark.parametrize("login", ["olga", "nobody", "?"])
async def test_after_three_wrong_tries_each_waits_longer(operator: Stack, books_url: str, login: str) -> None:
    """1, 2, 4 seconds; whether there is such a login or not; the right password must wait too."""
    password = renew_consultant(books_url, "olga")
    async with browser(operator.url) as door:
        for _ in range(3):
            assert WRONG in (await door.sign_in(login, "wrong")).words
        for seconds in (1, 2, 4):
            page = await door.sign_in(login, password)
            assert (page.status, f"Подождите {seconds} с" in page.words) == (429, True)
            operator.clock.now += seconds
            assert WRONG in (await door.sign_in(login, "wrong")).words


async def test_who_comes_in_begins_anew(operator: Stack, books_url: str) -> None:
    """What was wrong before no longer counts against them."""
    password = renew_consultant(books_url, "olga")
    async with browser(operator.url) as door:
        for _ in range(2):
            assert WRONG in (await door.sign_in("olga", "wrong")).words
        assert (await door.sign_in("olga", password)).to == "/"
        for _ in range(3):
            assert WRONG in (await door.sign_in("olga", "wrong")).words


async def test_many_logins_from_one_address_wait_too(operator: Stack) -> None:
    """After ten wrong ones, whatever the login."""
    async with browser(operator.url) as door:
        for index in range(10):
            assert WRONG in (await door.sign_in(f"login{index}", "wrong")).words
        assert WAIT in (await door.sign_in("another", "wrong")).words


async def test_many_logins_at_once_wait_too(operator: Stack) -> None:
    """They are counted before anybody knows that they are wrong; who comes in is not."""
    async with browser(operator.url) as door:
        form = (await door.get("/sign-in")).forms["/sign-in"]
        tries = (door.post("/sign-in", form | {"login": f"login{index}", "password": "wrong"}) for index in range(30))
        pages = await asyncio.gather(*tries)
    assert sum(WRONG in page.words for page in pages) == 10
    assert sum(WAIT in page.words for page in pages) == 20


async def test_a_password_that_was_guessed_at_too_often_is_void(operator: Stack, books_url: str) -> None:
    """After a hundred tries in a row not even the right one opens the door, until a new one is made."""
    password = renew_consultant(books_url, "olga")
    async with browser(operator.url) as door:
        for _ in range(TRIES.most):
            assert WRONG in (await door.sign_in("olga", "wrong")).words
            operator.clock.now += 3_600
        assert WRONG in (await door.sign_in("olga", password)).words
        operator.clock.now += 3_600
        assert WRONG in (await door.sign_in("olga", "")).words
        operator.clock.now += 3_600
        assert (await door.sign_in("olga", renew_consultant(books_url, "olga"))).to == "/"


@pytest.mark.parametrize(
    ("seconds", "signs", "to"), [(IDLE - 1, 1, ""), (IDLE, 1, "/sign-in?over=1"), (600, 72, "/sign-in?over=1")]
)
async def test_a_session_has_an_end(operator: Stack, books_url: str, seconds: float, signs: int, to: str) -> None:
    """After 15 minutes without a sign of life, and after 12 hours with many."""
    assert signs == 1 or seconds * signs == LONGEST
    async with consultant(operator, books_url) as olga:
        for _ in range(signs):
            operator.clock.now += seconds
            page = await olga.get("/")
        assert page.to == to


async def test_a_new_password_ends_the_sessions_of_that_consultant_alone(operator: Stack, books_url: str) -> None:
    """The old one no longer opens the door; the name stays."""
    async with consultant(operator, books_url) as olga, consultant(operator, books_url, "ivan") as ivan:
        renew_consultant(books_url, "olga")
        assert (await olga.get("/")).to == "/sign-in?over=1"
        assert (await ivan.get("/")).status == 200
    assert rows(books_url, "select name from consultants order by login") == [("Белова Ольга",), ("Белова Ольга",)]


async def test_one_consultant_leaves_and_the_other_stays(operator: Stack, books_url: str) -> None:
    """Each has a session of their own."""
    async with consultant(operator, books_url) as olga, consultant(operator, books_url, "ivan") as ivan:
        await olga.send(await olga.get("/"), "/sign-out")
        assert (await olga.get("/")).to == "/sign-in"
        assert (await ivan.get("/")).status == 200


async def test_a_password_is_stored_as_argon2id(operator: Stack, books_url: str) -> None:
    """And is long enough to stand alone."""
    password = renew_consultant(books_url, "olga")
    assert len(password) == 16
    ((hashed,),) = rows(books_url, "select hash from consultants")
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert password not in held_in(books_url)


@pytest.mark.parametrize(
    "path",
    ["/", "/find?who=0001", f"/subscribers/{ANNA.number}", f"/subscribers/{ANNA.number}/history", "/calls/1"]
    + [f"/subscribers/{ANNA.number}/{each}" for each in ("services", "tariffs", "password", "tariffs/energy")],
)
async def test_nothing_is_seen_without_a_session(operator: Stack, path: str) -> None:
    """Not even whether there is such a subscriber."""
    async with browser(operator.url) as stranger:
        for cookie in ({}, {"Cookie": "__Host-desk=made-up"}):
            page = await stranger.get(path, headers=cookie)
            assert (page.status, page.to.partition("?")[0], page.html) == (303, "/sign-in", "")


async def test_a_session_of_the_account_is_none_of_the_desk(operator: Stack, books_url: str) -> None:
    """Nor the other way round."""
    async with consultant(operator, books_url) as olga, browser(operator.url) as stranger:
        token = next(iter(olga.http.cookie_jar)).value
        page = await stranger.get("/", headers={"Cookie": f"{ACCOUNT.name}={token}"})
        assert page.to == "/sign-in"
        with pytest.raises(Exception, match="401"):
            await operator.cabinet.ask(GetHistory(ANNA.number), "", token, "")


@pytest.mark.parametrize(
    ("proxy", "address"), [("127.0.0.1", "10.1.2.3"), ("10.0.0.1", "127.0.0.1"), ("", "127.0.0.1")]
)
async def test_where_a_consultant_sits(books_url: str, proxy: str, address: str) -> None:
    """What a proxy says of that is believed of the one that was named."""
    app = create_app(database_url=books_url, tokens={}, seal_key=SEAL_KEY, clock=StoppedClock(), proxy=proxy)
    headers = {"X-Forwarded-For": "10.1.2.3"}
    async with running(app) as url, browser(url) as door:
        form = (await door.get("/sign-in")).forms["/sign-in"]
        await door.post("/sign-in", form | {"login": "olga", "password": "wrong"}, headers)
    assert rows(books_url, "select origin from audit where what = 'WrongPassword'") == [(address,)]


async def test_signing_in_gives_a_session_that_was_not_there_before(operator: Stack, books_url: str) -> None:
    """A cookie that somebody planted is not taken over."""
    password = renew_consultant(books_url, "olga")
    async with browser(operator.url) as door:
        form = (await door.get("/sign-in")).forms["/sign-in"]
        visitor = next(iter(door.http.cookie_jar)).value
        cookies = {"Cookie": f"__Host-desk-visitor={visitor}; __Host-desk=planted"}
        page = await door.post("/sign-in", form | {"login": "olga", "password": password}, headers=cookies)
        assert page.to == "/"
        assert all(cookie.value != "planted" for cookie in door.http.cookie_jar)
