"""Counting how often something happened."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from operator_api.database import open_engine
from operator_api.limits import (
    LONGEST_PAUSE,
    Counted,
    Limit,
    count,
    counted,
    forget,
    forget_old,
    pause_of,
    place_of,
    take_back,
    wait_of,
)
from tests.operator_api.running import NOW, closed

TWICE = Limit("twice", 2, 60.0)


@pytest.fixture
def books(books_url: str) -> Iterator[Connection]:
    """A transaction on empty books."""
    with closed(open_engine(books_url)) as engine, engine.begin() as connection:
        yield connection


def test_it_is_counted_from_the_first(books: Connection) -> None:
    """Whoever has reached the most waits until the first has had its time."""
    assert count(books, TWICE, "anna", NOW) == 1
    assert wait_of(books, TWICE, "anna", NOW) == 0
    assert count(books, TWICE, "anna", NOW + 10) == 2
    assert counted(books, TWICE, "anna", NOW + 10) == Counted(2, NOW, NOW + 10)
    assert wait_of(books, TWICE, "anna", NOW + 10) == 50
    assert wait_of(books, TWICE, "anna", NOW + 60) == 0
    assert count(books, TWICE, "anna", NOW + 60) == 1


def test_each_is_counted_alone(books: Connection) -> None:
    """By what it is and whose."""
    count(books, TWICE, "anna", NOW)
    assert count(books, TWICE, "olga", NOW) == 1
    assert count(books, Limit("thrice", 3, 60.0), "anna", NOW) == 1


def test_each_try_after_the_free_ones_waits_longer(books: Connection) -> None:
    """1, 2, 4 seconds up to a minute, however many there are; counted from the last."""
    tries = Limit("tries", 10_000, 3_600.0)
    pauses = {count(books, tries, "anna", NOW): pause_of(books, tries, "anna", 2, NOW) for _ in range(1_100)}
    assert [pauses[count] for count in (1, 2, 3, 4, 7, 8, 1_100)] == [0, 1, 2, 4, 32, LONGEST_PAUSE, LONGEST_PAUSE]
    assert pause_of(books, tries, "anna", 2, NOW + 20) == 40
    assert pause_of(books, tries, "anna", 2, NOW + 60) == 0


def test_it_may_begin_anew(books: Connection) -> None:
    """As after a success."""
    count(books, TWICE, "anna", NOW)
    count(books, TWICE, "olga", NOW)
    forget(books, TWICE, "anna")
    assert counted(books, TWICE, "anna", NOW) is None
    assert counted(books, TWICE, "olga", NOW) is not None


def test_what_was_none_is_taken_back(books: Connection) -> None:
    """One; nothing is owed to anybody."""
    count(books, TWICE, "anna", NOW)
    count(books, TWICE, "anna", NOW)
    take_back(books, TWICE, "anna")
    assert counted(books, TWICE, "anna", NOW) == Counted(1, NOW, NOW)
    for _ in range(2):
        take_back(books, TWICE, "anna")
    assert counted(books, TWICE, "anna", NOW) == Counted(0, NOW, NOW)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("unknown", "unknown"),
        ("", ""),
    ],
)
def test_what_an_address_is_counted_as(address: str, place: str) -> None:
    """Who has one address of IPv6 has 2^64, and moves on from each."""
    assert place_of(address) == place


def test_what_has_had_its_time_is_struck(books: Connection) -> None:
    """Each by its own: what is counted for a year is not forgotten overnight."""
    count(books, TWICE, "anna", NOW)
    yearly = Limit("yearly", 100, 365 * 86_400.0)
    count(books, yearly, "anna", NOW)
    forget_old(books, NOW + 86_400)
    assert count(books, yearly, "anna", NOW + 86_400) == 2
    assert count(books, TWICE, "anna", NOW) == 1
