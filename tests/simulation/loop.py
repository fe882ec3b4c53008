"""One thread, virtual time, and a scheduler that a seed decides: all of a simulation runs on this loop."""

import asyncio
import heapq
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from contextvars import Context, ContextVar, copy_context
from math import inf
from random import Random
from typing import Any, TypeVarTuple, Unpack, cast

Args = TypeVarTuple("Args")

PROCESS: "ContextVar[Process | None]" = ContextVar("process", default=None)
"""Whose callback runs; None: it is the world's (networks, SMSCs, Redis, phones)."""

Dial = Callable[[Callable[[], asyncio.Protocol], str], Awaitable[tuple[asyncio.Transport, asyncio.Protocol]]]
"""Connects a protocol to a host."""

MOST_STEPS = 2_000_000
"""Callbacks after which a simulation surely runs in circles."""


MOST_AWAITS_AT_THE_END = 10


class _Killed(BaseException):
    """No program catches that."""


class Process:
    """A program: all that is begun in its context. It can be killed or put to sleep between any two callbacks."""

    def __init__(self, name: str, loop: "Loop") -> None:
        self.name = name
        self.alive = True
        self.awake = True
        self.woken = float("-inf")
        self.context: Context = copy_context()
        self.context.run(PROCESS.set, self)
        self.doom: tuple[int, Callable[[], None]] | None = None
        """So many callbacks more, and then this happens to it."""
        loop.processes.append(self)
        self._loop = loop
        self.dying: list[Callable[[], None]] = []
        """What the machine does when it is dead."""
        self._naps: list[tuple[float, float]] = []
        self._late: deque[asyncio.Handle] = deque()
        self._tasks: list[asyncio.Task[Any]] = []

    @property
    def replaced(self) -> bool:
        """A later program of its name was started."""
        later = self._loop.processes[self._loop.processes.index(self) + 1 :]
        return any(process.name == self.name for process in later)

    def awake_between(self, since: float, until: float) -> float:
        """For so many seconds."""
        return until - since - sum(max(0.0, min(until, woken) - max(since, slept)) for slept, woken in self._naps)

    def start(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        """Let it do this."""
        return self.context.run(self._loop.create_task, work)

    def begun(self, task: "asyncio.Task[Any]") -> None:
        """A task of its own."""
        self._tasks.append(task)

    def step(self, handle: asyncio.Handle) -> None:
        """Its next callback: nothing happens while it sleeps, and nothing any more when it is dead."""
        if not self.awake:
            self._late.append(handle)
        elif self.alive and not handle.cancelled():
            handle._run()
            self._approach_doom()

    def _approach_doom(self) -> None:
        if self.doom:
            left, happen = self.doom
            self.doom = (left - 1, happen) if left else None
            if not left:
                happen()

    def kill(self) -> None:
        """kill -9."""
        self.alive = False
        self._late.clear()
        for die in self.dying:
            die()
        for task in self._tasks:
            task._log_destroy_pending = False  # type: ignore[attr-defined]
            self.context.run(_end, task)

    def sleep(self) -> None:
        """SIGSTOP."""
        if self.awake:
            self._naps.append((self._loop.time(), inf))
        self.awake = False

    def wake(self) -> None:
        """SIGCONT: all that should have happened happens now, in its order."""
        if not self.awake:
            self._naps[-1] = self._naps[-1][0], self._loop.time()
        self.awake, self.woken = True, self._loop.time()
        while self._late:
            self._loop.soon(self, self._late.popleft())


class NumberedTask(asyncio.Task[Any]):
    """Sets of tasks have an order that does not depend on where in memory they are."""

    number = 0

    def __hash__(self) -> int:
        return self.number


class Loop(asyncio.BaseEventLoop):
    """Callbacks in the order in which they were wanted; timers due at once in any order. ``chance`` decides."""

    def __init__(self, chance: Random) -> None:
        super().__init__()
        self.chance = chance
        self.steps = self._tasks = self._wanted = 0
        self.processes: list[Process] = []
        self._now = 0.0
        self._soon: deque[tuple[Process | None, asyncio.Handle]] = deque()
        self._timers: list[tuple[float, float, int, Process | None, asyncio.TimerHandle]] = []
        self.set_task_factory(self._task)  # type: ignore[arg-type]
        self.dial: Dial
        """Who connects."""

    def time(self) -> float:
        """Seconds since the beginning."""
        return self._now

    def soon(self, process: Process | None, handle: asyncio.Handle) -> None:
        """It is next, after all that already are."""
        self._soon.append((process, handle))

    def call_soon(
        self, callback: Callable[[Unpack[Args]], object], *args: *Args, context: Context | None = None
    ) -> asyncio.Handle:
        """See asyncio."""
        handle = asyncio.Handle(callback, args, self, context)
        self.soon(_owner(context), handle)
        return handle

    def call_at(
        self,
        when: float,
        callback: Callable[[Unpack[Args]], object],
        *args: *Args,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        """See asyncio."""
        handle = asyncio.TimerHandle(when, callback, args, self, context)
        self._wanted += 1
        heapq.heappush(self._timers, (when, self.chance.random(), self._wanted, _owner(context), handle))
        return handle

    async def create_connection(  # type: ignore[override]
        self, factory: Callable[[], asyncio.Protocol], host: str, port: int, **_: object
    ) -> tuple[asyncio.Transport, asyncio.Protocol]:
        """See asyncio."""
        return await self.dial(factory, host)

    def _task(self, _: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Any], **options: Any) -> NumberedTask:  # noqa: ANN401
        self._tasks += 1
        task = NumberedTask(work, loop=self, **options)
        task.number = self._tasks
        if process := _owner(options.get("context")):
            process.begun(task)
        return task

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        """It is passed over when its time comes."""

    def _run_once(self) -> None:
        if not self._soon:
            self._pass_time()
        process, handle = self._soon.popleft()
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise RuntimeError("it runs in circles")
        if process:
            process.step(handle)
        elif not handle.cancelled():
            handle._run()

    def _pass_time(self) -> None:
        self._now = max(self._now, self._timers[0][0])
        while self._timers and self._timers[0][0] <= self._now:
            *_, process, handle = heapq.heappop(self._timers)
            self.soon(process, handle)


def _end(task: "asyncio.Task[Any]") -> None:
    """Have it forgotten, with whatever it still wants to await at its end."""
    work = cast(Coroutine[Any, Any, Any], task.get_coro())
    with suppress(BaseException):
        for _ in range(MOST_AWAITS_AT_THE_END):
            work.throw(_Killed())


def _owner(context: Context | None) -> Process | None:
    return PROCESS.get() if context is None else context.get(PROCESS)
