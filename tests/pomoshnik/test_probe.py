"""``pomoshnik probe``: what an engineer sees of an SMSC before the gateway is let at it."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from pomoshnik.commands import probe
from pomoshnik.commands.gateway import smsc
from simulator.accounts import Account
from simulator.program import serve
from smpp.pdus import BindReceiver, BindTransceiver, DataSm, DeliverSm, Pdu, reply
from smpp.statuses import Status
from smpp.tlvs import SC_INTERFACE_VERSION
from smpp.ussd import Operation, dialect
from tests.certificate import certificate
from tests.gateway.message_centre import ANNA, PATIENCE, MessageCentre, Peer, deliver, message_centre

LONG = 600
"""Seconds that nobody waits for, because the SMSC unbinds."""


async def probed(url: str, ussd: int = 0) -> int:
    """The exit status."""
    async with asyncio.timeout(PATIENCE):
        return await probe.run(probe.Settings(url=smsc(url), ussd=ussd))


async def test_an_smsc_that_works(capsys: pytest.CaptureFixture[str]) -> None:
    """It listens, lets us in, says who it is and which SMPP it speaks, and answers."""
    simulator = await serve(smpp_port=0, http_port=0, accounts={"esme": Account("secret")})
    assert await probed(f"smpp://esme:secret@127.0.0.1:{simulator.smpp_port}") == 0
    await simulator.aclose()
    assert re.sub(r"\d+\.\d ms", "0.2 ms", capsys.readouterr().out) == (
        f"connect  127.0.0.1:{simulator.smpp_port} listens\n"
        "bind     as a transceiver; it calls itself 'SMSC'; sc_interface_version 0x34: TLVs are known\n"
        "enquire  answered in 0.2 ms\n"
    )


async def test_a_wrong_password(capsys: pytest.CaptureFixture[str]) -> None:
    """The refusal has a name and words; the password is not shown, and not tried again."""
    simulator = await serve(smpp_port=0, http_port=0, accounts={"esme": Account("another")})
    assert await probed(f"smpp://esme:secret@127.0.0.1:{simulator.smpp_port}") == 1
    await simulator.aclose()
    shown = capsys.readouterr()
    assert shown.err == (
        f"pomoshnik probe: esme@127.0.0.1:{simulator.smpp_port}: "
        "bind_transceiver is refused: ESME_RINVPASWD (0x0E), Invalid Password\n"
    )
    assert "secret" not in shown.out + shown.err


async def test_nobody_listens(capsys: pytest.CaptureFixture[str]) -> None:
    """It says so."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert await probed(f"smpp://esme:secret@127.0.0.1:{port}") == 1
    assert f"no connection to 127.0.0.1:{port}: [Errno 111] Connection refused" in capsys.readouterr().err


@asynccontextmanager
async def saying(octets: bytes) -> AsyncIterator[str]:
    """The URL of something that says this to whatever comes, and closes."""

    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(octets)
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(say, "127.0.0.1", 0)
    yield f"esme:secret@127.0.0.1:{server.sockets[0].getsockname()[1]}"
    server.close()
    await server.wait_closed()


@pytest.mark.parametrize(
    ("octets", "why"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "bind_transmitter: it sends what is no PDU: 48545450 ..."),
        (b"", "bind_transmitter: it closes the connection"),
        (b"\0\0\0\x10\x80\0\0\x15\0\0\0\0\0\0\0\1", "bind_transmitter: it answers with enquire_link_resp"),
        (b"\0\0\0\x10\x80\0\1\x99\0\0\0\0\0\0\0\1", "bind_transmitter: it answers what smpplib cannot read"),
    ],
)
async def test_no_smsc(capsys: pytest.CaptureFixture[str], octets: bytes, why: str) -> None:
    """Whatever it says, it takes one line to tell."""
    async with saying(octets) as place:
        assert await probed(f"smpp://{place}") == 1
    shown = capsys.readouterr().err
    assert why in shown
    assert shown.count("\n") == 1


