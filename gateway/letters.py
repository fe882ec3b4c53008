"""Dead letters: what nobody will get, and why, as Redis keeps it. When: that is in the id of its entry."""

import msgspec


class DeadLetter(msgspec.Struct, frozen=True):
    """``what``: an entry of the queue, sealed if it held a password; of a turn that failed, the number.

    ``why`` is for people, ``reason`` one of few words (of `gateway.statuses`, or "poison", or "unreadable"); ``status``
    is the SMSC's last, ``tries`` how often it was sent.
    """

    why: str
    what: bytes
    reason: str = ""
    status: int | None = None
    tries: int = 0
