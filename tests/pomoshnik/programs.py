"""The console script as people start it, in a process of its own."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

SCRIPT = Path(sys.executable).parent / "pomoshnik"
PATIENCE_SECONDS = 120.0
NO_SETTINGS = {name: value for name, value in os.environ.items() if not name.startswith("POMOSHNIK_")}


class Finished(NamedTuple):
    """How a command ended and what it said."""

    status: int
    out: str
    err: str


class Program:
    """A command that runs."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.said = ""

    async def until(self, start: str) -> str:
        """Wait for a line on stdout that starts so; gives the rest of it."""
        assert self._process.stdout
        async with asyncio.timeout(PATIENCE_SECONDS):
            async for line in self._process.stdout:
                self.said += line.decode()
                if line.decode().startswith(start):
                    return line.decode().removeprefix(start).strip()
        raise AssertionError(f"it ended, and had said {self.said!r}")

    async def finish(self, typed: str = "") -> Finished:
        """Wait for its end; gives what it had not said before."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            out, err = await self._process.communicate(typed.encode())
        assert self._process.returncode is not None
        return Finished(self._process.returncode, out.decode(), err.decode())

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> Finished:
        """Ask it to end."""
        self.signal(number)
        return await self.finish()

    def signal(self, number: int) -> None:
        """Tell it something."""
        self._process.send_signal(number)

    async def end(self) -> None:
        """Whatever it does."""
        if self._process.returncode is None:
            self._process.kill()
            await self._process.communicate()


@asynccontextmanager
async def started(*arguments: str | Path, cwd: Path, **variables: str) -> AsyncIterator[Program]:
    """``pomoshnik`` with these arguments, and only these variables of ours."""
    process = await asyncio.create_subprocess_exec(
        SCRIPT, *arguments, cwd=cwd, env=NO_SETTINGS | variables, stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    program = Program(process)
    try:
        yield program
    finally:
        await program.end()


async def pomoshnik(*arguments: str | Path, cwd: Path, typed: str = "", **variables: str) -> Finished:
    """Run it to its end."""
    async with started(*arguments, cwd=cwd, **variables) as program:
        return await program.finish(typed)


def processes(word: str) -> dict[int, str]:
    """Command lines that hold this word, by process."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if word in command:
            found[int(path.parent.name)] = command
    return found
