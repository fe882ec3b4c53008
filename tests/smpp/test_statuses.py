"""Words for command statuses."""

import pytest

from smpp.errors import LocalError
from smpp.statuses import Status, describe, is_known, status_of


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


@pytest.mark.parametrize(
    ("text", "status"), [("RTHROTTLED", 0x58), ("ESME_RX_T_APPN", 0x64), ("rsyserr", 8), ("0x412", 0x412), ("20", 20)]
)
def test_statuses_have_names_and_numbers(text: str, status: int) -> None:
    """As the specification and people write them."""
    assert status_of(text) == status


@pytest.mark.parametrize("text", ["", "RTHROTTLES", "0x100000000", "-1", "0x"])
def test_what_is_no_status_is_refused(text: str) -> None:
    """And the error says what is one."""
    with pytest.raises(LocalError, match="is no command_status; it is a name such as RTHROTTLED"):
        status_of(text)
