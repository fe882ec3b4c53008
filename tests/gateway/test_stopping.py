"""The end in good order: the batch under way, then the links, then what is done is forgotten."""

import asyncio
from collections.abc import Mapping, Sequence

from redis.asyncio import Redis

from gateway.door import Health
from gateway.gateway import DRAIN_TIMEOUT
from gateway.heart import BEAT
from smpp.pdus import EnquireLink, SubmitSm, reply
from state.batch import MOST_DELETIONS, Committed, Entry
from state.connection import in_memory
from state.errors import Unreachable
from state.store import Store
from tests.gateway.message_centre import ANNA, BORIS, deliver, message_centre, welcome
from tests.gateway.posting import BUSY, door_of
from tests.gateway.serving import Operator, queue_of, serving
from tests.gateway.stores import Hanging, queue, said
from tests.gateway.turning import known
from tests.gateway.virtual import virtually

HELP = "Отправьте БАЛАНС"


async def test_a_batch_under_way_ends_and_is_acknowledged_before_the_links_unbind(redis: Redis) -> None:
    """The SMSC keeps nothing that is stored, and the reply goes once, though a gateway of the name starts again."""
    await known(Store(redis, "alpha"), ANNA)
    store = Hanging(redis, "alpha")
    async with message_centre() as centre:
        async with serving(store, centre.address(), operator=Operator()) as running:
            peer = await centre.bound()
            while not running.gateway.health().ready:  # before its first heartbeat it sends no reply
                await asyncio.sleep(0)
            message = peer.send(deliver("помощь")[0])
            await store.asked.wait()
            running.task.cancel()
            await peer.ask(EnquireLink())
            assert not message.done()
            store.go_on.set()
            response = await message
            await asyncio.wait([running.task])
        assert response is not None
        assert response.status == 0
        assert (await centre.text()).startswith(HELP)
        assert await peer.closed == "unbound by the peer"
        async with serving(restarted := Store(redis, "alpha"), centre.address(), operator=Operator()):
            await (await centre.bound()).ask(EnquireLink())
            assert await queue_of(restarted) == []
        assert centre.submits.empty()


@virtually
async def test_a_redis_that_does_not_answer_at_the_end_is_not_waited_for_for_long() -> None:
    """What it may have stored is not acknowledged: the SMSC keeps it."""
    store = Hanging(in_memory(), "alpha")
    async with message_centre() as centre, serving(store, centre.address(), operator=Operator()) as running:
        peer = await centre.bound()
        message = peer.send(deliver("помощь")[0])
        await store.asked.wait()
        running.task.cancel()
        async with asyncio.timeout(10):
            await asyncio.wait([running.task])
        assert await message is None


@virtually
async def test_who_drains_finishes_what_was_taken_in_and_takes_in_nothing_more() -> None:
    """What comes meanwhile is neither acknowledged nor refused: the SMSC sends it elsewhere when the link has ended."""
    redis = in_memory()
    watcher, store = await known(Store(redis, "beta"), ANNA), Store(redis, "alpha")
    async with message_centre() as centre, serving(store, centre.address(), operator=Operator()) as running:
        peer = await centre.bound()
        centre.answer = lambda request: None if isinstance(request, SubmitSm) else reply(request)
        await peer.ask(deliver("помощь")[0])
        answer = await centre.submit()
        running.gateway.drain()
        late = peer.send(deliver("баланс", BORIS)[0])
        await asyncio.sleep(DRAIN_TIMEOUT / 2)
        assert running.gateway.health() == Health({centre.address().name: 1}, state=True, draining=True)
        async with door_of(running.gateway) as door:
            assert await door.post(to=BORIS) == BUSY
        assert not late.done()
        peer.respond(reply(answer))
        await running.task
        assert await peer.closed == "unbound by the peer"
        assert await late is None
        assert centre.submits.empty()
    assert await queue_of(store) == []
    assert await watcher.leases() == {"alpha": (store.epoch, "")}


@virtually
async def test_who_has_drained_for_ten_seconds_leaves_the_rest_to_others_at_once() -> None:
    """They need not wait until the lease has stood still for long."""
    redis = in_memory()
    async with message_centre() as centre, serving(Store(redis, "beta"), centre.address(), operator=Operator()):
        await centre.bound()
        async with serving(Store(redis, "alpha"), centre.address(), operator=Operator()) as running:
            peer = await centre.bound()
            centre.answer = lambda request: None if isinstance(request, SubmitSm) else reply(request)
            await peer.ask(deliver("помощь")[0])
            (sender, first), centre.answer = await centre.submits.get(), welcome
            assert sender is peer
            async with asyncio.timeout(DRAIN_TIMEOUT + BEAT):
                running.gateway.drain()
                await running.task
            async with asyncio.timeout(2 * BEAT):
                sender, again = await centre.submits.get()
            assert sender is not peer
            assert again.short_message == first.short_message


@virtually
async def test_who_is_cancelled_while_it_drains_stops_at_once() -> None:
    """The rest is left to others."""
    store = Store(in_memory(), "alpha")
    async with message_centre() as centre, serving(store, centre.address(), operator=Operator()) as running:
        peer = await centre.bound()
        centre.answer = lambda request: None if isinstance(request, SubmitSm) else reply(request)
        await peer.ask(deliver("помощь")[0])
        await centre.submit()
        running.gateway.drain()
        async with asyncio.timeout(DRAIN_TIMEOUT / 2):
            await asyncio.sleep(1)
            running.task.cancel()
            await asyncio.wait([running.task])
    assert len(await queue_of(store)) == 1


@virtually
async def test_who_has_no_link_does_not_wait_for_one() -> None:
    """Nothing could be sent."""
    async with message_centre() as gone:
        pass
    store = await known(Store(in_memory(), "alpha"), ANNA)
    await queue(store, *said(["1"], gone.address().name))
    async with serving(store, gone.address(), operator=Operator()) as running:
        async with asyncio.timeout(DRAIN_TIMEOUT / 2):
            await asyncio.sleep(1)
            running.gateway.drain()
            await running.task
    assert len(await queue_of(store)) == 1


class Failing(Store):
    """A store that takes no batches while ``away``."""

    away = False

    async def commit(
        self, entries: Sequence[Entry], deletions: Sequence[str] = (), acked: Mapping[str, str] | None = None
    ) -> Committed:
        """See Store."""
        if self.away:
            raise Unreachable("connection refused")
        return await super().commit(entries, deletions, acked)


async def test_all_that_is_done_is_forgotten_at_the_end() -> None:
    """Though it is more than one batch may delete; else the next start would send it again."""
    store = await known(Failing(in_memory(), "alpha"), ANNA)
    async with message_centre() as centre:
        texts = [str(number) for number in range(2 * MOST_DELETIONS + 1)]
        await queue(store, *said(texts, centre.address().name))
        store.away = True
        async with serving(store, centre.address(), operator=Operator()):
            peer = await centre.bound()
            assert [await centre.text() for _ in texts] == texts
            await peer.ask(EnquireLink())
            assert len(await queue_of(store)) == 500
            store.away = False
        assert await queue_of(store) == []
