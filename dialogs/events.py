"""What can happen in a conversation. Each event carries its time and the room that the answer to it has."""

import msgspec

from dialogs.effects import Ask
from operator_api.contract import AnyResult
from smpp.alphabets import is_gsm, septets, units


class Room(msgspec.Struct, frozen=True):
    """The most that one reply may hold: UTF-16 units in UCS-2, septets in the GSM alphabet.

    ``session``: a USSD session waits for it, one reply at a time, and what does not ask for an answer ends it.
    """

    ucs2: int
    gsm: int
    session: bool = False

    def holds(self, text: str) -> bool:
        """Whether it is enough for the text, in the alphabet that it takes."""
        return septets(text) <= self.gsm if is_gsm(text) else units(text) <= self.ucs2


SMS = Room(ucs2=134, gsm=306)
"""Two parts."""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened; ``at`` in seconds since the epoch."""

    at: float
    room: Room = SMS


class Text(Event, frozen=True, kw_only=True):
    """The person wrote this. ``unseeing``: before the last screen was sent, so it agrees to nothing on it."""

    text: str
    unseeing: bool = False


class Dialled(Event, frozen=True, kw_only=True):
    """The person dialled this code, and a session has begun."""

    text: str


class Closed(Event, frozen=True, kw_only=True):
    """The session is over, by the person's will or the network's. ``screen`` is the number of one that was not shown
    for that reason (0: none), so that nobody agrees to what it asks."""

    screen: int = 0


class Flooded(Event, frozen=True, kw_only=True):
    """The person writes faster than we answer: told so once, then their messages are dropped unseen."""


class Answered(Event, frozen=True, kw_only=True):
    """The operator answered."""

    ask: Ask
    result: AnyResult


class Failed(Event, frozen=True, kw_only=True):
    """The question was turned down, or nobody answered in time. ``certain``: surely nothing was done."""

    ask: Ask
    certain: bool


class Late(Event, frozen=True, kw_only=True):
    """No answer yet; it will come as a turn of its own."""

    ask: Ask
