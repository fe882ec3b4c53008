"""Itemised bills, ordered and listed."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cabinet.browsing import Browser, House
from tests.operator_api.running import DAY


async def test_ordered_it_stands_in_the_list(anna: Browser) -> None:
    """Which looks again by itself; sent twice it is ordered once."""
    form = await anna.get("/detail")
    for _ in range(2):
        page = await anna.send(form, "/detail", period="last_month", format="xlsx", delivery="account")
        assert page.place == "/documents?done"
    assert "Заказ принят" in page.text
    assert page.text.count("01.09.2012 - 30.09.2012 XLSX: для Excel") == 1
    assert "Заказан 05.10.2012 16:00, хранится до 19.10.2012 готовится" in page.text
    assert 'http-equiv="refresh" content="5; url=/documents"' in page.body.decode()


async def test_it_does_not_look_again_for_ever(house: House, anna: Browser) -> None:
    """A page that was forgotten would keep the session alive."""
    await anna.fill("/detail")
    house.operator.clock.now += 601
    page = await anna.get("/documents")
    assert "Загляните позже" in page.text
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
    assert expected in (await anna.fill("/detail", **period)).text or expected in (await anna.get("/documents")).text


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"period": "own", "first": "2012-10-05", "last": "2012-10-01"}, "Период кончается раньше, чем начинается"),
        ({"period": "own", "first": "2012-03-31", "last": "2012-10-01"}, "Так давно не показываем"),
        ({"period": "own", "first": "2012-10-01", "last": "2012-10-06"}, "Этот день еще не наступил"),
        ({"period": "own", "first": "", "last": ""}, "Укажите обе даты"),
        ({"period": "own", "first": "x", "last": "2012-10-01"}, "Укажите обе даты"),
        ({"delivery": "email", "email": "anna@example.ru"}, "на e-mail не отправляются"),
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


async def test_anothers_document_is_not_there(house: House, anna: Browser, tmp_path: Path) -> None:
    """Nor one that is still being made, nor one that never was."""
    await anna.fill("/detail")
    with closing(sqlite3.connect(tmp_path / "books.db", isolation_level=None)) as books:
        (mine,) = books.execute("select id from documents").fetchone()
        for id in (mine, "0" * 32):
            page = await anna.get(f"/documents/{id}")
            assert page.status == 404
            assert "Такого документа нет" in page.text
        books.execute("update documents set number = '79160000002', state = 'ready'")
    assert (await anna.get(f"/documents/{mine}")).status == 404


async def test_what_has_had_its_time_is_gone(house: House, anna: Browser) -> None:
    """After two weeks the list is empty."""
    await anna.fill("/detail")
    house.operator.clock.now += 15 * DAY
    await house.enter()
    assert (await anna.get("/documents")).status == 200
