"""People go about their business while their house has troubles, and in the end the books agree."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from random import Random
from typing import NamedTuple

from tests.system.house import House
from tests.system.houses import on_cluster, on_redis
from tests.system.people import Person, watch
from tests.system.troubles import Over, gateways_killed, masters_killed, redis_killed

PHONES, PHONES_ON_CLUSTER = 200, 60

REDIS_EVERY = 7.0
"""Seconds between two kills of Redis."""

MASTERS_EVERY = 4.0
"""Seconds between the return of a master and the death of the next."""


class Tally(NamedTuple):
    """How it went: messages ``written`` by people, answers that came ``again``, and messages that brought none."""

    kills: int
    written: int
    bought: int
    again: int
    unheard: int

    @property
    def good(self) -> bool:
        """Something was killed, business went on, and little came twice but what was written again."""
        return 2 < self.kills < self.bought and self.again - self.unheard < self.written / 5


async def killed_for(seconds: float, seed: int) -> Tally:
    """Gateways are killed every two seconds, Redis between the execution of a script and its answer."""
    async with on_redis() as (home, server, proxy):
        people, over = await home.people(PHONES, pauses(seed)), after(seconds)
        killing = redis_killed(home, server, proxy, REDIS_EVERY, over)
        await lived_through(home, people, gateways_killed(home, over), killing)
        return tally(home, people)


async def killed_on_cluster_for(seconds: float, seed: int) -> Tally:
    """Gateways are killed every two seconds, and one master after the other."""
    async with on_cluster() as (home, cluster):
        people, over = await home.people(PHONES_ON_CLUSTER, pauses(seed)), after(seconds)
        killing = masters_killed(home, cluster, people, MASTERS_EVERY, over)
        await lived_through(home, people, gateways_killed(home, over), killing)
        return tally(home, people)


def pauses(seed: int) -> Callable[[], float]:
    """Seconds between two messages of one person."""
    random = Random(seed)
    return lambda: random.uniform(0.2, 2.0)


def after(seconds: float) -> Over:
    """Whether they have passed since now."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def tally(home: House, people: Sequence[Person]) -> Tally:
    """In the end."""
    return Tally(
        home.kills,
        sum(person.written for person in people),
        sum(person.bought for person in people),
        sum(person.again for person in people),
        sum(person.unheard for person in people),
    )


async def lived_through(home: House, people: Sequence[Person], *troubles: Awaitable[None]) -> None:
    """When the troubles are over, all has been answered and the books agree; raises AssertionError otherwise."""
    over = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        watching = group.create_task(watch(people))
        living = [group.create_task(person.live(over)) for person in people]
        await asyncio.gather(*troubles)
        over.set()
        await asyncio.gather(*living)
        watching.cancel()
    await home.emptied()
    for person in people:
        person.wait_no_more()
    await home.books_agree(people)
