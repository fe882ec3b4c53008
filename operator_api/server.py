"""The operator's back office over HTTP: `ROUTES` says what there is, `/openapi.json` says it to others.

Whatever goes wrong is answered as ``{"error": {"code": ..., "message": ...}}``.
"""

import asyncio
import hmac
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import closing
from typing import Annotated, Any, NamedTuple, cast
from zoneinfo import ZoneInfo

import msgspec
from aiohttp import hdrs, web

from operator_api.answers import Terms
from operator_api.back_office import BackOffice
from operator_api.builder import Builder
from operator_api.callers import Caller
from operator_api.catalogue import load_catalogue
from operator_api.contract import (
    Answer,
    AnyQuestion,
    Captcha,
    Catalogue,
    Charged,
    Login,
    Number,
    Passport,
    PasswordRequest,
    PasswordRequested,
    Role,
    Session,
    SignedIn,
    SignIn,
    Subscriber,
    SubscriberNumber,
    Usage,
)
from operator_api.database import Database, open_database
from operator_api.desk.app import create_desk, open_desk
from operator_api.desk.desk import Desk
from operator_api.desk.door import Door
from operator_api.desk.showing import MOUNT
from operator_api.documents import MEDIA_TYPES
from operator_api.doorman import Doorman
from operator_api.errors import (
    UNREADABLE,
    BadHeaderError,
    BadNumberError,
    BooksError,
    Failed,
    Fault,
    KeyReusedError,
    NoKeyError,
    NotAllowedError,
    SessionOverError,
    TooMuchError,
    UnknownIdError,
    UnknownNumberError,
)
from operator_api.issuing import Issuing
from operator_api.mailing import Mail, Postman
from operator_api.openapi import PAGE_POLICY, STYLE, describe, render
from operator_api.passwords import Hasher
from operator_api.routes import CONSULTANT, IN_SESSION, KEY, ORIGIN, SESSION, STATUSES, Header, Route
from operator_api.seal import Seal
from operator_api.sending import Gateway, Sender
from pages.front import Front

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

LONGEST_BODY = 16_384
TIDY_EVERY = 60.0
"""Seconds between two sweeps of the books."""

OFFICE = web.AppKey("office", BackOffice)
DOORMAN = web.AppKey("doorman", Doorman)
CATALOGUE = web.AppKey("catalogue", Catalogue)
DOCUMENT = web.AppKey("document", dict[str, Any])
TOKENS = web.AppKey("tokens", Mapping[str, Role])
SUPPORT = web.AppKey("support", web.Application)
ROLE = web.RequestKey("role", str)

KEPT_HEADERS = (hdrs.WWW_AUTHENTICATE, hdrs.ALLOW)

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
    """By how much to move the clock: forward only, a year at most."""

    seconds: Annotated[float, msgspec.Meta(ge=0, le=31_622_400)]


class Outside(NamedTuple):
    """Who carries what the operator has to say."""

    gateway: Gateway | None
    mail: Mail | None


def create_app(
    *,
    database_url: str,
    tokens: Mapping[str, Role],
    seal_key: bytes,
    timezone: str = "Europe/Moscow",
    dev: bool = False,
    clock: Callable[[], float] = time.time,
    gateway: Gateway | None = None,
    mail: Mail | None = None,
    proxy: str = "",
) -> web.Application:
    """The server. ``tokens`` gives the role of each bearer; ``seal_key`` is a secret of any length. Without a
    ``gateway`` messages wait for one; without ``mail`` documents are not sent by e-mail. ``proxy``: the
    address of the one whose word of where consultants sit is taken.

    Raises `zoneinfo.ZoneInfoNotFoundError` for a time zone that there is not; at its start, `BooksAwayError` for books
    that cannot be opened.
    """
    terms, seal = Terms(load_catalogue(), ZoneInfo(timezone)), Seal(seal_key)
    app = web.Application(middlewares=[errors_as_json], client_max_size=LONGEST_BODY)
    app[TOKENS] = tokens
    app[CLOCK] = Clock(clock)
    app[CATALOGUE] = terms.catalogue
    app[SUPPORT] = create_desk(terms, seal.fingerprint(b"forms of the desk"), Front(proxy))
    app.add_subapp(MOUNT, app[SUPPORT])
    app.cleanup_ctx.append(_open_office(database_url, seal, terms, Outside(gateway, mail)))
    routes = (*ROUTES, *(DEV_ROUTES if dev else ()))
    app[DOCUMENT] = describe(routes)
    for route in (*routes, *DOCUMENT_ROUTES):
        app.router.add_route(route.method, route.path, _served(route))
    return app


