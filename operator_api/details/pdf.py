"""The bill on A4 pages, each with its number, whose bill it is, and the header of the table.

The fonts are DejaVu Sans Condensed of Debian's fonts-dejavu-extra, cut down to the letters that bills are written in:

    pyftsubset DejaVuSansCondensed.ttf --no-hinting --layout-features= --output-file=fonts/DejaVuSansCondensed.ttf
        --unicodes=20-7E,A0-17F,218-21B,400-4FF,2010-2026,2030,2039,203A,20AC,20BD,2116,2212
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from fpdf import FPDF
from msgspec.structs import replace

from operator_api.details import Detail
from operator_api.details.rows import (
    COLUMNS,
    TOTAL_COLUMNS,
    columns,
    days,
    grand_total,
    heading,
    phone,
    rows,
    title,
    totals,
)
from operator_api.details.words import WORDS

FONT = "DejaVu"
FONTS = Path(__file__).parent / "fonts"
FACES = {"": "DejaVuSansCondensed.ttf", "B": "DejaVuSansCondensed-Bold.ttf"}

MARGIN, LINE, LABEL = 12, 5, 32
EVENT_WIDTHS = (18, 15, 45, 40, 17, 23, 28)
TOTAL_WIDTHS = (66, 20, 38, 30, 32)
"""Millimetres; columns fill the page between its margins."""

NUMERIC = frozenset({"count", "amount", "charged", "paid"})
"""Columns that are aligned right."""

LONGEST_TEXT = 100
"""What cannot fit a line anyway is cut before it is measured."""

Colour = tuple[int, int, int]
INK, GREY, BLUE, PALE, RULE = (27, 37, 48), (85, 98, 112), (10, 92, 143), (246, 248, 250), (159, 178, 194)


def write(detail: Detail) -> bytes:
    """The file."""
    pages = _Pages(detail)
    pages.add_page()
    pages.write_heading()
    if detail.events:
        pages.write_totals()
        pages.write_events()
    else:
        pages.write_nothing()
    return bytes(pages.output())


class _Pages(FPDF):
    """The pages of a bill."""

    def __init__(self, detail: Detail) -> None:
        super().__init__(format="A4")
        self._detail = detail
        self._words = WORDS[detail.language]
        self._in_events = False
        for style, face in FACES.items():
            self.add_font(FONT, style, FONTS / face)
        self.set_title(title(detail))
        self.set_lang(detail.language)
        self.set_creation_date(datetime.fromtimestamp(detail.made_at, UTC))
        self.set_margin(MARGIN)
        self.set_auto_page_break(True, MARGIN + 2 * LINE)
        self.set_draw_color(RULE)
        self.set_fill_color(PALE)

    # Called by FPDF on every page

    def header(self) -> None:
        """On pages that a table goes on to, its header again."""
        if self._in_events:
            self._write_columns(COLUMNS, EVENT_WIDTHS)

    def footer(self) -> None:
        """Which page this is, and of what."""
        self.set_y(-MARGIN - LINE)
        self._pen(8, colour=GREY)
        self.cell(self.epw / 2, LINE, f"{self._words['page']} {self.page_no()} {self._words['of']} {{nb}}")
        what = f"{self._words['operator']}, {phone(self._detail.number)}, {days(self._detail)}"
        self.cell(self.epw / 2, LINE, what, align="R")

    # What stands on them

    def write_heading(self) -> None:
        """Whose bill it is, and of what days."""
        self.set_fill_color(BLUE)
        self.rect(MARGIN, MARGIN, self.epw, 1.5, style="F")
        self.set_fill_color(PALE)
        self.ln(LINE)
        self._write_line(self._words["operator"], 10, BLUE)
        self._write_line(title(self._detail), 18, INK)
        self.ln(LINE / 2)
        for label, value in heading(self._detail):
            self._pen(9, colour=GREY)
            self.cell(LABEL, LINE, label)
            self._pen(9, "B")
            self.cell(0, LINE, self._fit(value, self.epw - LABEL), new_x="LMARGIN", new_y="NEXT")

    def write_totals(self) -> None:
        """What each kind came to, and all."""
        self._write_subtitle(self._words["totals"])
        self._write_columns(TOTAL_COLUMNS, TOTAL_WIDTHS)
        for total in totals(self._detail):
            self._write_cells(total.cells, TOTAL_COLUMNS, TOTAL_WIDTHS)
        self._pen(8, "B")
        self._write_cells(grand_total(self._detail).cells, TOTAL_COLUMNS, TOTAL_WIDTHS, border="T")

    def write_events(self) -> None:
        """A line for each, every other shaded."""
        self._write_subtitle(self._words["events"])
        self._write_columns(COLUMNS, EVENT_WIDTHS)
        self._in_events = True
        for index, row in enumerate(rows(self._detail)):
            fitted = replace(row, peer=self._fit(row.peer, EVENT_WIDTHS[COLUMNS.index("peer")]))
            self._write_cells(fitted.cells, COLUMNS, EVENT_WIDTHS, shaded=index % 2 == 1)

    def write_nothing(self) -> None:
        """In words."""
        self.ln(2 * LINE)
        self._pen(10)
        self.multi_cell(0, LINE, self._words["empty"])

    # How it is written

    def _pen(self, size: int, style: Literal["", "B"] = "", colour: Colour = INK) -> None:
        self.set_font(FONT, style, size)
        self.set_text_color(colour)

    def _write_line(self, text: str, size: int, colour: Colour) -> None:
        self._pen(size, "B", colour)
        self.cell(0, size / 2, text, new_x="LMARGIN", new_y="NEXT")

    def _write_subtitle(self, text: str) -> None:
        """Totals are so few that all of these stand on the first page."""
        self.ln(LINE)
        self._write_line(text, 12, INK)

    def _write_columns(self, names: Sequence[str], widths: Sequence[int]) -> None:
        self._pen(8, "B", GREY)
        self._write_cells(columns(self._detail, names), names, widths, border="B")
        self._pen(8)

    def _write_cells(
        self, cells: Sequence[str], names: Sequence[str], widths: Sequence[int], border: str = "", shaded: bool = False
    ) -> None:
        for cell, name, width in zip(cells, names, widths, strict=True):
            self.cell(width, LINE, cell, border, align="R" if name in NUMERIC else "L", fill=shaded)
        self.ln(LINE)

    def _fit(self, text: str, width: float) -> str:
        """As much of it as a cell of that width shows."""
        room, whole = width - 2 * self.c_margin, text
        text = text[:LONGEST_TEXT]
        while self.get_string_width(text if text == whole else f"{text}...") > room:
            text = text[:-1]
        return text if text == whole else f"{text}..."
