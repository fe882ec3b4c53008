"""Plots as SVG, coloured by the page's style sheet: ``line-1`` to ``line-3``, ``bars``, ``limit``, ``shade``. Pure."""

from collections.abc import Sequence
from html import escape

import msgspec

from simulator.load.scales import Scale

WIDTH, _HEIGHT = 640, 260
_LEFT, _RIGHT, _ABOVE, _BELOW = 58, 24, 26, 38

Points = Sequence[tuple[float, float]]


class Line(msgspec.Struct, frozen=True):
    """`style`: the class of its colour."""

    name: str
    points: Points
    style: str


class Plot(msgspec.Struct, frozen=True, kw_only=True):
    """Lines over two axes; `bars` go from one value across to another; `limit` is a value across it.

    What is left of `shaded` is not counted.
    """

    across: Scale
    up: Scale
    across_name: str
    up_name: str
    lines: Sequence[Line] = ()
    bars: Sequence[tuple[float, float, float]] = ()
    dots: Sequence[Line] = ()
    limit: float | None = None
    shaded: float = 0.0
    width: int = WIDTH

    def svg(self) -> str:
        """The element."""
        inside = [
            self._shade(),
            *self._grid(),
            *(self._bar(*point) for point in self.bars),
            *(self._line(line) for line in self.lines),
            *(self._dot(line, point) for line in self.dots for point in line.points),
            self._limit(),
            *self._legend(),
        ]
        name = escape(f"{self.up_name} / {self.across_name}")
        return f'<svg viewBox="0 0 {self.width} {_HEIGHT}" role="img" aria-label="{name}">{"".join(inside)}</svg>'

    def _x(self, value: float) -> float:
        return round(_LEFT + (self.width - _LEFT - _RIGHT) * self.across.at(value), 1)

    def _y(self, value: float) -> float:
        part = min(max(self.up.at(value), 0.0), 1.0)
        return round(_HEIGHT - _BELOW - (_HEIGHT - _BELOW - _ABOVE) * part, 1)

    def _shade(self) -> str:
        if not self.shaded:
            return ""
        width, height = self._x(self.shaded) - _LEFT, _HEIGHT - _BELOW - _ABOVE
        return f'<rect class="shade" x="{_LEFT}" y="{_ABOVE}" width="{width:.1f}" height="{height}"/>'

    def _grid(self) -> list[str]:
        bottom, right = _HEIGHT - _BELOW, self.width - _RIGHT
        rows = [
            f'<path class="grid" d="M{_LEFT} {self._y(value)}H{right}"/>'
            + _text(_LEFT - 6, self._y(value) + 4, label, "end")
            for value, label in self.up.ticks
        ]
        columns = [_text(self._x(value), bottom + 15, label, "middle") for value, label in self.across.ticks]
        names = [
            _text(right, _HEIGHT - 6, self.across_name, "end"),
            _text(_LEFT, 14, self.up_name, "start"),
        ]
        return [*rows, *columns, *names]

    def _line(self, line: Line) -> str:
        points = " ".join(f"{self._x(across)},{self._y(up)}" for across, up in line.points)
        return f'<polyline class="{line.style}" points="{points}"/>'

    def _bar(self, left: float, right: float, up: float) -> str:
        x, y = self._x(left), self._y(up)
        width = max(self._x(right) - x - 0.5, 0.5)
        return f'<rect class="bars" x="{x}" y="{y}" width="{width:.1f}" height="{_HEIGHT - _BELOW - y:.1f}"/>'

    def _dot(self, line: Line, point: tuple[float, float]) -> str:
        title = escape(f"{line.name}: {point[0]:g}, {point[1]:.4g}")
        at = f'cx="{self._x(point[0])}" cy="{self._y(point[1])}"'
        return f'<circle class="{line.style}" {at} r="4"><title>{title}</title></circle>'

    def _limit(self) -> str:
        if self.limit is None:
            return ""
        return f'<path class="limit" d="M{_LEFT} {self._y(self.limit)}H{self.width - _RIGHT}"/>'

    def _legend(self) -> list[str]:
        named = [*self.lines, *self.dots]
        if len(named) < 2:
            return []
        places = range(self.width - _RIGHT - 90 * len(named), self.width, 90)
        return [
            f'<path class="{line.style}" d="M{x} 10h14"/>' + _text(x + 20, 14, line.name, "start")
            for line, x in zip(named, places, strict=False)
        ]


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
