"""In, out, and out for other reasons."""

import pytest

from tests.cabinet.browsing import Browser, House, another_browser
from tests.operator_api.running import ANNA

IDLE = 15 * 60.0


@pytest.mark.parametrize("typed", ["89160000001", "+7 (916) 000-00-01", "916 000 00 01", "7 916 000-00-01"])
async def test_in_with_number_and_password(house: House, typed: str) -> None:
    """However the number is typed; the top of the page says whose account it is."""
    page = await house.browser.fill("/login", number=typed, password=await house.password())
    assert (page.status, page.place) == (200, "/")
    for fact in (ANNA.name, "+7 916 000-00-01", "Супер", "100,00 руб."):
        assert fact in page.text
    for tab in ("Главная", "Интернет-помощник", "Расходы", "Детализация", "История", "Выход"):
        assert tab in page.text


async def test_blanks_around_a_password_that_was_copied_do_not_count(house: House) -> None:
    """They come along with it, and nobody sees them."""
    page = await house.browser.fill("/login", number=" 89160000001 ", password=f" {await house.password()}\n")
    assert page.place == "/"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"number": "916", "password": "x"}, "не похоже на номер"),
        ({"number": "", "password": "x"}, "не похоже на номер"),
        ({"number": "89160000001", "password": ""}, "Введите пароль"),
        ({"number": "89160000001", "password": "Zima2026"}, "Номер или пароль не подходит"),
        ({"number": "89169999999", "password": "Zima2026"}, "Номер или пароль не подходит"),
    ],
)
async def test_what_does_not_open(house: House, fields: dict[str, str], expected: str) -> None:
    """Is said in words; the number stays, the password does not."""
    page = await house.browser.fill("/login", **fields)
    assert page.status == 422
    assert expected in page.text
    filled = page.form("/login").fields
    assert filled["number"].replace(" ", "").replace("-", "").removeprefix("+7") in fields["number"]
    assert filled["password"] == ""


async def test_after_three_mistakes_the_code_from_a_picture(house: House) -> None:
    """And a wait, told in words; then number, password and code open."""
    password = await house.password()
    page = await house.browser.get("/login")
    for _ in range(3):
        assert "captcha" not in page.form("/login").fields
        page = await house.browser.send(page, "/login", number="89160000001", password="wrong")
    assert "Следующая попытка через 1 секунду" in page.text
    page = await house.browser.send(page, "/login", password=password)
    assert "Подождите 1 секунду" in page.text
    assert page.headers["Retry-After"] == "1"
    house.operator.clock.now += 2
    page = await house.browser.send(page, "/login", password=password, digits="00")
    assert "Код не тот" in page.text
    page = await house.browser.send(page, "/login", password=password)
    assert "нужен еще код с картинки" in page.text
    page = await house.browser.send(page, "/login", password=password, **await house.digits(page, "/login"))
    assert page.place == "/"


async def test_out(house: House, anna: Browser) -> None:
    """The old cookie opens nothing any more."""
    session = anna.cookies["__Host-account"]
    page = await anna.fill("/", "/logout")
    assert page.place == "/login?out"
    assert "Вы вышли" in page.text
    assert "__Host-account" not in anna.cookies
    async with another_browser(house.url) as thief:
        page = await thief.get("/", {"Cookie": f"__Host-account={session}"})
    assert page.place == "/login?over"


async def test_a_new_password_closes_the_account_at_once(house: House, anna: Browser) -> None:
    """The next click says so; the new one opens, the old one does not."""
    house.operator.clock.now += 61
    password = await house.password()
    page = await anna.get("/services")
    assert page.place == "/login?over"
    assert "Сеанс закончился" in page.text
    assert "по SMS выдан новый пароль" in page.text
    assert (await anna.send(page, "/login", number="89160000001", password=password)).place == "/"


