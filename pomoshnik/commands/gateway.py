"""``pomoshnik gateway``"""

import asyncio
import gc
import platform
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from aiohttp import web
from redis.asyncio import Redis

from dialogs.answers import Answers
from dialogs.answers import parse as parse_answers
from gateway.address import Address, parse
from gateway.clock import Clock
from gateway.door import create_app
from gateway.errors import BadSetting as BadAddress
from gateway.gateway import Gateway
from gateway.limits import Limit
from gateway.links_door import link_routes
from gateway.sms import COUNTRIES, Subscribers
from gateway.trace import Trace
from gateway.vault import Vault
from operator_api.client import OperatorClient
from pomoshnik.commands.operator import TIMEZONE, timezone
from pomoshnik.listening import listening
from pomoshnik.secret import Secret
from pomoshnik.settings import BadSetting, flag, folder, port, public, redis_url, setting, settings_list, utf8, web_url
from state.cluster import Cluster, client_of, shards_of
from state.connection import Elsewhere, call
from state.embedded import open_embedded
from state.errors import Denied, Displaced, Gone, Rejected, StateError, Unavailable
from state.store import Store

FAILURE = 1
"""Exit status when the folder of the embedded store was removed."""

DISPLACED = 3
"""Exit status when another gateway has taken our name."""

COLLECT_EVERY = 50_000
"""Objects between two collections: what a turn makes is freed without them, and each one is a pause for everybody."""


def smsc(text: str) -> Address:
    """An SMSC's URL, or ``@FILE`` that holds it."""
    try:
        return parse(Path(text[1:]).read_text().strip() if text.startswith("@") else text)
    except (BadAddress, OSError) as error:
        raise ValueError(str(error)) from None


def limit(text: str) -> Limit:
    """``BURST/SECONDS``"""
    try:
        return Limit.parse(text)
    except BadAddress as error:
        raise ValueError(str(error)) from None


def digits(text: str) -> str:
    """A service number, a country's code."""
    if not (text.isascii() and text.isdecimal()):
        raise ValueError(f"{text!r} is not a number")
    return text


def country(text: str) -> str:
    """A country whose numbers we can tell."""
    if text not in COUNTRIES:
        raise ValueError(f"{text!r} is not one of the codes {', '.join(COUNTRIES)}")
    return text


