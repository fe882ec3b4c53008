"""The faults of the whole SMSC while there are any: on its links, and with messages of its phones."""

from functools import lru_cache, partial
from itertools import count

from simulator.trouble.dice import Dice
from simulator.trouble.faults import Faults
from simulator.trouble.oddities import Message, odd
from simulator.trouble.trouble import Suffering, Trouble

PHONES_LIMIT = 100_000
"""Phones whose dice are kept; the least recently used begin anew."""


class Mischief:
    """From when these faults were set: links and what phones write are counted from then."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._links = count(1)
        self._dice_of = lru_cache(PHONES_LIMIT)(partial(Dice, faults.seed))

    def on(self, link: Suffering) -> Trouble:
        """The trouble of that link."""
        return Trouble(link, self._faults, Dice(self._faults.seed, f"link {next(self._links)}"))

    def odd(self, number: str, message: Message) -> Message:
        """What becomes of the phone's message."""
        return odd(message, self._faults, self._dice_of(f"phone {number}"))

    def full(self, waiting: int) -> bool:
        """Whether no more messages of phones are taken while so many wait."""
        return 0 < self._faults.queue.limit <= waiting
