"""Whatever befalls a real redis-server, nothing acknowledged is lost, and all goes on by itself."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress

import pytest
from prometheus_client import Counter
from redis.asyncio import Redis
from redis.exceptions import ResponseError

from gateway.metrics import EMPTIED
from smpp.pdus import Pdu
from smpp.statuses import Status
from state.batch import Committed, Entry, Loaded
from state.connection import call, connect, in_memory
from state.errors import Unreachable
from state.store import Store
from tests.gateway.message_centre import ANNA, BORIS, PATIENCE, deliver, message_centre, taken
from tests.gateway.serving import Operator, emptied, serving
from tests.gateway.turning import known
from tests.gateway.virtual import virtually
from tests.redis_server import RedisServer

HELP = "Отправьте БАЛАНС"

Trouble = Callable[[RedisServer, Redis], AbstractAsyncContextManager[None]]
"""Within it Redis is in trouble; it is asked for over a connection of its own."""


def configured(trouble: Mapping[str, str | int], cure: Mapping[str, str | int]) -> Trouble:
    """Made and ended by settings."""

    @asynccontextmanager
    async def within(server: RedisServer, redis: Redis) -> AsyncIterator[None]:
        for name, value in trouble.items():
            await redis.config_set(name, value)
        yield
        for name, value in cure.items():
            await redis.config_set(name, value)

    return within


@asynccontextmanager
async def killed(server: RedisServer, redis: Redis) -> AsyncIterator[None]:
    """kill -9"""
    server.kill()
    yield
    server.start()


@asynccontextmanager
async def stopped(server: RedisServer, redis: Redis) -> AsyncIterator[None]:
    """In good order."""
    server.stop()
    yield
    server.start()


@asynccontextmanager
async def paused(server: RedisServer, redis: Redis) -> AsyncIterator[None]:
    """It stands still, with all its connections."""
    os.kill(server.pid, signal.SIGSTOP)
    yield
    os.kill(server.pid, signal.SIGCONT)


@asynccontextmanager
async def a_replica(server: RedisServer, redis: Redis) -> AsyncIterator[None]:
    """READONLY"""
    await redis.replicaof("127.0.0.1", 1)
    yield
    await redis.replicaof("NO", "ONE")


@asynccontextmanager
async def busy(server: RedisServer, redis: Redis) -> AsyncIterator[None]:
    """Somebody's endless script."""
    await redis.config_set("busy-reply-threshold", 1)
    async with connect(server.url) as other:
        endless = asyncio.create_task(call(other, "EVAL", "while true do end", 0))
        with suppress(ResponseError):
            while await redis.ping():
                await asyncio.sleep(0)
        yield
        await redis.script_kill()
        await asyncio.gather(endless, return_exceptions=True)


@asynccontextmanager
async def unable_to_save(server: RedisServer, redis: Redis) -> AsyncIterator[None]:
    """MISCONF: a folder is in the way of its snapshots."""
    in_the_way = server.socket.with_name("dump.rdb")
    in_the_way.mkdir()
    await redis.config_set("save", "3600 1000000")
    await _snapshot(redis, "err")
    yield
    in_the_way.rmdir()
    await _snapshot(redis, "ok")


async def _snapshot(redis: Redis, outcome: str) -> None:
    await redis.bgsave()
    while (await redis.info("persistence"))["rdb_last_bgsave_status"] != outcome:
        await asyncio.sleep(0.01)


@asynccontextmanager
async def locked(server: RedisServer, redis: Redis) -> AsyncIterator[None]:
    """Another password, and everybody has to come in anew."""
    await redis.config_set("requirepass", "new")
    await redis.client_kill_filter(_type="normal", skipme=True)
    yield
    await redis.config_set("requirepass", "")


@asynccontextmanager
async def crowded(server: RedisServer, redis: Redis) -> AsyncIterator[None]:
    """No place for our connections."""
    await redis.config_set("maxclients", 1)
    await redis.client_kill_filter(_type="normal", skipme=True)
    yield
    await redis.config_set("maxclients", 1000)


@asynccontextmanager
async def without_scripts(server: RedisServer, redis: Redis) -> AsyncIterator[None]:
    """It forgets them, which is no trouble at all."""
    await redis.script_flush()
    yield


