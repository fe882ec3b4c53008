"""Who wants to be called back, and who of the support desk sees to it."""

from sqlalchemy import Connection, insert, select, update

from operator_api.contract import Number, Value
from operator_api.tables import callbacks

_COLUMNS = [callbacks.c[name] for name in ("id", "number", "at", "about", "taken_by", "done_by")]
_OPEN = callbacks.c.done.is_(None)


class Call(Value, frozen=True):
    """Somebody wants to be called. ``taken_by``: a consultant sees to it; ``done_by``: one has called."""

    id: int
    number: Number
    at: float
    about: str
    taken_by: str | None
    done_by: str | None


def add(connection: Connection, number: Number, about: str, now: float) -> bool:
    """Note that somebody wants to be called; False: that is noted already."""
    if is_waiting(connection, number):
        return False
    connection.execute(insert(callbacks), {"number": number, "about": about, "at": now})
    return True


def is_waiting(connection: Connection, number: Number) -> bool:
    """Whether somebody waits to be called."""
    return connection.execute(select(callbacks.c.id).where(callbacks.c.number == number, _OPEN)).first() is not None


def waiting(connection: Connection, most: int) -> list[Call]:
    """Who waits, the longest first."""
    found = connection.execute(select(*_COLUMNS).where(_OPEN).order_by(callbacks.c.at, callbacks.c.id).limit(most))
    return [Call(*row) for row in found]


def call_of(connection: Connection, id: int) -> Call | None:
    """A call, to be made or made."""
    row = connection.execute(select(*_COLUMNS).where(callbacks.c.id == id)).one_or_none()
    return Call(*row) if row else None


def take(connection: Connection, id: int, who: str, now: float) -> bool:
    """It is theirs now, if it is still to be made and was not already."""
    free = callbacks.c.id == id, _OPEN, callbacks.c.taken_by.is_distinct_from(who)
    return connection.execute(update(callbacks).where(*free).values(taken=now, taken_by=who)).rowcount > 0


def end(connection: Connection, id: int, who: str, now: float) -> bool:
    """It has been made by who took it."""
    theirs = callbacks.c.id == id, _OPEN, callbacks.c.taken_by == who
    return connection.execute(update(callbacks).where(*theirs).values(done=now, done_by=who)).rowcount > 0
