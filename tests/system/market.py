"""A house with several SMSCs, where each PDU and each question to the operator can be stopped on its way.

Two gateways that know nothing of each other: ``beta`` is killed, and serves the SMSC "killed" alone; ``alpha`` serves
all others.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import aiohttp
from aiohttp import web
from redis.asyncio import Redis

from operator_api.client import AdminClient
from pomoshnik.commands import operator
from pomoshnik.listening import listening
from pomoshnik.secret import Secret
from simulator.http import create_app
from simulator.smsc import Smsc
from simulator.ussd import Limits
from state.connection import call, connect
from state.keys import Keys
from tests.system.house import LOOK_EVERY, SECRET, Gateway
from tests.system.people import PATIENCE
from tests.system.tap import Seen, Tap


class Network(NamedTuple):
    """How long a network waits for a page and for its user, and how long a gateway thinks it has; in seconds."""

    limits: Limits = Limits()
    deadline: float = 15.0


NETWORKS = {
    "usual": Network(),
    "curt": Network(Limits(page=4.0, user=3.0)),
    "slow": Network(deadline=6.0),
    "cut": Network(Limits(page=6.0)),
    "killed": Network(Limits(page=8.0)),
}


class Counter:
    """Where the operator's questions arrive, and where one that is waited for goes no further."""

    def __init__(self) -> None:
        self._stops: dict[str, tuple[bool, asyncio.Event, asyncio.Event]] = {}

    def stop(self, phone: str, *, answered: bool) -> asyncio.Event:
        """Stop its next question, or the answer to it; gives what is set when it has come."""
        caught = asyncio.Event()
        self._stops[phone] = (answered, caught, asyncio.Event())
        return caught

    def let_go(self, phone: str) -> None:
        """Stop nothing any more."""
        if stop := self._stops.pop(phone, None):
            stop[2].set()

    @web.middleware
    async def pass_on(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """One request."""
        stop = None
        if request.path == "/v1/questions":
            stop = self._stops.get(json.loads(await request.read())["number"])
        if stop and not stop[0]:
            await _stopped(stop)
        response = await handler(request)
        if stop and stop[0]:
            await _stopped(stop)
        return response


async def _stopped(stop: tuple[bool, asyncio.Event, asyncio.Event]) -> None:
    _, caught, let_go = stop
    caught.set()
    await let_go.wait()


class Place(NamedTuple):
    """An SMSC, what it is reached through, and its API's URL."""

    smsc: Smsc
    tap: Tap
    url: str


class Market(NamedTuple):
    """All of it."""

    places: dict[str, Place]
    alpha: Gateway
    beta: Gateway
    counter: Counter
    admin: AdminClient
    books: Path
    http: aiohttp.ClientSession
    states: Sequence[Redis]

    async def emptied(self) -> None:
        """Waits until nothing is left in any queue, nor with any SMSC."""
        async with asyncio.timeout(PATIENCE):
            while await self._left():
                await asyncio.sleep(LOOK_EVERY)

    async def _left(self) -> int:
        waiting = sum(place.smsc.health().waiting for place in self.places.values())
        gateways = (self.alpha, self.beta)
        lengths: list[int] = [
            await call(state, "XLEN", Keys().queue(gateway.name))
            for gateway, state in zip(gateways, self.states, strict=True)
        ]
        return waiting + sum(lengths)


@asynccontextmanager
async def market(redis: str, seen: Callable[[str, Seen], None]) -> AsyncIterator[Market]:
    """It is up, and gone at the end; its gateways keep their state at this URL. ``seen``: see `Tap`."""
    async with AsyncExitStack() as exits:
        folder = Path(exits.enter_context(TemporaryDirectory(prefix="market-")))
        http = await exits.enter_async_context(aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=20)))
        counter, books = Counter(), folder / "operator.db"
        app = operator.app(f"sqlite:///{books}", Secret(SECRET), "Europe/Moscow", dev=False)
        app.middlewares.append(counter.pass_on)
        office = await exits.enter_async_context(listening(app, "127.0.0.1", 0))
        admin = AdminClient(office, Secret(SECRET).token("admin"))
        exits.push_async_callback(admin.aclose)
        places = {name: await _place(exits, network, seen) for name, network in NETWORKS.items()}
        ports = {name: await exits.enter_async_context(place.tap.listening()) for name, place in places.items()}
        urls = [f"{redis}?db={number}" for number in range(2)]
        states = [await exits.enter_async_context(connect(url)) for url in urls]
        options = ("--operator", office, "--per-number", "0")
        of_alpha = _smscs(ports, *NETWORKS.keys() - {"killed"})
        alpha = Gateway("alpha", (*of_alpha, "--redis", urls[0], *options), folder, http)
        beta = Gateway("beta", (*_smscs(ports, "killed"), "--redis", urls[1], *options), folder, http)
        await exits.enter_async_context(_running([alpha, beta]))
        yield Market(places, alpha, beta, counter, admin, books, http, states)


async def _place(exits: AsyncExitStack, network: Network, seen: Callable[[str, Seen], None]) -> Place:
    smsc = Smsc(ussd_limits=network.limits)
    exits.push_async_callback(smsc.aclose)
    port = await smsc.start("127.0.0.1", 0)
    return Place(smsc, Tap(port, seen), await exits.enter_async_context(listening(create_app(smsc), "127.0.0.1", 0)))


def _smscs(ports: dict[str, int], *names: str) -> list[str]:
    urls = [f"smpp://{name}:secret@127.0.0.1:{ports[name]}?ussd_deadline={NETWORKS[name].deadline}" for name in names]
    return [word for url in urls for word in ("--smsc", url)]


@asynccontextmanager
async def _running(gateways: Sequence[Gateway]) -> AsyncIterator[None]:
    """They serve."""
    tasks = [asyncio.create_task(gateway.run()) for gateway in gateways]
    try:
        async with asyncio.timeout(PATIENCE):
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
        await asyncio.gather(*tasks, return_exceptions=True)
