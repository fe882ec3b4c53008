"""The heart: what happens becomes a turn, the turn is stored, and only then is anything acknowledged or done."""

import asyncio
import logging
from collections.abc import Coroutine, Iterable, Mapping
from contextlib import suppress
from typing import Any

from gateway.clock import Clock
from gateway.doubt import Doubt
from gateway.inbox import Arrival, Inbox, Notice, refuse
from gateway.masking import masked
from gateway.metrics import AGAIN, BATCH_TURNS, COMMIT_SECONDS, NEWER, REDIS_ERRORS, TURNS, TURNS_AGAIN
from gateway.performer import Performer
from gateway.proofs import Proofs
from gateway.records import Newer
from gateway.steps import Steps, Turn
from gateway.traced import Note, untraced
from gateway.trouble import Trouble
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
        self,
        inbox: Inbox,
        steps: Steps,
        store: Store,
        proofs: Proofs,
        performer: Performer,
        clock: Clock,
        note: Note = untraced,
    ) -> None:
        self._inbox = inbox
        self._steps = steps
        self._store = store
        self._proofs = proofs
        self._doubt = Doubt(inbox, store, proofs)
        self._performer = performer
        self._clock = clock
        self._note = note
        self._trouble = Trouble(log, "nothing is acknowledged")
        self._refused: dict[Number, bytes] = {}

    async def run(self) -> None:
        """Serve until cancelled; raises `state.errors.Displaced` when another gateway has taken our name."""
        while True:
            await finished(self._serve(self._present(await self._inbox.take())))

    def _present(self, batch: dict[Number, list[Arrival]]) -> Mapping[Number, list[Arrival]]:
        """Without what came on links that are gone: the SMSC has no answer to it, so it brings it again, perhaps to
        another gateway, and so quickly that it was served and proven before we look."""
        if gone := self._proofs.gone():
            for number, arrivals in batch.items():
                present = [arrival for arrival in arrivals if _link_of(arrival) not in gone]
                if len(present) < len(arrivals):
                    refuse([arrival for arrival in arrivals if _link_of(arrival) in gone])
                    batch[number] = present
        return batch

    async def _serve(self, batch: Mapping[Number, list[Arrival]]) -> None:
        try:
            await self._commit(batch)
        except Unavailable as error:
            REDIS_ERRORS.labels(type(error).__name__).inc()
            self._trouble.now(error)
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
        await self._proofs.look()
        turns = [
            turn
            for (number, arrivals), was in zip(batch.items(), loaded, strict=True)
            if (turn := self._turn(number, arrivals, was))
        ]
        stored = [turn for turn in turns if turn.arrivals]
        deletions, news = self._performer.done(), self._proofs.news()
        BATCH_TURNS.observe(len(stored))
        with self._doubt.about(batch), COMMIT_SECONDS.time():
            committed = await self._store.commit([turn.entry for turn in stored], deletions, news)
        self._clock.set(committed.now)
        if stored:  # deletions alone a full Redis takes too
            self._trouble.over()
        self._performer.deleted(deletions)
        self._proofs.told(news)
        TURNS.inc(sum(committed.accepted))
        self._hold(turns)
        for turn, accepted, ids in zip(stored, committed.accepted, committed.effects, strict=True):
            if accepted:
                self._perform(turn, ids)
            else:
                self._try_again(turn)

    def _hold(self, turns: Iterable[Turn]) -> None:
        for turn in turns:
            if turn.waiting:
                self._inbox.hold(turn.number, turn.waiting)

    def _turn(self, number: Number, arrivals: list[Arrival], was: Loaded) -> Turn | None:
        wanted = self._wanted(number, arrivals, was)
        try:
            return self._steps.turn(number, wanted, was) if wanted else None
        except Newer as error:
            log.warning("%s is served by a newer release: %s", masked(number), error)
            self._leave(wanted)
            return None

    def _leave(self, arrivals: list[Arrival]) -> None:
        """Messages come again, and perhaps elsewhere; questions stay in the queue, for who adopts it."""
        NEWER.inc()
        for arrival in arrivals:
            if arrival.refuse:
                arrival.refuse()
            elif arrival.settles:
                self._performer.leave(arrival.settles)

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
        if turn.again:
            AGAIN.inc(turn.again)
        for arrival in turn.arrivals:
            arrival.acknowledge()
            if arrival.settles:
                self._performer.settled(arrival.settles)
        for id, queued in zip(ids, turn.effects, strict=True):
            self._performer.perform(id, queued)

    def _give_back(self, batch: Mapping[Number, list[Arrival]]) -> None:
        """What its sender still holds is refused, so that it comes again; what is ours stays ours."""
        for number, arrivals in batch.items():
            self._inbox.put_back(number, refuse(arrivals))
        self._inbox.wake()


def _link_of(arrival: Arrival) -> str | None:
    return arrival.deliveries[-1].connection if arrival.deliveries else None
