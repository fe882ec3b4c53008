"""The bill as a page."""

import re
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

from operator_api.details import Detail, render
from operator_api.details.rows import grand_total, heading, rows, totals
from tests.operator_api.details.bills import BILL, EMPTY, named


class Reader(HTMLParser):
    """Tags and texts of a page, and whether all that was opened was closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.rows: list[list[str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag != "meta":
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self.open and self.open[-1] in {"td", "th"}:
            self.rows[-1][-1] += data


def page(detail: Detail) -> Reader:
    """The page as a browser would read it."""
    return Reader(render(detail, "html").decode("utf-8"))


def test_all_is_on_the_page() -> None:
    """Heading, totals and events, nothing left open."""
    read = page(BILL)
    assert read.open == []
    assert {text for line in heading(BILL) for text in line} <= set(read.texts)
    table = [tuple(row) for row in read.rows]
    for total in (*totals(BILL), grand_total(BILL)):
        assert total.cells in table
    for row in rows(BILL):
        assert row.cells in table
    assert len(table) == 1 + 10 + 1 + 1 + 11


def test_nothing_is_fetched_and_nothing_runs() -> None:
    """No script, image, font or address of anything."""
    html = render(BILL, "html").decode("utf-8")
    assert page(BILL).tags.isdisjoint({"script", "img", "link", "iframe", "a", "form"})
    assert re.findall(r"https?:|url\(|@import|\son\w+=", html) == []
    assert "default-src 'none'" in html


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><img src=x>', "A & B"])
def test_text_stays_text(name: str) -> None:
    """Whatever a name holds."""
    for detail in (named(name), replace(BILL, name=name, tariff=name)):
        read = page(detail)
        assert name in read.texts
        assert read.tags.isdisjoint({"script", "img"})


def test_an_empty_period_says_so() -> None:
    """And shows no tables."""
    read = page(EMPTY)
    assert "За этот период не было ни звонков, ни сообщений, ни платежей." in read.texts
    assert "table" not in read.tags
