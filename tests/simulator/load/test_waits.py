"""How long people think."""

from random import Random
from statistics import mean

import pytest

from simulator.load.waits import no_wait, seconds, wait


def drawn(text: str, count: int = 2_000) -> list[float]:
    """So many of them."""
    chance = Random(1)
    return [wait(text)(chance) for _ in range(count)]


@pytest.mark.parametrize(
    ("text", "is_worth"), [("250us", 0.00025), ("40ms", 0.04), ("2.5s", 2.5), ("10m", 600.0), ("1h", 3600.0), ("0s", 0)]
)
def test_times(text: str, is_worth: float) -> None:
    """Number and unit."""
    assert seconds(text) == pytest.approx(is_worth)


@pytest.mark.parametrize("text", ["", "5", "s", "-1s", "1 s", "1d", "1s..", "..2s", "exp", "exp 2", "1s..2s..3s"])
def test_what_is_no_time(text: str) -> None:
    """It is said which are."""
    with pytest.raises(ValueError, match="is not a time such as 40ms, 2s or 10m"):
        wait(text)


def test_the_shorter_comes_first() -> None:
    """Else somebody has mistaken them."""
    with pytest.raises(ValueError, match="should begin with the shorter time"):
        wait("3s..1s")


def test_always_the_same() -> None:
    """A lone time."""
    assert set(drawn("2s", 5)) == {2.0}
    assert no_wait(Random(1)) == 0.0


def test_evenly() -> None:
    """Between the two."""
    times = drawn("1s..3s")
    assert (min(times), max(times), mean(times)) == pytest.approx((1.0, 3.0, 2.0), abs=0.05)


def test_exponentially() -> None:
    """Of this mean; most are shorter, some much longer."""
    times = drawn("exp 2s")
    assert mean(times) == pytest.approx(2.0, rel=0.1)
    assert max(times) > 8.0
    assert set(drawn("exp 0s", 3)) == {0.0}
