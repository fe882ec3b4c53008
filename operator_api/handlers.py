"""What the API does, question by question, and `ROUTES`, which says where."""

from typing import Annotated, Any

import msgspec
from aiohttp import web

from operator_api.back_office import BackOffice
from operator_api.clock import Clock
from operator_api.contract import (
    MEDIA_TYPES,
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
    Session,
    SignedIn,
    SignIn,
    Subscriber,
    Usage,
)
from operator_api.errors import (
    BadHeaderError,
    BadNumberError,
    KeyReusedError,
    NoKeyError,
    NotAllowedError,
    SessionOverError,
    TooMuchError,
    UnknownIdError,
    UnknownNumberError,
)
from operator_api.openapi import PAGE_POLICY, STYLE, render
from operator_api.routes import CONSULTANT, IN_SESSION, KEY, ORIGIN, SESSION, Route
from operator_api.serving import DOORMAN, caller_of, header_of, number_of, origin_of, token_of

OFFICE = web.AppKey("office", BackOffice)
CATALOGUE = web.AppKey("catalogue", Catalogue)
CLOCK = web.AppKey("clock", Clock)
DOCUMENT = web.AppKey("document", dict[str, Any])


class Advance(msgspec.Struct, frozen=True):
    """By how much to move the clock: forward only, a year at most."""

    seconds: Annotated[float, msgspec.Meta(ge=0, le=31_622_400)]


async def answer_question(request: web.Request, question: AnyQuestion) -> Answer:
    """A question of the contract, answered."""
    key = header_of(request, KEY)
    return await request.app[OFFICE].answer(question, key, await caller_of(request, question.number))


async def show_catalogue(request: web.Request, _: None) -> Catalogue:
    """Everything on offer."""
    return request.app[CATALOGUE]


async def put_subscriber(request: web.Request, subscriber: Subscriber) -> dict[str, str]:
    """Write a subscriber anew."""
    if subscriber.number != request.match_info["number"]:
        raise BadNumberError("the numbers in the address and in the body differ")
    await request.app[OFFICE].put(subscriber, await caller_of(request))
    return {}


async def show_subscriber(request: web.Request, _: None) -> Subscriber:
    """A subscriber as the books have it now; a consultant's look is noted."""
    caller = await caller_of(request)
    looks = caller if caller.assisted else None
    subscriber = await request.app[OFFICE].subscriber(number_of(request), looks)
    if subscriber is None:
        raise UnknownNumberError("no such subscriber")
    return subscriber


async def put_passport(request: web.Request, passport: Passport) -> dict[str, str]:
    """Write what tells the right passport from others."""
    number = number_of(request)
    await request.app[OFFICE].put_passport(number, passport.passport, await caller_of(request))
    return {}


async def note_sim_change(request: web.Request, _: None) -> dict[str, str]:
    """The SIM was changed now."""
    await request.app[OFFICE].note_sim_change(number_of(request), await caller_of(request))
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
    return await request.app[DOORMAN].session(token_of(request), origin_of(request))


async def sign_out(request: web.Request, _: None) -> dict[str, str]:
    """End the session."""
    await request.app[DOORMAN].sign_out(token_of(request), origin_of(request))
    return {}


async def show_document(request: web.Request, _: None) -> web.Response:
    """A document of the session's own number."""
    number = await request.app[DOORMAN].number(token_of(request))
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