def answers_in(file: str) -> Answers:
    """Frequent questions and their answers."""
    try:
        return parse_answers(Path(file).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise ValueError(str(error)) from None


@dataclass(frozen=True, kw_only=True)
class Settings:
    """See --help."""

    smsc: tuple[Address, ...] = settings_list(
        "URL", "smpp://ID:PASSWORD@HOST:PORT?OPTIONS, smpps://..., or @FILE that holds it; may be repeated", smsc
    )
    operator: str = setting("URL", "the operator's back office", web_url)
    redis: str = setting(
        "URL",
        "where sessions and queues are kept: redis://HOST:PORT, or of a Redis Cluster some of its nodes, "
        "redis+cluster://HOST:PORT,HOST:PORT; without it an embedded store",
        redis_url,
        "",
    )
    data: Path = setting("FOLDER", "where the embedded store is kept", folder, Path("data"))
    trace: Path | None = setting(
        "FOLDER", "what happened to each number, kept for 30 days; without it, trace under --data", Path, None
    )
    name: str = setting("NAME", "this gateway among others on one Redis; without it, this machine's", utf8, "")
    host: str = setting("HOST", "where to listen", default="127.0.0.1")
    http_port: int = setting("PORT", "for health, metrics, links and outgoing messages; 0: any free one", port, 8776)
    services: tuple[str, ...] = settings_list(
        "NUMBER", "a number that people write to; may be repeated", digits, ("111",)
    )
    country: str = setting("CODE", "whose numbers are served", country, "7")
    timezone: str = setting("NAME", "the operator's, in which days and months are counted", timezone, TIMEZONE)
    answers: Answers | None = setting(
        "FILE", "answers to frequent questions; without it, those shipped", answers_in, None
    )
    per_number: Limit = setting("BURST/SECONDS", "how much one number may write; 0: no limit", limit, Limit(20, 3))
    secret: str = setting("TEXT", "the secret that all parts share; needed beyond this machine", utf8, "")
    dev: bool = flag("let stories move the clock")


@asynccontextmanager
async def opened(redis: str, data: Path) -> AsyncIterator[Sequence[Redis | Elsewhere]]:
    """The Redis that was named, or the embedded one, as it is for each shard; says which."""
    if redis:
        print(f"State: {public(redis)}; what a kill or a power cut costs is that server's setting.", flush=True)
        client = await reached(redis)
        try:
            yield shards_of(client)
        finally:
            await client.aclose()
    else:
        try:
            embedded = await open_embedded(data)
        except (StateError, OSError) as error:
            raise BadSetting(f"--data {data}: {error}") from None
        try:
            print(embedded.description, flush=True)
            yield [embedded.redis]
        finally:
            await embedded.aclose()


async def reached(url: str) -> Redis | Cluster:
    """One that is away may come; one that refuses us will not change its mind."""
    try:
        client = client_of(url)
        await (_look(client) if isinstance(client, Redis) else call(client.shards()[0], "PING"))
    except (Denied, Rejected, TypeError, ValueError) as error:
        raise BadSetting(f"--redis {public(url)}: {error}") from None
    except Unavailable:
        pass
    return client


async def _look(redis: Redis) -> None:
    await call(redis, "PING")
    with suppress(Rejected):  # who may not look knows what it is
        if b"cluster_enabled:1" in await call(redis, "INFO", "cluster"):
            raise ValueError("a node of a Redis Cluster is given as redis+cluster://HOST:PORT,HOST:PORT")


def _collect_seldom() -> None:
    gc.freeze()
    gc.set_threshold(COLLECT_EVERY, 20, 20)


async def _until_drained(gateway: Gateway) -> None:
    """Serve until cancelled, and end in good order; who is cancelled again meanwhile ends at once."""
    running = asyncio.create_task(gateway.run())
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        gateway.drain()
        await running


def _door(gateway: Gateway, secret: Secret, clock: Clock | None) -> web.Application:
    routes = link_routes(gateway.smscs, secret.token("links"))
    return create_app(gateway.health, gateway.outgoing.take, secret.token("messages"), clock, routes)


async def run(
    settings: Settings,
    announcement: str = "",
    options: str = "--host and --http-port",
    listens: Callable[[str], None] = lambda url: None,
) -> int:
    """Serve until stopped; `DISPLACED` when another gateway of this name has started, `FAILURE` when the folder of the
    embedded store was removed. First says where it listens.

    ``options``: how that was set, should it not be possible; ``listens`` is told too.
    """
    name = settings.name or platform.node()
    if len({address.name for address in settings.smsc}) < len(settings.smsc):
        raise BadSetting("--smsc: the same ID, host and port twice; one URL may have links=2, or a larger window")
    secret = Secret.given_or_development(settings.secret, settings.host)
    clock = Clock()
    operator = OperatorClient(settings.operator, secret.token("dialogs"))
    vault = Vault(secret.key("gateway"))
    trace = Trace(settings.trace or settings.data / "trace", name, vault.of_number, clock.now)
    try:
        async with opened(settings.redis, settings.data) as shards:
            gateway = Gateway(
                settings.smsc,
                [Store(redis, name, shard) for shard, redis in enumerate(shards)],
                operator,
                vault,
                Subscribers(settings.country, settings.services),
                settings.per_number,
                clock,
                trace.note,
                ZoneInfo(settings.timezone),
                settings.answers,
            )
            door = _door(gateway, secret, clock if settings.dev else None)
            async with trace.kept(), listening(door, settings.host, settings.http_port, options) as url:
                listens(url)
                print(f"gateway: {url}{announcement}", flush=True)
                _collect_seldom()
                await _until_drained(gateway)
    except Displaced:
        print(f"pomoshnik gateway: another one has taken the queue of {name!r}: this one stops", file=sys.stderr)
        return DISPLACED
    except Gone as error:
        print(f"pomoshnik gateway: --data {error}", file=sys.stderr)
        return FAILURE
    finally:
        await operator.aclose()
    return 0
