"""SMSCs that lose links, or never quite have them: nobody is lost, and they are not tried too often."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path
from socket import AF_INET
from typing import cast

import pytest
from msgspec.structs import replace

from gateway.address import parse
from gateway.smsc import Smsc
from simulator.accounts import Account
from simulator.smsc import Smsc as Simulator
from smpp.pdus import BindReceiver, BindTransmitter, EnquireLink, EnquireLinkResp, Pdu, SubmitSm, reply
from smpp.statuses import Status
from state.connection import in_memory
from state.store import Store
from tests.certificate import certificate
from tests.gateway.fake_smsc import deaf
from tests.gateway.linked import linked, send
from tests.gateway.message_centre import (
    PATIENCE,
    Peer,
    deliver,
    message_centre,
)
from tests.gateway.serving import Operator, emptied, serving
from tests.gateway.virtual import virtually

HELP = "Отправьте БАЛАНС"


def silent_on_submits(request: Pdu) -> Pdu | None:
    """All is well, but no message gets a response."""
    return None if isinstance(request, SubmitSm) else reply(request)


# Lost links


@virtually
async def test_a_half_open_link_is_dropped_and_its_replies_go_over_another() -> None:
    """No FIN came: after `enquire` and 10 seconds of silence nobody knows what became of them."""
    store = Store(in_memory(), "alpha")
    async with (
        message_centre() as centre,
        serving(store, centre.address("links=2&enquire=20"), operator=Operator()),
    ):
        peers = [await centre.bound(), await centre.bound()]
        centre.answer = silent_on_submits
        await peers[0].ask(deliver("помощь")[0])
        async with asyncio.timeout(PATIENCE):
            dead, sent = await centre.submits.get()
        dead.deaf, centre.answer = True, reply
        async with asyncio.timeout(60):
            peer, again = await centre.submits.get()
        assert peer is not dead
        assert again.short_message == sent.short_message
        await emptied(store)
        assert centre.submits.empty()


@pytest.mark.parametrize("end", [Peer.abort, Peer.unbind])
@virtually
async def test_what_waited_on_a_lost_link_goes_over_another(end: Callable[[Peer], None]) -> None:
    """Whether the SMSC said goodbye or not; it is answered, and bound again."""
    store = Store(in_memory(), "alpha")
    async with message_centre() as centre, serving(store, centre.address("links=2"), operator=Operator()):
        peers = [await centre.bound(), await centre.bound()]
        centre.answer = silent_on_submits
        await peers[0].ask(deliver("помощь")[0])
        async with asyncio.timeout(PATIENCE):
            lost, sent = await centre.submits.get()
            centre.answer = reply
            end(lost)
            peer, again = await centre.submits.get()
        assert peer is not lost
        assert again.short_message == sent.short_message
        assert (await centre.bound()).bind == lost.bind
        await emptied(store)


@virtually
async def test_of_a_pair_the_one_goes_on_without_the_other() -> None:
    """Replies leave while nothing comes in, and the reverse; what could not leave does when both are there."""
    async with message_centre() as centre, linked(centre, "bind=tx-rx") as (smsc, desk):
        peers = {type(peer.bind): peer for peer in [await centre.bound(), await centre.bound()]}
        peers[BindReceiver].abort()
        assert (await send(smsc, "Баланс: 1 руб.")).failed == []
        peers[BindReceiver] = await centre.bound()
        centre.answer = lambda request: reply(request, Status.RBINDFAIL if isinstance(request, BindTransmitter) else 0)
        peers[BindTransmitter].abort()
        assert isinstance((await centre.bound()).bind, BindTransmitter)
        receiving = peers[BindReceiver].send(deliver("баланс")[0])
        over = send(smsc, "Баланс: 2 руб.")
        await desk.acknowledge()
        assert (await receiving) is not None
        assert not over.done()
        centre.answer = reply
        assert (await over).failed == []


@virtually
async def test_an_smsc_that_asks_all_the_time_whether_we_are_there_is_told_so() -> None:
    """And people are served."""
    async with message_centre() as centre, serving(Store(in_memory(), "a"), centre.address(), operator=Operator()):
        peer = await centre.bound()
        asked = [peer.send(EnquireLink()) for _ in range(5000)]
        await peer.ask(deliver("помощь")[0])
        assert (await centre.text()).startswith(HELP)
        assert all(isinstance(response, EnquireLinkResp) for response in await asyncio.gather(*asked))


@virtually
async def test_a_long_message_may_come_over_two_links() -> None:
    """In any order, doubled."""
    store = Store(in_memory(), "alpha")
    async with message_centre() as centre, serving(store, centre.address("links=2"), operator=Operator()):
        one, other = await centre.bound(), await centre.bound()
        first, second = deliver("баланс" + " " * 100)
        for peer, pdu in ((other, second), (one, second), (one, first)):
            assert (await peer.ask(pdu)).status == 0
        assert (await centre.text()).startswith("Баланс")
        await emptied(store)
        assert centre.submits.empty()


# Links that never are


@asynccontextmanager
async def listener(made: Callable[[], asyncio.Protocol], tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """Something listens on that port."""
    server = await asyncio.get_running_loop().create_server(made, "localhost", 0, family=AF_INET, ssl=tls)
    yield server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()


class Closing(asyncio.Protocol):
    """Resets each connection at once, and notes when."""

    def __init__(self, times: list[float]) -> None:
        self._times = times

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See Protocol."""
        self._times.append(asyncio.get_running_loop().time())
        cast(asyncio.Transport, transport).abort()


