"""What phones say, and what they expect to be told. Pure."""

import re
from collections.abc import Sequence
from random import Random
from typing import Literal

import msgspec

from simulator.codes import is_code
from simulator.load.waits import Wait, no_wait

By = Literal["write", "sms", "dial"]
"""`write` answers in a USSD session if one is open, and is an SMS else; `sms` always is one."""

NONSENSE = "{nonsense}"
"""In a text: letters by chance, so that no two are the same."""
_LETTERS = "абвгдежзиклмнопрстуфхцчшщыэюя"


class Expected(msgspec.Struct, frozen=True):
    """A reply holds this; `sms`: and is one."""

    pattern: re.Pattern[str]
    sms: bool = False


class Line(msgspec.Struct, frozen=True):
    """A phone says `text`; replies to it hold `expected`, in that order. With none expected any reply will do."""

    text: str
    by: By = "write"
    expected: tuple[Expected, ...] = ()

    def said(self, chance: Random) -> str:
        """The text, made up where it is by chance."""
        if NONSENSE not in self.text:
            return self.text
        return self.text.replace(NONSENSE, "".join(chance.choices(_LETTERS, k=12)))


class Conversation(msgspec.Struct, frozen=True):
    """Lines that a phone says one after the other, each when it was answered and has thought.

    Of all conversations `weight` to the weights of the others are this one. Those of one `pool` are held by the same
    phones.
    """

    name: str
    lines: tuple[Line, ...]
    weight: float = 1.0
    think: Wait = no_wait
    pool: str = ""


def line(text: str, *expected: str) -> Line:
    """A line as people write it: codes are dialled, and each `expected` text is held by a reply."""
    return Line(text, "dial" if is_code(text) else "write", tuple(Expected(re.compile(re.escape(e))) for e in expected))


def mean_lines(conversations: Sequence[Conversation]) -> float:
    """Lines of a conversation, on average: there are so many times more messages than conversations."""
    weights = sum(each.weight for each in conversations)
    return sum(len(each.lines) * each.weight for each in conversations) / weights


def pools(conversations: Sequence[Conversation], phones: int) -> dict[str, int]:
    """How many of the phones each pool has: by weight, one at least. Raises ValueError if there are too few."""
    weights: dict[str, float] = {}
    for each in conversations:
        weights[each.pool] = weights.get(each.pool, 0.0) + each.weight
    if phones < len(weights):
        raise ValueError(f"{phones} phones are too few for {len(weights)} kinds of phones")
    left, whole = phones - len(weights), sum(weights.values())
    numbers = {pool: 1 + int(left * weight / whole) for pool, weight in weights.items()}
    numbers[conversations[0].pool] += phones - sum(numbers.values())
    return numbers
