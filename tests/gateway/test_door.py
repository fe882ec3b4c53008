"""The gateway's HTTP door."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import msgspec
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from gateway.clock import Clock
from gateway.door import LONGEST_BODY, Health, create_app
from gateway.metrics import REGISTRY, TURNS
from gateway.outgoing import Message, Status

BEARER = {"Authorization": "Bearer token"}
MESSAGE = {"to": "79160000001", "text": "Ваш пароль: Kd7mPq2xTr.", "class": "secret", "key": "password-1"}
BOUND = Health({"one": 1, "other": 0}, state=True, draining=False)


async def nothing(_: Message) -> Status:
    """Takes every message, and forgets it."""
    return "accepted"


async def failing(_: Message) -> Status:
    """Takes none."""
    raise ZeroDivisionError


@asynccontextmanager
async def door(
    health: Health = BOUND,
    clock: Clock | None = None,
    take: Callable[[Message], Awaitable[Status]] = nothing,
) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    """It is open on a free port."""
    async with TestClient(TestServer(create_app(lambda: health, take, "token", clock))) as client:
        yield client


async def test_what_is_counted_can_be_scraped() -> None:
    """In Prometheus's own text format."""
    before = REGISTRY.get_sample_value("pomoshnik_turns_total") or 0
    TURNS.inc(2)
    async with door() as http, http.get("/metrics") as response:
        assert response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
        assert f"pomoshnik_turns_total {before + 2}" in await response.text()


@pytest.mark.parametrize(
    ("health", "status"),
    [
        (BOUND, 200),
        (Health({"one": 0, "other": 0}, state=True, draining=False), 503),
        (Health({"one": 2}, state=False, draining=False), 503),
        (Health({"one": 2}, state=True, draining=True), 503),
        (Health({}, state=True, draining=False), 503),
    ],
)
async def test_it_is_ready_when_an_smsc_is_bound_and_redis_answers(health: Health, status: int) -> None:
    """It says what it looks at; alive it is anyway."""
    async with door(health) as http:
        response = await http.get("/ready")
        assert response.status == status
        body = {"links": health.links, "state": health.state, "refused": health.refused, "draining": health.draining}
        assert await response.json() == body
        assert (await http.get("/health")).status == 200


@pytest.mark.parametrize(
    "headers",
    [{}]
    + [
        {"Authorization": given}
        for given in ("", "Bearer", "Bearer ", "Bearer tokem", "Bearer token2", "Bearer \xff", "Basic token", "token")
    ],
)
async def test_only_who_has_the_token_has_messages_sent(headers: dict[str, str]) -> None:
    """Others are told what is missing, whatever they send."""
    async with door() as http:
        response = await http.post("/v1/messages", data=b"{", headers=headers)
        assert (response.status, response.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert (await response.json())["error"]["code"] == "http_401"


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"[]", b"{", b"\xff", b"[" * 4000, b'"' + b"\xff" * 9 + b'"'),
        *(MESSAGE | wrong for wrong in ({"to": 79160000001}, {"text": ""}, {"class": "spam"}, {"alphabet": "greek"})),
        *(MESSAGE | {"key": key} for key in ("", "ключ", "a b", "k\n", "k" * 101)),
        *({name: value for name, value in MESSAGE.items() if name != missing} for missing in MESSAGE),
        MESSAGE | {"priority": 1},
    ],
)
async def test_what_is_no_message_is_refused(body: bytes | dict[str, object]) -> None:
    """With a reason, which does not show the text."""
    async with door() as http:
        data = body if isinstance(body, bytes) else msgspec.json.encode(body)
        response = await http.post("/v1/messages", data=data, headers=BEARER)
        error = (await response.json())["error"]
        assert (response.status, error["code"]) == (400, "bad_request")
        assert "Kd7mPq2xTr" not in error["message"]


async def test_a_body_has_a_limit() -> None:
    """The longest text of two SMS is within it, however it is written."""
    async with door() as http:
        longest = MESSAGE | {"key": "k" * 100, "text": "я" * 306}
        response = await http.post("/v1/messages", json=longest, headers=BEARER)
        assert (response.status, await response.json()) == (202, {"status": "accepted"})
        response = await http.post("/v1/messages", data=b" " * (LONGEST_BODY + 1), headers=BEARER)
        assert (response.status, (await response.json())["error"]["code"]) == (413, "http_413")


async def test_what_is_not_here_is_refused_in_the_same_shape() -> None:
    """Another address, another method."""
    async with door() as http:
        assert (await (await http.get("/v2")).json())["error"]["code"] == "http_404"
        response = await http.get("/v1/messages")
        assert (response.status, response.headers["Allow"]) == (405, "POST")


async def test_a_failure_of_ours_is_told_as_that(caplog: pytest.LogCaptureFixture) -> None:
    """The log says more, and nothing of the message."""
    async with door(take=failing) as http:
        response = await http.post("/v1/messages", json=MESSAGE, headers=BEARER)
        assert (response.status, (await response.json())["error"]["code"]) == (500, "internal")
    assert "POST /v1/messages failed" in caplog.text
    assert "Kd7mPq2xTr" not in caplog.text


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
