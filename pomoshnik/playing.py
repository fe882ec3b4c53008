"""Many stories at once, each on a stack where nothing else speaks for its phone, and nobody else moves the clocks."""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import aiohttp

from operator_api.contract import Number
from pomoshnik.player import REPLY_SECONDS, Player, Stack
from pomoshnik.results import Played, Result
from pomoshnik.stack import BadStart, private_stack
from pomoshnik.stories import Story

Play = Callable[[Story], Awaitable[Played]]


async def play_all(stories: Sequence[Story], play: Play, jobs: int, tell: Callable[[Played], None]) -> list[Played]:
    """So many at a time; each is told as soon as it and those before it were played."""
    room = asyncio.Semaphore(jobs)

    async def take_turn(story: Story) -> Played:
        async with room:
            return await play(story)

    async with asyncio.TaskGroup() as group:
        playing = [group.create_task(take_turn(story)) for story in stories]
        for task in playing:
            tell(await task)
    return [task.result() for task in playing]


async def play_on(stack: Stack, story: Story, http: aiohttp.ClientSession, patience: float = REPLY_SECONDS) -> Played:
    """Play it there."""
    began, results, error = time.monotonic(), list[Result](), ""
    try:
        async for result in Player(story, stack, http, patience).play():
            results.append(result)
    except BadStart as failed:
        error = str(failed)
    return Played(story, tuple(results), error, time.monotonic() - began)


class RunningStage:
    """A stack that others use, too: stories of one phone are played one after the other."""

    def __init__(self, stack: Stack, http: aiohttp.ClientSession, patience: float = REPLY_SECONDS) -> None:
        self._stack = stack
        self._http = http
        self._patience = patience
        self._phones: defaultdict[Number, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def play(self, story: Story) -> Played:
        """See Play."""
        async with self._phones[story.number]:
            return await play_on(self._stack, story, self._http, self._patience)


@dataclass
class _Private:
    """A private stack, how it ends, and the phones that it has seen."""

    stack: Stack
    exits: AsyncExitStack
    seen: set[Number]


class PrivateStages:
    """Private stacks. One story at a time has the whole of one, with its clocks; the next one, if it has another phone
    and the story before it passed: else nobody knows what that has left behind.
    """

    def __init__(self, http: aiohttp.ClientSession, patience: float = REPLY_SECONDS) -> None:
        self._http = http
        self._patience = patience
        self._free: list[_Private] = []
        self._exits = AsyncExitStack()

    async def play(self, story: Story) -> Played:
        """See Play."""
        try:
            stage = self._unseen(story.number) or await self._new()
        except BadStart as error:
            return Played(story, error=str(error))
        stage.seen.add(story.number)
        played = await play_on(stage.stack, story, self._http, self._patience)
        if played.passed:
            self._free.append(stage)
        else:
            await stage.exits.aclose()
        return played

    async def aclose(self) -> None:
        """End them all."""
        await self._exits.aclose()

    def _unseen(self, number: Number) -> _Private | None:
        for stage in self._free:
            if number not in stage.seen:
                self._free.remove(stage)
                return stage
        return None

    async def _new(self) -> _Private:
        exits = AsyncExitStack()
        self._exits.push_async_callback(exits.aclose)
        return _Private(await exits.enter_async_context(private_stack(self._http)), exits, set())


@asynccontextmanager
async def private_stages(http: aiohttp.ClientSession, patience: float = REPLY_SECONDS) -> AsyncIterator[PrivateStages]:
    """They end with us."""
    stages = PrivateStages(http, patience)
    try:
        yield stages
    finally:
        await stages.aclose()
