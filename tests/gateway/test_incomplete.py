"""Long messages that miss a part."""

import asyncio
from types import SimpleNamespace
from typing import cast

import pytest
from msgspec.structs import replace
from redis.asyncio import Redis

from gateway.clock import Clock
from gateway.connection import Connection
from gateway.inbox import Inbox
from gateway.incomplete import MOST_NOTED, PARTS_KEPT, Incomplete
from gateway.lane import Lane
from gateway.mailroom import Mailroom
from gateway.metrics import REGISTRY
from gateway.proofs import Proofs
from gateway.redelivery import Redelivery
from operator_api.contract import Number
from smpp.pdus import DeliverSm, Pdu
from state.connection import in_memory
from state.errors import Unreachable
from state.store import Store
from tests.gateway.fake_smsc import FakeSmsc
from tests.gateway.message_centre import ANNA, deliver
from tests.gateway.serving import CODEC, SUBSCRIBERS
from tests.gateway.virtual import virtually


class Line(Connection):
    """A connection that keeps the statuses of our answers."""

    def __init__(self) -> None:
        self.number = self.arrived = self.acked = 0
        self.statuses = asyncio.Queue[int]()

    def respond(self, response: Pdu) -> None:
        """Keep it."""
        self.statuses.put_nowait(response.status)


class Room:
    """A mailroom alone, for the parts of an SMSC."""

    def __init__(self, store: Store) -> None:
        redelivery = Redelivery(Proofs(store, Clock()), Clock())
        lane = cast(
            Lane, SimpleNamespace(store=store, inbox=Inbox(), redelivery=redelivery, serves=True, closing=False)
        )
        self._mailroom = Mailroom(SUBSCRIBERS, lambda _: lane, CODEC, Clock())
        self._line = Line()

    async def take(self, *indices: int) -> None:
        """Parts of a message of three arrive."""
        for index in indices:
            self._mailroom.incoming(FakeSmsc(), self._line, part(index))
            assert await self._line.statuses.get() == 0


def part(index: int) -> DeliverSm:
    """One of three."""
    return replace(deliver("")[0], esm_class=0x40, short_message=bytes((5, 0, 3, 7, 3, index)) + b"x")


def counted(smsc: str = FakeSmsc().address.name) -> float:
    """How many messages were given up so far."""
    return REGISTRY.get_sample_value("pomoshnik_long_messages_incomplete_total", {"smsc": smsc}) or 0


async def expire_soon(redis: Redis) -> None:
    """All parts have nine seconds left in Redis, whose time is not that of the test."""
    for key in await redis.keys("*:part:*"):
        await redis.expire(key, 9)


@virtually
async def test_a_message_that_is_never_completed_is_counted() -> None:
    """Ten minutes after its last part, once."""
    room, before = Room(Store(redis := in_memory(), "alpha")), counted()
    await room.take(1)
    await asyncio.sleep(400)
    await room.take(2, 2)
    await asyncio.sleep(400)
    await expire_soon(redis)
    assert counted() == before
    await asyncio.sleep(200)
    assert counted() == before + 1
    assert await redis.keys("*:part:*") == []


@virtually
async def test_of_two_gateways_that_wait_one_counts() -> None:
    """Each has one of the parts."""
    redis, before = in_memory(), counted()
    await Room(Store(redis, "alpha")).take(1)
    await Room(Store(redis, "beta")).take(2)
    await expire_soon(redis)
    await asyncio.sleep(700)
    assert counted() == before + 1


@virtually
async def test_while_parts_come_to_another_gateway_the_message_is_not_given_up() -> None:
    """That one will."""
    redis, before = in_memory(), counted()
    await Room(Store(redis, "alpha")).take(1)
    await asyncio.sleep(700)
    assert counted() == before
    assert len(await redis.keys("*:part:*")) == 1


class Gone(Store):
    """Its Redis goes away."""

    async def drop_parts(self, key: str, seconds: float) -> bool:
        """See Store."""
        raise Unreachable("connection refused")


@virtually
async def test_a_message_that_is_completed_is_not_looked_for(caplog: pytest.LogCaptureFixture) -> None:
    """By the gateway that has completed it."""
    await (room := Room(Gone(in_memory(), "alpha"))).take(3, 1)
    room._mailroom.incoming(FakeSmsc(), room._line, part(2))
    await asyncio.sleep(700)
    assert "expires uncounted" not in caplog.text


@virtually
async def test_with_redis_away_it_is_not_counted(caplog: pytest.LogCaptureFixture) -> None:
    """The log says so."""
    before = counted()
    await Room(Gone(in_memory(), "alpha")).take(1)
    await asyncio.sleep(700)
    assert counted() == before
    assert "+7916***0001: an incomplete message expires uncounted: connection refused" in caplog.text


@virtually
async def test_there_are_not_more_notes_than_there_may_be() -> None:
    """Of more the oldest are not counted."""
    store, incomplete = Store(in_memory(), "alpha"), Incomplete()
    await store.add_part(ANNA, "111", 1, 2, 8, 1, b"first", seconds=1)
    keys = [store.keys.part(ANNA, "111", reference, 2, 8) for reference in range(1, MOST_NOTED + 2)]
    for key in keys:
        incomplete.missing(store, key, "one", Number(ANNA))
    await asyncio.sleep(PARTS_KEPT)
    assert counted("one") == 0
