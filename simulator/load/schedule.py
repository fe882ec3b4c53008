"""When conversations begin, in seconds from the start. Pure.

In an open load so many begin a second, whether others are answered or not; in a closed one so many are held at once,
and the next begins when one is over. Both ramp up: the rate, or the number, rises evenly from nothing.
"""

from collections.abc import Iterator
from itertools import count
from math import sqrt
from random import Random


def evenly(rate: float, ramp: float) -> Iterator[float]:
    """For ever, `rate` a second."""
    return (_reached(begun, rate, ramp) for begun in count())


def by_chance(rate: float, ramp: float, chance: Random) -> Iterator[float]:
    """The same as a Poisson process, as people do who know nothing of each other."""
    begun = 0.0
    while True:
        begun += chance.expovariate(1.0)
        yield _reached(begun, rate, ramp)


def at_once(phones: int, ramp: float) -> Iterator[float]:
    """The first conversations of a closed load."""
    return (ramp * index / phones for index in range(phones))


def _reached(begun: float, rate: float, ramp: float) -> float:
    """When so many have begun: while the rate rises, rate * t² / (2 * ramp) have."""
    in_ramp = rate * ramp / 2
    if begun < in_ramp:
        return sqrt(2 * ramp * begun / rate)
    return ramp + (begun - in_ramp) / rate
