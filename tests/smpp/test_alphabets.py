"""Text as octets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smpp import alphabets
from smpp.alphabets import Size
from smpp.errors import LocalError
from smpp.parts import split

GSM = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
    "\f^{}\\[~]|€"
)
gsm_texts = st.text(GSM)
texts = st.text(st.characters(exclude_categories=["Cs"])) | st.text("яЯ 😀") | gsm_texts


@pytest.mark.parametrize(
    ("text", "octets"),
    [
        ("@", "00"),
        ("_", "11"),
        ("Ñ", "5d"),
        ("à", "7f"),
        ("1 €", "31201b65"),
        ("[{~}]", "1b3c1b281b3d1b291b3e"),
    ],
)
def test_writes_gsm(text: str, octets: str) -> None:
    """A septet takes an octet, an extended character two (3GPP TS 23.038, 6.2.1)."""
    assert alphabets.encode_gsm(text).hex() == octets


@given(gsm_texts)
def test_reads_the_gsm_it_writes(text: str) -> None:
    """Every text of the alphabet survives, in as many octets as it has septets."""
    assert alphabets.is_gsm(text)
    assert alphabets.decode_gsm(alphabets.encode_gsm(text)) == text
    assert len(alphabets.encode_gsm(text)) == alphabets.septets(text)


@pytest.mark.parametrize("text", ["`", "ç", "я", "😀", "\x1b", "\ud800"])
def test_knows_what_gsm_lacks(text: str) -> None:
    """Backtick, small c cedilla and Cyrillic are not in the alphabet."""
    assert not alphabets.is_gsm(text)
    with pytest.raises(LocalError):
        alphabets.encode_gsm(text)


@pytest.mark.parametrize(
    ("octets", "text"),
    [("1b", ""), ("1b1b41", " A"), ("1b41", "A"), ("80ff", "\ufffd\ufffd"), ("411b0a", "A\f"), ("1b0d", "\r")],
)
def test_reads_gsm_leniently(octets: str, text: str) -> None:
    """Unknown escapes show the basic character, an escape of an escape a space (3GPP TS 23.038, 6.2.1.1)."""
    assert alphabets.decode_gsm(bytes.fromhex(octets)) == text


@given(texts)
def test_reads_the_ucs2_it_writes(text: str) -> None:
    """Every text survives, in two octets a unit, but for a byte-order mark."""
    octets = alphabets.encode_ucs2(text)
    assert len(octets) == 2 * alphabets.units(text)
    if not text.startswith(("\ufeff", "\ufffe")):
        assert alphabets.decode_ucs2(octets) == text


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        ("feff044f", "я"),
        ("fffe4f04", "я"),
        ("044f04", "я"),
        ("d83d", "\ufffd"),
        ("de00044f", "\ufffdя"),
        ("d83dde00", "😀"),
        ("", ""),
    ],
)
def test_reads_ucs2_leniently(octets: str, text: str) -> None:
    """Byte-order marks, odd octets and lone surrogates are lived with."""
    assert alphabets.decode_ucs2(bytes.fromhex(octets)) == text


def test_writes_a_lone_surrogate_as_a_question_mark() -> None:
    """What is no character cannot be sent."""
    assert alphabets.encode_ucs2("a\ud800") == b"\0a\0?"


@pytest.mark.parametrize(
    ("octets", "coding", "text"),
    [
        ("00", 0x00, "@"),
        ("61", 0x01, "a"),
        ("ff", 0x02, None),
        ("e9", 0x03, "é"),
        ("ff", 0x04, None),
        ("ef", 0x06, "я"),
        ("e0", 0x07, "א"),
        ("044f", 0x08, "я"),
        ("00", 0x09, None),
        ("00", 0x0F, "@"),
        ("00", 0x10, "@"),
        ("00", 0x14, None),
        ("044f", 0x18, "я"),
        ("00", 0x20, None),
        ("044f", 0x48, "я"),
        ("00", 0xC8, "@"),
        ("044f", 0xE0, "я"),
        ("00", 0xF0, "@"),
        ("00", 0xF4, None),
        ("00", 0x100, "@"),
    ],
)
def test_reads_what_data_coding_says(octets: str, coding: int, text: str | None) -> None:
    """data_coding names the alphabet (SMPP 3.4, 5.2.19; 3GPP TS 23.038, 4 and 5)."""
    assert alphabets.decode(bytes.fromhex(octets), coding) == text


@pytest.mark.parametrize(
    ("default", "octets", "text"),
    [("gsm", "00e9", "@\ufffd"), ("latin-1", "40e9", "@é"), ("ascii", "40e9", "@\ufffd"), ("cp1251", "ff", "я")],
)
def test_reads_the_default_alphabet_of_the_smsc(default: str, octets: str, text: str) -> None:
    """Coding 0 is whatever that SMSC means by it."""
    assert alphabets.decode(bytes.fromhex(octets), 0, default) == text


@given(st.binary(), st.integers(0, 255))
def test_reads_anything(octets: bytes, coding: int) -> None:
    """Reading text never fails."""
    assert isinstance(alphabets.decode(octets, coding), str | None)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("", Size(0, 0, 1)),
        ("a" * 160, Size(0, 160, 1)),
        ("a" * 161, Size(0, 161, 2)),
        ("€" * 80, Size(0, 160, 1)),
        ("€" * 81, Size(0, 162, 2)),
        ("я" * 70, Size(8, 70, 1)),
        ("я" * 71, Size(8, 71, 2)),
        ("я" * 134, Size(8, 134, 2)),
        ("я" * 135, Size(8, 135, 3)),
        ("я" * 66 + "😀" + "я" * 66, Size(8, 134, 3)),
    ],
)
def test_sizes(text: str, size: Size) -> None:
    """Units and parts as on the wire."""
    assert alphabets.size(text) == size


@given(texts.map(lambda text: text * 5))
def test_counts_the_parts_that_are_sent(text: str) -> None:
    """The size tells how many parts `split` makes."""
    assert alphabets.size(text).parts == len(split(text, reference=1))
