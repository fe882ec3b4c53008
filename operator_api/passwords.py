"""Passwords of the web account: which are good, how they are made, how often, and how they are stored."""

import asyncio
import os
import re
import secrets
import string
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from importlib.resources import files
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from operator_api.contract import Reason
from operator_api.errors import BooksAwayError

Hashed = TypeVar("Hashed")

SHORTEST, LONGEST = 8, 64
FEWEST_DIFFERENT = 5
"""A password of fewer different characters (``Aa111111``) is as good as a common one."""

LOOK_ALIKES = "0O1lI"
ALPHABET = "".join(letter for letter in string.ascii_letters + string.digits if letter not in LOOK_ALIKES)
ISSUED_LENGTH = 10

MINUTE, DAY = 60.0, 86_400.0
MOST_ISSUED = 3
"""Passwords issued to a number in 24 hours; those that a person sets do not count."""

COMMON = frozenset(
    (*FREQUENCY_LISTS["passwords"], *files(__package__).joinpath("common_passwords.tsv").read_text("ascii").split())
)
"""What a guesser tries first, in small letters: 30 000 passwords that leaked most often, and some of this country."""

MOST_WAITING = 100
"""Passwords that wait to be hashed: in about the time that a client waits for an answer they are."""

_LEET = str.maketrans("013457@$!", "oieastasi")
_AROUND = string.digits + string.punctuation
# OWASP, Password Storage Cheat Sheet: the minimum for Argon2id
_ARGON2 = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_CLASSES = tuple(re.compile(pattern) for pattern in ("[a-z]", "[A-Z]", "[0-9]"))


def is_good(password: str) -> bool:
    """Whether a person may have it: 8-64 characters, an a-z, an A-Z and a digit among them, and not a common one."""
    return (
        SHORTEST <= len(password) <= LONGEST
        and all(kind.search(password) for kind in _CLASSES)
        and len(set(password)) >= FEWEST_DIFFERENT
        and not _is_common(password)
    )


def make_password(length: int = ISSUED_LENGTH) -> str:
    """Characters from an alphabet without look-alikes, good by the rule above; ten are about 57 bits."""
    while True:
        password = "".join(secrets.choice(ALPHABET) for _ in range(length))
        if is_good(password):
            return password


def why_not_issue(issued: Sequence[float], now: float) -> Reason | None:
    """Whether another may be issued to a number, given when others were."""
    recent = [at for at in issued if now - at < DAY]
    if len(recent) >= MOST_ISSUED:
        return Reason.TOO_MANY
    return Reason.TOO_SOON if any(now - at < MINUTE for at in recent) else None


def _is_common(password: str) -> bool:
    """Common as it stands, without the digits around it, or with look-alikes read as letters (``Pa$$w0rd1``)."""
    low = password.lower()
    bare = low.strip(_AROUND)
    return not COMMON.isdisjoint({low, bare, low.translate(_LEET), bare.translate(_LEET)})


def hash_password(password: str) -> str:
    """A hash to store; never the same twice. Takes tens of milliseconds."""
    return _ARGON2.hash(password)


@cache
def _nobodys() -> str:
    """A hash that takes as long to try as anybody's."""
    return hash_password(make_password())


def _prepare() -> None:
    """On Linux a thread has a priority of its own: pages are not kept waiting by a rush of sign-ins."""
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
    _nobodys()


class Hasher:
    """Argon2id in a thread of its own, so that a rush of passwords takes 19 MiB and stops nobody else."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="argon2", initializer=_prepare)
        self._waiting = 0

    async def hash(self, password: str) -> str:
        """As `hash_password`. Raises `BooksAwayError`."""
        return await self._run(lambda: hash_password(password))

    async def matches(self, hashed: str | None, password: str) -> bool:
        """Whether it is the one; without a hash the answer is no, and takes as long. Raises `BooksAwayError`."""
        return await self._run(lambda: self._verify(hashed, password)) and hashed is not None

    async def _run(self, work: Callable[[], Hashed]) -> Hashed:
        if self._waiting >= MOST_WAITING:
            raise BooksAwayError("too many passwords at once")
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown()

    def _verify(self, hashed: str | None, password: str) -> bool:
        try:
            return _ARGON2.verify(hashed or _nobodys(), password)
        except VerifyMismatchError:
            return False
