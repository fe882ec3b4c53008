"""Dead letters: what nobody will get, and why, as Redis keeps it. When: that is in the id of its entry."""

import asyncio
import logging

import msgspec

from dialogs.effects import Ask, Say
from gateway.metrics import DEAD
from gateway.records import Newer, Sealed, Unreadable, Waiting, waiting
from state.errors import StateError
from state.store import Store

log = logging.getLogger(__name__)


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
    """Keeps them, as well as Redis can: nobody waits for it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._burials: set[asyncio.Task[None]] = set()

    def bury(self, what: bytes, why: str, reason: str = "poison", status: int | None = None, tries: int = 0) -> None:
        """See `DeadLetter`."""
        DEAD.labels(reason).inc()
        letter = msgspec.json.encode(DeadLetter(why, what, reason, status, tries))
        burial = asyncio.create_task(self._bury(letter))
        self._burials.add(burial)
        burial.add_done_callback(self._burials.discard)

    async def _bury(self, letter: bytes) -> None:
        try:
            await self._store.dead(letter)
        except StateError as error:
            log.error("a dead letter is lost: %s", error)


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
