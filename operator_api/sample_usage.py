"""Six plausible months of a sample subscriber, the same every time: calls, messages, internet, fees and payments."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from math import log
from random import Random

from operator_api.contract import Catalogue, Event, Kind, Kopecks, Metered, Subscriber, Tariff
from operator_api.rules import NOT_OFFERED, VOICE
from operator_api.usage import Meter

MONTHS = 6

CONTACTS: tuple[tuple[Metered, str], ...] = (
    ("call_onnet", "7916"),
    ("call_offnet", "7903"),
    ("call_onnet", "7916"),
    ("call_offnet", "7926"),
    ("call_onnet", "7916"),
    ("call_offnet", "7905"),
    ("call_onnet", "7916"),
    ("call_offnet", "7495"),
)
"""What a call to each regular contact is, and how their number begins; the last is no mobile and gets no messages."""

WEIGHTS = (9, 6, 4, 3, 3, 2, 1, 1)
"""How often it is each of them."""

HOURS = (1, 0, 0, 0, 0, 0, 1, 3, 8, 12, 13, 13, 14, 13, 12, 12, 13, 15, 18, 20, 18, 13, 7, 3)
"""How much happens in each hour of a day."""

CALLS, MESSAGES, SESSIONS = (0.6, 1.8), (0.25, 0.9), (0.4, 0.8)
"""How many a day, from those who do it least to those who do it most."""

SECONDS, LONGEST_CALL = (log(70), 1.1), 5_400
KILOBYTES, LARGEST_SESSION = (log(2_500), 1.2), 300_000
"""Mean and deviation of the logarithm; the most there is."""

ROUND = 100_00
TOP_UPS = (100_00, 200_00, 300_00, 500_00)
"""About so much is paid in at once; always a multiple of a round sum."""

MINUTE = 60

Deed = tuple[float, Metered, str, int]
"""When, what, with whom and how much: an event before it is charged."""


def usage_of(subscriber: Subscriber, catalogue: Catalogue, now: float, zone: tzinfo) -> Iterator[Event]:
    """What they did in the six months before now, or since their activation, in order of time.

    As if tariff and services had always been theirs. Payments come when the money would run out, and leave what is
    their balance now.
    """
    yield from _Months(subscriber, catalogue, now, zone).events()


def months_before(now: float, months: int, zone: tzinfo) -> float:
    """The same time of day so many months ago; on the last day of a month that is too short."""
    then = datetime.fromtimestamp(now, zone)
    year, month = divmod(then.year * 12 + then.month - 1 - months, 12)
    day = min(then.day, monthrange(year, month + 1)[1])
    return then.replace(year=year, month=month + 1, day=day).timestamp()


class _Months:
    """The months of one subscriber while they are made up."""

    def __init__(self, subscriber: Subscriber, catalogue: Catalogue, now: float, zone: tzinfo) -> None:
        self._subscriber = subscriber
        self._tariff = catalogue.tariff[subscriber.tariff]
        self._services = [catalogue.service[each] for each in subscriber.services]
        self._zone = zone
        self._since = max(months_before(now, MONTHS, zone), subscriber.activated)
        self._now = now
        self._chance = Random(subscriber.number)  # noqa: S311
        self._numbers = self._contacts()

    def events(self) -> list[Event]:
        charged = [*self._fees(), *self._charged(sorted(self._deeds()))]
        return self._with_payments(sorted(charged, key=lambda event: event.at))

    # What they do

    def _deeds(self) -> Iterator[Deed]:
        if _has_voice(self._tariff):
            yield from (self._call(at) for at in self._moments(CALLS))
        yield from (self._message(at) for at in self._moments(MESSAGES))
        if "gprs" in self._subscriber.services:
            yield from (self._session(at) for at in self._moments(SESSIONS))

    def _moments(self, a_day: tuple[float, float]) -> Iterator[float]:
        days = self._days()
        for _ in range(round(self._chance.uniform(*a_day) * len(days))):
            (hour,) = self._chance.choices(range(24), HOURS)
            at = self._at(self._chance.choice(days), hour, self._chance.randrange(60), self._chance.randrange(60))
            if self._since <= at <= self._now:
                yield at

    def _call(self, at: float) -> Deed:
        (contact,) = self._chance.choices(range(len(CONTACTS)), WEIGHTS)
        outgoing, _ = CONTACTS[contact]
        kind = self._chance.choice((outgoing, "call_in"))
        return at, kind, self._numbers[contact], self._about(SECONDS, LONGEST_CALL)

    def _message(self, at: float) -> Deed:
        (number,) = self._chance.choices(self._numbers[:-1], WEIGHTS[:-1])
        return at, "sms", number, self._chance.choice((1, 1, 1, 1, 2, 3))

    def _session(self, at: float) -> Deed:
        return at, "internet", "", self._about(KILOBYTES, LARGEST_SESSION)

    def _about(self, middle: tuple[float, float], most: int) -> int:
        return min(most, 1 + int(self._chance.lognormvariate(*middle)))

    def _contacts(self) -> list[str]:
        """Numbers that begin as told; none is the subscriber's own, and no two are the same."""
        own = int(self._subscriber.number[-7:])
        endings = [each for each in self._chance.sample(range(10**7), len(CONTACTS) + 1) if each != own]
        return [f"{prefix}{ending:07}" for (_, prefix), ending in zip(CONTACTS, endings, strict=False)]

    # What it costs

    def _charged(self, deeds: list[Deed]) -> Iterator[Event]:
        """Deeds in order of time; what the tariff does not offer does not happen."""
        meter = Meter(self._tariff, self._subscriber.services, self._zone)
        for at, kind, peer, amount in deeds:
            charge = meter.charge(kind, amount, at)
            if charge is not None:
                yield self._event(at, kind, peer, charge, amount)

    def _fees(self) -> Iterator[Event]:
        """Soon after midnight; those by the month on its first day."""
        for day in self._days():
            at = self._at(day, 0, 5)
            if self._since <= at <= self._now:
                yield from self._fees_of(day, at)

    def _fees_of(self, day: date, at: float) -> Iterator[Event]:
        if day.day == 1 and self._tariff.monthly:
            yield self._event(at, "tariff", self._tariff.id, self._tariff.monthly)
        for service in self._services:
            if service.period == "day" or (service.period == "month" and day.day == 1):
                yield self._event(at, "service", service.id, service.fee)

    def _with_payments(self, events: list[Event]) -> list[Event]:
        """Told backwards from the balance that is left; a payment stands before what was paid from it."""
        balance, told = int(self._subscriber.balance), list[Event]()
        enough = self._enough(balance)
        earliest = [self._since, *(event.at for event in events)]
        for event, before in zip(reversed(events), reversed(earliest[:-1]), strict=True):
            told.append(event)
            balance += event.charge
            if balance >= enough and event.at - before >= MINUTE:
                paid = balance // ROUND * ROUND
                told.append(self._payment(paid, before, event.at))
                balance -= paid
                enough = self._enough(balance)
        return told[::-1]

    def _enough(self, balance: int) -> int:
        return max(ROUND, balance // ROUND * ROUND + self._chance.choice(TOP_UPS))

    def _payment(self, paid: int, earliest: float, latest: float) -> Event:
        at = max(earliest, latest - self._chance.randrange(MINUTE, 120 * MINUTE))
        return self._event(at, "payment", "", Kopecks(-paid))

    # Where and when

    def _event(self, at: float, kind: Kind, peer: str, charge: Kopecks, amount: int = 1) -> Event:
        return Event(self._subscriber.number, at, kind, peer, amount, charge)

    def _days(self) -> list[date]:
        first, last = (datetime.fromtimestamp(at, self._zone).date() for at in (self._since, self._now))
        return [first + timedelta(days=index) for index in range((last - first).days + 1)]

    def _at(self, day: date, hour: int, minute: int, second: int = 0) -> float:
        return datetime.combine(day, time(hour, minute, second), self._zone).timestamp()


def _has_voice(tariff: Tariff) -> bool:
    """A tariff that excludes the services of calls is for a modem, even where it has a price for them."""
    return tariff.onnet_minute is not None and NOT_OFFERED.get(tariff.id) != VOICE
