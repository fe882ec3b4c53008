"""Sample subscribers: a dozen to try things on, and as many more as a load needs. The same every time."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from itertools import islice

from sqlalchemy import Connection

from operator_api import books, ledger
from operator_api.catalogue import load_catalogue
from operator_api.changes import passport_fingerprint
from operator_api.contract import Kopecks, Number, Subscriber
from operator_api.database import opened_engine
from operator_api.rules import DAY, Line
from operator_api.sample_usage import usage_of
from operator_api.seal import Seal

EPOCH = datetime(2024, 1, 15, tzinfo=UTC).timestamp()
"""When the first was activated; each next one a day later, for two years, and again from the start."""

AT_ONCE, AT_ONCE_WITH_MORE = 5_000, 20
"""Subscribers written in one transaction, without and with six months of usage."""

WriteMore = Callable[[Connection, Subscriber], None]

TARIFFS = ("super", "energy", "smartmini", "mayak", "smart", "second")
NAMES = ("Иванова Анна", "Петрова Мария", "Смирнова Ольга", "Кузнецова Елена", "Попова Татьяна", "Волкова Ирина")
PATRONYMICS = ("Ивановна", "Сергеевна", "Николаевна", "Петровна", "Алексеевна")


def sample_subscribers() -> list[Subscriber]:
    """Twelve who differ in tariff, balance and services; 79160000001 is on super with 152,30."""
    return [
        _sample(1, "Иванова Анна Сергеевна", 152_30, "super", ("aon",)),
        _sample(2, "Петров Иван Николаевич", 10_00, "super"),
        _sample(3, "Смирнова Ольга Петровна", 100_00, "super", ("aon",)),
        _sample(4, "Кузнецов Алексей Иванович", 250_00, "energy", ("aon", "waiting", "gprs")),
        _sample(5, "Попова Мария Андреевна", 875_40, "smart", ("aon", "gprs", "superbit", "sms100")),
        _sample(6, "Соколов Дмитрий Сергеевич", 5_15, "second", ("aon", "forward", "voicemail")),
        _sample(7, "Лебедева Елена Викторовна", 200_00, "mayak", ("aon", "kin_balance")),
        _sample(8, "Новиков Павел Олегович", 1_240_00, "smartplus", ("aon", "waiting", "conference", "gprs", "intl")),
        _sample(9, "Морозова Татьяна Юрьевна", -12_50, "super", ("aon", "trust")),
        _sample(10, "Волков Артем Михайлович", 60_00, "class", ("gprs", "content_ban")),
        _sample(11, "Зайцева Наталья Ильинична", 430_00, "zero", ("aon", "goodok", "weather")),
        _sample(12, "Михайлов Сергей Павлович", 95_00, "connect", ("gprs", "bit")),
    ]


def seed_subscribers(first: Number, count: int, balance: Kopecks) -> Iterator[Subscriber]:
    """As many subscribers as wanted, numbers in a row from the first."""
    for index in range(count):
        since = EPOCH + index % 730 * DAY
        name = f"{NAMES[index % len(NAMES)]} {PATRONYMICS[index % len(PATRONYMICS)]}"
        tariff = TARIFFS[index % len(TARIFFS)]
        yield Subscriber(Number(str(int(first) + index)), name, balance, tariff, since, since, ("aon",))


def write_samples(database_url: str, seal: Seal, now: float, zone: tzinfo) -> None:
    """Write the twelve, as `write_subscribers`, with their usage and passports: 4510 and the last six of the number."""
    usage = usage_writer(now, zone)

    def write_more(connection: Connection, subscriber: Subscriber) -> None:
        number = subscriber.number
        usage(connection, subscriber)
        books.set_passport(connection, number, passport_fingerprint(seal, number, f"4510 {number[-6:]}"))

    write_subscribers(database_url, sample_subscribers(), write_more)


def usage_writer(now: float, zone: tzinfo) -> WriteMore:
    """Writes the six months up to now of a subscriber."""
    catalogue = load_catalogue()

    def write(connection: Connection, subscriber: Subscriber) -> None:
        ledger.add_events(connection, usage_of(subscriber, catalogue, now, zone))

    return write


def write_subscribers(database_url: str, subscribers: Iterable[Subscriber], write_more: WriteMore | None = None) -> int:
    """Write subscribers anew, with more of each if wanted, and say how many; what was known of their numbers is
    forgotten.

    For a command of its own: it blocks, and the server's changes wait while a batch is written. Raises
    `sqlalchemy.exc.SQLAlchemyError`.
    """
    lines = (Line(subscriber) for subscriber in subscribers)
    written = 0
    with opened_engine(database_url) as engine:
        while batch := list(islice(lines, AT_ONCE_WITH_MORE if write_more else AT_ONCE)):
            with engine.begin() as connection:
                _write(connection, batch, write_more)
            written += len(batch)
    return written


def _write(connection: Connection, batch: list[Line], write_more: WriteMore | None) -> None:
    books.forget_numbers(connection, [line.subscriber.number for line in batch])
    books.add_lines(connection, batch)
    if write_more:
        for line in batch:
            write_more(connection, line.subscriber)


def _sample(index: int, name: str, balance: int, tariff: str, services: tuple[str, ...] = ()) -> Subscriber:
    since = EPOCH + index * DAY
    return Subscriber(Number(str(79160000000 + index)), name, Kopecks(balance), tariff, since, since, services)
