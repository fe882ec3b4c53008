"""What is wrong with the conversations, found before a person does: ``pomoshnik dialogs check``.

An action or condition that there is not needs no check: a conversation that names one cannot be made.
"""

from pathlib import Path

from dialogs.checks.finding import Finding
from dialogs.checks.tables import table_findings
from dialogs.checks.texts import text_findings
from dialogs.checks.ways import way_findings
from dialogs.conversations import CONVERSATIONS
from dialogs.wording import TEXTS
from operator_api.contract import Catalogue

__all__ = ["Finding", "shipped_findings"]

_ROOT = Path(__file__).parents[2]


def shipped_findings(catalogue: Catalogue) -> list[Finding]:
    """Of all conversations and texts, when the operator has this on offer."""
    paths = sorted((_ROOT / "dialogs").rglob("*.py"))
    sources = {path.relative_to(_ROOT).as_posix(): path.read_text("utf-8") for path in paths}
    findings = (
        *table_findings(CONVERSATIONS),
        *way_findings(CONVERSATIONS, catalogue),
        *text_findings(TEXTS, sources, CONVERSATIONS),
    )
    return list(dict.fromkeys(findings))
