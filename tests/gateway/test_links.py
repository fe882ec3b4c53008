"""Links to an SMSC, on real connections: how they begin, get lost and end."""

import asyncio
from collections.abc import Callable
from itertools import islice, pairwise

import pytest

from gateway.metrics import REGISTRY
from gateway.pauses import pauses
from smpp.parts import piece_of
from smpp.pdus import (
    Bind,
    BindReceiver,
    BindTransceiver,
    BindTransmitter,
    EnquireLink,
    EnquireLinkResp,
    Pdu,
    SubmitSm,
    reply,
)
from smpp.statuses import Status
from tests.gateway.linked import linked, send
from tests.gateway.message_centre import MessageCentre, Peer, deliver, message_centre, welcome
from tests.gateway.virtual import virtually


def refuse(status: int, times: int) -> tuple[list[float], MessageCentre]:
    """An SMSC that refuses so many binds; the times of all."""
    centre, times_bound = MessageCentre(), list[float]()

    def answer(request: Pdu) -> Pdu | None:
        if isinstance(request, Bind):
            times_bound.append(asyncio.get_running_loop().time())
            return reply(request, status if len(times_bound) <= times else 0)
        return reply(request)

    centre.answer = answer
    return times_bound, centre


# The bind


@virtually
async def test_a_transceiver_is_bound_with_what_the_address_says() -> None:
    """One connection for both directions."""
    async with message_centre() as centre, linked(centre, "system_type=CMT&address_range=111") as (smsc, _):
        bind = (await centre.bound()).bind
        assert isinstance(bind, BindTransceiver)
        assert (bind.system_id, bind.password, bind.system_type) == ("esme", "secret", "CMT")
        assert (bind.address_range, bind.interface_version) == ("111", 0x34)
        await centre.peers[0].ask(EnquireLink())
        assert len(smsc.links) == 1


@virtually
async def test_where_transceivers_are_forbidden_there_are_two_links() -> None:
    """Messages come by the one and leave by the other."""
    async with message_centre() as centre, linked(centre, "bind=tx-rx") as (smsc, desk):
        peers = {type(peer.bind): peer for peer in [await centre.bound(), await centre.bound()]}
        receiving = peers[BindReceiver].send(deliver("баланс")[0])
        assert piece_of(await desk.acknowledge()).data == "баланс".encode("utf-16-be")
        assert (await asyncio.wait_for(receiving, 1)) is not None
        over = send(smsc, "Баланс: 1 руб.")
        assert (await centre.submits.get())[0] is peers[BindTransmitter]
        assert (await over).failed == []


@virtually
async def test_a_refused_bind_is_tried_again_with_growing_pauses(caplog: pytest.LogCaptureFixture) -> None:
    """Each is at most twice the last; the log says why once, and not the password."""
    times, refusing = refuse(Status.RBINDFAIL, 4)
    async with message_centre() as centre:
        centre.answer = refusing.answer
        async with linked(centre) as (smsc, _):
            for _ in range(5):
                peer = await centre.bound()
            await peer.ask(EnquireLink())
            assert len(smsc.links) == 1
    waited = [late - early for early, late in pairwise(times)]
    for pause, nominal in zip(waited, [1, 2, 4, 8], strict=True):
        assert nominal / 2 - 0.1 <= pause <= nominal + 0.1
    assert [record.levelname for record in caplog.records if "bind refused: Bind Failed" in record.message] == ["ERROR"]
    assert "secret" not in caplog.text
    assert counted_refusals(centre) == {"0x0D": 4}


def counted_refusals(centre: MessageCentre) -> dict[str, float]:
    """What the metrics tell, by status."""
    [family] = [metric for metric in REGISTRY.collect() if metric.name == "pomoshnik_binds_refused"]
    ours = [sample for sample in family.samples if sample.labels["smsc"] == centre.address().name]
    return {sample.labels["status"]: sample.value for sample in ours if sample.name.endswith("_total")}


