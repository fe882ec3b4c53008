"""Axes of plots: where on them a value stands, from 0 to 1, and what is written along them. Pure."""

from collections.abc import Callable, Iterator
from math import ceil, floor, log10

import msgspec

_STEPS = (1, 2, 5, 10)


class Scale(msgspec.Struct, frozen=True):
    """`at` places a value; `ticks` are values and what they are called."""

    at: Callable[[float], float]
    ticks: tuple[tuple[float, str], ...]


def linear(most: float, wanted: int = 5) -> Scale:
    """From 0 to a round number, not below `most`."""
    step = _round((most or 1.0) / wanted)
    top = step * ceil((most or 1.0) / step - 1e-9)
    values = [index * step for index in range(round(top / step) + 1)]
    return Scale(lambda value: value / top, tuple((value, f"{value:,.10g}") for value in values))


def seconds(most: float) -> Scale:
    """From 0 to `most`, which need not be round."""
    step = max(_round((most or 1.0) / 8), 1.0)
    values = [index * step for index in range(floor(most / step) + 1)]
    return Scale(lambda value: value / (most or 1.0), tuple((value, f"{value:,.10g}") for value in values))


def logarithmic(least: float, most: float) -> Scale:
    """Between round numbers around the two, which are above 0."""
    low, high = log10(_below(least)), log10(_above(most))
    if high - low < 0.3:
        high = low + 1
    ticks = tuple((value, f"{value:g}") for value in _decades(low, high))
    return Scale(lambda value: (log10(max(value, 1e-9)) - low) / (high - low), ticks)


def nines(count: int) -> Scale:
    """Percents, of so many values: each 9 more is as far from the last. Nothing can be said beyond one in `count`."""
    most = max(log10(max(count, 10)), 1.0)
    marks = [50.0, 90.0, 99.0, 99.9, 99.99, 99.999]
    ticks = tuple((mark, f"{mark:g} %") for mark in (0.0, *marks) if _of_nines(mark) <= most)
    return Scale(lambda percent: min(_of_nines(percent) / most, 1.0), ticks)


def _of_nines(percent: float) -> float:
    return -log10(max(1 - percent / 100, 1e-12))


def _round(value: float) -> float:
    """The least 1, 2 or 5 times a power of ten that is not below."""
    power: float = 10.0 ** floor(log10(value))
    return next(step * power for step in _STEPS if step * power >= value * (1 - 1e-9))


def _above(value: float) -> float:
    return _round(value)


def _below(value: float) -> float:
    power: float = 10.0 ** floor(log10(value))
    return max(step * power for step in _STEPS[:-1] if step * power <= value * (1 + 1e-9))


def _decades(low: float, high: float) -> Iterator[float]:
    """1, 2 and 5 of each, or 1 alone where there are many."""
    steps = (1,) if high - low > 3.5 else (1, 2, 5)
    for power in range(floor(low), ceil(high) + 1):
        for step in steps:
            if low - 1e-9 <= log10(step * 10.0**power) <= high + 1e-9:
                yield step * 10.0**power
