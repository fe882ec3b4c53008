"""A machine on which the shipped gateway runs, crashes, sleeps and is started again."""

import asyncio
from collections.abc import Callable
from typing import cast

from msgspec import Struct

from gateway.address import Address
from gateway.clock import Clock
from gateway.gateway import Gateway
from gateway.limits import Limit
from gateway.sms import Subscribers
from gateway.vault import Vault
from operator_api.client import OperatorClient
from state.errors import Displaced
from state.store import Store
from tests.gateway.serving import KEY
from tests.simulation.channel import Channel, Weather
from tests.simulation.checker import COUNTED, START, Checker
from tests.simulation.loop import Loop, Process
from tests.simulation.operator import Operator

SUBSCRIBERS = Subscribers("7", ("111",))
COUNTING = Limit(1_000_000, COUNTED)

MakeGateway = Callable[..., Gateway]
"""The shipped gateway, or a mutant."""


class House(Struct):
    """What all machines share. ``channel`` gives a program its way to Redis."""

    loop: Loop
    operator: Operator
    checker: Checker
    addresses: list[Address]
    channel: Callable[[Weather], Channel]
    gateway: MakeGateway


class Machine:
    """Where gateways of one name run. ``weather`` is that between here and Redis, whoever runs."""

    def __init__(self, name: str, house: House) -> None:
        self.name = name
        self.weather = Weather()
        self.process: Process | None = None
        self._house = house
        self._task: asyncio.Task[None]

    @property
    def running(self) -> bool:
        """Somebody serves here."""
        return self.process is not None and self.process.alive

    def start(self) -> None:
        """Start the gateway; one that is running already, perhaps asleep, is left to find out."""
        self._log("starts")
        self.process = process = Process(self.name, self._house.loop)
        self._task = process.start(self._run(process))

    def crash(self) -> None:
        """kill -9: what was written still arrives."""
        if self.process and self.process.alive:
            self._log("is killed")
            self.process.kill()

    def fall_asleep(self, process: "Process", seconds: float) -> None:
        """SIGSTOP, and SIGCONT so much later."""
        if process.alive:
            self._log("falls asleep")
            process.sleep()
            self._house.loop.call_later(seconds, self._wake, process)

    def _wake(self, process: Process) -> None:
        self._log("wakes")
        process.wake()

    def stop(self) -> None:
        """SIGTERM."""
        if self.process and self.process.alive:
            self._log("is asked to stop")
            self.process.context.run(self._task.cancel)

    def _log(self, what: str) -> None:
        self._house.checker.log(self.name, what)

    async def _run(self, process: Process) -> None:
        try:
            await self._gateway().run()
        except Displaced:
            self._log("is displaced")
        except asyncio.CancelledError:
            self._log("has stopped")
        except Exception as error:
            if process.alive:
                self._house.checker.wrong(f"{self.name} died of {error!r}")
        process.alive = False

    def _gateway(self) -> Gateway:
        house = self._house
        clock = Clock(house.loop.time)
        clock.set(START + house.loop.time() + house.loop.chance.uniform(-2, 2))
        store = Store(house.channel(self.weather), self.name)
        operator = cast(OperatorClient, house.operator)
        return house.gateway(house.addresses, [store], operator, Vault(KEY), SUBSCRIBERS, COUNTING, clock)
