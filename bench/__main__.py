"""The figures of the table in docs/performance.md, in one run: prints it, writes it there, draws the plot.

    python -m bench [--seconds 8] [--rounds 3] [--many 1000000] [--burst 100000]

The machine should do nothing else meanwhile. It takes about ten minutes.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import uvloop

from bench.burst import BURST, CASES, MOST_MEGABYTES
from bench.burst import measure as in_a_burst
from bench.figures import Row, best, figured, ratio
from bench.kannel import kannel
from bench.load import NUMBERS
from bench.nodesmpp import nodesmpp
from bench.plot import plot
from bench.processes import Figures
from bench.recovery import recovery
from bench.sessions import MANY, sizes, with_sessions
from bench.turns import floor, gateway
from bench.ussd import beside_sms

DOCS = Path(__file__).parents[1] / "docs"
PLOT = "![Milliseconds that people wait, against turns a second](latency.svg)\n"
BEGIN, END = "<!-- make bench -->\n", "<!-- end -->\n"
IN_FLIGHT = 200
SHARES = (0.25, 0.5, 0.75, 0.9)
"""Of the turns that the gateway can serve: the loads of the plot."""


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="The whole table.")
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--many", type=int, default=MANY)
    parser.add_argument("--burst", type=int, default=BURST)
    arguments = parser.parse_args()
    lines = ["| what | measured | wanted |", "|---|---|---|"]
    for line in lines:
        print(line)
    for row in table(arguments.seconds, arguments.rounds, arguments.many, arguments.burst):
        lines.append(f"| {' | '.join(row)} |")
        print(lines[-1], flush=True)
    write("\n".join(lines) + "\n")


def write(table: str) -> None:
    """Put it between the markers of docs/performance.md."""
    page = DOCS / "performance.md"
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n{table}\n{PLOT}\n{END}{after}", encoding="utf-8")


def table(seconds: float, rounds: int, many: int, burst: int) -> Iterator[Row]:
    """The rows, as they are measured."""
    yield from beside_others(seconds, rounds)
    yield from beside_sms(seconds, rounds)
    asked = gateway(seconds, IN_FLIGHT, "баланс")
    yield "turns that ask the operator, API and SQLite on the same cores", figured(asked), "1 200/s"
    yield from sessions(seconds, many)
    after = uvloop.run(recovery())
    yield "after kill -9: a gateway started at once has bound", f"{after.bound:.1f} s", ""
    yield "after kill -9: and serves", f"{after.serves:.1f} s", "5 s"
    yield "after kill -9: another has sent what was in the queue", f"{after.adopted:.1f} s", "10 s"
    for case in CASES:
        memory = f"{uvloop.run(in_a_burst(case, burst)):.0f} MB"
        yield f"memory in a burst of {burst:,}: {case}", memory, f"{MOST_MEGABYTES} MB"


def beside_others(seconds: float, rounds: int) -> Iterator[Row]:
    """Menu turns: the floor, the gateway and its peers in turn, and the gateway under lesser loads."""
    work = (seconds, IN_FLIGHT, "меню")
    ran = [
        (floor("own", *work), floor("shipped", *work), gateway(*work), kannel(*work), nodesmpp(*work))
        for _ in range(rounds)
    ]
    own, shipped, ours, theirs, node = zip(*ran, strict=True)
    yield "the floor, with a commit of its own", figured(best(own)), ""
    yield "the floor, with the shipped commit", figured(best(shipped)), ""
    yield "menu turns, p99 at 200 in flight", figured(best(ours)), "40 ms"
    yield "against the floor", f"{ratio(ours, own):.0%}", "60 %"
    yield "against the floor with the shipped commit", f"{ratio(ours, shipped):.0%}", ""
    yield "Kannel 1.4.5, file store, nginx", figured(best(theirs)), ""
    yield "against Kannel", f"{ratio(ours, theirs):.1f} times", "5 times"
    yield "node-smpp, echo", figured(best(node)), ""
    yield from paced(best(ours), seconds, rounds)


def paced(full: Figures, seconds: float, rounds: int) -> Iterator[Row]:
    """The gateway under shares of the load that it can serve; draws the plot."""
    loads = {share: _paced(share * full["per_second"], seconds, rounds) for share in SHARES}
    (DOCS / "latency.svg").write_text(plot([*loads.values(), full]), encoding="utf-8")
    yield "menu turns at half load, p99", figured(loads[0.5]), "15 ms"


def _paced(rate: float, seconds: float, rounds: int) -> Figures:
    return best([gateway(seconds, IN_FLIGHT, "меню", int(rate)) for _ in range(rounds)])


def sessions(seconds: float, many: int) -> Iterator[Row]:
    """What many sessions cost."""
    few, all_of_them = with_sessions(NUMBERS, seconds), with_sessions(many, seconds)
    yield f"{NUMBERS:,} sessions", figured(few), ""
    yield f"{many:,} sessions", figured(all_of_them), ""
    yield "many against few", f"{all_of_them['per_second'] / few['per_second'] - 1:+.0%}", "within 15 %"
    size = sizes()
    yield "Redis for a session, profile not counted: average", f"{size.average} octets", "400"
    for name, octets in size.states.items():
        yield f"the same: {name}", f"{octets} octets", "400"


if __name__ == "__main__":
    main()
