"""What one batch of turns is made of, and how it is laid out for `commit.lua`."""

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate

from msgspec import Struct

from state.connection import Argument
from state.keys import Keys

MOST_ENTRIES = 256
MOST_DELETIONS = 1000
SESSION_SECONDS = 25 * 3600
ONCE_SECONDS = 7 * 24 * 3600

_IDS = re.compile(r"(\d{1,19}-\d{1,19} )*")


class Loaded(Struct, frozen=True):
    """What is stored of a number. `version` is opaque; empty when nothing was stored yet."""

    version: bytes
    session: bytes | None
    profile: bytes | None


class Once(Struct, frozen=True):
    """A key that nobody may have used before, and what is kept under it; see `Keys.once`."""

    key: str
    value: bytes


class Entry(Struct, frozen=True):
    """All turns of one number in a batch, accepted or refused whole.

    `version` is the loaded one. `settles` are queue ids of the Asks that these turns answer: the entry is accepted only
    if all of them are still in our queue, and deletes them. `parts` are the keys of a long message now read whole.
    A profile is kept for `profile_seconds`; None leaves the stored one as it is. The entry is accepted only if none of
    its `once` keys is kept already.
    """

    number: str
    version: bytes
    session: bytes
    effects: tuple[bytes, ...] = ()
    settles: tuple[str, ...] = ()
    profile: bytes | None = None
    profile_seconds: int = 3600
    parts: tuple[str, ...] = ()
    once: tuple[Once, ...] = ()


class Committed(Struct, frozen=True):
    """The answer to a batch, entry by entry.

    `effects` are the queue ids given to each entry's effects, none where it was refused; `now` is Redis's clock in
    seconds since 1970.
    """

    accepted: tuple[bool, ...]
    effects: tuple[tuple[str, ...], ...]
    now: float


class Batch(Struct, frozen=True):
    """A numbered batch, ready to be sent any number of times."""

    number: int
    keys: list[str]
    arguments: list[Argument]
    effects: list[int]
    """How many effects each entry has."""


def read(value: bytes | None, profile: bytes | None) -> Loaded:
    """What `commit.lua` stored: the version, a space, the session."""
    if value is None:
        return Loaded(b"", None, profile)
    version, space, session = value.partition(b" ")
    return Loaded(version + space, session, profile)


def lay_out(
    keys: Keys, name: str, epoch: str, number: int, lost: int,
    entries: Sequence[Entry], deletions: Sequence[str], acked: Mapping[str, str],
) -> Batch:  # fmt: skip
    """The batch as flat KEYS and ARGV, in the order of the head of `commit.lua`. Raises ValueError if it cannot be."""
    _check(entries, deletions)
    all_keys = [keys.lease(name), keys.queue(name), *(keys.session(entry.number) for entry in entries)]
    arguments: list[Argument] = [epoch, number, lost, SESSION_SECONDS, ONCE_SECONDS, len(deletions), *deletions]
    arguments += [2 * len(acked), *acked_fields(acked)]
    once = [(index, each) for index, entry in enumerate(entries, 1) for each in entry.once]
    arguments += [2 * len(once), *(item for index, each in once for item in (index, each.value)), len(entries)]
    version = b"%b.%d" % (epoch.encode(), number)
    for index, entry in enumerate(entries):
        arguments += (entry.version, b"%b.%d %b" % (version, index, entry.session))
        arguments += (len(entry.effects), *entry.effects, len(entry.settles), *entry.settles)
        if entry.profile is None:
            arguments += (0, len(entry.parts))
        else:
            all_keys.append(keys.profile(entry.number))
            arguments += (entry.profile_seconds, entry.profile, len(entry.parts))
        all_keys += entry.parts
    all_keys += [keys.once(each.key) for _, each in once]
    return Batch(number, all_keys, arguments, [len(entry.effects) for entry in entries])


def acked_fields(acked: Mapping[str, str]) -> list[Argument]:
    """Field and number of each connection, for the lease."""
    return [item for connection, proven in acked.items() for item in (f"acked:{connection}", proven)]


def committed(batch: Batch, verdicts: bytes, now: float) -> Committed:
    """What `commit.lua` answered. Ids count all effects of the batch; those of refused entries leave holes."""
    accepted = tuple([verdict == ord("1") for verdict in verdicts])
    ids = [f"{batch.number}-{index}" for index in range(sum(batch.effects))]
    effects = [
        tuple(ids[end - count : end]) if taken else ()
        for taken, end, count in zip(accepted, accumulate(batch.effects), batch.effects, strict=True)
    ]
    return Committed(accepted, tuple(effects), now)


def _check(entries: Sequence[Entry], deletions: Sequence[str]) -> None:
    if len(entries) > MOST_ENTRIES or len(deletions) > MOST_DELETIONS:
        raise ValueError(f"a batch holds at most {MOST_ENTRIES} entries and {MOST_DELETIONS} deletions")
    if len({entry.number for entry in entries}) < len(entries):
        raise ValueError("a batch holds one entry a number")
    if any(entry.profile_seconds < 1 for entry in entries):
        raise ValueError("a profile is kept for a second at least")
    ids = [id for entry in entries for id in entry.settles]
    if not _IDS.fullmatch("".join(f"{id} " for id in (*deletions, *ids))):
        raise ValueError("a queue id is `batch-index`")
