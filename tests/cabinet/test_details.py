"""Itemised bills, ordered and listed."""

import asyncio
from pathlib import Path

import pytest

from operator_api.mailing import Mail
from tests.cabinet import browsing
from tests.cabinet.browsing import Browser, Page
from tests.operator_api.asking import PATIENCE, change
from tests.operator_api.running import ANNA, DAY, NOW

BEING_MADE = f"""INSERT INTO documents
    (id, number, first, last, format, delivery, email, state, ordered, until, due, tries)
    VALUES ('{"a" * 32}', '{ANNA.number}', '2012-09-01', '2012-09-30', 'pdf', 'account', '', 'building', {NOW},
    '2012-10-19', {NOW + 9 * DAY}, 0)"""
"""It failed at first, and waits for its second try."""


async def made(anna: Browser) -> Page:
    """The list, when all in it is ready."""
    async with asyncio.timeout(PATIENCE):
        while "готовится" in (page := await anna.get("/documents")).text:
            await asyncio.sleep(0)
    return page


async def test_ordered_once_it_stands_in_the_list(anna: Browser) -> None:
    """However often the form is sent."""
    form = await anna.get("/detail")
    for _ in range(2):
        page = await anna.send(form, "/detail", period="last_month", format="xlsx", delivery="account")
        assert page.place == "/documents?done"
    assert "Заказ принят" in page.text
    assert page.text.count("01.09.2012 - 30.09.2012 XLSX: для Excel") == 1
    assert "Заказан 05.10.2012 16:00, хранится до 19.10.2012" in page.text


@pytest.mark.parametrize(("format", "type"), [("html", "text/html"), ("csv", "text/csv"), ("pdf", "application/pdf")])
async def test_fetched_it_is_a_file_and_nothing_else(anna: Browser, format: str, type: str) -> None:
    """A browser saves it under a name that says what it is, and would run nothing in it."""
    await anna.fill("/detail", format=format)
    page = await made(anna)
    (link,) = [link for link in page.links if link.startswith("/documents/")]
    document = await anna.get(link)
    assert document.headers["Content-Type"].partition(";")[0] == type
    assert document.headers["Content-Disposition"] == f'attachment; filename="detail-2012-09-01-2012-09-30.{format}"'
    assert document.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert document.headers["X-Content-Type-Options"] == "nosniff"
    assert "Content-Encoding" not in document.headers
    assert len(document.body) > 100


async def test_while_it_is_made_one_looks_again(anna: Browser, tmp_path: Path) -> None:
    """By a click: a page that looks by itself would keep a session alive that nobody uses (and fail WCAG, 2.2.1)."""
    change(tmp_path / "books.db", BEING_MADE)
    page = await anna.get("/documents")
    assert "Документ готовится" in page.text
    assert "01.09.2012 - 30.09.2012 PDF: распечатать" in page.text
    assert "/documents" in page.links
    assert "refresh" not in page.body.decode()


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ({"period": "today"}, "05.10.2012 - 05.10.2012"),
        ({"period": "week"}, "29.09.2012 - 05.10.2012"),
        ({"period": "month"}, "01.10.2012 - 05.10.2012"),
        ({"period": "own", "first": "01.04.2012", "last": "2012-10-05"}, "01.04.2012 - 05.10.2012"),
    ],
)
async def test_periods(anna: Browser, period: dict[str, str], expected: str) -> None:
    """With a name, or between two days."""
    assert expected in (await anna.fill("/detail", **period)).text


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"period": "own", "first": "2012-10-05", "last": "2012-10-01"}, "Период кончается раньше, чем начинается"),
        ({"period": "own", "first": "2012-03-31", "last": "2012-10-01"}, "Так давно не показываем"),
        ({"period": "own", "first": "2012-10-01", "last": "2012-10-06"}, "Этот день еще не наступил"),
        ({"period": "own", "first": "", "last": ""}, "Укажите обе даты"),
        ({"period": "own", "first": "x", "last": "2012-10-01"}, "Укажите обе даты"),
    ],
)
async def test_what_cannot_be_ordered(anna: Browser, fields: dict[str, str], expected: str) -> None:
    """Is said in words; the form stays filled in."""
    page = await anna.fill("/detail", **({"format": "pdf"} | fields))
    assert page.status == 422
    assert expected in page.text
    filled = page.form("/detail").fields
    assert {name: filled[name] for name in fields} == fields
    assert filled["format"] == "pdf"
    assert "Пока ничего не заказано" in (await anna.get("/documents")).text


async def test_an_operator_with_e_mail(tmp_path: Path) -> None:
    """Offers it, and wants an address that can be one."""
    async with browsing.house(tmp_path, Mail("127.0.0.1", 1, "bills@example.ru")) as house:
        await house.enter()
        page = await house.browser.fill("/detail", delivery="email", email="anna at example")
        assert (page.status, page.form("/detail").fields["email"]) == (422, "anna at example")
        assert (await house.browser.fill("/detail", delivery="email", email="anna@example.ru")).status == 200
        assert "anna@example.ru" in (await house.browser.get("/documents")).text


async def test_an_operator_without_e_mail(anna: Browser) -> None:
    """Offers none, and says so to who asks all the same."""
    assert "e-mail" not in (await anna.get("/detail")).text
    page = await anna.fill("/detail", delivery="email", email="anna@example.ru")
    assert page.status == 422
    assert "на e-mail не отправляются" in page.text


@pytest.mark.parametrize("fields", [{"format": "doc"}, {"delivery": "pigeon"}])
async def test_a_form_that_was_tampered_with(anna: Browser, fields: dict[str, str]) -> None:
    """Orders nothing."""
    assert (await anna.fill("/detail", **fields)).status == 400


async def test_ten_a_day(anna: Browser) -> None:
    """The eleventh is refused in words."""
    for _ in range(10):
        await anna.fill("/detail")
    page = await anna.fill("/detail")
    assert page.status == 422
    assert "слишком часто" in page.text


async def test_anothers_document_is_not_there(anna: Browser, tmp_path: Path) -> None:
    """Nor one that is still being made, nor one that never was."""
    books = tmp_path / "books.db"
    change(books, BEING_MADE)
    anothers = BEING_MADE.replace(ANNA.number, "79160000002").replace("building", "ready")
    change(books, anothers.replace("a" * 32, "b" * 32))
    for id in ("a" * 32, "b" * 32, "c" * 32, "%00"):
        page = await anna.get(f"/documents/{id}")
        assert page.status == 404
        assert "нет" in page.text
