"""A browser without a script engine: it keeps cookies, fills in forms, and follows where it is sent."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import aiohttp
import msgspec
from aiohttp import web
from yarl import URL

from cabinet.app import create_app
from operator_api.client import CabinetClient
from operator_api.contract import Catalogue, IssuePassword, Number, PasswordIssued, Session
from operator_api.mailing import Mail
from tests.operator_api.running import ANNA, Stack, running, stack

KEY = b"a key of the tests"
ZONE = ZoneInfo("Europe/Moscow")


class Form(NamedTuple):
    """A form as it would be sent if nothing were filled in."""

    method: str
    action: str
    fields: dict[str, str]


class Page(HTMLParser):
    """What came: status, text without tags, forms, links."""

    def __init__(self, response: aiohttp.ClientResponse, body: bytes) -> None:
        super().__init__()
        self.status = response.status
        self.headers = response.headers
        self.place = response.url.path_qs
        self.body = body
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.language = ""
        self._words: list[str] = []
        if response.content_type == "text/html":
            self.feed(body.decode())

    @property
    def text(self) -> str:
        """What a person reads, with single blanks."""
        return " ".join(" ".join(self._words).split())

    def form(self, action: str) -> Form:
        """The form that goes there."""
        return next(form for form in self.forms if form.action == action)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes forms, fields, links."""
        about = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = about["lang"]
        if tag == "a":
            self.links.append(about["href"])
        if tag == "form":
            self.forms.append(Form(about["method"], about["action"], {}))
        if tag == "input" and self.forms and (about["type"] != "radio" or "checked" in about):
            self.forms[-1].fields[about["name"]] = about["value"]

    def handle_data(self, data: str) -> None:
        """Notes words."""
        self._words.append(data)


class Browser:
    """Somebody's browser, in front of the account."""

    def __init__(self, url: str) -> None:
        self.url = URL(url)
        self.jar = aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=self.url)
        self.http = aiohttp.ClientSession(cookie_jar=self.jar)

    @property
    def cookies(self) -> dict[str, str]:
        """By their names."""
        return {cookie.key: cookie.value for cookie in self.jar}

    async def get(self, path: str, headers: dict[str, str] | None = None, *, follow: bool = True) -> Page:
        """Go there."""
        async with self.http.get(self.url.join(URL(path)), allow_redirects=follow, headers=headers) as response:
            return Page(response, await response.read())

    async def post(
        self, path: str, fields: dict[str, str], headers: dict[str, str] | None = None, *, follow: bool = True
    ) -> Page:
        """Send these fields there."""
        place = self.url.join(URL(path))
        async with self.http.post(place, data=fields, allow_redirects=follow, headers=headers) as response:
            return Page(response, await response.read())

    async def send(self, page: Page, action: str, **filled: str) -> Page:
        """Fill in the form that goes there, and send it."""
        form = page.form(action)
        if form.method == "get":
            return await self.get(str(URL(action).with_query(form.fields | filled)))
        return await self.post(action, form.fields | filled)

    async def fill(self, path: str, action: str = "", **filled: str) -> Page:
        """Go there, fill in the form that goes to ``action`` (there too), and send it."""
        return await self.send(await self.get(path), action or path, **filled)


class House(NamedTuple):
    """A running account, the operator behind it, and somebody's browser."""

    operator: Stack
    url: str
    browser: Browser

    async def password(self, number: Number = ANNA.number) -> str:
        """A new password of the number, as its phone receives it."""
        answer = await self.operator.operator.ask(IssuePassword(number), f"{number} {self.operator.clock()}")
        assert isinstance(answer.result, PasswordIssued)
        return answer.result.password

    async def enter(self) -> Page:
        """Anna signs in, with a new password."""
        return await self.browser.fill("/login", number="8 916 000-00-01", password=await self.password())

    async def digits(self, page: Page, action: str) -> dict[str, str]:
        """What is read off the picture of a page."""
        captcha = await self.operator.cabinet.captcha_of(page.form(action).fields["captcha"])
        return {"digits": captcha.digits}


@asynccontextmanager
async def house(folder: Path, mail: Mail | None = None) -> AsyncIterator[House]:
    """All of it, with Anna in the books, and with e-mail or without."""
    async with stack(folder / "books.db", mail=mail) as operator:
        await operator.put()
        app = create_app(operator.cabinet, KEY, zone=ZONE)
        async with running(app) as url, another_browser(url) as browser:
            yield House(operator, url, browser)


@asynccontextmanager
async def another_browser(url: str) -> AsyncIterator[Browser]:
    """One more."""
    browser = Browser(url)
    try:
        yield browser
    finally:
        await browser.http.close()


Answering = Callable[[], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def an_operator_that(house: House, answer: Answering) -> AsyncIterator[Browser]:
    """Anna's browser in front of an operator that says who she is, and answers each question so."""

    async def session(request: web.Request) -> web.Response:
        found = await house.operator.cabinet.session(request.headers["X-Session"], "")
        return _json(found)

    async def catalogue(request: web.Request) -> web.Response:
        return _json(await house.operator.cabinet.catalogue())

    async def questions(request: web.Request) -> web.StreamResponse:
        return await answer()

    app = web.Application()
    app.router.add_get("/v1/session", session)
    app.router.add_get("/v1/catalogue", catalogue)
    app.router.add_route("*", "/v1/{any:.*}", questions)
    async with running(app) as url:
        client = CabinetClient(url, "token")
        async with running(create_app(client, KEY, zone=ZONE)) as place, another_browser(place) as browser:
            browser.jar.update_cookies(house.browser.cookies, browser.url)
            yield browser
        await client.aclose()


def _json(value: Session | Catalogue) -> web.Response:
    return web.Response(body=msgspec.json.encode(value), content_type="application/json")
