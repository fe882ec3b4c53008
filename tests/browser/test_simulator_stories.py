"""The pane of stories on the simulator's page: a conversation is recorded, played again, and compared."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.house import House

NUMBER = "79160000007"
PATIENCE = 30_000
"""Milliseconds for a story to be played."""


@pytest.fixture
async def pane(house: House, browser: Browser) -> Page:
    """The page of the demo's simulator, where stories are shown, with that phone chosen."""
    page = await (await browser.new_context(locale="ru-RU")).new_page()
    await page.goto(f"{house.simulator}/#stories")
    await expect(page.get_by_role("button", name="Сыграть")).to_be_visible()
    await page.evaluate("detail => document.dispatchEvent(new CustomEvent('phone-chosen', {detail}))", NUMBER)
    return page


async def test_a_conversation_is_recorded_and_played(house: House, pane: Page) -> None:
    """What was said and came is a story that passes; after a change of it the page shows what differs."""
    await pane.get_by_role("button", name="Записать разговор").click()
    await pane.get_by_role("button", name="Остановить запись").wait_for()
    await house.write(NUMBER, "сколько денег")
    await house.until_inbox(NUMBER, "Баланс")
    await pane.get_by_role("button", name="Остановить запись").click()
    story = pane.get_by_label("История")
    await expect(story).to_have_value(re.compile(f"number: {NUMBER}.*> сколько денег\n< Баланс: ", re.DOTALL))
    await pane.get_by_role("button", name="Сыграть").click()
    await expect(pane.get_by_text("Всё совпало")).to_be_visible(timeout=PATIENCE)
    await story.fill((await story.input_value()).replace("< Баланс", "< Долг"))
    await pane.get_by_role("button", name="Сыграть").click()
    await expect(pane.get_by_text("Не совпало: 1")).to_be_visible(timeout=PATIENCE)
    differs = pane.locator(".story-lines .differs")
    await expect(differs).to_contain_text(["< Долг"])
    await expect(differs).to_contain_text(["пришло: Баланс"])


async def test_what_is_no_story_is_told(pane: Page) -> None:
    """With the line that is wrong."""
    await pane.get_by_label("История").fill(f"number: {NUMBER}\n\nбаланс")
    await pane.get_by_role("button", name="Сыграть").click()
    await expect(pane.get_by_text("a line begins with one of")).to_be_visible()
