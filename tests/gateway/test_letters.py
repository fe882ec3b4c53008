"""Dead letters on their way to a grave and back."""

import pytest

from dialogs.effects import Say
from smpp.pdus import SubmitSm, reply
from smpp.statuses import Status
from state.connection import in_memory
from state.graveyard import Graveyard
from state.store import Store
from tests.gateway.counting import counted
from tests.gateway.message_centre import ANNA, deliver, message_centre
from tests.gateway.serving import CODEC, Operator, dead_letters, emptied, queue_of, serving
from tests.gateway.stores import entry, queue, said
from tests.gateway.turning import known
from tests.gateway.virtual import virtually


@pytest.mark.parametrize(("status", "reason"), [(Status.RINVDSTADR, "permanent"), (0x410, "permanent")])
@virtually
async def test_a_letter_says_what_the_smsc_said(status: int, reason: str) -> None:
    """And letters are counted by reason."""
    redis, before = in_memory(), counted("pomoshnik_dead_letters_total", reason=reason)
    async with message_centre() as centre:
        centre.answer = lambda request: reply(request, status if isinstance(request, SubmitSm) else 0)
        async with serving(store := Store(redis, "alpha"), centre.address(), operator=Operator()):
            await (await centre.bound()).ask(deliver("помощь")[0])
            [letter] = await dead_letters(redis)
            await emptied(store)
    assert (letter.reason, letter.status, letter.tries) == (reason, status, 1)
    assert CODEC.queued(letter.what).number == ANNA
    assert counted("pomoshnik_dead_letters_total", reason=reason) == before + 1


@virtually
async def test_what_goes_again_survives_the_gateway_that_took_it() -> None:
    """It had adopted it, and its SMSC had not answered: the next gateway sends it, and then nobody."""
    redis, effect = in_memory(), CODEC.queued_bytes
    async with message_centre() as centre:
        await Store(redis, "").dead(b"a letter")
        [(id, _)] = await Graveyard(redis).page()
        assert await Graveyard(redis).revive(id, effect(entry(Say("Баланс"), centre.address().name)))
        centre.answer = lambda request: None if isinstance(request, SubmitSm) else reply(request)
        async with serving(first := Store(redis, "alpha"), centre.address(), operator=Operator()):
            assert await centre.text() == "Баланс"
            assert len(await queue_of(first)) == 1
        centre.answer = reply
        async with serving(second := Store(redis, "beta"), centre.address(), operator=Operator()):
            assert await centre.text() == "Баланс"
            await emptied(second)
        assert centre.submits.empty()
        assert await queue_of(first) == []


@virtually
async def test_a_queue_of_screens_is_read_whole_though_they_are_looked_at() -> None:
    """What follows them in the queue goes on meanwhile."""
    redis = in_memory()
    async with message_centre() as centre:
        store = await known(Store(redis, "alpha"), ANNA)
        name = centre.address().name
        await queue(store, CODEC.queued_bytes(entry(Say("1", screen=1), name)), *said(["2", "3"], name))
        async with serving(store := Store(redis, "alpha"), centre.address(), operator=Operator()):
            assert [await centre.text() for _ in range(3)] == ["1", "2", "3"]
            await emptied(store)
