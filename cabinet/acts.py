"""Changes that a person agrees to: the terms that were shown travel in the form, and what came of one is told after."""

from typing import TypeVar

import msgspec
from aiohttp import web

from cabinet.visit import Member
from cabinet.words import why_not
from operator_api.contract import GetHistory, Happening, History, PromisedQuote, Refused, ServiceQuote, TariffQuote
from pages.errors import PageError
from pages.forms import Form

Terms = ServiceQuote | TariffQuote | PromisedQuote
Wanted = TypeVar("Wanted", ServiceQuote, TariffQuote, PromisedQuote)


def as_text(terms: Terms) -> str:
    """The terms, to be carried by a form. They need no seal: the operator compares them with those in force."""
    return msgspec.json.encode(terms).decode()


def terms_in(form: Form, wanted: type[Wanted]) -> Wanted:
    """The terms that the person saw. Raises `PageError` for what is none."""
    try:
        return msgspec.json.decode(form.secret("terms"), type=wanted)
    except (msgspec.DecodeError, RecursionError):
        raise PageError(400, "bad_form") from None


def refused_page(member: Member, refused: Refused, back: str, *, on: bool = True, status: int = 200) -> web.Response:
    """Why not, and the way back."""
    text = why_not(member, refused, on)
    return member.page("refused.html", status=status, text=text, back=back, reason=str(refused.reason))


async def latest(member: Member, what: str, subject: str = "") -> Happening | None:
    """The last time that this was done, as the history tells it; asked for where the address says ``?done``."""
    if "done" not in member.request.query:
        return None
    history = await member.look(History, GetHistory(member.number))
    return next((each for each in history.happenings if (each.what, each.subject) == (what, subject)), None)
