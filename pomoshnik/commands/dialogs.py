"""``pomoshnik dialogs``"""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.checks import Finding, shipped_findings
from dialogs.conversations import CONVERSATIONS
from dialogs.wording import TEXTS
from operator_api.catalogue import load_catalogue
from pomoshnik.dialogs_page import dialogs_page

FOUND = 1
"""Exit status when something is wrong."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """There are none."""


async def check(_: Settings) -> int:
    """Whether anything is wrong with what this release ships."""
    return tell(shipped_findings(load_catalogue()))


def tell(findings: Sequence[Finding]) -> int:
    """A line each, or one that nothing is wrong; the exit status."""
    print("\n".join(map(str, findings)) or _summary())
    return FOUND if findings else 0


def _summary() -> str:
    rows = sum(len(conversation.steps) for conversation in CONVERSATIONS)
    texts = ", ".join(f"{len(catalogue)} texts in {language}" for language, catalogue in TEXTS.items())
    return f"nothing is wrong: {len(CONVERSATIONS)} conversations, {rows} rows, {texts}"


async def draw(_: Settings) -> int:
    """The page."""
    print(dialogs_page(), end="")
    return 0
