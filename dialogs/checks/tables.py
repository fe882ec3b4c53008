"""What a table says by itself: rows that cannot be, states that are silent, a trap, or out of reach."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import get_args

from dialogs.checks.finding import Finding, about
from dialogs.conversation import Conversation, Step
from dialogs.session import IDLE, NOWHERE
from operator_api.contract import AnyResult

ANSWERS = frozenset({"chosen", "back", "yes", "no", "typed", "written", "unclear"})
"""Of people, to a screen."""

RESULTS = frozenset(result.__name__ for result in get_args(AnyResult))
"""Of the operator, to a question."""


def table_findings(conversations: Sequence[Conversation]) -> Iterator[Finding]:
    """Of each conversation, and of all together."""
    for conversation in conversations:
        for check in (_misplaced, _mute, _never, _trapped, _unreached, _unused):
            for state, what in check(conversation):
                yield about(conversation, state, what)
        yield from _taken(conversation, conversations)


Findings = Iterator[tuple[str, str]]
"""States, and what is wrong with each."""


def _misplaced(conversation: Conversation) -> Findings:
    """Commands where nothing is asked, answers and results elsewhere."""
    for step in conversation.steps:
        is_answer = step.said in ANSWERS | RESULTS
        if is_answer and step.state == IDLE:
            yield IDLE, f"`{step.said}` answers something, and nothing is asked"
        elif not is_answer and step.state != IDLE:
            yield step.state, f"`{step.said}` is no answer to a screen and no result of the contract"


def _mute(conversation: Conversation) -> Findings:
    """Who is asked may answer anything, and the operator may refuse."""
    for state, legal in _asked(conversation):
        asks, awaits = legal & ANSWERS, legal & RESULTS
        if asks and awaits:
            yield state, "asks the person and the operator at once"
        elif asks and "unclear" not in asks:
            yield state, "asks, and has no row `unclear`"
        elif awaits and "Refused" not in awaits:
            yield state, "awaits the operator, and has no row `Refused`"


def _never(conversation: Conversation) -> Findings:
    """The first row that fits is taken: one without a condition is the last, and there is one."""
    alike: dict[tuple[str, str], list[Step]] = defaultdict(list)
    for step in conversation.steps:
        before = [earlier.condition for earlier in alike[step.state, step.said]]
        if "" in before or step.condition in before:
            yield (
                step.state,
                f"the row `{step.said} ... {step.action}` never fires: one before it fits whenever it does",
            )
        alike[step.state, step.said].append(step)
    for (state, said), steps in alike.items():
        if all(step.condition for step in steps):
            yield state, f"no row for `{said}` fits where no condition holds"


def _trapped(conversation: Conversation) -> Findings:
    """Out of each state there is a way; out of a screen one that people know. (The menu is where it leads.)"""
    free = {IDLE}
    for _ in conversation.legal:
        free |= {step.state for step in conversation.steps if step.to in free}
    for state, legal in _asked(conversation):
        if state not in free:
            yield state, f"does not lead back to `{IDLE}`"
        elif legal & ANSWERS and not legal & {"back", "no"} and conversation.name != NOWHERE.conversation:
            yield state, "asks, and has neither `back` nor `no`"


def _unreached(conversation: Conversation) -> Findings:
    there = {IDLE}
    for _ in conversation.legal:
        there |= {step.to for step in conversation.steps if step.state in there}
    for state in sorted(conversation.legal.keys() - there):
        yield state, "cannot be reached"
    for question, state in conversation.changes.items():
        if state not in there:
            yield state, f"`changes` awaits `{question.__name__}` in a state that there is not"


def _unused(conversation: Conversation) -> Findings:
    """An action or condition is public, and named by a row."""
    named = {name for step in conversation.steps for name in (step.action, step.condition)}
    for name, member in vars(type(conversation)).items():
        if callable(member) and not name.startswith("_") and name not in named:
            yield "", f"`{name}` is in no row"


def _taken(conversation: Conversation, conversations: Collection[Conversation]) -> Iterator[Finding]:
    """A command begins one conversation, and its name is its own."""
    names = Counter(each.name for each in conversations)
    begun = Counter(said for each in conversations for said in each.legal[IDLE])
    if names[conversation.name] > 1:
        yield about(conversation, "", "another conversation has this name")
    for said in sorted(conversation.legal[IDLE]):
        if begun[said] > 1:
            yield about(conversation, IDLE, f"`{said}` begins another conversation too")


def _asked(conversation: Conversation) -> Iterator[tuple[str, frozenset[str]]]:
    """States where something is asked, of the person or of the operator."""
    return ((state, legal) for state, legal in sorted(conversation.legal.items()) if state != IDLE)
