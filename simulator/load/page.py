"""The report as one HTML file that needs nothing else: no script, no font, no picture from elsewhere."""

from collections.abc import Callable, Iterator

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from simulator.load import scales
from simulator.load.plots import WIDTH, Line, Plot
from simulator.load.report import Report
from simulator.load.result import Result, Second

TEMPLATE = "report.html"


def as_html(report: Report) -> str:
    """The page."""
    pages = Environment(loader=PackageLoader(__package__), autoescape=True, undefined=StrictUndefined)
    pages.filters["ms"] = milliseconds
    plots = [(name, Markup(plot.svg())) for name, plot in plots_of(report)]  # noqa: S704
    return pages.get_template(TEMPLATE).render(report=report, result=report.result, plots=plots)


def milliseconds(seconds: float) -> str:
    """Three digits that matter."""
    value = seconds * 1000
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def plots_of(report: Report) -> Iterator[tuple[str, Plot]]:
    """What is drawn, and what it is called."""
    if len(report.steps) > 1:
        yield "Steps of the search", _steps(report)
    if report.result.spread:
        yield "Latency by percentile", _curve(report.result)
        yield "Replies by latency", _spread(report.result)
        yield "Latency over time", _latency(report.result)
    yield "Messages over time", _messages(report.result)


def _curve(result: Result) -> Plot:
    points = [(percent, value * 1000) for percent, value in result.curve if value]
    return Plot(
        across=scales.nines(sum(count for _, _, count in result.spread)),
        up=scales.logarithmic(points[0][1], points[-1][1]),
        across_name="of all replies",
        up_name="ms, not exceeded",
        lines=[Line("latency", points, "line-1")],
    )


def _latency(result: Result) -> Plot:
    p50, p99 = (
        [(at, value * 1000) for at, value in _over_time(result, of) if value]
        for of in (lambda second: second.p50, lambda second: second.p99)
    )
    values = [value for _, value in p50 + p99]
    return Plot(
        across=scales.seconds(len(result.seconds)),
        up=scales.logarithmic(min(values, default=1.0), max(values, default=1.0)),
        across_name="seconds",
        up_name="ms",
        lines=[Line("p99", p99, "line-2"), Line("p50", p50, "line-1")],
        shaded=result.begin,
    )


def _spread(result: Result) -> Plot:
    bars = [(left * 1000, right * 1000, float(count)) for left, right, count in result.spread]
    return Plot(
        across=scales.logarithmic(bars[0][0], bars[-1][1]),
        up=scales.linear(max(count for _, _, count in bars)),
        across_name="ms",
        up_name="replies",
        bars=bars,
    )


def _messages(result: Result) -> Plot:
    lines = [
        Line("sent", _over_time(result, lambda second: second.sent), "line-2"),
        Line("answered", _over_time(result, lambda second: second.answered), "line-1"),
    ]
    if any(second.errors for second in result.seconds):
        lines.append(Line("failed", _over_time(result, lambda second: second.errors), "line-3"))
    return Plot(
        across=scales.seconds(len(result.seconds)),
        up=scales.linear(max((value for line in lines for _, value in line.points), default=1.0)),
        across_name="seconds",
        up_name="messages a second",
        lines=lines,
        shaded=result.begin,
    )


def _steps(report: Report) -> Plot:
    dots = {
        holds: [(step.rate, step.result.whole.latency.p99 * 1000) for step in report.steps if step.holds is holds]
        for holds in (True, False)
    }
    values = [value for points in dots.values() for _, value in points if value]
    return Plot(
        across=scales.linear(max(step.rate for step in report.steps), 8),
        up=scales.logarithmic(min(values, default=1.0), max(values, default=1.0)),
        across_name="messages a second",
        up_name="p99 in ms",
        dots=[Line("holds", dots[True], "line-1"), Line("does not", dots[False], "line-2")],
        limit=report.limits.p99 and report.limits.p99 * 1000,
        width=2 * WIDTH,
    )


def _over_time(result: Result, of: Callable[[Second], float]) -> list[tuple[float, float]]:
    return [(at + 0.5, of(second)) for at, second in enumerate(result.seconds)]
