"""Transactions that are gathered into one stay apart from each other."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection

from operator_api import books
from operator_api.contract import Number
from operator_api.database import Database, open_database
from operator_api.errors import BooksAwayError
from operator_api.rules import Line
from tests.operator_api.running import ANNA


@pytest.fixture
async def database(books_url: str) -> AsyncIterator[Database]:
    """Empty books."""
    async with open_database(books_url) as opened:
        yield opened


def put(connection: Connection) -> str:
    books.replace_line(connection, Line(ANNA))
    return "put"


def put_and_fail(connection: Connection) -> str:
    books.forget_numbers(connection, [ANNA.number])
    raise LookupError("afterwards")


def overwrite(folder: Path) -> None:
    for file in {folder / "books.db", *folder.iterdir()}:
        file.write_bytes(b"garbage" * 10_000)


def note(order: list[int], each: int, _: Connection) -> None:
    order.append(each)


def find(connection: Connection) -> Line | None:
    return books.line_of(connection, ANNA.number)


async def test_work_that_raises_writes_nothing_and_spoils_nothing(database: Database) -> None:
    """The others of its transaction are committed."""
    works = (database.write(put), database.write(put_and_fail), database.write(find))
    done, failed, found = await asyncio.gather(*works, return_exceptions=True)
    assert (done, found) == ("put", Line(ANNA))
    assert isinstance(failed, LookupError)
    assert await database.read(find) == Line(ANNA)


async def test_work_that_nobody_waits_for_is_done_all_the_same(database: Database) -> None:
    """And does not stop what comes after it."""
    abandoned = asyncio.create_task(database.write(put))
    await asyncio.sleep(0)
    abandoned.cancel()
    assert await database.write(find) == Line(ANNA)


async def test_more_work_than_fits_in_one_transaction(database: Database) -> None:
    """Goes into the next, in order."""
    order: list[int] = []
    works = [partial(note, order, each) for each in range(200)]
    await asyncio.gather(*(database.write(work) for work in works))
    assert order == list(range(200))


async def test_a_database_that_breaks_refuses_all_that_waits(tmp_path: Path) -> None:
    """Here the file is no database any more; nothing hangs."""
    async with open_database(f"sqlite:///{tmp_path / 'books.db'}") as database:
        overwrite(tmp_path)
        outcomes = await asyncio.gather(database.read(find), database.read(find), return_exceptions=True)
        assert [type(outcome) for outcome in outcomes] == [BooksAwayError] * 2


async def test_a_file_that_is_no_database_cannot_be_opened(tmp_path: Path) -> None:
    """And is left as it is."""
    overwrite(tmp_path)
    with pytest.raises(BooksAwayError, match="cannot open"):
        async with open_database(f"sqlite:///{tmp_path / 'books.db'}"):
            pass


async def test_nothing_is_known_of_a_stranger(database: Database) -> None:
    """No line, no password."""
    nobody = Number("79169999999")
    assert await database.read(lambda connection: books.line_of(connection, nobody)) is None
    assert await database.read(lambda connection: books.password_of(connection, nobody)) is None
