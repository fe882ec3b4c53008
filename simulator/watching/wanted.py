"""Which PDUs of the log somebody wants to see."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Annotated

import msgspec

from simulator.watching.entries import Entry
from simulator.watching.shown import command_of, phone_of, status_name
from smpp.errors import LocalError

MOST = 1_000
"""PDUs that are given at once."""
ERRORS = "errors"


class Wanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The newest `limit` of those that are about the phone, on the link, and so on; what is left out does not matter.

    `status` is a number, a name such as ESME_RTHROTTLED, or "errors"; `before` and `after` are ids. LocalError for a
    status that is none of these.
    """

    limit: Annotated[int, msgspec.Meta(ge=0)] = 100
    phone: str = ""
    link: str = ""
    command: str = ""
    status: str = ""
    before: int = 0
    after: int = 0

    def of(self, entries: Iterable[Entry]) -> list[Entry]:
        """From these, oldest first, those that are wanted, newest first."""
        if self.phone:
            entries = _about(self.phone, entries)
        fits = [self._fits_id, *self._tests()]
        found = (entry for entry in entries if all(fit(entry) for fit in fits))
        return [*reversed(deque(found, maxlen=min(self.limit, MOST)))]

    def _fits_id(self, entry: Entry) -> bool:
        return self.after < entry.id and (not self.before or entry.id < self.before)

    def _tests(self) -> Iterator[Callable[[Entry], bool]]:
        if self.link:
            yield lambda entry: entry.link == self.link
        if self.command:
            yield lambda entry: command_of(entry.command_id) == self.command
        if self.status == ERRORS:
            yield lambda entry: entry.status != 0
        elif self.status:
            status = _status(self.status)
            yield lambda entry: entry.status == status and (entry.is_response or status != 0)


def _about(phone: str, entries: Iterable[Entry]) -> Iterator[Entry]:
    """Requests about the phone, and what answers them."""
    octets = phone.encode()
    asked = set()
    for entry in entries:
        if entry.is_response:
            if entry.exchange in asked:
                yield entry
        elif octets in entry.frame and phone_of(entry) == phone:
            asked.add(entry.exchange)
            yield entry


def _status(text: str) -> int:
    for status, name in status_name.items():
        if text == name:
            return status
    try:
        return int(text, 0)
    except ValueError:
        raise LocalError(f"{text!r} is no status: those are numbers, names such as ESME_ROK, and {ERRORS!r}") from None
