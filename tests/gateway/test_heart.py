"""The heartbeat: whose the queue is, and how that of a dead gateway is taken over."""

import asyncio
from collections.abc import Mapping

from redis.asyncio import Redis

from gateway.heart import BEAT, TRUST
from smpp.pdus import SubmitSm, reply
from state.connection import in_memory
from state.errors import Lost, Unavailable
from state.store import MOST_ADOPTED, Store
from state.watch import STALE_SECONDS
from tests.gateway.message_centre import ANNA, deliver, message_centre
from tests.gateway.serving import Operator, emptied, serving
from tests.gateway.stores import queue, said
from tests.gateway.turning import known
from tests.gateway.virtual import virtually

HELP = "Отправьте БАЛАНС"
ADOPTED_WITHIN = 10.0
"""Seconds."""


class Watched(Store):
    """A store that notes its heartbeats and adoptions, and fails at them as it is told to."""

    def __init__(self, redis: Redis, name: str) -> None:
        super().__init__(redis, name)
        self.calls: list[str] = []
        self.faint = self.full = False
        self.lose = 0

    async def beat(self, acked: Mapping[str, str] | None = None) -> float:
        """See Store."""
        self.calls.append("beat")
        if self.faint:
            raise Lost("no answer")
        return await super().beat(acked)

    async def adopt(self, name: str, epoch: str, counter: str) -> int:
        """See Store."""
        self.calls.append("adopt")
        if self.full:
            raise Unavailable("OOM")
        moved = await super().adopt(name, epoch, counter)
        if self.lose:
            self.lose -= 1
            raise Lost("no answer")
        return moved


# Our own queue


@virtually
async def test_no_reply_is_sent_when_the_last_heartbeat_is_long_ago() -> None:
    """By then another gateway may send it. What waits is sent after the next one."""
    store = Watched(in_memory(), "alpha")
    async with message_centre() as centre, serving(store, centre.address(), operator=Operator()) as running:
        peer = await centre.bound()
        await peer.ask(deliver("помощь")[0])
        assert (await centre.text()).startswith(HELP)
        store.faint = True
        await asyncio.sleep(TRUST)
        assert not running.gateway.health().ready
        assert (await peer.ask(deliver("помощь")[0])).status == 0
        await asyncio.sleep(60)
        assert centre.submits.empty()
        store.faint = False
        assert (await centre.text()).startswith(HELP)
        assert running.gateway.health().ready


@virtually
async def test_replies_are_sent_while_the_last_heartbeat_is_fresh() -> None:
    """One that fails is no harm."""
    store = Watched(in_memory(), "alpha")
    async with message_centre() as centre, serving(store, centre.address(), operator=Operator()):
        peer = await centre.bound()
        store.faint = True
        await asyncio.sleep(TRUST - 2 * BEAT)
        await peer.ask(deliver("помощь")[0])
        assert (await centre.text()).startswith(HELP)


@virtually
async def test_the_rest_of_a_long_reply_waits_for_the_heartbeat_too() -> None:
    """Whoever owns the queue sends it."""
    store = Watched(in_memory(), "alpha")
    async with message_centre() as centre, serving(store, centre.address("window=1"), operator=Operator()):
        peer = await centre.bound()
        centre.answer = lambda request: None if isinstance(request, SubmitSm) else reply(request)
        await peer.ask(deliver("тарифы")[0])
        first = await centre.submit()
        store.faint = True
        await asyncio.sleep(TRUST)
        peer.respond(reply(first))
        await asyncio.sleep(10)
        assert centre.submits.empty()
        store.faint = False
        assert (await centre.submit()).short_message[:5] == first.short_message[:5]


# The queue of a dead gateway


async def dead(redis: Redis, texts: list[str], address: str) -> None:
    """A gateway that left these for Anna."""
    await queue(await known(Store(redis, "dead"), ANNA), *said(texts, address))


@virtually
async def test_what_was_adopted_is_sent_though_the_answer_of_the_adoption_got_lost() -> None:
    """Nobody else would look for it."""
    redis = in_memory()
    store = Watched(redis, "alpha")
    store.lose = 1
    async with message_centre() as centre, serving(store, centre.address(), operator=Operator()):
        await centre.bound()
        await dead(redis, ["1", "2"], centre.address().name)
        async with asyncio.timeout(ADOPTED_WITHIN):
            assert [await centre.text(), await centre.text()] == ["1", "2"]
            await emptied(store)
        assert centre.submits.empty()
        assert await store.leases() == {}


@virtually
async def test_a_long_queue_is_adopted_between_heartbeats() -> None:
    """Else others would take us for dead meanwhile."""
    redis = in_memory()
    store = Watched(redis, "alpha")
    texts = [str(number) for number in range(2 * MOST_ADOPTED + 1)]
    async with message_centre() as centre, serving(store, centre.address(), operator=Operator()):
        await centre.bound()
        await dead(redis, texts, centre.address().name)
        async with asyncio.timeout(ADOPTED_WITHIN):
            assert [await centre.text() for _ in texts] == texts
    adopting = store.calls[store.calls.index("adopt") - 1 :][:8]
    assert adopting == ["beat", "adopt"] * 4


@virtually
async def test_a_redis_that_can_move_nothing_now_is_asked_once_a_heartbeat() -> None:
    """It is full; the queue stands where it stood, and is adopted when there is room."""
    redis = in_memory()
    store = Watched(redis, "alpha")
    store.full = True
    async with message_centre() as centre, serving(store, centre.address(), operator=Operator()):
        await centre.bound()
        await dead(redis, ["1"], centre.address().name)
        await asyncio.sleep(STALE_SECONDS + 10 * BEAT)
        assert store.calls.count("beat") <= STALE_SECONDS + 10 + 1
        store.full = False
        assert await centre.text() == "1"
