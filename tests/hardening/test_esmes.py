"""What hostile ESMEs do to the simulator."""

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any

import pytest

from simulator.link import LONGEST_GOODBYE, Link
from simulator.smsc import Smsc
from smpp.codec import encode
from smpp.frames import MAX_PDU
from smpp.legal import Role, State
from smpp.pdus import BindTransceiver, BindTransmitter, EnquireLink, SubmitSm
from smpp.session import Timers
from tests.gateway.virtual import exactly, virtually
from tests.hardening.centre import Guest
from tests.hardening.transports import Wire
from tests.simulator.esme import Esme
from tests.smpp.sessions import BINDS, MESSAGES

BIND = encode(BINDS[State.BOUND_TRX], 1)


class Hole(Wire):
    """An ESME that never reads: what is written lies there, and a graceful close waits for it."""

    reading = True
    aborted = False

    def get_write_buffer_size(self) -> int:
        """All of it."""
        return len(self.written)

    def close(self) -> None:
        """It waits."""
        self.closing = True

    def abort(self) -> None:
        """It does not."""
        self.aborted = True

    def pause_reading(self) -> None:
        """See Transport."""
        self.reading = False


class Gone(Wire):
    """An ESME that was gone before it was accepted."""

    def get_extra_info(self, name: str, default: Any = None) -> Any:  # noqa: ANN401
        """Nothing is known of it."""
        return default


def link_of(centre: Smsc) -> Link:
    """A new one."""
    return Link("link", 0.0, centre, Timers())


@exactly
async def test_an_esme_that_is_gone_before_it_is_accepted_is_no_trouble() -> None:
    """uvloop knows no address of it."""
    centre = Smsc()
    wire = Gone(link_of(centre))
    assert [link.peer for link in centre.links()] == [""]
    wire.close()
    await asyncio.sleep(0)
    assert centre.links() == []


@exactly
async def test_an_esme_that_does_not_even_read_why_is_cut_off() -> None:
    """It would keep its place for ever: a graceful end waits for it to read."""
    centre = Smsc()
    wire = Hole(link_of(centre))
    wire.feed(BIND + b"\xff\xff\xff\xff")
    await asyncio.sleep(LONGEST_GOODBYE - 0.1)
    assert (wire.closing, wire.aborted) == (True, False)
    await asyncio.sleep(0.2)
    assert wire.aborted


@exactly
async def test_what_lies_for_an_esme_that_never_reads_is_bounded() -> None:
    """While phones write: a window of messages, one enquire_link, and the end; others get what it did not take."""
    centre = Smsc()
    link = link_of(centre)
    wire = Hole(link)
    wire.feed(BIND)
    for number in range(1000):
        centre.send_sms(str(79160000000 + number), "111", "баланс")
    await asyncio.sleep(600)
    assert wire.aborted
    assert len(wire.written) < 64 * 100 + 100
    link.connection_lost(None)
    guest = Guest(centre)
    guest.look()
    assert len(guest.texts) == 1000
    assert centre.health().waiting == 0


@exactly
async def test_an_esme_that_writes_an_octet_a_second_is_closed_in_time() -> None:
    """Unbound within ten seconds; bound, it must answer an enquire_link. Whole PDUs alone are a sign of life."""
    for before, longest in ((b"", 10), (BIND, 40)):
        wire = Wire(link_of(Smsc()))
        wire.feed(before)
        begun = asyncio.get_running_loop().time()
        for octet in encode(SubmitSm(short_message=b"x" * 200), 7):
            wire.feed(bytes((octet,)))
            await asyncio.sleep(1)
        assert wire.closing
        assert asyncio.get_running_loop().time() - begun > longest


