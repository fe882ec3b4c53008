"""What goes wrong, one after the other, by chance; each trouble has an end."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

from tests.simulation.centre import Centre, Moods
from tests.simulation.channel import Weather
from tests.simulation.little_redis import LittleRedis
from tests.simulation.loop import Loop
from tests.simulation.machine import Machine
from tests.simulation.operator import Nature, Operator

MOST_STEPS = 300
"""Callbacks within which a gateway that is to be killed is killed."""

ASLEEP = 10.0
"""Seconds that a stopped process sleeps."""


Trouble = Callable[[], None]


class Troubles:
    """``happen`` until cancelled; `heal` afterwards."""

    def __init__(
        self,
        loop: Loop,
        machines: Sequence[Machine],
        centres: Sequence[Centre],
        redis: LittleRedis,
        operator: Operator,
        log: Callable[[str, str], None],
    ) -> None:
        self._loop = loop
        self._chance = loop.chance
        self._machines = machines
        self._centres = centres
        self._redis = redis
        self._operator = operator
        self._log = log
        self._usual = loop.chance.choice([0.001, 0.02, 0.1])
        """Seconds that a command usually takes, each way."""
        self.heal()
        self.kinds: list[Trouble] = [self.kill, self.kill, self.stall, self.stop, self.cut, self.cut, self.moody]
        self.kinds += [self.part, self.storm, self.refuse, self.baffle]

    async def happen(self, every: float) -> None:
        """One after the other, seldom more than two at a time."""
        while True:
            await asyncio.sleep(self._chance.expovariate(1 / every))
            trouble = self._chance.choice(self.kinds)
            self._log("world", f"trouble: {trouble.__name__}")
            trouble()

    def heal(self) -> None:
        """All is well again."""
        self._redis.full = self._redis.read_only = False
        self._operator.nature = Nature()
        for centre in self._centres:
            centre.moods = Moods()
        for machine in self._machines:
            self._clear(machine.weather)
        for process in self._loop.processes:
            process.doom = None

    # Gateways

    def kill(self) -> None:
        """kill -9 at any await, and a restart sooner or later, or never."""
        machine = self._chance.choice(self._machines)
        if machine.process and machine.process.alive and machine.process.awake:
            machine.process.doom = self._chance.randrange(MOST_STEPS), machine.crash
            self._later(self._chance.choice([0.5, 3.0, 12.0, 1e9]), self._restart, machine)

    def stop(self) -> None:
        """SIGTERM and a restart."""
        machine = self._chance.choice(self._machines)
        if machine.process and machine.process.awake:
            machine.stop()
            self._later(self._chance.uniform(1, 10), self._restart, machine)

    def stall(self) -> None:
        """SIGSTOP, SIGCONT; perhaps somebody starts another of that name meanwhile."""
        machine = self._chance.choice(self._machines)
        if machine.process and machine.process.alive and machine.process.awake:
            asleep = partial(machine.fall_asleep, machine.process, ASLEEP)
            machine.process.doom = self._chance.randrange(MOST_STEPS), asleep
            if self._chance.random() < 0.3:
                self._later(self._chance.uniform(0, ASLEEP), machine.start)

    def _restart(self, machine: Machine) -> None:
        if not machine.running:
            machine.start()

    # Links and SMSCs

    def cut(self) -> None:
        """A connection is lost; each side learns of it at once or much later."""
        centre = self._chance.choice(self._centres)
        if centre.peers:
            near, far = self._chance.choice([0.0, 0.0, 20.0]), self._chance.choice([0.0, 0.0, 20.0])
            self._chance.choice(centre.peers).cut(near, far)

    def moody(self) -> None:
        """An SMSC throttles, forgets to answer, drops links with answers, refuses binds, takes its time."""
        centre = self._chance.choice(self._centres)
        centre.moods = Moods(
            throttled=self._chance.choice([0.0, 0.3]),
            unanswered=self._chance.choice([0.0, 0.1]),
            dropped=self._chance.choice([0.0, 0.3]),
            refused_binds=self._chance.choice([0.0, 0.5]),
            delay=self._chance.choice([0.01, 0.5, 3.0]),
        )
        self._later(self._chance.uniform(3, 15), setattr, centre, "moods", Moods())

    # Redis and the operator

    def part(self) -> None:
        """One gateway does not reach Redis."""
        machine = self._chance.choice(self._machines)
        machine.weather.away = True
        self._later(self._chance.choice([1.0, 4.0, 12.0]), self._clear, machine.weather)

    def storm(self) -> None:
        """Commands get lost, or their answers, or both take their time."""
        lost, unheard = self._chance.choice([(0.0, 0.3), (0.2, 0.0), (0.2, 0.2)])
        delay = self._chance.choice([0.001, 0.1, 1.0])
        for machine in self._machines:
            machine.weather.lost, machine.weather.unheard, machine.weather.delay = lost, unheard, delay
            self._later(self._chance.uniform(2, 15), self._clear, machine.weather)

    def refuse(self) -> None:
        """Redis is full, or read-only."""
        self._redis.full, self._redis.read_only = self._chance.choice([(True, False), (False, True)])
        self._later(self._chance.uniform(1, 10), self._accept)

    def baffle(self) -> None:
        """The operator fails, or does what it is asked and does not answer, or takes its time."""
        self._operator.nature = Nature(
            failing=self._chance.choice([0.0, 0.3]),
            unheard=self._chance.choice([0.0, 0.5]),
            delay=self._chance.choice([0.05, 3.0, 6.0]),
        )
        self._later(self._chance.uniform(5, 20), setattr, self._operator, "nature", Nature())

    def _accept(self) -> None:
        self._redis.full = self._redis.read_only = False

    def _clear(self, weather: Weather) -> None:
        weather.away, weather.lost, weather.unheard, weather.delay = False, 0.0, 0.0, self._usual

    def _later(self, delay: float, what: Callable[..., object], *arguments: object) -> None:
        self._loop.call_later(delay, what, *arguments)
