"""What the tests of the account share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cabinet import browsing
from tests.cabinet.browsing import Browser, House


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """A running account; nobody is signed in."""
    async with browsing.house(tmp_path) as house:
        yield house


@pytest.fixture
async def anna(house: House) -> Browser:
    """Anna's browser, signed in."""
    await house.enter()
    return house.browser
