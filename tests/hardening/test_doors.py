"""What hostile clients do to the simulator's HTTP API."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import aiohttp
import pytest

from simulator.http import BODY_LIMIT, BODY_SECONDS
from simulator.program import Running, serve
from simulator.watching.feed import WAITING_LIMIT, WATCHERS_LIMIT
from smpp.errors import LocalError
from smpp.parts import split
from tests.gateway.virtual import virtually

SMS = "/api/phones/79160000001/sms"
DEEP = "[" * 60_000 + "]" * 60_000


@asynccontextmanager
async def simulated() -> AsyncIterator[tuple[Running, aiohttp.ClientSession]]:
    """A simulator, and a client of its API."""
    running = await serve(smpp_port=0, http_port=0)
    anybody = aiohttp.TCPConnector(limit=0)  # else a hundred connections are all there may be
    async with aiohttp.ClientSession(f"http://127.0.0.1:{running.http_port}", connector=anybody) as api:
        yield running, api
    await running.aclose()


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", SMS, DEEP, 400),
        ("POST", SMS, '{"to": "111", "text": ' + DEEP + "}", 400),
        ("POST", SMS, '{"more": ' + DEEP + "}", 400),
        ("PUT", "/api/faults", DEEP, 400),
        ("PUT", "/api/faults", '{"seed": ' + DEEP + "}", 400),
        ("POST", SMS, "x" * (BODY_LIMIT + 1), 413),
        ("POST", SMS, '{"to": "111", "text": "\\ud800"}', 400),
        ("POST", SMS, '{"to": "111", "text": "' + "я" * 60_000 + '"}', 400),
        ("POST", "/api/phones/79160000001/ussd", '{"text": "' + "*1" * 50_000 + '#"}', 400),
        ("GET", "/api/phones/" + "1" * 5000, "", 400),
        ("GET", "/api/phones/%D9%A1", "", 400),
        ("GET", "/api/phones/79160000001%0d%0a", "", 400),
        ("GET", "/api/pdus?limit=-1", "", 400),
        ("GET", "/api/pdus?limit=" + "9" * 20, "", 200),
        ("GET", "/static/..%2f..%2fsmsc.py", "", 404),
    ],
)
async def test_odd_requests_get_an_answer(method: str, path: str, body: str, status: int) -> None:
    """JSON nested 60 000 deep, bodies too large, numbers that are none: all are told what is wrong."""
    async with simulated() as (_, api), api.request(method, path, data=body.encode()) as answer:
        assert answer.status == status
        if status >= 400:
            assert (await answer.json())["error"]["message"]


@virtually
async def test_a_body_that_comes_slowly_is_not_waited_for() -> None:
    """One octet in ten seconds."""
    async with simulated() as (running, _):
        reader, writer = await asyncio.open_connection("127.0.0.1", running.http_port)
        writer.write(b"POST " + SMS.encode() + b" HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")
        begun = asyncio.get_running_loop().time()
        for _ in range(3):
            writer.write(b"{")
            await asyncio.sleep(9)
        assert b"408" in await reader.readline()
        assert asyncio.get_running_loop().time() - begun < BODY_SECONDS + 1
        writer.close()
        await writer.wait_closed()


async def test_a_hundred_may_watch_and_see_all() -> None:
    """One more is refused."""
    async with simulated() as (running, api), AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(api.ws_connect("/ws")) for _ in range(WATCHERS_LIMIT)]
        async with api.get("/ws") as refused:
            assert refused.status == 503
        running.smsc.dial("79160000001", "*111#")
        assert len({await socket.receive_str() for socket in sockets}) == 1


async def test_a_watcher_that_never_reads_is_left_behind() -> None:
    """No more than so many events wait for it; the others go on."""
    async with simulated() as (running, _):
        feed = running.smsc.feed
        with feed.watch() as asleep, feed.watch() as awake:
            for _ in range(WAITING_LIMIT):
                running.smsc.dial("79160000001", "*111#")
                while not awake.empty():
                    awake.get_nowait()
            assert asleep.qsize() <= WAITING_LIMIT
            running.smsc.dial("79160000001", "*111#")
            assert awake.qsize() == 2


def test_a_text_that_is_far_too_long_is_refused_at_once() -> None:
    """It is counted before it is cut; cut first, this one took an hour."""
    with pytest.raises(LocalError, match="255 at most"):
        split("я" * 10_000_000, reference=1)
