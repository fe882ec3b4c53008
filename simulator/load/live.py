"""Figures while a load runs: a table and two curves in a terminal, else a line a second; and a table at the end."""

import asyncio
from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table

from simulator.load.result import Counted, Result, Second, second
from simulator.load.running import Running
from simulator.load.search import Step
from simulator.load.tally import Tally

_BARS = "▁▂▃▄▅▆▇█"
_WIDTH = 60
"""Seconds that the curves go back."""
_WIDE = 140
_EVERY = 1.0
"""Seconds between two looks."""


def new_console() -> Console:
    """For stdout; what goes to a file is not cut as if it had 80 columns."""
    console = Console()
    return console if console.is_terminal else Console(width=_WIDE)


async def watch(running: Running, console: Console, title: str) -> None:
    """Show it until cancelled."""
    if console.is_terminal:
        with Live(console=console, auto_refresh=False, transient=True) as live:
            while True:
                live.update(shown(running, title), refresh=True)
                await asyncio.sleep(_EVERY)
    while True:
        await asyncio.sleep(_EVERY)
        console.print(line(running), highlight=False, soft_wrap=True)


def shown(running: Running, title: str) -> RenderableType:
    """The table and the curves."""
    past = [second(tally) for tally in _past(running)[-_WIDTH:]]
    table = Table("", "now", f"last {_WIDTH} s", title=title, title_justify="left", expand=False)
    table.add_row("time", f"{running.now():.0f} s", _phase(running))
    rows = _rows(past)
    for name, values, unit in rows:
        table.add_row(name, f"{values[-1]:,.6g} {unit}" if values else "", sparkline(values))
    errors = running.crowd.tallies.whole.errors
    told = ", ".join(f"{kind} {count:,}" for kind, count in errors.items() if count) or "none"
    return Group(table, f"waiting for replies: {running.crowd.waiting:,}   errors: {told}")


def _past(running: Running) -> list[Tally]:
    """The seconds that are over."""
    return running.crowd.tallies.seconds[: int(running.now())]


def _rows(past: Sequence[Second]) -> Iterator[tuple[str, list[float], str]]:
    yield "sent", [float(each.sent) for each in past], "/s"
    yield "answered", [float(each.answered) for each in past], "/s"
    yield "p50", [round(each.p50 * 1000, 1) for each in past], "ms"
    yield "p99", [round(each.p99 * 1000, 1) for each in past], "ms"


def _phase(running: Running) -> str:
    tallies, now = running.crowd.tallies, running.now()
    if now < tallies.begin:
        return f"counting begins in {tallies.begin - now:.0f} s"
    return f"{tallies.end - now:.0f} s to go" if now < tallies.end else "waiting for the last replies"


def line(running: Running) -> str:
    """The last whole second."""
    last = second((_past(running) or [Tally()])[-1])
    return (
        f"{running.now():5.0f} s  sent {last.sent:6}/s  answered {last.answered:6}/s  p50 {last.p50 * 1000:7.1f} ms"
        f"  p99 {last.p99 * 1000:7.1f} ms  waiting {running.crowd.waiting:5}  errors {last.errors}"
    )


def line_of_step(step: Step) -> str:
    """One step of a search."""
    latency = step.result.whole.latency
    return (
        f"{step.rate:8.0f}/s  answered {step.result.rate:8.0f}/s  p50 {latency.p50 * 1000:7.1f} ms"
        f"  p99 {latency.p99 * 1000:7.1f} ms  {step.why or 'holds'}"
    )


def sparkline(values: Sequence[float]) -> str:
    """A curve of letters, from 0 to the most."""
    most = max(values, default=0.0) or 1.0
    return "".join(_BARS[min(int(value / most * len(_BARS)), len(_BARS) - 1)] for value in values)


def summary(result: Result) -> Table:
    """The whole, and each conversation."""
    table = Table("latency in ms", "messages", "p50", "p90", "p99", "p99.9", "max", "errors", title_justify="left")
    table.title = f"{result.rate:,.0f} replies a second for {result.end - result.begin:.0f} s"
    for column in table.columns[1:-1]:
        column.justify = "right"
    for name, counted in result.conversations.items():
        table.add_row(name, *_cells(counted))
    if len(result.conversations) > 1:
        table.add_section()
        table.add_row("all", *_cells(result.whole))
    return table


def _cells(counted: Counted) -> list[str]:
    times = counted.latency
    return [
        f"{counted.due:,}",
        *(f"{value * 1000:,.1f}" for value in (times.p50, times.p90, times.p99, times.p999, times.max)),
        ", ".join(f"{kind} {count:,}" for kind, count in counted.errors.items()) or "none",
    ]
