"""Events go to all who watch, and nobody who is slow holds them up."""

import asyncio

import msgspec
import pytest

from simulator.events import Event, SmsArrived
from simulator.feed import Feed, TooManyWatchers
from simulator.phones import Sms

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
