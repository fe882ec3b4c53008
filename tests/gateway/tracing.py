"""A trace for tests, and what stands in its files."""

import asyncio
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from gateway.retrace import files_of, lines_of
from gateway.trace import Trace
from gateway.traced import AnyLine, Turned
from gateway.vault import Vault
from tests.gateway.message_centre import ANNA, PATIENCE
from tests.gateway.serving import KEY

VAULT = Vault(KEY)
NOON = 1_795_780_800.0
"""27 November 2026, 12:00 UTC."""

FOR_EVER = 1e10


class Watch:
    """A clock that shows what it is told to."""

    def __init__(self) -> None:
        self.time = NOON

    def now(self) -> float:
        """As a clock's."""
        return self.time


def trace_in(folder: Path, now: Callable[[], float], gateway: str = "alpha") -> Trace:
    """That of one gateway."""
    return Trace(folder, gateway, VAULT.of_number, now)


def turn(what: str, number: str = ANNA) -> Turned:
    """One that was just stored."""
    return Turned(number, "esme@smsc:2775", 1, time.monotonic(), 0, what)


def lines(*folders: Path, number: str = ANNA, since: float = 0.0, until: float = FOR_EVER) -> list[AnyLine]:
    """What stands there of a number."""
    return [found.line for found in lines_of(files_of(folders, since, until), VAULT.of_number(number), since, until)]


def whats(found: Sequence[AnyLine]) -> list[str]:
    """What the turns among them were."""
    return [line.what for line in found if isinstance(line, Turned)]


async def until(true: Callable[[], bool]) -> None:
    """Waits for the thread that writes."""
    async with asyncio.timeout(PATIENCE):
        while not true():
            await asyncio.sleep(0.01)
