"""Services: what is on, what there is, on and off, and the one that only people may switch."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from aiohttp import web

from cabinet.acts import as_text, latest, refused_page, terms_in
from cabinet.visit import Member, expected, see_other
from cabinet.words import condition, names_of, price
from operator_api.contract import (
    Done,
    QuoteService,
    Reason,
    Refused,
    RequestCall,
    Service,
    ServiceQuote,
    ServiceSwitched,
    SwitchService,
)
from pages.errors import PageError

GROUPS: Mapping[str, tuple[str, ...]] = {
    "calls": (
        *("aon", "antiaon", "antiaon_req", "super_aon", "missed", "waiting", "conference", "forward", "voicemail"),
        *("goodok", "favorite", "ours100"),
    ),
    "messages": ("sms100", "sms300", "sms500", "sms50", "sms_day", "mms", "weather"),
    "internet": ("gprs", "bit", "superbit"),
    "travel": ("home", "neighbour", "intl", "easy_roam"),
    "safety": ("blacklist", "sms_filter", "barring", "content_ban", "suspend"),
    "money": ("trust", "kin_balance", "bill"),
}
"""Where a service stands on the page; those of no group come last."""

OTHERS = "others"


class Offer(NamedTuple):
    """A service as it is shown to a person."""

    service: Service
    on: bool
    price: str
    needs: str
    excludes: str
    conditions: tuple[str, ...]


class Group(NamedTuple):
    """Services under a heading, by the key of its text."""

    key: str
    offers: tuple[Offer, ...]


async def show_all(member: Member) -> web.Response:
    """What is on, and what there is."""
    offers = {service.id: _offer(member, service) for service in member.catalogue.services}
    mine = tuple(offer for offer in offers.values() if offer.on)
    return member.page("services.html", mine=mine, groups=tuple(_groups(offers)))


def _groups(offers: Mapping[str, Offer]) -> Iterator[Group]:
    grouped = {id for ids in GROUPS.values() for id in ids}
    others = tuple(id for id in offers if id not in grouped)
    for key, ids in (*GROUPS.items(), (OTHERS, others)):
        if found := tuple(offers[id] for id in ids if id in offers and not offers[id].on):
            yield Group(key, found)


def _offer(member: Member, service: Service) -> Offer:
    return Offer(
        service,
        service.id in member.overview.services,
        price(member, service.connect_fee, service.fee, service.period),
        names_of(member, service.needs),
        names_of(member, (id for id in service.conflicts if id in member.catalogue.service)),
        tuple(condition(member, each) for each in service.conditions if not service.support_only),
    )


async def show_one(member: Member) -> web.Response:
    """One service; after a change, what came of it."""
    service = _service(member)
    done = await latest(member, "SwitchService", service.id)
    called = member.request.query.get("call", "")
    return member.page("service.html", offer=_offer(member, service), done=done, called=called)


async def ask_switch(member: Member) -> web.Response:
    """On which terms it would be switched: the question before the act."""
    service, on = _service(member), _wanted_on(member)
    answer = await member.ask(QuoteService(member.number, service.id, on))
    if isinstance(answer, Refused):
        return refused_page(member, answer, "/services", on=on)
    return _question_page(member, expected(ServiceQuote, answer))


async def switch(member: Member) -> web.Response:
    """Switch it on the terms that were shown; on new ones the person is asked again."""
    form = await member.form()
    quote = terms_in(form, ServiceQuote)
    if (quote.service, quote.on) != (member.request.match_info["id"], _wanted_on(member)):
        raise PageError(400, "bad_form")
    match await member.change(SwitchService(member.number, quote), form):
        case ServiceSwitched():
            return see_other(f"/services/{quote.service}?done")
        case Refused() as refused:
            return refused_page(member, refused, "/services", on=quote.on, status=409)
        case answer:
            return _question_page(member, expected(ServiceQuote, answer), changed=True)


def _question_page(member: Member, quote: ServiceQuote, changed: bool = False) -> web.Response:
    return member.page(
        "switch.html",
        status=409 if changed else 200,
        service=member.catalogue.service[quote.service],
        quote=quote,
        terms=as_text(quote),
        price=price(member, quote.connect_fee, quote.fee, quote.period),
        adds=names_of(member, quote.adds),
        removes=names_of(member, quote.removes),
        changed=changed,
    )


async def ask_for_call(member: Member) -> web.Response:
    """Have a person of the support desk call back about a service that only people may switch."""
    form = await member.form()
    service = _service(member)
    answer = await member.change(RequestCall(member.number, service.id), form)
    if isinstance(answer, Refused) and answer.reason is Reason.ALREADY:
        return see_other(f"/services/{service.id}?call=already")
    expected(Done, answer)
    return see_other(f"/services/{service.id}?call=accepted")


def _service(member: Member) -> Service:
    service = member.catalogue.service.get(member.request.match_info["id"])
    if service is None:
        raise PageError(404, "not_found")
    return service


def _wanted_on(member: Member) -> bool:
    return member.request.match_info["way"] == "on"
