"""Sessions: how long they last, how many there may be, and how they end."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, select

from operator_api import sessions, tables
from operator_api.database import open_engine
from operator_api.sessions import IDLE, LONGEST, MOST_OPEN, digest, open_session, session_of
from tests.operator_api.running import NOW, closed

ADDRESS = "192.0.2.7"


@pytest.fixture
def books(books_url: str) -> Iterator[Connection]:
    """A transaction on empty books."""
    with closed(open_engine(books_url)) as engine, engine.begin() as connection:
        yield connection


def is_open(books: Connection, token: str, at: float = NOW) -> bool:
    """Whether a session is, at some time."""
    return session_of(books, "cabinet", digest(token), at) is not None


def opened(books: Connection, count: int, subject: str = "anna") -> list[str]:
    """So many sessions, a second after each other."""
    return [open_session(books, "cabinet", subject, ADDRESS, NOW + index) for index in range(count)]


def test_a_token_is_long_and_never_the_same(books: Connection) -> None:
    """256 bits; of it the books have the digest alone."""
    one, other = opened(books, 2)
    assert len(one) == len(other) == 43
    assert one != other
    stored = books.execute(select(tables.sessions.c.token)).scalars().all()
    assert {bytes(token) for token in stored} == {digest(one), digest(other)}


def test_it_ends_after_a_quarter_of_an_hour_without_a_sign_of_life(books: Connection) -> None:
    """Counted from the last one."""
    (token,) = opened(books, 1)
    assert is_open(books, token, NOW + IDLE - 1)
    assert not is_open(books, token, NOW + IDLE)
    sessions.see(books, digest(token), NOW + IDLE - 1)
    assert is_open(books, token, NOW + 2 * IDLE - 2)
    assert not is_open(books, token, NOW + 2 * IDLE - 1)


def test_it_ends_after_twelve_hours_however_lively(books: Connection) -> None:
    """To the second."""
    (token,) = opened(books, 1)
    sessions.see(books, digest(token), NOW + LONGEST)
    assert is_open(books, token, NOW + LONGEST - 1)
    assert not is_open(books, token, NOW + LONGEST)


def test_the_oldest_of_too_many_ends(books: Connection) -> None:
    """A person has ten at most; another's do not count."""
    others = opened(books, 1, "olga")
    tokens = opened(books, MOST_OPEN + 2)
    assert [is_open(books, token) for token in tokens] == [False] * 2 + [True] * MOST_OPEN
    assert is_open(books, others[0])


def test_a_token_opens_one_kind_of_pages(books: Connection) -> None:
    """A consultant's is not a person's."""
    token = open_session(books, "desk", "olga", ADDRESS, NOW)
    assert not is_open(books, token)
    assert session_of(books, "desk", digest(token), NOW) is not None


def test_all_of_a_person_may_end_but_one(books: Connection) -> None:
    """And nobody else's."""
    one, other, third = opened(books, 3)
    (olgas,) = opened(books, 1, "olga")
    sessions.close_all(books, "cabinet", "anna", but=digest(other))
    assert [is_open(books, token) for token in (one, other, third, olgas)] == [False, True, False, True]
    sessions.close_session(books, digest(other))
    assert not is_open(books, other)


def test_those_that_are_over_are_struck(books: Connection) -> None:
    """Idle or too long; the others stay."""
    idle, lively = opened(books, 2)
    sessions.see(books, digest(lively), NOW + IDLE)
    sessions.forget_old(books, NOW + IDLE)
    assert books.execute(select(tables.sessions.c.token)).scalars().all() == [digest(lively)]
    sessions.forget_old(books, NOW + LONGEST + 1)
    assert books.execute(select(tables.sessions.c.token)).scalars().all() == []
    assert not is_open(books, idle)
