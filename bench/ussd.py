"""USSD through the shipped gateway on a real redis-server: against SMS, from dial to screen, and with too many dials.

    python -m bench.ussd [--seconds 8] [--rounds 3]

Phones hold the same conversation over both channels, in turn: the menu, the services, the menu. Each message is one
durable turn, and one page or one SMS of one part. Then few dial, evenly spread, and think between the pages. Then ten
times more want their balance than a slow back office can tell, and pages are looked for that come after the deadline.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import PIPE
from tempfile import TemporaryDirectory

from redis import Redis

from bench.figures import Row, best, figured, ratio
from bench.load import NUMBERS
from bench.phones import DEADLINE
from bench.processes import Figures, figures, line, load, operator, redis, running
from bench.sessions import fill_profiles
from bench.turns import command

TEXTS = {"sms": "меню,2,0", "ussd": "*111#,2,0"}
BALANCE = "*111#,1"
PHONES = 200

RATE, THINK = 100.0, 1.0
"""Dials a second, and seconds before each answer: so 200 are in a session, two answers long, at once."""

TOO_MANY, LONG, LINGER = 2000.0, 15.0, 5.0
"""Dials a second for so many seconds, where 200 can be served; and how long after the deadline the phones listen."""


def measure(channel: str, seconds: float, texts: str, *pace: float, slow: bool = False) -> Figures:
    """What the phones saw; see `bench.phones`. ``slow``: the back office is (`bench.slow`)."""
    with ExitStack() as exits:
        folder = Path(exits.enter_context(TemporaryDirectory()))
        redis_url, operator_url = exits.enter_context(redis(folder)), exits.enter_context(operator(folder))
        with Redis.from_url(redis_url) as client:
            fill_profiles(client, NUMBERS)
        if slow:
            operator_url = exits.enter_context(slowed(operator_url))
        port, phones = exits.enter_context(load(channel, seconds, PHONES, texts, *pace, module="bench.phones"))
        exits.enter_context(running(*command(port, folder, redis_url, operator_url)))
        return figures(phones)


@contextmanager
def slowed(url: str) -> Iterator[str]:
    """The URL of the same back office, whose answers take a second more."""
    with running(sys.executable, "-m", "bench.slow", url, stdout=PIPE) as process:
        yield line(process)


def beside_sms(seconds: float, rounds: int) -> Iterator[Row]:
    """The rows of the table."""
    ran = [tuple(measure(channel, seconds, texts) for channel, texts in TEXTS.items()) for _ in range(rounds)]
    sms, ussd = zip(*ran, strict=True)
    assert not any(figures["others"] for figures in sms + ussd), "not all replies went to who waited for them"
    yield "a conversation by SMS", figured(best(sms)), ""
    yield "the same in USSD sessions", figured(best(ussd)), ""
    yield "USSD against SMS", f"{ratio(ussd, sms):.0%}", "90 %"
    yield from dials(seconds, rounds)
    yield from too_many()


def dials(seconds: float, rounds: int) -> Iterator[Row]:
    """From the dial to the first screen."""
    ran = [measure("ussd", seconds, TEXTS["ussd"], RATE, THINK) for _ in range(rounds)]
    quick = best(ran, "first_p99_ms")
    what = f"{PHONES} sessions open, {RATE:.0f} dials a second: from dial to screen"
    yield what, f"p50 {quick['first_p50_ms']:g} ms, p99 {quick['first_p99_ms']:g} ms", "p99 50 ms"


def too_many() -> Iterator[Row]:
    """Pages that nobody sees any more."""
    over = measure("ussd", LONG, BALANCE, TOO_MANY, 0.0, DEADLINE + LINGER, slow=True)
    seen = f"{over['late']:.0f} of {over['replies']:.0f}, the last after {over['latest_s']:.1f} s"
    yield f"{TOO_MANY:.0f} dials a second, 200 served: pages after {DEADLINE:.0f} s", seen, "0"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.ussd", description="USSD, and SMS beside it.")
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    for row in beside_sms(arguments.seconds, arguments.rounds):
        print(" | ".join(row), flush=True)


if __name__ == "__main__":
    main()
