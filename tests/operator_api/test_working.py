"""Work beside the answers goes on."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from operator_api.errors import BooksAwayError
from operator_api.working import keep_working

Step = Callable[[], Awaitable[bool]]


def steps(*outcomes: bool | Exception) -> tuple[Step, asyncio.Event]:
    """A step that goes so and so, and then for ever; the event is set when it does."""
    left, over = iter(outcomes), asyncio.Event()

    async def step() -> bool:
        outcome = next(left, None)
        if isinstance(outcome, Exception):
            raise outcome
        if outcome is None:
            over.set()
            await asyncio.Event().wait()
        return bool(outcome)

    return step, over


async def test_work_goes_on_whatever_goes_wrong(caplog: pytest.LogCaptureFixture) -> None:
    """The log says what waits."""
    step, over = steps(True, BooksAwayError("locked"), ValueError("odd"), False)
    working = asyncio.create_task(keep_working(step, "letters", every=0))
    await over.wait()
    working.cancel()
    assert "letters wait: locked" in caplog.text
    assert "ValueError: odd" in caplog.text


async def test_who_is_woken_does_not_wait() -> None:
    """An hour would be too long."""
    step, over = steps(False)
    woken = asyncio.Event()
    working = asyncio.create_task(keep_working(step, "letters", every=3600, woken=woken))
    await asyncio.sleep(0)
    woken.set()
    await over.wait()
    working.cancel()


async def test_who_is_woken_and_cancelled_at_once_ends() -> None:
    """The server that stops waits for it."""
    step, _ = steps(False, False)
    woken = asyncio.Event()
    working = asyncio.create_task(keep_working(step, "letters", every=3600, woken=woken))
    await asyncio.sleep(0)
    woken.set()
    await asyncio.sleep(0)
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