async def test_idleness_closes_the_account(house: House, anna: Browser) -> None:
    """After a quarter of an hour without a click, and not before."""
    house.operator.clock.now += IDLE - 1
    assert (await anna.get("/")).place == "/"
    house.operator.clock.now += IDLE + 1
    page = await anna.get("/history")
    assert page.place == "/login?over"
    assert "15 минут бездействия" in page.text
    assert "__Host-account" not in anna.cookies


async def test_a_form_of_a_closed_account_does_nothing(house: House, anna: Browser) -> None:
    """It leads to the sign-in."""
    page = await anna.get("/services/goodok/on")
    house.operator.clock.now += IDLE + 1
    assert (await anna.send(page, "/services/goodok/on")).place == "/login?over"
    assert (await house.operator.anna()).services == ()


@pytest.mark.parametrize("path", ["/", "/services", "/history", "/documents/0", "/spending/chart.svg"])
async def test_without_a_session_the_sign_in(house: House, path: str) -> None:
    """Whatever one asks for, without a word about sessions."""
    page = await house.browser.get(path)
    assert page.place == "/login"
    assert "Сеанс закончился" not in page.text


async def test_who_is_in_needs_no_sign_in(house: House, anna: Browser) -> None:
    """Its page leads on; after the session it does not."""
    assert (await anna.get("/login")).place == "/"
    house.operator.clock.now += IDLE + 1
    assert (await anna.get("/login")).place == "/login"


async def test_a_sign_in_ends_the_session_before_it(house: House, anna: Browser) -> None:
    """In that browser: a page of the sign-in had stayed open in another tab."""
    async with another_browser(house.url) as other:
        other.jar.update_cookies(anna.cookies, other.url)
        stale = anna.cookies["__Host-account"]
        page = await other.get("/password")
        house.operator.clock.now += 61
        password = await house.password()
        fields = page.form("/password").fields | {"number": "89160000001", "password": password}
        assert (await other.post("/login", fields)).place == "/"
        assert other.cookies["__Host-account"] != stale


async def test_the_history_tells_of_the_door(house: House, anna: Browser) -> None:
    """Sign-ins and mistakes, with time, channel and address."""
    async with another_browser(house.url) as other:
        await other.fill("/login", number="89160000001", password="wrong")
    page = await anna.get("/history")
    assert "Неверный пароль 05.10.2012 16:00 · на сайте · 127.0.0.1 Вход в кабинет" in page.text


async def test_all_sessions_end_at_a_word(house: House, anna: Browser) -> None:
    """This one too."""
    page = await anna.fill("/history", "/history/end-sessions")
    assert page.place == "/login?ended"
    assert "Все сеансы завершены" in page.text
    assert (await anna.get("/")).place == "/login"


# Languages


@pytest.mark.parametrize(
    ("header", "language", "word"),
    [("", "ru", "Войти"), ("uk-UA,uk;q=0.9", "uk", "Увійти"), ("ro", "ro", "Intră"), ("en-US", "en", "Sign in")],
)
async def test_a_stranger_is_addressed_as_the_browser_prefers(
    house: House, header: str, language: str, word: str
) -> None:
    """Russian if it prefers nothing that we have."""
    page = await house.browser.get("/login", {"Accept-Language": header})
    assert (page.language, word in page.text) == (language, True)


async def test_a_stranger_may_choose(house: House) -> None:
    """And stays where they were; there are four languages and two such pages."""
    page = await house.browser.get("/password/ro")
    assert (page.place, page.language) == ("/password", "ro")
    assert (await house.browser.get("/login", {"Accept-Language": "en"})).language == "ro"
    assert {f"/login/{each}" for each in ("ru", "uk", "ro", "en")} <= set((await house.browser.get("/login")).links)
    assert (await house.browser.get("/login/fr")).status == 404


async def test_a_person_is_addressed_as_the_operator_knows(house: House) -> None:
    """Whatever the browser prefers."""
    await house.operator.put(language="uk")
    page = await house.enter()
    assert page.language == "uk"
    assert "Інтернет-помічник" in page.text
