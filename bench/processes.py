"""What a benchmark runs beside itself: processes that end with it."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.load import FIRST, NUMBERS

Figures = dict[str, float]
ENVIRONMENT = {**os.environ, "POMOSHNIK_SECRET": "bench"}
SECONDS = 10.0


@contextmanager
def running(*command: str, stdout: int = subprocess.DEVNULL) -> "Iterator[subprocess.Popen[str]]":
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
    with running("redis-server", *options):
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
        yield line(process).removeprefix("operator: ")


def line(process: "subprocess.Popen[str]") -> str:
    """The next line that it prints."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


@contextmanager
def load(*words: object, module: str = "bench.load") -> "Iterator[tuple[str, subprocess.Popen[str]]]":
    """A load generator; gives its port, and the process that will print its figures."""
    with running(sys.executable, "-m", module, *map(str, words), stdout=subprocess.PIPE) as process:
        yield line(process), process


def figures(process: "subprocess.Popen[str]") -> Figures:
    """What the load generator measured."""
    read: Figures = json.loads(line(process))
    return read
