"""What a result says of itself, and what is shown in a terminal."""

import io

import msgspec
import pytest
from rich.console import Console

from simulator.load.live import line_of_step, sparkline, summary
from simulator.load.search import Step
from tests.simulator.load.test_search import result

CALM = result(100.0, 0.040)


@pytest.mark.parametrize(
    ("cpu", "lag", "short", "warned"),
    [
        (0.90, 0.004, 0, []),
        (0.91, 0.004, 0, ["the load generator took 91% of a core: it may be what is slow"]),
        (0.10, 0.005, 0, ["the load generator fell behind: 1 % of messages left 5.0 ms late or more"]),
        (0.10, 0.000, 2, ["2 conversations waited for a free phone: more --phones, or fewer messages"]),
    ],
)
def test_doubts(cpu: float, lag: float, short: int, warned: list[str]) -> None:
    """When the figures may tell of us."""
    assert msgspec.structs.replace(CALM, cpu=cpu, lag_p99=lag, short=short).warnings == warned


def test_our_own_timer_is_no_doubt() -> None:
    """It rings each millisecond."""
    assert msgspec.structs.replace(result(100.0, 0.001), lag_p99=0.002).warnings == []


def test_a_curve_of_letters() -> None:
    """From 0 to the most."""
    assert sparkline([0.0, 1.0, 4.0, 8.0]) == "▁▂▅█"
    assert sparkline([0.0, 0.0]) == "▁▁"
    assert sparkline([]) == ""


def test_a_line_for_each_step() -> None:
    """And why it does not hold."""
    assert line_of_step(Step(100.0, "", CALM)).endswith("p99    40.0 ms  holds")
    assert line_of_step(Step(100.0, "50/s were answered", CALM)).endswith("50/s were answered")


def test_the_table_at_the_end() -> None:
    """A row for each conversation, and one for all."""
    told = io.StringIO()
    both = {"баланс": CALM.whole, "меню": result(1.0, 0.01, 7, 2).whole}
    Console(file=told, width=140).print(summary(msgspec.structs.replace(CALM, conversations=both)))
    text = told.getvalue()
    assert "100 replies a second for 10 s" in text
    assert all(word in text for word in ("баланс", "меню", "all", "40.0", "unanswered 2", "none"))
