"""Finds in the files of the trace what happened to one number."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import msgspec

from gateway.trace import PATTERN, SUFFIX, hour_of
from gateway.traced import AnyLine

BLOCK = 1 << 20
"""Octets that are searched at a time."""

SLACK = 3600.0
"""Seconds by which a line may come into a later file than its own."""

_line = msgspec.json.Decoder(AnyLine)


class Found(NamedTuple):
    """A line, and the gateway that wrote it."""

    line: AnyLine
    gateway: str


def files_of(folders: Iterable[Path], since: float, until: float) -> list[Path]:
    """Those that may hold lines of that time."""
    first, last = hour_of(since), hour_of(until + SLACK)
    return [file for folder in folders for file in folder.glob(PATTERN) if first <= file.name[: len(first)] <= last]


def lines_of(files: Iterable[Path], digest: str, since: float, until: float) -> list[Found]:
    """What they say of this number and time, in the order in which it happened."""
    found = [
        Found(line, unquote(file.name.removesuffix(SUFFIX).partition(".")[2]))
        for file in files
        for line in _lines(file, digest.encode())
        if since <= line.began <= until
    ]
    return sorted(found, key=lambda each: each.line.began)


def _lines(file: Path, digest: bytes) -> Iterator[AnyLine]:
    """Those that can be read: the last one may be torn."""
    for data in _found(file, b',"%b",' % digest):
        with suppress(msgspec.DecodeError):
            yield _line.decode(data)


def _found(file: Path, wanted: bytes) -> Iterator[bytes]:
    with suppress(FileNotFoundError), file.open("rb") as opened:  # it may just have become too old
        while block := opened.read(BLOCK) + opened.readline():
            at = -1
            while (at := block.find(wanted, at + 1)) >= 0:
                yield block[block.rfind(b"\n", 0, at) + 1 : block.find(b"\n", at)]
