"""Where the books are kept, and how a transaction on them is run.

SQLite by default. Its calls block, so all of them are made by one thread.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Engine,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
)
from sqlalchemy.exc import SQLAlchemyError

from operator_api.errors import BooksAwayError

Result = TypeVar("Result")

BUSY_TIMEOUT = 2_000
"""Milliseconds to wait for another process that holds the database; less than a client waits for us."""

MOST_TOGETHER = 64
"""Pieces of work in one transaction."""

log = logging.getLogger(__name__)

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
    Index("ix_kept_answers_sealed", "sealed", "at"),
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
    """An engine on the books, with their tables made. Errors never show parameters: they may hold personal data.

    Raises `sqlalchemy.exc.SQLAlchemyError`.
    """
    engine = create_engine(url, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    try:
        metadata.create_all(engine)
    except SQLAlchemyError:
        engine.dispose()
        raise
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
    """Runs work on the books, each piece in full or not at all; readers see one consistent view."""

    def __init__(self, thread: Executor, engine: Engine) -> None:
        self._readers = _Lane(thread, engine.execution_options(reads=True))
        self._writers = _Lane(thread, engine)

    async def read(self, work: Callable[[Connection], Result]) -> Result:
        """What `work` finds. Raises `BooksAwayError`, and what `work` raises."""
        return await self._readers.run(work)

    async def write(self, work: Callable[[Connection], Result]) -> Result:
        """What `work` returns, once all that it wrote is committed; nothing is when it raises. Errors as of `read`."""
        return await self._writers.run(lambda connection: _in_savepoint(connection, work))


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    """The books at a URL, until they are closed. Raises `BooksAwayError`."""
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1, thread_name_prefix="books") as thread:
        try:
            engine = await loop.run_in_executor(thread, open_engine, url)
        except SQLAlchemyError as error:
            raise BooksAwayError(f"cannot open the books: {error}") from error
        try:
            yield Database(thread, engine)
        finally:
            await loop.run_in_executor(thread, engine.dispose)


class _Piece(Generic[Result]):
    """Work that waits for its turn, and where its outcome goes."""

    def __init__(self, work: Callable[[Connection], Result]) -> None:
        self.work = work
        self.outcome: asyncio.Future[Result] = asyncio.get_running_loop().create_future()


class _Lane:
    """Takes work in order; what comes while the thread is busy is gathered into one transaction.

    A beginning, a commit and its fsync cost more than the work itself.
    """

    def __init__(self, thread: Executor, engine: Engine) -> None:
        self._thread = thread
        self._engine = engine
        self._waiting: list[_Piece[Any]] = []
        self._running: asyncio.Task[None] | None = None

    async def run(self, work: Callable[[Connection], Result]) -> Result:
        """What the work returns, or an error that it raised."""
        piece = _Piece(work)
        self._waiting.append(piece)
        if self._running is None:
            self._running = asyncio.create_task(self._run_waiting())
        return await piece.outcome

    async def _run_waiting(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
            outcomes = await loop.run_in_executor(self._thread, _transact, self._engine, [each.work for each in batch])
            for piece, outcome in zip(batch, outcomes, strict=True):
                _settle(piece.outcome, outcome)
        self._running = None


def _transact(engine: Engine, works: list[Callable[[Connection], Any]]) -> list[Any]:
    """What each piece of work returned or raised."""
    try:
        with engine.begin() as connection:
            return [_attempt(connection, work) for work in works]
    except Exception:  # whatever it is, nobody is left waiting
        log.warning("the database does not answer", exc_info=True)
        return [BooksAwayError("the database does not answer")] * len(works)


def _attempt(connection: Connection, work: Callable[[Connection], Any]) -> Any:  # noqa: ANN401
    try:
        return work(connection)
    except SQLAlchemyError:
        raise  # the database fails everybody
    except Exception as error:
        return error


def _in_savepoint(connection: Connection, work: Callable[[Connection], Result]) -> Result:
    with connection.begin_nested():
        return work(connection)


def _settle(outcome: asyncio.Future[Any], result: Any) -> None:  # noqa: ANN401
    if outcome.done():  # nobody waits any more
        return
    if isinstance(result, Exception):
        outcome.set_exception(result)
    else:
        outcome.set_result(result)
