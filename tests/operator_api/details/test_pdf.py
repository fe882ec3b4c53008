"""The bill on pages, read back by another library."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Literal

import pytest
from fpdf import FPDF
from msgspec.structs import replace
from pypdf import PdfReader

from operator_api.details import Detail, render
from operator_api.details.pdf import EVENT_WIDTHS, FACES, FONTS, TOTAL_WIDTHS
from operator_api.details.rows import COLUMNS, TOTAL_COLUMNS, columns, heading, rows, totals
from operator_api.details.words import WORDS
from tests.operator_api.details.bills import BILL, EMPTY, EVENTS, named


def pages(detail: Detail) -> list[list[str]]:
    """Lines of text on each page."""
    reader = PdfReader(BytesIO(render(detail, "pdf")))
    return [page.extract_text().splitlines() for page in reader.pages]


def text(detail: Detail) -> str:
    """All that can be read, spaces between words as they may be."""
    return " ".join(" ".join(line for page in pages(detail) for line in page).split())


def test_all_can_be_read_back() -> None:
    """Cyrillic letters, sums, totals, whose bill it is."""
    read = text(BILL)
    for cells in ((value for line in heading(BILL) for value in line), *(row.cells for row in rows(BILL))):
        for cell in cells:
            assert cell in read
    for total in totals(BILL):
        assert " ".join(filter(None, total.cells)) in read
    assert "Всего 11 408,00 1300,00" in read


def test_a_row_is_a_line() -> None:
    """In the order of its columns."""
    assert "05.10.2012 16:04:00 Исходящий вызов, другая сеть +7 495 123-45-67 1:00:09 91,50" in text(BILL)


@pytest.mark.parametrize("language", WORDS)
def test_letters_of_every_language(language: Literal["ru", "uk", "ro", "en"]) -> None:
    """Romanian ones with their commas and hats too."""
    read = text(replace(BILL, language=language))
    assert WORDS[language]["title"] in read
    assert WORDS[language]["kind.call_onnet"] in read
    assert WORDS[language]["empty"] in text(replace(EMPTY, language=language))


def test_every_page_tells_which_it_is() -> None:
    """Its number, whose bill, and the header of the table."""
    long = pages(replace(BILL, events=EVENTS * 20))
    assert len(long) == 5
    for number, lines in enumerate(long, 1):
        page = " ".join(lines)
        assert f"Страница {number} из 5" in page
        assert "Сигнал, +7 916 000-00-01, 01.10.2012 - 31.10.2012" in page
        assert page.count("Дата Время Что Номер или название") == 1
    assert sum(line.startswith("05.10.2012") for lines in long for line in lines) == 220


def test_what_a_viewer_shows_of_it() -> None:
    """Title, language, when it was made."""
    reader = PdfReader(BytesIO(render(BILL, "pdf")))
    assert reader.metadata is not None
    assert reader.metadata.title == "Детализация счета"
    assert reader.metadata.creation_date == datetime.fromtimestamp(BILL.made_at, UTC)
    assert str(reader.root_object["/Lang"]) == "ru"


def test_a_long_name_is_cut() -> None:
    """Where its column ends, with dots; the rest of its row stands where it should."""
    read = text(named("Очень " * 1_000))
    assert "Плата за услугу Очень Очень Очень Очень" in read
    assert "... 75,00" in read
    assert read.count("Очень") < 10


def test_an_empty_period_says_so() -> None:
    """And shows no table."""
    read = text(EMPTY)
    assert "За этот период не было ни звонков, ни сообщений, ни платежей." in read
    assert "Списано" not in read


@pytest.mark.parametrize("language", WORDS)
def test_words_fit_their_columns(language: Literal["ru", "uk", "ro", "en"]) -> None:
    """Those that stand above them, and the kinds of events in theirs."""
    pdf = FPDF()
    for style, face in FACES.items():
        pdf.add_font("font", style, FONTS / face)
    bill = replace(BILL, language=language)
    room = 2 * pdf.c_margin
    pdf.set_font("font", "B", 8)
    for names, widths in ((COLUMNS, EVENT_WIDTHS), (TOTAL_COLUMNS, TOTAL_WIDTHS)):
        assert sum(widths) == 186
        for column, width in zip(columns(bill, names), widths, strict=True):
            assert pdf.get_string_width(column) + room <= width
    pdf.set_font("font", "", 8)
    for row in rows(bill):
        assert pdf.get_string_width(row.what) + room <= EVENT_WIDTHS[2]
