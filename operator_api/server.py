"""The operator's back office over HTTP.

    POST /v1/questions              a question of the contract; Idempotency-Key for changes       role dialogs
    GET  /v1/catalogue              everything on offer                                           roles dialogs, admin
    PUT  /v1/subscribers/{number}   write a subscriber anew                                       role admin
    GET  /v1/subscribers/{number}   a subscriber as the books have it now                         role admin
    POST /v1/logins                 try a password                                                role admin
    GET  /health
    POST /dev/clock                 move the clock forward; only where that was asked for

Whatever goes wrong is answered as ``{"error": {"code": ..., "message": ...}}``.
"""

import asyncio
import hmac
import logging
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import closing
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import msgspec
from aiohttp import hdrs, web

from operator_api.answers import Terms
from operator_api.back_office import BackOffice
from operator_api.catalogue import load_catalogue
from operator_api.contract import AnyQuestion, Login, Number, Subscriber
from operator_api.database import open_database
from operator_api.errors import (
    UNREADABLE,
    BadKeyError,
    BadNumberError,
    BooksAwayError,
    BooksError,
    KeyReusedError,
    UnknownIdError,
)
from operator_api.passwords import Hasher
from operator_api.seal import Seal

Role = Literal["dialogs", "admin"]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

LONGEST_BODY = 16_384
TIDY_EVERY = 60.0
"""Seconds between two sweeps of the books."""

OFFICE = web.AppKey("office", BackOffice)
CATALOGUE = web.AppKey("catalogue", bytes)
TOKENS = web.AppKey("tokens", Mapping[str, Role])

STATUSES: Mapping[type[BooksError], tuple[int, str]] = {
    UnknownIdError: (422, "unknown_id"),
    BadNumberError: (422, "bad_number"),
    BadKeyError: (400, "bad_key"),
    KeyReusedError: (409, "key_reused"),
    BooksAwayError: (503, "books_away"),
}

KEPT_HEADERS = (hdrs.WWW_AUTHENTICATE, hdrs.ALLOW)

QUESTION_NUMBER = re.compile(r"[1-9][0-9]{2,14}")
"""Anybody's number, E.164; who is no subscriber is told so."""

SUBSCRIBER_NUMBER = re.compile(r"[1-9][0-9]{10}")

log = logging.getLogger(__name__)


