"""Reading and writing PDUs."""

import struct

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smpp.codec import decode, encode, read_any, write_any
from smpp.errors import LocalError, RemoteError
from smpp.frames import Framer
from smpp.multi import SmeAddress
from smpp.pdus import (
    BindTransceiver,
    DeliverSm,
    DeliverSmResp,
    EnquireLink,
    Outbind,
    Pdu,
    QuerySm,
    SubmitMulti,
    SubmitSm,
    SubmitSmResp,
    command_name,
    reply,
)
from smpp.statuses import Status
from tests.smpp.strategies import pdus, pdus_of, words
from tests.smpp.vectors import BOTH_WAYS, LENIENT

HOT: tuple[type[Pdu], ...] = (SubmitSm, SubmitSmResp, DeliverSm, DeliverSmResp)


def frame(command_id: int, body: bytes = b"", status: int = 0, sequence: int = 1) -> bytes:
    """Any body as a PDU."""
    return struct.pack(">IIII", 16 + len(body), command_id, status, sequence) + body


def refusal(octets: bytes) -> tuple[int, int, int]:
    """The status, sequence and command_id with which a PDU is refused."""
    with pytest.raises(RemoteError) as caught:
        decode(octets)
    return caught.value.status, caught.value.sequence, caught.value.command_id


@pytest.mark.parametrize(("octets", "pdu"), BOTH_WAYS + LENIENT)
def test_reads_what_others_write(octets: str, pdu: Pdu) -> None:
    """A PDU of another implementation means what it says."""
    assert decode(bytes.fromhex(octets)) == pdu


@pytest.mark.parametrize(("octets", "pdu"), BOTH_WAYS)
def test_writes_what_others_write(octets: str, pdu: Pdu) -> None:
    """The same PDU gets the same octets from us."""
    assert encode(pdu).hex() == octets


def test_reads_all_of_them_octet_by_octet() -> None:
    """However the network cuts the stream, the same PDUs come out."""
    stream = b"".join(bytes.fromhex(octets) for octets, _ in BOTH_WAYS)
    framer = Framer()
    frames = [whole for octet in stream for whole in framer.feed(bytes((octet,)))]
    assert [decode(whole) for whole in frames] == [pdu for _, pdu in BOTH_WAYS]


@given(pdus)
def test_reads_what_it_writes(pdu: Pdu) -> None:
    """Every PDU survives the wire."""
    assert decode(encode(pdu)) == pdu


@given(pdus, words)
def test_writes_another_sequence_number(pdu: Pdu, sequence: int) -> None:
    """The sequence number given wins over the PDU's own."""
    assert decode(encode(pdu, sequence)).sequence == sequence


@given(st.sampled_from(HOT).flatmap(pdus_of))
def test_twins_agree_on_every_pdu(pdu: Pdu) -> None:
    """The quick writer and the quick reader do what the general ones do."""
    octets = encode(pdu)
    assert octets == write_any(pdu, pdu.sequence)
    assert decode(octets) == read_any(octets, pdu.command_id, pdu.status, pdu.sequence)


@given(
    st.sampled_from(HOT).flatmap(pdus_of),
    st.integers(0, 60),
    st.binary(max_size=3),
    st.integers(0, 3),
)
def test_twins_agree_on_damaged_pdus(pdu: Pdu, place: int, patch: bytes, cut: int) -> None:
    """Where the general reader refuses or makes do, the quick one does so too."""
    octets = bytearray(encode(pdu)[16:])
    octets[place : place + cut] = patch
    damaged = frame(pdu.command_id, bytes(octets), pdu.status, pdu.sequence)
    assert outcome(decode, damaged) == outcome(read_any, damaged, pdu.command_id, pdu.status, pdu.sequence)


def outcome(read: object, *arguments: object) -> object:
    """What a reader makes of it: a PDU, or the refusal's status and words."""
    assert callable(read)
    try:
        return read(*arguments)
    except RemoteError as error:
        return error.status, str(error), error.sequence, error.command_id


@given(st.binary(max_size=200))
@example(b"")
@example(frame(4, b"\0" * 16)[:-1])
def test_reads_anything_or_refuses(octets: bytes) -> None:
    """Octets are a PDU or a RemoteError, nothing else."""
    assert isinstance(outcome(decode, octets), Pdu | tuple)


@given(pdus, st.data())
def test_reads_any_beginning_or_refuses(pdu: Pdu, data: st.DataObject) -> None:
    """A PDU that ends early is a PDU or a RemoteError, nothing else."""
    body = encode(pdu)[16:]
    kept = body[: data.draw(st.integers(0, len(body)))]
    assert isinstance(outcome(decode, frame(pdu.command_id, kept)), Pdu | tuple)


def test_refuses_an_unknown_command() -> None:
    """An unknown command_id is refused under its own sequence number."""
    assert refusal(frame(0x01000001, sequence=7)) == (Status.RINVCMDID, 7, 0x01000001)


@pytest.mark.parametrize("octets", ["0000000f0000000600000000000000", "00000011000000060000000000000000"])
def test_refuses_a_wrong_length(octets: str) -> None:
    """command_length must be that of the PDU, and at least that of a header."""
    assert refusal(bytes.fromhex(octets))[0] == Status.RINVCMDLEN


