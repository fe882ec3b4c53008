"""Performs what the queue holds, each entry once while we live, and says what may be deleted."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping

import msgspec

from dialogs.effects import Say
from gateway.metrics import DEAD
from gateway.questions import Questions
from gateway.records import Codec, Queued, Unreadable
from gateway.replies import Replies
from gateway.smsc import Smsc
from gateway.traced import GivenUp, Note, untraced
from state.errors import StateError
from state.store import Store

log = logging.getLogger(__name__)

DELETIONS_WAIT = 0.02
"""Seconds that a deletion waits for company."""

MOST_DELETIONS = 1000
"""Deletions in one batch."""

MOST_UNDER_WAY = 10_000
"""Effects under way; while there are more, nothing new is taken in."""


class DeadLetter(msgspec.Struct, frozen=True):
    """What nobody will get, and why: an entry of the queue, sealed if it held a password, or a number."""

    why: str
    what: bytes


class Performer:
    """Effects under way. An entry is ours from `perform` until its deletion has been committed."""

    def __init__(
        self,
        smscs: Mapping[str, Smsc],
        questions: Questions,
        store: Store,
        codec: Codec,
        wake: Callable[[], None],
        note: Note = untraced,
    ) -> None:
        """``wake`` has the deletions fetched, with `done`."""
        self._smscs = smscs
        self._replies = Replies(smscs, self._finish, self._give_up, note)
        self._questions = questions
        self._store = store
        self._codec = codec
        self._wake = wake
        self._note = note
        self._ours: set[str] = set()
        self._restoring = asyncio.Lock()
        self._read = "0"
        self._gone: set[str] = set()
        self._done: list[str] = []
        self._burials: set[asyncio.Task[None]] = set()

    @property
    def full(self) -> bool:
        """Too much is under way to take in more."""
        return len(self._ours) >= MOST_UNDER_WAY

    @property
    def under_way(self) -> int:
        """Effects that are not done, or whose deletion is not committed."""
        return len(self._ours)

    def perform(self, id: str, queued: Queued) -> None:
        """Send it or ask it, unless that is being done already; a reply for an SMSC that is not ours is left alone."""
        if id in self._ours or not self._can_do(queued):
            return
        self._ours.add(id)
        if isinstance(queued.effect, Say):
            self._replies.put(id, queued)
        else:
            self._questions.put(id, queued)

    async def restore(self) -> None:
        """Perform what has come into the queue: before we started, or from a gateway that is dead."""
        async with self._restoring:
            while page := await self._store.queued(self._read):
                for id, data in page:
                    self._perform_stored(id, data)
                self._read = page[-1][0]
            self._gone.clear()

    def settled(self, id: str) -> None:
        """The turn of its answer is stored, and the entry deleted with it."""
        self._forget([id])

    def done(self) -> list[str]:
        """Entries to delete with the next batch; they stay until `deleted`."""
        return self._done[:MOST_DELETIONS]

    def deleted(self, ids: list[str]) -> None:
        """They are gone from the queue."""
        self._forget(ids)
        del self._done[: len(ids)]
        if self._done:
            self._wake()

    def bury(self, data: bytes, why: str) -> None:
        """Keep a dead letter, as well as Redis can."""
        DEAD.inc()
        burial = asyncio.create_task(self._bury(msgspec.json.encode(DeadLetter(why, data))))
        self._burials.add(burial)
        burial.add_done_callback(self._burials.discard)

    def _can_do(self, queued: Queued) -> bool:
        return not isinstance(queued.effect, Say) or queued.route.smsc in self._smscs

    def _forget(self, ids: list[str]) -> None:
        self._ours.difference_update(ids)
        if self._restoring.locked():  # a page of the queue that is being read may still hold them
            self._gone.update(ids)

    def _perform_stored(self, id: str, data: bytes) -> None:
        if id in self._gone:
            return
        try:
            queued = self._codec.queued(data)
        except Unreadable as error:
            log.error("entry %s of the queue cannot be read: %r", id, error)
            self.bury(data, "unreadable")
            self._finish(id)
        else:
            self.perform(id, queued)

    def _finish(self, id: str) -> None:
        self._done.append(id)
        if len(self._done) == 1:
            asyncio.get_running_loop().call_later(DELETIONS_WAIT, self._wake)

    def _give_up(self, id: str, queued: Queued, why: str) -> None:
        self._note(GivenUp(queued.number, queued.route.smsc, 0, time.monotonic(), 0, id, why))
        self.bury(self._codec.queued_bytes(queued), why)
        self._finish(id)

    async def _bury(self, letter: bytes) -> None:
        try:
            await self._store.dead(letter)
        except StateError as error:
            log.error("a dead letter is lost: %s", error)
