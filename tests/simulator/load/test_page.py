"""The report as a page, and its plots."""

from xml.etree import ElementTree

import msgspec
import pytest

from simulator.load.page import as_html, milliseconds
from simulator.load.plots import Line, Plot
from simulator.load.report import Machine, Report, as_json
from simulator.load.result import Second
from simulator.load.scales import Scale, linear, logarithmic, nines, seconds
from simulator.load.search import Limits, Step
from tests.simulator.load.test_search import result

RESULT = msgspec.structs.replace(
    result(980.0, 0.0351, due=10_000, errors=7),
    curve=[(50.0, 0.017), (99.0, 0.035), (100.0, 0.05)],
    spread=[(0.01, 0.02, 7_000), (0.02, 0.05, 2_993)],
    seconds=[Second(1_000, 990, 0, 0.01, 0.03), Second(1_000, 0, 7, 0.0, 0.0), Second(1_000, 980, 0, 0.02, 0.04)],
    begin=1.0,
)
REPORT = Report(
    title="1000 messages a second",
    at="2026-11-28T05:00:00+00:00",
    machine=Machine(2, "EPYC & <co>", "Linux", "3.11", "0.6.0"),
    result=msgspec.structs.replace(RESULT, conversations={"баланс": RESULT.whole}),
    limits=Limits(p99=0.04),
    exceeded=[],
    command="pomoshnik load --say '<b>'",
)


def ticks(scale: Scale) -> list[str]:
    """What stands along the axis."""
    return [label for _, label in scale.ticks]


def test_a_page_that_needs_nothing_else() -> None:
    """No script, nothing from elsewhere, nothing that is not text taken for tags."""
    page = as_html(REPORT)
    assert not any(word in page for word in ("<script", "http:", "https:", "src=", "@import", "<b>'", "<co>"))
    assert page.count("<svg") == 4


def test_what_the_page_tells() -> None:
    """Figures, verdict, command, machine."""
    page = as_html(REPORT)
    for told in (
        "35.1 <small>ms",
        "within all limits",
        "unanswered 7",
        "--say &#39;&lt;b&gt;&#39;",
        "EPYC &amp; &lt;co&gt;",
    ):
        assert told in page


def test_a_page_of_limits_exceeded() -> None:
    """And of doubts."""
    bad = msgspec.structs.replace(
        REPORT, exceeded=["p99 was 35 ms"], result=msgspec.structs.replace(REPORT.result, cpu=0.97, short=3)
    )
    page = as_html(bad)
    assert "p99 was 35 ms" in page
    assert "97% of a core" in page
    assert "3 conversations waited for a free phone" in page
    assert "within all limits" not in page


def test_a_page_of_a_search() -> None:
    """Each step."""
    steps = [Step(100.0, "", RESULT), Step(200.0, "p99 was 80 ms", RESULT)]
    page = as_html(msgspec.structs.replace(REPORT, steps=steps, found=100.0))
    assert "Steps of the search" in page
    assert "p99 was 80 ms" in page
    assert page.count("<circle") == 2


def test_a_page_of_nothing_answered() -> None:
    """One plot is left."""
    nothing = msgspec.structs.replace(
        RESULT, curve=[], spread=[], seconds=[Second(5, 0, 5, 0.0, 0.0)], whole=result(0.0, 0.0, 5, 5).whole
    )
    assert as_html(msgspec.structs.replace(REPORT, result=nothing)).count("<svg") == 1


def test_json_reads_back() -> None:
    """As it was."""
    assert msgspec.json.decode(as_json(REPORT), type=Report) == REPORT


@pytest.mark.parametrize(
    ("value", "shown"), [(0.0, "0.00"), (0.00123, "1.23"), (0.0351, "35.1"), (0.1234, "123"), (12.3456, "12,346")]
)
def test_milliseconds(value: float, shown: str) -> None:
    """Three digits that matter."""
    assert milliseconds(value) == shown


def test_axes_have_round_numbers() -> None:
    """Whatever the values are."""
    assert ticks(linear(980.0)) == ["0", "200", "400", "600", "800", "1,000"]
    assert ticks(linear(0.0)) == ["0", "0.2", "0.4", "0.6", "0.8", "1"]
    assert ticks(seconds(12.0)) == ["0", "2", "4", "6", "8", "10", "12"]
    assert ticks(logarithmic(3.0, 180.0)) == ["2", "5", "10", "20", "50", "100", "200"]
    assert ticks(logarithmic(0.02, 9_000.0)) == ["0.1", "1", "10", "100", "1000", "10000"]
    assert ticks(logarithmic(5.0, 5.0)) == ["5", "10", "20", "50"]
    assert ticks(nines(5_000)) == ["0 %", "50 %", "90 %", "99 %", "99.9 %"]


def test_places_on_axes() -> None:
    """From 0 to 1."""
    assert linear(980.0).at(500.0) == 0.5
    assert logarithmic(1.0, 100.0).at(10.0) == pytest.approx(0.5)
    assert [nines(1_000).at(percent) for percent in (0.0, 90.0, 99.9, 100.0)] == pytest.approx([0.0, 1 / 3, 1.0, 1.0])


def test_a_plot_is_well_formed() -> None:
    """Its line stands where the axes say; what is beyond them at their ends."""
    line = Line("a & b", [(0.0, 0.0), (5.0, 5.0), (10.0, 99.0)], "line-1")
    plot = Plot(across=linear(10.0), up=linear(10.0), across_name="<s>", up_name="ms", lines=[line, line], limit=5.0)
    svg = ElementTree.fromstring(plot.svg())
    assert svg.findall("polyline")[0].attrib["points"] == "58.0,222.0 337.0,124.0 616.0,26.0"
    assert "a & b" in [text.text for text in svg.iter("text")]
