"""``pomoshnik play``"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import aiohttp

from operator_api.client import AdminClient
from pomoshnik.player import Played, Player, Stack
from pomoshnik.secret import Secret
from pomoshnik.settings import BadSetting, argument, setting, utf8, web_url
from pomoshnik.stack import BadStart, private_stack
from pomoshnik.stories import BadStory, Story, read

AT_ONCE = 2
"""Private stacks up at the same time: while one starts, a story is played on the other."""

Stage = Callable[[], AbstractAsyncContextManager[Stack]]


@dataclass(frozen=True, kw_only=True)
class Settings:
    """See --help."""

    files: tuple[Path, ...] = argument("FILE", "stories to play", Path, many=True)
    simulator: str = setting("URL", "play on a running simulator (with --operator)", web_url, "")
    operator: str = setting("URL", "play on a running back office (with --simulator)", web_url, "")
    secret: str = setting("TEXT", "the secret of the running stack", utf8, "")


async def run(settings: Settings) -> int:
    """Play the stories, each on a stack of its own unless one runs; 1 if one went another way."""
    if bool(settings.simulator) != bool(settings.operator):
        raise BadSetting("--simulator and --operator go together: a running stack has both")
    stories = _read(settings.files)
    if settings.simulator and (steering := [story.name for story in stories if story.steers]):
        raise BadSetting(f"FILE: only a private stack can play ~ and &: {', '.join(steering)}")
    room = asyncio.Semaphore(1 if settings.simulator else AT_ONCE)
    async with aiohttp.ClientSession() as http, asyncio.TaskGroup() as group:
        stage = _running_stage(settings) if settings.simulator else partial(private_stack, http)
        playing = [group.create_task(_play(story, stage, http, room)) for story in stories]
        for task in playing:
            print(verdict(await task), flush=True)
    return 0 if all(task.result().passed for task in playing) else 1


def verdict(played: Played) -> str:
    """One line of the report."""
    said = "passed" if played.passed else played.difference
    return f"{played.story.name}: {f'line {played.line}: ' if played.line else ''}{said}"


def _read(files: tuple[Path, ...]) -> list[Story]:
    try:
        return [read(file) for file in files]
    except BadStory as error:
        raise BadSetting(f"FILE: {error}") from None


async def _play(story: Story, stage: Stage, http: aiohttp.ClientSession, room: asyncio.Semaphore) -> Played:
    try:
        async with room, stage() as stack:
            return await Player(story, stack, http).play()
    except BadStart as error:
        return Played(story, difference=str(error))


def _running_stage(settings: Settings) -> Stage:
    secret = Secret.given_or_development(settings.secret, "127.0.0.1")

    @asynccontextmanager
    async def stage() -> AsyncIterator[Stack]:
        admin = AdminClient(settings.operator, secret.token("admin"))
        try:
            yield Stack(settings.simulator, admin, time.time)
        finally:
            await admin.aclose()

    return stage
