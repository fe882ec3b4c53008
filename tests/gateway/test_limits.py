"""How much one number may write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.errors import BadSetting
from gateway.limits import Limit, Verdict
from gateway.records import Record

NOW = 1_349_438_400.0

SERVE, WARN, DROP = Verdict.SERVE, Verdict.WARN, Verdict.DROP


def verdicts(limit: Limit, times: list[float]) -> list[Verdict]:
    """What becomes of messages at these seconds."""
    record, met = Record(), []
    for time in times:
        record, verdict = limit.admit(record, NOW + time)
        met.append(verdict)
    return met


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        pytest.param([0, 0, 0], [SERVE, SERVE, SERVE], id="a burst"),
        pytest.param([0, 0, 0, 0, 0, 0], [SERVE, SERVE, SERVE, WARN, DROP, DROP], id="one warning, then silence"),
        pytest.param([0, 0, 0, 2.5, 3, 3], [SERVE, SERVE, SERVE, WARN, SERVE, DROP], id="then one in 3 seconds"),
        pytest.param([0, 3, 6, 9, 12], [SERVE] * 5, id="one in 3 seconds for ever"),
        pytest.param([0] * 5 + [8.5] * 3, [*[SERVE] * 3, WARN, DROP, SERVE, SERVE, DROP], id="no pause, no warning"),
        pytest.param([0] * 5 + [9] * 5, ([SERVE] * 3 + [WARN, DROP]) * 2, id="a warning again after a pause"),
    ],
)
def test_a_burst_then_a_pace(times: list[float], expected: list[Verdict]) -> None:
    """Three at once, then one in 3 seconds."""
    assert verdicts(Limit(3, 3), times) == expected


def test_no_burst_is_no_limit() -> None:
    """`--per-number 0`"""
    assert verdicts(Limit(0, 1), [0.0] * 1000) == [SERVE] * 1000


def test_what_is_refused_costs_nothing() -> None:
    """Who goes on writing while nobody listens is heard as soon as the others are."""
    assert verdicts(Limit(3, 3), [0.0] * 1000 + [3.0])[-1] is SERVE


@given(st.lists(st.integers(0, 60), max_size=60).map(sorted))
def test_never_more_than_the_burst_and_the_pace(times: list[int]) -> None:
    """In any span of time at most the burst and one for each 3 seconds are served."""
    met = verdicts(Limit(3, 3), [float(time) for time in times])
    served = [time for time, verdict in zip(times, met, strict=True) if verdict is SERVE]
    for index, begin in enumerate(served):
        for count, end in enumerate(served[index:], 1):
            assert count <= 3 + (end - begin) / 3


@pytest.mark.parametrize(("text", "limit"), [("20/3", Limit(20, 3)), ("5/0.5", Limit(5, 0.5)), ("0", Limit(0, 1))])
def test_a_setting_is_read(text: str, limit: Limit) -> None:
    """BURST/SECONDS, or 0."""
    assert Limit.parse(text) == limit
    assert Limit.parse(str(limit)) == limit


@pytest.mark.parametrize("text", ["", "x", "20/0", "20/-1", "-1/3", "20/x", "20/3/1", "20/nan", "20/inf", "1.5/3"])
def test_a_wrong_setting_is_named_in_one_line(text: str) -> None:
    """The line says what it should be."""
    with pytest.raises(BadSetting, match=r"^per-number .*BURST/SECONDS.*$"):
        Limit.parse(text)
