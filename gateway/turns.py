"""The heart: what happens becomes a turn, the turn is stored, and only then is anything acknowledged or done."""

import logging

from gateway.attempts import Attempts
from gateway.batches import finished, served
from gateway.clock import Clock
from gateway.doubt import Doubt
from gateway.inbox import Arrival, Arrivals, Inbox
from gateway.metrics import AGAIN, BATCH_TURNS, COMMIT_SECONDS, TURNS
from gateway.performer import Performer
from gateway.proofs import Proofs
from gateway.redelivery import present
from gateway.steps import Steps, Turn
from gateway.traced import Note, untraced
from gateway.trouble import Trouble
from state.store import Store

log = logging.getLogger(__name__)


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
        self._attempts = Attempts(steps, performer)
        self._store = store
        self._proofs = proofs
        self._doubt = Doubt(inbox, store, proofs)
        self._performer = performer
        self._clock = clock
        self._note = note
        self._trouble = Trouble(log, "nothing is acknowledged")

    async def run(self) -> None:
        """Serve until cancelled; raises `state.errors.Displaced` when another gateway has taken our name."""
        while True:
            batch = present(await self._inbox.take(), self._proofs.gone())
            await finished(served(batch, self.serve, self._inbox, self._trouble))

    async def serve(self, batch: Arrivals) -> None:
        """One batch, and what may be deleted or told to others by now; raises StateError if nothing is stored."""
        loaded = await self._store.load(list(batch))
        await self._proofs.look()
        turns = self._attempts.turns(batch, loaded)
        stored = [turn for turn in turns if turn.arrivals]
        deletions, news = self._performer.done(), self._proofs.news()
        BATCH_TURNS.observe(len(stored))
        with self._doubt.about(batch), COMMIT_SECONDS.time():
            committed = await self._store.commit([turn.entry for turn in stored], deletions, news)
        TURNS.inc(sum(committed.accepted))
        self._clock.set(committed.now)
        self._trouble.over()
        self._performer.deleted(deletions)
        self._proofs.told(news)
        for turn in turns:
            if turn.waiting:
                self._inbox.hold(turn.number, turn.waiting)
        for turn, accepted, ids in zip(stored, committed.accepted, committed.effects, strict=True):
            if accepted:
                self._perform(turn, ids)
            else:
                self._inbox.put_back(turn.number, self._attempts.again(turn))

    def _perform(self, turn: Turn, ids: tuple[str, ...]) -> None:
        for line in turn.lines:
            self._note(line.stored())
        if turn.poison:
            self._performer.dead_letters.bury(turn.number.encode(), turn.poison)
        for arrival in turn.arrivals:
            arrival.acknowledge()
            if arrival.settles:
                self._performer.leave(arrival.settles)
        for id, queued in zip(ids, turn.effects, strict=True):
            self._performer.perform(id, queued)
        if turn.again:
            AGAIN.inc(turn.again)
            self._prove(turn.arrivals)

    def _prove(self, arrivals: list[Arrival]) -> None:
        """No reply will prove the answers to what was brought again; until others know, the same is brought again."""
        for arrival in arrivals:
            for delivery in arrival.deliveries:
                self._proofs.prove(delivery, self._inbox.wake)
