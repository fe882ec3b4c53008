"""The bill as a table for spreadsheets."""

import csv
from io import StringIO

import pytest
from msgspec.structs import replace

from operator_api.details import Detail, render
from tests.operator_api.details.bills import BILL, EMPTY, EVENTS, event, named


def table(detail: Detail) -> list[list[str]]:
    """The file as a spreadsheet reads it."""
    text = render(detail, "csv").decode("utf-8-sig")
    return list(csv.reader(StringIO(text), delimiter=";"))


def test_as_excel_opens_it() -> None:
    """A mark at the beginning, semicolons, commas in sums, lengths with their hours."""
    lines = render(BILL, "csv").split(b"\r\n")
    assert lines[0].startswith(b"\xef\xbb\xbf")
    assert lines[0].decode("utf-8-sig") == ("Дата;Время;Что;Номер или название;Объем;Списано, руб.;Зачислено, руб.")
    assert lines[3].decode() == "05.10.2012;16:02:00;Пополнение счета;;;;1300,00"
    assert lines[4].decode() == "05.10.2012;16:03:00;Исходящий вызов, своя сеть;+7 916 123-45-67;0:03:05;0,00;"
    assert lines[5].decode() == "05.10.2012;16:04:00;Исходящий вызов, другая сеть;+7 495 123-45-67;1:00:09;91,50;"
    assert len(lines) == 1 + len(EVENTS) + 1


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("=1+2", "'=1+2"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+2", "'=1+2"),
        ("\r=1+2", "'=1+2"),
        ("＝1+2", "'＝1+2"),
        ('"; =1+2', '"; =1+2'),
        ("Гудок", "Гудок"),
    ],
)
def test_no_cell_becomes_a_formula(name: str, cell: str) -> None:
    """An apostrophe keeps it text; quotes keep it in its cell."""
    assert table(named(name))[1][3] == cell


@pytest.mark.parametrize(
    ("peer", "cell"),
    [
        ("79161234567", "+7 916 123-45-67"),
        ("373691234567", "+37369 123-45-67"),
        ("111", "111"),
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1+A1", "'+1+A1"),
    ],
)
def test_numbers_read_well(peer: str, cell: str) -> None:
    """What is a number keeps its plus; a sender that only begins so does not pass for one."""
    assert table(replace(BILL, events=(event("sms", peer, 1, 0),)))[1][3] == cell


def test_an_empty_period_says_so() -> None:
    """Below the header."""
    assert table(EMPTY)[1:] == [["За этот период не было ни звонков, ни сообщений, ни платежей."]]
