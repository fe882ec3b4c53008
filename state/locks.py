"""Files to lock, by descriptor: one that was removed or replaced is not taken for the one that is there now."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fcntl import LOCK_NB, flock
from pathlib import Path


@contextmanager
def opened(path: Path) -> Iterator[int]:
    """A descriptor of a file to lock, which nobody else may read; made with its folder if need be."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def opened_again(descriptor: int) -> Iterator[int]:
    """Another descriptor of the same file, which locks apart from the first, wherever the file is by now."""
    again = os.open(f"/dev/fd/{descriptor}", os.O_RDWR)
    try:
        yield again
    finally:
        os.close(again)


def locked(descriptor: int, kind: int) -> bool:
    """Take a lock if nobody is in the way."""
    with suppress(BlockingIOError):
        flock(descriptor, kind | LOCK_NB)
        return True
    return False


def is_still(descriptor: int, path: Path) -> bool:
    """Whether this file is the one that is there."""
    with suppress(OSError):
        return os.path.samestat(os.fstat(descriptor), path.stat())
    return False
