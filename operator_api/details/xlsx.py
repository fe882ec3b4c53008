"""The bill as a workbook: a sheet of events with real dates, times and sums, and a sheet of totals."""

from datetime import UTC, datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from operator_api.contract import Kind, Kopecks, Spent
from operator_api.details import Detail
from operator_api.details.rows import (
    CALLS,
    MEGABYTE,
    TOTAL_COLUMNS,
    Row,
    charged_and_paid,
    columns,
    heading,
    rows,
    title,
)
from operator_api.details.words import WORDS
from operator_api.usage import by_kind

EVENT_WIDTHS = (11, 10, 29, 24, 12, 15, 17)
TOTAL_WIDTHS = (29, 24, 12, 15, 17)
"""Of columns, in characters."""

SECONDS_A_DAY = 86_400
A4 = 9


def write(detail: Detail) -> bytes:
    """The file; rows wait in a temporary one, so memory does not grow with them."""
    file = BytesIO()
    with Workbook(file, {"constant_memory": True, "default_date_format": "dd.mm.yyyy"}) as workbook:
        workbook.set_properties({"title": title(detail), "created": datetime.fromtimestamp(detail.made_at, UTC)})
        book = _Book(workbook, detail)
        book.write_events()
        book.write_totals()
    return file.getvalue()


class _Book:
    """The two sheets of a bill; text is written as text, so nothing in it becomes a formula."""

    def __init__(self, workbook: Workbook, detail: Detail) -> None:
        self._workbook = workbook
        self._detail = detail
        self._words = WORDS[detail.language]
        self._head = self._format(bold=True, bottom=1, bg_color="#E8EEF4", text_wrap=True, valign="vcenter")
        self._label = self._format(bold=True)
        self._total = self._format(bold=True, top=1, num_format="0.00")
        self._sum = self._format(num_format="0.00")
        self._time = self._format(num_format="hh:mm:ss")
        self._length = self._format(num_format="[h]:mm:ss")
        self._messages = self._format(num_format=f'0" {self._words["unit.messages"]}"')
        self._megabytes = self._format(num_format=f'0.0" {self._words["unit.megabytes"]}"')

    # Events

    def write_events(self) -> None:
        """The header stays in sight, and is printed on each page."""
        sheet = self._sheet("events", EVENT_WIDTHS)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.write_row(0, 0, columns(self._detail), self._head)
        for at, row in enumerate(rows(self._detail), 1):
            self._write_event(sheet, at, row)
        if not self._detail.events:
            sheet.write_string(1, 0, self._words["empty"])
        self._write_sums(sheet, len(self._detail.events) + 2, 5)

    def _write_event(self, sheet: Worksheet, at: int, row: Row) -> None:
        sheet.write_datetime(at, 0, row.at.date())
        sheet.write_datetime(at, 1, row.at.time(), self._time)
        sheet.write_string(at, 2, row.what)
        if row.peer:
            sheet.write_string(at, 3, row.peer)
        self._write_amount(sheet, at, 4, row.event.kind, row.event.amount)
        self._write_charge(sheet, at, 5, row.event.charge)

    # Totals

    def write_totals(self) -> None:
        """Whose bill it is, a row for each kind, and all."""
        sheet = self._sheet("totals", TOTAL_WIDTHS)
        lines = heading(self._detail)
        for at, (label, value) in enumerate(lines):
            sheet.write_string(at, 0, label, self._label)
            sheet.write_string(at, 1, value)
        sheet.write_row(len(lines) + 1, 0, columns(self._detail, TOTAL_COLUMNS), self._head)
        kinds = by_kind(self._detail.events)
        for at, spent in enumerate(kinds, len(lines) + 2):
            self._write_spent(sheet, at, spent)
        self._write_sums(sheet, len(lines) + 2 + len(kinds), 3)

    def _write_spent(self, sheet: Worksheet, at: int, spent: Spent) -> None:
        sheet.write_string(at, 0, self._words[f"kind.{spent.kind}"])
        sheet.write_number(at, 1, spent.count)
        self._write_amount(sheet, at, 2, spent.kind, spent.amount)
        self._write_charge(sheet, at, 3, spent.charge)

    # Both

    def _format(self, **properties: object) -> Format:
        return self._workbook.add_format(properties)

    def _sheet(self, word: str, widths: tuple[int, ...]) -> Worksheet:
        sheet = self._workbook.add_worksheet(self._words[word])
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        return sheet

    def _write_amount(self, sheet: Worksheet, at: int, column: int, kind: Kind, amount: int) -> None:
        if kind in CALLS:
            sheet.write_number(at, column, amount / SECONDS_A_DAY, self._length)
        elif kind == "sms":
            sheet.write_number(at, column, amount, self._messages)
        elif kind == "internet":
            sheet.write_number(at, column, amount / MEGABYTE, self._megabytes)

    def _write_charge(self, sheet: Worksheet, at: int, column: int, charge: Kopecks) -> None:
        """Charged, or one column further what was paid in."""
        sheet.write_number(at, column if charge >= 0 else column + 1, abs(charge) / 100, self._sum)

    def _write_sums(self, sheet: Worksheet, at: int, column: int) -> None:
        charged, paid = charged_and_paid(self._detail.events)
        sheet.write_row(at, 0, [self._words["total"], *[""] * (column - 1)], self._total)
        sheet.write_row(at, column, [charged / 100, paid / 100], self._total)
