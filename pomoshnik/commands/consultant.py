"""``pomoshnik operator consultant``"""

from dataclasses import dataclass

from operator_api.consultants import LOGIN, LONGEST_NAME, renew_consultant
from pomoshnik.commands.operator import DATABASE, books_open
from pomoshnik.settings import argument, setting


def login(text: str) -> str:
    """What a consultant signs in with."""
    if not LOGIN.fullmatch(text):
        raise ValueError(f"{text!r} is not a login: up to 24 of a-z, 0-9, '.', '_', '-'")
    return text


def name(text: str) -> str:
    """What a consultant is called on the pages."""
    if not text.isprintable() or len(text) > LONGEST_NAME:
        raise ValueError(f"{text!r} is not a name of up to {LONGEST_NAME} characters")
    return text


@dataclass(frozen=True, kw_only=True)
class Settings:
    """See --help."""

    login: str = argument("LOGIN", "with what they sign in", login)
    full_name: str = setting("NAME", "what they are called; without it as before, or as they sign in", name, "")
    database: str = setting("URL", "the books", default=DATABASE)


async def run(settings: Settings) -> int:
    """Give a consultant, new or known, a new password, and print it: it can be read nowhere else."""
    with books_open():
        password = renew_consultant(settings.database, settings.login, settings.full_name)
    print(f"{settings.login}: {password}")
    return 0
