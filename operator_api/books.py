"""What the books say, read and written inside a transaction. Times are seconds since the epoch."""

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from operator_api.contract import Number, Subscriber, Value
from operator_api.database import audit, kept_answers, passwords, passwords_issued, services_on, subscribers
from operator_api.rules import Line, Pending

KEPT = 7 * 86_400.0
"""How long the answer to a key is repeated."""

KEPT_SEALED = 600.0
"""How long an answer that holds a password is."""

ISSUES_KEPT = 86_400.0
AUDIT_KEPT = 3 * 365 * 86_400.0

# Built once: building a statement takes longer than running it.
_LINE = select(subscribers, services_on.c.service).outerjoin(services_on).where(subscribers.c.number == bindparam("of"))
_FIELDS = [column.name for column in subscribers.c if not column.name.startswith("pending_")]
_SAVE = update(subscribers).where(subscribers.c.number == bindparam("of"))
_SWITCH_ON = insert(services_on)
_SWITCH_OFF = delete(services_on).where(
    services_on.c.number == bindparam("of"), services_on.c.service == bindparam("off")
)
_KEPT_ANSWER = select(kept_answers).where(kept_answers.c.key == bindparam("of"))
_PASSWORD = select(passwords).where(passwords.c.number == bindparam("of"))


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
    """A line of the audit: who did what to a number; ``before`` and ``after`` are lines as JSON, without secrets."""

    at: float
    who: str
    what: str
    number: Number
    key: str | None
    before: Line | None
    after: Line


# Lines


def line_of(connection: Connection, number: Number) -> Line | None:
    """The line of a number as it was last written; None: it is nobody's."""
    rows = connection.execute(_LINE, {"of": number}).all()
    if not rows:
        return None
    *fields, tariff, at, _ = rows[0]
    services = tuple(row.service for row in rows if row.service)
    subscriber = Subscriber(**dict(zip(_FIELDS, fields, strict=True)), services=services)
    return Line(subscriber, Pending(tariff, at) if tariff else None)


def save_line(connection: Connection, before: Line, after: Line) -> None:
    """Write what has changed of a line."""
    number = after.subscriber.number
    if _row(before) != _row(after):
        connection.execute(_SAVE, {"of": number, **_row(after)})
    had, has = set(before.subscriber.services), set(after.subscriber.services)
    if gone := had - has:
        connection.execute(_SWITCH_OFF, [{"of": number, "off": service} for service in gone])
    if come := has - had:
        connection.execute(_SWITCH_ON, [{"number": number, "service": service} for service in come])


def replace_line(connection: Connection, line: Line) -> None:
    """Write a line anew and forget what was known of its number: services, passwords, issues."""
    forget_numbers(connection, [line.subscriber.number])
    add_lines(connection, [line])


def forget_numbers(connection: Connection, numbers: list[Number]) -> None:
    """Strike numbers from the books; the audit keeps its lines."""
    for table in (services_on, passwords, passwords_issued, subscribers):
        connection.execute(delete(table).where(table.c.number.in_(numbers)))


def add_lines(connection: Connection, lines: list[Line]) -> None:
    """Write lines of numbers that are not in the books."""
    connection.execute(insert(subscribers), [_row(line) for line in lines])
    if on := [_on(line, service) for line in lines for service in line.subscriber.services]:
        connection.execute(_SWITCH_ON, on)


def _row(line: Line) -> dict[str, object]:
    fields = msgspec.structs.asdict(line.subscriber)
    del fields["services"]
    pending = line.pending
    return fields | {"pending_tariff": pending and pending.tariff, "pending_at": pending and pending.at}


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


def forget_old(connection: Connection, now: float) -> None:
    """Strike what has had its time: answers, sealed ones sooner, counted issues, old audit."""
    faded = kept_answers.c.sealed, kept_answers.c.at <= now - KEPT_SEALED, kept_answers.c.answer.is_not(None)
    connection.execute(update(kept_answers).where(*faded).values(answer=None))
    connection.execute(delete(kept_answers).where(kept_answers.c.at <= now - KEPT))
    connection.execute(delete(passwords_issued).where(passwords_issued.c.at <= now - ISSUES_KEPT))
    connection.execute(delete(audit).where(audit.c.at <= now - AUDIT_KEPT))
