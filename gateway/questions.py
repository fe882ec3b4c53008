"""Asks the operator: with the same key until there is an answer, and the answer comes back as an event."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from dialogs.effects import Ask
from dialogs.events import Answered, Event, Failed, Late
from gateway.clock import Clock
from gateway.masking import masked
from gateway.metrics import FAILED_TRIES, QUESTION_SECONDS, QUESTIONS
from gateway.records import Queued
from operator_api.client import OperatorError
from operator_api.contract import Answer, AnyQuestion, Profile

log = logging.getLogger(__name__)

LATE_AFTER = 3.0
"""Seconds after which the person is told to wait."""

LATE_BEFORE = 2.0
"""Seconds before the deadline of a USSD session."""

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0
"""Seconds between two tries of the same question."""

MOST_AT_ONCE = 200
"""Questions being asked; more wait in line, and cost nothing there."""

Asking = Callable[[AnyQuestion, str], Awaitable[Answer]]
"""Asks once, under a key; raises `OperatorError`."""

Happened = Callable[[Queued, Event, str | None, Profile | None], None]
"""Hears what came of a question: the event, the queue id that it settles, and what is now known of the number."""


class GaveUp(Exception):
    """There will be no answer. ``certain``: no try was left in doubt, so nothing was done."""

    def __init__(self, message: str, certain: bool) -> None:
        super().__init__(message)
        self.certain = certain


class Questions:
    """Questions under way. They stand in line until there is a place, and while the operator is to be left alone."""

    def __init__(self, ask: Asking, happened: Happened, clock: Clock) -> None:
        self._ask = ask
        self._happened = happened
        self._clock = clock
        self._line = asyncio.Lock()
        self._places = asyncio.Semaphore(MOST_AT_ONCE)
        self._alone_until = 0.0
        self._loop = asyncio.get_running_loop()
        self._tasks: dict[asyncio.Task[None], None] = {}  # in order: who is first in line is soonest out of it

    def put(self, id: str, queued: Queued, fresh: bool = True) -> None:
        """Ask it. If it is not ``fresh``, somebody may have asked it before."""
        task = asyncio.create_task(self._pursue(id, queued, fresh))
        self._tasks[task] = None
        task.add_done_callback(self._tasks.pop)

    @property
    def under_way(self) -> int:
        """Questions without an answer."""
        return len(self._tasks)

    async def stop(self) -> None:
        """Leave the rest to the queue."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _pursue(self, id: str, queued: Queued, fresh: bool) -> None:
        ask = queued.effect
        assert isinstance(ask, Ask)
        asked = time.monotonic()
        late = self._loop.call_later(self._patience(queued), self._late, queued, ask)
        try:
            answer = await self._answer(ask, queued.key, fresh)
        except GaveUp as error:
            QUESTIONS.labels("failed" if error.certain else "unknown").inc()
            log.error("%s: %s: %s", masked(queued.number), type(ask.question).__name__, error)
            self._happened(queued, Failed(at=self._clock.now(), ask=ask, certain=error.certain), id, None)
        else:
            QUESTIONS.labels("answered").inc()
            QUESTION_SECONDS.observe(time.monotonic() - asked)
            answered = Answered(at=self._clock.now(), ask=ask, result=answer.result)
            self._happened(queued, answered, id, answer.profile)
        finally:
            late.cancel()

    async def _answer(self, ask: Ask, key: str, certain: bool) -> Answer:
        """The answer, after as many tries as the deadline allows; raises `GaveUp`. ``certain``: nothing is done yet."""
        pause = FIRST_PAUSE
        while True:
            await self._place(ask.deadline, certain)
            try:
                if self._clock.now() > ask.deadline:  # it waited too long, perhaps while nobody ran
                    raise GaveUp("its time is over", certain)
                return await self._ask(ask.question, key)
            except OperatorError as error:
                FAILED_TRIES.inc()
                self._alone_until = max(self._alone_until, self._loop.time() + error.after)
                certain &= error.certain
                if not error.retryable or self._clock.now() + pause > ask.deadline:
                    raise GaveUp(str(error), certain) from error
            finally:
                self._places.release()
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _place(self, deadline: float, certain: bool) -> None:
        """A place among those that ask, in turn; raises `GaveUp` at the deadline."""
        try:
            async with asyncio.timeout(deadline - self._clock.now()), self._line:
                while (pause := self._alone_until - self._loop.time()) > 0:
                    await asyncio.sleep(pause)
                await self._places.acquire()
        except TimeoutError:
            raise GaveUp("its time is over", certain) from None

    def _patience(self, queued: Queued) -> float:
        """Seconds from now on for which the person waits without a word."""
        window = queued.route.window
        return max(window.deadline - LATE_BEFORE - self._clock.now(), 0.0) if window else LATE_AFTER

    def _late(self, queued: Queued, ask: Ask) -> None:
        QUESTIONS.labels("late").inc()
        self._happened(queued, Late(at=self._clock.now(), ask=ask), None, None)
