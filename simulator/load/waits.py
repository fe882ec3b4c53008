"""How long a person thinks before the next text: ``2s``, ``1s..5s`` (evenly), ``exp 2s`` (exponentially). Pure."""

import re
from collections.abc import Callable
from functools import partial
from random import Random

Wait = Callable[[Random], float]
"""Seconds, drawn."""

_UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
_TIME = re.compile(r"(\d+(?:\.\d+)?)(us|ms|s|m|h)")


def no_wait(chance: Random) -> float:
    """Nobody thinks."""
    return 0.0


def seconds(text: str) -> float:
    """``40ms``, ``2.5s``, ``10m`` in seconds; raises ValueError."""
    if not (found := _TIME.fullmatch(text)):
        raise ValueError(f"{text!r} is not a time such as 40ms, 2s or 10m")
    return float(found[1]) * _UNITS[found[2]]


def wait(text: str) -> Wait:
    """As above; raises ValueError."""
    if text.startswith("exp "):
        return partial(_exponential, seconds(text.removeprefix("exp ")))
    least, dots, most = text.partition("..")
    if not dots:
        return partial(_constant, seconds(text))
    if seconds(least) > seconds(most):
        raise ValueError(f"{text!r} should begin with the shorter time")
    return partial(_even, seconds(least), seconds(most))


def _constant(value: float, chance: Random) -> float:
    return value


def _even(least: float, most: float, chance: Random) -> float:
    return chance.uniform(least, most)


def _exponential(mean: float, chance: Random) -> float:
    return chance.expovariate(1 / mean) if mean else 0.0
