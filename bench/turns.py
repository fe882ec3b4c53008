"""Whole turns against the floor, in one run: SMPP in, commit on a real redis-server, SMPP out.

    python -m bench.turns [--seconds 10] [--in-flight 200] [--rounds 3] [--text меню]

The load generator, the gateway (the shipped command with its default settings) and Redis (append-only, everysec) are
processes of their own. Floor and gateway take turns; prints each round and the median. Keep it short: a number may
write 20 times at once, and here each writes about once a second.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.load import FIRST, NUMBERS

Figures = dict[str, float]
ENVIRONMENT = {**os.environ, "POMOSHNIK_SECRET": "bench"}


@contextmanager
def running(*command: str, stdout: int | None = None) -> "Iterator[subprocess.Popen[str]]":
    """A process that is ended afterwards."""
    process = subprocess.Popen(command, env=ENVIRONMENT, stdout=stdout, stderr=subprocess.DEVNULL, text=True)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """A redis-server of our own; gives its URL."""
    socket = folder / "redis.sock"
    options = ["--port", "0", "--unixsocket", str(socket), "--dir", str(folder), "--save", "", "--appendonly", "yes"]
    with running("redis-server", *options, stdout=subprocess.DEVNULL):
        while not socket.exists():
            time.sleep(0.05)
        yield f"unix://{socket}"


@contextmanager
def operator(folder: Path) -> Iterator[str]:
    """The back office with a subscriber for every number of the load; gives its URL."""
    database = f"sqlite:///{folder}/operator.db"
    seed = ["operator", "seed", "--database", database, "--first", str(FIRST), "--count", str(NUMBERS)]
    subprocess.run([sys.executable, "-m", "pomoshnik", *seed], check=True, stdout=subprocess.DEVNULL)
    command = [sys.executable, "-m", "pomoshnik", "operator", "--database", database, "--http-port", "0"]
    with running(*command, stdout=subprocess.PIPE) as process:
        yield _line(process).removeprefix("operator: ")


def measure(arguments: argparse.Namespace, *serve: str) -> Figures:
    """The load's figures with this ESME, given as a command in which {port} stands for the load's port."""
    load = [sys.executable, "-m", "bench.load", str(arguments.seconds), str(arguments.in_flight), arguments.text]
    with running(*load, stdout=subprocess.PIPE) as generator:
        port = _line(generator)
        with running(*(word.format(port=port) for word in serve), stdout=subprocess.DEVNULL):
            figures: Figures = json.loads(_line(generator))
    return figures


def floor(arguments: argparse.Namespace) -> Figures:
    """The least that is durable."""
    with TemporaryDirectory() as folder, redis(Path(folder)) as url:
        return measure(arguments, sys.executable, "-m", "bench.floor", "{port}", url)


def gateway(arguments: argparse.Namespace) -> Figures:
    """The shipped command."""
    with ExitStack() as exits:
        folder = Path(exits.enter_context(TemporaryDirectory()))
        redis_url, operator_url = exits.enter_context(redis(folder)), exits.enter_context(operator(folder))
        command = ["gateway", "--smsc", "smpp://bench:bench@127.0.0.1:{port}", "--http-port", "0"]
        urls = ["--redis", redis_url, "--operator", operator_url]
        return measure(arguments, sys.executable, "-m", "pomoshnik", *command, *urls, "--data", str(folder))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Whole turns against the floor.")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--in-flight", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--text", default="меню")
    arguments = parser.parse_args()
    rounds = [
        (_shown("floor", floor(arguments)), _shown("gateway", gateway(arguments))) for _ in range(arguments.rounds)
    ]
    ratio = median(ours["per_second"] / least["per_second"] for least, ours in rounds)
    print(f"gateway / floor: {ratio:.0%} (median of {len(rounds)})")


def _shown(name: str, figures: Figures) -> Figures:
    print(
        f"{name:8} {figures['per_second']:6.0f}/s  p50 {figures['p50_ms']} ms  p99 {figures['p99_ms']} ms", flush=True
    )
    return figures


def _line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


if __name__ == "__main__":
    main()
