"""Which gateways have died, as seen by one that lives."""

from collections.abc import Mapping

from msgspec import Struct

STALE_SECONDS = 5.0
BLIND_SECONDS = 3.0
"""After so long without a look (Redis was away, or we were) nobody is blamed for the time between."""


class _Standing(Struct, frozen=True):
    lease: tuple[str, str]
    since: float


class Watch:
    """Remembers since when each lease has stood still, on the watcher's own monotonic clock."""

    def __init__(self) -> None:
        self._standing: dict[str, _Standing] = {}
        self._looked = 0.0

    def stale(self, leases: Mapping[str, tuple[str, str]], now: float) -> list[str]:
        """Names whose (epoch, counter) has not moved for `STALE_SECONDS`, oldest first, or that have no counter.

        To be called about once a second, each time that Redis answered; `now` is monotonic, in seconds.
        """
        before = self._standing if now - self._looked <= BLIND_SECONDS else {}
        self._looked = now
        self._standing = {name: _moved(before.get(name), lease, now) for name, lease in leases.items()}
        stale = [
            name for name, seen in self._standing.items() if not seen.lease[1] or now - seen.since >= STALE_SECONDS
        ]
        return sorted(stale, key=lambda name: self._standing[name].since)


def _moved(before: _Standing | None, lease: tuple[str, str], now: float) -> _Standing:
    return before if before and before.lease == lease else _Standing(lease, now)
