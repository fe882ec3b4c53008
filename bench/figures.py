"""Figures of several runs, as cells of a table."""

from statistics import median

from bench.processes import Figures

Row = tuple[str, str, str]
"""What, measured, wanted."""


def best(runs: "tuple[Figures, ...] | list[Figures]", by: str = "p99_ms") -> Figures:
    """The run with the least p99."""
    return min(runs, key=lambda figures: figures[by])


def ratio(ours: tuple[Figures, ...], theirs: tuple[Figures, ...]) -> float:
    """The median of the ratios within each round."""
    return median(mine["per_second"] / other["per_second"] for mine, other in zip(ours, theirs, strict=True))


def figured(figures: Figures) -> str:
    """Figures in one cell."""
    return f"{figures['per_second']:.0f}/s, p50 {figures['p50_ms']:g} ms, p99 {figures['p99_ms']:g} ms"
