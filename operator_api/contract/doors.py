"""The way into the account on the web: codes from pictures, passwords by SMS, sessions.

Where nobody is signed in, answers are the same, and take the same time, for numbers that are not in the books.
"""

from typing import Literal

from operator_api.contract.answers import Overview, Profile
from operator_api.contract.catalogue import Address, Number, Value


class Captcha(Value, frozen=True):
    """A code to be shown as a picture. It counts once, right or wrong, and for ten minutes."""

    id: str
    digits: str


class PasswordRequest(Value, frozen=True):
    """Somebody wants a password by SMS. ``address``: where they sit."""

    number: Number
    captcha: str
    digits: str
    address: Address


class PasswordRequested(Value, frozen=True):
    """``accepted``: if the number is in the books, an SMS comes. ``too_soon``, ``too_many``: for this number;
    ``busy``: too many from this address, or of all. ``wait``: seconds."""

    outcome: Literal["accepted", "wrong_code", "too_soon", "too_many", "busy"]
    wait: int = 0


class SignIn(Value, frozen=True):
    """Somebody wants to come in. ``captcha`` and ``digits`` when a code is asked for."""

    number: Number
    password: str
    address: Address
    captcha: str = ""
    digits: str = ""


class SignedIn(Value, frozen=True):
    """``in``: with a new ``session``, a secret. ``wrong``: number or password. ``wait``: seconds until the next try.

    ``code``: the next try needs the code from a picture.
    """

    outcome: Literal["in", "wrong", "wrong_code", "wait"]
    session: str = ""
    wait: int = 0
    code: bool = False


class Session(Value, frozen=True):
    """Whose account is open, and what stands at the top of its pages."""

    number: Number
    profile: Profile
    overview: Overview
    since: float
