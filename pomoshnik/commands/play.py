"""``pomoshnik play``"""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from operator_api.client import AdminClient
from pomoshnik.player import Played, Player, Stack
from pomoshnik.secret import Secret
from pomoshnik.settings import BadSetting, argument, setting, web_url
from pomoshnik.stack import private_stack
from pomoshnik.stories import BadStory, Story, read


@dataclass(frozen=True, kw_only=True)
class Settings:
    """See --help."""

    files: tuple[Path, ...] = argument("FILE", "stories to play", Path, many=True)
    simulator: str = setting("URL", "play on a running simulator (with --operator)", web_url, "")
    operator: str = setting("URL", "play on a running back office (with --simulator)", web_url, "")
    secret: str = setting("TEXT", "the secret of the running stack", default="")


async def run(settings: Settings) -> int:
    """Play the stories one after the other; 1 if one went another way."""
    if bool(settings.simulator) != bool(settings.operator):
        raise BadSetting("--simulator and --operator go together: a running stack has both")
    stories = _read(settings.files)
    if settings.simulator and (steering := [story.name for story in stories if story.steers]):
        raise BadSetting(f"FILE: only a private stack can play ~ and &: {', '.join(steering)}")
    played = [await _play(story, settings) for story in stories]
    for line in map(verdict, played):
        print(line)
    return 0 if all(one.passed for one in played) else 1


def verdict(played: Played) -> str:
    """One line of the report."""
    story = played.story
    said = f"line {played.line}: {played.difference}" if played.difference else "passed"
    waits = f"; waits: USSD (line {', '.join(map(str, played.waiting))})" if played.waiting else ""
    return f"{story.name}: {said}{waits}"


def _read(files: tuple[Path, ...]) -> list[Story]:
    try:
        return [read(file) for file in files]
    except BadStory as error:
        raise BadSetting(f"FILE: {error}") from None


async def _play(story: Story, settings: Settings) -> Played:
    async with aiohttp.ClientSession() as http, _stack(settings, http) as stack:
        return await Player(story, stack, http).play()


@asynccontextmanager
async def _stack(settings: Settings, http: aiohttp.ClientSession) -> AsyncIterator[Stack]:
    if not settings.simulator:
        async with private_stack(http) as stack:
            yield stack
        return
    secret = Secret.given_or_development(settings.secret, "127.0.0.1")
    admin = AdminClient(settings.operator, secret.token("admin"))
    try:
        yield Stack(settings.simulator, admin, time.time)
    finally:
        await admin.aclose()
