"""Messages that the operator wants sent, from the door to the phones of the simulator, with a real Redis."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from gateway.address import Address, parse
from gateway.sms import Subscribers
from operator_api.client import OperatorError
from operator_api.contract import Profile
from simulator.phones import Sms
from simulator.program import Running, serve
from state.connection import connect
from state.store import Store
from tests.gateway.message_centre import ANNA, BORIS, PATIENCE
from tests.gateway.posting import BEARER, NOTICE, TAKEN, TEXT, posting
from tests.gateway.serving import Operator, dead_letters, emptied
from tests.redis_server import RedisServer

STOPPED = (202, {"status": "stopped"})
REUSED = (409, {"error": "key_reused"})
TOO_LONG = (422, {"error": "too_long"})
UNAVAILABLE = (503, {"error": "unavailable"})


class Network:
    """An SMSC with its phones."""

    def __init__(self, simulator: Running) -> None:
        self.address: Address = parse(f"smpp://esme:secret@127.0.0.1:{simulator.smpp_port}")
        self._smsc = simulator.smsc

    def write(self, text: str, to: str = "111") -> None:
        """Anna sends this."""
        self._smsc.send_sms(ANNA, to, text)

    async def inbox(self, count: int, number: str = ANNA) -> list[Sms]:
        """What the phone shows, as soon as it shows so many."""
        async with asyncio.timeout(PATIENCE):
            while self._smsc.phones.screen(number).received < count:
                await asyncio.sleep(0.01)
        return [*self._smsc.phones.screen(number).inbox]

    async def texts(self, count: int) -> list[str]:
        """What Anna reads, as soon as there is so much of it."""
        return [sms.text for sms in await self.inbox(count)]


@pytest.fixture
async def network() -> AsyncIterator[Network]:
    """The first SMSC."""
    simulator = await serve(smpp_port=0, http_port=0)
    yield Network(simulator)
    await simulator.aclose()


@pytest.fixture
async def redis(shared_server: RedisServer) -> AsyncIterator[Redis]:
    """A real one, empty."""
    async with connect(shared_server.url) as redis:
        await redis.flushall()
        yield redis


# Once


async def test_a_message_is_sent_once_however_often_it_is_posted(network: Network, redis: Redis) -> None:
    """From the first service number, to somebody who never wrote; the same key gets the same answer."""
    async with posting(store := Store(redis, "alpha"), network.address) as door:
        assert [await door.post() for _ in range(3)] == [TAKEN] * 3
        assert await door.post(key="report-2", text="Второй.") == TAKEN
        first, second = await network.inbox(2)
        await emptied(store)
    assert (first.sender, first.text, first.coding, first.parts) == ("111", TEXT, "UCS-2", 1)
    assert second.text == "Второй."


async def test_twenty_at_once_are_one(network: Network, redis: Redis) -> None:
    """All are told that it is taken."""
    async with posting(Store(redis, "alpha"), network.address) as door:
        assert await asyncio.gather(*(door.post() for _ in range(20))) == [TAKEN] * 20
        await door.post(key="report-2", text="Второй.")
        assert await network.texts(2) == [TEXT, "Второй."]


async def test_two_gateways_take_it_once(network: Network, redis: Redis) -> None:
    """Whoever is asked."""
    alpha, beta = Store(redis, "alpha"), Store(redis, "beta")
    async with posting(alpha, network.address) as one, posting(beta, network.address) as other:
        for round in range(5):
            at_once = (door.post(key=f"report-{round}", text=str(round)) for door in [one, other] * 10)
            assert await asyncio.gather(*at_once) == [TAKEN] * 20
        await emptied(alpha)
        await emptied(beta)
        assert sorted(await network.texts(5)) == ["0", "1", "2", "3", "4"]


async def test_after_a_restart_it_is_still_taken(network: Network, redis: Redis) -> None:
    """Redis remembers, for seven days."""
    for _ in range(2):
        async with posting(store := Store(redis, "alpha"), network.address) as door:
            assert await door.post() == TAKEN
            await network.inbox(1)
            await emptied(store)
    assert await network.texts(1) == [TEXT]
    assert 600_000 < await redis.ttl(store.keys.once("report-1")) <= 604_800


@pytest.mark.parametrize(
    "change", [{"text": "Другой."}, {"to": BORIS}, {"class": "secret"}, {"alphabet": "latin"}, {"class": "advert"}]
)
async def test_a_key_that_comes_with_another_message_is_refused(
    network: Network, redis: Redis, change: dict[str, str]
) -> None:
    """After the first one, and at the same time with it; whichever of the two comes first is the one that is sent."""
    messages: list[dict[str, str]] = [{}, change]
    async with posting(store := Store(redis, "alpha"), network.address) as door:
        answers = await asyncio.gather(*(door.post(**message) for message in messages))
        assert sorted(answers) == [TAKEN, REUSED]
        assert [await door.post(**message) for message in messages] == answers
        await emptied(store)
    first = messages[answers.index(TAKEN)]
    assert len(await network.inbox(1, first.get("to", ANNA))) == 1


# To whom, and how


async def test_who_wants_to_be_left_alone_gets_no_adverts(network: Network, redis: Redis) -> None:
    """But what they asked for; what was not sent stays so, though they may hear the next."""
    operator = Operator()
    operator.books[ANNA].profile = Profile(stopped=True)
    async with posting(Store(redis, "alpha"), network.address, operator=operator) as door:
        assert await door.post(**{"class": "advert"}) == STOPPED
        assert await door.post(key="report-2", text="Ответ.") == TAKEN
        operator.books[ANNA].profile = Profile()
        assert await door.post(**{"class": "advert"}) == STOPPED
        assert await door.post(key="report-3", text="Скидка!", **{"class": "advert"}) == TAKEN
        assert await network.texts(2) == ["Ответ.", "Скидка!"]


async def test_an_advert_needs_the_operators_word(network: Network, redis: Redis) -> None:
    """None goes to a number that is not the operator's, or while it does not answer."""
    operator = Operator()
    operator.books[BORIS].profile = Profile(ours=False)
    async with posting(Store(redis, "alpha"), network.address, operator=operator) as door:
        assert await door.post(to=BORIS, **{"class": "advert"}) == (422, {"error": "bad_number"})
        operator.trouble = OperatorError("the operator does not answer", None, retryable=True)
        assert await door.post(**{"class": "advert"}) == UNAVAILABLE
        operator.trouble = None
        assert await door.post(**{"class": "advert"}) == TAKEN
        assert await network.texts(1) == [TEXT]


