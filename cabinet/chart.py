"""A picture of what was spent: a bar a day, as SVG. The same figures stand in the table beside it."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from cabinet.periods import Period
from operator_api.contract import Kopecks
from pages.shown import money

HEIGHT = 180
NARROW, WIDE = 320, 880
"""Units, that are pixels where there is room."""

TOP, BOTTOM, SIDE = 22, 24, 24
GAP = 0.25
"""Of a day's width."""

LABEL_ROOM = 52
"""Units that a day's label takes."""


class Bar(NamedTuple):
    """A day: where its bar stands and how high it is, from the foot up."""

    x: float
    width: float
    height: float


class Label(NamedTuple):
    """A day under the bars."""

    x: float
    text: str


class Chart(NamedTuple):
    """All that the picture is made of."""

    width: int
    height: int
    foot: int
    top: int
    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]
    most: str


def draw(days: Iterable[tuple[date, Kopecks]], period: Period, width: int) -> Chart:
    """The picture of these days; those of the period that are not among them cost nothing."""
    spent = dict(days)
    most = max(spent.values(), default=0)
    shown = list(_days(period))
    step = (width - 2 * SIDE) / len(shown)
    room = HEIGHT - TOP - BOTTOM
    bars = tuple(
        Bar(round(SIDE + step * (index + GAP / 2), 2), round(step * (1 - GAP), 2), round(room * spent[day] / most, 1))
        for index, day in enumerate(shown)
        if spent.get(day)
    )
    return Chart(width, HEIGHT, HEIGHT - BOTTOM, TOP, bars, tuple(_labels(shown, step)), money(most))


def _labels(shown: list[date], step: float) -> Iterator[Label]:
    """As many as there is room for, the first day's among them."""
    every = max(1, -(-LABEL_ROOM // max(1, int(step))))
    for index in range(0, len(shown), every):
        yield Label(round(SIDE + step * (index + 0.5), 1), f"{shown[index]:%d.%m}")


def _days(period: Period) -> Iterator[date]:
    for index in range((period.last - period.first).days + 1):
        yield period.first + timedelta(days=index)
