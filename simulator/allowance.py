"""How much an ESME may send: a window for each link, a rate for the whole account. Pure."""

from simulator.accounts import Account
from smpp.statuses import Status


class Rate:
    """So many a second, and so many at once after a second of silence."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._left = float(rate)
        self._since = 0.0

    def take(self, now: float) -> bool:
        """Whether one more may come now."""
        self._left = min(self._rate, self._left + (now - self._since) * self._rate)
        self._since = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Allowance:
    """What one account may send; its links share the rate."""

    def __init__(self, account: Account) -> None:
        self._window = account.window
        self._rate = Rate(account.rate) if account.rate else None
        self._sources = frozenset(account.sources.split(",")) if account.sources else None

    def refusal(self, source: str, owed: int, now: float) -> Status | None:
        """Why a message from that address may not come now; `owed` are the requests of its link without a response,
        itself among them."""
        if self._window and owed > self._window:
            return Status.RMSGQFUL
        if self._sources is not None and source not in self._sources:
            return Status.RINVSRCADR
        if self._rate and not self._rate.take(now):
            return Status.RTHROTTLED
        return None
