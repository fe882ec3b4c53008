"""Events go to all who watch, and nobody who is slow holds them up."""

import asyncio

import msgspec
import pytest

from simulator.events import Event, Passed, SmsArrived
from simulator.phones import Sms
from simulator.watching.feed import Feed, TooManyWatchers
from simulator.watching.sample import Sample
from tests.simulator.esme import TIMEOUT

ARRIVED = SmsArrived("7916", Sms("111", "Привет", 1, "UCS-2", 1.5))


async def test_every_watcher_gets_every_event() -> None:
    """Two watch, both see; an event names its type."""
    feed = Feed()
    with feed.watch() as one, feed.watch() as two:
        feed.publish(ARRIVED)
        seen = [one.get_nowait() or b"", two.get_nowait() or b""]
    assert [msgspec.json.decode(data, type=Event) for data in seen] == [ARRIVED, ARRIVED]
    assert b'"type":"sms"' in seen[0]


async def test_who_has_left_is_not_watched_for() -> None:
    """After the last watcher nobody watches."""
    feed = Feed()
    with feed.watch():
        assert feed.watched
    assert not feed.watched


async def test_a_slow_watcher_is_dismissed() -> None:
    """Who falls behind by more than the limit gets the end, not a gap without notice."""
    feed = Feed(limit=2)
    with feed.watch() as slow:
        for _ in range(3):
            feed.publish(ARRIVED)
        assert not feed.watched
        assert [slow.get_nowait(), slow.get_nowait()][-1] is None


async def test_watchers_have_a_limit() -> None:
    """One too many is refused; when one leaves there is room again."""
    feed = Feed(watchers=1)
    with feed.watch(), pytest.raises(TooManyWatchers), feed.watch():
        pass
    with feed.watch():
        assert feed.watched


async def test_the_end_reaches_those_who_wait() -> None:
    """Closing wakes a watcher."""
    feed = Feed()
    with feed.watch() as watcher:
        waiting = asyncio.ensure_future(watcher.get())
        feed.close()
        assert await waiting is None


@pytest.mark.parametrize(
    ("a_second", "shown"),
    [
        (5, 50),  # of few, all
        (10, 100),
        (1000, 110),  # the budget of ten seconds, and what a quiet second before them left over
    ],
)
def test_a_sample_keeps_to_its_budget(a_second: int, shown: int) -> None:
    """So many PDUs a second, for ten seconds, with a budget of ten."""
    sample = Sample(budget=10)
    takes = [sample.takes(1000 + number / a_second) for number in range(10 * a_second)]
    assert sum(takes) == pytest.approx(shown, abs=1)
    assert sample.told() == (10 * a_second, sum(takes))
    assert sample.told() == (0, 0)


def test_a_sample_survives_a_clock_that_is_set_back() -> None:
    """An hour back is no time passed, and not an hour without a sample."""
    sample = Sample(budget=2)
    assert [sample.takes(at) for at in (5000.0, 1400.0, 1400.1, 1401.0)] == [True, True, False, True]


async def test_watchers_are_told_of_pdus_that_they_are_not_shown() -> None:
    """Within half a second, how many passed; when all were shown, nothing."""
    feed = Feed(sample=Sample(budget=2))
    with feed.watch() as watcher:
        assert [feed.takes_pdu(1.0) for _ in range(5)] == [True, True, False, False, False]
        async with asyncio.timeout(TIMEOUT):
            assert msgspec.json.decode(await watcher.get() or b"", type=Event) == Passed(5, 2)


async def test_messages_are_never_left_out() -> None:
    """However little the sample takes, each SMS arrives."""
    feed = Feed(sample=Sample(budget=1))
    with feed.watch() as watcher:
        for _ in range(20):
            feed.takes_pdu(1.0)
            feed.publish(ARRIVED)
        assert watcher.qsize() == 20
    feed.close()
