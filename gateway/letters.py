"""Dead letters: what nobody will get, and why, as Redis keeps it. When: that is in the id of its entry."""

import asyncio
import logging
from collections.abc import Callable

import msgspec

from dialogs.effects import Ask, Say
from gateway.metrics import DEAD
from gateway.records import Newer, Sealed, Unreadable, Waiting, waiting
from state.errors import StateError, Unavailable
from state.store import Store

log = logging.getLogger(__name__)

BURY_PAUSE = 0.5
"""Seconds before a letter that Redis did not take is tried again."""


def _nothing() -> None:
    return


class DeadLetter(msgspec.Struct, frozen=True):
    """``what``: an entry of the queue, sealed if it held a password; of a turn that failed, the number.

    ``why`` is for people, ``reason`` one of few words (of `gateway.statuses`, or "poison", or "unreadable"); ``status``
    is the SMSC's last, ``tries`` how often it was sent.
    """

    why: str
    what: bytes
    reason: str = ""
    status: int | None = None
    tries: int = 0


class DeadLetters:
    """Keeps them, one after the other; while Redis does not, they wait, and what they are about stays in the queue."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._burials: set[asyncio.Task[None]] = set()
        self._one = asyncio.Lock()

    def bury(
        self,
        what: bytes,
        why: str,
        reason: str = "poison",
        status: int | None = None,
        tries: int = 0,
        buried: Callable[[], None] = _nothing,
    ) -> None:
        """See `DeadLetter`; calls ``buried`` when it is stored."""
        DEAD.labels(reason).inc()
        letter = msgspec.json.encode(DeadLetter(why, what, reason, status, tries))
        burial = asyncio.create_task(self._bury(letter, buried))
        self._burials.add(burial)
        burial.add_done_callback(self._burials.discard)

    async def _bury(self, letter: bytes, buried: Callable[[], None]) -> None:
        async with self._one:
            while not await self._kept(letter):
                await asyncio.sleep(BURY_PAUSE)
        buried()

    async def _kept(self, letter: bytes) -> bool:
        """Whether there is nothing more to try."""
        try:
            await self._store.dead(letter)
        except Unavailable as error:
            log.warning("a dead letter waits: %s", error)
            return False
        except StateError as error:
            log.error("a dead letter is lost: %s", error)
        return True


class Found(msgspec.Struct, frozen=True):
    """A dead letter as it is looked at, without our key: what is sealed stays so.

    ``kind``: "reply", "question", "sealed" (one of those, with a password), "turn" or "unreadable"; ``number`` and
    ``entry`` where they can be read.
    """

    letter: DeadLetter
    kind: str
    number: str = ""
    entry: Waiting | None = None

    @property
    def can_go_again(self) -> bool:
        """It is an entry of the queue, which another release, or another key, may be able to read; a turn is over."""
        return self.kind != "turn"


_KINDS = {Say: "reply", Ask: "question", Sealed: "sealed"}


def read(data: bytes) -> Found:
    """A dead letter of Redis; raises `Unreadable`."""
    try:
        letter = msgspec.json.decode(data, type=DeadLetter)
    except msgspec.DecodeError as error:
        raise Unreadable(str(error)) from None
    if letter.what.isdigit():
        return Found(letter, "turn", letter.what.decode())
    try:
        entry = waiting(letter.what)
    except (Unreadable, Newer):
        return Found(letter, "unreadable")
    return Found(letter, _KINDS[type(entry.effect)], entry.number, entry)
