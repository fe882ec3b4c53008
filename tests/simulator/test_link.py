"""What ESMEs do wrong on the wire is answered, and the link lives unless the stream is lost."""

import asyncio
from typing import Any

import pytest

from simulator.link import Link
from simulator.program import Running
from simulator.smsc import Smsc
from smpp.session import Timers
from tests.simulator.esme import TIMEOUT

BIND = "00000017 00000009 00000000 00000001 00 00 00 34 00 00 00"
ENQUIRE_LINK = "00000010 00000015 00000000 00000063"
ENQUIRE_LINK_RESP = "00000010 80000015 00000000 00000063"


async def answers(port: int, sent: list[str]) -> list[str]:
    """The PDUs that come back up to an answer to ENQUIRE_LINK, or to the end, as hex."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(bytes.fromhex("".join([*sent, ENQUIRE_LINK])))
    frames: list[str] = []
    async with asyncio.timeout(TIMEOUT):
        while bytes.fromhex(ENQUIRE_LINK_RESP).hex() not in frames:
            try:
                length = await reader.readexactly(4)
                frames.append((length + await reader.readexactly(int.from_bytes(length, "big") - 4)).hex())
            except (asyncio.IncompleteReadError, ConnectionResetError):
                break
    writer.close()
    return frames


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        ("00000010 00000099 00000000 00000005", "00000010 80000000 00000003 00000005"),
        ("00000021 00000004 00000000 00000005" + "00" * 17, "00000010 80000004 00000004 00000005"),
        ("00000012 00000009 00000000 00000005 4141", "00000010 80000009 00000002 00000005"),
        ("00000010 80000005 00000000 00000005", ""),
        ("00000010 80000099 00000000 00000005", ""),
    ],
    ids=["unknown command", "submit_sm before the bind", "broken bind", "response to nothing", "unknown response"],
)
async def test_a_link_survives_what_makes_no_sense(simulator: Running, sent: str, answer: str) -> None:
    """It is answered with its error where an answer is due, and the link goes on."""
    expected = [bytes.fromhex(frame).hex() for frame in (answer, ENQUIRE_LINK_RESP) if frame]
    assert await answers(simulator.smpp_port, [sent]) == expected


async def test_a_second_bind_is_refused(simulator: Running) -> None:
    """The link stays bound as it was."""
    reader, writer = await asyncio.open_connection("127.0.0.1", simulator.smpp_port)
    writer.write(bytes.fromhex(BIND))
    bound = await reader.readexactly(26)
    writer.write(bytes.fromhex(BIND))
    refused = await reader.readexactly(16)
    assert (bound[8:12].hex(), refused[4:12].hex()) == ("00000000", "8000000900000005")
    assert simulator.smsc.links()[0].bind == "TRX"
    assert simulator.smsc.links()[0].counters.rejected == 1
    writer.close()
    await writer.wait_closed()


@pytest.mark.parametrize("length", ["00000000", "0000000f", "ffffffff"])
async def test_a_lost_stream_is_closed(simulator: Running, length: str) -> None:
    """A length that no PDU has is answered with generic_nack, and nothing more."""
    frames = await answers(simulator.smpp_port, [length])
    assert frames == [bytes.fromhex("00000010 80000000 00000002 00000000").hex()]


async def test_pdus_may_come_octet_by_octet(simulator: Running) -> None:
    """However the network cuts them."""
    reader, writer = await asyncio.open_connection("127.0.0.1", simulator.smpp_port)
    for octet in bytes.fromhex(BIND + ENQUIRE_LINK):
        writer.write(bytes((octet,)))
        await writer.drain()
    await reader.readexactly(26)
    assert await reader.readexactly(16) == bytes.fromhex(ENQUIRE_LINK_RESP)
    writer.close()
    await writer.wait_closed()


class RecordingTransport(asyncio.Transport):
    """A transport that says whether it would read."""

    reading = True

    def get_extra_info(self, name: str, default: Any = None) -> Any:  # noqa: ANN401
        return ("127.0.0.1", 1)

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True

    def is_closing(self) -> bool:
        return False

    def close(self) -> None:
        pass


async def test_an_esme_that_does_not_read_is_not_read() -> None:
    """While our answers pile up, its requests wait, so that what we keep is bounded."""
    transport = RecordingTransport()
    link = Link("link-1", 0.0, Smsc(), Timers())
    link.connection_made(transport)
    link.pause_writing()
    paused = transport.reading
    link.resume_writing()
    assert (paused, transport.reading) == (False, True)
    link.connection_lost(None)
