"""What the tests of the operator share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from operator_api.catalogue import load_catalogue
from operator_api.contract import Catalogue
from tests.operator_api.running import Stack, stack


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The shipped catalogue."""
    return load_catalogue()


@pytest.fixture
async def operator(tmp_path: Path) -> AsyncIterator[Stack]:
    """A running operator with Anna in its books."""
    async with stack(tmp_path / "books.db") as on_it:
        await on_it.put()
        yield on_it
