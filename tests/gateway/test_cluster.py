"""A gateway on a Redis Cluster: people whose shards live elsewhere never notice that a master is away."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from operator_api.contract import Number
from smpp.statuses import Status
from state.cluster import Cluster
from state.keys import TAGS, shard_of
from state.store import Store
from tests.gateway.counting import counted
from tests.gateway.message_centre import MessageCentre, Peer, deliver, message_centre, taken
from tests.gateway.serving import Operator, Running, serving
from tests.redis_cluster import Node, RedisCluster

NUMBERS = [Number(str(79160000001 + i)) for i in range(60)]
HELP = "Отправьте БАЛАНС"


def at_home(cluster: RedisCluster, master: int) -> list[Number]:
    """Whose shard is served by this master."""
    return [n for n in NUMBERS if cluster.master_of(shard_of(n, len(TAGS))) is cluster.masters[master]]


@asynccontextmanager
async def on_cluster(cluster: RedisCluster) -> AsyncIterator[tuple[MessageCentre, Peer, Running]]:
    """A gateway that serves."""
    nodes = Cluster(cluster.url)
    stores = [Store(slot, "alpha", shard) for shard, slot in enumerate(nodes.shards())]
    async with message_centre() as centre, serving(stores, centre.address(), operator=Operator()) as running:
        yield centre, await centre.bound(), running
    await nodes.aclose()


async def test_all_are_served(shared_cluster: RedisCluster) -> None:
    """Wherever their shard is."""
    async with on_cluster(shared_cluster) as (centre, peer, _):
        for number in NUMBERS:
            assert (await peer.ask(deliver("помощь", number)[0])).status == Status.ROK
        answered = {(await centre.submit()).destination_addr for _ in NUMBERS}
    assert answered == set(NUMBERS)


async def test_while_a_master_is_away_only_its_own_people_notice(fragile_cluster: RedisCluster) -> None:
    """Others are answered at once after it has gone, and while it comes; its own are refused, and served after."""
    gone = at_home(fragile_cluster, 0)
    lucky = at_home(fragile_cluster, 1) + at_home(fragile_cluster, 2)
    async with on_cluster(fragile_cluster) as (centre, peer, running):
        for number in NUMBERS:
            await taken(peer, "помощь", number)
            await centre.submit()
        fragile_cluster.masters[0].kill()
        unlucky = peer.send(deliver("помощь", gone[0])[0])
        await all_answered(centre, peer, lucky)
        assert running.gateway.health().ready
        response = await unlucky
        assert response is not None
        assert response.status == Status.RMSGQFUL
        await asyncio.gather(asyncio.to_thread(fragile_cluster.masters[0].start), all_answered(centre, peer, lucky))
        for number in gone:
            await taken(peer, "помощь", number)
            assert (await centre.submit()).destination_addr == number
        assert centre.submits.empty()


async def test_a_master_that_was_emptied_is_used_again(shared_cluster: RedisCluster) -> None:
    """As one that came back without what was written last: we take the leases of its shards again, and of no others."""
    emptied, lost = shared_cluster.masters[0], counted("pomoshnik_redis_emptied_total")
    async with on_cluster(shared_cluster) as (centre, peer, running):
        for number in NUMBERS:
            await taken(peer, "помощь", number)
            await centre.submit()
        leases = leases_on(emptied)
        emptied.say("FLUSHALL")
        for number in NUMBERS:
            await taken(peer, "помощь", number)
            assert (await centre.submit()).destination_addr == number
        assert leases_on(emptied) == leases
        assert counted("pomoshnik_redis_emptied_total") == lost + leases
        assert not running.task.done()


def leases_on(master: Node) -> int:
    """How many shards of the gateway alpha this master keeps."""
    return master.say("KEYS", "*:lease:alpha").count("lease")


async def all_answered(centre: MessageCentre, peer: Peer, numbers: list[Number]) -> None:
    """Taken at the first try, and answered before anybody else is asked."""
    for number in numbers:
        assert (await peer.ask(deliver("помощь", number)[0])).status == Status.ROK
        assert (await centre.submit()).destination_addr == number
