"""Sample subscribers."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import SQLAlchemyError

from operator_api.changes import passport_fingerprint
from operator_api.contract import Catalogue, Kopecks, Number, ServiceQuote, SwitchService
from operator_api.seal import Seal
from operator_api.seed import sample_subscribers, seed_subscribers, usage_writer, write_samples, write_subscribers
from tests.operator_api.asking import rows
from tests.operator_api.running import DAY, SEAL_KEY, stack

MARCH_2025 = 1_742_000_000.0
MOSCOW = ZoneInfo("Europe/Moscow")


def test_samples_are_allowed(catalogue: Catalogue) -> None:
    """What they have is in the catalogue, with what it needs; numbers in a row."""
    samples = sample_subscribers()
    assert [sample.number for sample in samples] == [str(79160000001 + index) for index in range(12)]
    for sample in samples:
        assert sample.tariff in catalogue.tariff
        for service in sample.services:
            assert set(sample.services) >= set(catalogue.service[service].needs)
            assert set(sample.services).isdisjoint(catalogue.service[service].conflicts)


def test_the_first_sample_is_the_one_in_the_manual() -> None:
    """Супер, 152,30."""
    first = sample_subscribers()[0]
    assert (first.number, first.tariff, first.balance) == ("79160000001", "super", 152_30)


def test_seeding_is_repeatable() -> None:
    """The same input, the same books."""
    once, again = (list(seed_subscribers(Number("79160000000"), 100, Kopecks(500_00))) for _ in range(2))
    assert once == again
    assert len({subscriber.number for subscriber in once}) == 100
    assert {subscriber.balance for subscriber in once} == {500_00}


async def test_seeding_again_brings_the_books_back(books_url: str) -> None:
    """What was changed since is forgotten."""
    seeded = list(seed_subscribers(Number("79160000000"), 50, Kopecks(500_00)))
    assert write_subscribers(books_url, seeded) == 50
    async with stack(books_url) as operator:
        off = ServiceQuote("aon", on=False)
        await operator.operator.ask(SwitchService(seeded[7].number, off), "key")
        assert await operator.admin.subscriber(seeded[7].number) != seeded[7]
        write_subscribers(books_url, seeded)
        for subscriber in seeded:
            assert await operator.admin.subscriber(subscriber.number) == subscriber


def written(books: Path) -> list[tuple[object, ...]]:
    """All usage in the books, without ids."""
    return rows(books, "SELECT number, at, kind, peer, amount, charge FROM events ORDER BY number, at, id")


def test_samples_have_six_months_behind_them(tmp_path: Path) -> None:
    """The same, however often they are written; each has used something."""
    books = tmp_path / "books.db"
    write_samples(f"sqlite:///{books}", Seal(SEAL_KEY), MARCH_2025, MOSCOW)
    once = written(books)
    write_samples(f"sqlite:///{books}", Seal(SEAL_KEY), MARCH_2025, MOSCOW)
    assert written(books) == once
    assert {number for number, *_ in once} == {sample.number for sample in sample_subscribers()}
    assert all(MARCH_2025 - 200 * DAY < at < MARCH_2025 for _, at, *_ in once if isinstance(at, float))


def test_samples_have_passports(tmp_path: Path) -> None:
    """Series 4510, and the last six digits of the number."""
    books, seal = tmp_path / "books.db", Seal(SEAL_KEY)
    write_samples(f"sqlite:///{books}", seal, MARCH_2025, MOSCOW)
    (passport,) = rows(books, "SELECT passport FROM subscribers WHERE number = '79160000001'")
    assert passport == (passport_fingerprint(seal, Number("79160000001"), "4510000001"),)


def test_others_may_have_usage_too(tmp_path: Path) -> None:
    """If wanted."""
    books = tmp_path / "books.db"
    seeded = list(seed_subscribers(Number("79160000000"), 30, Kopecks(500_00)))
    assert write_subscribers(f"sqlite:///{books}", seeded, usage_writer(MARCH_2025, MOSCOW)) == 30
    assert {number for number, *_ in written(books)} == {subscriber.number for subscriber in seeded}


def test_seeding_tells_of_books_that_cannot_be_opened(tmp_path: Path) -> None:
    """As SQLAlchemy puts it."""
    with pytest.raises(SQLAlchemyError):
        write_subscribers(f"sqlite:///{tmp_path / 'no-such-folder' / 'books.db'}", sample_subscribers())
