"""Words for command statuses."""

import pytest

from smpp.statuses import Status, describe, is_known


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


@pytest.mark.parametrize(
    ("status", "known"), [(0, True), (0x58, True), (0x400, True), (0x4FF, True), (0x1234, False), (0xFFFF_FFFF, False)]
)
def test_statuses_that_somebody_named(status: int, known: bool) -> None:
    """The specification, or a vendor; any other number may come too."""
    assert is_known(status) == known
