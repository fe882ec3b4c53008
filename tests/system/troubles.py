"""What happens to a house: each trouble ends by itself, when its time is over, with everything up again."""

import asyncio
import signal
from collections.abc import Callable, Sequence
from itertools import cycle

from state.keys import TAGS, shard_of
from tests.redis_cluster import Node, RedisCluster
from tests.redis_server import RedisServer
from tests.state.proxy import Proxy
from tests.system.house import LOOK_EVERY, Gateway, House
from tests.system.people import PATIENCE, Person

KILL_EVERY = 2.0
"""Seconds between two kills of gateways, and the least that each of them serves."""

REDIS_AWAY = 0.5
"""Seconds between Redis's death and its return."""

Over = Callable[[], bool]


async def gateways_killed(house: House, over: Over) -> None:
    """One after the other, each when it has served for a while: else nothing would be done where starts take long."""
    gateways = cycle(house.gateways)
    while not over():
        gateway = next(gateways)
        await gateway.ready()
        await asyncio.sleep(KILL_EVERY)
        gateway.signal(signal.SIGKILL)
        house.kills += 1


async def redis_killed(house: House, server: RedisServer, proxy: Proxy, every: float, over: Over) -> None:
    """Each time between the execution of a script and its answer."""
    while not over():
        await asyncio.sleep(every)
        proxy.lost.clear()
        proxy.lose_answers = 1
        await proxy.lost.wait()
        await asyncio.to_thread(server.kill)
        await asyncio.sleep(REDIS_AWAY)
        await asyncio.to_thread(server.start)
        house.kills += 1


async def redis_paused(server: RedisServer, seconds: float) -> None:
    """It hangs, and then goes on as if nothing had been."""
    server.send_signal(signal.SIGSTOP)
    await asyncio.sleep(seconds)
    server.send_signal(signal.SIGCONT)


async def masters_killed(
    house: House, cluster: RedisCluster, people: Sequence[Person], every: float, over: Over
) -> None:
    """One after the other; each stays away until half the people of each shard elsewhere have gone on."""
    masters = cycle(cluster.masters)
    while not over():
        await asyncio.sleep(every)
        master = next(masters)
        await asyncio.to_thread(master.kill)
        await asyncio.gather(*(half_gone_on(lucky) for lucky in _elsewhere(cluster, people, master)))
        await asyncio.to_thread(master.start)
        house.kills += 1


async def half_gone_on(people: Sequence[Person]) -> None:
    """Waits until half have had an answer to what they wrote after now, so at least their second. Not all: what some
    wrote just before a gateway was killed makes them wait for long."""
    wanted = {person: person.answered + 2 for person in people}
    async with asyncio.timeout(PATIENCE):
        while 2 * sum(person.answered >= count for person, count in wanted.items()) < len(people):
            await asyncio.sleep(LOOK_EVERY)


def _elsewhere(cluster: RedisCluster, people: Sequence[Person], master: Node) -> list[list[Person]]:
    """The people of each shard that other masters serve."""
    shards = [shard for shard in range(len(TAGS)) if cluster.master_of(shard) is not master]
    return [[person for person in people if shard_of(person.number, len(TAGS)) == shard] for shard in shards]


async def gateway_stalled(house: House, gateway: Gateway, seconds: float) -> None:
    """It hangs while the other takes its queue over, and then goes on as if nothing had been."""
    gateway.signal(signal.SIGSTOP)
    await asyncio.gather(house.taken_over(gateway), asyncio.sleep(seconds))
    gateway.signal(signal.SIGCONT)
