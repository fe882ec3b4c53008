"""A report: what was asked for, on what, and what came of it; as JSON, and as a page (`page`)."""

import os
import platform
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import msgspec

from simulator.load.result import Result
from simulator.load.search import Limits, Step


class Machine(msgspec.Struct, frozen=True):
    """Where it ran."""

    cores: int
    processor: str
    system: str
    python: str
    pomoshnik: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Of one run, or of a search: `steps`, the rate `found` and its `result`."""

    title: str
    at: str
    machine: Machine
    result: Result
    limits: Limits
    exceeded: list[str]
    """Limits, in words."""
    ended_early: bool = False
    command: str = ""
    steps: list[Step] = []
    found: float | None = None


def report_of(
    title: str,
    result: Result,
    limits: Limits,
    exceeded: list[str],
    *,
    ended_early: bool = False,
    steps: list[Step] | None = None,
    found: float | None = None,
) -> Report:
    """With the time and the machine of now."""
    at = datetime.now().astimezone().isoformat(timespec="seconds")
    return Report(
        title=title,
        at=at,
        machine=_machine(),
        result=result,
        limits=limits,
        exceeded=exceeded,
        ended_early=ended_early,
        steps=steps or [],
        found=found,
    )


def as_json(report: Report) -> bytes:
    """Indented; latencies are in seconds."""
    return msgspec.json.format(msgspec.json.encode(report)) + b"\n"


def _machine() -> Machine:
    system, python = platform.platform(), platform.python_version()
    return Machine(os.cpu_count() or 1, _processor(), system, python, version("pomoshnik"))


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
