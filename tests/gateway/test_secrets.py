"""Passwords and numbers: what Redis, its file and the logs may show."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256

import pytest
from redis.asyncio import Redis

from operator_api.client import OperatorError
from smpp.parts import piece_of
from smpp.pdus import Pdu, SubmitSm, reply
from smpp.statuses import Status
from state.connection import connect
from state.store import Store
from tests.gateway.message_centre import ANNA, MessageCentre, Peer, deliver, message_centre
from tests.gateway.posting import TAKEN, posting
from tests.gateway.serving import Operator, dead_letters, emptied, queue_of, serving
from tests.redis_server import RedisServer

ISSUED = "Kd7mPq2xT1"
CHOSEN = "Zima2026zima"
AWAY = OperatorError("the operator does not answer", None, retryable=True)


@pytest.fixture
async def redis(server: RedisServer) -> AsyncIterator[Redis]:
    """A real one, whose file keeps every command."""
    async with connect(server.url) as redis:
        yield redis


def is_in_redis(server: RedisServer, secret: str) -> bool:
    """Whether it was ever written there, as text, as UTF-16 or in hex."""
    forms = [secret.encode(), secret.encode("utf-16-be"), secret.encode().hex().encode()]
    written = [path.read_bytes() for path in server.socket.parent.rglob("*.aof")]
    assert any(ANNA.encode() in data for data in written)
    return any(form in data for form in forms for data in written)


@asynccontextmanager
async def bound(redis: Redis, operator: Operator) -> AsyncIterator[tuple[MessageCentre, Peer]]:
    """An SMSC, and a gateway that is bound to it."""
    async with message_centre() as centre, serving(Store(redis, "alpha"), centre.address(), operator=operator):
        yield centre, await centre.bound()


def deaf_to_submits(request: Pdu) -> Pdu | None:
    """So replies stay in the queue."""
    return None if isinstance(request, SubmitSm) else reply(request)


async def test_a_password_that_waits_for_the_smsc_is_sealed(server: RedisServer, redis: Redis) -> None:
    """The reply is on its way, and in the queue until the SMSC has taken it."""
    async with bound(redis, Operator()) as (centre, peer):
        centre.answer = deaf_to_submits
        await peer.ask(deliver("пароль")[0])
        assert ISSUED in piece_of(await centre.submit()).data.decode("utf-16-be")
        assert len(await queue_of(Store(redis, "alpha"))) == 1
    assert not is_in_redis(server, ISSUED)


async def test_a_password_that_waits_for_the_operator_is_sealed(server: RedisServer, redis: Redis) -> None:
    """First as a text of somebody unknown, then as a question."""
    operator = Operator()
    operator.open.clear()
    async with bound(redis, operator) as (centre, peer):
        await peer.ask(deliver(f"25 {CHOSEN}")[0])
        assert not is_in_redis(server, CHOSEN)
        operator.open.set()
        assert (await centre.text()).startswith("Новый пароль принят")
        operator.open.clear()
        await peer.ask(deliver(f"25 {CHOSEN}x")[0])
        assert [type(question).__name__ for question, _ in operator.asked].count("SetPassword") == 2
    assert not is_in_redis(server, CHOSEN)


async def test_a_password_in_a_long_message_is_sealed(server: RedisServer, redis: Redis) -> None:
    """While its parts wait for each other."""
    first, second = deliver(f"25 {CHOSEN} " + "и еще много слов " * 4)
    async with bound(redis, Operator()) as (centre, peer):
        await peer.ask(first)
        assert not is_in_redis(server, CHOSEN)
        await peer.ask(second)
        await centre.text()
    assert not is_in_redis(server, CHOSEN)


async def test_a_password_in_a_dead_letter_is_sealed(server: RedisServer, redis: Redis) -> None:
    """The SMSC refused it for good."""
    async with bound(redis, Operator()) as (centre, peer):
        centre.answer = lambda request: reply(request, Status.RINVDSTADR if isinstance(request, SubmitSm) else 0)
        await peer.ask(deliver("пароль")[0])
        [letter] = await dead_letters(redis)
        assert letter.why == "Invalid Destination Address"
        assert ISSUED.encode() not in letter.what
        await emptied(Store(redis, "alpha"))
    assert not is_in_redis(server, ISSUED)


async def test_a_password_that_the_operator_sends_is_sealed(server: RedisServer, redis: Redis) -> None:
    """What is kept of the message for seven days tells nothing of it either."""
    async with message_centre() as centre, posting(store := Store(redis, "alpha"), centre.address()) as door:
        await centre.bound()
        centre.answer = deaf_to_submits
        secret = {"class": "secret", "text": f"Ваш пароль: {ISSUED}."}
        assert await door.post(**secret) == TAKEN
        assert ISSUED in piece_of(await centre.submit()).data.decode("utf-16-be")
        assert len(await queue_of(store)) == 1
        kept = await store.once("report-1")
    assert not is_in_redis(server, ISSUED)
    assert kept is not None
    forms = (ISSUED, secret["text"], ANNA + secret["text"])
    assert all(sha256(form.encode()).hexdigest().encode() not in kept for form in forms)


async def test_logs_show_no_password_and_no_whole_number(redis: Redis, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever goes wrong: a record and a letter that cannot be read, a question and a reply that are refused."""
    caplog.set_level(logging.DEBUG, logger="gateway")
    caplog.set_level(logging.DEBUG, logger="state")
    operator = Operator()
    async with bound(redis, operator) as (centre, peer):
        await peer.ask(deliver("пароль")[0])
        assert ISSUED in await centre.text()
        operator.trouble = OperatorError("the operator says 422", 422, retryable=False)
        await peer.ask(deliver(f"25 {CHOSEN}")[0])
        await centre.text()
        centre.answer = lambda request: reply(request, Status.RINVDSTADR if isinstance(request, SubmitSm) else 0)
        await peer.ask(deliver("помощь")[0])
        await dead_letters(redis)
        centre.answer = reply
        await redis.set(Store(redis, "").keys.session(ANNA), b"no record")
        await peer.ask(deliver(CHOSEN)[0])
        await dead_letters(redis, 2)
    assert "SetPassword: the operator says 422" in caplog.text
    assert "given up: Invalid Destination Address" in caplog.text
    assert "this turn failed" in caplog.text
    assert "+7916***0001" in caplog.text
    for secret in (ISSUED, CHOSEN, ANNA, "secret"):
        assert secret not in caplog.text
