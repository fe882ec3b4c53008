"""Makes documents in a process of its own: a long bill takes a processor for seconds, and may take the process along.

A line of JSON goes in, the length of the document and the document come out. The process ends when its input does:
with the server, however that ends.
"""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Iterable
from queue import SimpleQueue
from threading import Thread
from typing import BinaryIO

import msgspec

from operator_api.contract import Format, Value
from operator_api.details import Detail, render

LONGEST_SECONDS = 120.0
"""For one document; a claim on it lasts longer."""

LARGEST = 32 * 1024 * 1024
"""Octets of a document: four times what the longest bill comes to."""

LENGTH = 8
"""Octets that tell a length."""


class PressError(Exception):
    """The document was not made; another try may go well."""


class Wish(Value, frozen=True):
    """A document to be made."""

    detail: Detail
    format: Format


class Press:
    """The process, started when it is needed."""

    def __init__(self) -> None:
        self._process: Process | None = None

    async def make(self, wish: Wish) -> bytes:
        """The document; one at a time. Raises `PressError`."""
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                self._process = self._process or await _start()
                return await _ask(self._process, msgspec.json.encode(wish))
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            await self.rest()
            raise PressError(f"the process that makes documents failed: {error!r}") from error
        except BaseException:
            await self.rest()
            raise

    async def rest(self) -> None:
        """End the process; the next document gets another. Who is cancelled here may call it again."""
        if process := self._process:
            if process.returncode is None:
                process.kill()
            await process.communicate()
            self._process = None


async def _start() -> Process:
    """In a session of its own: what is typed to end the server (Ctrl-C) is not for it."""
    command = (sys.executable, "-P", "-m", "operator_api.press")
    return await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, start_new_session=True)


async def _ask(process: Process, line: bytes) -> bytes:
    assert process.stdin
    assert process.stdout
    process.stdin.write(line + b"\n")
    await process.stdin.drain()
    length = int.from_bytes(await process.stdout.readexactly(LENGTH))
    if length > LARGEST:
        raise PressError(f"a document of {length} octets, at most {LARGEST}")
    return await process.stdout.readexactly(length)


# In the process


def answer(lines: Iterable[bytes], sink: BinaryIO) -> None:
    """Make what each line wishes."""
    for line in lines:
        wish = msgspec.json.decode(line, type=Wish)
        document = render(wish.detail, wish.format)
        sink.write(len(document).to_bytes(LENGTH) + document)
        sink.flush()


def _end_with(source: BinaryIO, lines: SimpleQueue[bytes]) -> None:
    """Passes lines on; when there will be no more, nobody waits for what is being made."""
    for line in source:
        lines.put(line)
    os._exit(0)


def main() -> None:
    """Until the input ends."""
    lines = SimpleQueue[bytes]()
    Thread(target=_end_with, args=(sys.stdin.buffer, lines), daemon=True).start()
    answer(iter(lines.get, None), sys.stdout.buffer)


if __name__ == "__main__":
    main()
