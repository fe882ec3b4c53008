"""node-smpp as an echo without state: what it serves of the same load."""

from pathlib import Path

from bench.processes import Figures
from bench.turns import measure

FOLDER = Path(__file__).parent


def nodesmpp(seconds: float, in_flight: int, text: str) -> Figures:
    """Its figures; `make bench` has installed it."""
    return measure(["node", str(FOLDER / "echo.js"), "{port}"], seconds, in_flight, text)
