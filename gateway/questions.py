"""Asks the operator: with the same key until there is an answer, and the answer comes back as an event."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from dialogs.effects import Ask
from dialogs.events import Answered, Event, Failed, Late
from gateway.clock import Clock
from gateway.masking import masked
from gateway.metrics import QUESTION_SECONDS, QUESTIONS
from gateway.records import Queued
from operator_api.client import OperatorError
from operator_api.contract import Answer, AnyQuestion, Profile

log = logging.getLogger(__name__)

LATE_AFTER = 3.0
"""Seconds after which the person is told to wait."""

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0
"""Seconds between two tries of the same question."""

MOST_AT_ONCE = 200
"""Questions under way; more wait their turn."""

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
    """Questions under way."""

    def __init__(self, ask: Asking, happened: Happened, clock: Clock) -> None:
        self._ask = ask
        self._happened = happened
        self._clock = clock
        self._places = asyncio.Semaphore(MOST_AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()

    def put(self, id: str, queued: Queued) -> None:
        """Ask it."""
        task = asyncio.create_task(self._pursue(id, queued))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @property
    def under_way(self) -> int:
        """Questions without an answer."""
        return len(self._tasks)

    async def stop(self) -> None:
        """Leave the rest to the queue."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _pursue(self, id: str, queued: Queued) -> None:
        ask = queued.effect
        assert isinstance(ask, Ask)
        asked = time.monotonic()
        late = asyncio.get_running_loop().call_later(LATE_AFTER, self._late, queued, ask)
        try:
            answer = await self._answer(ask, queued.key)
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

    async def _answer(self, ask: Ask, key: str) -> Answer:
        """The answer, after as many tries as the deadline allows; raises `GaveUp`."""
        pause, certain = FIRST_PAUSE, True
        while True:
            try:
                async with self._places:
                    if self._clock.now() > ask.deadline:  # it waited too long, perhaps while nobody ran
                        raise GaveUp("its time is over", certain=False)
                    return await self._ask(ask.question, key)
            except OperatorError as error:
                certain &= not error.retryable
                if not error.retryable or self._clock.now() + pause > ask.deadline:
                    raise GaveUp(str(error), certain) from error
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _late(self, queued: Queued, ask: Ask) -> None:
        QUESTIONS.labels("late").inc()
        self._happened(queued, Late(at=self._clock.now(), ask=ask), None, None)
