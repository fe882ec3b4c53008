"""The report as one HTML file that needs nothing else: no script, no font, no picture from elsewhere."""

from collections.abc import Callable, Iterator

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from simulator.load import scales
from simulator.load.plots import Line, Plot
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
    if report.result.whole.latency.max:
        yield "Latency by percentile", _curve(report.result)
        yield "Latency over time", _latency(report.result)
    yield "Messages over time", _throughput(report.result)
    if any(second.errors for second in report.result.seconds):
        yield "Errors over time", _errors(report.result)


def _curve(result: Result) -> Plot:
    points = [(percent, value * 1000) for percent, value in result.curve if value]
    return Plot(
        across=scales.nines(result.whole.answered),
        up=scales.logarithmic(points[0][1], points[-1][1]),
        across_name="of all replies",
        up_name="ms, not exceeded",
        lines=[Line("latency", points, "line-1")],
    )


def _latency(result: Result) -> Plot:
    p50, p99 = (_over_time(result, of) for of in (lambda second: second.p50 * 1000, lambda second: second.p99 * 1000))
    answered = [value for _, value in p50 + p99 if value]
    return Plot(
        across=scales.seconds(len(result.seconds)),
        up=scales.logarithmic(min(answered, default=1.0), max(answered, default=1.0)),
        across_name="seconds",
        up_name="ms",
        lines=[
            Line("p99", [each for each in p99 if each[1]], "line-2"),
            Line("p50", [each for each in p50 if each[1]], "line-1"),
        ],
        shaded=result.begin,
    )


def _throughput(result: Result) -> Plot:
    sent = _over_time(result, lambda second: second.sent)
    answered = _over_time(result, lambda second: second.answered)
    return Plot(
        across=scales.seconds(len(result.seconds)),
        up=scales.linear(max(value for _, value in sent + answered)),
        across_name="seconds",
        up_name="messages a second",
        lines=[Line("sent", sent, "line-2"), Line("answered", answered, "line-1")],
        shaded=result.begin,
    )


def _errors(result: Result) -> Plot:
    errors = _over_time(result, lambda second: second.errors)
    return Plot(
        across=scales.seconds(len(result.seconds)),
        up=scales.linear(max(value for _, value in errors)),
        across_name="seconds",
        up_name="errors a second",
        bars=[(at - 0.5, value) for at, value in errors],
        shaded=result.begin,
    )


def _steps(report: Report) -> Plot:
    dots = {
        style: [(step.rate, step.result.whole.latency.p99 * 1000) for step in report.steps if step.holds is holds]
        for style, holds in (("line-1", True), ("line-2", False))
    }
    values = [value for points in dots.values() for _, value in points if value]
    return Plot(
        across=scales.linear(max(step.rate for step in report.steps), 8),
        up=scales.logarithmic(min(values, default=1.0), max(values, default=1.0)),
        across_name="messages a second",
        up_name="p99 in ms",
        dots=[Line("holds", dots["line-1"], "line-1"), Line("does not", dots["line-2"], "line-2")],
        limit=report.limits.p99 and report.limits.p99 * 1000,
    )


def _over_time(result: Result, of: Callable[[Second], float]) -> list[tuple[float, float]]:
    return [(at + 0.5, of(second)) for at, second in enumerate(result.seconds)]
