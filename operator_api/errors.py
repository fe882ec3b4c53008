"""What can be wrong with a question put to the server.

BooksError
├── UnknownIdError     no such service or tariff: the asker's fault
├── BadNumberError     that is no number: the asker's fault
├── BadOriginError     a header that says who asks, or from where, cannot be read: the asker's fault
├── BadKeyError        a change without an idempotency key, or with too long a one: the asker's fault
├── UnknownNumberError no such subscriber
├── NotAllowedError    not for this role, or not on this tariff
├── SessionOverError   signed out, or too long ago, or another's
├── TooManyError       of something that everybody shares: worth another try, later
├── KeyReusedError     the key was used for another question: the asker's fault
└── BooksAwayError     the database is locked or gone: ours, and worth another try
"""

import msgspec

UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What msgspec raises for JSON that it cannot read."""


class BooksError(Exception):
    """Nothing was read and nothing changed."""


class UnknownIdError(BooksError):
    """No such service or tariff; the message names it."""


class BadNumberError(BooksError):
    """Not the number of a telephone."""


class BadOriginError(BooksError):
    """A header that says who asks, or from where, cannot be read."""


class BadKeyError(BooksError):
    """A change was asked for without an idempotency key, or with too long a one."""


class KeyReusedError(BooksError):
    """An idempotency key came back with another question."""


class UnknownNumberError(BooksError):
    """No such subscriber."""


class NotAllowedError(BooksError):
    """Not for this role, or not on this tariff."""


class SessionOverError(BooksError):
    """Signed out, or too long ago, or another's."""


class TooManyError(BooksError):
    """Too many of something that everybody shares."""


class BooksAwayError(BooksError):
    """The database is locked or gone."""
