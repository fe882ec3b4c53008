"""Writes down what happens to a line by itself: a tariff begins, a promised payment is taken back.

Each has its line in the audit, at the time when it was due, so that one line's after is the next one's before.
"""

from sqlalchemy import Connection

from operator_api import books, ledger
from operator_api.books import Entry
from operator_api.contract import Catalogue, Event
from operator_api.rules import Line, Promised, begin_tariff, take_back

OPERATOR = "operator"
"""Who does it, in the audit."""

MOST_AT_ONCE = 500
"""Lines settled in one transaction."""


def settle_due(connection: Connection, catalogue: Catalogue, now: float) -> None:
    """Settle the lines for which a time has come."""
    for number in books.numbers_due(connection, now, MOST_AT_ONCE):
        if line := books.line_of(connection, number):
            write_settled(connection, line, catalogue, now)


def write_settled(connection: Connection, stored: Line, catalogue: Catalogue, now: float) -> Line:
    """The line as it is now (`operator_api.rules.settle`), and so in the books."""
    begun = begin_tariff(stored, catalogue, now)
    settled = take_back(begun, now)
    if stored.pending and begun != stored:
        _note(connection, "TariffBegun", stored.pending.at, stored, begun, stored.pending.tariff)
    if begun.promised and settled != begun:
        _note(connection, "PromisedReturned", begun.promised.due, begun, settled)
        ledger.add_events(connection, _taken_back(settled, begun.promised))
    if settled != stored:
        books.save_line(connection, stored, settled)
    return settled


def _note(connection: Connection, what: str, at: float, before: Line, after: Line, subject: str = "") -> None:
    number = after.subscriber.number
    books.add_entry(connection, Entry(at, OPERATOR, what, number, before=before, after=after, subject=subject))


def _taken_back(line: Line, promised: Promised) -> list[Event]:
    number = line.subscriber.number
    returned = Event(number, promised.due, "payment", "promised", 1, promised.amount)
    fee = Event(number, promised.due, "promised", "", 1, promised.fee)
    return [returned, fee] if promised.fee else [returned]
