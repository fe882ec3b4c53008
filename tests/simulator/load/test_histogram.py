"""Latencies as counts."""

import pytest

from simulator.load.histogram import Histogram


def of(*values: float) -> Histogram:
    """With these in it."""
    histogram = Histogram()
    for value in values:
        histogram.add(value)
    return histogram


def test_percentiles_are_right_within_1_percent() -> None:
    """From a microsecond to an hour."""
    histogram = of(*(number / 1000 for number in range(1, 1001)))
    assert [*histogram.percentiles(1, 50, 99, 100)] == pytest.approx([0.010, 0.500, 0.990, 1.000], rel=0.01)
    assert of(1e-6, 3600.0).percentile(100) == pytest.approx(3600.0, rel=0.01)


def test_no_percentile_is_above_the_most() -> None:
    """Though a bucket reaches further."""
    assert (of(0.1).percentile(50), of(0.1).most) == (0.1, 0.1)


def test_nothing_was_slow_where_there_was_nothing() -> None:
    """All is 0."""
    assert (of().percentile(99), of().most, of().mean, of().spread()) == (0.0, 0.0, 0.0, [])


def test_the_mean_is_exact() -> None:
    """It does not come from buckets."""
    assert of(0.1, 0.2, 0.6).mean == pytest.approx(0.3)


def test_less_than_a_microsecond_is_one() -> None:
    """Nothing can be negative or 0 in a logarithm."""
    assert of(0.0, -1.0).percentile(0) == 0.0
    assert of(0.0, 0.5).percentile(50) == pytest.approx(1e-6, rel=0.01)


def test_values_near_each_other_are_spread_as_one() -> None:
    """Others are not, and none is lost."""
    spread = of(0.100, 0.101, 2.0).spread()
    assert [count for _, _, count in spread] == [2, 1]
    assert all(low < value < high for value, (low, high, _) in zip((0.1005, 2.0), spread, strict=True))
