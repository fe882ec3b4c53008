"""What the operator allows and what it costs: decisions about one line, and nothing but decisions.

A quote says what a change would do; carrying one out gives the line after it. Ids are those of the catalogue and must
be in it. Services of a line may stand in any order; those in an answer follow the catalogue.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta, tzinfo

from msgspec.structs import replace

from operator_api.contract import (
    Catalogue,
    Kopecks,
    Reason,
    Refused,
    Service,
    ServiceQuote,
    Subscriber,
    Tariff,
    TariffQuote,
    Value,
)

DAY = 86_400.0
FREE_CHANGE = 30 * DAY
"""How long after the activation of a number its tariff may be changed without a fee."""

SMS_PACKS = frozenset({"sms100", "sms300", "sms500", "sms_day"})
"""What is left of these burns when another replaces them."""

VOICE = frozenset(
    {"aon", "antiaon", "antiaon_req", "super_aon", "missed", "waiting", "conference", "barring", "forward"}
    | {"voicemail", "goodok", "blacklist", "favorite", "home", "neighbour", "ours100"}
)
"""Services that are about calls."""

NOT_OFFERED: Mapping[str, frozenset[str]] = {
    "connect": VOICE,
    "tablet": VOICE,
    "guest": frozenset({"trust"}),
    "class": frozenset({"trust", "goodok", "weather"}),
}
"""Services that a tariff excludes."""

CREDIT = frozenset({"trust"})
"""Services that lend, and so exclude a promised payment."""

CONSULTANT_FEE = Kopecks(30_00)
"""What it costs to have a consultant do what one could do alone."""

ON_THIS_TARIFF = "tariff"
"""The condition that a service breaks which the tariff excludes."""

PASSPORT = "passport"
"""The condition of what people alone may change; whether it is the right one is not for these rules."""

TARIFF_CONDITIONS: Mapping[str, Callable[[Tariff], bool]] = {
    "per-minute tariff": lambda tariff: tariff.monthly == 0,
    "monthly-fee tariff": lambda tariff: tariff.monthly > 0,
}

SUBSCRIBER_CONDITIONS: Mapping[str, Callable[[Subscriber], bool]] = {
    "balance>0": lambda subscriber: subscriber.balance > 0,
    "no debt": lambda subscriber: subscriber.balance >= 0,
}


class Pending(Value, frozen=True):
    """A change of tariff that is paid for and waits for its day; ``at`` is when it begins."""

    tariff: str
    at: float


class Promised(Value, frozen=True):
    """A promised payment; it is taken back, with its fee, at the time ``due``, when the day ``until`` is over."""

    amount: Kopecks
    fee: Kopecks
    until: date
    due: float


class Line(Value, frozen=True):
    """One number in the books."""

    subscriber: Subscriber
    pending: Pending | None = None
    promised: Promised | None = None


# Services


def quote_service(
    line: Line, service_id: str, on: bool, catalogue: Catalogue, now: float, *, assisted: bool = False
) -> ServiceQuote | Refused:
    """What switching would do and cost. Checked in turn: blocked, already so, support only, needs, conflicts, money.

    ``assisted``: a consultant does it, for a fee; what takes a passport is for them alone, and free.
    """
    service = catalogue.service[service_id]
    if reason := _why_not_switch(line.subscriber, service, on, assisted):
        return Refused(reason, service.id)
    fee = CONSULTANT_FEE if assisted and not service.support_only else Kopecks(0)
    if on:
        return _quote_on(line, service, catalogue, now, fee)
    return _quote_off(line.subscriber, service, catalogue, fee)


def switch_service(line: Line, quote: ServiceQuote, catalogue: Catalogue) -> Line:
    """The line after a quote for it was carried out."""
    gone = {*quote.removes} if quote.on else {quote.service}
    come = {*quote.adds, quote.service} if quote.on else set()
    services = in_catalogue_order((set(line.subscriber.services) - gone) | come, catalogue)
    paid = _charge(line.subscriber, quote.connect_fee + quote.fee + quote.consultant_fee)
    return replace(line, subscriber=replace(paid, services=services))


def _why_not_switch(subscriber: Subscriber, service: Service, on: bool, assisted: bool) -> Reason | None:
    if subscriber.blocked:
        return Reason.BLOCKED
    if (service.id in subscriber.services) == on:
        return Reason.ALREADY
    return Reason.SUPPORT_ONLY if service.support_only and not assisted else None


def _quote_off(
    subscriber: Subscriber, service: Service, catalogue: Catalogue, consultant_fee: Kopecks
) -> ServiceQuote | Refused:
    if by := _needing({service.id}, subscriber.services, catalogue):
        return Refused(Reason.NEEDED, service.id, by=by)
    quote = ServiceQuote(service.id, on=False, consultant_fee=consultant_fee)
    return _short_of_money(quote, subscriber) or quote


def _quote_on(
    line: Line, service: Service, catalogue: Catalogue, now: float, consultant_fee: Kopecks
) -> ServiceQuote | Refused:
    subscriber = line.subscriber
    added = _missing(service, subscriber.services, catalogue)
    removes = _excluded((service, *added), subscriber.services, catalogue)
    quote = ServiceQuote(
        service.id,
        on=True,
        connect_fee=Kopecks(sum(each.connect_fee for each in (service, *added))),
        fee=Kopecks(sum(each.fee for each in (service, *added))),
        period=service.period,
        adds=tuple(each.id for each in added),
        removes=removes,
        remainder_lost=not SMS_PACKS.isdisjoint(removes),
        consultant_fee=consultant_fee,
    )
    return (
        _unmet_condition(quote, subscriber, catalogue, now)
        or _owes_promised(quote, line)
        or _immovable_conflict(quote, subscriber, catalogue)
        or _short_of_money(quote, subscriber)
        or quote
    )


def _missing(service: Service, have: Iterable[str], catalogue: Catalogue) -> tuple[Service, ...]:
    """What the service needs and the line has not, those that others of them need first."""
    found: dict[str, Service] = {}
    for need in service.needs:
        if need not in have:
            found |= {each.id: each for each in _missing(catalogue.service[need], have, catalogue)}
            found[need] = catalogue.service[need]
    return tuple(found.values())


def _excluded(coming: Iterable[Service], have: Iterable[str], catalogue: Catalogue) -> tuple[str, ...]:
    conflicts = {conflict for service in coming for conflict in service.conflicts}
    return in_catalogue_order(conflicts.intersection(have), catalogue)


def _needing(ids: Iterable[str], among: Iterable[str], catalogue: Catalogue) -> tuple[str, ...]:
    needing = {each for each in among if not set(ids).isdisjoint(catalogue.service[each].needs)}
    return in_catalogue_order(needing, catalogue)


def _unmet_condition(quote: ServiceQuote, subscriber: Subscriber, catalogue: Catalogue, now: float) -> Refused | None:
    """A condition of the service, or of one that would come with it: ``by`` names that one."""
    tariff = catalogue.tariff[subscriber.tariff]
    for each in (quote.service, *quote.adds):
        service = catalogue.service[each]
        shown = {PASSPORT} if each == quote.service else set()  # else nobody would have come this far
        for condition in service.conditions:
            if condition not in shown and not _is_met(condition, subscriber, tariff, now):
                return _condition_refused(quote, service, condition)
        if not _is_offered(service, tariff):
            return _condition_refused(quote, service, ON_THIS_TARIFF)
    return None


def _condition_refused(quote: ServiceQuote, service: Service, condition: str) -> Refused:
    by = () if service.id == quote.service else (service.id,)
    return Refused(Reason.CONDITION, quote.service, by=by, condition=condition)


def _is_met(condition: str, subscriber: Subscriber, tariff: Tariff, now: float) -> bool:
    """Whether a condition of the catalogue holds; what only the person could grant (an address, consent) does not."""
    if age := re.fullmatch(r"age>=(\d+)d", condition):
        return now - subscriber.activated >= int(age[1]) * DAY
    if condition in TARIFF_CONDITIONS:
        return TARIFF_CONDITIONS[condition](tariff)
    return condition in SUBSCRIBER_CONDITIONS and SUBSCRIBER_CONDITIONS[condition](subscriber)


def _owes_promised(quote: ServiceQuote, line: Line) -> Refused | None:
    """No credit beside a promised payment: the only conflict of the catalogue that is not with a service."""
    return Refused(Reason.PROMISED, quote.service) if quote.service in CREDIT and line.promised else None


def _immovable_conflict(quote: ServiceQuote, subscriber: Subscriber, catalogue: Catalogue) -> Refused | None:
    """What would have to go and cannot: people alone may remove it, or something that stays needs it."""
    staying = (set(subscriber.services) - set(quote.removes)) | {quote.service, *quote.adds}
    stuck = [
        each for each in quote.removes if catalogue.service[each].support_only or _needing({each}, staying, catalogue)
    ]
    return Refused(Reason.CONFLICT, quote.service, by=tuple(stuck)) if stuck else None


def _short_of_money(quote: ServiceQuote, subscriber: Subscriber) -> Refused | None:
    need = Kopecks(quote.connect_fee + quote.fee + quote.consultant_fee)
    if need == 0 or subscriber.balance >= need:
        return None
    return Refused(Reason.MONEY, quote.service, need=need, have=subscriber.balance, by=quote.adds)


# Tariffs


def quote_tariff(
    line: Line, tariff_id: str, catalogue: Catalogue, now: float, *, assisted: bool = False
) -> TariffQuote | Refused:
    """What going over would do and cost; the fee is waived for the first 30 days of a number.

    ``assisted``: a consultant does it, for a fee.
    """
    tariff = catalogue.tariff[tariff_id]
    if reason := _why_not_enter(line, tariff):
        return Refused(reason, tariff.id)
    subscriber = line.subscriber
    free = now - subscriber.activated < FREE_CHANGE
    switch_fee = Kopecks(0) if free else Kopecks(tariff.switch_fee or 0)
    consultant_fee = CONSULTANT_FEE if assisted else Kopecks(0)
    need = Kopecks(switch_fee + tariff.monthly + consultant_fee)
    if subscriber.balance < need:
        return Refused(Reason.MONEY, tariff.id, need=need, have=subscriber.balance)
    drops = _dropped(subscriber.services, tariff, catalogue)
    return TariffQuote(tariff.id, switch_fee, tariff.monthly, drops, consultant_fee)


def change_tariff(line: Line, quote: TariffQuote, catalogue: Catalogue, now: float, zone: tzinfo) -> tuple[Line, date]:
    """The line after a quote for it was carried out, and the first day of the tariff.

    Tariffs by the minute begin at once, those with a monthly fee at the next midnight of the zone. Both are paid now.
    """
    today = datetime.fromtimestamp(now, zone).date()
    paid = _charge(line.subscriber, quote.switch_fee + quote.monthly + quote.consultant_fee)
    if quote.monthly == 0:
        return replace(line, subscriber=_enter(paid, quote.tariff, now, catalogue)), today
    tomorrow = today + timedelta(days=1)
    midnight = datetime.combine(tomorrow, time(), zone).timestamp()
    return replace(line, subscriber=paid, pending=Pending(quote.tariff, midnight)), tomorrow


def settle(line: Line, catalogue: Catalogue, now: float) -> Line:
    """The line as it is now: what waited for a time that has come has happened."""
    return take_back(begin_tariff(line, catalogue, now), now)


def begin_tariff(line: Line, catalogue: Catalogue, now: float) -> Line:
    """The line on the tariff that waited for its day, if that has come."""
    if line.pending is None or line.pending.at > now:
        return line
    entered = _enter(line.subscriber, line.pending.tariff, line.pending.at, catalogue)
    return replace(line, subscriber=entered, pending=None)


def take_back(line: Line, now: float) -> Line:
    """The line without its promised payment, if that is due."""
    if line.promised is None or line.promised.due > now:
        return line
    paid = _charge(line.subscriber, line.promised.amount + line.promised.fee)
    return replace(line, subscriber=paid, promised=None)


def _why_not_enter(line: Line, tariff: Tariff) -> Reason | None:
    if line.subscriber.blocked:
        return Reason.BLOCKED
    if line.subscriber.tariff == tariff.id:
        return Reason.ALREADY
    if tariff.status == "support":
        return Reason.SUPPORT_ONLY
    if tariff.status == "archive" or tariff.switch_fee is None:
        return Reason.ARCHIVED
    if line.promised:
        return Reason.PROMISED
    return Reason.PENDING if line.pending else None


def _enter(subscriber: Subscriber, tariff_id: str, at: float, catalogue: Catalogue) -> Subscriber:
    dropped = _dropped(subscriber.services, catalogue.tariff[tariff_id], catalogue)
    services = in_catalogue_order(set(subscriber.services).difference(dropped), catalogue)
    return replace(subscriber, tariff=tariff_id, tariff_since=at, services=services)


def _dropped(services: Iterable[str], tariff: Tariff, catalogue: Catalogue) -> tuple[str, ...]:
    """What the tariff does not allow, and what needs any of that."""
    dropped = {each for each in services if not _is_allowed(catalogue.service[each], tariff)}
    while more := set(_needing(dropped, services, catalogue)) - dropped:
        dropped |= more
    return in_catalogue_order(dropped, catalogue)


def _is_allowed(service: Service, tariff: Tariff) -> bool:
    conditions = (TARIFF_CONDITIONS[each] for each in service.conditions if each in TARIFF_CONDITIONS)
    return _is_offered(service, tariff) and all(condition(tariff) for condition in conditions)


def _is_offered(service: Service, tariff: Tariff) -> bool:
    return service.id not in NOT_OFFERED.get(tariff.id, ())


# Both


def _charge(subscriber: Subscriber, kopecks: int) -> Subscriber:
    return replace(subscriber, balance=Kopecks(subscriber.balance - kopecks))


def in_catalogue_order(ids: Iterable[str], catalogue: Catalogue) -> tuple[str, ...]:
    """Ids of services as the catalogue orders them."""
    wanted = set(ids)
    return tuple(service.id for service in catalogue.services if service.id in wanted)
