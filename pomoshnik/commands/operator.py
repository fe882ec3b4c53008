"""``pomoshnik operator``"""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from operator_api.contract import Role
from operator_api.errors import BooksAwayError
from operator_api.server import create_app
from pomoshnik.listening import listening
from pomoshnik.secret import Secret
from pomoshnik.settings import BadSetting, flag, port, setting, utf8

DATABASE = "sqlite:///operator.db"
ROLES: tuple[Role, ...] = ("dialogs", "cabinet", "support", "admin")


def timezone(text: str) -> str:
    """A time zone of the IANA database."""
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"{text!r} is not a time zone such as Europe/Moscow") from None
    return text


@dataclass(frozen=True, kw_only=True)
class Settings:
    """See --help."""

    database: str = setting("URL", "the books", default=DATABASE)
    host: str = setting("HOST", "where to listen", default="127.0.0.1")
    http_port: int = setting("PORT", "for the API; 0: any free one", port, 8777)
    timezone: str = setting("NAME", "in which days and months are counted", timezone, "Europe/Moscow")
    secret: str = setting("TEXT", "the secret that all parts share; needed beyond this machine", utf8, "")
    dev: bool = flag("let stories move the clock")


@contextmanager
def books_open(option: str = "--database (or POMOSHNIK_DATABASE)") -> Iterator[None]:
    """Books that do not open, or whose driver is not installed, are a wrong setting; its URL may hold a password."""
    try:
        yield
    except (BooksAwayError, SQLAlchemyError, ModuleNotFoundError) as error:
        raise BadSetting(f"{option}: {str(error).splitlines()[0]}") from None


def app(database: str, secret: Secret, zone: str, *, dev: bool) -> web.Application:
    """The back office, with the tokens that this secret gives."""
    return create_app(
        database_url=database,
        tokens={secret.token(role): role for role in ROLES},
        seal_key=secret.key("books"),
        timezone=zone,
        dev=dev,
    )


async def run(settings: Settings) -> int:
    """Serve until stopped."""
    secret = Secret.given_or_development(settings.secret, settings.host)
    books = app(settings.database, secret, settings.timezone, dev=settings.dev)
    async with AsyncExitStack() as exits:
        with books_open():
            url = await exits.enter_async_context(listening(books, settings.host, settings.http_port))
        print(f"operator: {url}", flush=True)
        await asyncio.Future()
    return 0