def _open_office(
    database_url: str, seal: Seal, terms: Terms, outside: Outside
) -> Callable[[web.Application], AsyncIterator[None]]:
    async def office(app: web.Application) -> AsyncIterator[None]:
        async with open_database(database_url) as database:
            with closing(Hasher()) as hasher:
                works = _open_rooms(app, database, hasher, seal, terms, outside)
                working = [asyncio.create_task(work) for work in works]
                yield
                for task in working:
                    task.cancel()
                await asyncio.gather(*working, return_exceptions=True)

    return office


def _open_rooms(
    app: web.Application, database: Database, hasher: Hasher, seal: Seal, terms: Terms, outside: Outside
) -> list[Coroutine[Any, Any, None]]:
    """Gives the handlers whom they ask, and the work that goes on beside them."""
    clock, (gateway, mail) = app[CLOCK], outside
    app[OFFICE] = office = BackOffice(database, hasher, seal, terms, clock, by_email=mail is not None)
    app[DOORMAN] = doorman = Doorman(database, office, clock)
    open_desk(app[SUPPORT], Desk(database, office, terms, clock), Door(database, hasher, clock))
    return [
        keep_tidy(office.tidy, TIDY_EVERY),
        Issuing(database, office, seal, doorman.requested, clock).run(),
        Builder(database, seal, terms, clock).run(),
        Postman(database, seal, mail, clock).run(),
        *([Sender(database, seal, gateway, clock).run()] if gateway else []),
    ]


async def keep_tidy(tidy: Callable[[], Awaitable[None]], every: float) -> None:
    """Tidy up now and again every so many seconds, whatever goes wrong."""
    while True:
        try:
            await tidy()
        except Exception:
            log.exception("the books could not be tidied")
        await asyncio.sleep(every)


# Handlers


async def answer_question(request: web.Request, question: AnyQuestion) -> Answer:
    """A question of the contract, answered."""
    key = _header(request, KEY)
    return await request.app[OFFICE].answer(question, key, await _caller(request, question.number))


async def show_catalogue(request: web.Request, _: None) -> Catalogue:
    """Everything on offer."""
    return request.app[CATALOGUE]


async def put_subscriber(request: web.Request, subscriber: Subscriber) -> dict[str, str]:
    """Write a subscriber anew."""
    if subscriber.number != request.match_info["number"]:
        raise BadNumberError("the numbers in the address and in the body differ")
    await request.app[OFFICE].put(subscriber, await _caller(request))
    return {}


async def show_subscriber(request: web.Request, _: None) -> Subscriber:
    """A subscriber as the books have it now; a consultant's look is noted."""
    caller = await _caller(request)
    looks = caller if caller.assisted else None
    subscriber = await request.app[OFFICE].subscriber(_number(request), looks)
    if subscriber is None:
        raise UnknownNumberError("no such subscriber")
    return subscriber


async def put_passport(request: web.Request, passport: Passport) -> dict[str, str]:
    """Write what tells the right passport from others."""
    number = _number(request)
    await request.app[OFFICE].put_passport(number, passport.passport, await _caller(request))
    return {}


async def note_sim_change(request: web.Request, _: None) -> dict[str, str]:
    """The SIM was changed now."""
    await request.app[OFFICE].note_sim_change(_number(request), await _caller(request))
    return {}


async def charge(request: web.Request, usage: Usage) -> Charged:
    """Charge what the network reports."""
    return await request.app[OFFICE].charge(usage)


async def try_login(request: web.Request, login: Login) -> dict[str, bool]:
    """Whether this is the number's password."""
    return {"ok": await request.app[OFFICE].login(login)}


async def make_captcha(request: web.Request, _: None) -> Captcha:
    """A new code, to be shown as a picture."""
    return await request.app[DOORMAN].captcha()


async def show_captcha(request: web.Request, _: None) -> Captcha:
    """A code, while it counts."""
    captcha = await request.app[DOORMAN].captcha_of(request.match_info["id"])
    if captcha is None:
        raise web.HTTPNotFound(reason="no such code any more")
    return captcha


async def request_password(request: web.Request, wish: PasswordRequest) -> PasswordRequested:
    """Have a password sent by SMS."""
    return await request.app[DOORMAN].request_password(wish)