async def test_who_reads_latin_gets_it_in_latin(network: Network, redis: Redis) -> None:
    """In the GSM alphabet."""
    async with posting(Store(redis, "alpha"), network.address) as door:
        assert await door.post(alphabet="latin") == TAKEN
        [sms] = await network.inbox(1)
    assert (sms.text, sms.coding) == ("Vash otchet gotov.", "GSM")


async def test_a_text_is_sent_whole_or_not_at_all(network: Network, redis: Redis) -> None:
    """In two SMS at most, in the letters that are asked for."""
    fits = {"cyrillic": "я" * 134, "latin": "ъб" * 306}
    async with posting(Store(redis, "alpha"), network.address) as door:
        for key, (alphabet, text) in enumerate(fits.items()):
            asked = {"alphabet": alphabet, "key": str(key)}
            assert await door.post(text=text + "б", **asked) == TOO_LONG
            assert await door.post(text=text, **asked) == TAKEN
        assert [(sms.text, sms.parts) for sms in await network.inbox(2)] == [("я" * 134, 2), ("b" * 306, 2)]


@pytest.mark.parametrize("number", ["37369000001", "111", "", "Bank", "9160000001", "7916000000", "+79160000001"])
async def test_only_numbers_of_the_country_are_served(network: Network, redis: Redis, number: str) -> None:
    """Written in full, else a digit that is missing would make it somebody else's; others are refused for good."""
    async with posting(Store(redis, "alpha"), network.address) as door:
        assert await door.post(to=number) == (422, {"error": "bad_number"})


