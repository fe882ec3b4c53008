"""The log of PDUs shows what went over the wire, without passwords."""

import msgspec
import pytest

from simulator.events import Event, PduSeen
from simulator.feed import Feed
from simulator.wire import Wire, masked
from smpp.codec import encode
from smpp.pdus import (
    BindReceiver,
    BindTransceiver,
    BindTransmitter,
    DeliverSm,
    EnquireLink,
    Outbind,
    Pdu,
    SubmitSm,
    SubmitSmResp,
)
from smpp.tlvs import SC_INTERFACE_VERSION


def wire_with(*frames: bytes, limit: int = 10) -> Wire:
    """A log of these."""
    wire = Wire(Feed(), limit)
    for at, frame in enumerate(frames):
        wire.add(float(at), "link-1", "in", frame)
    return wire


def test_the_newest_comes_first() -> None:
    """As many as asked for, in reverse order of time."""
    wire = wire_with(*(encode(EnquireLink(sequence=number)) for number in (1, 2, 3)))
    assert [pdu.sequence for pdu in wire.latest(2)] == [3, 2]


def test_the_log_forgets_beyond_its_limit() -> None:
    """Only the latest are kept."""
    wire = wire_with(*(encode(EnquireLink(sequence=number)) for number in (1, 2, 3)), limit=2)
    assert [pdu.sequence for pdu in wire.latest(100)] == [3, 2]


def test_a_message_is_shown_with_its_text() -> None:
    """All fields by name, octets as hex, TLVs by name or tag, and the text for people."""
    text = "Привет".encode("utf-16-be")
    tlvs = ((0x1400, b"\x01"), SC_INTERFACE_VERSION.with_value(0x34))
    frame = encode(SubmitSm(sequence=7, destination_addr="7916", data_coding=8, short_message=text, tlvs=tlvs))
    shown = wire_with(frame).latest(1)[0]
    assert (shown.command, shown.sequence, shown.status, shown.hex) == ("submit_sm", 7, 0, frame.hex())
    expected = {"text": "Привет", "short_message": text.hex(), "0x1400": "01", "sc_interface_version": "34"}
    assert expected.items() <= shown.fields.items()


def test_a_response_is_shown_with_its_status() -> None:
    """Names and numbers of a response."""
    shown = wire_with(encode(SubmitSmResp(sequence=7, status=0x58))).latest(1)[0]
    assert (shown.command, shown.status) == ("submit_sm_resp", 0x58)


@pytest.mark.parametrize(
    ("frame", "command"),
    [
        ("00000010 00000099 00000000 00000001", "0x00000099"),
        ("00000012 00000004 00000000 00000001 0000", "submit_sm"),
    ],
)
def test_what_cannot_be_read_is_shown_all_the_same(frame: str, command: str) -> None:
    """An unknown command, a broken body: the header, the octets and the error."""
    shown = wire_with(bytes.fromhex(frame)).latest(1)[0]
    assert (shown.command, shown.sequence, list(shown.fields)) == (command, 1, ["error"])


@pytest.mark.parametrize("pdu", [BindReceiver, BindTransmitter, BindTransceiver, Outbind])
def test_passwords_are_masked_in_fields_and_hex(pdu: type[Pdu]) -> None:
    """Whoever reads the log learns no password."""
    frame = encode(pdu(sequence=1, system_id="esme", password="s3cret"))  # type: ignore[call-arg]
    shown = wire_with(frame).latest(1)[0]
    assert (shown.fields["system_id"], shown.fields["password"]) == ("esme", "******")
    assert b"s3cret".hex() not in shown.hex
    assert len(shown.hex) == 2 * len(frame)


@pytest.mark.parametrize("body", [b"esme\0s3cret", b"s3cret", b"esme\0"])
def test_passwords_of_broken_binds_are_masked_too(body: bytes) -> None:
    """Where a string has no end, all that may be a password is masked."""
    frame = (16 + len(body)).to_bytes(4, "big") + bytes.fromhex("00000009 00000000 00000001") + body
    assert b"s3cret" not in masked(frame)
    assert len(masked(frame)) == len(frame)


def test_other_pdus_are_kept_as_they_are() -> None:
    """Only binds hold passwords."""
    frame = encode(DeliverSm(short_message=b"a\0b\0"))
    assert masked(frame) is frame


async def test_pdus_are_pushed_to_those_who_watch() -> None:
    """A watcher sees each PDU as the log shows it."""
    feed = Feed()
    wire = Wire(feed)
    with feed.watch() as watcher:
        wire.add(1.0, "link-1", "out", encode(EnquireLink(sequence=1)))
        pushed = msgspec.json.decode(watcher.get_nowait() or b"", type=Event)
    assert pushed == PduSeen(wire.latest(1)[0])