async def sign_in(request: web.Request, wish: SignIn) -> SignedIn:
    """Open a session."""
    return await request.app[DOORMAN].sign_in(wish)


async def show_session(request: web.Request, _: None) -> Session:
    """Whose session it is; a sign of life."""
    return await request.app[DOORMAN].session(_session_token(request), _origin(request))


async def sign_out(request: web.Request, _: None) -> dict[str, str]:
    """End the session."""
    await request.app[DOORMAN].sign_out(_session_token(request), _origin(request))
    return {}


async def show_document(request: web.Request, _: None) -> web.Response:
    """A document of the session's own number."""
    number = await request.app[DOORMAN].number(_session_token(request))
    found = await request.app[OFFICE].document(number, request.match_info["id"])
    if found is None:
        raise web.HTTPNotFound(reason="no such document")
    return web.Response(body=found.content, content_type=MEDIA_TYPES[found.format])


async def show_health(request: web.Request, _: None) -> dict[str, str]:
    """200 when the books can be read."""
    await request.app[OFFICE].subscriber(Number("0"))
    return {"status": "ok"}


async def advance_clock(request: web.Request, advance: Advance) -> dict[str, float]:
    """Move the clock forward."""
    clock = request.app[CLOCK]
    clock.advance(advance.seconds)
    return {"now": clock()}


async def show_openapi(request: web.Request, _: None) -> dict[str, Any]:
    """What there is, for programs."""
    return request.app[DOCUMENT]


async def show_page(request: web.Request, _: None) -> web.Response:
    """What there is, for people."""
    page = render(request.app[DOCUMENT])
    return web.Response(text=page, content_type="text/html", headers={"Content-Security-Policy": PAGE_POLICY})


async def show_style(request: web.Request, _: None) -> web.Response:
    """How the page looks."""
    return web.Response(text=STYLE, content_type="text/css")


ROUTES = (
    Route("POST", "/v1/questions", ("dialogs", "cabinet", "support", "admin"), "Ask a question of the contract",
          answer_question, AnyQuestion, Answer, (KEY, SESSION, ORIGIN, CONSULTANT),
          (BadHeaderError, SessionOverError, NotAllowedError, KeyReusedError, UnknownIdError, NoKeyError,
           TooMuchError)),
    Route("GET", "/v1/catalogue", ("dialogs", "cabinet", "support", "admin"), "Everything on offer",
          show_catalogue, answer=Catalogue),
    Route("POST", "/v1/captchas", ("cabinet",), "Make a code for a picture", make_captcha, answer=Captcha),
    Route("GET", "/v1/captchas/{id}", ("cabinet",), "A code that waits to be typed", show_captcha, answer=Captcha),
    Route("POST", "/v1/password-requests", ("cabinet",), "Have a password sent by SMS",
          request_password, PasswordRequest, PasswordRequested),
    Route("POST", "/v1/sessions", ("cabinet",), "Sign in", sign_in, SignIn, SignedIn),
    Route("GET", "/v1/session", ("cabinet",), "Whose session it is", show_session, answer=Session,
          headers=(IN_SESSION, ORIGIN), errors=(BadHeaderError, SessionOverError)),
    Route("DELETE", "/v1/session", ("cabinet",), "Sign out", sign_out,
          headers=(IN_SESSION, ORIGIN), errors=(BadHeaderError, SessionOverError)),
    Route("GET", "/v1/documents/{id}", ("cabinet",), "A document that is ready", show_document, answer=bytes,
          headers=(IN_SESSION,), errors=(BadHeaderError, SessionOverError)),
    Route("PUT", "/v1/subscribers/{number}", ("admin",), "Write a subscriber anew", put_subscriber, Subscriber,
          headers=(ORIGIN,), errors=(BadHeaderError, UnknownIdError, BadNumberError)),
    Route("GET", "/v1/subscribers/{number}", ("admin", "support"), "A subscriber as the books have it now",
          show_subscriber, answer=Subscriber, headers=(ORIGIN, CONSULTANT), errors=(BadHeaderError,)),
    Route("PUT", "/v1/subscribers/{number}/passport", ("admin",), "Write what tells the right passport from others",
          put_passport, Passport, headers=(ORIGIN,), errors=(BadHeaderError,)),
    Route("POST", "/v1/subscribers/{number}/sim-changes", ("admin",), "The SIM was changed now", note_sim_change,
          headers=(ORIGIN,), errors=(BadHeaderError,)),
    Route("POST", "/v1/logins", ("admin",), "Try a password", try_login, Login, dict[str, bool]),
    Route("POST", "/v1/usage", ("admin",), "Charge what the network reports", charge, Usage, Charged,
          errors=(UnknownNumberError, NotAllowedError, KeyReusedError, TooMuchError)),
    Route("GET", "/health", (), "Whether the books can be read", show_health),
)  # fmt: skip

