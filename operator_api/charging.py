"""Charges what the network reports: calls, messages, internet, payments. Each once, under its key."""

from math import inf, nextafter

from msgspec.structs import replace
from sqlalchemy import Connection

from operator_api import books, ledger
from operator_api.answers import Terms
from operator_api.contract import Charged, Event, Kopecks, Usage
from operator_api.errors import KeyReusedError, NotAllowedError
from operator_api.rules import Line
from operator_api.settling import write_settled
from operator_api.usage import Meter, is_metered


def charge(connection: Connection, usage: Usage, terms: Terms, now: float) -> Charged:
    """What it cost, and the balance after it. Raises `BooksError`."""
    line = write_settled(connection, books.must_be_ours(connection, usage.number), terms.catalogue, now)
    if known := ledger.event_under(connection, usage.key):
        if known != _event(usage, known.charge):
            raise KeyReusedError("this key was used for something else")
        return Charged(known.charge, line.subscriber.balance)
    price = _price(connection, usage, line, terms)
    subscriber = replace(line.subscriber, balance=Kopecks(line.subscriber.balance - price))
    books.save_line(connection, line, replace(line, subscriber=subscriber))
    ledger.add_events(connection, [_event(usage, price)], usage.key)
    return Charged(price, subscriber.balance)


def _price(connection: Connection, usage: Usage, line: Line, terms: Terms) -> Kopecks:
    if usage.kind == "payment":
        return Kopecks(-usage.amount)
    tariff = terms.catalogue.tariff[line.subscriber.tariff]
    meter = Meter(tariff, line.subscriber.services, terms.zone)
    since, until = terms.month_start(usage.at), nextafter(usage.at, inf)  # those of that very moment too
    for event in ledger.events_of(connection, usage.number, since, until):
        if is_metered(event.kind):
            meter.charge(event.kind, event.amount, event.at)
    price = meter.charge(usage.kind, usage.amount, usage.at)
    if price is None:
        raise NotAllowedError(f"{usage.kind} is not offered on {tariff.id}")
    return price


def _event(usage: Usage, price: Kopecks) -> Event:
    return Event(usage.number, usage.at, usage.kind, usage.peer, usage.amount, price)
