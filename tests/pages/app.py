"""A small program of pages, served: a form, an act, and everything that goes wrong."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web

from pages.assets import Assets
from pages.cookies import Cookie
from pages.errors import errors_in_words
from pages.forms import LONGEST_FORM, Forms, new_secret
from pages.front import Front
from pages.headers import safe_headers

VISITOR = Cookie("visitor")
KEY = b"a key of the tests"


def create_app(proxy: str = "") -> web.Application:
    """The program."""
    front, forms = Front(proxy), Forms(KEY)

    async def tell(request: web.Request, status: int, key: str) -> web.Response:
        return web.Response(status=status, text=key)

    async def show(request: web.Request) -> web.Response:
        secret = VISITOR.of(request) or new_secret()
        response = web.Response(text=forms.token(secret))
        VISITOR.put(response, secret)
        return response

    async def act(request: web.Request) -> web.Response:
        form = await forms.read(request, VISITOR.of(request))
        return web.Response(text=f"{form.text('name')}|{form.secret('name')}|{forms.act_key(form.once, b'')}")

    async def leave(request: web.Request) -> web.Response:
        response = web.Response()
        VISITOR.drop(response)
        return response

    async def go(request: web.Request) -> web.Response:
        raise web.HTTPSeeOther("/form")

    async def fail(request: web.Request) -> web.Response:
        raise ZeroDivisionError("inside")

    async def where(request: web.Request) -> web.Response:
        return web.Response(text=front.address(request))

    app = web.Application(middlewares=[safe_headers(front), errors_in_words(tell)], client_max_size=LONGEST_FORM)
    app.router.add_get("/form", show)
    app.router.add_post("/form", act)
    for path, handler in (("/leave", leave), ("/go", go), ("/fail", fail), ("/where", where)):
        app.router.add_get(path, handler)
    Assets("pages").add_route(app)
    return app


@asynccontextmanager
async def browsing(proxy: str = "") -> AsyncIterator[tuple[aiohttp.ClientSession, str]]:
    """A browser that keeps no cookies of its own accord, and where the program listens."""
    runner = web.AppRunner(create_app(proxy), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
            yield http, f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
