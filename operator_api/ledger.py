"""What was used and paid, event by event. Times are seconds since the epoch; periods include their first moment and not
their last."""

from collections.abc import Iterable

from msgspec.structs import asdict
from sqlalchemy import Connection, func, insert, select

from operator_api.contract import Event, Kopecks, Number
from operator_api.tables import events

_COLUMNS = [events.c[field] for field in Event.__struct_fields__]


def add_events(connection: Connection, new: Iterable[Event], key: str | None = None) -> None:
    """Write events; a single one may have a key, which no other has."""
    if rows := [asdict(event) | {"key": key} for event in new]:
        connection.execute(insert(events), rows)


def event_under(connection: Connection, key: str) -> Event | None:
    """The event that has this key."""
    row = connection.execute(select(*_COLUMNS).where(events.c.key == key)).one_or_none()
    return Event(**row._mapping) if row else None


def events_of(connection: Connection, number: Number, since: float, until: float) -> list[Event]:
    """What a number used in a period, in order of time."""
    period = events.c.number == number, events.c.at >= since, events.c.at < until
    found = connection.execute(select(*_COLUMNS).where(*period).order_by(events.c.at, events.c.id))
    return [Event(*row) for row in found]


def spent_since(connection: Connection, number: Number, since: float) -> Kopecks:
    """What a number has spent since then; payments do not count."""
    charged = events.c.number == number, events.c.at >= since, events.c.kind != "payment"
    total = connection.execute(select(func.sum(events.c.charge)).where(*charged)).scalar()
    return Kopecks(int(total or 0))  # PostgreSQL sums to a decimal
