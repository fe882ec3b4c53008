"""Tariffs: the person's own, what the last month would have cost on others, and going over to one."""

from datetime import date, timedelta
from typing import NamedTuple

from aiohttp import web

from cabinet.acts import as_text, latest, refused_page, terms_in
from cabinet.visit import Member, expected, see_other
from cabinet.words import coming, names_of, why_not
from operator_api.contract import (
    ChangeTariff,
    Comparison,
    Estimate,
    GetComparison,
    Kopecks,
    QuoteTariff,
    Refused,
    Tariff,
    TariffChanged,
    TariffQuote,
)
from pages.errors import PageError


class Row(NamedTuple):
    """A tariff in the comparison. ``saved``: how much less the month would have cost than it did; may be negative."""

    tariff: Tariff
    total: Kopecks | None
    saved: Kopecks
    quote: TariffQuote | None
    drops: str
    why_not: str


async def show_all(member: Member) -> web.Response:
    """The person's own tariff, and the others, the cheapest for them first."""
    catalogue = member.catalogue
    compared = await member.look(Comparison, GetComparison(member.number))
    rows = [
        _row(member, each, compared.spent)
        for each in compared.estimates
        if each.tariff in catalogue.tariff and each.tariff != member.overview.tariff
    ]
    return member.page(
        "tariffs.html",
        mine=catalogue.tariff.get(member.overview.tariff),
        coming=coming(member),
        compared=compared,
        rows=rows,
    )


def _row(member: Member, estimate: Estimate, spent: Kopecks) -> Row:
    terms, total = estimate.terms, estimate.total
    quote = terms if isinstance(terms, TariffQuote) else None
    refused = terms if isinstance(terms, Refused) else None
    return Row(
        tariff=member.catalogue.tariff[estimate.tariff],
        total=total,
        saved=Kopecks(spent - total) if total is not None else Kopecks(0),
        quote=quote,
        drops=names_of(member, quote.drops) if quote else "",
        why_not=why_not(member, refused) if refused else "",
    )


async def show_one(member: Member) -> web.Response:
    """On which terms one would go over to it; after the change, what came of it."""
    tariff = _tariff(member)
    if done := await latest(member, "ChangeTariff", tariff.id):
        return member.page("tariff_done.html", tariff=tariff, done=done, coming=coming(member))
    answer = await member.ask(QuoteTariff(member.number, tariff.id))
    if isinstance(answer, Refused):
        return refused_page(member, answer, "/tariffs")
    return _question_page(member, expected(TariffQuote, answer))


async def change(member: Member) -> web.Response:
    """Go over to it on the terms that were shown; on new ones the person is asked again."""
    form = await member.form()
    quote = terms_in(form, TariffQuote)
    if quote.tariff != member.request.match_info["id"]:
        raise PageError(400, "bad_form")
    match await member.change(ChangeTariff(member.number, quote), form):
        case TariffChanged():
            return see_other(f"/tariffs/{quote.tariff}?done")
        case Refused() as refused:
            return refused_page(member, refused, "/tariffs", status=409)
        case answer:
            return _question_page(member, expected(TariffQuote, answer), changed=True)


def _question_page(member: Member, quote: TariffQuote, changed: bool = False) -> web.Response:
    return member.page(
        "tariff.html",
        status=409 if changed else 200,
        tariff=member.catalogue.tariff[quote.tariff],
        quote=quote,
        terms=as_text(quote),
        begins=starts(quote, member.overview.today),
        drops=names_of(member, quote.drops),
        changed=changed,
    )


def starts(quote: TariffQuote, today: date) -> date | None:
    """The first day of a tariff with a monthly fee; None: it begins at once."""
    return today + timedelta(days=1) if quote.monthly else None


def _tariff(member: Member) -> Tariff:
    tariff = member.catalogue.tariff.get(member.request.match_info["id"])
    if tariff is None:
        raise PageError(404, "not_found")
    return tariff
