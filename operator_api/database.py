"""Where the books are kept, and how a transaction on them is run.

SQLite by default. Its calls block, so all of them are made by one thread, one transaction after the other.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Engine,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.exc import DBAPIError

from operator_api.errors import BooksAwayError

Result = TypeVar("Result")

BUSY_TIMEOUT = 2_000
"""Milliseconds to wait for another process that holds the database; less than a client waits for us."""

metadata = MetaData()


def _number(**options: Any) -> Column[str]:  # noqa: ANN401
    return Column("number", String(15), ForeignKey("subscribers.number"), nullable=False, **options)


subscribers = Table(
    "subscribers",
    metadata,
    Column("number", String(15), primary_key=True),
    Column("name", Text, nullable=False),
    Column("balance", BigInteger, nullable=False),
    Column("tariff", String(32), nullable=False),
    Column("tariff_since", Float, nullable=False),
    Column("activated", Float, nullable=False),
    Column("language", String(2), nullable=False),
    Column("alphabet", String(8), nullable=False),
    Column("stopped", Boolean, nullable=False),
    Column("blocked", Boolean, nullable=False),
    Column("pending_tariff", String(32)),
    Column("pending_at", Float),
)

services_on = Table(
    "services_on",
    metadata,
    _number(primary_key=True),
    Column("service", String(32), primary_key=True),
)

passwords = Table(
    "passwords",
    metadata,
    _number(primary_key=True),
    Column("hash", String(255), nullable=False),
    Column("chosen", Boolean, nullable=False),
    Column("issued_at", Float, nullable=False),
    Column("used_at", Float),
)

passwords_issued = Table(
    "passwords_issued",
    metadata,
    Column("id", Integer, primary_key=True),
    _number(index=True),
    Column("at", Float, nullable=False, index=True),
)

kept_answers = Table(
    "kept_answers",
    metadata,
    Column("key", String(255), primary_key=True),
    Column("fingerprint", LargeBinary(32), nullable=False),
    Column("answer", LargeBinary),
    Column("sealed", Boolean, nullable=False),
    Column("at", Float, nullable=False, index=True),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Float, nullable=False, index=True),
    Column("who", String(32), nullable=False),
    Column("what", String(32), nullable=False),
    Column("number", String(15), nullable=False, index=True),
    Column("key", String(255)),
    Column("before", Text),
    Column("after", Text, nullable=False),
)


def open_engine(url: str) -> Engine:
    """An engine on the books, with their tables made. Errors never show parameters: they may hold personal data."""
    engine = create_engine(url, hide_parameters=True)
    if make_url(url).get_backend_name() == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    metadata.create_all(engine)
    return engine


def _set_up_sqlite(connection: Any, _: object) -> None:  # noqa: ANN401
    connection.isolation_level = None  # else the driver begins transactions of its own
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", f"busy_timeout = {BUSY_TIMEOUT}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Writers take the lock before they read: a transaction that began as a reader could only fail."""
    reads = connection.get_execution_options().get("reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


class Database:
    """Runs transactions on the books, each in full or not at all, in the order in which they came."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="books")

    async def open(self) -> None:
        """Connect, and make the tables that are missing."""
        self._writer = await self._in_thread(lambda: open_engine(self._url))
        self._reader = self._writer.execution_options(reads=True)

    async def read(self, work: Callable[[Connection], Result]) -> Result:
        """Run `work` on one consistent view. Raises `BooksAwayError`."""
        return await self._in_thread(lambda: _transact(self._reader, work))

    async def write(self, work: Callable[[Connection], Result]) -> Result:
        """Run `work` and commit what it wrote, unless it raises. Raises `BooksAwayError`."""
        return await self._in_thread(lambda: _transact(self._writer, work))

    async def close(self) -> None:
        """Finish what was begun, disconnect and end the thread."""
        await self._in_thread(self._writer.dispose)
        self._thread.shutdown()

    async def _in_thread(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def _transact(engine: Engine, work: Callable[[Connection], Result]) -> Result:
    try:
        with engine.begin() as connection:
            return work(connection)
    except DBAPIError as error:
        raise BooksAwayError("the database does not answer") from error
