"""What calls, messages and fees cost: the price of one, what was spent, what a month would have cost elsewhere.

Money is integer kopecks; times are seconds since the epoch; days and months are those of a zone that is handed in.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, tzinfo
from typing import Literal, get_args

from operator_api.contract import Kopecks, Number, Tariff, Value

# For the contract

Metered = Literal["call_onnet", "call_offnet", "call_in", "sms", "internet"]
"""What the tariff sets a price for."""

Kind = Literal[Metered, "service", "tariff", "promised", "consultant", "payment"]


class Event(Value, frozen=True):
    """One line of an itemised bill.

    ``peer`` is the other number (E.164 without the plus, or as it was dialled) or the id of a service or tariff.
    ``amount`` is seconds of a call, messages, kilobytes, else 1. ``charge`` is negative for a payment.
    """

    number: Number
    at: float
    kind: Kind
    peer: str
    amount: int
    charge: Kopecks


# Prices

PER_SECOND = frozenset({"second"})
"""Tariffs whose calls are charged by the second; all others charge started minutes."""

MESSAGES: Mapping[str, int] = {"sms100": 100, "sms300": 300, "sms500": 500, "sms_day": 10}
"""Messages that a pack includes each month, by the id of the service; packs exclude each other."""

DAILY = frozenset({"sms_day"})
"""Packs that include theirs each day instead."""


def price(kind: Metered, amount: int, tariff: Tariff, sms_left: int = 0, minutes_left: int = 0) -> Kopecks | None:
    """What so many seconds, messages or kilobytes cost on the tariff; None where it does not offer that.

    ``sms_left`` messages and ``minutes_left`` minutes are still included.
    """
    match kind:
        case "call_onnet":
            return _call(amount, tariff.onnet_minute, minutes_left, tariff)
        case "call_offnet":
            return _call(amount, tariff.offnet_minute, minutes_left, tariff)
        case "call_in":
            return None if tariff.onnet_minute is None else Kopecks(0)
        case "sms":
            return None if tariff.sms is None else Kopecks(max(0, amount - sms_left) * tariff.sms)
        case "internet":
            return Kopecks(0)


def started_minutes(seconds: int) -> int:
    """Minutes that are charged for a call: 61 seconds are two."""
    return -(-seconds // 60)


def _call(seconds: int, minute: Kopecks | None, minutes_left: int, tariff: Tariff) -> Kopecks | None:
    if minute is None:
        return None
    charged = max(0, seconds - minutes_left * 60)
    if tariff.id in PER_SECOND:
        return Kopecks(-(-charged * minute // 60))
    return Kopecks(started_minutes(charged) * minute)


class Meter:
    """Charges what one line does, in order of time.

    What is included (minutes of the tariff, messages of a pack among ``services``, ids) is used up, and there again the
    next month, or the next day.
    """

    def __init__(self, tariff: Tariff, services: Iterable[str], zone: tzinfo) -> None:
        self._tariff = tariff
        self._zone = zone
        packs = MESSAGES.keys() & set(services)
        self._messages = sum(MESSAGES[pack] for pack in packs)
        self._daily = not DAILY.isdisjoint(packs)
        self._used: Counter[tuple[str, date]] = Counter()

    def charge(self, kind: Metered, amount: int, at: float) -> Kopecks | None:
        """The price at that moment; None where the tariff does not offer it."""
        day = datetime.fromtimestamp(at, self._zone).date()
        minutes = ("minutes", day.replace(day=1))
        messages = ("messages", day if self._daily else day.replace(day=1))
        minutes_left = self._tariff.minutes - self._used[minutes]
        sms_left = self._messages - self._used[messages]
        if kind == "sms":
            self._used[messages] += min(sms_left, amount)
        elif price(kind, amount, self._tariff):
            self._used[minutes] += min(minutes_left, started_minutes(amount))
        return price(kind, amount, self._tariff, sms_left, minutes_left)


# What was spent


class Spent(Value, frozen=True):
    """What one kind of event came to: how many there were, seconds (messages, kilobytes) in all, and the money."""

    kind: Kind
    count: int
    amount: int
    charge: Kopecks


class Spending(Value, frozen=True):
    """What was charged, by kind and by day, days in order; ``paid`` is what was paid in meanwhile."""

    total: Kopecks
    kinds: tuple[Spent, ...]
    days: tuple[tuple[date, Kopecks], ...]
    paid: Kopecks


KINDS: tuple[Kind, ...] = get_args(Kind)
"""In the order in which people are shown them."""


def spending(events: Iterable[Event], zone: tzinfo) -> Spending:
    """What the events cost; those without a charge count for nothing."""
    events = tuple(events)
    charged = [event for event in events if event.charge > 0]
    days: dict[date, int] = defaultdict(int)
    for event in charged:
        days[datetime.fromtimestamp(event.at, zone).date()] += event.charge
    return Spending(
        total=Kopecks(sum(event.charge for event in charged)),
        kinds=by_kind(charged),
        days=tuple((day, Kopecks(sum_)) for day, sum_ in sorted(days.items())),
        paid=Kopecks(-sum(event.charge for event in events if event.charge < 0)),
    )


def by_kind(events: Iterable[Event]) -> tuple[Spent, ...]:
    """What each kind that occurs came to."""
    found: dict[Kind, list[Event]] = defaultdict(list)
    for event in events:
        found[event.kind].append(event)
    return tuple(_spent(kind, found[kind]) for kind in KINDS if kind in found)


def _spent(kind: Kind, events: list[Event]) -> Spent:
    amount = sum(event.amount for event in events)
    return Spent(kind, len(events), amount, Kopecks(sum(event.charge for event in events)))


# What it would have cost


def estimate(events: Iterable[Event], tariff: Tariff, services: Iterable[str], zone: tzinfo) -> Kopecks | None:
    """What these events of one month would have cost on the tariff; None where it does not offer what was done.

    Its monthly fee, calls and messages at its prices with the packs among the person's ``services`` (ids), fees of
    services as they were. What no tariff changes (payments, promised ones, a consultant's fee) is left out.
    """
    meter = Meter(tariff, services, zone)
    total = tariff.monthly
    for event in sorted(events, key=lambda event: event.at):
        charge = _elsewhere(event, meter)
        if charge is None:
            return None
        total = Kopecks(total + charge)
    return total


def _elsewhere(event: Event, meter: Meter) -> Kopecks | None:
    match event.kind:
        case "service":
            return event.charge
        case "tariff" | "promised" | "consultant" | "payment":
            return Kopecks(0)
        case kind:
            return meter.charge(kind, event.amount, event.at)
