"""Accounts and their limits over real connections, also with TLS."""

import asyncio
import ssl
from pathlib import Path

import pytest

from simulator.accounts import Account
from simulator.program import serve
from smpp.codec import encode
from smpp.multi import SmeAddress
from smpp.pdus import BindReceiver, BindTransceiver, BindTransmitter, SubmitMulti, Unbind, reply
from smpp.receipts import is_receipt
from smpp.statuses import Status
from tests.certificate import certificate
from tests.simulator.centre import PHONE, SERVICE, listening, message, submitted, texts
from tests.simulator.esme import TIMEOUT, Esme

TRX = BindTransceiver(system_id="esme", password="secret")


async def test_an_account_has_so_many_links() -> None:
    """One more cannot bind, until another has gone; other accounts are not touched."""
    accounts = {"esme": Account("secret", binds=2), "other": Account("secret")}
    async with listening(accounts) as (_, port):
        first, _ = [await Esme.bound(port, bind=TRX) for _ in range(2)]
        third = await Esme.connect(port)
        assert (await third.request(TRX)).status == Status.RBINDFAIL
        await Esme.bound(port, bind=BindTransceiver(system_id="other", password="secret"))
        await first.request(Unbind())
        await first.lost
        assert (await third.request(TRX)).status == Status.ROK


async def test_a_window_is_not_to_be_overrun() -> None:
    """Of requests that come at once only so many are taken; the next come when those are answered."""
    async with listening({"esme": Account("secret", window=3)}) as (smsc, port):
        esme = await Esme.bound(port, bind=TRX)
        responses = await esme.requests([message(str(number)) for number in range(5)])
        assert [response.status for response in responses] == [Status.ROK] * 3 + [Status.RMSGQFUL] * 2
        await submitted(esme, message("5"))
        assert texts(smsc) == ["0", "1", "2", "5"]


async def test_a_rate_is_shared_by_the_links_of_an_account() -> None:
    """More than that in a second is throttled, whatever PDU it comes in."""
    async with listening({"esme": Account("secret", rate=2)}) as (smsc, port):
        links = [await Esme.bound(port, bind=TRX) for _ in range(3)]
        statuses = [(await link.request(message())).status for link in links]
        several = await links[0].request(SubmitMulti(source_addr=SERVICE, dest_addresses=(SmeAddress(1, 1, PHONE),)))
        assert (statuses, several.status) == ([Status.ROK, Status.ROK, Status.RTHROTTLED], Status.RTHROTTLED)
        assert len(texts(smsc)) == 2


async def test_an_account_sends_from_its_own_addresses() -> None:
    """Others are refused."""
    async with listening({"esme": Account("secret", sources="111,INFO")}) as (_, port):
        esme = await Esme.bound(port, bind=TRX)
        statuses = [(await esme.request(message(source_addr=source))).status for source in ("INFO", "222")]
        assert statuses == [Status.ROK, Status.RINVSRCADR]


async def test_an_account_serves_its_own_short_numbers() -> None:
    """Whatever its bind says."""
    accounts = {"esme": Account("secret", address_range="222"), "other": Account("secret")}
    async with listening(accounts) as (smsc, port):
        other = await Esme.bound(port, bind=BindTransceiver(system_id="other", password="secret", address_range="111"))
        esme = await Esme.bound(port, bind=TRX)
        smsc.send_sms(PHONE, SERVICE, "to 111")
        smsc.send_sms(PHONE, "222", "to 222")
        assert (await esme.message()).short_message == b"to 222"
        assert (await other.message()).short_message == b"to 111"


async def test_receipts_and_messages_go_to_all_receivers_of_an_account() -> None:
    """In turn, over receivers and transceivers, never to its transmitter."""
    async with listening({"esme": Account("secret")}) as (smsc, port):
        receiver = await Esme.bound(port, bind=BindReceiver(system_id="esme", password="secret"))
        transceiver = await Esme.bound(port, bind=TRX)
        transmitter = await Esme.bound(port, bind=BindTransmitter(system_id="esme", password="secret"))
        for _ in range(2):
            await submitted(transmitter, message(registered_delivery=1))
        for number in range(2):
            smsc.send_sms(str(number), SERVICE, "hi")
        for link in (receiver, transceiver):
            came = [await link.message(), await link.message()]
            assert sorted(map(is_receipt, came)) == [False, True]
        assert transmitter.messages.empty()


@pytest.fixture
def trusted(tmp_path: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What the server uses, and a client that trusts it."""
    file = tmp_path / "localhost.pem"
    return certificate(file), ssl.create_default_context(cafile=str(file))


async def test_esmes_bind_with_tls_too(trusted: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    """At a port of its own; both see the same phones. Who speaks plainly there is not let in."""
    server, client = trusted
    running = await serve(smpp_port=0, http_port=0, tls=server, smpps_port=0)
    secure = await Esme.bound(running.smpps_port, tls=client)
    plain = await Esme.bound(running.smpp_port)
    for esme, text in ((secure, "secure"), (plain, "plain")):
        await submitted(esme, message(text))
    assert texts(running.smsc) == ["secure", "plain"]
    reader, writer = await asyncio.open_connection("127.0.0.1", running.smpps_port)
    writer.write(encode(TRX, 1))
    async with asyncio.timeout(TIMEOUT):
        assert encode(reply(TRX), 1)[:8] not in await reader.read()
    writer.close()
    await running.aclose()
    await asyncio.gather(secure.lost, plain.lost)
