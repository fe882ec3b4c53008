"""What the books say, read and written inside a transaction. Times are seconds since the epoch."""

import msgspec
from sqlalchemy import Connection, Row, RowMapping, Table, bindparam, delete, insert, or_, select, update

from operator_api.contract import MOST_KOPECKS, Kopecks, Number, Subscriber, Value
from operator_api.errors import TooMuchError, UnknownNumberError
from operator_api.finding import findable
from operator_api.rules import Line, Pending, Promised
from operator_api.tables import (
    audit,
    callbacks,
    documents,
    events,
    kept_answers,
    passwords,
    passwords_issued,
    services_on,
    sessions,
    subscribers,
)

KEPT = 7 * 86_400.0
"""How long the answer to a key is repeated."""

KEPT_SEALED = 600.0
"""How long an answer that holds a password is."""

ISSUES_KEPT = 86_400.0
AUDIT_KEPT = 3 * 365 * 86_400.0

# Built once: building a statement takes longer than running it.
_LINE = select(subscribers, services_on.c.service).outerjoin(services_on).where(subscribers.c.number == bindparam("of"))
_FIELDS = [field for field in Subscriber.__struct_fields__ if field != "services"]
_SAVE = update(subscribers).where(subscribers.c.number == bindparam("of"))
_SWITCH_ON = insert(services_on)
_SWITCH_OFF = delete(services_on).where(
    services_on.c.number == bindparam("of"), services_on.c.service == bindparam("off")
)
_KEPT_ANSWER = select(kept_answers).where(kept_answers.c.key == bindparam("of"))
_OF_A_NUMBER: tuple[Table, ...] = (
    services_on, passwords, passwords_issued, events, documents, callbacks, subscribers,
)  # fmt: skip
_PASSPORT = select(subscribers.c.passport).where(subscribers.c.number == bindparam("of"))
_PASSWORD = select(passwords).where(passwords.c.number == bindparam("of"))


_line_of = msgspec.json.Decoder(Line | None).decode


class StoredPassword(Value, frozen=True):
    """The password of a number as it is stored; ``used_at`` None: nobody has come in with it."""

    hash: str
    chosen: bool
    issued_at: float
    used_at: float | None = None


class KeptAnswer(Value, frozen=True):
    """What was answered under a key; ``answer`` None: it held a password and is no longer told."""

    key: str
    fingerprint: bytes
    answer: bytes | None
    sealed: bool
    at: float


class Entry(Value, frozen=True):
    """A line of the audit: who did what to a number, from where; without secrets.

    ``before`` and ``after``: the line, where it may have changed. ``subject``: the service or tariff.
    """

    at: float
    who: str
    what: str
    number: Number
    key: str | None = None
    before: Line | None = None
    after: Line | None = None
    origin: str = ""
    subject: str = ""


class Noted(Value, frozen=True):
    """A line of the audit that was written, and its id: later ones have larger ones."""

    id: int
    entry: Entry


# Lines


def line_of(connection: Connection, number: Number) -> Line | None:
    """The line of a number as it was last written; None: it is nobody's."""
    rows = connection.execute(_LINE, {"of": number}).all()
    if not rows:
        return None
    row = rows[0]
    services = tuple(each.service for each in rows if each.service)
    subscriber = Subscriber(**{field: getattr(row, field) for field in _FIELDS}, services=services)
    return Line(subscriber, _pending(row), _promised(row))


def must_be_ours(connection: Connection, number: Number) -> Line:
    """As `line_of`. Raises `UnknownNumberError` for nobody's."""
    line = line_of(connection, number)
    if line is None:
        raise UnknownNumberError("no such subscriber")
    return line


def _pending(row: Row[tuple[object, ...]]) -> Pending | None:
    return Pending(row.pending_tariff, row.pending_at) if row.pending_tariff else None


def _promised(row: Row[tuple[object, ...]]) -> Promised | None:
    if row.promised_amount is None:
        return None
    return Promised(Kopecks(row.promised_amount), Kopecks(row.promised_fee), row.promised_until, row.promised_due)


def numbers_due(connection: Connection, now: float, most: int) -> list[Number]:
    """Numbers for which something has waited until now: a tariff, a promised payment."""
    due = or_(subscribers.c.pending_at <= now, subscribers.c.promised_due <= now)
    return list(connection.execute(select(subscribers.c.number).where(due).limit(most)).scalars())


def save_line(connection: Connection, before: Line, after: Line) -> None:
    """Write what has changed of a line. Raises `TooMuchError`."""
    number = after.subscriber.number
    if abs(after.subscriber.balance) > MOST_KOPECKS:
        raise TooMuchError("no balance is that large")
    if _row(before) != _row(after):
        connection.execute(_SAVE, {"of": number, **_row(after)})
    had, has = set(before.subscriber.services), set(after.subscriber.services)
    if gone := had - has:
        connection.execute(_SWITCH_OFF, [{"of": number, "off": service} for service in gone])
    if come := has - had:
        connection.execute(_SWITCH_ON, [{"number": number, "service": service} for service in come])


def replace_line(connection: Connection, line: Line) -> None:
    """Write a line anew and forget what was known of its number: services, passwords, sessions, usage, documents."""
    forget_numbers(connection, [line.subscriber.number])
    add_lines(connection, [line])


def forget_numbers(connection: Connection, numbers: list[Number]) -> None:
    """Strike numbers from the books; the audit keeps its lines."""
    connection.execute(delete(sessions).where(sessions.c.door == "cabinet", sessions.c.subject.in_(numbers)))
    for table in _OF_A_NUMBER:
        connection.execute(delete(table).where(table.c.number.in_(numbers)))


