"""The whole way in a real browser: from «Получить пароль по SMS» to a password of one's own, and back in with it."""

from pathlib import Path

import pytest
from playwright.async_api import Browser

from dialogs.wording import money
from operator_api.contract import Number
from tests.browser.house import House
from tests.browser.person import Person, person

OWN = "Zima2026zima"


async def walk(somebody: Person, number: Number, screenshots: Path | None, screen: str) -> None:
    """Every step of it."""

    async def picture(name: str) -> None:
        if screenshots:
            await somebody.page.screenshot(path=screenshots / f"{name}-{screen}.png", full_page=True)

    await somebody.go("/password")
    await picture("password")
    issued = await somebody.ask_for_password(number, f"8 (916) 000-00-{number[-2:]}")
    assert "придет SMS" in await somebody.text()
    assert await somebody.page.input_value("[name=number]") == f"+7 916 000-00-{number[-2:]}"

    await somebody.fill(password=issued)
    await somebody.press("Войти")
    text = (await somebody.text()).replace("\u00a0", "").replace(" ", "")
    before = await somebody.house.admin.subscriber(number)
    for stands_at_the_top in (before.name, f"+7 916 000-00-{number[-2:]}", "Тариф", money(before.balance)):
        assert stands_at_the_top.replace(" ", "") in text
    await picture("home")

    await somebody.press("Интернет-помощник")
    await picture("assistant")
    await somebody.go("/services")
    await picture("services")
    await somebody.go("/services/goodok/on")
    assert "75,00" in await somebody.text()
    await picture("confirm")
    await somebody.press("Подключить")
    assert "подключена" in await somebody.text()
    after = await somebody.house.admin.subscriber(number)
    assert ("goodok" in after.services, before.balance - after.balance) == (True, 75_00)

    for page in ("spending", "detail", "tariffs", "history"):
        await somebody.go(f"/{page}")
        await picture(page)

    await somebody.go("/own-password")
    await somebody.fill(current=issued, password=OWN, again=OWN)
    await picture("own-password")
    await somebody.press("Сменить пароль")
    await somebody.press("Выход")
    assert "Вы вышли" in await somebody.text()

    await somebody.sign_in(number, issued)
    assert "не подходит" in await somebody.text()
    await somebody.sign_in(number, OWN)
    assert before.name in await somebody.text()


@pytest.mark.parametrize(
    ("number", "screen", "javascript"),
    [
        ("79160000005", "computer", True),
        ("79160000008", "phone", True),
        ("79160000003", "phone", False),
    ],
)
async def test_from_a_password_by_sms_to_ones_own(
    house: House, browser: Browser, screenshots: Path | None, number: Number, screen: str, javascript: bool
) -> None:
    """At 1280 and at 320 px, with JavaScript and without."""
    async with person(browser, house, screen, javascript=javascript) as somebody:
        await walk(somebody, number, screenshots if javascript else None, screen)
