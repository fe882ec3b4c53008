"""One shard of the numbers, with all that serves it: a batch of its own under way, a lease and a queue of its own."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

from gateway.clock import Clock
from gateway.heart import Heart
from gateway.inbox import Inbox
from gateway.performer import Performer
from gateway.proofs import Proofs
from gateway.redelivery import Redelivery
from gateway.steps import Steps
from gateway.traced import Note
from gateway.turns import Turns
from state.errors import Rejected, StateError, Unavailable
from state.store import Store

log = logging.getLogger(__name__)

START_PAUSE = 1.0
"""Seconds between two tries to reach Redis or the operator at the start."""

STOP_TIMEOUT = 2.0
"""Seconds that Redis has at the end."""


class Lane:
    """Lanes never wait for each other.

    ``opened`` is set when what the queue held before is under way; a lane that is ``closing`` takes nothing in.
    """

    def __init__(
        self,
        store: Store,
        steps: Callable[[Redelivery], Steps],
        performer: Callable[[Store, Callable[[], None], Callable[[], bool]], Performer],
        clock: Clock,
        beaten: Callable[[], None],
        note: Note,
    ) -> None:
        """``steps`` and ``performer`` make those of this lane; ``beaten`` is called after each heartbeat; ``note``
        takes lines for the trace."""
        self.store = store
        self.inbox = Inbox()
        self.opened = asyncio.Event()
        self.closing = False
        self._performer = performer(store, self.inbox.wake, lambda: self.beating)
        self._proofs = Proofs(store, clock)
        self.redelivery = Redelivery(self._proofs, clock)
        self._turns = Turns(self.inbox, steps(self.redelivery), store, self._proofs, self._performer, clock, note)
        self._heart = Heart(store, clock, self._proofs.all, beaten, self._performer.restore)

    @property
    def full(self) -> bool:
        """Too much is under way to take in more."""
        return self._performer.full or self.closing

    @property
    def serves(self) -> bool:
        """Messages may be taken in now."""
        return self.opened.is_set() and not self.full and self.store.in_doubt_since is None

    @property
    def under_way(self) -> int:
        """Effects that are not done, or whose deletion is not committed."""
        return self._performer.under_way

    @property
    def idle(self) -> bool:
        """All that was taken in is done."""
        return not self.opened.is_set() or (self.inbox.idle and not self.under_way)

    @property
    def beating(self) -> bool:
        """Whether the queue is surely ours."""
        return self._heart.beating

    async def run(self, catalogue: asyncio.Event) -> None:
        """Serve until cancelled; without the ``catalogue`` nobody can be understood.

        Raises `state.errors.Displaced` when another gateway has taken our name.
        """
        await _insist(self.store.take)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._heart.run())
            group.create_task(self._turns.run())
            group.create_task(self._performer.run())
            await catalogue.wait()
            await _insist(self._performer.restore)
            self.opened.set()

    async def look_again(self) -> None:
        """There is another SMSC: something may wait for it."""
        await _insist(partial(self._performer.restore, afresh=True))

    async def hand_over(self) -> None:
        """What was done last is not done again by who comes after us, nor is what was proven last forgotten; and what
        was not done is adopted at once."""
        with suppress(StateError, TimeoutError):
            async with asyncio.timeout(STOP_TIMEOUT):
                while self._proofs.news() or self._performer.done():
                    await self._turns.serve({})
                if left := await self.store.leave():
                    log.warning("%d effects are left to others", left)


async def _insist(begin: Callable[[], Awaitable[None]]) -> None:
    """Do it as soon as Redis is there."""
    while True:
        try:
            return await begin()
        except (Unavailable, Rejected) as error:  # a foreign key, or no right to a command, is the trouble of one shard
            log.warning("waiting for Redis: %s", error)
            await asyncio.sleep(START_PAUSE)