def test_refuses_sm_length_beyond_the_end() -> None:
    """A short_message that the PDU does not hold is refused (cloudhopper-smpp, PduDecoderTest)."""
    octets = "00000039000000050000000000000001000101393939393139393134353933000000363436340000000000000000080010"
    assert refusal(bytes.fromhex(octets + "c1e1e9edf3faf1fc")) == (Status.RINVMSGLEN, 1, DeliverSm.command_id)


@pytest.mark.parametrize(
    "body",
    [b"", b"CMT", b"\0\1", b"\0\1\1111\0\1\1222\0\0\0\0\0\0\0\0\0\0", b"\0\1\1" + b"1" * 256 + b"\0"],
    ids=["empty", "no NUL", "no address", "no sm_length", "endless address"],
)
def test_refuses_a_message_cut_short(body: bytes) -> None:
    """A request without all its mandatory fields is refused."""
    assert refusal(frame(SubmitSm.command_id, body)) == (Status.RINVCMDLEN, 1, SubmitSm.command_id)


def test_refuses_an_unknown_dest_flag() -> None:
    """submit_multi knows addresses and lists."""
    assert refusal(frame(SubmitMulti.command_id, b"\0\0\0\0\1\3"))[0] == Status.RINVDESTFLAG


def test_takes_a_service_type_of_8_octets() -> None:
    """A string may be longer than its field, as smscsim's is."""
    written = encode(DeliverSm(source_addr="1", short_message=b"x"))
    longer = decode(frame(DeliverSm.command_id, b"SMSCSIM8" + written[16:]))
    assert longer == DeliverSm(service_type="SMSCSIM8", source_addr="1", short_message=b"x", sequence=1)


def test_takes_255_octets_of_text() -> None:
    """short_message may have 255 octets in SMPP 5.0."""
    written = encode(SubmitSm())
    longer = decode(frame(SubmitSm.command_id, written[16:-1] + b"\xff" + b"a" * 255))
    assert longer == SubmitSm(short_message=b"a" * 255, sequence=1)


@pytest.mark.parametrize(
    "pdu",
    [
        SubmitSm(source_addr="1" * 21),
        SubmitSm(service_type="CMT\0"),
        SubmitSm(source_addr="Помощь"),
        SubmitSm(validity_period="000000000500000"),
        SubmitSm(short_message=b"a" * 255),
        SubmitSm(esm_class=256),
        SubmitSm(esm_class=-1),
        SubmitSm(tlvs=((0x0424, b"a" * 65536),)),
        SubmitSm(tlvs=((-1, b""),)),
        SubmitSmResp(message_id="7" * 65),
        SubmitSmResp(message_id="ж"),
        SubmitSmResp(status=-1),
        SubmitSmResp(sequence=1 << 32),
        DeliverSmResp(message_id="7"),
        DeliverSmResp(sequence=-1),
        BindTransceiver(password="ipassword"),
        Outbind(system_id="s" * 16),
        QuerySm(message_id="\0"),
        SubmitMulti(),
        SubmitMulti(dest_addresses=(SmeAddress(1, 1, "7" * 21),)),
    ],
)
def test_writes_strictly(pdu: Pdu) -> None:
    """What does not fit its field is not written."""
    with pytest.raises(LocalError):
        encode(pdu)


def test_says_which_field_does_not_fit() -> None:
    """The error names the field."""
    with pytest.raises(LocalError, match=r"^source_addr: '1{21}' does not fit a C-octet string of 21 octets"):
        encode(SubmitSm(source_addr="1" * 21))


def test_refuses_without_a_body() -> None:
    """A refused submit_sm or bind is answered by a header alone, unless TLVs say more (SMPP 3.4, 4.1.2, 4.4.2)."""
    refused = SubmitSmResp(sequence=1, status=Status.RTHROTTLED)
    assert len(encode(refused)) == 16
    assert decode(encode(refused)) == refused


def test_replies_under_the_same_sequence_number() -> None:
    """A reply is the request's own response."""
    assert reply(SubmitSm(sequence=5), message_id="77") == SubmitSmResp(sequence=5, message_id="77")
    assert reply(EnquireLink(sequence=5), Status.RSYSERR).status == Status.RSYSERR


def test_replies_not_to_what_needs_no_reply() -> None:
    """outbind has no response."""
    with pytest.raises(LocalError, match="outbind has no response"):
        reply(Outbind())


def test_names_pdus_as_the_specification_does() -> None:
    """Names are those of SMPP 3.4."""
    assert [command_name(pdu) for pdu in (SubmitSmResp, EnquireLink, BindTransceiver)] == [
        "submit_sm_resp",
        "enquire_link",
        "bind_transceiver",
    ]


@pytest.mark.parametrize("pdu", [BindTransceiver(system_id="us", password="secret"), Outbind(password="secret")])
def test_keeps_passwords_out_of_logs(pdu: Pdu) -> None:
    """A bind's representation has no password in it."""
    assert "secret" not in repr(pdu)
