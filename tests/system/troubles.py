"""What happens to a house: each trouble ends by itself, when its time is over, with everything up again."""

import asyncio
import signal
from collections.abc import Callable
from itertools import cycle

from tests.system.house import Gateway, House

KILL_EVERY = 2.0
"""Seconds between two kills of gateways."""

REDIS_AWAY = 0.5
"""Seconds between Redis's death and its return."""

Over = Callable[[], bool]


async def gateways_killed(house: House, over: Over) -> None:
    """One after the other, each as soon as it serves."""
    gateways = cycle(house.gateways)
    while not over():
        await asyncio.sleep(KILL_EVERY)
        gateway = next(gateways)
        await gateway.ready()
        gateway.signal(signal.SIGKILL)
        house.kills += 1


async def redis_killed(house: House, every: float, over: Over) -> None:
    """Each time between the execution of a script and its answer."""
    while not over():
        await asyncio.sleep(every)
        house.proxy.lost.clear()
        house.proxy.lose_answers = 1
        await house.proxy.lost.wait()
        await asyncio.to_thread(house.redis.kill)
        await asyncio.sleep(REDIS_AWAY)
        await asyncio.to_thread(house.redis.start)
        house.kills += 1


async def redis_paused(house: House, seconds: float) -> None:
    """It hangs, and then goes on as if nothing had been."""
    house.redis.send_signal(signal.SIGSTOP)
    await asyncio.sleep(seconds)
    house.redis.send_signal(signal.SIGCONT)


async def gateway_stalled(gateway: Gateway, seconds: float) -> None:
    """It hangs while others take its queue over, and then goes on as if nothing had been."""
    gateway.signal(signal.SIGSTOP)
    await asyncio.sleep(seconds)
    gateway.signal(signal.SIGCONT)
