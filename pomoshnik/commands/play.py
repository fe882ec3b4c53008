"""``pomoshnik play``"""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from operator_api.client import AdminClient
from pomoshnik.junit import junit
from pomoshnik.play_report import Report
from pomoshnik.player import Stack
from pomoshnik.playing import Play, RunningStage, play_all, private_stages
from pomoshnik.recorder import record
from pomoshnik.results import Played
from pomoshnik.secret import Secret
from pomoshnik.settings import BadSetting, argument, flag, positive, setting, utf8, web_url
from pomoshnik.stack import BadStart, private_stack
from pomoshnik.stories import BadStory, Story
from pomoshnik.story_files import stories_in, write_whole
from pomoshnik.updating import CannotUpdate, updated

INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells have it."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """See --help."""

    files: tuple[Path, ...] = argument(
        "FILE", "stories, and folders of them; with --record one whose first lines set the phone up", Path, many=True,
        default=(),
    )  # fmt: skip
    jobs: int | None = setting("N", "stories at a time; without it as many as there are cores", positive, None)
    junit: Path | None = setting("FILE", "also report as JUnit XML", Path, None)
    update: bool = flag("write into the stories what came instead of replies that differ, and play them again")
    record: Path | None = setting("FILE", "a phone in the terminal: what it says and gets becomes a story", Path, None)
    simulator: str = setting("URL", "play on a running simulator (with --operator)", web_url, "")
    operator: str = setting("URL", "play on a running back office (with --simulator)", web_url, "")
    secret: str = setting("TEXT", "the secret of the running stack", utf8, "")


async def run(settings: Settings) -> int:
    """Play the stories, or record one; 1 if one went another way."""
    if bool(settings.simulator) != bool(settings.operator):
        raise BadSetting("--simulator and --operator go together: a running stack has both")
    stories = _stories(settings)
    try:
        async with aiohttp.ClientSession() as http:
            if settings.record:
                async with _stack(settings, http) as stack:
                    return await record(settings.record, stories, stack, http)
            async with _stage(settings, http) as play:
                return await play_and_report(settings, stories, play)
    except BadStart as error:
        print(error, file=sys.stderr)
        return 1
    except asyncio.CancelledError:
        return INTERRUPTED


def _stories(settings: Settings) -> list[Story]:
    """What is given, and can be played there."""
    if not (settings.files or settings.record):
        raise BadSetting("FILE is missing: stories to play")
    for place in filter(None, (settings.junit, settings.record)):
        if not os.access(place.absolute().parent, os.W_OK):
            raise BadSetting(f"{place}: no such folder, or none to write into")
    if settings.junit and settings.junit.is_dir():
        raise BadSetting(f"--junit: {settings.junit} is a folder")
    if settings.record and (settings.junit or settings.update):
        raise BadSetting("--record plays nothing: --junit and --update do not go with it")
    if settings.record and settings.record.exists():
        raise BadSetting(f"--record: {settings.record} is there already")
    if settings.record and len(settings.files) > 1:
        raise BadSetting("FILE: with --record there is one phone, so one story that sets it up")
    try:
        stories = stories_in(settings.files)
    except BadStory as error:
        raise BadSetting(f"FILE: {error}") from None
    if settings.simulator and (steering := [story.name for story in stories if story.steers]):
        raise BadSetting(f"FILE: only a private stack can play ~ and &: {', '.join(steering)}")
    return stories


async def play_and_report(settings: Settings, stories: Sequence[Story], play: Play) -> int:
    """The exit status."""
    report, began = Report(sys.stdout), time.monotonic()
    jobs = settings.jobs or len(os.sched_getaffinity(0))
    results = await play_all(stories, play, jobs, report.tell)
    if settings.update and (again := _update(results, report)):
        news = await play_all(again, play, jobs, report.tell)
        renewed = {played.story.path: played for played in news}
        results = [renewed.get(played.story.path, played) for played in results]
    seconds = time.monotonic() - began
    report.end(results, seconds)
    if settings.junit:
        _write(settings.junit, junit(results, seconds))
    return 0 if all(played.passed for played in results) else 1


def _update(results: Sequence[Played], report: Report) -> list[Story]:
    """Write anew the stories that can be; gives those."""
    written = list[Path]()
    for played in results:
        path = played.story.path
        try:
            if not played.passed:
                _write(path, updated(_text(path), played))
                written.append(path)
                report.note(f"{path}: updated")
        except CannotUpdate as error:
            report.note(f"{path}: not updated, for more than the text of replies differs: {error}")
    return stories_in(written)


def _text(path: Path) -> str:
    """With its ends of lines as they are."""
    return path.read_bytes().decode()


def _write(path: Path, text: str) -> None:
    try:
        write_whole(path, text)
    except OSError as error:
        raise BadSetting(f"{path} cannot be written: {error.strerror}") from None


@asynccontextmanager
async def _stage(settings: Settings, http: aiohttp.ClientSession) -> AsyncIterator[Play]:
    if settings.simulator:
        async with _running_stack(settings) as stack:
            yield RunningStage(stack, http).play
    else:
        async with private_stages(http) as stages:
            yield stages.play


def _stack(settings: Settings, http: aiohttp.ClientSession) -> AbstractAsyncContextManager[Stack]:
    return _running_stack(settings) if settings.simulator else private_stack(http)


@asynccontextmanager
async def _running_stack(settings: Settings) -> AsyncIterator[Stack]:
    secret = Secret.given_or_development(settings.secret, "127.0.0.1")
    admin = AdminClient(settings.operator, secret.token("admin"))
    try:
        yield Stack(settings.simulator, admin, time.time)
    finally:
        await admin.aclose()
