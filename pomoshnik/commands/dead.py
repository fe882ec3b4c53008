"""``pomoshnik dead``"""

import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which

from redis.asyncio import Redis

from gateway.letters import read
from gateway.records import Unreadable
from pomoshnik.commands.gateway import reached
from pomoshnik.letters import Id, line, told
from pomoshnik.settings import BadSetting, argument, redis_url, setting
from state.cluster import shards_of
from state.connection import Elsewhere
from state.errors import StateError
from state.graveyard import Graveyard
from state.keys import TAGS
from state.private_server import private_server

FAILURE = 1
"""Exit status when a letter is not there or cannot go again, or Redis is away."""

GONE = "there is no such letter, or no longer"


def letter_id(text: str) -> Id:
    """As the list shows it."""
    if not (match := re.fullmatch(r"(\d{1,2}):(\d{1,19}-\d{1,19})", text, re.ASCII)):
        raise ValueError(f"{text!r} is not an id such as 0:1764271757000-0")
    if int(match[1]) >= len(TAGS):
        raise ValueError(f"{text!r}: there are shards 0 to {len(TAGS) - 1}")
    return Id(int(match[1]), match[2])


@dataclass(frozen=True, kw_only=True)
class Settings:
    """See --help."""

    redis: str = setting("URL", "where gateways keep their state; without it their embedded store", redis_url, "")
    data: Path = setting("FOLDER", "where the embedded store is kept", Path, Path("data"))


@dataclass(frozen=True, kw_only=True)
class OneLetter(Settings):
    """See --help."""

    id: Id = argument("ID", "which one, as the list shows it", letter_id)


@dataclass(frozen=True, kw_only=True)
class Letters(Settings):
    """See --help."""

    ids: tuple[Id, ...] = argument("ID", "which ones, as the list shows them", letter_id, many=True)


Work = Callable[[Sequence[Graveyard]], Awaitable[int]]


async def list_letters(settings: Settings) -> int:
    """One line each: id, time, number, kind, reason."""

    async def work(graveyards: Sequence[Graveyard]) -> int:
        for shard, graveyard in enumerate(graveyards):
            last = "0"
            while page := await graveyard.page(last):
                for entry, data in page:
                    print(line(Id(shard, entry), data))
                last = page[-1][0]
        return 0

    return await _with_graveyards(settings, work)


async def show(settings: OneLetter) -> int:
    """All that there is to know of it."""

    async def work(graveyards: Sequence[Graveyard]) -> int:
        graveyard = _where(graveyards, settings.id)
        data = await graveyard.letter(settings.id.entry) if graveyard else None
        if data is None:
            return _complain(settings.id, GONE)
        for name, value in told(settings.id, data):
            print(f"{name:8} {value}")
        return 0

    return await _with_graveyards(settings, work)


async def retry(settings: Letters) -> int:
    """Let living gateways perform them."""

    async def one(graveyard: Graveyard, id: Id) -> str:
        data = await graveyard.letter(id.entry)
        if data is None:
            return GONE
        try:
            found = read(data)
        except Unreadable:
            return "this letter cannot be read"
        if not found.can_go_again:
            return "a turn that failed: there is nothing to send; the person was told so"
        return "" if await graveyard.revive(id.entry, found.letter.what) else GONE

    return await _each(settings, one)


async def drop(settings: Letters) -> int:
    """Delete them."""

    async def one(graveyard: Graveyard, id: Id) -> str:
        return "" if await graveyard.drop(id.entry) else GONE

    return await _each(settings, one)


async def _each(settings: Letters, one: Callable[[Graveyard, Id], Awaitable[str]]) -> int:
    """Do it to each of them; ``one`` says what was wrong, if anything."""

    async def work(graveyards: Sequence[Graveyard]) -> int:
        status = 0
        for id in settings.ids:
            graveyard = _where(graveyards, id)
            if why := await one(graveyard, id) if graveyard else GONE:
                status = _complain(id, why)
        return status

    return await _with_graveyards(settings, work)


def _where(graveyards: Sequence[Graveyard], id: Id) -> Graveyard | None:
    """Its own; a Redis that is no Cluster has but one."""
    return graveyards[id.shard] if id.shard < len(graveyards) else None


async def _with_graveyards(settings: Settings, work: Work) -> int:
    try:
        async with _opened(settings) as shards:
            return await work([Graveyard(redis, shard) for shard, redis in enumerate(shards)])
    except StateError as error:
        print(f"pomoshnik dead: {error}", file=sys.stderr)
        return FAILURE


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[Sequence[Redis | Elsewhere]]:
    """Where each shard is: on the Redis or Cluster that was named, or on the private one, which runs while a gateway
    does and is started if none does."""
    if settings.redis:
        client = await reached(settings.redis)
        try:
            yield shards_of(client)
        finally:
            await client.aclose()
    elif (program := which("redis-server")) and (settings.data / "users").exists():
        async with private_server(program, settings.data.absolute()) as redis:
            yield [redis]
    else:
        raise BadSetting(f"--data {settings.data}: nothing is kept there; --redis (or POMOSHNIK_REDIS) names another")


def _complain(id: Id, why: str) -> int:
    print(f"{id}: {why}", file=sys.stderr)
    return FAILURE
