"""One run as data: what the report shows, and JSON holds. Times are in seconds."""

import msgspec

from simulator.load.crowd import Crowd
from simulator.load.tally import Tallies, Tally

PERCENTS = (
    0.0,
    10,
    20,
    30,
    40,
    50,
    60,
    70,
    75,
    80,
    85,
    90,
    92.5,
    95,
    97.5,
    98,
    99,
    99.5,
    99.75,
    99.9,
    99.95,
    99.99,
    100,
)
"""Of the curve."""

BUSY = 0.9
"""Of a core: from here on we may be what is slow."""
LATE_SHARE, LATE_LEAST = 0.1, 0.002
"""We fell behind when our own p99 lag is more than this part of the p99 latency, and more than so many seconds."""


class Latency(msgspec.Struct, frozen=True):
    """From when a message was due to the reply that was expected."""

    p50: float
    p90: float
    p99: float
    p999: float
    max: float
    mean: float


class Counted(msgspec.Struct, frozen=True):
    """Messages: those that were `due`, and what became of them; `errors` by kind."""

    due: int
    answered: int
    errors: dict[str, int]
    latency: Latency

    @property
    def failed(self) -> int:
        """All errors."""
        return sum(self.errors.values())

    @property
    def error_share(self) -> float:
        """Of what was due."""
        return self.failed / self.due if self.due else 0.0


class Second(msgspec.Struct, frozen=True):
    """What went, was answered and failed in one second from the start, the ramp and the warm-up among them."""

    sent: int
    answered: int
    errors: int
    p50: float
    p99: float


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """A run. Counted is from `begin` to `end`; the seconds are those from the start."""

    whole: Counted
    conversations: dict[str, Counted]
    begin: float
    end: float
    rate: float
    """Replies a second."""
    asked: float | None
    """Messages a second that were asked for, in an open load."""
    curve: list[tuple[float, float]]
    """Percent, and the latency that so many do not exceed."""
    spread: list[tuple[float, float, int]]
    """Between which two latencies how many were."""
    seconds: list[Second]
    others: int
    """Replies that nobody waited for."""
    short: int
    """Conversations that waited for a free phone."""
    unfinished: int
    """Messages that still waited when it was ended early."""
    lag_p99: float
    """How late we ourselves were with messages."""
    cpu: float
    """Of a core, that we took."""

    @property
    def warnings(self) -> list[str]:
        """Why the figures may tell of us, and not of the ESME."""
        said = []
        if self.cpu > BUSY:
            said.append(f"the load generator took {self.cpu:.0%} of a core: it may be what is slow")
        if self.lag_p99 > max(LATE_LEAST, LATE_SHARE * self.whole.latency.p99):
            said.append(
                f"the load generator fell behind: 1 % of messages left {self.lag_p99 * 1000:.1f} ms late or more"
            )
        if self.short:
            said.append(f"{self.short} conversations waited for a free phone: more --phones, or fewer messages")
        return said


def result(crowd: Crowd, asked: float | None, cpu: float) -> Result:
    """Of this crowd's run."""
    tallies = crowd.tallies
    return Result(
        whole=_counted(tallies.whole),
        conversations={name: _counted(tally) for name, tally in tallies.of.items()},
        begin=tallies.begin,
        end=tallies.end,
        rate=tallies.in_time / max(tallies.end - tallies.begin, 1e-9),
        asked=asked,
        curve=[*zip(PERCENTS, tallies.whole.latency.percentiles(*PERCENTS), strict=True)],
        spread=tallies.whole.latency.spread(),
        seconds=[second(tally) for tally in _whole_seconds(tallies)],
        others=tallies.others,
        short=crowd.short,
        unfinished=crowd.waiting,
        lag_p99=tallies.lag.percentile(99),
        cpu=cpu,
    )


def second(tally: Tally) -> Second:
    """As the report has it."""
    p50, p99 = tally.latency.percentiles(50, 99)
    return Second(tally.sent, tally.answered, tally.failed, p50, p99)


def _whole_seconds(tallies: Tallies) -> list[Tally]:
    """Those that were not cut off; a run of less than one has the one that it has."""
    return tallies.seconds[: int(tallies.end) or 1]


def _counted(tally: Tally) -> Counted:
    latency, (p50, p90, p99, p999) = tally.latency, tally.latency.percentiles(50, 90, 99, 99.9)
    errors = {kind: count for kind, count in tally.errors.items() if count}
    times = Latency(p50, p90, p99, p999, latency.most, latency.mean)
    return Counted(tally.sent, tally.answered, errors, times)
