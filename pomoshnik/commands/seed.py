"""``pomoshnik operator seed``"""

import time
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from operator_api.contract import Kopecks, Number
from operator_api.seed import seed_subscribers, usage_writer, write_subscribers
from pomoshnik.commands.operator import DATABASE, TIMEZONE, books_open
from pomoshnik.settings import flag, number, positive, setting

MOST_RUBLES = 1_000_000_000


def rubles(text: str) -> int:
    """Whole rubles."""
    if not text.isdecimal() or int(text) > MOST_RUBLES:
        raise ValueError(f"{text!r} is not a number of whole rubles up to {MOST_RUBLES}")
    return int(text)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """See --help."""

    database: str = setting("URL", "the books", default=DATABASE)
    first: str = setting("NUMBER", "the first number", number, "79160000000")
    count: int = setting("N", "how many", positive, 100_000)
    balance: int = setting("RUBLES", "what each has on the account", rubles, 500)
    usage: bool = flag("with six months of calls, messages and payments of each, which takes time")


async def run(settings: Settings) -> int:
    """Write them into the books, anew if they are there."""
    subscribers = seed_subscribers(Number(settings.first), settings.count, Kopecks(settings.balance * 100))
    with books_open():
        usage = usage_writer(time.time(), ZoneInfo(TIMEZONE)) if settings.usage else None
        written = write_subscribers(settings.database, subscribers, usage)
    print(f"{written} subscribers from {settings.first} on")
    return 0
