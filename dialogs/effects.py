"""What a turn wants done, as data: a text for the person, or a question for the operator."""

from typing import Literal

import msgspec

from operator_api.contract import AnyQuestion, Profile, SetPassword

Only = Literal["", "session", "sms"]


class Say(msgspec.Struct, frozen=True, tag=True):
    """A finished text.

    ``secret``: it holds a password. ``screen``: the number of the screen if it asks for an answer; 0: it does not.
    ``only`` in a session, and worthless after it, or by SMS though a session waits; else in the session that waits, and
    by SMS if there is none, or it has ended before the text was shown.
    """

    text: str
    secret: bool = False
    screen: int = 0
    only: Only = ""


class Ask(msgspec.Struct, frozen=True, tag=True):
    """A question to the operator, with what it takes to tell its answer when the session has gone.

    ``serial`` tells the session's questions apart; after ``deadline`` (seconds since the epoch) it is not asked again.
    """

    question: AnyQuestion
    serial: int
    deadline: float
    profile: Profile

    @property
    def secret(self) -> bool:
        """It holds a password."""
        return isinstance(self.question, SetPassword)


Effect = Say | Ask
