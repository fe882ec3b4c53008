"""USSD sessions of a number: what is open, what room it leaves for an answer, and what is answered in it. Pure, but for
what it counts.

A session takes one reply to each message of the phone. A record holds it while it is open; what cannot be said in it
goes by SMS.
"""

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from dialogs.effects import Effect, Say
from dialogs.events import Answered, Closed, Dialled, Event, Failed, Late, Room, Text
from gateway.inbox import Notice
from gateway.metrics import USSD_SESSIONS
from gateway.records import Record, Route, Window

LONGEST_SILENCE = 600.0
"""Seconds after a deadline in which the phone may still answer; then the network has ended the session, and said
nothing."""

Routed = tuple[Route, Effect]


def room(window: Window) -> Room:
    """What a page may hold."""
    return Room(ucs2=window.octets // 2, gsm=window.octets * 8 // 7, session=True)


def arrived(record: Record, route: Route, event: Event) -> tuple[Record, Event | None]:
    """The record with the session as the event leaves it, and the event with the room for its answer; None for the end
    of a session that is not open."""
    if record.window and event.at > record.window.deadline + LONGEST_SILENCE:
        record = replace(record, window=None)
    if route.window and isinstance(event, Text | Dialled):
        record, event = _of_phone(record, route.window, event)
    elif isinstance(event, Closed):
        return _closed(record, route, event)
    if waiting := _waiting(record, route, event):
        event = replace(event, room=room(waiting))
    return record, event


def _closed(record: Record, route: Route, event: Closed) -> tuple[Record, Event | None]:
    """The phone or the network has ended a session; or a page of it, ``screen``, was not shown."""
    ours, its = record.window, route.window
    if ours is None or its is None or not _same(ours, its) or (event.screen and ours.deadline != its.deadline):
        return record, event if event.screen else None
    USSD_SESSIONS.counts[("lost" if event.screen else "closed",)] += 1
    return replace(record, window=None), event


def _of_phone(record: Record, window: Window, event: Text | Dialled) -> tuple[Record, Event]:
    """What comes in a session that is not the open one begins it, and agrees to nothing."""
    if not isinstance(event, Text) or record.window is None or not _same(record.window, window):
        USSD_SESSIONS.counts[("replaced" if record.window else "begun",)] += 1
        event = _first(event)
    return replace(record, window=window), event


def _first(event: Text | Dialled) -> Text | Dialled:
    """What a session begins with."""
    if isinstance(event, Dialled):
        return event
    return Dialled(at=event.at, text=event.text) if event.text[:1] in ("*", "#") else replace(event, unseeing=True)


def _same(one: Window, other: Window) -> bool:
    return one.session == other.session and one.smsc == other.smsc and one.link == other.link


def _waiting(record: Record, route: Route, event: Event) -> Window | None:
    """The session, if it waits for a reply, which may still come in time and does not belong to an SMS."""
    window = record.window
    if window is None or window.peer is None or event.at >= window.deadline:
        return None
    return window if route.window or not isinstance(event, Text) else None


def answered(
    before: Record, record: Record, route: Route, event: Event | Notice, effects: Sequence[Effect]
) -> tuple[Record, list[Routed]]:
    """Where each effect goes, and the record after that. ``before``: the record as `arrived` left it."""
    if isinstance(event, Notice) or (window := _waiting(record, route, event)) is None:
        sms = Route(route.smsc, route.service)
        return record, [*_otherwise(sms, sms, _worth_an_sms(before, route, event, effects))]
    session = route if route.window is window else Route(window.smsc, route.service, window)
    page, others = _page(_its_own(before, record, route, event, effects), effects, window)
    if page is None:
        return record, [*_otherwise(Route(route.smsc, route.service), session, effects)]
    if not page.screen:
        USSD_SESSIONS.counts[("ended",)] += 1
    left = replace(window, peer=None) if page.screen else None
    record = replace(record, window=left)
    if not others:
        return record, [(session, page)]
    sms = Route(route.smsc, route.service)
    return record, [(session, page), *_otherwise(sms, sms, others)]


def _worth_an_sms(before: Record, route: Route, event: Event | Notice, effects: Sequence[Effect]) -> Sequence[Effect]:
    """All but the word that it takes long, if the session that would have shown it is over."""
    if not isinstance(event, Late) or route.window is None or before.session.asked_to_wait:
        return effects
    word = next((effect for effect in effects if isinstance(effect, Say)), None)
    return [effect for effect in effects if effect is not word]


def _its_own(before: Record, record: Record, route: Route, event: Event, effects: Sequence[Effect]) -> list[Say]:
    """What may be shown in the session that waits, which ``route`` may have come from.

    Of the answer to its own question that is what comes first: after that come answers to SMS that had to wait. Of
    another's it is what comes last, if nothing is asked any more.
    """
    says = [each for each in effects if isinstance(each, Say) and each.only != "sms"]
    if not isinstance(event, Answered | Failed | Late):
        return says
    own = record.window is not None and route.window is not None and _same(record.window, route.window)
    if own and before.session.waiting:
        return says[:1]
    if record.session.awaited not in (0, event.ask.serial if isinstance(event, Late) else 0):
        return []
    return says if own else says[-1:]


def _otherwise(sms: Route, session: Route, effects: Iterable[Effect]) -> Iterator[Routed]:
    """Texts by SMS; a question keeps the session, for the person must be told in time that it takes long."""
    for effect in effects:
        if not isinstance(effect, Say):
            yield session, effect
        elif effect.only != "session":
            yield sms, effect


def _page(says: list[Say], effects: Sequence[Effect], window: Window) -> tuple[Say | None, list[Effect]]:
    """The last of the texts, with those before it that there is room for, as one; and all effects but these."""
    if not says:
        return None, [*effects]
    if len(effects) == 1:
        return says[0], []
    *before, page = says
    said, most = {id(page)}, room(window)
    while before and most.holds(text := f"{before[-1].text}\n{page.text}"):
        first = before.pop()
        said.add(id(first))
        page = replace(page, text=text, secret=page.secret or first.secret, only=page.only and first.only)
    return page, [each for each in effects if id(each) not in said]
