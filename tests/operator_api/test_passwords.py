"""Passwords: good ones, made ones, how often, and how they are stored."""

import asyncio
from collections.abc import Iterator

import pytest

from operator_api.contract import Reason
from operator_api.errors import BooksAwayError
from operator_api.passwords import ALPHABET, COMMON, MOST_WAITING, Hasher, is_good, make_password, why_not_issue
from tests.operator_api.running import DAY, NOW


@pytest.fixture(scope="module")
def hasher() -> Iterator[Hasher]:
    """A hasher with its thread."""
    made = Hasher()
    yield made
    made.close()


@pytest.mark.parametrize(
    "password", ["Zima2026zima", "Kd7mPq2xTr", "Aa345bcd", "Пароль Zima 7", "Aa1!" * 2 + "x", "aB3" + "xyz?" * 15 + "!"]
)
def test_good_passwords(password: str) -> None:
    """8-64 characters of any kind, an a-z, an A-Z and a digit among them."""
    assert is_good(password)


@pytest.mark.parametrize(
    "password",
    [
        "",
        "12345",
        "Ab3defg",
        "Ab3" + "defg" * 16,
        "zima2026zima",
        "ZIMA2026ZIMA",
        "ZimaZimaZima",
        "Зима2026Зима",
        "Aa111111",
        "Password1",
        "1Password!",
        "P@ssw0rd77",
        "Qwerty123",
        "1qaz2WSX",
        "Abcdefgh1",
        "12Parol2012",
        "Summer2026",
        "Trustno1",
    ],
)
def test_bad_passwords(password: str) -> None:
    """Too short, too long, of one kind, of few characters, or what everybody has."""
    assert not is_good(password)


def test_common_words_are_written_as_they_are_compared() -> None:
    """In small letters, each once."""
    assert {word.lower() for word in COMMON} == COMMON


def test_made_passwords_are_good_and_easy_to_read() -> None:
    """Ten characters, none that looks like another; never the same."""
    made = {make_password() for _ in range(200)}
    assert len(made) == 200
    assert all(len(password) == 10 and is_good(password) for password in made)
    assert set("".join(made)) <= set(ALPHABET)
    assert set(ALPHABET).isdisjoint("0O1lI")


@pytest.mark.parametrize(
    ("ago", "reason"),
    [
        ([], None),
        ([59.9], Reason.TOO_SOON),
        ([60.0], None),
        ([60.0, 3600.0], None),
        ([60.0, 3600.0, DAY - 1], Reason.TOO_MANY),
        ([60.0, 3600.0, DAY], None),
        ([1.0, 61.0, 121.0], Reason.TOO_MANY),
    ],
)
def test_one_a_minute_and_three_a_day(ago: list[float], reason: Reason | None) -> None:
    """Whoever waits long enough gets another."""
    assert why_not_issue([NOW - seconds for seconds in ago], NOW) == reason


async def test_hashes_are_argon2id(hasher: Hasher) -> None:
    """With the parameters that OWASP asks for at least, and a salt of its own each."""
    one, other = await hasher.hash("Zima2026zima"), await hasher.hash("Zima2026zima")
    assert one.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert one != other


async def test_the_right_password_matches(hasher: Hasher) -> None:
    """And no other; nothing matches where there is none."""
    hashed = await hasher.hash("Zima2026zima")
    assert await hasher.matches(hashed, "Zima2026zima")
    assert not await hasher.matches(hashed, "zima2026zima")
    assert not await hasher.matches(None, "Zima2026zima")


async def test_every_character_of_a_password_counts(hasher: Hasher) -> None:
    """The last of 64 too."""
    longest = "aB3" + "xyz?" * 15 + "!"
    hashed = await hasher.hash(longest)
    assert [await hasher.matches(hashed, each) for each in (longest, longest[:-1] + "?", longest[:-1])] == [1, 0, 0]


async def test_only_so_many_wait_to_be_hashed(hasher: Hasher) -> None:
    """The next is told to come again; when they have gone there is room."""
    waiting = [asyncio.create_task(hasher.matches(None, "Zima2026zima")) for _ in range(MOST_WAITING)]
    await asyncio.sleep(0)
    with pytest.raises(BooksAwayError, match="too many"):
        await hasher.matches(None, "Zima2026zima")
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert not await hasher.matches(None, "Zima2026zima")
