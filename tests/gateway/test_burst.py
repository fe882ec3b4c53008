"""More than there is room for, all at once: what is held of it has a bound, and the rest stays with the SMSC."""

import asyncio
from collections import Counter

from gateway.clock import Clock
from gateway.connection import MOST_UNANSWERED
from smpp.statuses import Status
from state.connection import in_memory
from tests.gateway.message_centre import ANNA, Peer, deliver, message_centre, taken
from tests.gateway.serving import Operator, serving
from tests.gateway.stores import Hanging
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
    store, clock = Hanging(in_memory(), "alpha"), Clock(asyncio.get_running_loop().time)
    async with message_centre() as centre, serving(store, centre.address(), operator=Operator(), clock=clock):
        peer = await centre.bound()
        statuses = write(peer, "помощь", BURST)
        await asyncio.wait(statuses[MOST_UNANSWERED:])
        assert not any(status.done() for status in statuses[:MOST_UNANSWERED])
        store.go_on.set()
        counted = Counter(await asyncio.gather(*statuses))
        assert counted == {Status.ROK: MOST_UNANSWERED, Status.RMSGQFUL: BURST - MOST_UNANSWERED}
        await taken(peer, "помощь")
