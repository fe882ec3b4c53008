"""Performs what the queue holds, each entry once while we live, and says what may be deleted."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from functools import partial

from dialogs.effects import Ask, Say
from gateway.clock import Clock
from gateway.letters import DeadLetters
from gateway.masking import masked
from gateway.metrics import NEWER
from gateway.pages import Pages
from gateway.questions import Happened, Questions
from gateway.records import Codec, Newer, Queued, Unreadable
from gateway.replies import Replies
from gateway.smsc import Smsc
from gateway.stale import OLD, Shown
from gateway.statuses import Course
from gateway.traced import GivenUp, Note, untraced
from smpp.statuses import describe
from state.batch import MOST_DELETIONS
from state.errors import Rejected, StateError, Unavailable
from state.store import Store

log = logging.getLogger(__name__)

DELETIONS_WAIT = 0.02
"""Seconds that a deletion waits for company."""

MOST_UNDER_WAY = 10_000
"""Effects under way in all lanes; while there are more, nothing new is taken in, and what else waits stays in Redis."""

READ_PAUSE = 0.5
"""Seconds before the queue is read again, when Redis did not give it."""


class Performer:
    """Effects under way. An entry is ours from `perform` until its deletion has been committed."""

    def __init__(
        self,
        smscs: Mapping[str, Smsc],
        questions: Questions,
        store: Store,
        codec: Codec,
        wake: Callable[[], None],
        may_send: Callable[[], bool],
        happened: Happened,
        clock: Clock,
        most: int = MOST_UNDER_WAY,
        note: Note = untraced,
    ) -> None:
        """``wake`` has the deletions fetched, with `done`; while not ``may_send``, replies wait; ``happened``
        hears of pages of USSD that were not shown; ``most`` fill it."""
        self.dead_letters = DeadLetters(store)
        self._smscs = smscs
        screens = Shown(store, codec).screens
        self._replies = Replies(smscs, may_send, self._finish, self._give_up, screens, note)
        self._pages = Pages(smscs, may_send, self._finish, self._replies, happened, screens, clock, note)
        self._questions = questions
        self._store = store
        self._codec = codec
        self._wake = wake
        self._most = most
        self._note = note
        self._ours: set[str] = set()
        self._reading = asyncio.Lock()
        self._read = "0"
        self._behind = self._passed_over = False
        self._room = asyncio.Event()
        self._gone: set[str] = set()
        self._done: list[str] = []

    @property
    def full(self) -> bool:
        """Too much is under way, or waits in the queue, to take in more."""
        return self._behind or len(self._ours) >= self._most

    @property
    def under_way(self) -> int:
        """Effects that are not done, or whose deletion is not committed."""
        return len(self._ours)

    def perform(self, id: str, queued: Queued, since: float = 0.0) -> None:
        """Send it or ask it, unless that is being done already; a reply for an SMSC that is not ours is left alone.

        ``since``: when it began to wait, as the loop's time, if it did. What did not, from a turn just stored, waits in
        the queue while that is being read: it is read in its turn.
        """
        if not since and (self._behind or self._reading.locked()):
            self._passed_over = True
            return
        if id in self._ours or not self._can_do(queued):
            return
        self._ours.add(id)
        if isinstance(queued.effect, Ask):
            self._questions.put(id, queued, fresh=not since)
        elif queued.route.window:
            self._pages.put(id, queued, since)
        else:
            self._replies.put(id, queued, since)

    async def restore(self, afresh: bool = False) -> None:
        """Perform what has come into the queue: before we started, or from a gateway that is dead; ``afresh`` also what
        was left alone for an SMSC that was not ours.

        What there is no room for waits there, and all if Redis does not give it; `run` goes on with it.
        """
        async with self._reading:
            self._read = "0" if afresh else self._read
            try:
                while not (full := len(self._ours) >= self._most) and await self._read_page():
                    pass
            except StateError:
                self._behind = True
                self._room.set()
                raise
            self._behind = full
            self._room.clear()

    async def run(self) -> None:
        """Read the queue on whenever there is room, until cancelled."""
        while True:
            await self._room.wait()
            try:
                await self.restore()
            except (Unavailable, Rejected) as error:
                log.warning("the queue cannot be read: %s", error)
                await asyncio.sleep(READ_PAUSE)

    async def _read_page(self) -> bool:
        """Perform the next entries; whether there may be more."""
        self._passed_over = False
        self._gone.clear()
        page = await self._store.queued(self._read)
        for id, data in page:
            self._perform_stored(id, data)
            self._read = id
        return bool(page) or self._passed_over

    def leave(self, id: str) -> None:
        """It is ours no more: its answer's turn is stored and has deleted it, or it stays for whoever adopts it."""
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

    def _can_do(self, queued: Queued) -> bool:
        return not isinstance(queued.effect, Say) or queued.route.smsc in self._smscs

    def _forget(self, ids: list[str]) -> None:
        self._ours.difference_update(ids)
        if self._reading.locked():  # a page of the queue that is being read may still hold them
            self._gone.update(ids)
        elif self._behind and len(self._ours) < self._most:
            self._room.set()

    def _perform_stored(self, id: str, data: bytes) -> None:
        if id in self._gone or id in self._ours:
            return
        try:
            queued = self._codec.queued(data)
        except Newer as error:
            log.warning("entry %s of the queue is left to a newer release: %s", id, error)
            NEWER.inc()
        except Unreadable as error:
            log.error("entry %s of the queue cannot be read: %r", id, error)
            self._ours.add(id)
            self.dead_letters.bury(data, "unreadable", "unreadable", buried=partial(self._finish, id))
        else:
            self.perform(id, queued, OLD)

    def _finish(self, id: str) -> None:
        self._done.append(id)
        if len(self._done) == 1:
            asyncio.get_running_loop().call_later(DELETIONS_WAIT, self._wake)

    def _give_up(self, id: str, queued: Queued, reason: Course, status: int | None, tries: int) -> None:
        why = reason.name if status is None else describe(status)
        log.error("%s: reply %s given up: %s", masked(queued.number), id, why)
        self._note(GivenUp(queued.number, queued.route.smsc, 0, time.monotonic(), 0, id, why))
        letter = self._codec.queued_bytes(queued)
        self.dead_letters.bury(letter, why, reason.name, status, tries, partial(self._finish, id))