async def test_it_resets_each_connection(capsys: pytest.CaptureFixture[str]) -> None:
    """Before the bind is written, or after."""

    async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()

    server = await asyncio.start_server(reset, "127.0.0.1", 0)
    assert await probed(f"smpp://esme:secret@127.0.0.1:{server.sockets[0].getsockname()[1]}") == 1
    server.close()
    await server.wait_closed()
    assert "bind_transmitter: it closes the connection" in capsys.readouterr().err


async def test_no_tls(capsys: pytest.CaptureFixture[str]) -> None:
    """It listens, and knows no TLS."""
    async with saying(b"HTTP/1.1 400 Bad Request\r\n\r\n") as place:
        assert await probed(f"smpps://{place}") == 1
    assert "no TLS with 127.0.0.1:" in capsys.readouterr().err


async def test_tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """With a certificate that somebody vouches for it works, with another it does not."""
    context = certificate(tmp_path / "theirs.pem")
    async with message_centre(context) as centre:
        url = f"smpps://esme:secret@localhost:{centre.port}"
        assert await probed(url) == 1
        assert "certificate verify failed" in capsys.readouterr().err
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "theirs.pem"))
        assert await probed(url) == 0
    assert "listens, TLSv1.3" in capsys.readouterr().out


async def test_an_smsc_without_transceivers(capsys: pytest.CaptureFixture[str]) -> None:
    """Then a transmitter and a receiver are tried; an SMSC of an old version may know no TLVs."""

    def answer(request: Pdu) -> Pdu | None:
        if isinstance(request, BindTransceiver):
            return reply(request, Status.RINVCMDID)
        if isinstance(request, BindReceiver):
            return reply(request)
        return reply(request, tlvs=(SC_INTERFACE_VERSION.with_value(0x33),))

    async with message_centre() as centre:
        centre.answer = answer
        assert await probed(f"smpp://esme:secret@127.0.0.1:{centre.port}") == 0
    shown = capsys.readouterr().out
    assert "bind_transceiver is refused: ESME_RINVCMDID (0x03), Invalid Command ID" in shown
    assert "as a transmitter; it calls itself ''; sc_interface_version 0x33: TLVs may be unknown" in shown
    assert "as a receiver; it calls itself ''; no sc_interface_version: TLVs may be unknown" in shown
    assert shown.count("enquire  answered") == 2


@asynccontextmanager
async def listening(centre: MessageCentre, status: int, options: str = "") -> AsyncIterator[Peer]:
    """A probe that listens, until the SMSC unbinds."""
    task = asyncio.create_task(probed(f"smpp://esme:secret@127.0.0.1:{centre.port}?{options}", LONG))
    peer = await centre.bound()
    yield peer
    peer.unbind()
    assert await task == status


async def statuses(peer: Peer, *pdus: Pdu) -> list[int]:
    """What each is answered with."""
    return [(await peer.ask(pdu)).status for pdu in pdus]


async def test_what_an_smsc_speaks(capsys: pytest.CaptureFixture[str]) -> None:
    """Each message, and who reads what in it. It is acknowledged and never replied to."""
    known = dialect("sixdee")
    async with message_centre() as centre:
        async with listening(centre, status=0) as peer:
            dial = known.deliver(Operation.BEGIN, 7, ANNA, "111", "*111#", 0)
            typed = known.deliver(Operation.ANSWER, 7, ANNA, "111", "5432", 1)
            assert await statuses(peer, dial, typed, known.deliver(Operation.END, 7, ANNA, "111", "", 2)) == [0, 0, 0]
        assert centre.submits.empty()
    shown = capsys.readouterr().out
    assert (
        "deliver_sm +7916***0001 to 111: 5 octets, data_coding=0 ussd_service_op=01 its_session_info=000e\n"
        "  mica: dials *111#, no session told\n"
        "  no-session: dials *111#, no session told\n"
        "  sixdee: dials *111#, session 7\n"
        "  standard: dials *111#, no session told\n"
        "  tata: dials *111#, session 7\n"
    ) in shown
    assert "  sixdee: answers 4 characters, session 7\n" in shown
    assert "  mica: ends, no session told\n" in shown
    assert "  sixdee: ends, session 7\n" in shown
    assert shown.endswith(
        "ussd     3 messages; mica, no-session, sixdee, standard, tata read each of them\n"
        "ussd     sixdee, tata: the same session from dial to end\n"
    )
    assert "5432" not in shown
    assert ANNA not in shown


