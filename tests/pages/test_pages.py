"""What every page of ours has, seen from a browser."""

import re
from collections.abc import AsyncIterator

import aiohttp
import pytest

from pages.assets import Assets
from pages.forms import MOST_FIELDS, Forms, new_secret
from pages.headers import SAFE
from tests.pages.app import KEY, browsing

SECRET = "secret-of-one-browser"
TOKEN = Forms(KEY).token(SECRET)
ONCE = "A" * 22
AS_A_FORM = {"Content-Type": "application/x-www-form-urlencoded"}

Browser = tuple[aiohttp.ClientSession, str]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """In front of the program itself."""
    async with browsing() as browser:
        yield browser


async def sent(
    browser: Browser,
    fields: dict[str, str] | bytes,
    headers: dict[str, str] | None = None,
    secret: str = SECRET,
) -> tuple[int, str]:
    """Status and text of what comes of a form."""
    http, url = browser
    cookie = {"Cookie": f"__Host-visitor={secret}"}
    async with http.post(url + "/form", data=fields, headers=cookie | (headers or {})) as response:
        return response.status, await response.text()


# Headers and cookies


@pytest.mark.parametrize("path", ["/form", "/go", "/fail", "/nowhere", "/static/nothing.css"])
async def test_every_answer_has_the_safe_headers(browser: Browser, path: str) -> None:
    """Pages, redirections and errors of every kind."""
    http, url = browser
    async with http.get(url + path, allow_redirects=False) as response:
        assert {name: response.headers.get(name) for name in SAFE} == dict(SAFE)
        assert "Strict-Transport-Security" not in response.headers