@pytest.mark.parametrize("status", [Status.RINVPASWD, Status.RINVSYSID, Status.RINVSYSTYP])
@virtually
async def test_a_bind_refused_for_what_we_are_is_tried_again_slowly(status: Status) -> None:
    """Else the account may be locked; once it is put right, it is found out within ten minutes."""
    times, refusing = refuse(status, 3)
    async with message_centre() as centre:
        centre.answer = refusing.answer
        async with linked(centre) as (smsc, _), asyncio.timeout(1900):
            while not smsc.links:
                await centre.binds.get()
                await asyncio.sleep(0.1)
    assert all(299 <= late - early <= 605 for early, late in pairwise(times))
    assert len(times) == 4


@virtually
async def test_who_is_bound_already_waits_longer_and_longer() -> None:
    """At first the other may just be leaving; later up to what an SMSC takes to find out that a link is dead."""
    times, refusing = refuse(Status.RALYBND, 11)
    async with message_centre() as centre:
        centre.answer = refusing.answer
        async with linked(centre), asyncio.timeout(3000):
            for _ in range(12):
                await centre.binds.get()
    waited = [late - early for early, late in pairwise(times)]
    nominal = [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    assert all(most / 2 - 0.1 <= pause <= most + 2 for pause, most in zip(waited, nominal, strict=True))


def test_pauses_grow_to_a_minute_and_differ_by_chance() -> None:
    """So that links do not come back in step."""
    nominal = [1, 2, 4, 8, 16, 32, 60, 60]
    for pause, longest in zip(islice(pauses(), 8), nominal, strict=True):
        assert longest / 2 <= pause <= longest
    assert [*islice(pauses(), 8)] != [*islice(pauses(), 8)]


@virtually
async def test_an_smsc_that_is_not_there_is_tried_until_it_is(caplog: pytest.LogCaptureFixture) -> None:
    """It says so in the log."""
    async with message_centre() as gone:
        pass
    async with linked(gone) as (smsc, _):
        await asyncio.sleep(10)
        assert smsc.links == []
    assert f"{smsc.address.name}: no connection" in caplog.text


@virtually
async def test_a_bind_without_an_answer_is_given_up_and_tried_again() -> None:
    """After 10 seconds."""
    async with message_centre() as centre:
        centre.answer = lambda request: None
        async with linked(centre):
            first = await centre.bound()
            centre.answer = welcome
            second = await asyncio.wait_for(centre.binds.get(), 12)
            assert first.closed.done()
            assert isinstance(await second.ask(EnquireLink()), EnquireLinkResp)


# The loss


@pytest.mark.parametrize("end", [Peer.abort, Peer.unbind])
@virtually
async def test_a_lost_link_is_bound_again(end: Callable[[Peer], None]) -> None:
    """Whether the SMSC said goodbye or not; what waits goes on the new one."""
    async with message_centre() as centre, linked(centre) as (smsc, _):
        end(await centre.bound())
        await asyncio.sleep(0.1)
        assert smsc.links == []
        over = send(smsc, "Баланс")
        peer = await centre.bound()
        assert (await over).failed == []
        assert (await centre.submits.get())[0] is peer
        assert len(smsc.links) == 1


@virtually
async def test_a_link_that_was_steady_comes_back_after_the_first_pause() -> None:
    """However often it was refused before."""
    _, refusing = refuse(Status.RBINDFAIL, 3)
    async with message_centre() as centre:
        centre.answer = refusing.answer
        async with linked(centre):
            for _ in range(4):
                peer = await centre.bound()
            await asyncio.sleep(61)
            peer.abort()
            await asyncio.wait_for(centre.binds.get(), 1.1)


@virtually
async def test_a_silent_smsc_is_asked_whether_it_is_there_and_then_given_up() -> None:
    """`enquire` seconds without a word, then 10 for the answer."""
    async with message_centre() as centre, linked(centre, "enquire=20"):
        peer = await centre.bound()
        await asyncio.sleep(50)
        assert centre.peers == [peer]
        peer.deaf = True
        await asyncio.sleep(31)
        assert (await centre.bound()).bind == peer.bind


# The end


@virtually
async def test_at_the_end_it_unbinds_and_closes() -> None:
    """Both links of two."""
    async with message_centre() as centre:
        async with linked(centre, "bind=tx-rx") as (smsc, _):
            peers = [await centre.bound(), await centre.bound()]
            await asyncio.gather(*(peer.ask(EnquireLink()) for peer in peers))
            links = [*smsc.links]
        assert [await peer.closed for peer in peers] == ["unbound by the peer"] * 2
        assert [await link.closed for link in links] == ["unbound"] * 2
        assert centre.peers == []


@virtually
async def test_what_is_answered_before_the_end_is_known() -> None:
    """The responses under way come before that to the unbind."""
    async with message_centre() as centre:
        centre.answer = lambda request: None if isinstance(request, SubmitSm) else reply(request)
        async with linked(centre) as (smsc, _):
            peer = await centre.bound()
            over = send(smsc, "Баланс")
            peer.respond(reply(await centre.submit()))
        assert (await over).failed == []


@virtually
async def test_an_smsc_that_does_not_say_goodbye_is_left() -> None:
    """After 5 seconds; what it has not answered is unknown."""
    async with message_centre() as centre:
        async with linked(centre) as (smsc, _):
            peer = await centre.bound()
            peer.deaf = True
            over = send(smsc, "Баланс")
            before = asyncio.get_running_loop().time()
        assert asyncio.get_running_loop().time() - before == pytest.approx(5, abs=0.2)
        [(_, status)] = (await over).failed
        assert status is None


@virtually
async def test_a_link_that_is_not_bound_yet_is_just_closed() -> None:
    """There is nobody to say goodbye to."""
    async with message_centre() as centre:
        centre.answer = lambda request: None
        async with linked(centre):
            peer = await centre.bound()
        assert await peer.closed == "connection lost"


# The end of one of them


@virtually
async def test_a_link_that_is_removed_waits_for_our_answers() -> None:
    """What comes in meanwhile is refused for now; then it says goodbye."""
    async with message_centre() as centre, linked(centre) as (smsc, desk):
        peer = await centre.bound()
        first = peer.send(deliver("баланс")[0])
        await asyncio.sleep(0.1)
        smsc.kept.remove(smsc.kept.rows()[0].id)
        await asyncio.sleep(0.1)
        assert (await peer.ask(deliver("помощь")[0])).status == Status.RMSGQFUL
        await desk.acknowledge()
        response = await first
        assert response is not None
        assert response.status == 0
        assert await peer.closed == "unbound by the peer"
        await asyncio.sleep(0.1)
        assert smsc.kept.rows() == []


@virtually
async def test_a_link_that_is_removed_does_not_wait_for_ever() -> None:
    """What we have not answered in 10 seconds comes again by another."""
    async with message_centre() as centre, linked(centre) as (smsc, _):
        peer = await centre.bound()
        peer.send(deliver("баланс")[0])
        await asyncio.sleep(0.1)
        smsc.kept.remove(smsc.kept.rows()[0].id)
        assert await peer.closed == "unbound by the peer"


@virtually
async def test_a_link_that_is_removed_before_it_is_bound_is_gone() -> None:
    """Nobody is there to wait for."""
    async with message_centre() as gone:
        pass
    async with linked(gone) as (smsc, _):
        await asyncio.sleep(5)
        smsc.kept.remove(smsc.kept.rows()[0].id)
        await asyncio.sleep(0.1)
        assert smsc.kept.rows() == []


@virtually
async def test_a_link_that_is_lost_while_it_leaves_does_not_come_back() -> None:
    """Though the SMSC still owed it an answer."""
    async with message_centre() as centre, linked(centre) as (smsc, _):
        centre.answer = lambda request: None if isinstance(request, SubmitSm) else reply(request)
        peer = await centre.bound()
        over = send(smsc, "Баланс")
        await centre.submit()
        smsc.kept.remove(smsc.kept.rows()[0].id)
        peer.abort()
        assert [status for _, status in (await over).failed] == [None]
        await asyncio.sleep(100)
        assert smsc.kept.rows() == []
        assert centre.binds.empty()
