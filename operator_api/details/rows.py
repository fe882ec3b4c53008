"""What people read on an itemised bill: heading, a row for each event, totals; the same words in every format."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from operator_api.contract import Event, Kind, Kopecks, Spent, Value
from operator_api.details import Detail
from operator_api.details.words import WORDS
from operator_api.usage import by_kind

COLUMNS = ("date", "time", "what", "peer", "amount", "charged", "paid")
TOTAL_COLUMNS = ("what", "count", "amount", "charged", "paid")

CALLS = frozenset({"call_onnet", "call_offnet", "call_in"})
WITH_NUMBERS = CALLS | {"sms"}
"""Kinds whose peer is a number; that of others is an id."""

MEGABYTE = 1024
"""In kilobytes."""


class Row(Value, frozen=True):
    """An event in words; ``at`` is the time on the clock of the zone."""

    event: Event
    at: datetime
    date: str
    time: str
    what: str
    peer: str
    amount: str
    charged: str
    paid: str

    @property
    def cells(self) -> tuple[str, ...]:
        """By column."""
        return self.date, self.time, self.what, self.peer, self.amount, self.charged, self.paid


class Total(Value, frozen=True):
    """What some events came to, in words."""

    what: str
    count: str
    amount: str
    charged: str
    paid: str

    @property
    def cells(self) -> tuple[str, ...]:
        """By column."""
        return self.what, self.count, self.amount, self.charged, self.paid


def title(detail: Detail) -> str:
    """What this is."""
    return WORDS[detail.language]["title"]


def heading(detail: Detail) -> list[tuple[str, str]]:
    """Whose bill it is and of what days: labels and values."""
    words = WORDS[detail.language]
    made = datetime.fromtimestamp(detail.made_at, ZoneInfo(detail.zone))
    return [
        (words["name"], shown(detail.name)),
        (words["number"], phone(detail.number)),
        (words["tariff"], shown(detail.tariff)),
        (words["period"], days(detail)),
        (words["made"], f"{day(made)} {made:%H:%M}"),
        (words["zone"], detail.zone),
    ]


def days(detail: Detail) -> str:
    """From when to when."""
    return f"{day(detail.first)} - {day(detail.last)}"


def columns(detail: Detail, names: Iterable[str] = COLUMNS) -> list[str]:
    """What stands above each column."""
    return [WORDS[detail.language][f"column.{name}"] for name in names]


def rows(detail: Detail) -> Iterator[Row]:
    """Every event, in order."""
    words, zone = WORDS[detail.language], ZoneInfo(detail.zone)
    for event in detail.events:
        at = datetime.fromtimestamp(event.at, zone)
        what, much = words[f"kind.{event.kind}"], amount(event.kind, event.amount, detail)
        yield Row(event, at, day(at), f"{at:%H:%M:%S}", what, peer(event, detail), much, *_sums(event.charge))


def totals(detail: Detail) -> list[Total]:
    """What each kind that occurs came to."""
    return [_total(spent, detail) for spent in by_kind(detail.events)]


def _total(spent: Spent, detail: Detail) -> Total:
    what, much = WORDS[detail.language][f"kind.{spent.kind}"], amount(spent.kind, spent.amount, detail)
    return Total(what, str(spent.count), much, *_sums(spent.charge))


def grand_total(detail: Detail) -> Total:
    """What all came to."""
    charged, paid = charged_and_paid(detail.events)
    return Total(WORDS[detail.language]["total"], str(len(detail.events)), "", money(charged), money(paid))


def _sums(charge: Kopecks) -> tuple[str, str]:
    """Under charged or under paid in."""
    return (money(charge), "") if charge >= 0 else ("", money(-charge))


def charged_and_paid(events: Iterable[Event]) -> tuple[Kopecks, Kopecks]:
    """Both sums of some events."""
    charges = [event.charge for event in events]
    charged = sum(charge for charge in charges if charge > 0)
    return Kopecks(charged), Kopecks(charged - sum(charges))


def peer(event: Event, detail: Detail) -> str:
    """The number, or the name of the service or tariff; an id without a name as it is."""
    return phone(event.peer) if event.kind in WITH_NUMBERS else shown(detail.names.get(event.peer, event.peer))


def amount(kind: Kind, count: int, detail: Detail) -> str:
    """How much of it there was: ``3:05``, ``2 SMS``, ``1,2 МБ``; empty for a fee."""
    words = WORDS[detail.language]
    if kind in CALLS:
        return length(count)
    if kind == "sms":
        return f"{count} {words['unit.messages']}"
    if kind == "internet":
        return volume(count, words["unit.kilobytes"], words["unit.megabytes"])
    return ""


def length(seconds: int) -> str:
    """``3:05``, ``1:00:09``."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def volume(kilobytes: int, small: str, large: str) -> str:
    """``512 КБ``, ``1,2 МБ``."""
    if kilobytes < MEGABYTE:
        return f"{kilobytes} {small}"
    return f"{kilobytes / MEGABYTE:.1f} {large}".replace(".", ",")


def money(kopecks: int) -> str:
    """A sum that is not negative, in rubles: ``1234,50``."""
    return f"{kopecks // 100},{kopecks % 100:02}"


def day(of: date) -> str:
    """``05.10.2012``."""
    return f"{of:%d.%m.%Y}"


def phone(number: str) -> str:
    """``+7 916 123-45-67``, other countries ``+38067 123-45-67``; short numbers and names as they are."""
    if not re.fullmatch(r"[1-9]\d{9,14}", number):
        return shown(number)
    start = f"7 {number[1:-7]}" if number.startswith("7") else number[:-7]
    return f"+{start} {number[-7:-4]}-{number[-4:-2]}-{number[-2:]}"


def shown(text: str) -> str:
    """Without characters that are not for reading: line ends, tabs, controls."""
    return "".join(letter for letter in text if letter.isprintable())
