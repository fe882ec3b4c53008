"""What the tests of the operator share."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from operator_api.catalogue import load_catalogue
from operator_api.contract import Catalogue
from operator_api.database import open_engine
from operator_api.tables import metadata
from tests.operator_api.running import Stack, closed, stack
from tests.postgresql import PostgreSQL, running_postgresql

BOOKS = "books"
"""The database of all tests that need one: rows are struck faster than databases are made."""


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The shipped catalogue."""
    return load_catalogue()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """One cluster for all tests that leave it as it was but for its databases."""
    with running_postgresql() as server:
        open_engine(server.create(BOOKS)).dispose()
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def books_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Empty books in each kind of database in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'books.db'}"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    yield server.url(BOOKS)
    strike_all(server.url(BOOKS))


def strike_all(url: str) -> None:
    """Leave the tables empty, as if nothing had ever been in them."""
    with closed(open_engine(url)) as engine, engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY"))


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of each kind in which there is no table yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'books.db'}"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    yield server.create("fresh")
    server.drop("fresh")


@pytest.fixture
async def operator(books_url: str) -> AsyncIterator[Stack]:
    """A running operator with Anna in its books."""
    async with stack(books_url) as on_it:
        await on_it.put()
        yield on_it
