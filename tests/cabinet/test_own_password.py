"""A password of the person's own."""

import re
from importlib.resources import files

import pytest

from cabinet.own_password import RULES
from tests.cabinet.browsing import Browser, House, another_browser

GOOD = "Luna-i-Grosh-7"


async def test_changed_it_opens_and_the_old_one_does_not(house: House) -> None:
    """Other sessions end, this one stays, and the account urges no longer."""
    old = await house.password()
    async with another_browser(house.url) as elsewhere:
        for browser in (elsewhere, house.browser):
            page = await browser.fill("/login", number="89160000001", password=old)
        assert "Задайте свой" in page.text
        page = await house.browser.fill("/own-password", current=old, password=GOOD, again=GOOD)
        assert page.place == "/own-password?done"
        assert "Пароль сменен" in page.text
        assert "Задайте свой" not in (await house.browser.get("/")).text
        page = await elsewhere.get("/")
        assert page.place == "/login?over"
        page = await elsewhere.send(page, "/login", number="89160000001", password=old)
        assert "не подходит" in page.text
        assert (await elsewhere.send(page, "/login", password=GOOD)).place == "/"


async def test_blanks_around_are_no_part_of_it(house: House) -> None:
    """Neither here nor at the next sign-in."""
    old = await house.password()
    await house.browser.fill("/login", number="89160000001", password=old)
    page = await house.browser.fill("/own-password", current=f"{old} ", password=f" {GOOD}", again=f"{GOOD} ")
    assert page.place == "/own-password?done"
    async with another_browser(house.url) as elsewhere:
        assert (await elsewhere.fill("/login", number="89160000001", password=GOOD)).place == "/"


@pytest.mark.parametrize(
    ("password", "again", "expected"),
    [
        ("Ab1", "Ab1", "Ему не хватает: от 8 до 64 знаков, пять разных знаков."),
        ("парольпароль", "парольпароль", "маленькая латинская буква, большая латинская буква, цифра."),
        ("A1" + "b" * 63, "", "Ему не хватает: от 8 до 64 знаков, пять разных знаков."),
        (GOOD, "Luna-i-Grosh-8", "Это не тот же новый пароль"),
        ("Pa55word1", "Pa55word1", "слишком легко подобрать"),
    ],
)
async def test_one_that_will_not_do(house: House, password: str, again: str, expected: str) -> None:
    """Is explained; nothing that was typed comes back."""
    current = await house.password()
    await house.browser.fill("/login", number="89160000001", password=current)
    page = await house.browser.fill("/own-password", current=current, password=password, again=again)
    assert page.status == 422
    assert expected in page.text
    assert password not in page.body.decode()
    assert {page.form("/own-password").fields[name] for name in ("current", "password", "again")} == {""}


async def test_the_one_in_force_is_asked_for(house: House, anna: Browser) -> None:
    """Who does not know it may sit at somebody's open page: after five tries it closes."""
    page = await anna.fill("/own-password", current="", password=GOOD, again=GOOD)
    assert "Введите нынешний пароль" in page.text
    for _ in range(5):
        page = await anna.send(page, "/own-password", current="wrong", password=GOOD, again=GOOD)
        assert "Это не нынешний пароль" in page.text
    assert (await anna.send(page, "/own-password", current="wrong", password=GOOD, again=GOOD)).place == "/login?over"


async def test_sent_twice_it_is_set_once(house: House) -> None:
    """The same form again is answered as before, though the password it names is no longer in force."""
    current = await house.password()
    await house.browser.fill("/login", number="89160000001", password=current)
    page = await house.browser.get("/own-password")
    for _ in range(2):
        done = await house.browser.send(page, "/own-password", current=current, password=GOOD, again=GOOD)
    assert done.place in ("/own-password?done", "/own-password")
    history = await house.browser.get("/history")
    assert history.text.count("Пароль сменен на свой") == 1


async def test_forms_are_filled_by_password_managers(anna: Browser, house: House) -> None:
    """They are told what is what, and nothing hinders pasting."""
    own = (await anna.get("/own-password")).body.decode()
    assert re.findall(r'autocomplete="([\w-]+)"', own) == [
        *("username", "current-password", "new-password", "new-password"),
    ]
    async with another_browser(house.url) as other:
        login = (await other.get("/login")).body.decode()
    assert re.findall(r'autocomplete="([\w-]+)"', login) == ["username", "current-password"]
    assert "onpaste" not in own + login


def test_the_script_shows_the_same_rules() -> None:
    """By name."""
    script = files("cabinet").joinpath("static", "meter.js").read_text()
    assert re.findall(r"^  (\w+): \(text\)", script, re.MULTILINE) == list(RULES)
