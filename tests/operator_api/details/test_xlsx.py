"""The bill as a workbook, read back by another library."""

from datetime import datetime, time, timedelta
from io import BytesIO

import openpyxl
from msgspec.structs import replace
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from operator_api.details import Detail, render
from tests.operator_api.details.bills import BILL, EMPTY, EVENTS, named


def workbook(detail: Detail) -> Workbook:
    """As openpyxl reads it."""
    return openpyxl.load_workbook(BytesIO(render(detail, "xlsx")))


def values(sheet: Worksheet) -> list[tuple[object, ...]]:
    """What stands in its cells."""
    return list(sheet.iter_rows(values_only=True))


def test_dates_times_and_sums_are_real() -> None:
    """So that they can be sorted and added up; text is text."""
    table = values(workbook(BILL)["Все события"])
    day = datetime(2012, 10, 5)
    assert table[0][:4] == ("Дата", "Время", "Что", "Номер или название")
    assert table[3] == (day, time(16, 2), "Пополнение счета", None, None, None, 1300)
    assert table[4] == (
        day,
        time(16, 3),
        "Исходящий вызов, своя сеть",
        "+7 916 123-45-67",
        timedelta(seconds=185),
        0,
        None,
    )
    assert table[5][4:6] == (timedelta(seconds=3_609), 91.5)
    assert table[7][4:6] == (2, 3)
    assert table[9][4] == 1229 / 1024
    assert len(table) == 1 + len(EVENTS) + 2
    assert table[-1] == ("Всего", None, None, None, None, 408, 1300)


def test_how_it_looks() -> None:
    """Formats of cells, widths of columns, a header that stays."""
    sheet = workbook(BILL)["Все события"]
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.column_dimensions["C"].width > 25
    formats = [sheet[cell].number_format for cell in ("A2", "B2", "F2", "E5", "E8", "E10")]
    assert formats == ["dd.mm.yyyy", "hh:mm:ss", "0.00", "[h]:mm:ss", '0" SMS"', '0.0" МБ"']


def test_totals_have_a_sheet() -> None:
    """Whose bill, each kind, and all."""
    table = values(workbook(BILL)["Итоги"])
    assert table[0][:2] == ("Абонент", "Иванова Анна Сергеевна")
    assert table[7] == ("Что", "Кол-во", "Объем", "Списано, руб.", "Зачислено, руб.")
    assert table[11] == ("Исходящее SMS", 2, 3, 4.5, None)
    assert table[-2:] == [("Пополнение счета", 1, None, None, 1300), ("Всего", None, None, 408, 1300)]


def test_lengths_of_more_than_a_day_add_up() -> None:
    """In hours."""
    table = values(workbook(replace(BILL, events=EVENTS[4:5] * 30))["Итоги"])
    assert table[8][2] == timedelta(seconds=3_609 * 30)


def test_nothing_becomes_a_formula_or_a_link() -> None:
    """Text, and no apostrophe is needed."""
    for name in ("=1+2", "https://example.org", "{=A1}"):
        cell = workbook(named(name))["Все события"]["D2"]
        assert (cell.value, cell.data_type, cell.hyperlink) == (name, "s", None)


def test_an_empty_period_says_so() -> None:
    """And comes to nothing."""
    table = values(workbook(EMPTY)["Все события"])
    assert table[1][0] == "За этот период не было ни звонков, ни сообщений, ни платежей."
    assert table[2] == ("Всего", None, None, None, None, 0, 0)
