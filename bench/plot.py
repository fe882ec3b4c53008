"""Latency against load, as SVG."""

from collections.abc import Sequence

WIDTH, HEIGHT, LEFT, BELOW, ABOVE = 640, 320, 56, 44, 16
COLOURS = {"p50_ms": "#1f6feb", "p99_ms": "#d1242f"}
NAMES = {"p50_ms": "half of the people waited less", "p99_ms": "99 of 100 waited less"}

Figures = dict[str, float]


def plot(loads: Sequence[Figures]) -> str:
    """A line for each of `COLOURS` over turns a second."""
    most, slowest = max(each["per_second"] for each in loads), max(each["p99_ms"] for each in loads)

    def place(figures: Figures, name: str) -> tuple[float, float]:
        across = LEFT + (WIDTH - LEFT - 70) * figures["per_second"] / most
        return across, HEIGHT - BELOW - (HEIGHT - BELOW - ABOVE - 20) * figures[name] / slowest

    lines = [_line([place(each, name) for each in loads], name) for name in COLOURS]
    labels = [
        _text(place(each, name), f"{each[name]:g}", COLOURS[name], "middle", -7) for each in loads for name in COLOURS
    ]
    ticks = [
        _text((place(each, "p50_ms")[0], HEIGHT - BELOW), f"{each['per_second']:.0f}", "#57606a", "middle", 16)
        for each in loads
    ]
    legend = [
        _text((LEFT + 10, ABOVE + 14 * row), NAMES[name], COLOURS[name], "start", 0) for row, name in enumerate(COLOURS)
    ]
    body = "\n".join([*_axes(), *lines, *labels, *ticks, *legend])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif"'
        f' font-size="11">\n<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n'
    )


def _axes() -> list[str]:
    bottom = HEIGHT - BELOW
    return [
        f'<path d="M{LEFT} {ABOVE}V{bottom}H{WIDTH - 20}" fill="none" stroke="#57606a"/>',
        _text((WIDTH / 2, bottom), "turns a second", "#57606a", "middle", 36),
        _text((LEFT - 6, ABOVE), "ms", "#57606a", "end", 4),
    ]


def _line(places: Sequence[tuple[float, float]], name: str) -> str:
    points = " ".join(f"{across:.0f},{down:.0f}" for across, down in places)
    return f'<polyline points="{points}" fill="none" stroke="{COLOURS[name]}" stroke-width="2"/>'


def _text(place: tuple[float, float], text: str, colour: str, anchor: str, lower: int) -> str:
    across, down = place
    return f'<text x="{across:.0f}" y="{down + lower:.0f}" fill="{colour}" text-anchor="{anchor}">{text}</text>'
