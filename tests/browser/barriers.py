"""What keeps people from using a page, as far as a program can tell."""

from collections.abc import Sequence
from pathlib import Path

from tests.browser.person import Person

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


async def barriers(somebody: Person, pages: Sequence[str]) -> list[tuple[str, str, list[str]]]:
    """What axe finds on these pages against WCAG 2.2 AA, and what has to be scrolled sideways."""
    return [found for path in pages for found in await _barriers(somebody, path)]


async def _barriers(somebody: Person, path: str) -> list[tuple[str, str, list[str]]]:
    await somebody.go(path)
    await somebody.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = (await somebody.page.evaluate("rules => axe.run({runOnly: rules})", RULES))["violations"]
    sideways = await somebody.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    told = [(path, each["id"], [node["html"] for node in each["nodes"]]) for each in found]
    return told + [(path, "sideways", [f"{sideways} px"])] * (sideways > 0)