async def test_a_dialect_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file that the URL names is among them. A code is shown without what may be a number or a password."""
    own = tmp_path / "own.toml"
    own.write_text((Path(__file__).parents[2] / "smpp/dialects/mica.toml").read_text().replace("[1] ", "[99] "))
    async with message_centre() as centre, listening(centre, status=0, options=f"dialect={own}") as peer:
        dial = dialect(str(own)).deliver(Operation.BEGIN, 7, ANNA, "*111*25#", "*140*79160000002*pass#", 0)
        assert await statuses(peer, dial) == [0]
    shown = capsys.readouterr().out
    assert f"  {own}: dials *140*...*...#, session 7\n" in shown
    assert "  mica: an unknown operation with 22 characters, session 7\n" in shown
    assert f"ussd     1 messages; {own} read each of them\n" in shown


@pytest.mark.parametrize(
    ("spoken", "likely"),
    [("standard", "standard"), ("mica", "mica"), ("service-type", ""), ("no-session", "")],
)
async def test_the_dialect_that_finds_the_session_again(
    spoken: str, likely: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of those that read each message, where a session is told; two sessions may follow each other."""
    known = dialect(spoken)
    operations = (Operation.BEGIN, Operation.ANSWER, Operation.END, Operation.BEGIN, Operation.ANSWER)
    async with message_centre() as centre, listening(centre, status=0) as peer:
        for number, operation in enumerate(operations):
            await peer.ask(known.deliver(operation, 7 + number // 3, ANNA, "111", "*111#", number % 3))
    last = capsys.readouterr().out.splitlines()[-1]
    if likely:
        assert last == f"ussd     {likely}: the same session from dial to end"
    else:
        assert last.endswith("read each of them")


async def test_what_is_no_ussd(capsys: pytest.CaptureFixture[str]) -> None:
    """An SMS is left to the gateway: it is refused for now, so it comes again. Long TLVs are counted."""
    async with message_centre() as centre, listening(centre, status=1) as peer:
        other = DataSm(source_addr=ANNA, destination_addr="111", service_type="WAP", tlvs=((0x0381, ANNA.encode()),))
        assert await statuses(peer, *deliver("баланс"), other) == [Status.RMSGQFUL, Status.RMSGQFUL]
    shown = capsys.readouterr().out
    assert "deliver_sm +7916***0001 to 111: 12 octets, data_coding=8\n  no dialect reads it" in shown
    assert "no short_message, data_coding=0 service_type=WAP callback_num=11 octets\n" in shown
    assert shown.endswith("ussd     none came\n")


async def test_nobody_reads_it(capsys: pytest.CaptureFixture[str]) -> None:
    """Operations that no dialect knows are shown with their octets, and are no success."""
    async with message_centre() as centre, listening(centre, status=1) as peer:
        assert await statuses(peer, DeliverSm(source_addr=ANNA, tlvs=((0x0501, b"\x63"), (0x1501, b"\7")))) == [0]
    shown = capsys.readouterr().out
    assert "data_coding=0 ussd_service_op=63 0x1501=07\n" in shown
    assert shown.endswith("ussd     1 messages; no dialect read each of them\n")


async def test_it_is_stopped() -> None:
    """Ctrl-C unbinds at once."""
    async with message_centre() as centre:
        task = asyncio.create_task(probed(f"smpp://esme:secret@127.0.0.1:{centre.port}", LONG))
        peer = await centre.bound()
        await peer.ask(deliver("баланс")[0])
        task.cancel()
        async with asyncio.timeout(PATIENCE):
            assert await peer.closed == "unbound by the peer"
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_the_smsc_goes(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a word."""
    async with message_centre() as centre:
        task = asyncio.create_task(probed(f"smpp://esme:secret@127.0.0.1:{centre.port}", LONG))
        peer = await centre.bound()
        await peer.ask(deliver("баланс")[0])
        peer.abort()
        assert await task == 1
    assert "it closes the connection" in capsys.readouterr().err
