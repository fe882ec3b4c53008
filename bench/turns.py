"""Whole turns against the floor, in one run: SMPP in, commit on a real redis-server, SMPP out.

    python -m bench.turns [--seconds 10] [--in-flight 200] [--rounds 3] [--text меню] [--commit shipped]

The load generator, the gateway (the shipped command with its default settings) and Redis (append-only, everysec) are
processes of their own. Floor and gateway take turns; prints each round and the median. Keep it short: a number may
write 20 times at once, and here each writes about once a second.
"""

import argparse
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.processes import Figures, figures, load, operator, redis, running


def measure(serve: Sequence[str], seconds: float, in_flight: int, text: str, *pace: int) -> Figures:
    """The load's figures with this ESME, given as a command in which {port} stands for the load's port."""
    with (
        load(seconds, in_flight, text, *pace) as (port, generator),
        running(*(word.format(port=port) for word in serve)),
    ):
        return figures(generator)


def floor(commit: str, seconds: float, in_flight: int, text: str) -> Figures:
    """The least that is durable; ``commit``: "own" or "shipped"."""
    with TemporaryDirectory() as folder, redis(Path(folder)) as url:
        return measure([sys.executable, "-m", "bench.floor", "{port}", url, commit], seconds, in_flight, text)


def gateway(seconds: float, in_flight: int, text: str, *pace: int) -> Figures:
    """The shipped command."""
    with ExitStack() as exits:
        folder = Path(exits.enter_context(TemporaryDirectory()))
        redis_url, operator_url = exits.enter_context(redis(folder)), exits.enter_context(operator(folder))
        return measure(command("{port}", folder, redis_url, operator_url), seconds, in_flight, text, *pace)


def command(port: str, folder: Path, redis_url: str, operator_url: str, *more: str) -> list[str]:
    """The gateway as it is shipped, bound to the load at this port; its files go into the folder."""
    smsc, data = f"smpp://bench:bench@127.0.0.1:{port}", str(folder)
    words = ["gateway", "--smsc", smsc, "--http-port", "0", "--data", data, *more]
    return [sys.executable, "-m", "pomoshnik", *words, "--redis", redis_url, "--operator", operator_url]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Whole turns against the floor.")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--in-flight", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--text", default="меню")
    parser.add_argument("--commit", choices=("own", "shipped"), default="own", help="the floor's")
    arguments = parser.parse_args()
    work = (arguments.seconds, arguments.in_flight, arguments.text)
    rounds = [
        (shown("floor", floor(arguments.commit, *work)), shown("gateway", gateway(*work)))
        for _ in range(arguments.rounds)
    ]
    ratio = median(ours["per_second"] / least["per_second"] for least, ours in rounds)
    print(f"gateway / floor: {ratio:.0%} (median of {len(rounds)})")


def shown(name: str, figures: Figures) -> Figures:
    """The figures, printed."""
    print(
        f"{name:8} {figures['per_second']:6.0f}/s  p50 {figures['p50_ms']} ms  p99 {figures['p99_ms']} ms", flush=True
    )
    return figures


if __name__ == "__main__":
    main()
