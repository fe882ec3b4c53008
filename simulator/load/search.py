"""The highest rate that holds: doubled until it does not, then the gap is halved, and confirmed. Pure but for time.

One bad step may be the machine's: a rate that fails, but not by far, is tried once more before it counts as too high.
"""

from collections.abc import Awaitable, Callable

import msgspec

from simulator.load.result import Result

PRECISION = 1.05
"""The search ends when a rate that holds and one that does not are so near to each other."""
LOWER = 0.9
"""What was found and does not hold a second time is lowered to this part of it."""
FAR = 2.0
"""A p99 of so many times the limit needs no second try."""
SHORT = 0.95
"""Of the rate; who answers fewer than this does not hold it."""
LEAST, MOST = 1.0, 1_000_000.0
"""Messages a second."""


class Limits(msgspec.Struct, frozen=True):
    """`p99` in seconds; `errors` as part of the messages."""

    p99: float | None = None
    errors: float | None = None

    def exceeded(self, result: Result) -> list[str]:
        """What a run has too much of, in words."""
        said = []
        p99, share = result.whole.latency.p99, result.whole.error_share
        if result.whole.due and not result.whole.answered:
            said.append("nothing was answered")
        if self.p99 is not None and p99 > self.p99:
            said.append(f"p99 was {p99 * 1000:.1f} ms, and {self.p99 * 1000:g} ms is the limit")
        if self.errors is not None and share > self.errors:
            said.append(f"errors were {share:.2%}, and {self.errors:.2%} is the limit")
        return said


class Step(msgspec.Struct, frozen=True):
    """One try; `why` is empty if it holds."""

    rate: float
    why: str
    result: Result

    @property
    def holds(self) -> bool:
        """Within all limits."""
        return not self.why


Measure = Callable[[float], Awaitable[Result]]


class Search:
    """Keeps its `steps`; `found` is the rate, 0 if none holds."""

    def __init__(self, measure: Measure, limits: Limits, tell: Callable[[Step], None]) -> None:
        self.steps: list[Step] = []
        self.found = 0.0
        self._measure = measure
        self._limits = limits
        self._tell = tell

    @property
    def best(self) -> Step:
        """The highest that holds, else the last."""
        return max((step for step in self.steps if step.holds), key=lambda step: step.rate, default=self.steps[-1])

    async def run(self, first: float) -> None:
        """From this rate on."""
        holds, fails = await self._between(first)
        while holds and fails / holds > PRECISION:
            middle = (holds + fails) / 2
            holds, fails = (middle, fails) if await self._holds(middle) else (holds, middle)
        while holds and not (await self._step(holds)).holds:
            holds = holds * LOWER if holds > LEAST else 0.0
        self.found = holds

    async def _between(self, rate: float) -> tuple[float, float]:
        """A rate that holds (0 if none does), and one that does not."""
        if await self._holds(rate):
            while rate < MOST and await self._holds(rate * 2):
                rate *= 2
            return rate, rate * 2
        while rate > LEAST:
            if await self._holds(rate / 2):
                return rate / 2, rate
            rate /= 2
        return 0.0, rate

    async def _holds(self, rate: float) -> bool:
        step = await self._step(rate)
        return step.holds or (not self._hopeless(step) and (await self._step(rate)).holds)

    async def _step(self, rate: float) -> Step:
        result = await self._measure(rate)
        why = self._limits.exceeded(result)
        if result.rate < SHORT * rate:
            why.append(f"{result.rate:.0f}/s were answered")
        self.steps.append(Step(rate, "; ".join(why), result))
        self._tell(self.steps[-1])
        return self.steps[-1]

    def _hopeless(self, step: Step) -> bool:
        limit = self._limits.p99
        return step.result.rate < SHORT * step.rate or (
            limit is not None and step.result.whole.latency.p99 > FAR * limit
        )
