"""Keeps our lease on the queue, and takes over the queues of gateways that have died."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from gateway.clock import Clock
from gateway.metrics import ADOPTED, EMPTIED, REDIS_ERRORS
from gateway.trouble import Trouble
from state.errors import Rejected, Unavailable, Vanished
from state.store import Store
from state.watch import Watch

log = logging.getLogger(__name__)

BEAT = 1.0
"""Seconds between two heartbeats."""

TRUST = 3.0
"""Seconds after a heartbeat for which the queue is surely still ours: it is adopted after 5."""


class Heart:
    """Beats while `run` runs."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        acked: Callable[[], Mapping[str, str]],
        beaten: Callable[[], None],
        adopted: Callable[[], Awaitable[None]],
    ) -> None:
        """Each heartbeat tells what is ``acked`` on our connections, and then calls ``beaten``; ``adopted`` is called
        when entries of others have come into our queue."""
        self._store = store
        self._clock = clock
        self._acked = acked
        self._beaten = beaten
        self._adopted = adopted
        self._watch = Watch()
        self._trouble = Trouble(log, "no heartbeat")
        self._loop = asyncio.get_running_loop()
        self._last = float("-inf")
        self._dead: dict[str, tuple[str, str]] = {}
        self._unread = self._emptied = False

    @property
    def beating(self) -> bool:
        """Whether the queue is surely still ours."""
        return self._loop.time() - self._last < TRUST

    async def run(self) -> None:
        """Beat until cancelled; raises `state.errors.Displaced` when another gateway has taken our name."""
        while True:
            pause = BEAT
            try:
                await self._beat()
                await self._adopt()
                pause = 0 if self._dead else BEAT
            except (Unavailable, Rejected) as error:
                REDIS_ERRORS.labels(type(error).__name__).inc()
                self._trouble.now(error)
            await asyncio.sleep(pause)

    async def _beat(self) -> None:
        begun = self._loop.time()
        await self._hold()
        self._last = begun
        self._trouble.over()
        self._beaten()
        leases = await self._store.leases()
        for name in self._watch.stale(leases, self._loop.time()):
            self._dead.setdefault(name, leases[name])

    async def _hold(self) -> None:
        """Keep the lease; or take it again where Redis has lost it, until we know that we have it."""
        try:
            if not self._emptied:
                self._clock.set(await self._store.beat(self._acked()))
                return
        except Vanished:
            self._emptied = True
        await self._store.take()
        self._emptied = False
        EMPTIED.inc()
        log.error("Redis was emptied: what waited there is lost, but for what we have in hand; we go on with that")

    async def _adopt(self) -> None:
        """Some entries of each dead gateway; the answer may get lost, so they are looked for in any case."""
        for name, lease in list(self._dead.items()):
            self._unread = True
            if moved := await self._store.adopt(name, *lease):
                ADOPTED.inc(moved)
                log.warning("gateway %s is dead: %d effects of its queue are ours now", name, moved)
            else:
                del self._dead[name]
        if self._unread:
            await self._adopted()
            self._unread = False
