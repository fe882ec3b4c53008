"""The gateway's HTTP door."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from gateway.clock import Clock
from gateway.door import Health, create_app

BOUND = Health({"one": 1, "other": 0}, state=True)


@asynccontextmanager
async def door(
    health: Health = BOUND, clock: Clock | None = None
) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    """It is open on a free port."""
    async with TestClient(TestServer(create_app(lambda: health, clock))) as client:
        yield client


@pytest.mark.parametrize(
    ("health", "status"),
    [
        (BOUND, 200),
        (Health({"one": 0, "other": 0}, state=True), 503),
        (Health({"one": 2}, state=False), 503),
        (Health({}, state=True), 503),
    ],
)
async def test_it_is_ready_when_an_smsc_is_bound_and_redis_answers(health: Health, status: int) -> None:
    """It says what it looks at; alive it is anyway."""
    async with door(health) as http:
        response = await http.get("/ready")
        assert response.status == status
        assert await response.json() == {"links": health.links, "state": health.state}
        assert (await http.get("/health")).status == 200


async def test_stories_move_the_clock() -> None:
    """Forward, by so many seconds; the answer is the new time."""
    clock = Clock()
    clock.set(1_000.0)
    async with door(clock=clock) as http:
        response = await http.post("/dev/clock", json={"seconds": 61})
        assert (await response.json())["now"] == pytest.approx(1_061.0, abs=5)
    assert clock.now() == pytest.approx(1_061.0, abs=5)


@pytest.mark.parametrize("body", [b"", b"{", b"{}", b'{"seconds": "x"}', b'{"seconds": 1, "hours": 2}', b"\xff"])
async def test_a_wrong_move_is_refused_and_nothing_moves(body: bytes) -> None:
    """With a reason."""
    clock = Clock()
    clock.set(1_000.0)
    async with door(clock=clock) as http:
        response = await http.post("/dev/clock", data=body)
        assert response.status == 400
        assert (await response.json())["error"]["code"] == "bad_request"
    assert clock.now() == pytest.approx(1_000.0, abs=5)


async def test_without_a_clock_there_is_nothing_to_move() -> None:
    """Only stories may."""
    async with door() as http:
        assert (await http.post("/dev/clock", json={"seconds": 1})).status == 404
