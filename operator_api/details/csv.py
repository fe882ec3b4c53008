"""The bill as a table for spreadsheets and programs: nothing but the rows.

As Excel opens it where sums have commas: UTF-8 with a mark, semicolons.
"""

import csv
import re
from io import StringIO

from operator_api.details import Detail
from operator_api.details.rows import CALLS, Row, columns, rows
from operator_api.details.words import WORDS

FORMULA = tuple("=+-@＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula; the wide ones where Chinese or Japanese is set."""

PHONE = re.compile(r"\+[\d -]+")
"""Nothing that could be called or read from elsewhere, whatever a spreadsheet makes of it: may begin with a plus."""


def write(detail: Detail) -> bytes:
    """The file."""
    file = StringIO()
    table = csv.writer(file, delimiter=";")
    table.writerow(columns(detail))
    table.writerows([harmless(cell) for cell in cells(row)] for row in rows(detail))
    if not detail.events:
        table.writerow([WORDS[detail.language]["empty"]])
    return file.getvalue().encode("utf-8-sig")


def cells(row: Row) -> tuple[str, ...]:
    """A call's length with its hours, else a spreadsheet takes minutes for hours."""
    amount = hours(row.event.amount) if row.event.kind in CALLS else row.amount
    return row.date, row.time, row.what, row.peer, amount, row.charged, row.paid


def hours(seconds: int) -> str:
    """``0:03:05``."""
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def harmless(cell: str) -> str:
    """Text that stays text in a spreadsheet."""
    return f"'{cell}" if cell.startswith(FORMULA) and not PHONE.fullmatch(cell) else cell
