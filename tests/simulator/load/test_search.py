"""The highest rate that holds."""

import pytest

from simulator.load.result import Counted, Latency, Result
from simulator.load.search import Limits, Search, Step

P99 = 0.040


def result(rate: float, p99: float, due: int = 1_000, errors: int = 0) -> Result:
    """A run that answered so many a second."""
    latency = Latency(p99 / 2, p99, p99, p99, p99, p99 / 2)
    return Result(
        whole=Counted(due, due - errors, {"unanswered": errors} if errors else {}, latency),
        conversations={},
        begin=0.0,
        end=10.0,
        rate=rate,
        asked=rate,
        curve=[],
        spread=[],
        seconds=[],
        others=0,
        short=0,
        unfinished=0,
        lag_p99=0.0,
        cpu=0.1,
    )


class Machine:
    """Answers up to `capacity` a second; `noise` makes tries of that number slow, from 0."""

    def __init__(self, capacity: float, *noise: int) -> None:
        self.tries: list[float] = []
        self._capacity = capacity
        self._noise = noise

    async def measure(self, rate: float) -> Result:
        """One step."""
        self.tries.append(rate)
        noisy = len(self.tries) - 1 in self._noise
        if rate > self._capacity:
            return result(self._capacity, 5.0)
        return result(rate, 0.060 if noisy else 0.010)


async def search(machine: Machine, first: float = 100.0) -> Search:
    """To its end."""
    search = Search(machine.measure, Limits(p99=P99), lambda step: None)
    await search.run(first)
    return search


async def test_doubling_then_halving_then_once_more() -> None:
    """Within 5 % of what is possible; the last step confirms."""
    machine = Machine(1_000.0)
    found = (await search(machine)).found
    assert machine.tries[:5] == [100.0, 200.0, 400.0, 800.0, 1600.0]
    assert 950 <= found <= 1_000
    assert machine.tries[-1] == found
    assert machine.tries.count(found) == 2


async def test_from_above() -> None:
    """The first rate may be too high."""
    machine = Machine(30.0)
    assert (await search(machine)).found == pytest.approx(30.0, rel=0.05)
    assert machine.tries[:3] == [100.0, 50.0, 25.0]


async def test_one_bad_step_may_be_the_machines() -> None:
    """It is tried again."""
    machine = Machine(1_000.0, 1)
    assert 950 <= (await search(machine)).found <= 1_000
    assert machine.tries[:4] == [100.0, 200.0, 200.0, 400.0]


async def test_what_does_not_hold_again_is_lowered() -> None:
    """Until it does."""
    calm = Machine(1_000.0)
    found = (await search(calm)).found
    machine = Machine(1_000.0, len(calm.tries) - 1)
    assert (await search(machine)).found == pytest.approx(0.9 * found)


async def test_nothing_holds() -> None:
    """Not one a second."""
    machine = Machine(0.1)
    searched = await search(machine, 4.0)
    assert (searched.found, searched.best.holds) == (0.0, False)
    assert machine.tries == [4.0, 2.0, 1.0]


async def test_what_never_holds_again_is_not_found() -> None:
    """However far it is lowered."""
    machine = Machine(3.0, *range(5, 99))
    assert (await search(machine, 1.0)).found == 0.0


async def test_steps_say_why_they_do_not_hold() -> None:
    """The limit, or too few answers."""
    steps: list[Step] = []
    await Search(Machine(150.0).measure, Limits(p99=P99), steps.append).run(100.0)
    assert (steps[0].holds, steps[1].why) == (
        True,
        "p99 was 5000.0 ms, and 40 ms is the limit; 150/s were answered",
    )


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(), []),
        (Limits(p99=0.05, errors=0.02), []),
        (Limits(p99=0.04), ["p99 was 50.0 ms, and 40 ms is the limit"]),
        (Limits(errors=0.001), ["errors were 2.00%, and 0.10% is the limit"]),
    ],
)
def test_limits(limits: Limits, said: list[str]) -> None:
    """What a run has too much of."""
    assert limits.exceeded(result(100.0, 0.05, errors=20)) == said


def test_no_answer_at_all_is_within_no_limit() -> None:
    """Its p99 would be 0."""
    assert Limits(p99=1.0).exceeded(result(0.0, 0.0, due=5, errors=5)) == ["nothing was answered"]
