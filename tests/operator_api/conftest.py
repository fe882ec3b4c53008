"""What the tests of the operator share."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from operator_api.catalogue import load_catalogue
from operator_api.contract import Catalogue
from operator_api.database import open_engine
from tests.operator_api.running import Stack, stack
from tests.postgresql import PostgreSQL, running_postgresql

EMPTY_BOOKS = "empty_books"
"""The database that others are made like: its tables take longer to make than to copy."""

names = count()


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The shipped catalogue."""
    return load_catalogue()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """One cluster for all tests that leave it as it was but for its databases."""
    with running_postgresql() as server:
        open_engine(server.create(EMPTY_BOOKS)).dispose()
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def books_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Empty books in each kind of database in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'books.db'}"
        return
    with books_of(request.getfixturevalue("postgresql"), EMPTY_BOOKS) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of each kind in which there is no table yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'books.db'}"
        return
    with books_of(request.getfixturevalue("postgresql"), "template1") as url:
        yield url


@contextmanager
def books_of(server: PostgreSQL, template: str) -> Iterator[str]:
    """A database for one test."""
    name = f"books_{next(names)}"
    yield server.create(name, template)
    server.drop(name)


@pytest.fixture
async def operator(books_url: str) -> AsyncIterator[Stack]:
    """A running operator with Anna in its books."""
    async with stack(books_url) as on_it:
        await on_it.put()
        yield on_it
