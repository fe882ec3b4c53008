"""Long messages in parts."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smpp import alphabets
from smpp.errors import LocalError
from smpp.parts import Joiner, Long, Part, Piece, join, piece_of, read, split
from smpp.pdus import DataSm, DeliverSm
from smpp.reading import Mistake
from smpp.tlvs import MESSAGE_PAYLOAD
from tests.smpp.test_alphabets import GSM

long_texts = st.builds(
    lambda words, space: space.join(words),
    st.lists(st.text("яЖ😀", max_size=30) | st.text(GSM, max_size=30), max_size=40),
    st.sampled_from([" ", "\n", ""]),
)
longs = st.sampled_from(Long)


def lengths(text: str, long: Long = Long.UDH8) -> list[int]:
    """The octets of each part."""
    return [len(part.short_message) for part in split(text, reference=1, long=long)]


def deliver(part: Part) -> DeliverSm:
    """The part as it comes from an SMSC."""
    return DeliverSm(
        esm_class=part.esm_class, data_coding=part.data_coding, short_message=part.short_message, tlvs=part.tlvs
    )


def pieces_of(parts: Sequence[Part]) -> list[Piece]:
    """What each part carries."""
    return [piece_of(deliver(part)) for part in parts]


@pytest.mark.parametrize(
    ("text", "octets"),
    [
        ("", [0]),
        ("я" * 70, [140]),
        ("я" * 71, [140, 14]),
        ("я" * 134, [140, 140]),
        ("я" * 135, [140, 140, 8]),
        ("я" * 66 + "😀" + "я" * 10, [138, 30]),
        ("a" * 160, [160]),
        ("a" * 161, [159, 14]),
        ("a" * 152 + "€" + "a" * 20, [158, 28]),
    ],
)
def test_splits_at_the_limits(text: str, octets: list[int]) -> None:
    """One part of 160 or 70 units, or several of 153 or 67; no escape and no surrogate pair is cut."""
    assert lengths(text) == octets


@pytest.mark.parametrize(
    ("long", "gsm", "ucs2"),
    [
        (Long.UDH8, [159, 24], [140, 20]),
        (Long.UDH16, [159, 26], [139, 23]),
        (Long.SAR, [153, 18], [134, 14]),
        (Long.PAYLOAD, [0], [0]),
    ],
)
def test_splits_by_the_way_it_travels(long: Long, gsm: list[int], ucs2: list[int]) -> None:
    """A 16-bit reference takes one septet or unit more; a payload is for the SMSC to split."""
    assert lengths("a" * 171, long) == gsm
    assert lengths("я" * 74, long) == ucs2


def test_writes_the_headers() -> None:
    """Reference, total and index stand where 3GPP TS 23.040 and SMPP 3.4 put them."""
    text = "a" * 161
    assert [part.short_message[:6].hex() for part in split(text, reference=0x1D2)] == ["050003d20201", "050003d20202"]
    assert split(text, reference=0x1D2, long=Long.UDH16)[1].short_message[:7].hex() == "06080401d20202"
    assert split(text, reference=0x1D2, long=Long.SAR)[1] == Part(
        0, 0, b"a" * 8, ((0x020C, b"\x01\xd2"), (0x020E, b"\2"), (0x020F, b"\2"))
    )
    assert split(text, reference=1, long=Long.PAYLOAD) == (Part(0, 0, b"", ((0x0424, b"a" * 161),)),)
    assert split("a" * 160, reference=1, long=Long.PAYLOAD) == (Part(0, 0, b"a" * 160),)


def test_breaks_after_a_space() -> None:
    """A part ends with a word where one ends near its end."""
    text = "слово " * 15
    assert [piece.data.decode("utf-16-be") for piece in pieces_of(split(text, reference=1))] == [
        "слово " * 11,
        "слово " * 4,
    ]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("я" * 67 + " " + "я" * 20, 67),  # the space is next: no word is cut
        ("я" * 60 + "\n" + "я" * 20, 61),
        ("я" * 40 + " " + "я" * 40, 67),  # too far back
        ("я" * 60 + " " + "я" * 73, 67),  # would take a third part
    ],
)
def test_breaks_at_a_space_only_near_and_free(text: str, first: int) -> None:
    """A space is preferred within 15 units, and never at the price of a further part."""
    assert alphabets.units(pieces_of(split(text, reference=1))[0].data.decode("utf-16-be")) == first


def test_refuses_more_than_255_parts() -> None:
    """A message has at most 255 parts."""
    assert len(split("я" * 67 * 255, reference=1)) == 255
    with pytest.raises(LocalError):
        split("я" * 67 * 255 + "я", reference=1)


@given(long_texts, longs, st.integers(0, 0xFFFF), st.randoms(use_true_random=False))
def test_joins_what_it_split(text: str, long: Long, reference: int, chance: random.Random) -> None:
    """In whatever order the parts come, and twice, the text is the same."""
    parts = split(text, reference=reference, long=long)
    pieces = pieces_of(parts) * 2
    chance.shuffle(pieces)
    assert join({piece.index: piece for piece in pieces}) == text
    assert {piece.total for piece in pieces} == {len(parts)}


@given(long_texts, longs)
def test_never_cuts_a_character(text: str, long: Long) -> None:
    """Each part can be read alone, and fits an SMS."""
    parts = split(text, reference=1, long=long)
    assert "".join(join({1: piece}) or "" for piece in pieces_of(parts)) == text
    assert all(len(part.short_message) <= (140 if part.data_coding == alphabets.UCS2 else 160) for part in parts)


@given(long_texts.map(lambda text: text + "a" * 161))
def test_makes_no_more_parts_than_it_must(text: str) -> None:
    """Breaking at spaces costs no part."""
    coding = alphabets.DEFAULT if alphabets.is_gsm(text) else alphabets.UCS2
    wide, limit = ("\f^{}\\[~]|€", 153) if coding == alphabets.DEFAULT else ("😀", 67)
    parts, room = 1, limit
    for character in text:
        width = 2 if character in wide else 1
        parts, room = (parts, room - width) if width <= room else (parts + 1, limit - width)
    assert len(split(text, reference=1)) == parts


# "Lorem ipsum ..." by jsmpp, ConcatenationTest
@pytest.mark.parametrize(
    ("octets", "piece"),
    [
        ("050003d20202437572", Piece(0xD2, 2, 2, 8, b"Cur", 0)),
        ("060804d20202004c6f", Piece(0xD202, 2, 0, 16, b"Lo", 0)),
        ("0B0504158115810003240202744a", Piece(0x24, 2, 2, 8, b"tJ", 0)),
        ("03240103747b", Piece(0, 1, 1, 8, b"t{", 0)),
        ("0500030102036162", Piece(0, 1, 1, 8, b"ab", 0)),
        ("050003010000616263", Piece(0, 1, 1, 8, b"abc", 0)),
        ("05000301020061", Piece(1, 2, 0, 8, b"a", 0)),
        ("0500030101016162", Piece(0, 1, 1, 8, b"ab", 0)),
        ("04000301020261", Piece(1, 2, 2, 8, b"a", 0)),
        ("06000301020261", Piece(1, 2, 2, 8, b"a", 0)),
        ("0508040102020161", Piece(0x102, 2, 1, 16, b"a", 0)),
        ("0708040102020161", Piece(0x102, 2, 1, 16, b"a", 0)),
        ("0504158115810061", Piece(0, 1, 1, 8, b"\0a", 0)),
        ("05000401020161", Piece(1, 2, 1, 8, b"a", 0)),
        ("0500006162", Piece(0, 1, 1, 8, b"\5\0\0ab", 0)),
        ("0100ab", Piece(0, 1, 1, 8, b"\xab", 0)),
        ("00ab", Piece(0, 1, 1, 8, b"\xab", 0)),
    ],
)
def test_reads_headers_leniently(octets: str, piece: Piece) -> None:
    """Other elements and their wrong lengths are lived with; a place that makes no sense makes a single message."""
    assert piece_of(DeliverSm(esm_class=0x40, short_message=bytes.fromhex(octets))) == piece


@pytest.mark.parametrize(
    ("tlvs", "place"),
    [
        (((0x020C, b"\0\7"), (0x020E, b"\3"), (0x020F, b"\2")), (7, 3, 2, 16)),
        (((0x020C, b"\0\7"), (0x020E, b"\3"), (0x020F, b"\0")), (7, 3, 0, 16)),
        (((0x020C, b"\0\7"), (0x020E, b"\1"), (0x020F, b"\1")), (0, 1, 1, 8)),
        (((0x020C, b"\0\7"), (0x020E, b"\3")), (0, 1, 1, 8)),
        (((0x020C, b"\0\7"), (0x020E, b"\3"), (0x020F, b"\4")), (0, 1, 1, 8)),
        (((0x020C, b"\7"), (0x020E, b"\3"), (0x020F, b"\2")), (0, 1, 1, 8)),
    ],
)
def test_reads_sar_leniently(tlvs: tuple[tuple[int, bytes], ...], place: tuple[int, int, int, int]) -> None:
    """All three SAR TLVs, or none of them."""
    piece = piece_of(DeliverSm(short_message=b"a", tlvs=tlvs))
    assert (piece.reference, piece.total, piece.index, piece.width) == place


def test_reads_a_header_in_a_single_message() -> None:
    """Ports, or a special message: no place, and the text begins after it."""
    whole = Piece(0, 1, 1, 8, "да".encode("utf-16-be"), 8)
    for header in ("06050400005082", "0401020001", "0500030a0101"):
        octets = bytes.fromhex(header) + "да".encode("utf-16-be")
        assert piece_of(DeliverSm(esm_class=0x40, data_coding=8, short_message=octets)) == whole
        payload = (MESSAGE_PAYLOAD.with_value(octets),)
        assert piece_of(DeliverSm(esm_class=0x40, data_coding=8, tlvs=payload)) == whole


def test_reads_the_payload() -> None:
    """The text of data_sm, and of a deliver_sm without short_message, is in message_payload."""
    payload = (MESSAGE_PAYLOAD.with_value(b"Test"),)
    whole = Piece(0, 1, 1, 8, b"Test", 0)
    assert piece_of(DataSm(tlvs=payload)) == piece_of(DeliverSm(tlvs=payload)) == whole
    assert piece_of(DataSm()).data == b""


def piece(index: int, data: bytes, coding: int = 8, *, total: int = 2, reference: int = 5) -> Piece:
    """A piece of a message in UCS-2."""
    return Piece(reference, total, index, 8, data, coding)


def test_joins_a_surrogate_pair_that_others_cut() -> None:
    """Octets are joined before they are read."""
    assert join({2: piece(2, b"\xde\0"), 1: piece(1, b"\xd8\x3d")}) == "😀"


def test_joins_pieces_that_were_cut_at_any_octet() -> None:
    """Some cut UCS-2 into parts of 133 octets, or GSM 7-bit into parts of 134."""
    text = "Как подключить услугу? " * 10
    octets = text.encode("utf-16-be")
    pieces = {index + 1: piece(index + 1, octets[index * 133 :][:133], total=4) for index in range(4)}
    assert join(pieces) == text
    latin = {index + 1: piece(index + 1, (b"x" * 200)[index * 134 :][:134], 0) for index in range(2)}
    assert join(latin) == "x" * 200


def test_joins_pieces_that_count_from_0() -> None:
    """All of them are there when there are as many as the total."""
    joiner = Joiner(limit=10, lifetime=60.0)
    assert [joiner.add("7916", piece(index, data), 0.0) for index, data in [(1, b"\0b"), (0, b"\0a")]] == [None, "ab"]


def test_says_what_was_wrong_with_the_coding() -> None:
    """Of the whole message, or of the first piece where pieces differ."""
    assert read({1: piece(1, "ба".encode("utf-16-be"), 0), 2: piece(2, "ланс".encode("utf-16-be"), 0)}) == (
        "баланс",
        Mistake.UCS2,
    )
    assert read({1: piece(1, b"\x04\x4f"), 2: piece(2, "да".encode(), 0)}) == ("яда", Mistake.UTF8)
    assert read({1: piece(1, b"\x04\x4f"), 2: piece(2, b"a", 0)}) == ("яa", None)


def test_joins_pieces_of_several_codings() -> None:
    """Pieces may differ in data_coding; one that is no text makes the message none."""
    assert join({1: piece(1, b"\x04\x4f"), 2: piece(2, b"a", 0)}) == "яa"
    assert join({1: piece(1, b"\x04\x4f"), 2: piece(2, b"a", 4)}) is None
    assert join({1: piece(1, b"@", 0), 2: piece(2, b"@", 0)}, "ascii") == "@@"


def test_gathers_pieces_in_any_order() -> None:
    """The last piece to come gives the text; a piece again changes nothing."""
    joiner = Joiner(limit=10, lifetime=60.0)
    added = [joiner.add("7916", piece(index, data), 0.0) for index, data in [(2, b"\0b"), (2, b"\0b"), (1, b"\0a")]]
    assert added == [None, None, "ab"]
    assert joiner.add("7916", piece(1, b"\0c", total=1), 0.0) == "c"


def test_keeps_messages_apart() -> None:
    """Another sender or reference is another message."""
    joiner = Joiner(limit=10, lifetime=60.0)
    assert joiner.add("7916", piece(1, b"\0a"), 0.0) is None
    assert joiner.add("7917", piece(2, b"\0b"), 0.0) is None
    assert joiner.add("7916", piece(2, b"\0b", reference=6), 0.0) is None
    assert joiner.add("7917", piece(1, b"\0A"), 0.0) == "Ab"


def test_forgets_what_stays_incomplete() -> None:
    """A message waits as long as it may; of too many the oldest gives way."""
    joiner = Joiner(limit=2, lifetime=60.0)
    joiner.add("old", piece(1, b"\0a"), 0.0)
    joiner.add("new", piece(1, b"\0a"), 60.0)
    assert joiner.add("old", piece(2, b"\0b"), 61.0) is None
    joiner.add("third", piece(1, b"\0a"), 62.0)
    assert joiner.add("new", piece(2, b"\0b"), 63.0) is None


def test_may_keep_nothing() -> None:
    """A limit of none keeps none."""
    joiner = Joiner(limit=0, lifetime=60.0)
    assert [joiner.add("7916", piece(index, b"\0a"), 0.0) for index in (1, 2)] == [None, None]
