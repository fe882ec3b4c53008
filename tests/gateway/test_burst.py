"""More than there is room for, all at once: what is held of it has a bound, and the rest stays with the SMSC."""

import asyncio
from collections import Counter

from dialogs.effects import Ask
from gateway.connection import MOST_UNANSWERED
from gateway.performer import MOST_UNDER_WAY
from gateway.questions import MOST_AT_ONCE
from operator_api.contract import GetAccount, Number, Profile
from smpp.statuses import Status
from state.connection import in_memory
from state.store import Store
from tests.gateway.message_centre import ANNA, Peer, deliver, message_centre, taken
from tests.gateway.serving import CODEC, Operator, serving
from tests.gateway.stores import Hanging, entry, queue
from tests.gateway.turning import known
from tests.gateway.virtual import virtually

BURST = MOST_UNANSWERED + 200


def write(peer: Peer, text: str, count: int) -> "list[asyncio.Future[int]]":
    """So many numbers write at once; the statuses that each will get."""
    return [asyncio.ensure_future(status(peer, text, str(int(ANNA) + index))) for index in range(count)]


async def status(peer: Peer, text: str, number: str) -> int:
    """Of the response."""
    response = await peer.send(deliver(text, number)[0])
    assert response
    return response.status


@virtually
async def test_while_redis_is_slow_so_many_messages_of_a_link_wait_and_the_rest_is_refused() -> None:
    """Those that wait are acknowledged when Redis has stored them, and then there is room again."""
    store = Hanging(in_memory(), "alpha")
    async with message_centre() as centre, serving(store, centre.address(), operator=Operator()):
        peer = await centre.bound()
        statuses = write(peer, "помощь", BURST)
        await asyncio.wait(statuses[MOST_UNANSWERED:])
        assert not any(status.done() for status in statuses[:MOST_UNANSWERED])
        store.go_on.set()
        counted = Counter(await asyncio.gather(*statuses))
        assert counted == {Status.ROK: MOST_UNANSWERED, Status.RMSGQFUL: BURST - MOST_UNANSWERED}
        await taken(peer, "помощь")


@virtually
async def test_while_the_operator_is_silent_so_many_questions_wait_and_the_rest_is_refused() -> None:
    """And of those that wait so many have been put to it."""
    operator, store = Operator(), await known(Store(in_memory(), "alpha"), ANNA)
    operator.open.clear()
    ask = Ask(GetAccount(Number(ANNA)), serial=1, deadline=1e12, profile=Profile())
    await queue(store, *[CODEC.queued_bytes(entry(ask))] * (MOST_UNDER_WAY - 100))
    async with message_centre() as centre, serving(store, centre.address(), operator=operator):
        peer = await centre.bound()
        assert Counter(await asyncio.gather(*write(peer, "баланс", 150))) == {Status.ROK: 150}
        assert Counter(await asyncio.gather(*write(peer, "баланс", 150))) == {Status.RMSGQFUL: 150}
        assert len(operator.asked) == MOST_AT_ONCE
