"""The audit as a consultant reads it: when, who, from where, what, and what is different since."""

from collections.abc import Iterator

from operator_api.answers import Terms
from operator_api.books import Entry, Noted
from operator_api.contract import Catalogue, Value
from operator_api.desk.words import ALPHABETS, LANGUAGES, WHAT, WHO
from operator_api.rules import Line
from pages.shown import day, moment, money


class Step(Value, frozen=True):
    """A line of the history; ``changes``: what was before and is after."""

    at: str
    who: str
    origin: str
    what: str
    changes: tuple[str, ...]


def steps(lines: tuple[Noted, ...], terms: Terms) -> list[Step]:
    """Lines of the audit in words."""
    return [_step(line.entry, terms) for line in lines]


def _step(entry: Entry, terms: Terms) -> Step:
    role, _, login = entry.who.partition(":")
    who = WHO.get(role, role)
    return Step(
        at=moment(entry.at, terms.zone),
        who=f"{who}: {login}" if login else who,
        origin=entry.origin,
        what=_what(entry, terms.catalogue),
        changes=tuple(_changes(entry.before, entry.after, terms)) if entry.before and entry.after else (),
    )


def _what(entry: Entry, catalogue: Catalogue) -> str:
    said, subject = WHAT.get(entry.what, entry.what), entry.subject
    named = catalogue.service.get(subject) or catalogue.tariff.get(subject)
    return f"{said} «{named.name}»" if named else said


def _changes(before: Line, after: Line, terms: Terms) -> Iterator[str]:
    was, now, catalogue = before.subscriber, after.subscriber, terms.catalogue
    for service in catalogue.services:
        if (on := service.id in now.services) != (service.id in was.services):
            yield f"{'+' if on else '-'} {service.name}"
    if was.tariff != now.tariff:
        yield f"тариф {_tariff(was.tariff, catalogue)} → {_tariff(now.tariff, catalogue)}"
    if after.pending and after.pending != before.pending:
        yield f"с {day(terms.day(after.pending.at))} тариф {_tariff(after.pending.tariff, catalogue)}"
    if after.promised and after.promised != before.promised:
        yield f"вернуть {money(after.promised.amount)} руб. после {day(after.promised.until)}"
    if was.balance != now.balance:
        yield f"баланс {money(was.balance)} → {money(now.balance)} руб."
    if (was.language, was.alphabet) != (now.language, now.alphabet):
        yield f"{LANGUAGES[now.language]}, {ALPHABETS[now.alphabet]}"
    if was.stopped != now.stopped:
        yield "не пишем" if now.stopped else "снова пишем"
    if was.blocked != now.blocked:
        yield "заблокирован" if now.blocked else "разблокирован"


def _tariff(id: str, catalogue: Catalogue) -> str:
    return f"«{catalogue.tariff[id].name}»" if id in catalogue.tariff else id
