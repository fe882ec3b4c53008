"""Chance that can be had again: what the dice show depends on the seed, who throws them, for what, and how often yet.

So one kind of accident does not change another, nor one link another's. Pure.
"""

import math
from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b
from statistics import NormalDist
from typing import TypeVar

from simulator.trouble.faults import Latency

T = TypeVar("T")

_BITS = 53  # of a float
_NORMAL = NormalDist()


class Dice:
    """Those of one stream, such as a link or a phone."""

    def __init__(self, seed: int, stream: str) -> None:
        self._name = f"{seed} {stream}"
        self._thrown = Counter[str]()

    def throw(self, kind: str) -> float:
        """At least 0, less than 1."""
        self._thrown[kind] += 1
        digest = blake2b(f"{self._name} {kind} {self._thrown[kind]}".encode(), digest_size=8).digest()
        return (int.from_bytes(digest, "big") >> 64 - _BITS) / (1 << _BITS)

    def hit(self, kind: str, chance: float) -> bool:
        """Whether what has this chance comes true."""
        return chance > 0 and self.throw(kind) < chance

    def one_of(self, kind: str, things: Sequence[T]) -> T:
        """Any of them."""
        return things[int(self.throw(kind) * len(things))]

    def shuffled(self, kind: str, things: Sequence[T]) -> list[T]:
        """All of them, in any order."""
        places = [self.throw(kind) for _ in things]
        return [things[index] for index in sorted(range(len(things)), key=places.__getitem__)]

    def exponential(self, kind: str, mean: float) -> float:
        """Seconds until what happens at any time, on average after `mean`."""
        return -mean * math.log(1 - self.throw(kind))

    def latency(self, latency: Latency) -> float:
        """Seconds that a response takes."""
        match latency.mean and latency.shape:
            case "uniform":
                return latency.mean * (1 + min(latency.spread, 1) * (2 * self.throw("latency") - 1))
            case "exponential":
                return self.exponential("latency", latency.mean)
            case "lognormal":
                normal = _NORMAL.inv_cdf(max(self.throw("latency"), 2**-_BITS))
                return latency.mean * math.exp(latency.spread * normal)
        return latency.mean
