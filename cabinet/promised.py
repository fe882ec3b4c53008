"""The promised payment: what may be borrowed, on which terms, and what is still to be taken back."""

from aiohttp import web

from cabinet.acts import as_text, refused_page, terms_in
from cabinet.visit import NOTHING, Member, expected, see_other
from cabinet.words import why_not
from operator_api.contract import (
    Kopecks,
    PromisedQuote,
    PromisedTaken,
    QuotePromised,
    Reason,
    Refused,
    TakePromised,
)
from pages.shown import read_rubles

SUMS = tuple(Kopecks(rubles * 100) for rubles in (50, 100, 200, 400, 800))
"""That are offered; any other may be typed."""


async def show(member: Member) -> web.Response:
    """What may be borrowed, or why nothing; what is borrowed already."""
    if member.overview.promised or member.overview.promised_most:
        return _sums_page(member)
    answer = await member.ask(QuotePromised(member.number, SUMS[0]))
    return refused_page(member, expected(Refused, answer), "/assistant")


async def ask_terms(member: Member) -> web.Response:
    """On which terms this sum would be lent: the question before the act."""
    query = member.request.query
    typed = query.get("other", "").strip() or query.get("sum", "")
    amount = read_rubles(typed)
    if amount is None:
        return _sums_page(member, typed, member.say("wrong.sum"))
    answer = await member.ask(QuotePromised(member.number, Kopecks(amount)))
    if isinstance(answer, Refused):
        return _refused(member, answer, typed)
    return _question_page(member, expected(PromisedQuote, answer))


def _refused(member: Member, refused: Refused, typed: str) -> web.Response:
    if refused.reason is Reason.BAD_SUM:
        return _sums_page(member, typed, why_not(member, refused))
    return refused_page(member, refused, "/promised")


async def take(member: Member) -> web.Response:
    """Borrow on the terms that were shown; on new ones the person is asked again."""
    form = await member.form()
    quote = terms_in(form, PromisedQuote)
    match await member.change(TakePromised(member.number, quote), form):
        case PromisedTaken():
            return see_other("/promised?done")
        case Refused() as refused:
            return refused_page(member, refused, "/promised", status=409)
        case answer:
            return _question_page(member, expected(PromisedQuote, answer), changed=True)


def _sums_page(member: Member, typed: str = "", wrong: str = "") -> web.Response:
    most = member.overview.promised_most
    return member.page(
        "promised.html",
        status=422 if wrong else 200,
        sums=tuple(each for each in SUMS if each <= most),
        most=most,
        typed=typed,
        wrong={"other": wrong} if wrong else NOTHING,
        done="done" in member.request.query,
    )


def _question_page(member: Member, quote: PromisedQuote, changed: bool = False) -> web.Response:
    return member.page(
        "promise.html", status=409 if changed else 200, quote=quote, terms=as_text(quote), changed=changed
    )
