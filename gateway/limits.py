"""How much one number may write: a burst, then one message in so many seconds (GCRA)."""

import math
from enum import Enum, auto

import msgspec

from gateway.errors import BadSetting
from gateway.records import Record


class Verdict(Enum):
    """What becomes of a message."""

    SERVE = auto()
    WARN = auto()
    DROP = auto()


class Limit(msgspec.Struct, frozen=True):
    """``burst`` messages at once, then one in ``seconds``; a burst of 0: no limit."""

    burst: int
    seconds: float

    def __str__(self) -> str:
        return f"{self.burst}/{self.seconds:g}"

    @classmethod
    def parse(cls, text: str) -> "Limit":
        """``20/3`` or ``0``; raises `BadSetting`."""
        burst, _, seconds = text.partition("/")
        try:
            limit = cls(int(burst), float(seconds or 1))
        except ValueError:
            limit = cls(-1, 0)
        if limit.burst < 0 or not 0 < limit.seconds < math.inf:
            raise BadSetting(f"per-number {text!r}: should be BURST/SECONDS, such as 20/3, or 0 for no limit")
        return limit

    def admit(self, record: Record, now: float) -> tuple[Record, Verdict]:
        """Count one message; the first one too many is worth a warning, the rest silence."""
        if not self.burst:
            return record, Verdict.SERVE
        busy_until = max(record.busy_until, now) + self.seconds
        if busy_until - now <= self.burst * self.seconds:
            warned = record.warned and record.busy_until > now
            return msgspec.structs.replace(record, busy_until=busy_until, warned=warned), Verdict.SERVE
        if record.warned:
            return record, Verdict.DROP
        return msgspec.structs.replace(record, warned=True), Verdict.WARN
