"""What a consultant does for a person: each shows its terms first, and is done when the person has said yes."""

from typing import TypeVar

import msgspec
from aiohttp import web

from operator_api.contract import (
    AnyQuestion,
    AnyResult,
    Catalogue,
    ChangeTariff,
    EndSessions,
    QuoteService,
    QuoteTariff,
    Reason,
    Refused,
    SendPassword,
    Service,
    ServiceQuote,
    SwitchService,
    Tariff,
    TariffQuote,
)
from operator_api.desk.people import card_of, show_of
from operator_api.desk.showing import DESK, FORMS, caller_of, catalogue_of, form_of, go, number_of
from operator_api.desk.words import NO_PASSWORD, refusal
from pages.errors import PageError
from pages.forms import Form

PASSPORT_DIGITS = 10

Quote = TypeVar("Quote", ServiceQuote, TariffQuote)

# Services


async def quote_service(request: web.Request) -> web.Response:
    """What switching it would do and cost, to be read to the person."""
    question = QuoteService(number_of(request), request.match_info["service"], request.match_info["way"] == "on")
    return await _show_terms(request, await _look(request, question))


async def switch_service(request: web.Request) -> web.Response:
    """Switch it on the terms that were read to the person."""
    form = await form_of(request)
    quote = _quote(form, ServiceQuote)
    if (quote.service, quote.on) != (request.match_info["service"], request.match_info["way"] == "on"):
        raise PageError(400, "bad_form")
    passport = ""
    if (service := catalogue_of(request).service.get(quote.service)) and service.support_only:
        passport = "".join(filter(str.isdecimal, form.secret("passport")))
        if len(passport) != PASSPORT_DIGITS:
            return await _show_terms(request, quote, 422, wrong_passport=True)
    result = await _act(request, form, SwitchService(number_of(request), quote, passport))
    return await _shown_or_done(request, result, "service")


# Tariffs


async def quote_tariff(request: web.Request) -> web.Response:
    """What going over to it would do and cost, to be read to the person."""
    question = QuoteTariff(number_of(request), request.match_info["tariff"])
    return await _show_terms(request, await _look(request, question))


async def change_tariff(request: web.Request) -> web.Response:
    """Go over to it on the terms that were read to the person."""
    form = await form_of(request)
    quote = _quote(form, TariffQuote)
    if quote.tariff != request.match_info["tariff"]:
        raise PageError(400, "bad_form")
    result = await _act(request, form, ChangeTariff(number_of(request), quote))
    return await _shown_or_done(request, result, "tariff")


# Password and sessions


async def ask_password(request: web.Request) -> web.Response:
    """Whether to send one."""
    return await _show_ask(request, "password.html")


async def send_password(request: web.Request) -> web.Response:
    """Send one to the phone; nobody sees it here."""
    form = await form_of(request)
    result = await _act(request, form, SendPassword(number_of(request)))
    if isinstance(result, Refused):
        return await _show_ask(request, "password.html", 409, result)
    return _done(request, "password")


async def ask_sessions(request: web.Request) -> web.Response:
    """Whether to end them."""
    return await _show_ask(request, "sessions.html")


async def end_sessions(request: web.Request) -> web.Response:
    """Sign the person out, wherever that is."""
    form = await form_of(request)
    await _act(request, form, EndSessions(number_of(request)))
    return _done(request, "sessions")


# All of them


async def _look(request: web.Request, question: AnyQuestion) -> AnyResult:
    return await request.app[DESK].ask(question, None, caller_of(request))


async def _act(request: web.Request, form: Form, question: AnyQuestion) -> AnyResult:
    """Do it, once for the page that the form came from."""
    key = request.app[FORMS].act_key(form.once, msgspec.json.encode(question))
    return await request.app[DESK].ask(question, key, caller_of(request))


def _quote(form: Form, kind: type[Quote]) -> Quote:
    """The terms that were shown, as the page carried them."""
    try:
        return msgspec.json.decode(form.text("quote"), type=kind)
    except (msgspec.DecodeError, RecursionError):
        raise PageError(400, "bad_form") from None


async def _shown_or_done(request: web.Request, result: AnyResult, done: str) -> web.Response:
    """Refused, or the terms have changed meanwhile: nothing was done."""
    if isinstance(result, ServiceQuote | TariffQuote | Refused):
        return await _show_terms(request, result, 409, changed=not isinstance(result, Refused))
    return _done(request, done)


def _done(request: web.Request, what: str) -> web.Response:
    return go(f"/subscribers/{number_of(request)}?done={what}")


async def _show_terms(
    request: web.Request, result: AnyResult, status: int = 200, *, changed: bool = False, wrong_passport: bool = False
) -> web.Response:
    """The terms, to be read to the person, or why there are none."""
    card, catalogue = await card_of(request), catalogue_of(request)
    if isinstance(result, Refused):
        again = result.reason is Reason.WRONG_PASSPORT
        return show_of(request, card, "refused.html", status, text=refusal(result, catalogue), again=again)
    template, thing, total = _terms_of(result, catalogue)
    values = {"quote": result, "shown": msgspec.json.encode(result).decode(), "thing": thing, "total": total}
    return show_of(request, card, template, status, changed=changed, wrong_passport=wrong_passport, **values)


def _terms_of(quote: AnyResult, catalogue: Catalogue) -> tuple[str, Service | Tariff, int]:
    """The page for a quote, what it is about, and what it takes at once."""
    match quote:
        case ServiceQuote():
            total = quote.connect_fee + quote.fee + quote.consultant_fee
            return "service.html", catalogue.service[quote.service], total
        case TariffQuote():
            total = quote.switch_fee + quote.monthly + quote.consultant_fee
            return "tariff.html", catalogue.tariff[quote.tariff], total
    raise TypeError(f"no terms: {quote}")


async def _show_ask(
    request: web.Request, template: str, status: int = 200, refused: Refused | None = None
) -> web.Response:
    card = await card_of(request)
    text = NO_PASSWORD[refused.reason] if refused else ""
    return show_of(request, card, template, status, refused=text)
