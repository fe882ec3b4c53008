"""How fast one connection may send."""

import asyncio
from itertools import pairwise

import pytest

from gateway.pace import BURST, FASTER, LONGEST_PAUSE, PAUSE, SLOWEST, STEP, Pace
from tests.gateway.virtual import exactly

NEAR = 0.001
"""Seconds; times are floats."""


class Sender:
    """Sends whenever it may, until it has nothing left; ``sent`` are the times."""

    def __init__(self, limit: float, parts: int) -> None:
        self.pace = Pace(limit, self.go)
        self.sent: list[float] = []
        self.left = parts
        self.empty = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def go(self) -> None:
        """There may be room."""
        while self.left and (not self.pace.limited or self.pace.take()):
            self.left -= 1
            self.sent.append(self._loop.time())
        if not self.left:
            self.empty.set()

    def within(self, seconds: float) -> int:
        """The most that were sent in any time so long."""
        return max(sum(start <= time < start + seconds for time in self.sent) for start in self.sent)


@exactly
async def test_without_a_limit_all_goes_at_once() -> None:
    """And nobody needs to ask."""
    sender = Sender(0, 1000)
    assert not sender.pace.limited
    sender.go()
    assert sender.left == 0


@pytest.mark.parametrize("limit", [1, 20, 100, 1000])
@exactly
async def test_a_limit_is_never_passed(limit: int) -> None:
    """In any second; and what may go does go."""
    sender = Sender(limit, 2 * limit)
    sender.go()
    await asyncio.sleep(3)
    assert sender.left == 0
    assert sender.within(1.0) <= limit * (1 + BURST) + 1
    assert sender.sent[-1] - sender.sent[0] >= 2 - 2 / limit - BURST


@exactly
async def test_what_was_not_used_does_not_gather() -> None:
    """After an hour of silence there is no burst."""
    sender = Sender(10, 1)
    sender.go()
    await asyncio.sleep(600)
    sender.left = 10
    sender.go()
    assert len(sender.sent) == 2


@exactly
async def test_after_too_fast_comes_a_pause_then_half_of_the_pace_then_more_until_nobody_waits() -> None:
    """It was 40 a second."""
    sender = Sender(0, 90)
    now = asyncio.get_running_loop().time()
    sender.pace.slow_down(40, still=False)
    sender.go()
    assert sender.sent == []
    await asyncio.sleep(PAUSE + STEP - NEAR)
    assert sender.sent[0] - now == pytest.approx(PAUSE, abs=NEAR)
    assert len(sender.sent) == 20
    before = len(sender.sent)
    await asyncio.sleep(STEP)
    assert len(sender.sent) - before == 20 * FASTER
    await asyncio.sleep(10 * STEP)
    assert sender.left == 0
    assert not sender.pace.limited


@exactly
async def test_a_pace_that_holds_nobody_back_is_free_at_the_next_step() -> None:
    """There is nothing to find out."""
    sender = Sender(0, 0)
    sender.pace.slow_down(100, still=False)
    assert sender.pace.limited
    await asyncio.sleep(PAUSE + STEP + NEAR)
    assert not sender.pace.limited


@exactly
async def test_it_grows_back_to_its_limit_and_no_further() -> None:
    """That was set by an engineer."""
    sender = Sender(10, 1000)
    sender.pace.slow_down(1000, still=False)
    sender.go()
    await asyncio.sleep(PAUSE + 10 * STEP)
    sender.sent.clear()
    await asyncio.sleep(2)
    assert sender.within(1.0 - NEAR) == 10


@exactly
async def test_too_fast_while_slow_halves_it_again_but_it_never_stands_still() -> None:
    """However fast it was measured to be."""
    sender = Sender(0, 10)
    for _ in range(20):
        sender.pace.slow_down(1000, still=False)
    sender.go()
    await asyncio.sleep(PAUSE + STEP + NEAR)
    assert [late - early for early, late in pairwise(sender.sent)] == [pytest.approx(1 / SLOWEST, abs=NEAR)]


@exactly
async def test_pauses_grow_while_the_smsc_takes_nothing() -> None:
    """To half a minute, and begin anew when it has taken something."""
    sender, waited = Sender(0, 0), list[float]()
    for still in (False, *[True] * 6, False):
        before = asyncio.get_running_loop().time()
        sender.pace.slow_down(100, still=still)
        sender.left = 1
        sender.empty.clear()
        sender.go()
        await sender.empty.wait()
        waited.append(asyncio.get_running_loop().time() - before)
    assert waited == [pytest.approx(pause, abs=NEAR) for pause in (1, 2, 4, 8, 16, LONGEST_PAUSE, LONGEST_PAUSE, 1)]


@exactly
async def test_when_the_connection_is_gone_nothing_comes_of_it() -> None:
    """Nobody is called."""
    sender = Sender(0, 1)
    sender.pace.slow_down(100, still=False)
    sender.go()
    sender.pace.stop()
    Sender(0, 0).pace.stop()
    await asyncio.sleep(10)
    assert sender.sent == []
