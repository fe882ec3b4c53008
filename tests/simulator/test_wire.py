"""The log of PDUs shows what went over the wire, without passwords."""

import msgspec
import pytest

from simulator.events import Event, PduSeen
from simulator.watching.feed import Feed
from simulator.watching.sample import Sample
from simulator.watching.wanted import Wanted
from simulator.watching.wire import Wire, masked
from smpp.codec import encode
from smpp.pdus import (
    BindReceiver,
    BindTransceiver,
    BindTransmitter,
    DeliverSm,
    DeliverSmResp,
    EnquireLink,
    EnquireLinkResp,
    GenericNack,
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


def conversation() -> Wire:
    """A phone asks and is answered, another is refused; both on one link, and a second link is idle."""
    wire = Wire(Feed())
    asked = DeliverSm(sequence=1, source_addr="7916", destination_addr="111", short_message=b"hi")
    for link, direction, pdu in (
        ("link-1", "out", asked),
        ("link-1", "in", SubmitSm(sequence=1, source_addr="111", destination_addr="+7916", short_message=b"7917")),
        ("link-1", "in", SubmitSm(sequence=2, source_addr="111", destination_addr="7917")),
        ("link-1", "out", SubmitSmResp(sequence=1, message_id="a")),
        ("link-1", "out", SubmitSmResp(sequence=2, status=0x58)),
        ("link-1", "in", DeliverSmResp(sequence=1)),
        ("link-2", "in", EnquireLink(sequence=1)),
        ("link-2", "out", EnquireLinkResp(sequence=1)),
        ("link-1", "in", SubmitSm(sequence=9)),
        ("link-1", "out", GenericNack(sequence=9, status=0x03)),
    ):
        wire.add(1.0, link, direction, encode(pdu))
    return wire


def test_requests_and_responses_know_each_other() -> None:
    """By link, way, sequence number and command; a generic_nack answers whatever it is."""
    wire = conversation()
    shown = [wire.whole(number) for number in range(1, 11)]
    assert [each and each.answers for each in shown] == [None, None, None, 2, 3, 1, None, 7, None, 9]
    assert [each and each.answered_by for each in shown] == [6, 4, 5, None, None, None, 8, None, 10, None]


def test_what_is_not_kept_is_not_shown() -> None:
    """Nothing before the oldest, nor after the newest."""
    wire = wire_with(*(encode(EnquireLink(sequence=number)) for number in (1, 2, 3)), limit=2)
    kept = [wire.whole(number) for number in range(5)]
    assert [each and each.sequence for each in kept] == [None, None, 2, 3, None]


def test_a_response_to_what_is_forgotten_answers_nothing_known() -> None:
    """It is shown all the same."""
    wire = wire_with(encode(EnquireLink(sequence=1)), encode(EnquireLinkResp(sequence=1)), limit=1)
    assert [pdu.answers for pdu in wire.latest(9)] == [None]


def test_the_log_forgets_beyond_its_octets_too() -> None:
    """Long PDUs leave room for fewer."""
    wire = Wire(Feed(), octets_limit=40)
    for number in (1, 2, 3):
        wire.add(1.0, "link-1", "in", encode(EnquireLink(sequence=number)))
    assert [(pdu.id, pdu.sequence) for pdu in wire.latest(9)] == [(3, 3), (2, 2)]


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (Wanted(), [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]),
        (Wanted(limit=2), [10, 9]),
        (Wanted(phone="7916"), [6, 4, 2, 1]),
        (Wanted(phone="7917"), [5, 3]),
        (Wanted(phone="791"), []),
        (Wanted(link="link-2"), [8, 7]),
        (Wanted(command="submit_sm"), [9, 3, 2]),
        (Wanted(status="errors"), [10, 5]),
        (Wanted(status="ESME_RTHROTTLED"), [5]),
        (Wanted(status="0x58"), [5]),
        (Wanted(status="3"), [10]),
        (Wanted(status="ESME_ROK"), [8, 6, 4]),
        (Wanted(before=3), [2, 1]),
        (Wanted(after=8), [10, 9]),
        (Wanted(phone="7916", command="submit_sm_resp", limit=5, after=1), [4]),
    ],
)
def test_the_log_is_filtered(wanted: Wanted, ids: list[int]) -> None:
    """By each thing alone and by several; a response is about the phone of its request."""
    assert [pdu.id for pdu in conversation().find(wanted)] == ids


def test_whose_phone_a_pdu_is_about() -> None:
    """The source on the way to the ESME, the destination on the way from it, of a response its request's."""
    assert [pdu.phone for pdu in conversation().find(Wanted(before=7))] == [
        "7916",
        "7917",
        "7916",
        "7917",
        "7916",
        "7916",
    ]


def test_a_part_says_which_it_is() -> None:
    """Of how many, under which reference number."""
    part = SubmitSm(esm_class=0x40, short_message=b"\x05\x00\x03\x07\x03\x02rest")
    shown = wire_with(encode(part)).latest(1)[0].fields
    assert (shown["part"], shown["text"]) == ({"index": 2, "total": 3, "reference": 7}, "rest")


async def test_pdus_beyond_the_sample_are_kept_and_not_pushed() -> None:
    """They are in the log, and nobody has spent time on reading them."""
    feed = Feed(sample=Sample(budget=1))
    wire = Wire(feed)
    with feed.watch() as watcher:
        for number in (1, 2, 3):
            wire.add(1.0, "link-1", "in", encode(EnquireLink(sequence=number)))
        assert (watcher.qsize(), len(wire.latest(9))) == (1, 3)
    feed.close()
