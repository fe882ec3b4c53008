"""What a gateway does when Redis, the operator or another gateway is away."""

import asyncio

import pytest
from redis.asyncio import Redis

from gateway.gateway import CATALOGUE_AGE
from operator_api.client import OperatorError
from operator_api.contract import SwitchService
from smpp.pdus import SubmitSm, reply
from smpp.statuses import Status
from state.connection import connect, in_memory
from state.errors import Unreachable
from state.store import Store
from tests.gateway.message_centre import ANNA, BORIS, PATIENCE, deliver, message_centre, taken
from tests.gateway.serving import Operator, emptied, queue_of, serving
from tests.gateway.stores import queue, said
from tests.gateway.turning import known
from tests.gateway.virtual import virtually
from tests.redis_server import RedisServer

HELP = "Отправьте БАЛАНС"
DAY = 86_400.0
LONG = deliver("помощь " * 20)


# Redis


async def test_while_redis_is_away_nothing_is_acknowledged_and_then_all_is_served(server: RedisServer) -> None:
    """The SMSC keeps what was refused for now, a whole message or a part; the health says so."""
    async with (
        connect(server.url) as redis,
        message_centre() as centre,
        serving(Store(redis, "alpha"), centre.address(), operator=Operator()) as running,
    ):
        peer = await centre.bound()
        await taken(peer, "помощь")
        assert (await centre.text()).startswith(HELP)
        assert running.gateway.health().ready
        server.kill()
        refused = await asyncio.gather(*(peer.ask(pdu) for pdu in [deliver("баланс")[0], LONG[0]]))
        assert [response.status for response in refused] == [Status.RMSGQFUL] * 2
        while running.gateway.health().ready:
            await asyncio.sleep(0.01)
        server.start()
        await taken(peer, "баланс")
        assert (await centre.text()).startswith("Баланс: 100")


async def test_an_answer_that_comes_while_redis_is_away_is_told_when_it_is_back(server: RedisServer) -> None:
    """What is ours to keep is kept."""
    operator = Operator()
    async with (
        connect(server.url) as redis,
        message_centre() as centre,
        serving(Store(redis, "alpha"), centre.address(), operator=operator),
    ):
        peer = await centre.bound()
        operator.open.clear()
        await taken(peer, "баланс")
        server.kill()
        operator.open.set()
        assert (await peer.ask(deliver("помощь", BORIS)[0])).status == Status.RMSGQFUL
        server.start()
        assert (await centre.text()).startswith("Баланс: 100")


class Away(Store):
    """A store whose Redis comes up late."""

    def __init__(self, redis: Redis, name: str, tries: int) -> None:
        super().__init__(redis, name)
        self.tries = tries

    async def take(self) -> None:
        """See Store."""
        self.tries -= 1
        if self.tries >= 0:
            raise Unreachable("connection refused")
        await super().take()


@virtually
async def test_a_gateway_that_starts_before_redis_waits_for_it(caplog: pytest.LogCaptureFixture) -> None:
    """It says so; nothing is bound meanwhile, so the SMSC keeps the messages."""
    store = Away(in_memory(), "alpha", 3)
    async with message_centre() as centre, serving(store, centre.address(), operator=Operator()):
        await asyncio.sleep(1.5)
        assert centre.peers == []
        await (await centre.bound()).ask(deliver("помощь")[0])
        assert (await centre.text()).startswith(HELP)
    assert store.tries == -1
    assert "waiting for Redis: connection refused" in caplog.text


class Unread(Store):
    """A store whose queue cannot be read the first few times."""

    def __init__(self, redis: Redis, name: str, tries: int) -> None:
        super().__init__(redis, name)
        self.tries = tries

    async def queued(self, after: str = "0", count: int = 500) -> list[tuple[str, bytes]]:
        """See Store."""
        self.tries -= 1
        if self.tries >= 0:
            raise Unreachable("connection refused")
        return await super().queued(after, count)


@virtually
async def test_a_gateway_whose_queue_cannot_be_read_at_the_start_waits_for_it() -> None:
    """Then it sends what it owed, and serves."""
    redis = in_memory()
    async with message_centre() as centre:
        await queue(await known(Store(redis, "alpha"), ANNA), *said(["owed"], centre.address().name))
        store = Unread(redis, "alpha", 3)
        async with serving(store, centre.address(), operator=Operator()):
            peer = await centre.bound()
            assert await centre.text() == "owed"
            await peer.ask(deliver("помощь")[0])
            assert (await centre.text()).startswith(HELP)
        assert store.tries < 0


async def test_a_full_redis_is_freed_by_deletions_alone(server: RedisServer) -> None:
    """Though an answer that is ours to keep cannot be stored; when there is room it is told, and people are served."""
    operator = Operator()
    async with (
        connect(server.url) as redis,
        message_centre() as centre,
        serving(store := await known(Store(redis, "alpha"), ANNA), centre.address(), operator=operator),
    ):
        peer = await centre.bound()
        centre.answer = lambda request: None if isinstance(request, SubmitSm) else reply(request)
        operator.open.clear()
        await peer.ask(deliver("баланс", BORIS)[0])
        await peer.ask(deliver("помощь", ANNA)[0])
        helped = await centre.submit()
        await redis.config_set("maxmemory", 1)
        operator.open.set()
        assert (await peer.ask(deliver("баланс", ANNA)[0])).status == Status.RMSGQFUL
        centre.answer = reply
        peer.respond(reply(helped))
        async with asyncio.timeout(PATIENCE):
            while len(await queue_of(store)) > 1:
                await asyncio.sleep(0.01)
        await redis.config_set("maxmemory", 0)
        assert (await centre.text()).startswith("Баланс: 100")
        await taken(peer, "помощь")
        assert (await centre.text()).startswith(HELP)
        await emptied(store)


