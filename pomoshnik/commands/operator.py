"""``pomoshnik operator``"""

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from operator_api.contract import Role
from operator_api.documents import EMAIL
from operator_api.errors import BooksAwayError
from operator_api.mailing import Mail
from operator_api.sending import Gateway
from operator_api.server import create_app
from pomoshnik.listening import listening
from pomoshnik.secret import Secret
from pomoshnik.settings import BadSetting, address, flag, port, setting, url, utf8, web_url

DATABASE = "sqlite:///operator.db"
TIMEZONE = "Europe/Moscow"
ROLES: tuple[Role, ...] = ("dialogs", "cabinet", "support", "admin")


def timezone(text: str) -> str:
    """A time zone of the IANA database."""
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"{text!r} is not a time zone such as Europe/Moscow") from None
    return text


def mail_server(text: str) -> SplitResult:
    """``smtp://[USER:PASSWORD@]HOST:PORT``, or ``smtps://``; an error does not repeat the password."""
    parts = urlsplit(url(text, "smtp://127.0.0.1:25", "smtp", "smtps"))
    if parts.port is None or parts.path or parts.query or parts.fragment:
        raise ValueError("should be smtp://[USER:PASSWORD@]HOST:PORT or smtps://...")
    return parts


def mail_address(text: str) -> str:
    """An address of e-mail."""
    if not (EMAIL.fullmatch(text) and text.isascii()):
        raise ValueError(f"{text!r} is not an address such as bills@example.com")
    return text


@dataclass(frozen=True, kw_only=True)
class Settings:
    """See --help."""

    database: str = setting("URL", "the books", default=DATABASE)
    host: str = setting("HOST", "where to listen", default="127.0.0.1")
    http_port: int = setting("PORT", "for the API and the support desk; 0: any free one", port, 8777)
    timezone: str = setting("NAME", "in which days and months are counted", timezone, TIMEZONE)
    gateway: str = setting("URL", "who sends the SMS of the operator; without it they wait", web_url, "")
    smtp: SplitResult | None = setting(
        "URL",
        "smtp://[USER:PASSWORD@]HOST:PORT (with STARTTLS where it is offered) or smtps://...: the server that takes "
        "documents for e-mail; without it none are sent",
        mail_server,
        None,
    )
    mail_from: str = setting("ADDRESS", "whose e-mail it is; needed with --smtp", mail_address, "")
    proxy: str = setting(
        "ADDRESS", "a proxy in front, whose X-Forwarded-For and X-Forwarded-Proto are believed", address, ""
    )
    secret: str = setting("TEXT", "the secret that all parts share; needed beyond this machine", utf8, "")
    dev: bool = flag("let stories move the clock")


@contextmanager
def books_open(option: str = "--database (or POMOSHNIK_DATABASE)") -> Iterator[None]:
    """Books that do not open, or whose driver is not installed, are a wrong setting; its URL may hold a password."""
    try:
        yield
    except (BooksAwayError, SQLAlchemyError, ModuleNotFoundError) as error:
        raise BadSetting(f"{option}: {str(error).splitlines()[0]}") from None


def app(
    database: str,
    secret: Secret,
    zone: str,
    *,
    dev: bool,
    gateway: Callable[[], str] | None = None,
    mail: Mail | None = None,
    proxy: str = "",
) -> web.Application:
    """The back office, with the tokens that this secret gives. ``gateway``: where that is now."""
    return create_app(
        database_url=database,
        tokens={secret.token(role): role for role in ROLES},
        seal_key=secret.key("books"),
        timezone=zone,
        dev=dev,
        gateway=Gateway(gateway, secret.token("messages")) if gateway else None,
        mail=mail,
        proxy=proxy,
    )


def mail_of(settings: Settings) -> Mail | None:
    """Who takes e-mail, if anybody."""
    server = settings.smtp
    if server is None:
        return None
    if not settings.mail_from:
        raise BadSetting("--mail-from (or POMOSHNIK_MAIL_FROM) is missing: whose e-mail it is; needed with --smtp")
    assert server.hostname
    assert server.port
    user, password = unquote(server.username or ""), unquote(server.password or "")
    return Mail(server.hostname, server.port, settings.mail_from, user, password, tls=server.scheme == "smtps")


async def run(settings: Settings) -> int:
    """Serve until stopped."""
    mail = mail_of(settings)
    secret = Secret.given_or_development(settings.secret, settings.host)
    gateway = (lambda: settings.gateway) if settings.gateway else None
    books = app(
        settings.database,
        secret,
        settings.timezone,
        dev=settings.dev,
        gateway=gateway,
        mail=mail,
        proxy=settings.proxy,
    )
    async with AsyncExitStack() as exits:
        with books_open():
            url = await exits.enter_async_context(listening(books, settings.host, settings.http_port))
        if gateway is None:
            print("pomoshnik: no --gateway (or POMOSHNIK_GATEWAY): the operator's SMS wait for one", file=sys.stderr)
        print(f"operator: {url}", flush=True)
        await asyncio.Future()
    return 0
