"""The heart: what happens becomes a turn, the turn is stored, and only then is anything acknowledged or done."""

from gateway.attempts import Attempts
from gateway.batches import Batches
from gateway.clock import Clock
from gateway.doubt import Doubt
from gateway.inbox import Arrival, Arrivals, Inbox, refuse
from gateway.metrics import BATCH_TURNS, COMMIT_SECONDS, REDELIVERED, TURNS
from gateway.performer import Performer
from gateway.proofs import Proofs
from gateway.redelivery import present
from gateway.steps import Steps, Turn
from gateway.traced import Note, untraced
from state.batch import Committed, Entry
from state.store import Store


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
        self._batches = Batches(inbox, self.serve)

    async def run(self) -> None:
        """Serve until cancelled; raises `state.errors.Displaced` when another gateway has taken our name."""
        while True:
            await self._batches.finish(present(await self._inbox.take(), self._proofs.gone()))

    async def serve(self, batch: Arrivals) -> None:
        """One batch, and what may be deleted or told to others by now; raises StateError if nothing is stored."""
        loaded = await self._store.load(list(batch))
        await self._proofs.look()
        turns = self._attempts.turns(batch, loaded)
        stored = [turn for turn in turns if turn.arrivals]
        committed = await self._commit(batch, [turn.entry for turn in stored])
        self._attempts.leave()
        for turn in turns:
            refuse(turn.late)
            if turn.waiting:
                self._inbox.hold(turn.number, turn.waiting)
        for turn, accepted, ids in zip(stored, committed.accepted, committed.effects, strict=True):
            if accepted:
                self._perform(turn, ids)
            else:
                self._inbox.put_back(turn.number, self._attempts.again(turn))

    async def _commit(self, batch: Arrivals, entries: list[Entry]) -> Committed:
        deletions, news = self._performer.done(), self._proofs.news()
        BATCH_TURNS.observe(len(entries))
        with self._doubt.about(batch), COMMIT_SECONDS.time():
            committed = await self._store.commit(entries, deletions, news)
        TURNS.inc(sum(committed.accepted))
        self._clock.set(committed.now)
        self._performer.deleted(deletions)
        self._proofs.told(news)
        return committed

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
            REDELIVERED.inc(turn.again)
            self._prove(turn.arrivals)

    def _prove(self, arrivals: list[Arrival]) -> None:
        """No reply will prove the answers to what was brought again; until others know, the same is brought again."""
        for arrival in arrivals:
            for delivery in arrival.deliveries:
                self._proofs.prove(delivery, self._inbox.wake)
