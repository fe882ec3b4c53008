"""One phone of a crowd: where it is in its conversation, and whether a reply is the one that it waits for. Pure."""

from collections.abc import Callable

from simulator.load.conversations import Conversation, Expected, Line
from simulator.phones import Phone, Sms, Ussd

Came = Callable[["Caller", str, bool], None]
"""Told of each text that comes to a phone; whether it is an SMS, else it is a page."""


class Caller(Phone):
    """What comes is told to the crowd and not kept."""

    conversation: Conversation

    def __init__(self, number: str, pool: str, came: Came) -> None:
        super().__init__(number)
        self.pool = pool
        self.in_session = False
        self.due = 0.0
        """When it should have said its line."""
        self.missed: str | None = None
        """The conversation in which it was not answered, until it speaks again."""
        self.heard = False
        """There was a reply."""
        self.by_ussd = False
        """Its line was dialled, or answers in a session."""
        self._turn = 0
        self._found = 0
        self._came = came

    # For the SMSC

    def take(self, sms: Sms) -> None:
        """See Phone."""
        self._came(self, sms.text, True)

    def show(self, text: str, *, is_open: bool) -> Ussd:
        """See Phone."""
        self.in_session = is_open
        if text:
            self._came(self, text, False)
        return Ussd(is_open, text)

    # For the crowd

    def begin(self, conversation: Conversation, due: float) -> None:
        """Its first line is due."""
        self.conversation, self.due, self._turn = conversation, due, 0

    @property
    def line(self) -> Line:
        """The one that it says now."""
        return self.conversation.lines[self._turn]

    def speak(self) -> None:
        """It says its line, and waits for what is expected."""
        self.missed, self.heard, self._found = None, False, 0
        self.by_ussd = self.line.by == "dial" or (self.line.by == "write" and self.in_session)

    def go_on(self, due: float) -> bool:
        """The next line is due then; False if there is none."""
        self.due = due
        self._turn += 1
        return self._turn < len(self.conversation.lines)

    def hears(self, text: str, *, sms: bool) -> bool:
        """Whether this is the last that it waited for; a reply that holds nothing of what it expects may be followed by
        one that does.
        """
        expected, at = self.line.expected, 0
        while self._found < len(expected) and (end := _found(expected[self._found], text, at, sms)):
            self._found, at = self._found + 1, end
        fits = sms is not self.by_ussd  # it came the way that the phone spoke
        self.heard = self.heard or fits
        return self._found == len(expected) and (fits or bool(expected))


def _found(expected: Expected, text: str, at: int, sms: bool) -> int:
    """Where it ends in the text; 0 if it is not there."""
    if expected.sms and not sms:
        return 0
    found = expected.pattern.search(text, at)
    return found.end() if found else 0
