"""Keeps our lease on the queue, and takes over the queues of gateways that have died."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from gateway.clock import Clock
from state.errors import Unavailable
from state.store import Store
from state.watch import Watch

log = logging.getLogger(__name__)

BEAT = 1.0
"""Seconds between two heartbeats."""


class Heart:
    """``beating``: Redis took our last heartbeat."""

    def __init__(self, store: Store, clock: Clock, adopted: Callable[[], Awaitable[None]]) -> None:
        """``adopted`` is called when entries of others have come into our queue."""
        self.beating = False
        self._store = store
        self._clock = clock
        self._adopted = adopted
        self._watch = Watch()

    async def run(self) -> None:
        """Beat until cancelled; raises `state.errors.Displaced` when another gateway has taken our name."""
        while True:
            try:
                await self._beat()
                self.beating = True
            except Unavailable as error:
                self.beating = False
                log.warning("no heartbeat: %s", error)
            await asyncio.sleep(BEAT)

    async def _beat(self) -> None:
        self._clock.set(await self._store.beat())
        leases = await self._store.leases()
        for name in self._watch.stale(leases, asyncio.get_running_loop().time()):
            while moved := await self._store.adopt(name, *leases[name]):
                log.warning("gateway %s is dead: %d effects of its queue are ours now", name, moved)
                await self._adopted()