@asynccontextmanager
async def tried(address: str) -> AsyncIterator[Smsc]:
    """It is tried for a quarter of an hour, and nobody is bound."""
    smsc = Smsc(parse(address), deaf)
    running = asyncio.create_task(smsc.run())
    await asyncio.sleep(900)
    assert smsc.links == []
    yield smsc
    running.cancel()
    await asyncio.wait([running])


def assert_patient(times: list[float]) -> None:
    """Tried again and again, less and less often, up to once in a minute, half of it by chance."""
    waited = [late - early for early, late in pairwise(times)]
    assert 15 + 5 <= len(waited) <= 30 + 6
    assert all(pause <= 60 + 10 + 5 for pause in waited)  # on a slow machine the bind's timer may come before the reset
    assert all(pause >= 29 for pause in waited[7:])


@virtually
async def test_an_smsc_that_resets_each_connection_is_tried_less_and_less_often() -> None:
    """Up to once a minute."""
    times = list[float]()
    async with listener(lambda: Closing(times)) as port, tried(f"smpp://esme:secret@localhost:{port}"):
        assert_patient(times)


@virtually
async def test_an_smsc_that_now_refuses_and_now_says_nothing_is_tried_less_and_less_often() -> None:
    """Whatever it thinks of next."""
    times = list[float]()

    def refuse_or_hang(request: Pdu) -> Pdu | None:
        times.append(asyncio.get_running_loop().time())
        return reply(request, Status.RBINDFAIL) if len(times) % 2 else None

    async with message_centre() as centre:
        centre.answer = refuse_or_hang
        async with linked(centre):
            await asyncio.sleep(900)
    assert 15 <= len(times) <= 36


@virtually
async def test_an_smsc_without_tls_is_tried_less_and_less_often(caplog: pytest.LogCaptureFixture) -> None:
    """What it says to TLS is no handshake; it never sees the password."""
    async with message_centre() as centre, tried(f"smpps://esme:secret@127.0.0.1:{centre.port}"):
        assert centre.binds.empty()
    reasons = [record.message for record in caplog.records if "no connection" in record.message]
    assert 20 <= len(reasons) <= 40


@virtually
async def test_an_smsc_whose_certificate_nobody_vouches_for_is_not_told_the_password(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says why."""
    async with message_centre(certificate(tmp_path / "theirs.pem")) as centre:
        async with tried(f"smpps://esme:secret@localhost:{centre.port}") as smsc:
            assert "certificate verify failed" in smsc.kept.rows()[0].why
        assert centre.binds.empty()
    assert "certificate verify failed" in caplog.text


async def test_an_smsc_is_bound_over_tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If its certificate is good."""
    context = certificate(tmp_path / "theirs.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "theirs.pem"))
    async with message_centre(context) as centre:
        address = replace(centre.address(), host="localhost", tls=True)
        async with serving(Store(in_memory(), "alpha"), address, operator=Operator()):
            await (await centre.bound()).ask(deliver("помощь")[0])
            assert (await centre.text()).startswith(HELP)


# The simulator


async def test_phones_are_served_over_tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the simulator, by smpps://."""
    context = certificate(tmp_path / "theirs.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "theirs.pem"))
    simulator = Simulator({"esme": Account("secret")})
    port = await simulator.start("127.0.0.1", 0, context)
    address = parse(f"smpps://esme:secret@localhost:{port}?receipts=1")
    async with serving(Store(in_memory(), "alpha"), address, operator=Operator()):
        simulator.send_sms("79160000001", "111", "помощь")
        async with asyncio.timeout(PATIENCE):
            while not simulator.telling.told:
                await asyncio.sleep(0.01)
        [sms] = simulator.phones.screen("79160000001").inbox
        assert sms.text.startswith(HELP)
    await simulator.aclose()


async def test_phones_are_served_over_several_links_that_come_and_go() -> None:
    """On the simulator, which shares messages out over its links."""
    simulator = Simulator(first_pause=0.01)
    port = await simulator.start("127.0.0.1", 0)
    address = parse(f"smpp://esme:secret@127.0.0.1:{port}?links=3")
    async with serving(Store(in_memory(), "alpha"), address, operator=Operator()) as running:
        smscs = running.gateway.smscs
        for number in range(20):
            simulator.send_sms(str(79160000000 + number), "111", "помощь")
        async with asyncio.timeout(PATIENCE):
            while len(bound := [row.id for row in smscs.rows() if row.state == "bound"]) < 3:
                await asyncio.sleep(0.01)
        smscs.remove(bound[0])
        smscs.add(f"smpp://esme:secret@127.0.0.1:{port}")
        smscs.remove(bound[1])
        for number in range(20):
            simulator.send_sms(str(79160000000 + number), "111", "баланс")
        phones = [simulator.phones[str(79160000000 + number)] for number in range(20)]
        async with asyncio.timeout(PATIENCE):
            while any(phone.screen().received < 2 for phone in phones) or len(simulator.links()) != 2:
                await asyncio.sleep(0.01)
        assert {phone.screen().received for phone in phones} == {2}
    await simulator.aclose()
