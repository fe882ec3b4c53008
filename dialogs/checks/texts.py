"""What catalogues and code say of each other: keys that are missing or unused, and texts that differ or do not fit."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from string import Formatter
from typing import get_args

from dialogs.checks.finding import Finding
from dialogs.checks.keys import said, written
from dialogs.checks.ways import USSD
from dialogs.conversation import Conversation
from dialogs.session import IDLE
from dialogs.wording import Reader
from operator_api.contract import Alphabet, Delivery, Format, Language, Period, Reason

Texts = Mapping[str, Mapping[str, str]]
"""By language and key; the first language is the one that others follow."""

Sources = Mapping[str, str]
"""Code by its path."""


def text_findings(texts: Texts, sources: Sources, conversations: Sequence[Conversation]) -> Iterator[Finding]:
    """Of all languages."""
    first, *others = texts
    for conversation in conversations:
        if conversation.changes and f"unsure.{conversation.name}" not in texts[first]:
            yield _about(first, f"unsure.{conversation.name}", "is missing: said when nobody knows what was changed")
    yield from _missing(texts, sources)
    yield from _unused(first, texts[first], sources, {*_words(conversations)})
    for language in others:
        yield from _differing(first, language, texts)


def _about(language: str, key: str, what: str) -> Finding:
    return Finding(f"dialogs/texts/{language}.po", key, what)


def _missing(texts: Texts, sources: Sources) -> Iterator[Finding]:
    """Keys that nobody has, and texts that any room must hold and one does not."""
    first = next(iter(texts))
    for path, source in sources.items():
        for line, key, on_page in said(source):
            if key not in texts[first]:
                yield Finding(path, f"line {line}", f"says {key!r}, which dialogs/texts/{first}.po does not have")
            elif on_page:
                yield from _too_long(key, texts)


def _too_long(key: str, texts: Texts) -> Iterator[Finding]:
    """Before anything is filled in: with what is, `dialogs.checks.ways` measures them."""
    for language, catalogue in texts.items():
        for alphabet in get_args(Alphabet):
            if not Reader(language, alphabet, USSD).fits(catalogue.get(key, "")):
                yield _about(language, key, f"is too long for a page in {alphabet} letters")


def _unused(language: str, catalogue: Mapping[str, str], sources: Sources, words: Collection[str]) -> Iterator[Finding]:
    patterns = {pattern for source in sources.values() for pattern in written(source, words)}
    for key in catalogue:
        if not any(pattern.fullmatch(key) for pattern in patterns):
            yield _about(language, key, "nobody says it")


def _words(conversations: Sequence[Conversation]) -> Iterator[str]:
    """What a key may be put together from."""
    for conversation in conversations:
        yield conversation.name
        yield from conversation.legal[IDLE]
    for words in (Alphabet, Delivery, Format, Language, Period):
        yield from get_args(words)
    yield from Reason


def _differing(first: str, language: str, texts: Texts) -> Iterator[Finding]:
    ours, theirs = texts[first], texts[language]
    for key in sorted(ours.keys() - theirs.keys()):
        yield _about(language, key, "is missing")
    for key in sorted(theirs.keys() - ours.keys()):
        yield _about(language, key, f"is not in {first}.po")
    for key in sorted(ours.keys() & theirs.keys()):
        if (here := _placeholders(theirs[key])) != (there := _placeholders(ours[key])):
            yield _about(language, key, f"fills in {_listed(here)}, and {first}.po {_listed(there)}")


def _placeholders(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def _listed(names: Collection[str]) -> str:
    return ", ".join(sorted(names)) or "nothing"
