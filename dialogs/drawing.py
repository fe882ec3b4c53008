"""Conversations drawn from their tables, as state diagrams of Mermaid."""

from collections import defaultdict

from dialogs.conversation import Conversation, Step
from dialogs.session import IDLE


def diagram(conversation: Conversation) -> str:
    """One arrow for all that leads from a state to the same other."""
    arrows: dict[tuple[str, str], list[Step]] = defaultdict(list)
    for step in conversation.steps:
        arrows[step.state, step.to].append(step)
    lines = (f"    {_point(state)} --> {_point(to)}: {_label(steps)}" for (state, to), steps in arrows.items())
    return "\n".join(["stateDiagram-v2", *lines])


def _label(steps: list[Step]) -> str:
    """What is said or answered, and in brackets what has to hold then."""
    said: dict[str, list[str]] = defaultdict(list)
    for step in steps:
        said[step.condition].append(step.said)
    return ", ".join(
        f"{', '.join(each)} [{condition}]" if condition else ", ".join(each) for condition, each in said.items()
    )


def _point(state: str) -> str:
    """Each conversation begins and ends where nothing is asked."""
    return "[*]" if state == IDLE else state
