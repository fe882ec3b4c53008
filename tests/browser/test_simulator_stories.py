"""The pane of stories on the simulator's page: a conversation is recorded, played again, and compared."""

import re
from pathlib import Path

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
    await page.goto(house.simulator)
    await page.get_by_role("tab", name="Истории").click()
    await page.evaluate("detail => document.dispatchEvent(new CustomEvent('phone-chosen', {detail}))", NUMBER)
    return page


async def test_a_conversation_is_recorded_and_played(house: House, pane: Page) -> None:
    """What was said and came is a story that passes; after a change of it the page shows what differs."""
    await pane.get_by_role("button", name="Записывать").click()
    await expect(pane.get_by_text(f"Идёт запись: {NUMBER}")).to_be_visible()
    await house.write(NUMBER, "сколько денег")
    await house.until_inbox(NUMBER, "Баланс")
    await pane.get_by_role("button", name="Остановить запись").click()
    story = pane.get_by_label("Текст истории")
    await expect(story).to_have_value(re.compile(f"number: {NUMBER}.*> сколько денег\n< Баланс: ", re.DOTALL))
    await pane.get_by_role("button", name="Проиграть").click()
    await expect(pane.get_by_text("Всё как в истории")).to_be_visible(timeout=PATIENCE)
    await story.fill((await story.input_value()).replace("< Баланс", "< Долг"))
    await pane.get_by_role("button", name="Проиграть").click()
    await expect(pane.get_by_text("Расхождений: 1")).to_be_visible(timeout=PATIENCE)
    await expect(pane.locator(".story .differs")).to_contain_text(re.compile("< Долг.*пришло: Баланс"))


async def test_who_presses_twice_means_it_once(pane: Page) -> None:
    """A recording goes on, and the story of one that was stopped stays."""
    record, stop = pane.get_by_role("button", name="Записывать"), pane.get_by_role("button", name="Остановить запись")
    await record.dblclick()
    await expect(stop).to_be_enabled()
    await stop.dblclick()
    await expect(pane.get_by_label("Текст истории")).to_have_value(re.compile(f"number: {NUMBER}"))
    await expect(record).to_be_enabled()


async def test_a_story_is_saved_and_opened(pane: Page, tmp_path: Path) -> None:
    """As a file, for `pomoshnik play`."""
    text = f"# A balance.\nnumber: {NUMBER}\n\n> баланс\n"
    story = pane.get_by_label("Текст истории")
    await story.fill(text)
    async with pane.expect_download() as download:
        await pane.get_by_role("button", name="Сохранить файл").click()
    await (await download.value).save_as(tmp_path / "story.txt")
    await story.fill("")
    await pane.set_input_files("[type=file]", tmp_path / "story.txt")
    await expect(story).to_have_value(text)


async def test_what_is_no_story_is_told(pane: Page) -> None:
    """With the line that is wrong."""
    await pane.get_by_label("Текст истории").fill(f"number: {NUMBER}\n\nбаланс")
    await pane.get_by_role("button", name="Проиграть").click()
    await expect(pane.get_by_text("a line begins with one of")).to_be_visible()
