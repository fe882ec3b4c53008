"""When a server fails again and again, it is left alone for a while: a circuit breaker.

Pure: `now` is in seconds of any monotonic clock. Who wants to call asks `pause`, and tells how the call went.
"""

import msgspec


class Rule(msgspec.Struct, frozen=True):
    """After so many ``failures`` in a row nobody calls for ``first`` seconds, and then one does, to try.

    After a failed try the pause is twice as long, ``longest`` at most. A try that nobody hears of is over after
    ``patience``.
    """

    failures: int = 10
    first: float = 0.5
    longest: float = 5.0
    patience: float = 10.0


class Breaker:
    """Whether one server may be called now."""

    def __init__(self, rule: Rule | None = None) -> None:
        self._rule = rule or Rule()
        self._failures = 0
        self._trying = False
        self._until = 0.0
        self._next = self._rule.first

    @property
    def open(self) -> bool:
        """Nobody calls, but to try."""
        return self._failures >= self._rule.failures

    def pause(self, now: float) -> float:
        """Seconds before a call is worth making; 0: call. While `open`, that call is the try, and others wait."""
        if now < self._until:
            return min(self._until - now, self._rule.first) if self._trying else self._until - now
        if self.open:
            self._trying = True
            self._until = now + self._rule.patience
        return 0.0

    def succeeded(self) -> None:
        """It answered: everybody may call."""
        self._failures = 0
        self._trying = False
        self._until = 0.0
        self._next = self._rule.first

    def failed(self, now: float, wish: float = 0.0) -> None:
        """It did not answer, or not what it should; ``wish``: seconds for which it asked to be left alone."""
        if self.open and not self._trying:  # called before
            return
        self._failures = self._rule.failures if wish else self._failures + 1
        if self.open:
            self._until = now + max(wish, self._next)
            self._next = min(2 * self._next, self._rule.longest)
            self._trying = False
