"""Times of SMPP (3.4, 7.1.1), written and read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.mt.times import absolute_time, read_time

NOW = 1_000_000_000.0


def test_times_are_written_in_utc() -> None:
    """Sixteen characters, offset 00+."""
    assert absolute_time(1_349_513_640) == "121006085400000+"


@given(st.integers(946_684_800, 4_102_444_799))
def test_what_is_written_can_be_read(at: int) -> None:
    """Any second of this century."""
    assert read_time(absolute_time(at), NOW) == at


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("121006085400512+", 1_349_513_640.5 - 3 * 3600),
        ("121006085400012-", 1_349_513_640 + 3 * 3600),
        ("000000000500000R", NOW + 300),
        ("000001020304000R", NOW + 86_400 + 7_384),
        ("010200000000000R", NOW + (365 + 60) * 86_400),
        ("121306085400000+", None),
        ("121006085400049+", None),
        ("121006085400000", None),
        ("tomorrow, 12:00+", None),
        ("", None),
    ],
)
def test_a_time_is_read(text: str, at: float | None) -> None:
    """Absolute with tenths and quarters of an hour from UTC, or relative; else it is none."""
    assert read_time(text, NOW) == at
