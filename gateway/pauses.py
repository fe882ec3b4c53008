"""How long to wait before an SMSC is tried again."""

import random
from collections.abc import Iterator

from smpp.statuses import Status

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds between two attempts."""

ACCOUNT_PAUSE = 300.0
"""Seconds at least after a bind that was refused for what we are: who tries a wrong password often is locked out."""

INACTIVITY = 300.0
"""Seconds for which an SMSC may hold a link that is dead, so that we are "already bound"; pauses grow up to that."""

_ACCOUNT = (2 * ACCOUNT_PAUSE, 2 * ACCOUNT_PAUSE)
_USUAL = (FIRST_PAUSE, LONGEST_PAUSE)
_BY_STATUS: dict[int | None, tuple[float, float]] = {
    Status.RINVPASWD: _ACCOUNT,
    Status.RINVSYSID: _ACCOUNT,
    Status.RINVSYSTYP: _ACCOUNT,
    Status.RALYBND: (FIRST_PAUSE, INACTIVITY),
}


def bounds(refused: int | None) -> tuple[float, float]:
    """The first pause and the longest; ``refused`` is the status that refused the bind, if that was what happened."""
    return _BY_STATUS.get(refused, _USUAL)


def pauses(first: float = FIRST_PAUSE, longest: float = LONGEST_PAUSE) -> Iterator[float]:
    """1, 2, 4 ... 60 seconds, each less up to half of itself by chance, so that links do not come back in step."""
    pause = first
    while True:
        yield pause * random.uniform(0.5, 1)  # noqa: S311
        pause = min(2 * pause, longest)