TROUBLES: dict[str, Trouble] = {
    "killed": killed,
    "stopped": stopped,
    "paused": paused,
    "full": configured({"maxmemory": 1}, {"maxmemory": 0}),
    "without replicas": configured({"min-replicas-to-write": 1}, {"min-replicas-to-write": 0}),
    "a replica": a_replica,
    "busy": busy,
    "unable to save": unable_to_save,
    "locked": locked,
    "crowded": crowded,
    "without scripts": without_scripts,
}


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_what_was_acknowledged_is_told_and_what_comes_meanwhile_is_refused_or_served(
    server: RedisServer, trouble: str
) -> None:
    """Anna's question was acknowledged before; its answer comes in the midst of it, and so does a message of Boris."""
    operator = Operator()
    async with (
        connect(server.url) as redis,
        connect(server.url) as its,
        message_centre() as centre,
        serving(store := await known(Store(its, "alpha"), ANNA, BORIS), centre.address(), operator=operator),
    ):
        peer = await centre.bound()
        operator.open.clear()
        assert (await peer.ask(deliver("баланс")[0])).status == Status.ROK
        await redis.ping()
        async with TROUBLES[trouble](server, redis):
            operator.open.set()
            response = peer.send(deliver("помощь", BORIS)[0])
            assert await suffers(store, response) == (trouble != "without scripts")
        acknowledged = (await response or deliver("")[0]).status == Status.ROK
        told = {await centre.text()} | ({await centre.text()} if acknowledged else set())
        assert {text[:10] for text in told} == {"Баланс: 10"} | ({HELP[:10]} if acknowledged else set())
        await taken(peer, "помощь")
        assert (await centre.text()).startswith(HELP)
        await emptied(store)
        assert centre.submits.empty()


async def suffers(store: Store, response: "asyncio.Future[Pdu | None]") -> bool:
    """Whether the message is refused, or its commit is in doubt."""
    async with asyncio.timeout(PATIENCE):
        while not response.done() and store.in_doubt_since is None:
            await asyncio.sleep(0.01)
    answer = response.result() if response.done() else None
    return answer is None or answer.status == Status.RMSGQFUL


class Away(Store):
    """A store whose Redis may be away."""

    def __init__(self, redis: Redis, name: str) -> None:
        super().__init__(redis, name)
        self.away = False

    def _ask(self) -> None:
        if self.away:
            raise Unreachable("connection refused")

    async def load(self, numbers: Sequence[str]) -> list[Loaded]:
        """See Store."""
        self._ask()
        return await super().load(numbers)

    async def commit(
        self, entries: Sequence[Entry], deletions: Sequence[str] = (), acked: Mapping[str, str] | None = None
    ) -> Committed:
        """See Store."""
        self._ask()
        return await super().commit(entries, deletions, acked)

    async def beat(self, acked: Mapping[str, str] | None = None) -> float:
        """See Store."""
        self._ask()
        return await super().beat(acked)


@virtually
async def test_redis_is_away_for_a_minute() -> None:
    """All that comes in it is refused for now, and what was acknowledged before is told after it."""
    operator = Operator()
    store = await known(Away(in_memory(), "alpha"), ANNA, BORIS)
    async with message_centre() as centre, serving(store, centre.address(), operator=operator) as running:
        peer = await centre.bound()
        operator.open.clear()
        await peer.ask(deliver("баланс")[0])
        store.away = True
        operator.open.set()
        for _ in range(60):
            await asyncio.sleep(1)
            assert (await peer.ask(deliver("помощь", BORIS)[0])).status == Status.RMSGQFUL
        assert not running.gateway.health().ready
        store.away = False
        assert (await centre.text()).startswith("Баланс: 100")
        await taken(peer, "помощь")
        assert (await centre.text()).startswith(HELP)
        await emptied(store)
        assert centre.submits.empty()


async def test_a_redis_that_was_emptied_is_used_again_and_what_we_know_is_told(
    redis: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    """FLUSHALL: what it kept is lost, the log says so. Anna's question is with the operator, so its answer comes."""
    operator, lost = Operator(), value(EMPTIED)
    store = await known(Store(redis, "alpha"), ANNA)
    async with message_centre() as centre, serving(store, centre.address(), operator=operator) as running:
        peer = await centre.bound()
        await taken(peer, "2122")
        assert (await centre.text()).startswith('Подключить "Гудок"?')
        operator.open.clear()
        await taken(peer, "1")
        await redis.flushall()
        operator.open.set()
        assert (await centre.text()).startswith('Услуга "Гудок" подключена.')
        await taken(peer, "помощь")
        assert (await centre.text()).startswith(HELP)
        await emptied(store)
        assert not running.task.done()
    assert "Redis was emptied" in caplog.text
    assert value(EMPTIED) == lost + 1
    assert len(operator.books[ANNA].services) == 1


def value(counter: Counter) -> float:
    """What it has counted."""
    [metric] = counter.collect()
    return metric.samples[0].value
