"""What phones say in a load: texts of the command line, stories, or a mix of both in a TOML file."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import msgspec

from operator_api.contract import Kopecks, Number, Subscriber
from operator_api.seed import seed_subscribers
from pomoshnik.player import PASSWORD
from pomoshnik.stories import WORD, BadStory, Story, read
from simulator.load.conversations import Conversation, Expected, Line, line
from simulator.load.waits import Wait, wait

BALANCE = Kopecks(500_00)
"""On the account of each phone that no story sets up."""


class BadMix(Exception):
    """It cannot be read; one line that says why."""


class Mix(NamedTuple):
    """Conversations, and the story whose phones a pool has, by its name; that of no name has just subscribers."""

    conversations: tuple[Conversation, ...]
    stories: dict[str, Story]


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text, and what replies to it hold."""

    text: str
    expect: list[str] = []


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A conversation in the file: what phones `say`, or a `story` (a path from the file's folder)."""

    weight: Annotated[float, msgspec.Meta(gt=0, le=1_000_000)] = 1.0
    name: str = ""
    say: list[str | Said] = []
    story: str = ""
    think: str = ""


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file; `think` is for all that do not say how long they think."""

    conversation: Annotated[list[Entry], msgspec.Meta(min_length=1)]
    think: str = "0s"


def mix_of_words(texts: Sequence[str], stories: Sequence[Path], think: Wait) -> Mix:
    """Of equal weight; semicolons stand between what a phone says one after the other."""
    said = [Conversation(text, tuple(map(line, text.split(";"))), think=think) for text in texts]
    told = [_read(path) for path in stories]
    return _mix([*said, *(of_story(story, think) for story in told)], told)


def mix_of_file(path: Path) -> Mix:
    """See File; raises BadMix."""
    try:
        file = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), File)
    except (OSError, ValueError) as error:
        raise BadMix(f"{path}: {error}") from None
    stories: list[Story] = []
    return _mix([_conversation(path, entry, file.think, stories) for entry in file.conversation], stories)


def subscribers(pools: Mapping[str, Sequence[str]], stories: Mapping[str, Story], now: float) -> Iterator[Subscriber]:
    """The owners of the phones, by pool, as the stories want them."""
    for pool, numbers in pools.items():
        if pool in stories:
            like = stories[pool].subscriber(now)
            yield from (msgspec.structs.replace(like, number=Number(each)) for each in numbers)
        else:
            yield from seed_subscribers(Number(numbers[0]), len(numbers), BALANCE)


def of_story(story: Story, think: Wait, weight: float = 1.0, name: str = "") -> Conversation:
    """What its phone says and expects; what else it says of books and of what must not come is not looked at."""
    if story.steers:
        raise BadMix(f"{story.name}: a load cannot play ~ and &")
    return Conversation(name or story.name, tuple(_lines(story)), weight, think, pool=story.name)


def _conversation(path: Path, entry: Entry, think: str, stories: list[Story]) -> Conversation:
    if bool(entry.say) == bool(entry.story):
        raise BadMix(f"{path}: a conversation has either `say` or `story`: {entry.name or entry.story or entry.say}")
    try:
        thinks = wait(entry.think or think)
    except ValueError as error:
        raise BadMix(f"{path}: think: {error}") from None
    if entry.story:
        stories.append(_read(path.parent / entry.story))
        return of_story(stories[-1], thinks, entry.weight, entry.name)
    said = [said if isinstance(said, Said) else Said(said) for said in entry.say]
    name = entry.name or ";".join(each.text for each in said)
    return Conversation(name, tuple(line(each.text, *each.expect) for each in said), entry.weight, thinks)


def _mix(conversations: list[Conversation], stories: list[Story]) -> Mix:
    names = [each.name for each in conversations]
    if twice := {name for name in names if names.count(name) > 1}:
        raise BadMix(f"two conversations have the name {min(twice)!r}")
    if not all(line.text for each in conversations for line in each.lines):
        raise BadMix("a text is empty")
    if silent := next((each.name for each in conversations if not each.lines), None):
        raise BadMix(f"{silent!r}: its phone says nothing")
    return Mix(tuple(conversations), {story.name: story for story in stories})


def _read(path: Path) -> Story:
    try:
        return read(path)
    except BadStory as error:
        raise BadMix(str(error)) from None


def _lines(story: Story) -> Iterator[Line]:
    said: Line | None = None
    for told in story.lines:
        if told.kind in ("write", "sms", "dial"):
            if said:
                yield said
            if WORD.search(told.text):
                raise BadMix(f"{story.name}:{told.number}: a load does not remember passwords")
            said = Line(told.text, told.kind)
        elif said and told.kind in ("expect", "expect_sms"):
            expected = Expected(_pattern(told.text), told.kind == "expect_sms")
            said = msgspec.structs.replace(said, expected=(*said.expected, expected))
    if said:
        yield said


def _pattern(text: str) -> re.Pattern[str]:
    """What it matches; a {word} is any password."""
    return re.compile(PASSWORD.join(map(re.escape, WORD.split(text)[::2])))