# The operator


@virtually
async def test_a_gateway_that_starts_before_the_operator_waits_for_it(caplog: pytest.LogCaptureFixture) -> None:
    """Without a catalogue nobody can be understood."""
    operator = Operator()
    operator.trouble = OperatorError("the operator does not answer", None, retryable=True)
    async with message_centre() as centre, serving(Store(in_memory(), "alpha"), centre.address(), operator=operator):
        await asyncio.sleep(3.5)
        assert centre.peers == []
        operator.trouble = None
        await (await centre.bound()).ask(deliver("помощь")[0])
        assert (await centre.text()).startswith(HELP)
    assert "no catalogue from the operator" in caplog.text


@virtually
async def test_the_catalogue_is_renewed_every_minute_if_the_operator_answers() -> None:
    """Else the old one serves."""
    operator = Operator()
    async with message_centre() as centre, serving(Store(in_memory(), "alpha"), centre.address(), operator=operator):
        peer = await centre.bound()
        operator.trouble = OperatorError("the operator says 503", 503, retryable=True)
        await asyncio.sleep(2 * CATALOGUE_AGE)
        operator.trouble = None
        await peer.ask(deliver("помощь")[0])
        assert (await centre.text()).startswith(HELP)
        assert operator.catalogues == 3
        await asyncio.sleep(CATALOGUE_AGE)
        assert operator.catalogues == 4


@virtually
async def test_who_waits_for_the_operator_is_told_so_and_gets_the_answer() -> None:
    """After 3 seconds, and when it is back."""
    operator = Operator()
    async with message_centre() as centre, serving(Store(in_memory(), "alpha"), centre.address(), operator=operator):
        peer = await centre.bound()
        await peer.ask(deliver("помощь")[0])
        await centre.text()
        operator.trouble = OperatorError("the operator does not answer", None, retryable=True)
        await peer.ask(deliver("баланс")[0])
        assert await centre.text() == "Запрос принят. Ждите SMS."
        operator.trouble = None
        assert (await centre.text()).startswith("Баланс: 100")


async def test_a_change_whose_time_is_over_is_not_asked_for_again_and_the_person_is_told_that_we_do_not_know(
    redis: Redis,
) -> None:
    """Nobody ran for a day; the operator may have made it, or not."""
    operator = Operator()
    async with message_centre() as centre:
        async with serving(Store(redis, "alpha"), centre.address(), operator=operator):
            peer = await centre.bound()
            await peer.ask(deliver("2122")[0])
            assert (await centre.text()).startswith('Подключить "Гудок"?')
            operator.open.clear()
            await peer.ask(deliver("1")[0])
        operator.open.set()
        async with serving(store := Store(redis, "alpha"), centre.address(), operator=operator) as running:
            running.clock.advance(DAY)
            assert await centre.text() == "Не знаем, выполнен ли запрос. Проверьте: отправьте МОИ УСЛУГИ."
            await emptied(store)
    assert [type(question) for question, _ in operator.asked].count(SwitchService) == 1
    assert operator.books[ANNA].services == set()


# Other gateways


@virtually
async def test_the_queue_of_a_dead_gateway_is_adopted_by_another() -> None:
    """Within 10 seconds: what it had asked is asked, what it had not sent is sent, in order."""
    redis, operator = in_memory(), Operator()
    async with message_centre() as centre:
        centre.answer = lambda request: None if isinstance(request, SubmitSm) else reply(request)
        async with serving(dead := Store(redis, "alpha"), centre.address(), operator=operator):
            peer = await centre.bound()
            await peer.ask(deliver("помощь")[0])
            await centre.text()
            operator.open.clear()
            await peer.ask(deliver("баланс", BORIS)[0])
        operator.open.set()
        centre.answer = reply
        assert len(await queue_of(dead)) == 2
        async with serving(heir := Store(redis, "beta"), centre.address(), operator=operator), asyncio.timeout(10):
            told = {await centre.text(), await centre.text()}
            await emptied(heir)
        assert {text[:6] for text in told} == {"Отправ", "Баланс"}
        assert await queue_of(dead) == []


@virtually
async def test_a_gateway_that_lives_keeps_its_queue() -> None:
    """However long its entries wait."""
    redis, operator = in_memory(), Operator()
    operator.open.clear()
    async with (
        message_centre() as centre,
        serving(store := Store(redis, "alpha"), centre.address(), operator=operator),
        serving(Store(redis, "beta"), centre.address(), operator=operator),
    ):
        peers = [await centre.bound(), await centre.bound()]
        for peer in peers:
            await peer.ask(deliver("помощь")[0])
        await asyncio.sleep(30)
        assert len(operator.asked) == 1
        operator.open.set()
        assert (await centre.text()).startswith("Запрос принят")
        assert len(await queue_of(store)) <= 1


async def test_two_gateways_serve_one_number_at_once(redis: Redis) -> None:
    """Each message is acknowledged and answered once, whoever gets it."""
    async with (
        message_centre() as centre,
        serving(Store(redis, "alpha"), centre.address(), operator=Operator()),
        serving(Store(redis, "beta"), centre.address(), operator=Operator()),
    ):
        peers = [await centre.bound(), await centre.bound()]
        await peers[0].ask(deliver("баланс")[0])
        assert (await centre.text()).startswith("Баланс")
        waiting = [peer.send(deliver("помощь")[0]) for _ in range(10) for peer in peers]
        responses = await asyncio.gather(*waiting)
        assert [response and response.status for response in responses] == [0] * 20
        told = [await centre.text() for _ in range(20)]
        assert {text[:16] for text in told} == {HELP}
        assert centre.submits.empty()
