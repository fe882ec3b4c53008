"""``pomoshnik phone``"""

import sys
from dataclasses import dataclass

from pomoshnik.settings import argument, number, setting, web_url
from simulator.terminal.phone import run_phone


@dataclass(frozen=True, kw_only=True)
class Settings:
    """See --help."""

    number: str = argument("NUMBER", "whose phone it is, such as 79160000001", number)
    to: str = setting("NUMBER", "whom it writes to", default="111")
    simulator: str = setting("URL", "the simulator", web_url, "http://127.0.0.1:8775")


async def run(settings: Settings) -> int:
    """A conversation, until the end of input."""
    return await run_phone(settings.number, settings.simulator, to=settings.to, stdin=sys.stdin, stdout=sys.stdout)
