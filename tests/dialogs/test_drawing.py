"""Conversations as diagrams."""

from dialogs.drawing import diagram
from tests.dialogs.test_checks import GOOD, small


def test_a_diagram_has_an_arrow_from_each_state_to_each_that_follows_it() -> None:
    """With what is said or answered, and in brackets what has to hold; `[*]` is where nothing is asked."""
    table = GOOD + "bye idle idle cancel\n Done awaiting idle tell holds\n PasswordIssued awaiting idle tell holds"
    assert diagram(small(table)).splitlines() == [
        "stateDiagram-v2",
        "    [*] --> asking: hello",
        "    [*] --> awaiting: hi [holds], hi",
        "    asking --> awaiting: yes",
        "    asking --> [*]: no",
        "    asking --> asking: unclear",
        "    awaiting --> [*]: Account, Refused, Done, PasswordIssued [holds]",
        "    [*] --> [*]: bye",
    ]
