"""What goes wrong again and again does not fill the log, and its end is told."""

import asyncio
import logging
from collections.abc import Mapping, Sequence

import pytest

from gateway.heart import BEAT
from gateway.trouble import AGAIN, Trouble
from state.batch import Committed, Entry
from state.connection import in_memory
from state.errors import Lost, Unavailable
from state.store import Store
from tests.gateway.fake_smsc import Taker
from tests.gateway.message_centre import ANNA, message_centre
from tests.gateway.serving import Operator, serving
from tests.gateway.test_heart import Watched
from tests.gateway.turning import known, turning
from tests.gateway.virtual import virtually


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was told."""
    return [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]


@virtually
async def test_trouble_is_told_when_it_begins_or_changes_each_minute_and_when_it_is_over(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Who is well has nothing to tell."""
    trouble = Trouble(logging.getLogger(), "no luck")
    trouble.over()
    for _ in range(130):
        trouble.now(Lost("rain"))
        await asyncio.sleep(1)
    trouble.now(Lost("snow"))
    trouble.over()
    trouble.over()
    assert warnings(caplog) == ["no luck: rain"] * 3 + ["no luck: snow", "no luck: over after 130 s"]


@virtually
async def test_trouble_that_comes_and_goes_is_told_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    """With its end."""
    trouble = Trouble(logging.getLogger(), "no luck")
    for second in range(130):
        trouble.now(Lost(f"rain: for the {second}th time"))
        trouble.over()
        await asyncio.sleep(1)
    assert [line.partition(" for")[0] for line in warnings(caplog)] == ["no luck: rain:", "no luck: over after 0 s"] * 3


@virtually
async def test_what_lasts_is_told_though_the_same_was_told_just_before(caplog: pytest.LogCaptureFixture) -> None:
    """It is not what comes and goes."""
    trouble = Trouble(logging.getLogger(), "no luck")
    for seconds in (1, 20):
        for _ in range(seconds):
            trouble.now(Lost("rain"))
            await asyncio.sleep(1)
        trouble.over()
    assert warnings(caplog) == ["no luck: rain", "no luck: over after 1 s", "no luck: rain", "no luck: over after 20 s"]


@virtually
async def test_a_redis_that_is_away_for_long_is_no_line_a_second(caplog: pytest.LogCaptureFixture) -> None:
    """And that it is there again can be read."""
    store = Watched(in_memory(), "alpha")
    async with message_centre() as centre, serving(store, centre.address(), operator=Operator()):
        await centre.bound()
        store.faint = True
        await asyncio.sleep(AGAIN / 2)
        store.faint = False
        await asyncio.sleep(2 * BEAT)
    told = [line for line in warnings(caplog) if "heartbeat" in line]
    assert told == ["no heartbeat: no answer", "no heartbeat: over after 29 s"]


class Full(Store):
    """A store that takes deletions alone while it is ``full``."""

    full = False

    async def commit(
        self, entries: Sequence[Entry], deletions: Sequence[str] = (), acked: Mapping[str, str] | None = None
    ) -> Committed:
        """See Store."""
        if self.full and entries:
            raise Unavailable("OOM")
        return await super().commit(entries, deletions, acked)


@virtually
async def test_a_full_redis_is_no_line_for_each_batch_though_it_takes_deletions(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It is over when something is stored."""
    store = await known(Full(in_memory(), "alpha"), ANNA)
    store.full = True
    async with turning(store, Taker()) as core:
        acknowledged = core.write(ANNA, "помощь")
        await asyncio.sleep(AGAIN / 2)
        store.full = False
        await acknowledged.wait()
    full, over = warnings(caplog)
    assert full == "nothing is acknowledged: OOM"
    assert over.startswith("nothing is acknowledged: over after ")