@pytest.mark.parametrize("length", [0, 15, MAX_PDU + 1, 0x7FFFFFFF, 0xFFFFFFFF])
@exactly
async def test_a_length_that_no_pdu_has_is_refused_at_once(length: int) -> None:
    """With the four octets that say so; nothing is kept for what shall follow."""
    wire = Wire(link_of(Smsc()))
    wire.feed(length.to_bytes(4, "big"))
    assert wire.written == bytes.fromhex("00000010 80000000 00000002 00000000")
    assert wire.closing


@exactly
async def test_the_longest_pdu_is_taken_in_little_pieces() -> None:
    """A message_payload of 64 KiB."""
    centre = Smsc()
    wire = Wire(link_of(centre))
    submit = encode(SubmitSm(destination_addr="79160000001", tlvs=((0x0424, b"a" * 65535),)), 2)
    for start in range(0, len(BIND + submit), 7):
        wire.feed((BIND + submit)[start : start + 7])
    assert len(centre.phones.screen("79160000001").inbox[0].text) == 65535


# Many


@exactly
async def test_receipts_take_one_way_however_many_addresses_an_esme_makes_up() -> None:
    """All ways are looked at with whatever happens on any link: 100 000 of them stopped everybody for 0.1 s."""
    centre = Smsc()
    hostile = Wire(link_of(centre))
    hostile.feed(encode(BindTransmitter(system_id="us"), 1))
    submits = (SubmitSm(source_addr=str(number), destination_addr="1", registered_delivery=1) for number in range(1000))
    hostile.feed(b"".join(encode(submit, 2) for submit in submits))
    assert centre.health().waiting == 1000
    with counting(Link.takes) as calls:
        hostile.feed(encode(EnquireLink(), 3))
    assert calls() < 10


@exactly
async def test_idle_links_cost_the_others_nothing() -> None:
    """A message of a phone is not offered to each link that takes none; 990 of them made it 20 times slower."""
    centre = Smsc()
    for index in range(200):
        elsewhere = BindTransceiver(address_range="222") if index % 2 else BindTransmitter()
        Wire(link_of(centre)).feed(encode(elsewhere, 1))
    guest = Guest(centre)
    centre.send_sms("79160000001", "111", "first")
    with counting(Link.takes) as calls:
        for number in range(100):
            centre.send_sms(str(79160000000 + number), "111", "баланс")
            guest.look()
    assert len(guest.texts) == 101
    assert calls() < 1000


@contextmanager
def counting(function: Callable[..., object]) -> Iterator[Callable[[], int]]:
    """How often it is called."""
    code: CodeType = function.__code__
    calls = 0

    def called(frame: FrameType, event: str, _: object) -> None:
        nonlocal calls
        calls += event == "call" and frame.f_code is code

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        yield lambda: calls
    finally:
        sys.setprofile(before)


@virtually
async def test_a_thousand_connections_leave_room_for_none_more_and_are_served() -> None:
    """Bound ones stay; those that never bind are closed within ten seconds, and make room."""
    centre = Smsc(links_limit=300)
    port = await centre.start("127.0.0.1", 0)
    bound = [await Esme.bound(port, bind=BindTransmitter(system_id="idle")) for _ in range(150)]
    active = await Esme.bound(port)
    silent = [await Esme.connect(port) for _ in range(149)]
    refused = await Esme.connect(port)
    await refused.lost
    centre.send_sms("79160000001", "111", "баланс")
    await active.message()
    assert (await active.request(MESSAGES[Role.ESME])).status == 0
    await asyncio.gather(*(esme.lost for esme in silent))
    late = await Esme.bound(port)
    assert len(centre.links()) == 152
    for esme in (*bound, active, late):
        esme.abort()
    await centre.aclose()


@virtually
async def test_a_storm_of_connections_leaves_nothing_behind() -> None:
    """Half of them in the middle of a bind."""
    centre = Smsc()
    port = await centre.start("127.0.0.1", 0)
    for index in range(500):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(BIND[: index % 24])
        writer.transport.abort()
    await (await Esme.bound(port)).request(MESSAGES[Role.ESME])
    assert len(centre.links()) == 1
    await centre.aclose()