class Clock:
    """A clock that can be moved forward; seconds since the epoch."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._ahead = 0.0

    def __call__(self) -> float:
        return self._clock() + self._ahead

    def advance(self, seconds: float) -> None:
        """Move it forward."""
        self._ahead += seconds


CLOCK = web.AppKey("clock", Clock)


class Advance(msgspec.Struct, frozen=True):
    """By how much to move the clock: forward only."""

    seconds: Annotated[float, msgspec.Meta(ge=0)]


_question_of: Callable[[bytes], AnyQuestion] = msgspec.json.Decoder(AnyQuestion).decode
_subscriber_of = msgspec.json.Decoder(Subscriber).decode
_login_of = msgspec.json.Decoder(Login).decode
_advance_of = msgspec.json.Decoder(Advance).decode


def create_app(
    *,
    database_url: str,
    tokens: Mapping[str, Role],
    seal_key: bytes,
    timezone: str = "Europe/Moscow",
    dev: bool = False,
    clock: Callable[[], float] = time.time,
) -> web.Application:
    """The server. ``tokens`` gives the role of each bearer; ``seal_key`` is a secret of any length.

    Raises `zoneinfo.ZoneInfoNotFoundError` for a time zone that there is not; at its start, `BooksAwayError` for books
    that cannot be opened.
    """
    terms = Terms(load_catalogue(), ZoneInfo(timezone))
    app = web.Application(middlewares=[errors_as_json], client_max_size=LONGEST_BODY)
    app[TOKENS] = tokens
    app[CLOCK] = Clock(clock)
    app[CATALOGUE] = msgspec.json.encode(terms.catalogue)
    app.cleanup_ctx.append(_open_office(database_url, seal_key, terms))
    app.router.add_post("/v1/questions", only(answer_question, "dialogs"))
    app.router.add_get("/v1/catalogue", only(show_catalogue, "dialogs", "admin"))
    app.router.add_put("/v1/subscribers/{number}", only(put_subscriber, "admin"))
    app.router.add_get("/v1/subscribers/{number}", only(show_subscriber, "admin"))
    app.router.add_post("/v1/logins", only(try_login, "admin"))
    app.router.add_get("/health", show_health)
    if dev:
        app.router.add_post("/dev/clock", only(advance_clock, "admin"))
    return app


def _open_office(database_url: str, seal_key: bytes, terms: Terms) -> Callable[[web.Application], AsyncIterator[None]]:
    async def office(app: web.Application) -> AsyncIterator[None]:
        async with open_database(database_url) as database:
            with closing(Hasher()) as hasher:
                app[OFFICE] = BackOffice(database, hasher, Seal(seal_key), terms, app[CLOCK])
                tidying = asyncio.create_task(keep_tidy(app[OFFICE].tidy, TIDY_EVERY))
                yield
                tidying.cancel()
                await asyncio.gather(tidying, return_exceptions=True)

    return office


async def keep_tidy(tidy: Callable[[], Awaitable[None]], every: float) -> None:
    """Tidy up now and again every so many seconds, whatever goes wrong."""
    while True:
        try:
            await tidy()
        except Exception:
            log.exception("the books could not be tidied")
        await asyncio.sleep(every)


# Handlers


async def answer_question(request: web.Request) -> web.Response:
    """A question of the contract, answered."""
    question = _question_of(await request.read())
    _check_number(question.number, QUESTION_NUMBER)
    key = request.headers.get("Idempotency-Key")
    return _json(await request.app[OFFICE].answer(question, key, "dialogs"))


async def show_catalogue(request: web.Request) -> web.Response:
    """Everything on offer."""
    return web.Response(body=request.app[CATALOGUE], content_type="application/json")


async def put_subscriber(request: web.Request) -> web.Response:
    """Write a subscriber anew."""
    subscriber = _subscriber_of(await request.read())
    _check_number(subscriber.number, SUBSCRIBER_NUMBER)
    if subscriber.number != request.match_info["number"]:
        raise BadNumberError("the numbers in the address and in the body differ")
    await request.app[OFFICE].put(subscriber, "admin")
    return _json({})


async def show_subscriber(request: web.Request) -> web.Response:
    """A subscriber as the books have it now."""
    subscriber = await request.app[OFFICE].subscriber(Number(request.match_info["number"]))
    if subscriber is None:
        raise web.HTTPNotFound(reason="no such subscriber")
    return _json(subscriber)


async def try_login(request: web.Request) -> web.Response:
    """Whether this is the number's password."""
    return _json({"ok": await request.app[OFFICE].login(_login_of(await request.read()))})


async def show_health(request: web.Request) -> web.Response:
    """200 when the books can be read."""
    await request.app[OFFICE].subscriber(Number("0"))
    return _json({"status": "ok"})


async def advance_clock(request: web.Request) -> web.Response:
    """Move the clock forward."""
    clock = request.app[CLOCK]
    clock.advance(_advance_of(await request.read()).seconds)
    return _json({"now": clock()})


def _check_number(number: str, form: re.Pattern[str]) -> None:
    if not form.fullmatch(number):
        raise BadNumberError("a number is E.164 without the plus, like 79160000001")


# Who may, and what went wrong


def only(handler: Handler, *roles: Role) -> Handler:
    """The handler, for bearers of these roles."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        role = _role_of(request)
        if role is None:
            raise web.HTTPUnauthorized(headers={hdrs.WWW_AUTHENTICATE: "Bearer"})
        if role not in roles:
            raise web.HTTPForbidden
        return await handler(request)

    return guarded


def _role_of(request: web.Request) -> Role | None:
    scheme, _, given = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    if scheme != "Bearer":
        return None
    for token, role in request.app[TOKENS].items():
        if hmac.compare_digest(token.encode(), given.encode(errors="surrogateescape")):
            return role
    return None


@web.middleware
async def errors_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever goes wrong becomes a status and one shape of JSON."""
    try:
        return await handler(request)
    except BooksError as error:
        status, code = STATUSES[type(error)]
        return _error(status, code, str(error))
    except UNREADABLE as error:
        return _error(400, "bad_body", str(error))
    except web.HTTPException as error:
        return _error(error.status, f"http_{error.status}", error.reason, error.headers)
    except Exception:
        log.exception("%s %s failed", request.method, request.rel_url.path)
        return _error(500, "internal", "something is wrong here")


def _error(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> web.Response:
    kept = {name: value for name, value in (headers or {}).items() if name in KEPT_HEADERS}
    return _json({"error": {"code": code, "message": message}}, status, kept)


def _json(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    body = msgspec.json.encode(value)
    return web.Response(body=body, status=status, headers=headers, content_type="application/json")
