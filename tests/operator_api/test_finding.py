"""Whom a consultant means."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection, text

from operator_api import books
from operator_api.contract import Number
from operator_api.database import open_engine
from operator_api.finding import Wanted, find, read_wanted
from operator_api.rules import Line
from tests.operator_api.running import ANNA, closed
from tests.operator_api.test_migrations import written_by_0_1_0

PEOPLE = {
    "79160000001": "Иванова Анна Сергеевна",
    "79160004567": "Иванов Пётр Ильич",
    "79031234567": "Петров Иван Николаевич",
    "79161114567": "Ёлкина Ольга",
}


@pytest.fixture
def connection(books_url: str) -> Iterator[Connection]:
    """Books with four people."""
    with closed(open_engine(books_url)) as engine, engine.begin() as opened:
        lines = [Line(replace(ANNA, number=Number(number), name=name)) for number, name in PEOPLE.items()]
        books.add_lines(opened, lines)
        yield opened


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("8 916 000-00-01", Wanted("number", "79160000001")),
        ("89160000001", Wanted("number", "79160000001")),
        ("+7 (916) 000-00-01", Wanted("number", "79160000001")),
        ("+7 916 000–00–01", Wanted("number", "79160000001")),
        ("7.916.000.00.01", Wanted("number", "79160000001")),
        ("916 000 00 01", Wanted("number", "79160000001")),
        ("8\xa0916\t0000001 ", Wanted("number", "79160000001")),
        ("380501234567", Wanted("number", "380501234567")),
        ("45-67", Wanted("tail", "4567")),
        ("123 45 67", Wanted("tail", "1234567")),
        ("456", None),
        ("", None),
        ("+", None),
        ("и", None),
        ("  ИВАНОВА   Анна ", Wanted("name", "иванова анна")),
        ("Ёлкина", Wanted("name", "елкина")),
        ("ян", Wanted("name", "ян")),
        ("%", None),
        ("Ян\0", None),
        ("١٢٣٤٥", None),
        ("а" * 4_000, Wanted("name", "а" * 100)),
    ],
)
def test_what_is_typed(typed: str, wanted: Wanted | None) -> None:
    """A number however dictated, its end, or the beginning of a name; too little is nobody."""
    assert read_wanted(typed) == wanted


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("8 916 000-00-01", ["79160000001"]),
        ("8 916 000-00-02", []),
        ("4567", ["79161114567", "79160004567", "79031234567"]),
        ("234567", ["79031234567"]),
        ("иванов", ["79160004567", "79160000001"]),
        ("иванов петр", ["79160004567"]),
        ("ЁЛКИНА", ["79161114567"]),
        ("анна", []),
        ("иван%", []),
        ("' or ''='", []),
    ],
)
def test_whom_it_finds(connection: Connection, typed: str, numbers: list[str]) -> None:
    """In order of their names; in each language of the alphabet large letters are small ones."""
    wanted = read_wanted(typed)
    assert wanted
    assert [found.number for found in find(connection, wanted, 20)] == numbers


def test_of_many_the_first(connection: Connection) -> None:
    """A list has an end."""
    assert len(find(connection, Wanted("tail", "4567"), 2)) == 2


@pytest.mark.parametrize("typed", ["4567", "234567", "иванов", "79160000001"])
def test_no_search_reads_all_the_books(tmp_path: Path, typed: str) -> None:
    """It goes by an index, and needs no sorting."""
    statements: list[str] = []
    with closed(open_engine(f"sqlite:///{tmp_path / 'books.db'}")) as engine, engine.begin() as connection:
        wanted = read_wanted(typed)
        assert wanted
        connection.connection.driver_connection.set_trace_callback(statements.append)  # type: ignore[union-attr]
        find(connection, wanted, 20)
        plan = connection.execute(text(f"EXPLAIN QUERY PLAN {statements[0]}")).all()
    assert plan[0].detail.startswith("SEARCH")
    assert wanted.by == "tail" or len(plan) == 1


async def test_people_of_the_first_release_are_found(fresh_url: str) -> None:
    """Their names are folded when the books are brought up to date."""
    await written_by_0_1_0(fresh_url)
    with closed(open_engine(fresh_url)) as engine, engine.begin() as connection:
        for wanted in (Wanted("name", "иванова а"), Wanted("tail", "0001")):
            assert [found.number for found in find(connection, wanted, 20)] == [ANNA.number]