def test_the_policy_allows_nothing_inline() -> None:
    """Nor anything from elsewhere."""
    policy = SAFE["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "http" not in policy


@pytest.mark.parametrize(("proto", "strict"), [("https", True), ("http", False), ("", False)])
async def test_over_tls_it_is_to_stay_so(proto: str, strict: bool) -> None:
    """As the proxy that takes the TLS off says."""
    async with (
        browsing("127.0.0.1") as (http, url),
        http.get(url + "/form", headers={"X-Forwarded-Proto": proto}) as response,
    ):
        assert ("Strict-Transport-Security" in response.headers) == strict


async def test_a_cookie_is_the_hosts_alone(browser: Browser) -> None:
    """And so is its end."""
    http, url = browser
    for path in ("/form", "/leave"):
        async with http.get(url + path) as response:
            cookie = response.headers["Set-Cookie"]
            assert cookie.startswith("__Host-visitor=")
            assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
            assert "Domain" not in cookie


# Forms


async def test_a_form_comes_back_to_us(browser: Browser) -> None:
    """With the token of its browser; texts lose their blanks, secrets do not."""
    http, url = browser
    async with http.get(url + "/form", headers={"Cookie": f"__Host-visitor={SECRET}"}) as response:
        token = await response.text()
    status, text = await sent(browser, {"token": token, "once": ONCE, "name": " Анна "})
    assert (status, text.rpartition("|")[0]) == (200, "Анна| Анна ")


@pytest.mark.parametrize(
    ("fields", "headers", "secret"),
    [
        ({}, {}, SECRET),
        ({"token": ""}, {}, SECRET),
        ({"token": "жетон"}, {}, SECRET),
        ({"token": TOKEN}, {}, "another-browsers"),
        ({"token": Forms(KEY).token("")}, {}, ""),
        ({"token": Forms(b"another key").token(SECRET)}, {}, SECRET),
        ({"token": TOKEN}, {"Origin": "https://example.org"}, SECRET),
        ({"token": TOKEN}, {"Origin": "null"}, SECRET),
        ({"token": TOKEN}, {"Origin": "http://[x"}, SECRET),
        ({"token": TOKEN}, {"Sec-Fetch-Site": "cross-site"}, SECRET),
        ({"token": TOKEN}, {"Sec-Fetch-Site": "same-site"}, SECRET),
        ({"token": TOKEN}, {}, "x" * 257),
    ],
)
async def test_a_forged_form_does_nothing(
    browser: Browser, fields: dict[str, str], headers: dict[str, str], secret: str
) -> None:
    """Without our token, with that of another browser, or from a page of another site."""
    assert await sent(browser, fields, headers, secret) == (403, "forged")


async def test_a_browser_says_that_it_comes_from_our_page(browser: Browser) -> None:
    """Or is too old to say anything."""
    for headers in ({"Origin": browser[1], "Sec-Fetch-Site": "same-origin"}, {}):
        assert (await sent(browser, {"token": TOKEN}, headers))[0] == 200


async def test_a_form_has_one_key(browser: Browser) -> None:
    """Sent twice it is the same; without a proper one each time another."""
    twice = {(await sent(browser, {"token": TOKEN, "once": ONCE}))[1] for _ in range(2)}
    assert len(twice) == 1
    for bad in ("", "short", "A" * 23, "Я" * 22):
        others = {(await sent(browser, {"token": TOKEN, "once": bad}))[1] for _ in range(2)}
        assert len(others | twice) == 3


def test_the_key_of_an_act_depends_on_its_content() -> None:
    """And on the page."""
    forms = Forms(KEY)
    keys = {forms.act_key(once, content) for once in (new_secret(), new_secret()) for content in (b"one", b"two")}
    assert len(keys) == 4


@pytest.mark.parametrize(
    ("body", "headers", "expected"),
    [
        (b"token=" + b"x" * 20_000, AS_A_FORM, (413, "too_long")),
        (b"token=" + b"x" * 5_000, AS_A_FORM, (413, "too_long")),
        (b"&".join([b"a=1"] * (MOST_FIELDS + 1)), AS_A_FORM, (400, "bad_form")),
        (b"name=\xff", AS_A_FORM, (400, "bad_form")),
        (b"{}", {"Content-Type": "application/json"}, (415, "bad_form")),
        (b"", {"Content-Type": "multipart/form-data"}, (415, "bad_form")),
    ],
)
async def test_a_form_has_bounds(
    browser: Browser, body: bytes, headers: dict[str, str], expected: tuple[int, str]
) -> None:
    """And one kind."""
    assert await sent(browser, body, headers) == expected


# Errors


async def test_what_goes_wrong_is_told_in_words(browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    """What nobody foresaw stands in the log and not on the page."""
    http, url = browser
    for path, expected in (("/nowhere", (404, "not_found")), ("/fail", (500, "failed"))):
        async with http.get(url + path) as response:
            assert (response.status, await response.text()) == expected
    async with http.delete(url + "/form") as response:
        assert (response.status, await response.text()) == (405, "not_found")
    assert "inside" in caplog.text


# The address


@pytest.mark.parametrize(
    ("proxy", "forwarded", "expected"),
    [
        ("", "10.1.1.1", "127.0.0.1"),
        ("10.0.0.1", "10.1.1.1", "127.0.0.1"),
        ("127.0.0.1", "10.1.1.1", "10.1.1.1"),
        ("127.0.0.1", "forged, 10.1.1.1", "10.1.1.1"),
        ("127.0.0.1", "", "127.0.0.1"),
    ],
)
async def test_whose_word_is_taken_for_an_address(proxy: str, forwarded: str, expected: str) -> None:
    """That of the proxy that was named, and of it the last hop alone."""
    async with (
        browsing(proxy) as (http, url),
        http.get(url + "/where", headers={"X-Forwarded-For": forwarded}) as response,
    ):
        assert await response.text() == expected


# Static files


async def test_a_file_is_kept_for_long_under_a_name_that_tells_its_content(browser: Browser) -> None:
    """And of a type that a browser takes at its word."""
    http, url = browser
    name = Assets("pages").url("style.css")
    assert re.fullmatch(r"/static/style\.[0-9a-f]{12}\.css", name)
    async with http.get(url + name) as response:
        assert response.content_type == "text/css"
        assert "immutable" in response.headers["Cache-Control"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_of_two_files_with_one_name_the_last_counts() -> None:
    """So a program may replace one; a file of another kind is not served."""
    ours = Assets("pages", "tests.pages")
    assert ours.url("style.css") != Assets("pages").url("style.css")
    with pytest.raises(KeyError):
        ours.url("notes.txt")
