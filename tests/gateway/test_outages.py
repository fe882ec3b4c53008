"""What a gateway does when Redis, the operator or another gateway is away."""

import asyncio

import pytest
from redis.asyncio import Redis

from gateway.gateway import CATALOGUE_AGE
from gateway.turns import STORE_PAUSE
from operator_api.client import OperatorError
from smpp.pdus import SubmitSm, reply
from smpp.statuses import Status
from state.connection import connect, in_memory
from state.errors import Unreachable
from state.store import Store
from tests.gateway.message_centre import BORIS, PATIENCE, Peer, deliver, message_centre
from tests.gateway.serving import Operator, emptied, queue_of, serving
from tests.gateway.virtual import virtually
from tests.redis_server import RedisServer

HELP = "Отправьте БАЛАНС"
LONG = deliver("помощь " * 20)


async def taken(peer: Peer, text: str) -> None:
    """Send it as often as it is refused for now, as an SMSC does."""
    async with asyncio.timeout(PATIENCE):
        while (await peer.ask(deliver(text)[0])).status == Status.RMSGQFUL:
            await asyncio.sleep(STORE_PAUSE / 5)


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
