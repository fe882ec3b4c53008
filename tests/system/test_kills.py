"""Real processes are killed, stalled and cut off while people spend money; in the end the books agree."""

import asyncio
import signal

from tests.system.houses import on_redis
from tests.system.lives import killed_for, killed_on_cluster_for, lived_through, pauses
from tests.system.people import watch
from tests.system.troubles import gateway_stalled, redis_paused


async def test_gateways_and_redis_are_killed() -> None:
    """Two hundred phones; gateways every two seconds, Redis between the execution of a script and its answer."""
    tally = await killed_for(30.0, seed=1)
    assert tally.good, tally


async def test_gateways_and_masters_of_a_cluster_are_killed() -> None:
    """While a master is away, people of all shards elsewhere go on; when it is back, its own do too."""
    tally = await killed_on_cluster_for(20.0, seed=1)
    assert tally.good, tally


async def test_a_gateway_and_redis_stall() -> None:
    """For ten and fifteen seconds; then each goes on, and what it holds is no longer true."""
    async with on_redis() as (home, server, _):
        people = await home.people(30, pauses(seed=1))

        async def troubles() -> None:
            await gateway_stalled(home, home.gateways[0], 10.0)
            await home.ready()
            await redis_paused(server, 15.0)
            await home.ready()

        await lived_through(home, people, troubles())
        assert home.gateways[0].starts > 1, "its queue had been taken over, so it ended and was started again"


async def test_all_is_answered_though_nobody_writes_any_more() -> None:
    """Both gateways die with messages on their way; one comes back, and does what the other owed."""
    async with on_redis() as (home, _, _):
        people = await home.people(50, lambda: 0.0)
        async with asyncio.TaskGroup() as group:
            watching = group.create_task(watch(people))
            asking = [group.create_task(person.ask("2122", r'Подключить "Гудок"\? 75,00')) for person in people]
            await home.something_stored()
            home.gateways[0].away = True
            for gateway in home.gateways:
                gateway.signal(signal.SIGKILL)
            await asyncio.gather(*asking)
            watching.cancel()
        await home.emptied()
        await home.books_agree(people)
