"""From what happened to a number and what was stored of it, to what shall be stored and done."""

import logging
import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import tzinfo

import msgspec

from dialogs.answers import Answers, shipped
from dialogs.effects import Ask, Effect, Say
from dialogs.engine import apology, take
from dialogs.events import Closed, Dialled, Event, Flooded, Text
from dialogs.world import MOSCOW, World
from gateway import ussd
from gateway.inbox import Arrival, Notice
from gateway.limits import Limit, Verdict
from gateway.masking import masked
from gateway.metrics import LIMITED
from gateway.records import Codec, Newer, Queued, Record, Route
from gateway.redelivery import Redelivery, Sifted
from gateway.traced import Turned, asks, meaning, place
from gateway.ways import Ways, way_of
from operator_api.contract import Catalogue, Number, Profile
from state.batch import Entry, Loaded

log = logging.getLogger(__name__)

FRESH, FRESH_FOREIGN = 3600, 600
"""Seconds for which a profile is believed: of a subscriber, and of a number that is not ours."""


class Turn(msgspec.Struct, frozen=True):
    """All that happened to one number in a batch, and what comes of it. ``poison``: why it could not be served.

    ``again``: how many of the arrivals were brought again, and changed nothing; ``waiting`` are no part of it yet, and
    ``late`` shall be refused; ``lines`` are for the trace.
    """

    number: Number
    arrivals: list[Arrival]
    entry: Entry
    effects: list[Queued]
    poison: str = ""
    again: int = 0
    waiting: list[Arrival] = []
    late: list[Arrival] = []
    lines: Sequence[Turned] = ()


