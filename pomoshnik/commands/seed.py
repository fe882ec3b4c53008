"""``pomoshnik operator seed``"""

from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from operator_api.contract import Kopecks, Number
from operator_api.seed import seed_subscribers, write_subscribers
from pomoshnik.commands.operator import DATABASE
from pomoshnik.settings import BadSetting, number, positive, setting
from pomoshnik.stories import kopecks


@dataclass(frozen=True, kw_only=True)
class Settings:
    """See --help."""

    database: str = setting("URL", "the books", default=DATABASE)
    first: str = setting("NUMBER", "the first number", number, "79160000000")
    count: int = setting("N", "how many", positive, 100_000)
    balance: Kopecks = setting("RUBLES", "what each has on the account", kopecks, Kopecks(500_00))


async def run(settings: Settings) -> int:
    """Write them into the books, anew if they are there."""
    try:
        subscribers = seed_subscribers(Number(settings.first), settings.count, settings.balance)
        written = write_subscribers(settings.database, subscribers)
    except SQLAlchemyError as error:
        raise BadSetting(f"--database {settings.database}: {error}") from None
    print(f"{written} subscribers from {settings.first} on")
    return 0
