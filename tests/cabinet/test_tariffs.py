"""Tariffs: compared by what the person used, and changed."""

import pytest

from operator_api.contract import Kopecks, Metered, Usage
from tests.cabinet.browsing import Browser, House
from tests.operator_api.running import ANNA, DAY, NOW

SEPTEMBER = NOW - 15 * DAY


async def used(house: House, kind: Metered, amount: int, key: str) -> None:
    """In September."""
    await house.operator.admin.charge(Usage(ANNA.number, SEPTEMBER, kind, "79161234567", amount, key))


async def test_compared_by_the_last_month(house: House) -> None:
    """The own one first, then the others, the cheapest for the person on top; with fee and beginning."""
    await house.operator.put(balance=Kopecks(1_000_00))
    await used(house, "call_offnet", 100 * 60, "calls")
    await used(house, "sms", 10, "messages")
    await house.enter()
    page = await house.browser.get("/tariffs")
    assert "Ваш тариф Супер Без абонентской платы На этом тарифе с 06.10.2011." in page.text
    assert "За прошлый месяц, 01.09.2012 - 30.09.2012, вы потратили 270,00 руб." in page.text
    assert "На «Энерджи» вы потратили бы 179,00 руб. на 91,00 руб. меньше Переход 100,00 руб. Действует сразу." in (
        page.text
    )
    assert "На «Смарт» вы потратили бы 465,00 руб. на 195,00 руб. больше Переход 100,00 руб. Действует с 00:00" in (
        page.text
    )
    assert "На этом тарифе нет того, чем вы пользовались" in page.text
    assert page.text.index("Классный") < page.text.index("Энерджи") < page.text.index("Твоя страна")
    assert "Супер Ноль" not in page.text


async def test_without_use_nothing_is_reckoned(anna: Browser) -> None:
    """But fees are told, and why one cannot be had."""
    page = await anna.get("/tariffs")
    assert "вы потратили 0,00 руб." in page.text
    assert "вы потратили бы" not in page.text
    assert "Недостаточно денег: нужно 550,00 руб., на счете 100,00 руб." in page.text


async def test_over_at_once(house: House, anna: Browser) -> None:
    """By the minute: asked, paid, in force; sent twice, once."""
    page = await anna.get("/tariffs/energy")
    assert "Перейти на «Энерджи»? Одна цена на все номера региона Переход 100,00 руб." in page.text
    assert "Останется на счете 0,00 руб. Начало сразу" in page.text
    for _ in range(2):
        done = await anna.send(page, "/tariffs/energy")
        assert done.place == "/tariffs/energy?done"
        assert "Тариф «Энерджи» уже действует. Списано 100,00 руб." in done.text
    subscriber = await house.operator.anna()
    assert (subscriber.tariff, subscriber.balance) == ("energy", 0)


async def test_over_at_midnight(house: House) -> None:
    """With a monthly fee; the first page says so meanwhile, and another change must wait."""
    await house.operator.put(balance=Kopecks(1_000_00), services=("ours100",))
    await house.enter()
    page = await house.browser.get("/tariffs/smart")
    assert "Начало 06.10.2012, 00:00 Отключится «100 минут на своих»" in page.text
    done = await house.browser.send(page, "/tariffs/smart")
    assert "Тариф «Смарт» начнет действовать 06.10.2012. Списано 550,00 руб." in done.text
    for path in ("/", "/tariffs"):
        assert "Тариф «Смарт» начнет действовать 06.10.2012." in (await house.browser.get(path)).text
    page = await house.browser.get("/tariffs/energy")
    assert "Смена тарифа уже заказана" in page.text


async def test_what_drops_off_is_told_in_the_comparison(house: House) -> None:
    """Before one asks."""
    await house.operator.put(balance=Kopecks(1_000_00), services=("ours100",))
    await house.enter()
    assert "Отключится: «100 минут на своих»" in (await house.browser.get("/tariffs")).text


@pytest.mark.parametrize(
    ("changes", "path", "expected"),
    [
        ({}, "super", "У вас уже тариф «Супер»."),
        ({}, "zero", "На тариф «Супер Ноль» перейти нельзя."),
        ({}, "biz", "Тариф «Бизнес» меняет только поддержка"),
        ({"balance": 50_00}, "energy", "нужно 100,00 руб., на счете 50,00 руб."),
        ({"blocked": True}, "energy", "Номер заблокирован"),
    ],
)
async def test_why_not(house: House, changes: dict[str, object], path: str, expected: str) -> None:
    """In words."""
    await house.operator.put(**changes)
    await house.enter()
    assert expected in (await house.browser.get(f"/tariffs/{path}")).text


async def test_not_enough_any_more(house: House, anna: Browser) -> None:
    """What was shown can no longer be had: nothing is done."""
    stale = await anna.get("/tariffs/energy")
    await anna.fill("/services/goodok/on")
    page = await anna.send(stale, "/tariffs/energy")
    assert page.status == 409
    assert "на счете 25,00 руб." in page.text
    assert (await house.operator.anna()).tariff == "super"


async def test_other_terms_are_asked_about(house: House) -> None:
    """Something is on now that would drop off."""
    await house.operator.put(balance=Kopecks(1_000_00))
    await house.enter()
    stale = await house.browser.get("/tariffs/smart")
    await house.browser.fill("/services/ours100/on")
    page = await house.browser.send(stale, "/tariffs/smart")
    assert page.status == 409
    assert "условия изменились" in page.text
    assert "Отключится «100 минут на своих»" in page.text


async def test_terms_of_another_tariff(anna: Browser) -> None:
    """Are none."""
    terms = '{"result":"TariffQuote","tariff":"smart","switch_fee":0,"monthly":0}'
    assert (await anna.fill("/tariffs/energy", terms=terms)).status == 400
