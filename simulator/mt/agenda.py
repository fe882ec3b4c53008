"""What is to be done later, in the order of its times. Pure."""

from collections.abc import Callable
from heapq import heapify, heappop, heappush
from itertools import count
from typing import Generic, TypeVar

T = TypeVar("T")


class Agenda(Generic[T]):
    """Things with times; those of one time in the order of their ranks, low first, then as they came."""

    def __init__(self) -> None:
        self._things: list[tuple[float, int, int, T]] = []
        self._arrivals = count()

    def __len__(self) -> int:
        return len(self._things)

    def put(self, at: float, thing: T, rank: int = 0) -> None:
        """One more, for that time."""
        heappush(self._things, (at, rank, next(self._arrivals), thing))

    def due(self, now: float) -> list[T]:
        """Those whose time has come; they are no longer here."""
        things = []
        while self._things and self._things[0][0] <= now:
            things.append(heappop(self._things)[3])
        return things

    def deadline(self) -> float | None:
        """When the first is due."""
        return self._things[0][0] if self._things else None

    def keep(self, wanted: Callable[[T], bool]) -> None:
        """Forget all others."""
        self._things = [thing for thing in self._things if wanted(thing[3])]
        heapify(self._things)
