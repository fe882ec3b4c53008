"""Cost control, in figures and as a picture."""

from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from cabinet.chart import NARROW, WIDE, draw
from cabinet.periods import Period, months, presets, read_period
from operator_api.contract import Kopecks, Usage
from tests.cabinet.browsing import Browser, House
from tests.operator_api.running import ANNA, DAY, NOW

SVG = "{http://www.w3.org/2000/svg}"
TODAY = date(2012, 10, 5)


async def spent(house: House) -> None:
    """Calls, messages and megabytes yesterday and today, and a payment."""
    for index, (kind, amount, at) in enumerate(
        [
            ("call_offnet", 61, NOW - DAY),
            ("call_offnet", 60, NOW - DAY),
            ("sms", 3, NOW - 60),
            ("internet", 2_560, NOW - 60),
            ("payment", 300_00, NOW - 60),
        ]
    ):
        await house.operator.admin.charge(Usage(ANNA.number, at, kind, "7", amount, f"{index}"))  # type: ignore[arg-type]


async def test_this_month_by_kind_and_by_day(house: House, anna: Browser) -> None:
    """With today beside it; the figures of the picture stand in a table."""
    await spent(house)
    await anna.fill("/services/goodok/on")
    page = await anna.get("/spending")
    assert "Сегодня 81,00 руб. 01.10.2012 - 05.10.2012 88,50 руб. Пополнения за это время: 300,00 руб." in page.text
    assert "Звонки на другие номера 3 минуты 7,50" in page.text
    assert "SMS 3 сообщения 6,00" in page.text
    assert "Плата за услуги 1 раз 75,00 Всего 88,50" in page.text
    assert "04.10.2012 7,50 05.10.2012 81,00" in page.text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("period=today", "05.10.2012 6,00 руб."),
        ("period=yesterday", "04.10.2012 7,50 руб."),
        ("period=week", "29.09.2012 - 05.10.2012 13,50 руб."),
        ("first=2012-10-04&last=04.10.2012", "04.10.2012 7,50 руб."),
        ("first=2012-09-01&last=2012-09-30", "За этот период ничего не потрачено"),
    ],
)
async def test_any_period(house: House, anna: Browser, query: str, expected: str) -> None:
    """With a name, or between two days typed either way; today's sum stands beside it."""
    await spent(house)
    page = await anna.get(f"/spending?{query}")
    assert page.status == 200
    assert "Сегодня 6,00 руб." in page.text
    assert expected in page.text


async def test_six_months_back(anna: Browser) -> None:
    """Each by one click, and not one more."""
    page = await anna.get("/spending")
    assert "/spending?first=2012-04-01&last=2012-04-30" in page.links
    assert not any("2012-03" in link for link in page.links)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2012-10-05", "2012-10-01", "Период кончается раньше, чем начинается"),
        ("2012-03-31", "2012-10-01", "Так давно не показываем"),
        ("2012-10-01", "2012-10-06", "Этот день еще не наступил"),
        ("", "", "Укажите обе даты"),
        ("2012-10-01", "", "Укажите обе даты"),
        ("вчера", "сегодня", "Укажите обе даты"),
    ],
)
async def test_a_period_that_is_none(anna: Browser, first: str, last: str, expected: str) -> None:
    """Is said in words, the form stays filled in, and this month is shown."""
    page = await anna.fill("/spending", first=first, last=last)
    assert page.status == 422
    assert expected in page.text
    assert "01.10.2012 - 05.10.2012" in page.text
    filled = page.form("/spending").fields
    assert (filled["first"], filled["last"]) == (first, last)
    assert (await anna.get(f"/spending/chart.svg?first={first}&last={last}")).status == 404


async def test_the_picture_has_a_bar_a_day(house: House, anna: Browser) -> None:
    """Of the days on which something was spent; it holds nothing that a policy would forbid."""
    await spent(house)
    page = await anna.get("/spending/chart.svg?first=2012-10-01&last=2012-10-05&wide=1")
    assert page.headers["Content-Type"].startswith("image/svg+xml")
    drawn = ElementTree.fromstring(page.body)
    assert drawn.get("width") == str(WIDE)
    assert len(drawn.findall(f".//{SVG}rect")) == 2
    assert "style" not in page.body.decode()
    narrow = ElementTree.fromstring((await anna.get("/spending/chart.svg")).body)
    assert narrow.get("width") == str(NARROW)


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("days", [1, 5, 31, 214])
def test_bars_and_labels_fit(width: int, days: int) -> None:
    """However many days there are; the highest reaches the line that its sum stands at."""
    period = Period(date.fromordinal(TODAY.toordinal() - days + 1), TODAY)
    chart = draw([(period.first, Kopecks(50)), (TODAY, Kopecks(100_00))], period, width)
    assert chart.most == "100,00"
    assert chart.bars[-1].height == chart.foot - chart.top
    assert all(bar.x >= 0 and bar.x + bar.width <= width for bar in chart.bars)
    places = [label.x for label in chart.labels]
    assert places[0] >= 20
    assert places[-1] <= width - 20
    assert all(right - left >= 40 for left, right in pairwise(places))


def test_a_picture_of_nothing() -> None:
    """Has no bars."""
    assert draw([], Period(TODAY, TODAY), NARROW).bars == ()


def test_months_back() -> None:
    """Over the turn of a year."""
    assert [f"{period.first}" for period in months(date(2013, 3, 31))] == [
        *("2013-03-01", "2013-02-01", "2013-01-01", "2012-12-01", "2012-11-01", "2012-10-01", "2012-09-01"),
    ]
    assert presets(date(2013, 1, 1))["last_month"] == Period(date(2012, 12, 1), date(2012, 12, 31))


def test_a_period_that_was_typed() -> None:
    """From the first day there is to today."""
    assert read_period("01.04.2012", "2012-10-05", TODAY) == Period(date(2012, 4, 1), TODAY)
    assert read_period("31.03.2012", "2012-10-05", TODAY) == "wrong.day_too_old"
