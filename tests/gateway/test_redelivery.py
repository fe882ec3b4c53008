"""What the SMSC brings again is served once; what somebody writes again is served again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from msgspec.structs import replace
from redis.asyncio import Redis

from gateway.address import parse
from gateway.clock import Clock
from gateway.connection import PROOF
from gateway.metrics import REGISTRY
from gateway.proofs import REMEMBERED, Proofs
from gateway.records import Delivery
from gateway.redelivery import MOST_UNPROVEN, PATIENCE, TOO_LATE
from smpp.codec import encode
from smpp.pdus import DeliverSm
from smpp.statuses import Status
from state.batch import Entry
from state.connection import in_memory
from state.errors import Unreachable
from state.store import Store
from tests.gateway.message_centre import ANNA, BORIS, MessageCentre, Peer, deliver, message_centre
from tests.gateway.serving import Operator, Running, serving
from tests.gateway.stores import Hanging
from tests.gateway.turning import known
from tests.gateway.virtual import virtually

[HELP] = deliver("помощь")
LONG = deliver("помощь" + " " * 100)
PROVEN = 3 * PROOF
"""Seconds in which an answer is proven and others hear of it."""


@asynccontextmanager
async def bound(
    centre: MessageCentre, store: Store | None = None, links: int = 1
) -> AsyncIterator[tuple[Running, list[Peer]]]:
    """A gateway bound to the SMSC by so many links; they come back if they are lost."""
    names = ("127.0.0.1", "localhost")[:links]
    addresses = [parse(f"smpp://esme:secret@{name}:{centre.port}") for name in names]
    async with serving(store or Store(in_memory(), "alpha"), *addresses, operator=Operator()) as running:
        yield running, [await centre.bound() for _ in names]


async def unheard(peer: Peer, *pdus: DeliverSm) -> None:
    """Bring these; they are answered, and the answers are not read."""
    for pdu in pdus:
        peer.send(pdu)
    peer.deaf = True
    await asyncio.sleep(PROOF / 2)
    assert peer.missed


async def replies(centre: MessageCentre) -> int:
    """How many came, when all is quiet; the link is tried again within seconds."""
    await asyncio.sleep(30)
    count = 0
    while not centre.submits.empty():
        centre.submits.get_nowait()
        count += 1
    return count


def recognised() -> float:
    """How many were counted so far."""
    return REGISTRY.get_sample_value("pomoshnik_redelivered_total") or 0


async def acknowledged(peer: Peer, *pdus: DeliverSm) -> None:
    """Bring these, all at once."""
    responses = await asyncio.gather(*map(peer.ask, pdus))
    assert [response.status for response in responses] == [0] * len(pdus)


# One link after another


@virtually
async def test_a_message_whose_answer_was_lost_with_the_link_is_served_once() -> None:
    """However often it is brought then, each time on another link."""
    before = recognised()
    async with message_centre() as centre, bound(centre) as (_, [peer]):
        for _ in range(2):
            await unheard(peer, HELP)
            peer.abort()
            peer = await centre.bound()
        await acknowledged(peer, HELP)
        assert await replies(centre) == 1
    assert recognised() == before + 2


@virtually
async def test_who_writes_the_same_twice_is_served_twice() -> None:
    """On one link nothing is brought again."""
    async with message_centre() as centre, bound(centre) as (_, [peer]):
        await acknowledged(peer, HELP, HELP)
        await acknowledged(peer, HELP)
        assert await replies(centre) == 3


@virtually
async def test_two_alike_that_are_brought_again_are_two() -> None:
    """And a third, which somebody wrote meanwhile, is a third."""
    async with message_centre() as centre, bound(centre) as (_, [peer]):
        await unheard(peer, HELP, HELP)
        peer.abort()
        peer = await centre.bound()
        await acknowledged(peer, HELP, HELP, HELP)
        assert await replies(centre) == 3


@virtually
async def test_who_writes_the_same_after_a_message_that_came_again_is_served_again() -> None:
    """Also on a third link, once the answer to that is proven."""
    async with message_centre() as centre, bound(centre) as (_, [peer]):
        await unheard(peer, HELP)
        peer.abort()
        peer = await centre.bound()
        await acknowledged(peer, HELP)
        await acknowledged(peer, HELP)
        await asyncio.sleep(PROVEN)
        peer.abort()
        await acknowledged(await centre.bound(), HELP)
        assert await replies(centre) == 3


@pytest.mark.parametrize("restarted", [False, True])
@virtually
async def test_who_writes_the_same_when_the_first_is_proven_is_served_twice(restarted: bool) -> None:
    """The link was lost meanwhile, and perhaps the gateway with it."""
    redis = in_memory()
    async with message_centre() as centre:
        async with bound(centre, Store(redis, "alpha")) as (_, [peer]):
            await acknowledged(peer, HELP)
            await asyncio.sleep(PROVEN)
            peer.abort()
            if not restarted:
                await acknowledged(await centre.bound(), HELP)
        if restarted:
            async with bound(centre, Store(redis, "alpha")) as (_, [peer]):
                await acknowledged(peer, HELP)
                assert await replies(centre) == 2
        else:
            assert await replies(centre) == 2


@virtually
async def test_after_a_stop_in_good_order_nothing_counts_as_brought_again() -> None:
    """The SMSC has answered our goodbye, so it has read all before."""
    redis = in_memory()
    async with message_centre() as centre:
        async with bound(centre, Store(redis, "alpha")) as (_, [peer]):
            await acknowledged(peer, HELP)
        async with bound(centre, Store(redis, "alpha")) as (_, [peer]):
            await acknowledged(peer, HELP)
            assert await replies(centre) == 2


@virtually
async def test_what_was_lost_long_ago_is_forgotten() -> None:
    """After 15 minutes the same is something new."""
    async with message_centre() as centre, bound(centre) as (running, [peer]):
        await unheard(peer, HELP)
        peer.abort()
        peer = await centre.bound()
        running.clock.advance(REMEMBERED - 60)
        await acknowledged(peer, HELP)
        assert await replies(centre) == 1
        await unheard(peer, HELP)
        peer.abort()
        peer = await centre.bound()
        running.clock.advance(REMEMBERED + 60)
        await acknowledged(peer, HELP)
        assert await replies(centre) == 2


@virtually
async def test_of_more_than_eight_unproven_messages_the_newest_are_recognised() -> None:
    """The first one is served twice."""
    messages = [deliver(f"помощь {index}")[0] for index in range(MOST_UNPROVEN + 1)]
    store = await known(Store(in_memory(), "alpha"), ANNA)
    async with message_centre() as centre, bound(centre, store) as (_, [peer]):
        await unheard(peer, *messages)
        peer.abort()
        peer = await centre.bound()
        await acknowledged(peer, *messages[1:])
        assert await replies(centre) == len(messages)
        await acknowledged(peer, messages[0])
        assert await replies(centre) == 1


@virtually
async def test_the_first_may_still_wait_when_its_link_dies_and_it_comes_again() -> None:
    """What came on a link that is gone is left to the SMSC; it is served once."""
    store = Hanging(in_memory(), "alpha")
    async with message_centre() as centre, bound(centre, store, links=2) as (_, [peer, other]):
        waiting = peer.send(deliver("помощь", BORIS)[0])
        await store.asked.wait()
        lost = other.send(HELP)
        await asyncio.sleep(1)
        other.abort()
        again = peer.send(HELP)
        await asyncio.sleep(1)
        store.go_on.set()
        assert [response and response.status for response in [await waiting, await lost, await again]] == [0, None, 0]
        assert await replies(centre) == 2


@virtually
async def test_what_waited_too_long_for_its_turn_is_left_to_the_smsc() -> None:
    """Its link may be dead without our knowledge, and another gateway may have served it; else it comes again."""
    store = Hanging(in_memory(), "alpha")
    async with message_centre() as centre, bound(centre, store) as (running, [peer]):
        timely = peer.send(deliver("помощь", BORIS)[0])
        await store.asked.wait()
        late = peer.send(HELP)
        await asyncio.sleep(1)
        running.clock.advance(TOO_LATE + 1)
        store.go_on.set()
        assert [response and response.status for response in [await timely, await late]] == [0, Status.RMSGQFUL]
        await acknowledged(peer, HELP)
        assert await replies(centre) == 2


# Several links at once, and several gateways


@virtually
async def test_the_same_on_another_link_waits_for_proof_and_nobody_else_does() -> None:
    """It is served when the first is proven, and what was written after it follows."""
    async with message_centre() as centre, bound(centre, links=2) as (_, [peer, other]):
        await unheard(peer, HELP)
        second = other.send(HELP)
        third = other.send(deliver("баланс")[0])
        await acknowledged(other, deliver("помощь", BORIS)[0])
        assert not second.done()
        peer.hear()
        await asyncio.sleep(PROVEN)
        assert [response and response.status for response in [await second, await third]] == [0, 0]
        assert await replies(centre) == 4


@virtually
async def test_who_waits_for_proof_does_not_keep_others_from_theirs() -> None:
    """Boris's waits for a link that says nothing any more; Anna's answers came over one that does."""
    before = recognised()
    async with message_centre() as centre, bound(centre, links=2) as (running, [peer, silent]):
        await unheard(silent, *deliver("помощь", BORIS))
        peer.send(*deliver("помощь", BORIS))
        await acknowledged(peer, HELP)
        silent.send(HELP)
        await asyncio.sleep(PATIENCE + 2 * PROOF)
        assert [row.received for row in running.gateway.smscs.rows()] == [2, 2]
    assert recognised() == before + 1


@virtually
async def test_who_waits_for_proof_under_the_sequence_number_of_another() -> None:
    """That one is answered, and nobody can tell the two answers apart; the link lives on."""
    async with message_centre() as centre, bound(centre, links=2) as (_, [peer, other]):
        await unheard(peer, HELP)
        other.write(encode(HELP, 500) + encode(deliver("помощь", BORIS)[0], 500))
        await asyncio.sleep(1)
        peer.hear()
        assert await replies(centre) == 3
        await acknowledged(other, HELP)


@virtually
async def test_without_proof_the_same_on_another_link_is_the_same() -> None:
    """After 6 seconds, for an SMSC that has given a link up may well keep it open."""
    async with message_centre() as centre, bound(centre, links=2) as (_, [peer, other]):
        await unheard(peer, HELP)
        begun = asyncio.get_running_loop().time()
        await acknowledged(other, HELP)
        assert asyncio.get_running_loop().time() - begun > PATIENCE - 0.5
        peer.abort()
        assert await replies(centre) == 1


@virtually
async def test_what_waits_for_proof_is_known_at_once_when_the_link_dies() -> None:
    """Then there will be none."""
    async with message_centre() as centre, bound(centre, links=2) as (_, [peer, other]):
        await unheard(peer, HELP)
        again = other.send(HELP)
        await asyncio.sleep(1)
        assert not again.done()
        begun = asyncio.get_running_loop().time()
        peer.abort()
        assert await again is not None
        assert asyncio.get_running_loop().time() - begun < PATIENCE / 2
        assert await replies(centre) == 1


@pytest.mark.parametrize("name", ["alpha", "beta"])
@virtually
async def test_what_a_dead_gateway_answered_in_vain_is_not_served_by_the_next(name: str) -> None:
    """Of the same name or another; the reply is sent by whoever gets the queue."""
    redis = in_memory()
    async with message_centre() as centre:
        async with bound(centre, Store(redis, "alpha")) as (_, [peer]):
            await unheard(peer, HELP)
        async with bound(centre, Store(redis, name)) as (_, [peer]):
            await acknowledged(peer, HELP)
            assert await replies(centre) == 1


@pytest.mark.parametrize("proven", [False, True])
@virtually
async def test_another_gateway_hears_what_is_proven_from_one_that_lives(proven: bool) -> None:
    """A message of which there is no proof for so long is one brought again."""
    redis = in_memory()
    async with (
        message_centre() as centre,
        bound(centre, Store(redis, "alpha")) as (_, [peer]),
        bound(centre, Store(redis, "beta")) as (_, [other]),
    ):
        if proven:
            await acknowledged(peer, HELP)
        else:
            await unheard(peer, HELP)
        await acknowledged(other, HELP)
        peer.abort()
        assert await replies(centre) == 1 + proven


class Reticent(Store):
    """A store that does not tell of other gateways while it is ``away``."""

    away = True

    async def leases(self) -> dict[str, tuple[str, str]]:
        """See Store."""
        if self.away:
            raise Unreachable("connection refused")
        return await super().leases()


async def test_what_redis_did_not_tell_of_another_gateway_is_asked_again() -> None:
    """Else nobody would ever learn what that has proven, and a real repetition be taken for a redelivery."""
    proofs = Proofs(store := Reticent(in_memory(), "alpha"), Clock())
    assert not proofs.final(of_another := Delivery("7.1", 1, b"", 0))
    with pytest.raises(Unreachable):
        await proofs.look()
    store.away = False
    await proofs.look()
    assert proofs.final(of_another)


@virtually
async def test_another_gateway_hears_at_once_that_a_message_which_came_again_is_proven_answered() -> None:
    """No reply proves that, so the SMSC is asked; who writes the same then is served, though we die soon."""
    redis = in_memory()
    async with (
        message_centre() as centre,
        bound(centre, Store(redis, "alpha")) as (_, [peer]),
        bound(centre, Store(redis, "beta")) as (_, [other]),
    ):
        await unheard(peer, HELP)
        peer.abort()
        peer = await centre.bound()
        await acknowledged(peer, HELP)
        begun = asyncio.get_running_loop().time()
        await acknowledged(other, HELP)
        assert asyncio.get_running_loop().time() - begun < PROOF / 2
        assert await replies(centre) == 2


@virtually
async def test_what_a_gateway_proved_before_it_died_is_known_when_its_queue_is_adopted() -> None:
    """A real second message is served by its heir."""
    redis = in_memory()
    async with message_centre() as centre:
        async with bound(centre, Store(redis, "alpha")) as (_, [peer]):
            await acknowledged(peer, HELP)
            await asyncio.sleep(PROVEN)
        async with bound(centre, heir := Store(redis, "beta")) as (_, [peer]):
            assert await replies(centre) == 1
            assert await heir.leases() == {}
            await acknowledged(peer, HELP)
            assert await replies(centre) == 1


# Long messages


@virtually
async def test_a_long_message_whose_answers_were_lost_is_served_once() -> None:
    """Each of its parts is recognised, and is no part of another message of the same reference."""
    before = recognised()
    async with message_centre() as centre, bound(centre) as (_, [peer]):
        await unheard(peer, *LONG)
        peer.abort()
        peer = await centre.bound()
        for part in LONG:
            await acknowledged(peer, part)
        assert await replies(centre) == 1
        assert recognised() == before + len(LONG)
        await acknowledged(peer, *deliver(" " * 100 + "баланс"))
        assert (await centre.text()).startswith("Баланс")


@virtually
async def test_parts_that_are_brought_again_before_the_others_come_are_one_message() -> None:
    """Some were answered in vain, by a gateway that is no more."""
    redis = in_memory()
    async with message_centre() as centre:
        async with bound(centre, Store(redis, "alpha")) as (_, [peer]):
            await unheard(peer, LONG[0])
        async with bound(centre, Store(redis, "alpha")) as (_, [peer]):
            await acknowledged(peer, *LONG)
            assert await replies(centre) == 1
            peer.abort()
            await acknowledged(await centre.bound(), *LONG)
            assert await replies(centre) == 1


@virtually
async def test_a_part_is_taken_though_the_record_of_its_number_cannot_be_read() -> None:
    """Its turn will find that out: an apology, and nothing is brought in vain."""
    store = await known(Store(in_memory(), "alpha"), ANNA)
    [loaded] = await store.load([ANNA])
    await store.commit([Entry(ANNA, loaded.version, b"no record")])
    async with message_centre() as centre, bound(centre, store) as (_, [peer]):
        await acknowledged(peer, *LONG)
        assert (await centre.text()).startswith("Не получилось.")


@virtually
async def test_a_part_on_another_link_waits_for_proof_too() -> None:
    """It is no part of another message of the same reference."""
    async with message_centre() as centre, bound(centre, links=2) as (_, [peer, other]):
        await unheard(peer, *LONG)
        begun = asyncio.get_running_loop().time()
        await acknowledged(other, LONG[0])
        assert asyncio.get_running_loop().time() - begun > PATIENCE - 0.5
        peer.abort()
        assert await replies(centre) == 1


@pytest.mark.parametrize("lost", [False, True])
@virtually
async def test_a_last_part_that_two_links_brought_is_answered_on_both(lost: bool) -> None:
    """When its turn is stored; if the first of them is lost before, the other brings it once more."""
    store = Hanging(in_memory(), "alpha")
    async with message_centre() as centre, bound(centre, store, links=2) as (_, [peer, other]):
        other.send(deliver("помощь", BORIS)[0])
        await store.asked.wait()
        await acknowledged(peer, LONG[0])
        messages = [peer.send(LONG[1]), other.send(LONG[1])]
        await asyncio.sleep(1)
        assert not any(message.done() for message in messages)
        if lost:
            peer.abort()
            await peer.closed
        store.go_on.set()
        statuses = [response and response.status for response in [await message for message in messages]]
        assert statuses == ([None, Status.RMSGQFUL] if lost else [0, 0])
        if lost:
            await acknowledged(other, LONG[1])
        assert await replies(centre) == 2


async def test_the_same_is_told_apart_by_its_octets(redis: Redis) -> None:
    """Not by what we make of them."""
    capital = deliver("ПОМОЩЬ")[0]
    another = replace(HELP, esm_class=0x80)
    async with message_centre() as centre, bound(centre, Store(redis, "alpha"), links=2) as (_, [peer, other]):
        await acknowledged(peer, HELP)
        await acknowledged(other, capital, another)
        for _ in range(3):
            assert (await centre.submit()).destination_addr == ANNA
