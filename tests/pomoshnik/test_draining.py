"""SIGTERM to gateways that are real processes, while people write."""

import asyncio
import signal
import time
from pathlib import Path

import aiohttp

from gateway.gateway import DRAIN_TIMEOUT
from smpp.pdus import Pdu, SubmitSm, reply
from tests.gateway.message_centre import deliver, message_centre
from tests.pomoshnik.conftest import SECRET, Surroundings
from tests.pomoshnik.programs import PATIENCE_SECONDS, Program, started
from tests.redis_server import running_redis

NUMBERS = [str(79160000001 + i) for i in range(120)]


async def ready(gateway: Program) -> str:
    """Wait until it serves people; where its door is."""
    url = await gateway.until("gateway: ")
    await status(url, 200)
    return url


async def status(url: str, wanted: int) -> None:
    """Wait until it says so of itself."""
    async with aiohttp.ClientSession() as http, asyncio.timeout(PATIENCE_SECONDS):
        while True:
            async with http.get(f"{url}/ready") as response:
                if response.status == wanted:
                    return


async def test_the_other_gateway_goes_on_where_one_is_told_to_end(surroundings: Surroundings, tmp_path: Path) -> None:
    """Everybody who writes meanwhile is answered, once."""
    with running_redis() as redis:
        command = ("gateway", *surroundings.options, "--redis", redis.url, "--name")
        async with (
            started(*command, "one", cwd=tmp_path, POMOSHNIK_SECRET=SECRET) as one,
            started(*command, "two", cwd=tmp_path, POMOSHNIK_SECRET=SECRET) as two,
            aiohttp.ClientSession(f"{surroundings.simulator}/api/phones/") as phones,
        ):
            await ready(one)
            await ready(two)
            for number in NUMBERS[:60]:
                await write(phones, number)
            ending = asyncio.create_task(one.stop())
            for number in NUMBERS[60:]:
                await write(phones, number)
            finished = await ending
            assert [len(await answered(phones, number)) for number in NUMBERS] == [1] * len(NUMBERS)
            assert (await two.stop()).status == 0
            assert [len(await answered(phones, number)) for number in NUMBERS] == [1] * len(NUMBERS)
    assert finished.status == 0
    assert "Traceback" not in finished.err


async def test_a_second_signal_ends_it_at_once(surroundings: Surroundings, tmp_path: Path) -> None:
    """Whatever it still waits for."""

    def silent(request: Pdu) -> Pdu | None:
        return None if isinstance(request, SubmitSm) else reply(request)

    async with message_centre() as centre:
        centre.answer = silent
        smsc = ("--smsc", f"smpp://test:test@127.0.0.1:{centre.port}", *surroundings.options[2:])
        async with started("gateway", *smsc, cwd=tmp_path, POMOSHNIK_SECRET=SECRET) as gateway:
            url = await ready(gateway)
            await (await centre.bound()).ask(deliver("помощь")[0])
            await centre.submit()
            begun = time.monotonic()
            gateway.signal(signal.SIGTERM)
            await status(url, 503)
            finished = await gateway.stop()
    assert finished.status == 0
    assert time.monotonic() - begun < DRAIN_TIMEOUT


async def write(phones: aiohttp.ClientSession, number: str) -> None:
    """Somebody asks for help."""
    async with phones.post(f"{number}/sms", json={"to": "111", "text": "помощь"}) as response:
        response.raise_for_status()


async def answered(phones: aiohttp.ClientSession, number: str) -> list[object]:
    """What is on this phone, as soon as there is anything."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            async with phones.get(number) as response:
                screen = await response.json()
            if screen["inbox"]:
                return list(screen["inbox"])
            await asyncio.sleep(0.01)
