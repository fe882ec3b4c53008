"""What a phone said and got becomes a story; no password is written."""

import pytest

from simulator.recording import MOST_NOTED, By, Recording
from simulator.words import Words, expected


class Clock:
    """Time that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Phone:
    """A recording, and what happens on its phone."""

    def __init__(self, **setup: str) -> None:
        self.clock = Clock()
        self.recording = Recording("79160000001", setup, self.clock)

    def sms(self, text: str, *came: str, to: str = "111", in_session: bool = False) -> "Phone":
        """It writes; SMS come."""
        with self.recording.saying("sms", text, to, in_session=in_session):
            pass
        return self.come(*came)

    def ussd(self, text: str, *pages: str, by: By = "ussd") -> "Phone":
        """It dials, answers or hangs up; pages come."""
        with self.recording.saying(by, text, "", in_session=False):
            pass
        for page in pages:
            self.recording.came(page, by_sms=False)
        return self

    def come(self, *texts: str) -> "Phone":
        """SMS come."""
        for text in texts:
            self.recording.came(text, by_sms=True)
        return self

    def wait(self, seconds: float) -> "Phone":
        """Time passes."""
        self.clock.now += seconds
        return self

    @property
    def lines(self) -> list[str]:
        """The conversation, as its story has it."""
        return self.recording.story().partition("\n\n")[2].splitlines()


def test_a_story() -> None:
    """How the phone stood in the books, then what was said and came."""
    phone = Phone(balance="10.00", tariff="super").sms("баланс", "Баланс: 10,00 руб.\nТариф: Супер.")
    assert phone.recording.story() == (
        "# recorded by hand\nnumber: 79160000001\nbalance: 10.00\ntariff: super\n\n"
        "> баланс\n< Баланс: 10,00 руб.\n< Тариф: Супер.\n"
    )


@pytest.mark.parametrize(
    ("phone", "lines"),
    [
        (Phone().ussd("*111#", "1 Баланс").ussd("1", "10,00"), ["> *111#", "< 1 Баланс", "> 1", "< 10,00"]),
        (Phone().ussd("*111#", "Меню").ussd("", by="hang up"), ["> *111#", "< Меню", ">hangup"]),
        (Phone().ussd("1", "Готово").come("Подключена"), ["> 1", "< Готово", "<sms Подключена"]),
        (Phone().sms("*100#", "?"), [">sms *100#", "< ?"]),
        (Phone().sms("1", "?", in_session=True), [">sms 1", "<sms ?"]),
        (Phone().sms("", "?"), [">", "< ?"]),
        (Phone().sms("a\n  b", "?"), ["> a b", "< ?"]),
        (Phone().sms("баланс").wait(10).sms("меню", "Меню"), ["> баланс", "<!", "> меню", "< Меню"]),
        (Phone().sms("баланс").sms("меню", "Баланс", "Меню"), ["> баланс", "< Баланс", "> меню", "< Меню"]),
        (Phone().sms("баланс"), ["> баланс"]),
        (Phone().come("Новость").sms("баланс", "10,00"), ["> баланс", "< 10,00"]),
        (Phone().sms("а", "б").sms("в", "г", to="222"), ["> а", "< б", "# an SMS to 222 is left out"]),
    ],
)
def test_what_is_said_and_comes(phone: Phone, lines: list[str]) -> None:
    """A line each; a reply stands after what it answers, silence is told, other services are not."""
    assert phone.lines == lines


def test_another_service() -> None:
    """A phone that writes elsewhere says so in the first lines."""
    assert "\nto: 222\n\n> а\n" in Phone().sms("а", "б", to="222").recording.story()


@pytest.mark.parametrize(
    ("phone", "lines"),
    [
        (Phone().sms("25", "Пароль: Kd7mPq2xT1."), ["> 25", "< Пароль: {password}."]),
        (
            Phone().sms("25", "Пароль: Kd7mPq2xT1.", "Не Kd7mPq2xT2, а Kd7mPq2xT1"),
            ["> 25", "< Пароль: {password}.", "< Не {password2}, а {password}"],
        ),
        (Phone().sms("25 Zima2026zima", "Принят"), ["> 25 {password}", "< Принят"]),
        (Phone().sms("25 Zi-ma_2026!", "Принят"), ["> 25 {password}", "< Принят"]),
        (
            Phone().sms("25", "Kd7mPq2xT1").sms("25 Kd7mPq2xT1a", "?"),
            ["> 25", "< {password}", "> 25 {password}a", "< ?"],
        ),
    ],
)
def test_passwords_are_words(phone: Phone, lines: list[str]) -> None:
    """Those that come and those that are typed; the same word for the same one."""
    assert phone.lines == lines


def test_a_text_that_holds_words() -> None:
    """A word stands once in a line, as a story has to have it."""
    assert list(expected("<", "{a} {b} и {a} ")) == ["< {a} {b} и", "< {a}"]


def test_words_that_are_known() -> None:
    """A new one gets a name that is free."""
    words = Words()
    words.know({"password": "Kd7mPq2xT1"})
    assert words.hide_come("Kd7mPq2xT1 Kd7mPq2xT2") == "{password} {password2}"


def test_what_fails_was_not_said() -> None:
    """The network did not take it."""
    phone = Phone().sms("баланс", "10,00")
    with pytest.raises(ZeroDivisionError), phone.recording.saying("ussd", "1", "", in_session=False):
        raise ZeroDivisionError
    assert phone.lines == ["> баланс", "< 10,00"]


def test_a_recording_that_is_off() -> None:
    """It is kept, and takes no more."""
    phone = Phone().sms("баланс", "10,00")
    phone.recording.on = False
    assert phone.sms("меню", "Меню").lines == ["> баланс", "< 10,00"]


def test_a_recording_has_an_end() -> None:
    """However long it stays on."""
    phone = Phone().sms("а", "б")
    for _ in range(MOST_NOTED):
        phone.sms("а")
    phone.come("б")
    assert len(phone.lines) == MOST_NOTED
