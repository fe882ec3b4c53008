"""A simulator on free ports, with an HTTP client for its API."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from simulator.program import Running, serve


@pytest.fixture
async def simulator() -> AsyncIterator[Running]:
    """It listens; anybody may bind."""
    running = await serve(smpp_port=0, http_port=0)
    yield running
    await running.aclose()


@pytest.fixture
async def api(simulator: Running) -> AsyncIterator[aiohttp.ClientSession]:
    """A client of its API."""
    async with aiohttp.ClientSession(f"http://127.0.0.1:{simulator.http_port}") as session:
        yield session
