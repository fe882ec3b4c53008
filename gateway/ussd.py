"""USSD sessions of a number: what is open, what room it leaves for an answer, and what is answered in it. Pure.

A session takes one reply to each message of the phone. A record holds it while it is open; what cannot be said in it
goes by SMS.
"""

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from dialogs.effects import Effect, Say
from dialogs.events import Closed, Dialled, Event, Late, Room, Text
from gateway.inbox import Notice
from gateway.records import Record, Route, Window
from smpp.alphabets import is_gsm, septets, units

Routed = tuple[Route, Effect]


def room(window: Window) -> Room:
    """What a page may hold."""
    return Room(ucs2=window.octets // 2, gsm=window.octets * 8 // 7, session=True)


def arrived(record: Record, route: Route, event: Event) -> tuple[Record, Event]:
    """The record with the session as the event leaves it, and the event with the room for its answer."""
    window = route.window
    if window and isinstance(event, Dialled | Text | Closed):
        record, event = _of_phone(record, window, event)
    if waiting := _waiting(record, event):
        event = replace(event, room=room(waiting))
    return record, event


def _waiting(record: Record, event: Event) -> Window | None:
    """The session, if it waits for a reply that may still come in time."""
    window = record.window
    return window if window and window.owed and event.at < window.deadline else None


def _of_phone(record: Record, window: Window, event: Event) -> tuple[Record, Event]:
    known = record.window is not None and _same(record.window, window)
    match event:
        case Closed():
            return (replace(record, window=None) if known else record), event
        case Text(text=text) if not known and text[:1] in ("*", "#"):
            event = Dialled(at=event.at, text=text)
        case Text() if not known:
            event = replace(event, unseeing=True)
    return replace(record, window=window), event


def _same(one: Window, other: Window) -> bool:
    return (one.smsc, one.session) == (other.smsc, other.session)


def answered(
    record: Record, route: Route, event: Event | Notice, effects: Sequence[Effect]
) -> tuple[Record, list[Routed]]:
    """Where each effect goes, and the record after that."""
    sms = Route(route.smsc, route.service)
    window = None if isinstance(event, Notice) else _waiting(record, event)
    if window is None or isinstance(event, Notice) or _awaits(record, event):
        return record, [*_otherwise(sms, Route(route.smsc, route.service, window), effects)]
    page, before = _page([each for each in effects if isinstance(each, Say) and each.only != "sms"], room(window))
    ways = Route(window.smsc, route.service, window)
    others = [each for each in effects if not isinstance(each, Say) or each.only == "sms"]
    routed = [*_otherwise(sms, ways, [*before, *others])]
    if page is None:
        return record, routed
    left = replace(window, owed=False) if page.screen else None
    return replace(record, window=left), [(ways, page), *routed]


def _awaits(record: Record, event: Event) -> bool:
    """The answer to what was last asked in the session is still to come."""
    awaited = record.session.awaited
    return awaited != 0 and not (isinstance(event, Late) and event.ask.serial == awaited)


def _otherwise(sms: Route, session: Route, effects: Iterable[Effect]) -> Iterator[Routed]:
    """Texts by SMS; a question keeps the session, for the person must be told in time that it takes long."""
    for effect in effects:
        if not isinstance(effect, Say):
            yield session, effect
        elif effect.only != "session":
            yield sms, effect


def _page(says: list[Say], room: Room) -> tuple[Say | None, list[Say]]:
    """The last text, with those before it that there is room for, as one; and those that there is none for."""
    if not says:
        return None, []
    *before, page = says
    while before and _fits(text := f"{before[-1].text}\n{page.text}", room):
        said = before.pop()
        page = replace(page, text=text, secret=page.secret or said.secret, only=page.only and said.only)
    return page, before


def _fits(text: str, room: Room) -> bool:
    return septets(text) <= room.gsm if is_gsm(text) else units(text) <= room.ucs2
