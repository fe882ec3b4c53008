"""The trace: what happened to each number, kept for 30 days in a file for each hour.

Lines gather and are written every `WRITE_EVERY` seconds, in a thread: a disk that is slow, full or gone costs lines and
never service. Who is killed loses what was not yet written.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import msgspec

from gateway.metrics import TRACE_LOST
from gateway.traced import AnyLine

log = logging.getLogger(__name__)

WRITE_EVERY = 0.1
"""Seconds for which lines wait for company."""

MOST_WAITING = 100_000
"""Lines that wait for the disk; more are lost."""

LOOK_EVERY = 600.0
"""Seconds between two looks whether a new hour has begun, and old files may go, while nothing happens."""

KEPT = 30 * 24 * 3600.0
"""Seconds."""

STOP_TIMEOUT = 2.0
"""Seconds that the last lines have."""

SUFFIX = ".trace"
PATTERN = f"????-??-??T??.*{SUFFIX}"


def hour_of(at: float) -> str:
    """The beginning of a file's name; names are in the order of time."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H")


class Trace:
    """Takes lines, by `note`, and writes them while it is `kept`."""

    def __init__(self, folder: Path, gateway: str, digest: Callable[[str], str], now: Callable[[], float]) -> None:
        """``digest`` makes of a number what stands in the file."""
        self._folder = folder
        self._file = f".{quote(gateway, safe='')}{SUFFIX}"
        self._digest = digest
        self._now = now
        self._encode = msgspec.json.Encoder().encode_lines
        self._lines: list[AnyLine] = []
        self._something = asyncio.Event()
        self._disk = ThreadPoolExecutor(1, "trace")
        self._hour = ""
        self._failing = False

    def note(self, line: AnyLine) -> None:
        """It will be written."""
        if not self._lines:
            self._something.set()
        if len(self._lines) < MOST_WAITING:
            self._lines.append(line)
        else:
            TRACE_LOST.inc()

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Lines are written, at the end the last ones too."""
        writing = asyncio.create_task(self._run())
        try:
            yield
        finally:
            writing.cancel()
            await asyncio.wait([writing, self._written()], timeout=STOP_TIMEOUT)
            self._disk.shutdown(wait=False)

    async def _run(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):
                    await self._something.wait()
            await asyncio.sleep(WRITE_EVERY)
            await asyncio.shield(self._written())

    def _written(self) -> "asyncio.Future[None]":
        self._something.clear()
        lines, self._lines = self._lines, []
        return asyncio.get_running_loop().run_in_executor(self._disk, self._write, lines)

    # In a thread

    def _write(self, lines: list[AnyLine]) -> None:
        try:
            hour = hour_of(self._now())
            if lines:
                self._append(self._folder / (hour + self._file), lines)
            if hour != self._hour:
                self._sweep()
                self._hour = hour
        except Exception as error:  # whatever is wrong with the disk, people are served
            TRACE_LOST.inc(len(lines))
            if not self._failing:
                log.error("the trace cannot be written, lines are lost: %r", error)
            self._failing = True
        else:
            self._failing = False

    def _append(self, file: Path, lines: list[AnyLine]) -> None:
        """Begins with an empty line, for the last one of the file may be torn."""
        digests = {number: self._digest(number) for number in {line.number for line in lines}}
        began = self._now() - time.monotonic()
        for line in lines:
            line.number = digests[line.number]
            line.at += began
        self._folder.mkdir(parents=True, exist_ok=True)
        with file.open("ab") as opened:
            opened.write(b"\n" + self._encode(lines))

    def _sweep(self) -> None:
        oldest = hour_of(self._now() - KEPT)
        for file in self._folder.glob(PATTERN):
            if file.name < oldest:
                file.unlink(missing_ok=True)
