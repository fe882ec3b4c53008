"""What befalls the requests of an ESME and their responses, on one link. Pure."""

from typing import NamedTuple

from simulator.trouble.dice import Dice
from simulator.trouble.faults import Faults
from smpp.pdus import Bind, DataSm, Pdu, SubmitMulti, SubmitSm
from smpp.statuses import Status, status_of


class Fate(NamedTuple):
    """A response's: it is `lost`, comes after a `delay` in seconds, is `overtaken` by the next; the link is `reset`."""

    lost: bool = False
    delay: float = 0.0
    overtaken: bool = False
    reset: bool = False


class Accidents:
    """Those of one link."""

    def __init__(self, faults: Faults, dice: Dice) -> None:
        self._faults = faults
        self._dice = dice
        by_number = faults.errors.by_number
        self._prefixes = sorted(by_number, key=len, reverse=True)
        self._second, self._in_second = float("-inf"), 0

    def refusal(self, request: Pdu, now: float) -> int:
        """The status to refuse the request with; 0: it is taken."""
        if isinstance(request, Bind):
            binds = self._faults.binds
            return status_of(binds.status) if self._dice.hit("bind", binds.refused) else 0
        if not isinstance(request, SubmitSm | DataSm | SubmitMulti):
            return 0
        refusals = [self._full(), self._throttled(now), self._of_number(request), *self._by_chance()]
        return next(filter(None, refusals), 0)

    def fate(self) -> Fate:
        """What becomes of the next response."""
        responses, hit = self._faults.responses, self._dice.hit
        late = responses.late_seconds if hit("late", responses.late) else 0.0
        return Fate(
            lost=hit("lost", responses.lost),
            delay=late + self._dice.latency(self._faults.latency),
            overtaken=hit("out of order", responses.out_of_order),
            reset=hit("lost then reset", responses.lost_then_reset),
        )

    def _full(self) -> int:
        return Status.RMSGQFUL if self._faults.queue.full else 0

    def _throttled(self, now: float) -> int:
        throttle = self._faults.throttle
        if now - self._second >= 1:
            self._second, self._in_second = now, 0
        self._in_second += 1
        by_chance = self._dice.hit("throttle", throttle.chance)
        return Status.RTHROTTLED if by_chance or 0 < throttle.rate < self._in_second else 0

    def _of_number(self, request: Pdu) -> int:
        number = getattr(request, "destination_addr", "").removeprefix("+")
        prefix = next(filter(number.startswith, self._prefixes), None)
        return 0 if prefix is None else status_of(self._faults.errors.by_number[prefix])

    def _by_chance(self) -> list[int]:
        mix = self._faults.errors.by_status
        return [status_of(status) for status, chance in mix.items() if self._dice.hit(f"error {status}", chance)]
