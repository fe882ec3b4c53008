"""What an operator runs: two gateways as processes, on whatever keeps their state, a back office and an SMSC."""

import asyncio
import re
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp
from redis.asyncio import Redis

from operator_api.client import AdminClient
from operator_api.contract import Kopecks, Number, Subscriber
from pomoshnik.commands import operator
from pomoshnik.listening import listening
from pomoshnik.secret import Secret
from simulator.program import serve
from simulator.smsc import Smsc
from state.connection import Elsewhere, call
from state.keys import Keys
from tests.pomoshnik.programs import NO_SETTINGS
from tests.system.people import PATIENCE, Person

SECRET = "the secret of this house"
BALANCE = Kopecks(100_000_00)
FIRST = 79160000000
LOOK_EVERY = 0.05
HTTP_TIMEOUT = aiohttp.ClientTimeout(total=5)

LOG_LINES = 40
"""Of each gateway, told when something goes wrong."""


class Gateway:
    """``pomoshnik gateway``, started again whenever it ends, as a supervisor does, unless it was told to stay away."""

    def __init__(self, name: str, options: Sequence[str], folder: Path, http: aiohttp.ClientSession) -> None:
        self.name = name
        self.away = False
        self.starts = 0
        self._options = ("--name", name, "--http-port", "0", *options)
        self._log = folder / f"{name}.log"
        self._http = http
        self._process: Process | None = None

    async def ready(self) -> None:
        """Waits until it serves."""
        while not await self._serves():
            await asyncio.sleep(LOOK_EVERY)

    def said(self) -> str:
        """All that it has logged."""
        return self._log.read_text(encoding="utf-8")

    def tail(self) -> str:
        """What it has logged last."""
        lines = self.said().splitlines() if self.starts else []
        return "\n".join([f"{self.name}, started {self.starts} times:", *lines[-LOG_LINES:]])

    async def run(self) -> None:
        """Keep it up until cancelled."""
        try:
            while True:
                if not self.away:
                    await self._live()
                await asyncio.sleep(LOOK_EVERY)
        finally:
            if self._process is not None:
                self.signal(signal.SIGKILL)
                await self._process.wait()

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal, if it is there."""
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(number)

    async def _live(self) -> None:
        environment = NO_SETTINGS | {"POMOSHNIK_SECRET": SECRET}
        command = (sys.executable, "-P", "-m", "pomoshnik", "gateway", *self._options)
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *command, env=environment, cwd=self._log.parent, stdout=log, stderr=log
            )
        self.starts += 1
        await self._process.wait()

    async def _serves(self) -> bool:
        if self.starts == 0 or not (url := re.findall("^gateway: (.*)", self.said(), re.MULTILINE)):
            return False
        try:
            async with self._http.get(f"{url[-1]}/ready", timeout=HTTP_TIMEOUT) as response:
                return response.status == HTTPStatus.OK
        except (aiohttp.ClientError, TimeoutError):
            return False


class House:
    """All of it, with the people who use it."""

    def __init__(
        self, smsc: Smsc, shards: Sequence[Redis | Elsewhere], gateways: Sequence[Gateway], admin: AdminClient
    ) -> None:
        self.smsc = smsc
        self.gateways = gateways
        self.kills = 0
        self._shards = shards
        self._admin = admin

    async def people(self, count: int, pause: Callable[[], float]) -> list[Person]:
        """So many subscribers, each with money."""
        numbers = [Number(str(FIRST + index)) for index in range(count)]
        for number in numbers:
            await self._admin.put_subscriber(Subscriber(number, "Абонент", BALANCE, "super", 0.0, 0.0))
        return [Person(number, BALANCE, self.smsc, pause) for number in numbers]

    async def books_agree(self, people: Sequence[Person]) -> None:
        """The money that is gone is what people know to have spent, and nothing is switched on."""
        for person in people:
            books = await self._admin.subscriber(person.number)
            assert (person.number, books.balance, books.services) == (person.number, person.balance, ())

    async def emptied(self) -> None:
        """Waits until nothing is left in any queue, nor with the SMSC."""
        async with asyncio.timeout(PATIENCE):
            while self.smsc.health().waiting or await self._queued():
                await asyncio.sleep(LOOK_EVERY)

    async def something_stored(self) -> None:
        """Waits until a turn's effects are in a queue."""
        async with asyncio.timeout(PATIENCE):
            while not await self._queued():
                await asyncio.sleep(0)

    async def ready(self) -> None:
        """Waits until every gateway that should be there serves."""
        for gateway in self.gateways:
            if not gateway.away:
                await gateway.ready()

    async def taken_over(self, gateway: Gateway) -> None:
        """Waits until another has taken its queue, or it has come back."""
        lease = Keys().lease(gateway.name)
        epoch = before = await call(self._shards[0], "HGET", lease, "epoch")
        async with asyncio.timeout(PATIENCE):
            while epoch == before:
                await asyncio.sleep(LOOK_EVERY)
                epoch = await call(self._shards[0], "HGET", lease, "epoch")

    async def _queued(self) -> int:
        keys = [(redis, Keys(shard)) for shard, redis in enumerate(self._shards)]
        return sum([await call(redis, "XLEN", of.queue(each.name)) for redis, of in keys for each in self.gateways])


@asynccontextmanager
async def house(url: str, shards: Sequence[Redis | Elsewhere]) -> AsyncIterator[House]:
    """It is up, and gone at the end; its gateways find their state at this URL, and we each shard of it there."""
    async with AsyncExitStack() as exits:
        folder = Path(exits.enter_context(TemporaryDirectory(prefix="house-")))
        simulator = await serve(smpp_port=0, http_port=0)
        exits.push_async_callback(simulator.aclose)
        books = operator.app(f"sqlite:///{folder}/operator.db", Secret(SECRET), "Europe/Moscow", dev=False)
        office = await exits.enter_async_context(listening(books, "127.0.0.1", 0))
        admin = AdminClient(office, Secret(SECRET).token("admin"))
        exits.push_async_callback(admin.aclose)
        http = await exits.enter_async_context(aiohttp.ClientSession())
        smsc = f"smpp://house:secret@127.0.0.1:{simulator.smpp_port}"
        options = ("--smsc", smsc, "--redis", url, "--operator", office, "--per-number", "0")
        gateways = [Gateway(name, options, folder, http) for name in ("alpha", "beta")]
        await exits.enter_async_context(_running(gateways))
        yield House(simulator.smsc, shards, gateways, admin)


@asynccontextmanager
async def _running(gateways: Sequence[Gateway]) -> AsyncIterator[None]:
    """They serve; what goes wrong meanwhile is told with the ends of their logs."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(gateway.run()) for gateway in gateways]
        try:
            for gateway in gateways:
                await gateway.ready()
            yield
        except BaseException as error:
            for gateway in gateways:
                error.add_note(gateway.tail())
            raise
        finally:
            for task in tasks:
                task.cancel()
