"""A process that takes orders and tells what it hears, both as lines of JSON: a stack that is not ours."""

import asyncio
import json
from asyncio.subprocess import PIPE, Process
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from tests.gateway.message_centre import PATIENCE

ROOT = Path(__file__).parents[2]


class Cannot(Exception):
    """The stack has no such thing; says why."""


class Driven:
    """It runs."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._heard: defaultdict[str, deque[dict[str, Any]]] = defaultdict(deque)

    def order(self, do: str, **how: object) -> None:
        """Let it do this."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"do": do, **how}).encode() + b"\n")

    async def heard(self, what: str) -> dict[str, Any]:
        """The next of this kind that it hears; what comes before it is kept."""
        async with asyncio.timeout(PATIENCE):
            while not self._heard[what]:
                event = json.loads(await self._line())
                if event["heard"] == "cannot":
                    raise Cannot(event["why"])
                self._heard[event["heard"]].append(event)
        return self._heard[what].popleft()

    async def _line(self) -> bytes:
        assert self._process.stdout
        assert self._process.stderr
        line = await self._process.stdout.readline()
        assert line, (await self._process.stderr.read()).decode()
        return line


AnyDriven = TypeVar("AnyDriven", bound=Driven)


@asynccontextmanager
async def driven(
    kind: type[AnyDriven], *command: str | Path, env: Mapping[str, str] | None = None
) -> AsyncIterator[AnyDriven]:
    """It runs, and has gone at the end."""
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=env, stdin=PIPE, stdout=PIPE, stderr=PIPE)
    try:
        yield kind(process)
    finally:
        await _end(process)


async def _end(process: Process) -> None:
    """With its input it ends, and ends what it has started; else it is killed."""
    assert process.stdin
    process.stdin.close()
    try:
        async with asyncio.timeout(PATIENCE):
            await process.communicate()
    except TimeoutError:
        process.kill()
        await process.communicate()