async def test_it_goes_the_way_of_the_last_message(network: Network, redis: Redis) -> None:
    """From the number that was written to, on its SMSC; by the first of each when that is ours no longer."""
    simulator = await serve(smpp_port=0, http_port=0)
    second = Network(simulator)
    both = Subscribers("7", ("111", "222"))
    async with posting(Store(redis, "alpha"), network.address, second.address, subscribers=both) as door:
        second.write("помощь", to="222")
        await second.inbox(1)
        assert [await door.post(), await door.post(key="report-b", to=BORIS)] == [TAKEN] * 2
        assert [(sms.sender, sms.text) for sms in (await second.inbox(2))[1:]] == [("222", TEXT)]
        assert [sms.sender for sms in await network.inbox(1, BORIS)] == ["111"]
    async with posting(Store(redis, "alpha"), network.address, subscribers=both) as door:
        assert await door.post(key="report-2") == TAKEN
        assert [sms.sender for sms in await network.inbox(1)] == ["111"]
    await simulator.aclose()


# In the middle of a conversation


async def test_a_notice_leaves_the_question_as_it_is(network: Network, redis: Redis) -> None:
    """«1» is for the service that was asked about."""
    operator = Operator()
    async with posting(Store(redis, "alpha"), network.address, operator=operator) as door:
        network.write("2122")
        await network.inbox(1)
        assert await door.post() == TAKEN
        await network.inbox(2)
        network.write("1")
        asked, notice, done = await network.texts(3)
    assert (asked[:18], notice, done[:24]) == ('Подключить "Гудок"', TEXT, 'Услуга "Гудок" подключен')
    assert operator.books[ANNA].services == {"goodok"}


async def test_a_number_whose_record_cannot_be_read_gets_the_notice(network: Network, redis: Redis) -> None:
    """After an apology; the conversation begins anew."""
    await redis.set(Store(redis, "").keys.session(ANNA), b"1.1.0 no record")
    async with posting(Store(redis, "alpha"), network.address) as door:
        assert await door.post() == TAKEN
        apology, notice = await network.texts(2)
        assert len(await dead_letters(redis)) == 1
    assert (apology[:14], notice) == ("Не получилось.", TEXT)


# When Redis is away


async def test_while_redis_is_away_nothing_is_taken(network: Network, server: RedisServer) -> None:
    """The sender is told when to come again, and then it is sent once."""
    async with connect(server.url) as redis, posting(store := Store(redis, "alpha"), network.address) as door:
        assert await door.post(key="before", text="До.") == TAKEN
        server.kill()
        assert await door.post() == UNAVAILABLE
        async with door.http.post("/v1/messages", json=NOTICE, headers=BEARER) as response:
            assert response.headers["Retry-After"] == "1"
        server.start()
        while (answer := await door.post()) == UNAVAILABLE:
            await asyncio.sleep(0.1)
        assert answer == TAKEN
        assert (await network.texts(2))[-1] == TEXT
        await emptied(store)


async def test_while_redis_is_full_nothing_is_taken(network: Network, server: RedisServer) -> None:
    """It is tried until the time is over, or there is room."""
    async with connect(server.url) as redis, posting(Store(redis, "alpha"), network.address) as door:
        assert await door.post(key="before", text="До.") == TAKEN
        await redis.config_set("maxmemory", 1)
        post = asyncio.create_task(door.post())
        await asyncio.wait([post], timeout=1)
        assert not post.done()
        await redis.config_set("maxmemory", 0)
        assert await post == TAKEN
        assert await network.texts(2) == ["До.", TEXT]
