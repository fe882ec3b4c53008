"""A demo that runs, and a browser."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from tests.browser.house import House, HouseProcess, opened, running_demo

CHROMIUM = "/usr/bin/chromium"
OPTIONS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HouseProcess]:
    """`pomoshnik demo` on free ports, for all tests of this folder."""
    with running_demo(tmp_path_factory.mktemp("demo")) as process:
        yield process


@pytest.fixture
async def house(demo: HouseProcess) -> AsyncIterator[House]:
    """Its doors."""
    async with opened(demo) as doors:
        yield doors


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        await browser.close()


@pytest.fixture
def screenshots() -> Path | None:
    """Where pictures for the docs go, when they are wanted: `make screenshots`."""
    folder = os.environ.get("SCREENSHOTS")
    return Path(folder) if folder else None
