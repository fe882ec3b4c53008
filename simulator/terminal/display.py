"""What the terminal shows of a phone, and the prompt."""

from typing import TextIO

from simulator.phones import Sms, Ussd
from simulator.terminal import screen

_REWRITE_TYPED = "\x1b[1A\r\x1b[2K"
_REWRITE_PROMPT = "\r\x1b[2K"

_PROMPT = "> "
_PROMPT_IN_SESSION = "USSD (- отбой, sms ТЕКСТ)> "


class Display:
    """Interactive, it has a prompt, and writes over what the terminal echoed."""

    def __init__(self, stdout: TextIO, *, interactive: bool) -> None:
        self.in_session = False
        """Whether the phone has a USSD session."""
        self._stdout = stdout
        self._interactive = interactive

    def prompt(self) -> None:
        """Ask for the next line."""
        if self._interactive:
            self._write(_PROMPT_IN_SESSION if self.in_session else _PROMPT)

    def sent(self, text: str) -> None:
        """This was typed and leaves as an SMS."""
        self._typed(screen.sent(text))

    def entered(self, text: str) -> None:
        """This was typed and leaves in a session."""
        self._typed(screen.entered(text))

    def received(self, sms: Sms) -> None:
        """This came, perhaps while somebody types."""
        self._came(screen.received(sms))

    def window(self, ussd: Ussd) -> None:
        """The USSD window has changed, perhaps while somebody types; it is shown with its text, or when it closes."""
        self.in_session = ussd.open
        if ussd.text:
            self._came(screen.page(ussd))
        elif not ussd.open:
            self._came("  Сеанс USSD завершен.")

    def goodbye(self) -> None:
        """The person leaves."""
        if self._interactive:
            self._write("\nДо связи.\n")

    def line(self, text: str) -> None:
        """A line about the phone itself."""
        self._write(f"{text}\n")

    def _typed(self, text: str) -> None:
        self._write(f"{_REWRITE_TYPED if self._interactive else ''}{text}\n")

    def _came(self, text: str) -> None:
        self._write(f"{_REWRITE_PROMPT if self._interactive else ''}{text}\n")
        self.prompt()

    def _write(self, text: str) -> None:
        self._stdout.write(text)
        self._stdout.flush()