def add_lines(connection: Connection, lines: list[Line]) -> None:
    """Write lines of numbers that are not in the books."""
    found_by = (findable(line.subscriber.number, line.subscriber.name) for line in lines)
    rows = [_row(line) | columns for line, columns in zip(lines, found_by, strict=True)]
    connection.execute(insert(subscribers), rows)
    if on := [_on(line, service) for line in lines for service in line.subscriber.services]:
        connection.execute(_SWITCH_ON, on)


def _row(line: Line) -> dict[str, object]:
    fields = msgspec.structs.asdict(line.subscriber)
    del fields["services"]
    pending, promised = line.pending, line.promised
    return fields | {
        "pending_tariff": pending and pending.tariff,
        "pending_at": pending and pending.at,
        "promised_amount": promised and promised.amount,
        "promised_fee": promised and promised.fee,
        "promised_until": promised and promised.until,
        "promised_due": promised and promised.due,
    }


def _on(line: Line, service: str) -> dict[str, object]:
    return {"number": line.subscriber.number, "service": service}


# Passwords


def password_of(connection: Connection, number: Number) -> StoredPassword | None:
    """The password of a number, if it ever had one."""
    row = connection.execute(_PASSWORD, {"of": number}).mappings().one_or_none()
    if row is None:
        return None
    return StoredPassword(row["hash"], row["chosen"], row["issued_at"], row["used_at"])


def save_password(connection: Connection, number: Number, password: StoredPassword) -> None:
    """Give a number a password; the one before it is gone."""
    connection.execute(delete(passwords).where(passwords.c.number == number))
    connection.execute(insert(passwords).values(number=number, **msgspec.structs.asdict(password)))


def mark_used(connection: Connection, number: Number, hashed: str, now: float) -> None:
    """Somebody came in with this password: it no longer dies unused."""
    used = passwords.c.number == number, passwords.c.hash == hashed, passwords.c.used_at.is_(None)
    connection.execute(update(passwords).where(*used).values(used_at=now))


def void_password(connection: Connection, number: Number) -> None:
    """A number has no password any more."""
    connection.execute(delete(passwords).where(passwords.c.number == number))


def add_issue(connection: Connection, number: Number, now: float) -> None:
    """Count a password as issued."""
    connection.execute(insert(passwords_issued).values(number=number, at=now))


def issues_of(connection: Connection, number: Number) -> list[float]:
    """When passwords were issued to a number, of late."""
    return list(connection.execute(select(passwords_issued.c.at).where(passwords_issued.c.number == number)).scalars())


# Keys and audit


def kept_answer(connection: Connection, key: str, now: float) -> KeptAnswer | None:
    """What was answered under a key, if it still counts."""
    row = connection.execute(_KEPT_ANSWER, {"of": key}).mappings().one_or_none()
    if row is None or now - row["at"] >= KEPT:
        return None
    kept = KeptAnswer(**row)
    return msgspec.structs.replace(kept, answer=None) if kept.sealed and now - kept.at >= KEPT_SEALED else kept


def keep_answer(connection: Connection, kept: KeptAnswer) -> None:
    """Keep an answer for who asks again under its key."""
    connection.execute(delete(kept_answers).where(kept_answers.c.key == kept.key))
    connection.execute(insert(kept_answers), msgspec.structs.asdict(kept))


def add_entry(connection: Connection, entry: Entry) -> None:
    """Write a line of the audit."""
    before = entry.before and msgspec.json.encode(entry.before).decode()
    fields = msgspec.structs.asdict(entry) | {"before": before, "after": msgspec.json.encode(entry.after).decode()}
    connection.execute(insert(audit), fields)


def entries_of(connection: Connection, number: Number, most: int) -> list[Entry]:
    """The last lines of the audit about a number, the last one first."""
    return [each.entry for each in noted(connection, number, most)]


def noted(
    connection: Connection, number: Number, most: int, *, looks: bool = True, before: int | None = None
) -> tuple[Noted, ...]:
    """The last lines of the audit about a number, the last one first: with ``looks`` at it or without, from before the
    line with that id."""
    wanted = select(audit).where(audit.c.number == number)
    if not looks:
        wanted = wanted.where(audit.c.what != "Look")
    if before is not None:
        wanted = wanted.where(audit.c.id < before)
    rows = connection.execute(wanted.order_by(audit.c.id.desc()).limit(most))
    return tuple(Noted(row.id, _entry(row._mapping)) for row in rows)


def _entry(row: RowMapping) -> Entry:
    fields = {name: row[name] for name in Entry.__struct_fields__}
    lines = {name: _line_of(row[name]) if row[name] else None for name in ("before", "after")}
    return Entry(**fields | lines)


# Passports


def set_passport(connection: Connection, number: Number, fingerprint: bytes) -> None:
    """Write what tells the right passport from others."""
    connection.execute(_SAVE, {"of": number, "passport": fingerprint})


def passport_of(connection: Connection, number: Number) -> bytes | None:
    """What tells the right passport from others; None: there is none in the books."""
    found: bytes | None = connection.execute(_PASSPORT, {"of": number}).scalar()
    return found


def forget_old(connection: Connection, now: float) -> None:
    """Strike what has had its time: answers, sealed ones sooner, counted issues, old audit."""
    faded = kept_answers.c.sealed, kept_answers.c.at <= now - KEPT_SEALED, kept_answers.c.answer.is_not(None)
    connection.execute(update(kept_answers).where(*faded).values(answer=None))
    connection.execute(delete(kept_answers).where(kept_answers.c.at <= now - KEPT))
    connection.execute(delete(passwords_issued).where(passwords_issued.c.at <= now - ISSUES_KEPT))
    connection.execute(delete(audit).where(audit.c.at <= now - AUDIT_KEPT))
