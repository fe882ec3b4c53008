"""A consultant's browser without scripts: it keeps cookies, reads pages and sends their forms."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from html.parser import HTMLParser
from urllib.parse import urlencode

import aiohttp
from yarl import URL

from operator_api.consultants import renew_consultant
from tests.operator_api.running import Stack

DESK = "/support"


class Page(HTMLParser):
    """What a browser makes of an answer: its words, and the forms by where they go."""

    def __init__(self, response: aiohttp.ClientResponse, text: str) -> None:
        super().__init__()
        self.status = response.status
        self.headers = response.headers
        self.html = text
        self.forms: dict[str, dict[str, str]] = {}
        self.links: list[str] = []
        self._words: list[str] = []
        self._form: dict[str, str] = {}
        self.feed(text)

    @property
    def to(self) -> str:
        """Where it sends the browser, within the desk."""
        return self.headers.get("Location", "").removeprefix(DESK)

    @property
    def words(self) -> str:
        """All that can be read, in one line."""
        return " ".join(" ".join(self._words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Forms with their fields, and links."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = self.forms.setdefault(given.get("action", "").removeprefix(DESK), {})
        elif tag == "input" and given.get("type") == "hidden":
            self._form[given["name"]] = given["value"]
        elif tag == "a":
            self.links.append(given["href"].removeprefix(DESK))

    def handle_data(self, data: str) -> None:
        """Words."""
        self._words.append(data)


class Browser:
    """Its pages are those of the desk."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self.http = http
        self._url = url + DESK

    async def get(self, path: str, headers: Mapping[str, str] | None = None) -> Page:
        """A page."""
        async with self.http.get(
            URL(self._url + path, encoded=True), allow_redirects=False, headers=headers
        ) as response:
            return Page(response, await response.text())

    async def post(
        self, path: str, fields: Mapping[str, str] | bytes, headers: Mapping[str, str] | None = None
    ) -> Page:
        """What comes of a form."""
        async with self.http.post(self._url + path, data=fields, allow_redirects=False, headers=headers) as response:
            return Page(response, await response.text())

    async def send(self, page: Page, path: str, **typed: str) -> Page:
        """Fill in the form of a page that goes there, and send it."""
        return await self.post(path, page.forms[path] | typed)

    async def act(self, path: str, **typed: str) -> Page:
        """Open a page and send its form at once."""
        return await self.send(await self.get(path), path, **typed)

    async def find(self, typed: str) -> Page:
        """What comes of a search."""
        return await self.get(f"/find?{urlencode({'who': typed}, errors='surrogatepass')}")

    async def sign_in(self, login: str, password: str) -> Page:
        """As anybody, with whatever they know."""
        return await self.act("/sign-in", login=login, password=password)


@asynccontextmanager
async def browser(url: str) -> AsyncIterator[Browser]:
    """Where nobody is signed in."""
    cookies = aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=URL(url))
    async with aiohttp.ClientSession(cookie_jar=cookies) as http:
        yield Browser(http, url)


@asynccontextmanager
async def consultant(stack: Stack, books_url: str, login: str = "olga") -> AsyncIterator[Browser]:
    """Where a consultant is signed in, of the books there."""
    password = renew_consultant(books_url, login, "Белова Ольга")
    async with browser(stack.url) as opened:
        assert (await opened.sign_in(login, password)).to == "/"
        yield opened
