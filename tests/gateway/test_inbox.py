"""What waits for its turn."""

import asyncio
from functools import partial

import pytest
from msgspec.structs import replace

from dialogs.events import Text
from gateway.inbox import HELD, Arrival, Inbox
from gateway.records import Route
from operator_api.contract import Number
from state.batch import MOST_ENTRIES
from tests.gateway.virtual import virtually

ANNA, BORIS, CLARA = Number("79160000001"), Number("79160000002"), Number("79160000003")


def wrote(text: str) -> Arrival:
    """A text has arrived."""
    return Arrival(event=Text(at=0.0, text=text), route=Route("smsc", "111"))


def texts(batch: dict[Number, list[Arrival]]) -> dict[Number, list[str]]:
    """What each number wrote."""
    return {
        number: [arrival.event.text for arrival in arrivals if isinstance(arrival.event, Text)]
        for number, arrivals in batch.items()
    }


async def test_a_batch_is_all_that_has_gathered_by_number_and_in_order() -> None:
    """Numbers in the order in which they came first."""
    inbox = Inbox()
    for number, text in [(BORIS, "1"), (ANNA, "2"), (BORIS, "3")]:
        inbox.put(number, wrote(text))
    batch = await inbox.take()
    assert [*texts(batch).items()] == [(BORIS, ["1", "3"]), (ANNA, ["2"])]


async def test_what_is_put_back_comes_before_what_is_newer() -> None:
    """The order of a number is kept."""
    inbox = Inbox()
    inbox.put(ANNA, wrote("1"))
    taken = await inbox.take()
    inbox.put(ANNA, wrote("2"))
    inbox.put_back(ANNA, taken[ANNA])
    assert texts(await inbox.take()) == {ANNA: ["1", "2"]}


async def test_nothing_put_back_leaves_what_is_newer() -> None:
    """All of the old may have been refused."""
    inbox = Inbox()
    inbox.put(ANNA, wrote("2"))
    inbox.put_back(ANNA, [])
    inbox.put_back(BORIS, [])
    assert texts(await inbox.take()) == {ANNA: ["2"]}


@virtually
async def test_what_is_held_waits_a_moment_with_all_that_comes_after_it_and_nobody_else_does() -> None:
    """Also with what comes back from a batch before it."""
    inbox = Inbox()
    for number, text in [(ANNA, "3"), (BORIS, "1")]:
        inbox.put(number, wrote(text))
    taken = await inbox.take()
    inbox.put(ANNA, wrote("4"))
    for number, arrivals in taken.items():
        inbox.hold(number, arrivals)
    inbox.put(ANNA, wrote("5"))
    inbox.put_back(ANNA, [wrote("2")])
    inbox.put(CLARA, wrote("1"))
    begun = asyncio.get_running_loop().time()
    assert texts(await inbox.take()) == {CLARA: ["1"]}
    batch = texts(await inbox.take()) or texts(await inbox.take())
    assert batch == {ANNA: ["2", "3", "4", "5"], BORIS: ["1"]}
    assert asyncio.get_running_loop().time() - begun == pytest.approx(HELD, abs=0.1)


async def test_what_is_refused_is_gone_held_or_not() -> None:
    """But for what is ours to keep."""
    refused: list[str] = []
    inbox = Inbox()
    for number, text in [(ANNA, "1"), (BORIS, "2")]:
        inbox.put(number, replace(wrote(text), refuse=partial(refused.append, text)))
        inbox.put(number, wrote("ours"))
    inbox.hold(ANNA, [])
    inbox.put(CLARA, replace(wrote("3"), refuse=partial(refused.append, "3")))
    inbox.refuse()
    assert sorted(refused) == ["1", "2", "3"]
    assert texts(await inbox.take()) == {BORIS: ["ours"]}


async def test_a_batch_waits_until_there_is_something() -> None:
    """And for nothing else."""
    inbox = Inbox()
    taking = asyncio.create_task(inbox.take())
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.shield(taking), 0)
    inbox.put(ANNA, wrote("1"))
    assert texts(await taking) == {ANNA: ["1"]}


async def test_who_is_woken_may_find_nothing() -> None:
    """There are deletions to commit."""
    inbox = Inbox()
    inbox.wake()
    assert await inbox.take() == {}


async def test_a_batch_holds_so_many_numbers_and_the_next_one_the_rest() -> None:
    """The oldest first, none lost."""
    inbox = Inbox()
    numbers = [Number(str(79160000000 + index)) for index in range(MOST_ENTRIES + 3)]
    for number in numbers:
        inbox.put(number, wrote("1"))
    assert [*await inbox.take()] == numbers[:MOST_ENTRIES]
    assert [*await inbox.take()] == numbers[MOST_ENTRIES:]
