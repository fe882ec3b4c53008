"""A password by SMS, asked for on the web."""

import io
import re
import wave

import pytest
from PIL import Image

from tests.cabinet.browsing import House, Page, another_browser

OURS, STRANGER = "8 916 000-00-01", "8 916 999-99-99"


async def asked(house: House, number: str, digits: str = "") -> Page:
    """What comes of asking."""
    page = await house.browser.get("/password")
    code = {"digits": digits} if digits else await house.digits(page, "/password")
    return await house.browser.send(page, "/password", number=number, **code)


async def test_a_password_is_sent_and_the_sign_in_comes_next(house: House) -> None:
    """With the number in its place, and with what one should know."""
    page = await house.browser.get("/password")
    assert "в течение минуты" in page.text
    assert "24 часа" in page.text
    assert "Никому не сообщайте пароль" in page.text
    page = await asked(house, OURS)
    assert (page.status, page.place) == (200, "/login?sent")
    assert page.form("/login").fields["number"] == "+7 916 000-00-01"
    assert "придет SMS с паролем" in page.text


@pytest.mark.parametrize(
    ("number", "digits", "expected"),
    [
        ("916", "12345", "не похоже на номер"),
        (OURS, " ", "Введите код с картинки"),
        (OURS, "x", "Код не тот"),
    ],
)
async def test_what_is_wrong_is_said(house: House, number: str, digits: str, expected: str) -> None:
    """The number stays; there is a new picture."""
    before = (await house.browser.get("/password")).form("/password").fields["captcha"]
    page = await asked(house, number, digits)
    assert (page.status, page.place) == (422, "/password")
    assert expected in page.text
    assert page.form("/password").fields["captcha"] != before
    assert page.form("/password").fields["number"] in (number, "+7 916 000-00-01")


async def test_a_code_counts_once(house: House) -> None:
    """Sending the same page again does not send another password."""
    page = await house.browser.get("/password")
    filled = {"number": OURS} | await house.digits(page, "/password")
    await house.browser.send(page, "/password", **filled)
    assert "Код не тот" in (await house.browser.send(page, "/password", **filled)).text


async def test_limits_are_told_in_words(house: House) -> None:
    """One a minute, three a day; of an address twenty an hour."""
    await asked(house, OURS)
    assert "через 60 секунд" in (await asked(house, OURS)).text
    for _ in range(2):
        house.operator.clock.now += 60
        await asked(house, OURS)
    house.operator.clock.now += 60
    page = await asked(house, OURS)
    assert "не больше трех паролей в сутки" in page.text
    assert "через 24 часа" in page.text
    for index in range(20):
        page = await asked(house, f"8916111{index:04}")
    assert "слишком много запросов" in page.text
    assert re.search(r"через \d+ минут", page.text)


async def test_strangers_numbers_get_the_same_pages(house: House) -> None:
    """Byte for byte, but for the number, what is random, and the date."""
    for number in (OURS, STRANGER):
        async with another_browser(house.url) as browser:
            alone = house._replace(browser=browser)
            pages = [await asked(alone, number), await asked(alone, number), await asked(alone, number, "x")]
            pages.append(await browser.fill("/login", number=number, password="wrong"))
            seen = [(page.status, page.place, same(page)) for page in pages]
        if number == OURS:
            ours = seen
    assert seen == ours


def same(page: Page) -> str:
    """The page without what differs anyway: keys, tokens, codes, and the number that was typed."""
    text = re.sub(r'(name="(?:token|once|captcha)" value|captcha/)[=]?"?[\w-]+', r"\1", page.body.decode())
    return text.replace("+7 916 000-00-01", "NUMBER").replace("+7 916 999-99-99", "NUMBER")


# The code


async def test_the_code_can_be_seen_and_heard(house: House) -> None:
    """As a PNG and as a WAV of some seconds."""
    captcha = (await house.browser.get("/password")).form("/password").fields["captcha"]
    picture = await house.browser.get(f"/captcha/{captcha}.png")
    assert picture.headers["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(picture.body)).size == (240, 90)
    for _ in range(2):
        sound = await house.browser.get(f"/captcha/{captcha}.wav")
        assert sound.headers["Content-Type"] == "audio/wav"
        with wave.open(io.BytesIO(sound.body)) as heard:
            assert 2 < heard.getnframes() / heard.getframerate() < 60


@pytest.mark.parametrize("path", ["/captcha/00.png", "/captcha/00.wav", "/captcha/x.png"])
async def test_a_code_that_is_none(house: House, path: str) -> None:
    """Is not there."""
    assert (await house.browser.get(path)).status == 404


async def test_another_picture_keeps_the_number(house: House) -> None:
    """That a password was asked for before."""
    await asked(house, OURS)
    assert (await house.browser.get("/password")).form("/password").fields["number"] == "+7 916 000-00-01"
