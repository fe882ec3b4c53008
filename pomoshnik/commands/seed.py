"""``pomoshnik operator seed``"""

from dataclasses import dataclass

from operator_api.contract import Kopecks, Number
from operator_api.seed import seed_subscribers, write_subscribers
from pomoshnik.commands.operator import DATABASE, books_open
from pomoshnik.settings import number, positive, setting

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


async def run(settings: Settings) -> int:
    """Write them into the books, anew if they are there."""
    subscribers = seed_subscribers(Number(settings.first), settings.count, Kopecks(settings.balance * 100))
    with books_open():
        written = write_subscribers(settings.database, subscribers)
    print(f"{written} subscribers from {settings.first} on")
    return 0
