"""Numbers in logs."""

import pytest

from gateway.masking import masked


@pytest.mark.parametrize(
    ("number", "shown"),
    [("79161234567", "+7916***4567"), ("447700900123", "+4477***0123"), ("0890", "***"), ("", "***")],
)
def test_the_middle_of_a_number_is_hidden(number: str, shown: str) -> None:
    """A short one is hidden whole."""
    assert masked(number) == shown
