"""The operator's server on a free port of this machine, and a clock that stands still until it is moved."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from aiohttp import web
from msgspec.structs import replace
from sqlalchemy import Engine, select, text

from operator_api.client import AdminClient, CabinetClient, OperatorClient
from operator_api.contract import Kopecks, Number, Profile, Subscriber
from operator_api.database import open_engine
from operator_api.mailing import Mail
from operator_api.sending import Gateway
from operator_api.server import create_app
from operator_api.tables import metadata

NOW = 1_349_438_400.0
"""05.10.2012, 16:00 in Moscow."""

DAY = 86_400.0

SEAL_KEY = b"a secret of the tests"

PASSWORD = "Zima2026zima"
"""One that Anna may choose."""

NEW = Profile(language_chosen=False, alphabet_chosen=False)
"""Of who has said nothing of how to be written to."""

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


def operator_app(
    books: Path | str,
    clock: StoppedClock | None = None,
    *,
    dev: bool = False,
    gateway: str = "",
    mail: Mail | None = None,
    seal_key: bytes = SEAL_KEY,
) -> web.Application:
    """The server's application on books of its own, a file of SQLite or a URL; its messages go to that gateway."""
    return create_app(
        database_url=f"sqlite:///{books}" if isinstance(books, Path) else books,
        tokens={
            "for-dialogs": "dialogs",
            "for-cabinets": "cabinet",
            "for-support": "support",
            "for-admins": "admin",
        },
        seal_key=seal_key,
        dev=dev,
        clock=clock or StoppedClock(),
        gateway=Gateway(lambda: gateway, "for-messages") if gateway else None,
        mail=mail,
    )


@contextmanager
def closed(engine: Engine) -> Iterator[Engine]:
    """An engine, without a connection at the end."""
    try:
        yield engine
    finally:
        engine.dispose()


def rows(books_url: str, query: str) -> list[Any]:
    """What a query of the books finds."""
    with closed(open_engine(books_url)) as engine, engine.begin() as connection:
        return list(connection.execute(text(query)))


def update(books_url: str, order: str) -> None:
    """Change something in the books behind their back."""
    with closed(open_engine(books_url)) as engine, engine.begin() as connection:
        connection.execute(text(order))


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
    """The clients of a running operator, and its clock; ``office`` asks as an admin."""

    def __init__(self, url: str, clock: StoppedClock) -> None:
        self.url = url
        self.clock = clock
        self.operator = OperatorClient(url, "for-dialogs")
        self.office = OperatorClient(url, "for-admins")
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
async def stack(
    books: Path | str,
    clock: StoppedClock | None = None,
    *,
    dev: bool = False,
    gateway: str = "",
    mail: Mail | None = None,
    seal_key: bytes = SEAL_KEY,
) -> AsyncIterator[Stack]:
    """A running operator on books, a file of SQLite or a URL, in which it may find something."""
    clock = clock or StoppedClock()
    async with running(operator_app(books, clock, dev=dev, gateway=gateway, mail=mail, seal_key=seal_key)) as url:
        on_it = Stack(url, clock)
        try:
            yield on_it
        finally:
            await on_it.operator.aclose()
            await on_it.office.aclose()
            await on_it.cabinet.aclose()
            await on_it.admin.aclose()


def held_in(books_url: str) -> str:
    """All that the books hold."""
    with closed(open_engine(books_url)) as engine, engine.begin() as connection:
        return repr([list(connection.execute(select(table))) for table in metadata.sorted_tables])
