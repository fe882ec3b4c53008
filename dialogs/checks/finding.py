"""What is wrong, and where."""

from typing import NamedTuple

from dialogs.conversation import Conversation


class Finding(NamedTuple):
    """One thing wrong; ``place``: a conversation and state of the file, or a key."""

    file: str
    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.what}"


def about(conversation: Conversation, state: str, what: str) -> Finding:
    """Something wrong in a conversation."""
    file = type(conversation).__module__.replace(".", "/") + ".py"
    return Finding(file, f"{conversation.name}/{state}" if state else conversation.name, what)
