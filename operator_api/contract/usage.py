"""What was used and what it cost: the lines of an itemised bill, and their sums."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from operator_api.contract.catalogue import Key, Kopecks, Number, Result, Time, Value

Metered = Literal["call_onnet", "call_offnet", "call_in", "sms", "internet"]
"""What the tariff sets a price for."""

MOST_USED = 1_000_000_000
"""At once: thirty years of talking, a terabyte, ten million rubles paid in."""

MONTHS_BACK = 6
"""Months before this one that can still be looked at and itemised."""

Kind = Literal[Metered, "service", "tariff", "promised", "consultant", "payment"]


class Event(Value, frozen=True):
    """A line of an itemised bill.

    ``at``: when it began. ``peer``: the other number, or the id of a service or tariff. ``amount``: seconds of a call,
    messages, kilobytes, else 1. ``charge``: what it took from the balance; a payment's is negative.
    """

    number: Number
    at: float
    kind: Kind
    peer: str
    amount: int
    charge: Kopecks


class Spent(Value, frozen=True):
    """All events of a kind together."""

    kind: Kind
    count: int
    amount: int
    charge: Kopecks


class Spending(Result, frozen=True):
    """What was spent: in all, by kind, and on each day of the period that has any; ``paid`` was paid in meanwhile."""

    total: Kopecks
    kinds: tuple[Spent, ...]
    days: tuple[tuple[date, Kopecks], ...]
    paid: Kopecks


class Usage(Value, frozen=True):
    """What the network reports, once under its key: a call that ended, a message, a payment (``amount`` in kopecks)."""

    number: Number
    at: Time
    kind: Literal[Metered, "payment"]
    peer: Annotated[str, Meta(max_length=32, pattern=r"^[^\x00-\x1f]*\Z")]
    amount: Annotated[int, Meta(ge=0, le=MOST_USED)]
    key: Key


class Charged(Value, frozen=True):
    """What it took from the balance (a payment: added, as a negative sum), and the balance after it."""

    charge: Kopecks
    balance: Kopecks
