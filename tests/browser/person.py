"""Somebody at a computer or with a telephone that has a browser."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urljoin

from playwright.async_api import Browser, Page

from tests.browser.house import House

SCREENS = {"phone": (320, 568), "computer": (1280, 800)}


class Person:
    """A page, and what a person does on it."""

    def __init__(self, house: House, page: Page) -> None:
        self.house = house
        self.page = page

    async def go(self, path: str) -> None:
        """Open a page: of the account, by its path, or any, by its address."""
        await self.page.goto(urljoin(self.house.cabinet, path))

    async def press(self, name: str) -> None:
        """Press a button or follow a link; wait for what comes."""
        named = re.compile(name)
        target = self.page.get_by_role("button", name=named).or_(self.page.get_by_role("link", name=named))
        await target.first.click()
        await self.page.wait_for_load_state()

    async def fill(self, **fields: str) -> None:
        """Write into fields, by their names."""
        for name, value in fields.items():
            await self.page.fill(f"[name={name}]", value)

    async def text(self) -> str:
        """What stands on the page."""
        return await self.page.inner_text("body")

    async def type_the_code(self) -> None:
        """Read the picture. The digits are known to the operator, who is asked for them instead."""
        captcha = await self.page.get_attribute("[name=captcha]", "value")
        await self.fill(digits=(await self.house.codes.captcha_of(captcha or "")).digits)

    async def ask_for_password(self, number: str, typed: str) -> str:
        """«Получить пароль по SMS», up to the password on the phone."""
        before = len(await self.house.inbox(number))
        await self.go("/password")
        await self.fill(number=typed)
        await self.type_the_code()
        await self.press("Получить пароль")
        return await self.house.password_on(number, before)

    async def sign_in(self, number: str, password: str) -> None:
        """Over the login page."""
        await self.go("/login")
        await self.fill(number=number, password=password)
        await self.press("Войти")


@asynccontextmanager
async def person(
    browser: Browser, house: House, screen: str = "computer", *, javascript: bool = True
) -> AsyncIterator[Person]:
    """Somebody with a fresh browser on a screen of that size."""
    width, height = SCREENS[screen]
    context = await browser.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=javascript, locale="ru-RU"
    )
    context.set_default_timeout(10_000)
    yield Person(house, await context.new_page())
    await context.close()
