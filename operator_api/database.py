"""Where the books are kept, and how a transaction on them is run.

SQLite by default, PostgreSQL by URL. Calls block, so all of them are made by one thread.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Generic, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import SQLAlchemyError

from operator_api.errors import BooksAwayError
from operator_api.migrations import migrate

Result = TypeVar("Result")

BUSY_TIMEOUT = 2_000
"""Milliseconds to wait for another process that holds the database; less than a client waits for us."""

MOST_TOGETHER = 64
"""Pieces of work in one transaction."""

CONNECTING = {"connect_timeout": 2, "tcp_user_timeout": 5_000}
"""Seconds until a PostgreSQL that does not answer is given up, and milliseconds until one that has gone silent is."""

WRITERS = 1_869_440_365
"""The advisory lock of PostgreSQL that writers take."""

log = logging.getLogger(__name__)


def open_engine(url: str) -> Engine:
    """An engine on the books, with their tables as this release has them. Errors never show parameters: they may hold
    personal data.

    Raises `sqlalchemy.exc.SQLAlchemyError`.
    """
    parsed = with_driver(url)
    connecting = CONNECTING if parsed.get_backend_name() == "postgresql" else {}
    engine = create_engine(parsed, connect_args=connecting, hide_parameters=True, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)
    try:
        with engine.begin() as connection:
            migrate(connection)
    except SQLAlchemyError:
        engine.dispose()
        raise
    return engine


@contextmanager
def opened_engine(url: str) -> Iterator[Engine]:
    """The same, without a connection at the end."""
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def with_driver(url: str) -> URL:
    """PostgreSQL is spoken to with psycopg."""
    parsed = make_url(url)
    return parsed.set(drivername="postgresql+psycopg") if parsed.drivername in ("postgresql", "postgres") else parsed


def _set_up_sqlite(connection: Any, _: object) -> None:  # noqa: ANN401
    connection.isolation_level = None  # else the driver begins transactions of its own
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", f"busy_timeout = {BUSY_TIMEOUT}"):
        connection.execute(f"PRAGMA {pragma}")


def _reads(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("reads", False))


def _begin_sqlite(connection: Connection) -> None:
    """Writers take the lock before they read: a transaction that began as a reader could only fail."""
    connection.exec_driver_sql("BEGIN" if _reads(connection) else "BEGIN IMMEDIATE")


def _begin_postgresql(connection: Connection) -> None:
    """Here too writers come one after the other, of however many servers: what one has read stays so until it writes.
    Readers see one consistent view, as in SQLite."""
    if _reads(connection):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    else:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {BUSY_TIMEOUT}")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")


class Database:
    """Runs work on the books, each piece in full or not at all; readers see one consistent view."""

    def __init__(self, thread: Executor, engine: Engine) -> None:
        self._readers = _Lane(thread, engine.execution_options(reads=True))
        self._writers = _Lane(thread, engine)
        self._watches: list[asyncio.Event] = []

    async def read(self, work: Callable[[Connection], Result]) -> Result:
        """What `work` finds. Raises `BooksAwayError`, and what `work` raises."""
        return await self._readers.run(work)

    async def write(self, work: Callable[[Connection], Result]) -> Result:
        """What `work` returns, once all that it wrote is committed; nothing is when it raises. Errors as of `read`."""
        result = await self._writers.run(lambda connection: _in_savepoint(connection, work))
        for watch in self._watches:
            watch.set()
        return result

    def watch(self) -> asyncio.Event:
        """Set whenever something was committed; who watches clears it."""
        self._watches.append(asyncio.Event())
        return self._watches[-1]


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
