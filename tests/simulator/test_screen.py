"""The phone in the terminal shows texts with what they take."""

import pytest

from simulator.phones import Sms, Ussd
from simulator.terminal.screen import entered, page, received, sent


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("баланс", "> баланс   [1 часть, UCS-2, 6/70]"),
        ("balans {}", "> balans {}   [1 часть, GSM, 11/160]"),
        ("я" * 71, f"> {'я' * 71}   [2 части, UCS-2, 71/134]"),
        ("я" * 67 * 5, f"> {'я' * 67 * 5}   [5 частей, UCS-2, 335/335]"),
        ("я" * 67 * 21, f"> {'я' * 67 * 21}   [21 часть, UCS-2, 1407/1407]"),
    ],
)
def test_what_leaves_is_shown_with_its_parts(text: str, shown: str) -> None:
    """Parts, coding, length and room."""
    assert sent(text) == shown


def test_what_comes_is_shown_on_a_display() -> None:
    """Wrapped at words, new lines kept, from whom, and what it took."""
    text = "Баланс: 152,30 руб. Тариф: Супер.\n1-Да 2-Нет"
    shown = """\
  ┌─ 111 ────────────────────────────┐
  │ Баланс: 152,30 руб. Тариф:       │
  │ Супер.                           │
  │ 1-Да 2-Нет                       │
  └──────────────────────────────────┘
    [1 часть, UCS-2, 44/70]"""
    assert received(Sms("111", text, 1, "UCS-2", 0.0)) == shown


@pytest.mark.parametrize(
    ("text", "coding", "room"),
    [("Hi", "GSM", "2/160"), ("Hi", "UCS-2", "2/70"), ("Да", "8-bit", "2/140"), ("0102", "binary", "2/140")],
)
def test_the_length_is_that_of_the_coding_used(text: str, coding: str, room: str) -> None:
    """Latin letters sent in UCS-2 count as such; octets count as octets."""
    assert received(Sms("111", text, 1, coding, 0.0)).endswith(f"[1 часть, {coding}, {room}]")


def test_a_flash_says_so() -> None:
    """It is on the display at once."""
    assert received(Sms("111", "Hi", 1, "GSM", 0.0, flash=True)).startswith("  ┌─ 111, на экран ──")


def test_a_text_cannot_command_the_terminal() -> None:
    """Control characters are blanked; a blank line is kept."""
    shown = received(Sms("1\x1b[2J", "a\x1b[2Jb\n\nc", 1, "GSM", 0.0))
    assert "\x1b" not in shown
    assert shown.count("│") == 6


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*111#", "> *111#   [USSD, GSM, 5/182]"),
        ("[]", "> []   [USSD, GSM, 4/182]"),
        ("Да", "> Да   [USSD, UCS-2, 2/80]"),
    ],
)
def test_what_is_entered_is_shown_with_its_room(text: str, shown: str) -> None:
    """In a session there are no parts."""
    assert entered(text) == shown


@pytest.mark.parametrize(("is_open", "state"), [(True, "ждет ответа"), (False, "сеанс завершен")])
def test_a_page_is_shown_in_a_window(is_open: bool, state: str) -> None:
    """Framed otherwise than an SMS, with what becomes of the session."""
    shown = f"""\
  ╔═ USSD ═══════════════════════════╗
  ║ 1 Баланс                         ║
  ║ 2 Услуги                         ║
  ╚══════════════════════════════════╝
    [USSD, UCS-2, 17/80, {state}]"""
    assert page(Ussd(is_open, "1 Баланс\n2 Услуги", 1)) == shown
