"""Sends what is said in USSD sessions: each page at once and in time, else by SMS, or never, if it is worthless then.

A phone waits for one page at a time, so a page waits neither for the SMS of its number nor for another page. Its
deadline is kept by the loop's clock, which does not jump.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from functools import partial

import msgspec

from dialogs.effects import Say
from dialogs.events import Closed
from gateway.clock import Clock
from gateway.metrics import USSD_MISSED
from gateway.outlet import MOST_HELD, Sending
from gateway.questions import Happened
from gateway.records import Queued, Route, Window
from gateway.replies import Replies
from gateway.smsc import STALE_AFTER, Smsc
from gateway.stale import OldScreen, OldScreens, Screens
from gateway.statuses import REBIND, SLOWER, UNKNOWN, course
from gateway.traced import GivenUp, Note, submitted, untraced

RESPONSE = 10.0
"""Seconds after the deadline in which the SMSC may still say that it took what was written before."""

LOOK = 0.1
"""Seconds between two looks at what is late; a timer for each page would cost a hundredth of its turn."""

LATE, NO_LINK = "late", "no link"
"""Why a page missed its session; else the name of a course."""


class _Page:
    """One page of the queue, until it is done. ``until``: its deadline, by the loop; ``since``: as of `Sending`."""

    sending: Sending

    def __init__(self, id: str, queued: Queued, window: Window, until: float, since: float) -> None:
        assert isinstance(queued.effect, Say)
        self.id = id
        self.queued = queued
        self.window = window
        self.say: Say = queued.effect
        self.until = until
        self.since = since
        self.due = time.monotonic()


class Pages:
    """Pages under way; each is over when the SMSC has taken it, or when it has missed its session."""

    def __init__(
        self,
        smscs: Mapping[str, Smsc],
        may_send: Callable[[], bool],
        done: Callable[[str], None],
        replies: Replies,
        happened: Happened,
        screens: Screens,
        clock: Clock,
        note: Note = untraced,
    ) -> None:
        """``may_send``, ``done`` as of `gateway.replies`. What missed its session goes with ``replies``; of a screen it
        ``happened`` that it was not shown, and that turn settles it."""
        self._smscs = smscs
        self._may_send = may_send
        self._done = done
        self._replies = replies
        self._happened = happened
        self._clock = clock
        self._note = note
        self._old = OldScreens(screens)
        self._loop = asyncio.get_running_loop()
        self._under_way: dict[str, _Page] = {}
        self._looking = False

    def put(self, id: str, queued: Queued, since: float = 0.0) -> None:
        """Send it. ``since``: when it began to wait, if it did."""
        window, now, smsc = queued.route.window, self._loop.time(), self._smscs[queued.route.smsc]
        assert window is not None
        seconds = min(window.deadline - self._clock.now(), smsc.address.ussd_deadline)
        page = self._under_way[id] = _Page(id, queued, window, now + seconds, since or now)
        if page.say.screen:
            self._replies.overtaken(queued.number)
        self._look_later()
        self._send(page)

    def _send(self, page: _Page) -> None:
        smsc = self._smscs[page.queued.route.smsc]
        assert page.window.peer is not None
        part = smsc.dialect.reply(page.window.peer, page.say.text, ends=not page.say.screen)
        sending = page.sending = Sending([part], self._may_send, partial(self._over, page))
        sending.screen = page.say.screen > 0
        sending.since = page.since
        sending.until = page.until
        sending.held = MOST_HELD  # it does not stay at an outlet, for it may go by another
        smsc.show(sending, page.window.link)

    def _over(self, page: _Page, sending: Sending) -> None:
        """It was answered, or cannot be written as things are."""
        if self._is_done(page) or sending is not page.sending:
            return
        if sending.unsent:
            self._unsent(page)
            return
        self._note(submitted(page.queued, page.id, page.due, sending))
        if sending.failed:
            self._refused(page, sending)
        else:
            self._end(page)
            self._done(page.id)

    def _unsent(self, page: _Page) -> None:
        now = self._loop.time()
        if now >= page.until:
            self._missed(page, LATE)
        elif page.sending.screen and now - page.since > STALE_AFTER:
            self._look_again(page)
        else:
            self._missed(page, NO_LINK)

    def _look_again(self, page: _Page) -> None:
        """It is old: the person may have gone on meanwhile."""
        self._old.put(
            OldScreen(page.queued.number, page.say.screen, partial(self._go_on, page), partial(self._leave, page))
        )

    def _go_on(self, page: _Page) -> None:
        if not self._is_done(page):
            page.since = self._loop.time()
            self._send(page)

    def _leave(self, page: _Page) -> None:
        if not self._is_done(page):
            self._end(page)
            self._tell(page, "a later screen is shown")
            self._done(page.id)

    def _refused(self, page: _Page, sending: Sending) -> None:
        """Nothing is tried again but what the SMSC did not even look at."""
        [(_, response)] = sending.failed
        why = course(response)
        if why in (SLOWER, REBIND) and self._loop.time() < page.until:
            self._send(page)
        else:
            self._missed(page, why.name)

    def _look_later(self) -> None:
        if self._under_way and not self._looking:
            self._looking = True
            self._loop.call_later(LOOK, self._look)

    def _look(self) -> None:
        """Whose time is over?"""
        now = self._loop.time()
        for page in [each for each in self._under_way.values() if each.until <= now]:
            if self._is_done(page):  # one that was missed before it has shown that
                continue
            if page.sending.unsent:
                self._missed(page, LATE)
            elif page.until + RESPONSE <= now:
                self._missed(page, UNKNOWN.name)
        self._looking = False
        self._look_later()

    def _missed(self, page: _Page, why: str) -> None:
        """It was not shown, or nobody knows."""
        self._end(page)
        what = self._miss(page)
        USSD_MISSED.labels(what, why).inc()
        self._tell(page, f"not shown in the session ({why}): {what}")

    def _miss(self, page: _Page) -> str:
        """What becomes of it, in a word."""
        if page.say.screen:
            closed = Closed(at=self._clock.now(), screen=page.say.screen)
            self._happened(page.queued, closed, page.id, None)
            return "screen"
        if page.say.only == "session":
            self._done(page.id)
            return "dropped"
        route = Route(page.queued.route.smsc, page.queued.route.service)
        self._replies.put(page.id, msgspec.structs.replace(page.queued, route=route))
        return "sms"

    def _end(self, page: _Page) -> None:
        del self._under_way[page.id]

    def _is_done(self, page: _Page) -> bool:
        return self._under_way.get(page.id) is not page

    def _tell(self, page: _Page, why: str) -> None:
        queued = page.queued
        self._note(GivenUp(queued.number, queued.route.smsc, 0, time.monotonic(), 0, page.id, why))