class Steps:
    """Makes turns."""

    def __init__(
        self,
        codec: Codec,
        redelivery: Redelivery,
        limit: Limit,
        ways: Ways,
        catalogue: Callable[[], Catalogue],
        zone: tzinfo = MOSCOW,
        answers: Answers | None = None,
    ) -> None:
        self._codec = codec
        self._redelivery = redelivery
        self._limit = limit
        self._ways = ways
        self._catalogue = catalogue
        self._zone = zone
        self._answers = shipped() if answers is None else answers

    def turn(self, number: Number, arrivals: list[Arrival], loaded: Loaded) -> Turn:
        """The turn; a step that fails, or a record that cannot be read, makes an apology and a new conversation.

        Raises `Newer`.
        """
        sifted = profile = None
        try:
            record = self._codec.record(loaded.session)
            sifted = self._redelivery.sift(record.unproven, arrivals)
            profile = self._codec.profile(loaded.profile)
            record, effects, profile, lines = self._served(number, record, profile, sifted.new)
            poison = ""
        except Newer:
            raise
        except Exception as error:  # one number's trouble must not stop the others
            log.exception("%s: this turn failed", masked(number))
            record, poison, arrival = Record(), type(error).__name__, arrivals[-1]
            effects = [_queued(number, self._way_of_apology(arrival), record, apology(profile or Profile()))]
            profile = None
            lines = [_line(arrival, number, effects[0].route, f"failed {poison}")]
            sifted = sifted or self._redelivery.sift((), arrivals)
        if sifted.again:
            lines += self._brought_again(number, record, sifted)
        record = msgspec.structs.replace(record, unproven=tuple(sifted.unproven))
        entry = self._entry(number, sifted.taken, loaded.version, record, effects, profile)
        if poison:  # a notice among them has not been said
            entry = msgspec.structs.replace(entry, once=())
        return Turn(number, sifted.taken, entry, effects, poison, sifted.again, sifted.waiting, sifted.late, lines)

    def _way_of_apology(self, arrival: Arrival) -> Route:
        """In the session where it happened, unless that is over."""
        route = arrival.route or self._ways.back(0)
        return Route(route.smsc, route.service) if isinstance(arrival.event, Closed) else route

    def _brought_again(self, number: Number, record: Record, sifted: Sifted) -> list[Turned]:
        new = {id(arrival) for arrival in sifted.new}
        return [
            _line(arrival, number, arrival.route or self._ways.back(record.way), "brought again")
            for arrival in sifted.taken
            if id(arrival) not in new
        ]

    def _served(
        self, number: Number, record: Record, profile: Profile | None, arrivals: Iterable[Arrival]
    ) -> tuple[Record, list[Queued], Profile | None, list[Turned]]:
        queued: list[Queued] = []
        lines: list[Turned] = []
        for arrival in arrivals:
            profile = arrival.profile or profile
            route = arrival.route or self._ways.back(record.way)
            event = _unseeing(arrival.event) if any(map(_asks, queued)) else arrival.event
            before, first = place(record.session.dialogue), len(queued)
            world = World(self._catalogue(), profile, number, self._zone, self._answers)
            if record.window or route.window:
                record, routed, what = self._in_session(record, event, route, world)
            else:
                record, effects, what = self._step(record, event, route, world)
                routed = [(route, effect) for effect in effects]
            for way, effect in routed:
                record = msgspec.structs.replace(record, reference=record.reference + 1 & 0xFFFF)
                queued.append(_queued(number, way, record, effect))
            after, asked = place(record.session.dialogue), asks(queued[first:])
            lines.append(Turned(number, route.smsc, arrival.link, arrival.since, 0, what, before, after, asked))
        return record, queued, profile, lines

    def _in_session(
        self, record: Record, event: Event | Notice, route: Route, world: World
    ) -> tuple[Record, list[ussd.Routed], str]:
        """The step of somebody who has a session open, or had."""
        if not isinstance(event, Notice):
            record, known = ussd.arrived(record, route, event)
            if known is None:
                return record, [], "Closed, not the open session"
            event = known
        before = record
        record, effects, what = self._step(record, event, route, world)
        record, routed = ussd.answered(before, record, route, event, effects)
        return record, routed, f"{what} (USSD)" if route.window else what

    def _step(
        self, record: Record, event: Event | Notice, route: Route, world: World
    ) -> tuple[Record, tuple[Effect, ...], str]:
        if isinstance(event, Notice):
            return record, event.says, "Notice"
        way = record.way
        if isinstance(event, Text | Dialled):
            way = way_of(route.smsc, route.service)
            record, verdict = self._limit.admit(record, event.at)
            if verdict is not Verdict.SERVE:
                if verdict is Verdict.DROP and not event.room.session:
                    LIMITED.labels("dropped").inc()
                    return record, (), "dropped"
                LIMITED.labels("warned").inc()
                event = Flooded(at=event.at, room=event.room)
        taken = take(record.session, event, world)
        record = msgspec.structs.replace(record, session=taken.session, way=way)
        return record, tuple(taken.effects), meaning(event, taken.heard)

    def _entry(
        self,
        number: Number,
        arrivals: list[Arrival],
        version: bytes,
        record: Record,
        effects: list[Queued],
        profile: Profile | None,
    ) -> Entry:
        entry = Entry(number, version, self._codec.record_bytes(record), tuple(map(self._codec.queued_bytes, effects)))
        return entry if all(map(_is_mere_text, arrivals)) else self._with_more(entry, arrivals, profile)

    def _with_more(self, entry: Entry, arrivals: list[Arrival], profile: Profile | None) -> Entry:
        """What comes with all else than texts of one part, and codes."""
        told = profile if profile and any(arrival.profile for arrival in arrivals) else None
        return msgspec.structs.replace(
            entry,
            settles=tuple(arrival.settles for arrival in arrivals if arrival.settles),
            profile=self._codec.profile_bytes(told) if told else None,
            profile_seconds=FRESH if told and told.ours else FRESH_FOREIGN,
            parts=tuple(arrival.parts for arrival in arrivals if arrival.parts),
            once=tuple(arrival.event.once for arrival in arrivals if isinstance(arrival.event, Notice)),
        )


def _line(arrival: Arrival, number: Number, route: Route, what: str) -> Turned:
    return Turned(number, route.smsc, arrival.link, arrival.since, 0, what)


def _is_mere_text(arrival: Arrival) -> bool:
    return isinstance(arrival.event, Text | Dialled) and not arrival.parts


def _asks(queued: Queued) -> bool:
    return isinstance(queued.effect, Say) and queued.effect.screen > 0


def _unseeing(event: Event | Notice) -> Event | Notice:
    """A text that was written before the screens of this batch were sent."""
    return msgspec.structs.replace(event, unseeing=True) if isinstance(event, Text) else event


def _queued(number: Number, route: Route, record: Record, effect: Effect) -> Queued:
    key = uuid.uuid4().hex if isinstance(effect, Ask) else ""
    return Queued(number, route, record.reference, key, effect)
