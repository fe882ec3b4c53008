"""The operator's server on a free port of this machine, and a clock that stands still until it is moved."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

from aiohttp import web
from msgspec.structs import replace

from operator_api.client import AdminClient, CabinetClient, OperatorClient
from operator_api.contract import Kopecks, Number, Subscriber
from operator_api.server import create_app

NOW = 1_349_438_400.0
"""05.10.2012, 16:00 in Moscow."""

DAY = 86_400.0

ANNA = Subscriber(
    number=Number("79160000001"),
    name="Иванова Анна Сергеевна",
    balance=Kopecks(100_00),
    tariff="super",
    tariff_since=NOW - 365 * DAY,
    activated=NOW - 365 * DAY,
)


class StoppedClock:
    """Seconds since the epoch, moved by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


def operator_app(database: Path, clock: StoppedClock | None = None, *, dev: bool = False) -> web.Application:
    """The server's application on a file of its own."""
    return create_app(
        database_url=f"sqlite:///{database}",
        tokens={
            "for-dialogs": "dialogs",
            "for-cabinets": "cabinet",
            "for-support": "support",
            "for-admins": "admin",
        },
        seal_key=b"a secret of the tests",
        dev=dev,
        clock=clock or StoppedClock(),
    )


@asynccontextmanager
async def running(app: web.Application) -> AsyncIterator[str]:
    """Serve an application, any; gives its URL."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


class Stack:
    """Both clients of a running operator, and its clock."""

    def __init__(self, url: str, clock: StoppedClock) -> None:
        self.url = url
        self.clock = clock
        self.operator = OperatorClient(url, "for-dialogs")
        self.cabinet = CabinetClient(url, "for-cabinets")
        self.admin = AdminClient(url, "for-admins")

    async def put(self, **changes: object) -> Subscriber:
        """Anna in the books, with changes."""
        subscriber = replace(ANNA, **changes)
        await self.admin.put_subscriber(subscriber)
        return subscriber

    async def anna(self) -> Subscriber:
        """Anna as the books have her."""
        return await self.admin.subscriber(ANNA.number)


@asynccontextmanager
async def stack(database: Path, clock: StoppedClock | None = None, *, dev: bool = False) -> AsyncIterator[Stack]:
    """A running operator on a database file, which it may find with books in it."""
    clock = clock or StoppedClock()
    async with running(operator_app(database, clock, dev=dev)) as url:
        on_it = Stack(url, clock)
        try:
            yield on_it
        finally:
            await on_it.operator.aclose()
            await on_it.cabinet.aclose()
            await on_it.admin.aclose()


def rows(folder: Path, query: str) -> list[Any]:
    """What a query of the books in that folder finds."""
    with closing(sqlite3.connect(folder / "books.db")) as database:
        return database.execute(query).fetchall()


def written_in(folder: Path) -> bytes:
    """All files of the books, those of SQLite's own too."""
    return b"".join(file.read_bytes() for file in folder.iterdir())
