"""Texts whose data_coding is wrong, and those whose is right."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smpp import alphabets
from smpp.reading import Mistake, read

TESTS = Path(__file__).parents[1]
UTTERANCES = (TESTS / "dialogs" / "utterances.tsv").read_text().splitlines()[1:]
STORIES = "\n".join(story.read_text() for story in sorted((TESTS.parent / "stories").glob("*.txt")))

SHORT = [
    "1",
    "0",
    "#",
    "?",
    "я",
    "Д",
    "Ё",
    "да",
    "Да",
    "нет",
    "A",
    "e",
    "@",
    "ні",
    "Так",
    "Є",
    "ґ",
    "da",
    "în",
    "no",
    "OK",
]
OTHERS = [
    *("Скільки грошей на рахунку?", "Підключіть послугу «Гудок»", "Її тариф", "Мій пароль", "що підключено", "ще"),
    *("Câți bani am pe cont?", "Vreau să schimb tariful", "Dezactivează serviciul în roaming când plec, mulțumesc"),
    *("Activați opțiunea „Ton”", "pâine", "când", "How much money do I have?", "I'd like to speak to a person, please"),
    *("bill by e-mail to ivan.petrov@mail.ru", "ivan@mail.ru", "*100#", "25 Zima2026zima", "cчет", "счёт: 5 ₽", "№ 5"),
    *("SMS да", "подключи GPRS", "— да — нет —", "да 👍", "👍", "1 😀", "за 1 ГБ…"),
]
REAL = sorted(
    {line.partition("\t")[0] for line in UTTERANCES}
    | {*re.findall(r"^[<>] (.+)$", STORIES, re.MULTILINE), *SHORT, *OTHERS}
)
"""What people write and read, in Russian, Ukrainian, Romanian and English."""


def fits(codec: str) -> list[str]:
    """The real texts that a codec has all characters of."""
    return [text for text in REAL if text.encode(codec, "ignore").decode(codec) == text]


GSM = [text for text in REAL if alphabets.is_gsm(text)]


def packed(text: str) -> bytes:
    """GSM 7-bit, as it is on the air."""
    septets = alphabets.encode_gsm(text)
    bits = sum(septet << 7 * place for place, septet in enumerate(septets))
    return bits.to_bytes((7 * len(septets) + 7) // 8, "little")


# Rightly coded


@pytest.mark.parametrize("coding", [8, 0x18, 0x48, 0xE0])
def test_right_ucs2_is_read_as_it_is(coding: int) -> None:
    """Each text, in each language."""
    assert [read(text.encode("utf-16-be"), coding) for text in REAL] == [(text, None) for text in REAL]


@pytest.mark.parametrize(
    ("codec", "coding", "default"),
    [
        ("ascii", 0, "gsm"),
        ("ascii", 0xF0, "gsm"),
        ("ascii", 1, "gsm"),
        ("latin-1", 1, "gsm"),
        ("latin-1", 3, "gsm"),
        ("ascii", 0, "ascii"),
        ("latin-1", 0, "latin1"),
        ("iso8859_5", 6, "gsm"),
    ],
)
def test_right_octets_are_read_as_they_are(codec: str, coding: int, default: str) -> None:
    """Each text that the alphabet has."""
    texts = [text for text in fits(codec) if alphabets.charset(coding, default) != "gsm" or text in GSM]
    octets = [
        alphabets.encode_gsm(text) if coding in (0, 0xF0) and default == "gsm" else text.encode(codec) for text in texts
    ]
    assert [read(data, coding, default) for data in octets] == [(text, None) for text in texts]


@given(st.text("абвгдеєжзиіїйклмнопрстуфхцчшщьюяґАЯЁ ăâîșțĂÂÎȘȚ aeiouXYZ019 .,!?«»„”—№€\n"))
def test_right_ucs2_of_our_letters_is_read_as_it_is(text: str) -> None:
    """In whatever order."""
    assert read(text.encode("utf-16-be"), 8) == (text, None)


@given(st.text([character for character in alphabets._BASIC if character not in "@è\x1b"]), st.sampled_from([0, 0xF1]))
def test_right_gsm_is_read_as_it_is(text: str, coding: int) -> None:
    """In whatever order; what "@" and "è" may be, others tell."""
    assert read(alphabets.encode_gsm(text), coding) == (text, None)


@given(st.binary(), st.integers(0, 255))
def test_other_alphabets_and_octets_are_left_alone(data: bytes, coding: int) -> None:
    """Nothing is read where there is no text, and everything ends in a text or none."""
    text, mistake = read(data, coding)
    assert isinstance(text, str | None)
    if alphabets.charset(coding) not in ("gsm", "ucs2", "latin-1"):
        assert (text, mistake) == (alphabets.decode(data, coding), None)


@pytest.mark.parametrize("text", ["你好", "שלום", "გამარჯობა", "안녕하세요", "γειά σου", "½ × 3"])
def test_ucs2_of_other_languages_is_read_as_it_is(text: str) -> None:
    """It is nothing else that one could read."""
    assert read(text.encode("utf-16-be"), 8) == (text, None)


# Wrongly coded

ANY = [(0, "gsm"), (0, "ascii"), (0, "latin1"), (1, "gsm"), (3, "gsm"), (0xF0, "gsm")]


def recovered(texts: list[str], codec: str, coding: int, default: str, mark: bytes = b"") -> float:
    """The share that is read."""
    read_again = [read(mark + text.encode(codec), coding, default)[0] == text for text in texts]
    return sum(read_again) / len(texts)


@pytest.mark.parametrize(("coding", "default"), [*ANY, (8, "gsm")])
@pytest.mark.parametrize(
    ("codec", "mark"), [("utf-16-be", b""), ("utf-16-le", b""), ("utf-16-be", b"\xfe\xff"), ("utf-16-le", b"\xff\xfe")]
)
def test_ucs2_is_read_under_any_coding(codec: str, mark: bytes, coding: int, default: str) -> None:
    """In either order of octets, with a mark or without; all that is lost is a smiling face alone."""
    least = 1.0 if mark else 0.995
    assert recovered(REAL, codec, coding, default, mark) >= least


@pytest.mark.parametrize(("coding", "default"), [*ANY, (8, "gsm")])
def test_windows_1251_and_utf8_are_read_under_any_coding(coding: int, default: str) -> None:
    """Whatever is not ASCII anyway."""
    cyrillic = [text for text in fits("cp1251") if re.search("[а-яёА-ЯЁіІїЇєЄґ]", text)]
    assert recovered(cyrillic, "cp1251", coding, default) == 1
    assert recovered([text for text in REAL if not text.isascii()], "utf-8", coding, default) == 1


def test_ascii_is_read_as_ucs2() -> None:
    """A lone digit as well."""
    assert [read(text.encode(), 8) for text in fits("ascii")] == [(text, Mistake.ASCII) for text in fits("ascii")]


def test_packed_gsm_is_read() -> None:
    """Where it can be told; words of two letters look like windows-1251, and so does one text in a hundred."""
    told = [text for text in fits("ascii") if len(text) > 2 and not packed(text).isascii()]
    missed = [text for text in told if read(packed(text), 0) != (text, Mistake.PACKED)]
    assert len(missed) * 100 <= len(told), missed


@pytest.mark.parametrize(
    ("octets", "coding", "text", "mistake"),
    [
        ("0031", 0, "1", Mistake.UCS2),
        ("0031", 3, "1", Mistake.UCS2),
        ("0023", 0, "#", Mistake.UCS2),
        ("044f", 0, "я", Mistake.UCS2),
        ("3100", 0, "1", Mistake.LITTLE_ENDIAN),
        ("3100", 8, "1", Mistake.LITTLE_ENDIAN),
        ("4f04", 8, "я", Mistake.LITTLE_ENDIAN),
        ("feff0031", 0, "1", Mistake.BYTE_ORDER_MARK),
        ("feff0031", 8, "1", Mistake.BYTE_ORDER_MARK),
        ("fffe3100", 8, "1", Mistake.BYTE_ORDER_MARK),
        ("04310430043b04", 8, "бал", Mistake.ODD_LENGTH),
        ("04310430043b04", 0, "бал", Mistake.UCS2),
        ("31", 8, "1", Mistake.ASCII),
        ("ff", 0, "я", Mistake.CP1251),
        ("e4e0", 1, "да", Mistake.CP1251),
        ("d18f", 0, "я", Mistake.UTF8),
        ("d18f", 8, "я", Mistake.UTF8),
        # what could be anything stays what data_coding says
        ("", 0, "", None),
        ("", 8, "", None),
        ("0000", 0, "@@", None),
        ("40", 0, "¡", None),
        ("ee6e", 3, "în", None),
        ("de00", 8, "\ufffd", None),
        ("81", 0, "\ufffd", None),
    ],
)
def test_short_messages(octets: str, coding: int, text: str, mistake: Mistake | None) -> None:
    """A letter, a digit, and less."""
    assert read(bytes.fromhex(octets), coding) == (text, mistake)
