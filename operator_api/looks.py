"""Questions that change nothing, answered on a connection."""

from datetime import timedelta

from sqlalchemy import Connection

from operator_api import books, ledger
from operator_api.answers import Moment, PlainLook, Terms, look
from operator_api.books import Entry
from operator_api.callers import Caller
from operator_api.contract import (
    AnyResult,
    Channel,
    Comparison,
    Documents,
    Estimate,
    GetComparison,
    GetDocuments,
    GetHistory,
    GetOverview,
    GetSpending,
    Happening,
    History,
    Kopecks,
    QuotePromised,
    Reason,
    Refused,
    Tariff,
)
from operator_api.documents import documents_of, is_period
from operator_api.rules import Line, quote_tariff
from operator_api.usage import estimate, spending

Look = PlainLook | GetSpending | GetComparison | GetDocuments | GetHistory

MOST_HAPPENINGS = 200
"""Lines of a history."""


def answer_look(
    connection: Connection, question: Look, line: Line, terms: Terms, caller: Caller, now: float
) -> AnyResult:
    """The result of a question that changes nothing."""
    match question:
        case GetSpending():
            return _spending(connection, question, terms, now)
        case GetComparison():
            return _comparison(connection, line, terms, now)
        case GetDocuments():
            return Documents(documents_of(connection, question.number))
        case GetHistory():
            return History(tuple(map(_happening, books.entries_of(connection, question.number, MOST_HAPPENINGS))))
    return look(question, line, terms, _moment(connection, question, terms, caller, now))


def _moment(connection: Connection, question: PlainLook, terms: Terms, caller: Caller, now: float) -> Moment:
    if not isinstance(question, GetOverview | QuotePromised):
        return Moment(now, assisted=caller.assisted)
    spent = ledger.spent_since(connection, question.number, terms.month_start(now))
    password = books.password_of(connection, question.number)
    return Moment(now, spent, caller.assisted, password is not None and password.chosen)


def _spending(connection: Connection, question: GetSpending, terms: Terms, now: float) -> AnyResult:
    if not is_period(question.first, question.last, terms.day(now)):
        return Refused(Reason.BAD_PERIOD)
    since, until = terms.midnight(question.first), terms.midnight(question.last + timedelta(days=1))
    return spending(ledger.events_of(connection, question.number, since, until), terms.zone)


# The comparison of tariffs


def _comparison(connection: Connection, line: Line, terms: Terms, now: float) -> Comparison:
    last = terms.day(now).replace(day=1) - timedelta(days=1)
    first = last.replace(day=1)
    since, until = terms.midnight(first), terms.midnight(last + timedelta(days=1))
    events = ledger.events_of(connection, line.subscriber.number, since, until)
    spent = spending(events, terms.zone).total
    offered = [tariff for tariff in terms.catalogue.tariffs if _is_compared(tariff, line)]
    estimates = [
        Estimate(
            tariff.id,
            estimate(events, tariff, line.subscriber.services, terms.zone),
            quote_tariff(line, tariff.id, terms.catalogue, now),
        )
        for tariff in offered
    ]
    return Comparison(first, last, spent, tuple(sorted(estimates, key=_cheapest_first)))


def _is_compared(tariff: Tariff, line: Line) -> bool:
    """It can be entered, or is theirs."""
    return tariff.id == line.subscriber.tariff or (tariff.status == "open" and tariff.switch_fee is not None)


def _cheapest_first(each: Estimate) -> tuple[bool, Kopecks]:
    return each.total is None, each.total or Kopecks(0)


# History

_CHANNELS: dict[str, Channel] = {"dialogs": "sms", "cabinet": "web", "support": "support"}


def _happening(entry: Entry) -> Happening:
    who = entry.who.partition(":")[0]
    return Happening(
        at=entry.at,
        channel=_CHANNELS.get(who, "operator"),
        what=entry.what,
        subject=entry.subject,
        on=_switched(entry),
        paid=_paid(entry),
        origin=entry.origin,
    )


def _switched(entry: Entry) -> bool | None:
    if entry.what != "SwitchService" or entry.after is None or not entry.subject:  # release 0.1.0 noted none
        return None
    return entry.subject in entry.after.subscriber.services


def _paid(entry: Entry) -> Kopecks:
    if entry.before is None or entry.after is None:
        return Kopecks(0)
    return Kopecks(entry.before.subscriber.balance - entry.after.subscriber.balance)
