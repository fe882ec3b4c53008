"""Dead letters in words.

Who may look into Redis may see what a letter tells, but for passwords: those are sealed, and the key is not asked for.
A list lies about on screens and shows no whole number; `told` is a look at one person, and does.
"""

import json
from datetime import UTC, datetime
from typing import NamedTuple

from dialogs.effects import Say
from gateway.letters import Found, read
from gateway.masking import masked
from gateway.records import Unreadable, Waiting


class Id(NamedTuple):
    """Which letter: ``SHARD:MILLISECONDS-INDEX``, the time since 1970."""

    shard: int
    entry: str

    def __str__(self) -> str:
        return f"{self.shard}:{self.entry}"


def _when(id: Id) -> str:
    """The time in UTC; what is no time of this world as it is."""
    try:
        return datetime.fromtimestamp(int(id.entry.partition("-")[0]) / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")
    except (ValueError, OverflowError):
        return "?"


def line(id: Id, data: bytes) -> str:
    """Id, time in UTC, masked number, kind, and why."""
    try:
        found = read(data)
    except Unreadable:
        return f"{id}  {_when(id)}  {masked('')}  unreadable"
    return f"{id}  {_when(id)}  {masked(found.number)}  {found.kind}  {found.letter.why}"


def told(id: Id, data: bytes) -> list[tuple[str, object]]:
    """Names and values."""
    head: list[tuple[str, object]] = [("id", id), ("when", f"{_when(id)} UTC")]
    try:
        found = read(data)
    except Unreadable as error:
        return [*head, ("letter", f"{len(data)} octets that cannot be read: {error}")]
    return [*head, *_about(found), *(_of_entry(found.entry) if found.entry else ())]


def _about(found: Found) -> list[tuple[str, object]]:
    letter = found.letter
    status = "" if letter.status is None else f"0x{letter.status:08X}"
    fields = {
        "number": found.number,
        "kind": found.kind,
        "reason": letter.reason,
        "why": letter.why,
        "status": status,
        "tries": letter.tries,
    }
    return [(name, value) for name, value in fields.items() if value]


def _of_entry(entry: Waiting) -> list[tuple[str, object]]:
    text = json.dumps(entry.effect.text, ensure_ascii=False) if isinstance(entry.effect, Say) else "not shown"
    return [("smsc", entry.route.smsc), ("service", entry.route.service), ("text", text)]
