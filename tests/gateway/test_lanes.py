"""Several shards, each a lane of its own: none waits for another."""

import asyncio
from collections.abc import Mapping

from redis.asyncio import Redis

from operator_api.contract import Number
from smpp.statuses import Status
from state.connection import in_memory
from state.errors import Lost, Unreachable
from state.keys import shard_of
from state.store import Store
from tests.gateway.message_centre import deliver, message_centre, taken
from tests.gateway.posting import TAKEN, TEXT, door_of
from tests.gateway.serving import Operator, serving
from tests.gateway.virtual import virtually

SHARDS = 3
HELP = "Отправьте БАЛАНС"


class Shard(Store):
    """One whose Redis may be ``away``."""

    away = False

    async def take(self) -> None:
        """See Store."""
        if self.away:
            raise Unreachable("connection refused")
        await super().take()

    async def beat(self, acked: Mapping[str, str] | None = None) -> float:
        """See Store."""
        if self.away:
            raise Lost("no answer")
        return await super().beat(acked)


def shards(redis: Redis) -> list[Shard]:
    """The gateway alpha's view of each."""
    return [Shard(redis, "alpha", shard) for shard in range(SHARDS)]


def number_of(shard: int) -> Number:
    """Somebody of that shard."""
    numbers = (Number(str(79160000001 + i)) for i in range(100))
    return next(number for number in numbers if shard_of(number, SHARDS) == shard)


def written_by(shard: int, text: str = "помощь") -> tuple[str, Number]:
    """A text, and its number."""
    return text, number_of(shard)


async def test_each_number_is_kept_in_its_shard() -> None:
    """With what is sent to it, under a key of its own too."""
    redis = in_memory()
    stores = shards(redis)
    async with message_centre() as centre, serving(stores, centre.address(), operator=Operator()) as running:
        peer = await centre.bound()
        for shard in range(SHARDS):
            assert (await peer.ask(deliver(*written_by(shard))[0])).status == Status.ROK
            assert (await centre.text()).startswith(HELP)
        async with door_of(running.gateway) as door:
            assert [await door.post(to=number_of(shard), key=f"{shard}") for shard in range(SHARDS)] == [TAKEN] * SHARDS
            assert [await centre.text() for _ in range(SHARDS)] == [TEXT] * SHARDS
    for store in stores:
        numbers = [number_of(shard) for shard in range(SHARDS)]
        kept = [loaded.session is not None for loaded in await store.load(numbers)]
        assert kept == [shard == store.keys.shard for shard in range(SHARDS)]
        assert [await store.once(f"{shard}") is not None for shard in range(SHARDS)] == kept


@virtually
async def test_a_shard_that_is_away_at_the_start_is_served_when_it_comes() -> None:
    """The others are served at once; who writes to it is refused for now."""
    stores = shards(in_memory())
    stores[1].away = True
    async with message_centre() as centre, serving(stores, centre.address(), operator=Operator()) as running:
        peer = await centre.bound()
        assert (await peer.ask(deliver(*written_by(1))[0])).status == Status.RMSGQFUL
        for shard in (0, 2):
            assert (await peer.ask(deliver(*written_by(shard))[0])).status == Status.ROK
            assert (await centre.text()).startswith(HELP)
        assert running.gateway.health().ready
        stores[1].away = False
        await asyncio.sleep(2)
        await taken(peer, *written_by(1))
        assert (await centre.text()).startswith(HELP)


@virtually
async def test_replies_of_a_shard_that_may_not_be_ours_wait_and_the_others_pass() -> None:
    """On the same link."""
    stores = shards(in_memory())
    async with message_centre() as centre, serving(stores, centre.address(), operator=Operator()):
        peer = await centre.bound()
        stores[1].away = True
        await asyncio.sleep(10)
        for shard in (1, 0, 2):
            assert (await peer.ask(deliver(*written_by(shard))[0])).status == Status.ROK
        assert [(await centre.submit()).destination_addr for _ in range(2)] == [number_of(0), number_of(2)]
        await asyncio.sleep(10)
        assert centre.submits.empty()
        stores[1].away = False
        assert (await centre.submit()).destination_addr == number_of(1)
