"""When conversations begin."""

from itertools import islice, pairwise, takewhile
from random import Random

import pytest

from simulator.load.schedule import at_once, by_chance, evenly


def test_evenly_from_the_start() -> None:
    """Without a ramp."""
    assert [*islice(evenly(4.0, 0.0), 5)] == [0.0, 0.25, 0.5, 0.75, 1.0]


def test_the_rate_rises_evenly() -> None:
    """In a ramp of 2 s to 4 a second 4 begin, 1 of them in the first second; from then on 4 a second."""
    begins = [*islice(evenly(4.0, 2.0), 9)]
    assert begins == pytest.approx([0.0, 1.0, 2**0.5, 3**0.5, 2.0, 2.25, 2.5, 2.75, 3.0])


def test_by_chance_as_many() -> None:
    """With the gaps of a Poisson process: their mean is their deviation."""
    begins = [*takewhile(lambda at: at < 100, by_chance(50.0, 0.0, Random(1)))]
    gaps = [after - before for before, after in pairwise(begins)]
    mean = sum(gaps) / len(gaps)
    deviation = (sum((gap - mean) ** 2 for gap in gaps) / len(gaps)) ** 0.5
    assert len(begins) == pytest.approx(5_000, rel=0.05)
    assert deviation == pytest.approx(mean, rel=0.1)


def test_the_same_seed_gives_the_same_chance() -> None:
    """And another another."""
    first, again, other = ([*islice(by_chance(9.0, 1.0, Random(seed)), 20)] for seed in (1, 1, 2))
    assert (first == again, first == other) == (True, False)


def test_so_many_at_once() -> None:
    """One after the other in the ramp."""
    assert [*at_once(4, 2.0)] == [0.0, 0.5, 1.0, 1.5]