DEV_ROUTES = (
    Route("POST", "/dev/clock", ("admin",), "Move the clock forward", advance_clock, Advance, dict[str, float]),
)

DOCUMENT_ROUTES = (
    Route("GET", "/openapi.json", (), "This API, as OpenAPI 3.1", show_openapi, answer=dict[str, Any]),
    Route("GET", "/docs", (), "The same for people", show_page),
    Route("GET", "/docs.css", (), "Its style", show_style),
)


# Who may, and what went wrong


def _served(route: Route) -> Handler:
    """The route's handler, for bearers of its roles, between JSON and JSON; a file is answered as it is."""
    decode = msgspec.json.Decoder(route.body).decode if route.body else None

    async def serve(request: web.Request) -> web.StreamResponse:
        if route.roles:
            request[ROLE] = _permitted(request, route.roles)
        body = decode(await request.read()) if decode else None
        answer = await route.handle(request, body)
        return answer if isinstance(answer, web.StreamResponse) else _json(answer)

    return serve


def _permitted(request: web.Request, roles: tuple[Role, ...]) -> Role:
    role = _role_of(request)
    if role is None:
        raise web.HTTPUnauthorized(headers={hdrs.WWW_AUTHENTICATE: "Bearer"})
    if role not in roles:
        raise web.HTTPForbidden
    return role


def _role_of(request: web.Request) -> Role | None:
    scheme, _, given = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    if scheme != "Bearer":
        return None
    for token, role in request.app[TOKENS].items():
        if hmac.compare_digest(token.encode(), given.encode(errors="surrogateescape")):
            return role
    return None


async def _caller(request: web.Request, number: str = "") -> Caller:
    """Who asks: on the web, whose session it is; at the support desk, which consultant."""
    role, origin, consultant = cast(Role, request[ROLE]), _origin(request), _header(request, CONSULTANT)
    if role == "cabinet":
        return await request.app[DOORMAN].caller(_session_token(request), origin, Number(number))
    if role == "support":
        if consultant is None:
            raise BadHeaderError(f"{CONSULTANT.name} should say who asks")
        return Caller(role, f"support:{consultant}", origin)
    return Caller(role, role, origin)


def _number(request: web.Request) -> Number:
    """That in the address."""
    try:
        return msgspec.convert(request.match_info["number"], SubscriberNumber)
    except msgspec.ValidationError:
        raise UnknownNumberError("no such subscriber") from None


def _origin(request: web.Request) -> str:
    return _header(request, ORIGIN) or ""


def _session_token(request: web.Request) -> str:
    return _header(request, SESSION) or ""


def _header(request: web.Request, header: Header) -> str | None:
    """What it says, if it is there."""
    text = request.headers.get(header.name)
    try:
        return None if text is None else msgspec.convert(text, header.form)
    except msgspec.ValidationError as error:
        raise BadHeaderError(f"{header.name}: {error}") from None


@web.middleware
async def errors_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever goes wrong becomes a status and one shape of JSON."""
    try:
        return await handler(request)
    except BooksError as error:
        status, code = STATUSES[type(error)]
        return _error(status, code, str(error))
    except (*UNREADABLE, web.RequestPayloadError) as error:
        return _error(400, "bad_body", str(error))
    except web.HTTPException as error:
        return _error(error.status, f"http_{error.status}", error.reason, error.headers)
    except ConnectionError:
        raise  # nobody is there to be told
    except Exception:
        log.exception("%s %s failed", request.method, _route(request))
        return _error(500, "internal", "something is wrong here")


def _route(request: web.Request) -> str:
    """The path without what stands in its places: that may be the number of a person."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else "?"


def _error(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> web.Response:
    kept = {name: value for name, value in (headers or {}).items() if name in KEPT_HEADERS}
    return _json(Failed(Fault(code, message)), status, kept)


def _json(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    body = msgspec.json.encode(value)
    return web.Response(body=body, status=status, headers=headers, content_type="application/json")
