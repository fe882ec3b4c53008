"""Every way through the conversations, for every reader: what goes wrong on it, and what it never comes to."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import get_args

from dialogs.checks.finding import Finding, about
from dialogs.checks.judging import Trouble, troubles
from dialogs.checks.samples import items
from dialogs.checks.walk import Taken, walk
from dialogs.conversation import Conversation
from dialogs.events import SMS, Room
from dialogs.resuming import NOT_OFFERED
from dialogs.session import IDLE, Dialogue
from dialogs.wording import TEXTS
from dialogs.world import World
from operator_api.contract import Alphabet, Catalogue, Language, Number, Profile

USSD = Room(ucs2=72, gsm=164, session=True)
"""The smallest page."""

NUMBER = Number("79000000000")


def way_findings(conversations: Sequence[Conversation], catalogue: Catalogue) -> Iterator[Finding]:
    """What is wrong for many readers is told of the first."""
    commands = frozenset(command for conversation in conversations for command in conversation.legal[IDLE])
    left = _left(conversations, catalogue)
    for conversation in conversations:
        found: dict[tuple[str, str, str], Finding] = {}
        taken = [each for world, room in _readers(catalogue) for each in walk(conversation, world, room, left)]
        for each in taken:
            for trouble in troubles(each, conversation, commands):
                place = each.move.state, each.move.said, trouble.what
                found.setdefault(place, _told(conversation, each, trouble))
        yield from found.values()
        yield from _never(conversation, taken)


def _readers(catalogue: Catalogue) -> Iterator[tuple[World, Room]]:
    languages = [language for language in get_args(Language) if language in TEXTS]
    for language, alphabet, room in product(languages, get_args(Alphabet), (SMS, USSD)):
        yield World(catalogue, Profile(language=language, alphabet=alphabet), NUMBER), room


def _left(conversations: Sequence[Conversation], catalogue: Catalogue) -> list[Dialogue]:
    """What may be resumed."""
    return [
        Dialogue(conversation.name, state, item)
        for conversation in conversations
        for state, legal in conversation.legal.items()
        if "unclear" in legal and conversation.name not in {*NOT_OFFERED, "resume"}
        for item in ("", items("service", catalogue)[-1])
    ]


def _told(conversation: Conversation, taken: Taken, trouble: Trouble) -> Finding:
    profile, room = taken.turn.profile, taken.turn.event.room
    reader = f" ({profile.language}, {profile.alphabet}, {room.ucs2}/{room.gsm}): {trouble.text!r}"
    what = f"`{taken.move.said}` {trouble.what}{reader if trouble.text else ''}"
    return about(conversation, taken.move.state, what)


def _never(conversation: Conversation, taken: Sequence[Taken]) -> Iterator[Finding]:
    """Rows that nothing leads to: no digit of a screen, no answer to a question."""
    gone = {(each.move.state, each.move.said) for each in taken}
    for state, said in sorted({(step.state, step.said) for step in conversation.steps} - gone):
        yield about(conversation, state, f"nothing leads to `{said}`")
