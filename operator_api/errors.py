"""What can be wrong with a question put to the server.

BooksError
├── UnknownIdError     no such service or tariff: the asker's fault
├── BadNumberError     one number in the address, another in the body: the asker's fault
├── BadHeaderError     a header is not of its form: the asker's fault
├── NoKeyError         a change without an idempotency key: the asker's fault
├── TooMuchError       no balance is that large: the asker's fault
├── UnknownNumberError no such subscriber
├── NotAllowedError    not for this role, or not on this tariff
├── SessionOverError   signed out, or too long ago, or another's
├── KeyReusedError     the key was used for another question: the asker's fault
└── BooksAwayError     the database is locked or gone, or too many passwords wait: ours, and worth another try
"""

import msgspec

from operator_api.contract import Value

UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What msgspec raises for JSON that it cannot read."""


class BooksError(Exception):
    """Nothing was read and nothing changed."""


class UnknownIdError(BooksError):
    """No such service or tariff; the message names it."""


class BadNumberError(BooksError):
    """One number in the address, another in the body."""


class BadHeaderError(BooksError):
    """A header is not of its form; the message names it."""


class NoKeyError(BooksError):
    """A change was asked for without an idempotency key."""


class TooMuchError(BooksError):
    """The balance would be larger than any may be (`operator_api.contract.MOST_KOPECKS`)."""


class KeyReusedError(BooksError):
    """An idempotency key came back with another question."""


class UnknownNumberError(BooksError):
    """No such subscriber."""


class NotAllowedError(BooksError):
    """Not for this role, or not on this tariff."""


class SessionOverError(BooksError):
    """Signed out, or too long ago, or another's."""


class BooksAwayError(BooksError):
    """The database is locked or gone, or more passwords wait to be hashed than may."""


class Fault(Value, frozen=True):
    """What went wrong: a code for programs, a message for people."""

    code: str
    message: str


class Failed(Value, frozen=True):
    """The body of every answer that is not 200."""

    error: Fault
