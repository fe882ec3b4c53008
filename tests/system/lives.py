"""People go about their business while their house has troubles, and in the end the books agree."""

import asyncio
import time
from collections.abc import Awaitable, Sequence
from random import Random
from typing import NamedTuple

from tests.system.house import House, house
from tests.system.people import Person, watch
from tests.system.troubles import gateways_killed, redis_killed

PHONES = 200
REDIS_EVERY = 7.0
"""Seconds between two kills of Redis."""


class Tally(NamedTuple):
    """How it went: messages ``written`` by people, and answers that came ``again``."""

    kills: int
    written: int
    bought: int
    again: int


async def killed_for(seconds: float, seed: int) -> Tally:
    """Gateways are killed every two seconds, Redis between the execution of a script and its answer."""
    random = Random(seed)
    async with house() as home:
        people = await home.people(PHONES, lambda: random.uniform(0.2, 2.0))
        end = time.monotonic() + seconds

        def over() -> bool:
            return time.monotonic() > end

        await lived_through(home, people, gateways_killed(home, over), redis_killed(home, REDIS_EVERY, over))
        return Tally(
            home.kills,
            sum(person.written for person in people),
            sum(person.bought for person in people),
            sum(person.again for person in people),
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
