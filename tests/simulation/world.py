"""All of it: people, SMSCs, gateways, Redis and the operator, and what goes wrong with them, by one seed."""

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Callable
from contextvars import copy_context
from importlib.resources import files
from random import Random

from gateway.address import parse
from gateway.gateway import Gateway
from gateway.records import Codec
from gateway.vault import Vault
from smpp.pdus import DeliverSm, SubmitSm
from smpp.ussd import Operation
from state.connection import script
from tests.gateway.serving import KEY
from tests.simulation.calls import Call
from tests.simulation.centre import Centre, Message, Peer, sms
from tests.simulation.channel import Channel, Weather
from tests.simulation.checker import START, Checker, Wiretap, quoted
from tests.simulation.little_redis import LittleRedis
from tests.simulation.loop import PROCESS, Loop
from tests.simulation.machine import House, Machine, MakeGateway
from tests.simulation.operator import Operator
from tests.simulation.phones import Person
from tests.simulation.troubles import Troubles
from tests.simulation.wire import connection

SCRIPTS = sorted(file.name for file in files("state").iterdir() if file.name.endswith(".lua"))

OPTIONS = "enquire=5&response=8"

TROUBLED = 60.0
"""Seconds after which nothing goes wrong any more."""

PATIENCE = 600.0
"""Seconds within which all is quiet then."""

Change = Callable[[str, str], str]
"""Gives the source of a script, by its name and the shipped source."""


def shipped(_: str, source: str) -> str:
    """As it is."""
    return source


class World:
    """One simulation. ``change`` may alter scripts, ``gateway`` may be a mutant; ``dials``: how much goes by USSD."""

    def __init__(self, seed: int, change: Change = shipped, gateway: MakeGateway = Gateway, dials: float = 0.4) -> None:
        random.seed(seed)
        self.chance = chance = Random(seed)
        self.loop = loop = Loop(chance)
        self._dials = dials
        self._calls: Counter[str] = Counter()
        self._context = copy_context()
        self.redis = LittleRedis(lambda: START + loop.time(), lambda writes: self.checker.wrote(writes))
        for name in SCRIPTS:
            shipped = script(name)
            self.redis.load(shipped.digest, change(name, shipped.source))
        self.centres = [self._centre(host) for host in ("first", "second")[: chance.choice([1, 2])]]
        bind = chance.choice(["trx", "tx-rx"])
        addresses = [
            parse(f"smpp://id:pw@{centre.host}?{OPTIONS}&bind={bind}&window={chance.choice([1, 10])}")
            for centre in self.centres
        ]
        self.operator = Operator(loop, self._context)
        self.checker = Checker(Codec(Vault(KEY)), addresses, self.operator, loop.time)
        house = House(loop, self.operator, self.checker, addresses, self._channel, gateway)
        self.machines = [Machine(name, house) for name in ("alpha", "beta")]
        loop.dial = self._dial
        loop.set_exception_handler(self._unhandled)
        self.troubles = Troubles(loop, self.machines, self.centres, self.redis, self.operator, self.checker.log)

    def run(self) -> list[str]:
        """Run it until all is quiet; the log of events. Raises Violation."""
        handler = _Handler(self.checker.logged)
        logging.getLogger().addHandler(handler)
        try:
            self.loop.run_until_complete(self._live())
        finally:
            logging.getLogger().removeHandler(handler)
            self.loop.close()
        self.checker.check()
        return self.checker.events

    async def _live(self) -> None:
        try:
            await self._tell()
        finally:
            for process in self.loop.processes:
                process.kill()

    async def _tell(self) -> None:
        for machine in self.machines:
            machine.start()
        dials = self._dials
        numbers = [f"7916000000{index}" for index in range(1, 1 + self.chance.randrange(1, 5))]
        self.people = {number: Person(number, 4, self.loop, self._write, self._phone, dials) for number in numbers}
        self._homes = {number: self.chance.choice(self.centres) for number in numbers}
        lives = asyncio.gather(*(person.live() for person in self.people.values()))
        trouble = asyncio.create_task(self.troubles.happen(self.chance.choice([2.0, 5.0, 15.0])))
        await asyncio.sleep(TROUBLED)
        trouble.cancel()
        self.troubles.heal()
        if not any(machine.running for machine in self.machines):
            self.machines[0].start()
        self.checker.healed()
        await lives
        await self._quiet()

    async def _quiet(self) -> None:
        """Wait until all that was begun has come to its end."""
        until = self.loop.time() + PATIENCE
        while self.loop.time() < until:
            await asyncio.sleep(1.0)
            for machine in self.machines[:1]:
                if not machine.running:
                    machine.start()
            waiting = any(centre.letters for centre in self.centres)
            if not waiting and not self.checker.entries.standing() and not self.operator.under_way:
                break
        await asyncio.sleep(1.0)

    # Between them

    def _centre(self, host: str) -> Centre:
        ordered = self.chance.random() < 0.5
        return Centre(host, self.loop, self._context, self._arrived, ordered)

    def _arrived(self, number: str, text: str, page: SubmitSm | None) -> None:
        if page:
            self.checker.log(number, f"is shown {quoted(text)}")
            self.checker.shown(page)
        else:
            self.checker.log(number, f"reads {quoted(text)}")
            self.people[number].arrived(text)

    def _phone(self, number: str, code: str) -> Call:
        self._calls[number] += 1
        call = Call(self._calls[number] % 256, number, self.loop, self._do)
        self._homes[number].begin(call)
        call.dial(code)
        return call

    def _do(self, call: Call, operation: Operation, text: str, pdu: DeliverSm) -> None:
        self.checker.log(call.number, f"{operation.name} {call.id} {quoted(text)}")
        message = Message(call.number, text, [pdu], self.loop.time())
        message.call, message.operation = call, operation
        self._send(message)

    def _write(self, number: str, text: str) -> None:
        self.checker.log(number, f"writes {quoted(text)}")
        pdus = sms(number, text, len(self.checker.messages[number]))
        self._send(Message(number, text, pdus, self.loop.time()))

    def _send(self, message: Message) -> None:
        self.checker.did(message)
        self._homes[message.number].write(message)

    def _channel(self, weather: Weather) -> Channel:
        return Channel(self.redis, self.loop, self._context, weather)

    async def _dial(
        self, factory: Callable[[], asyncio.Protocol], host: str
    ) -> tuple[asyncio.Transport, asyncio.Protocol]:
        await asyncio.sleep(self._delay())
        process = PROCESS.get()
        assert process
        near, far = connection(self.loop, process.context, self._context, self._delay)
        process.dying.append(near.die)
        peer = Peer(next(centre for centre in self.centres if centre.host == host), self.loop)
        self.checker.log(process.name, f"connects to {host}")
        near.taps.append(Wiretap(self.checker, process, peer))
        self._context.run(far.connected, peer)
        protocol = factory()
        near.connected(protocol)
        return near, protocol

    def _delay(self) -> float:
        return self.chance.choice([0.0, 0.001, 0.05])

    def _unhandled(self, _: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        self.checker.wrong(f"unhandled: {context['message']} {context.get('exception')!r}")


class _Handler(logging.Handler):
    def __init__(self, logged: Callable[[logging.LogRecord], None]) -> None:
        super().__init__()
        self.emit = logged  # type: ignore[method-assign, assignment]
