"""The heart: what happens becomes a turn, the turn is stored, and only then is anything acknowledged or done."""

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from typing import Any

from gateway.clock import Clock
from gateway.inbox import Arrival, Inbox, Notice
from gateway.masking import masked
from gateway.metrics import BATCH_TURNS, COMMIT_SECONDS, REDIS_ERRORS, TURNS, TURNS_AGAIN
from gateway.performer import Performer
from gateway.steps import Steps, Turn
from gateway.traced import Note, untraced
from operator_api.contract import Number
from state.batch import Loaded
from state.errors import Rejected, Unavailable
from state.store import Store

log = logging.getLogger(__name__)

STOP_TIMEOUT = 5.0
"""Seconds that a batch under way has at the end, so that it is acknowledged if it was stored."""

STORE_PAUSE = 0.5
"""Seconds before what is ours to keep is tried again, when Redis took nothing."""


async def finished(work: Coroutine[Any, Any, None]) -> None:
    """Do it; who is cancelled meanwhile waits for its end, for `STOP_TIMEOUT` at most."""
    task = asyncio.create_task(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task], timeout=STOP_TIMEOUT)
        task.cancel()
        raise


class Turns:
    """Takes batches from the inbox, one after the other."""

    def __init__(
        self, inbox: Inbox, steps: Steps, store: Store, performer: Performer, clock: Clock, note: Note = untraced
    ) -> None:
        self._inbox = inbox
        self._steps = steps
        self._store = store
        self._performer = performer
        self._clock = clock
        self._note = note
        self._refused: dict[Number, bytes] = {}

    async def run(self) -> None:
        """Serve until cancelled; raises `state.errors.Displaced` when another gateway has taken our name."""
        while True:
            await finished(self._serve(await self._inbox.take()))

    async def _serve(self, batch: Mapping[Number, list[Arrival]]) -> None:
        try:
            await self._commit(batch)
        except Unavailable as error:
            REDIS_ERRORS.labels(type(error).__name__).inc()
            log.warning("nothing is acknowledged: %s", error)
            self._give_back(batch)
            await self._make_room()
        except Rejected as error:  # one number's trouble must not stop the others
            REDIS_ERRORS.labels(type(error).__name__).inc()
            if len(batch) > 1:
                for number, arrivals in batch.items():
                    await self._serve({number: arrivals})
            else:
                log.error("%s: not acknowledged: %s", ", ".join(map(masked, batch)), error)
                self._give_back(batch)
                await asyncio.sleep(STORE_PAUSE)

    async def _make_room(self) -> None:
        """Redis may be full: deletions alone it takes even then."""
        await asyncio.sleep(STORE_PAUSE)
        with suppress(Unavailable, Rejected):
            await self._commit({})

    async def _commit(self, batch: Mapping[Number, list[Arrival]]) -> None:
        loaded = await self._store.load(list(batch))
        turns = [
            self._steps.turn(number, wanted, was)
            for (number, arrivals), was in zip(batch.items(), loaded, strict=True)
            if (wanted := self._wanted(number, arrivals, was))
        ]
        deletions = self._performer.done()
        BATCH_TURNS.observe(len(turns))
        with COMMIT_SECONDS.time():
            committed = await self._store.commit([turn.entry for turn in turns], deletions)
        self._clock.set(committed.now)
        self._performer.deleted(deletions)
        TURNS.inc(sum(committed.accepted))
        for turn, accepted, ids in zip(turns, committed.accepted, committed.effects, strict=True):
            if accepted:
                self._perform(turn, ids)
            else:
                self._try_again(turn)

    def _try_again(self, turn: Turn) -> None:
        """Somebody was faster: load and step again; who sent a notice shall see first whether it has been said."""
        TURNS_AGAIN.inc()
        kept = []
        for arrival in turn.arrivals:
            if isinstance(arrival.event, Notice) and arrival.refuse:
                arrival.refuse()
            else:
                kept.append(arrival)
        if len(kept) == len(turn.arrivals):
            self._refused[turn.number] = turn.entry.version
        self._inbox.put_back(turn.number, kept)

    def _wanted(self, number: Number, arrivals: list[Arrival], was: Loaded) -> list[Arrival]:
        """If they were refused though nobody was faster, those answers are left out that Redis no longer waits for."""
        if self._refused.pop(number, None) != was.version:
            return arrivals
        log.warning("%s: an answer came to a question that is not in the queue", masked(number))
        return [arrival for arrival in arrivals if not arrival.settles]

    def _perform(self, turn: Turn, ids: tuple[str, ...]) -> None:
        for line in turn.lines:
            self._note(line.stored())
        if turn.poison:
            self._performer.bury(turn.number.encode(), turn.poison)
        for arrival in turn.arrivals:
            arrival.acknowledge()
            if arrival.settles:
                self._performer.settled(arrival.settles)
        for id, queued in zip(ids, turn.effects, strict=True):
            self._performer.perform(id, queued)

    def _give_back(self, batch: Mapping[Number, list[Arrival]]) -> None:
        """What its sender still holds is refused, so that it comes again; what is ours stays ours."""
        for number, arrivals in batch.items():
            for arrival in arrivals:
                if arrival.refuse:
                    arrival.refuse()
            self._inbox.put_back(number, [arrival for arrival in arrivals if not arrival.refuse])
        self._inbox.wake()
