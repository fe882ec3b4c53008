"""Words for command statuses."""

import pytest

from smpp.statuses import Status, describe


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.RMSGQFUL, "Message Queue is full"),
        (0x410, "status 0x00000410"),
        (0x07, "status 0x00000007"),
    ],
)
def test_describes_statuses(status: int, words: str) -> None:
    """A known status has words; another is shown in hex."""
    assert describe(status) == words
