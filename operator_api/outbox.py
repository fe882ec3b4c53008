"""SMS that the operator wants sent. They are written with the change that they tell of, sealed, and go to the gateway
until it has taken them (`operator_api.sending`)."""

import logging
import secrets
from collections.abc import Iterable
from typing import Literal

from sqlalchemy import Connection, and_, delete, exists, insert, select, update

from operator_api.contract import Alphabet, Number, Value
from operator_api.notices import notice
from operator_api.rules import Line
from operator_api.seal import Seal
from operator_api.tables import outbox

Sort = Literal["secret", "service"]
"""A message that holds a password, or any other."""

KEPT = 86_400.0
"""Seconds after which a message that nobody took is struck: an issued password has died by then."""

LONGEST_PAUSE = 60.0
"""Seconds; the pauses are 1, 2, 4 and so on up to it."""

log = logging.getLogger(__name__)

_earlier = outbox.alias()
_OVERTAKES = exists().where(and_(_earlier.c.number == outbox.c.number, _earlier.c.id < outbox.c.id))


class Letter(Value, frozen=True):
    """A message that waits; ``text`` is sealed. Its ``key`` is its own for ever; ids SQLite gives again."""

    key: str
    number: Number
    sort: Sort
    alphabet: Alphabet
    text: bytes
    tries: int


_COLUMNS = [outbox.c[field] for field in Letter.__struct_fields__]


def notify(
    connection: Connection, seal: Seal, line: Line, key: str, now: float, sort: Sort = "service", **values: object
) -> None:
    """Have the notice of that key sent to the person, in their language and alphabet."""
    subscriber = line.subscriber
    text = notice(key, subscriber.language, **values)
    _add(connection, subscriber.number, sort, subscriber.alphabet, seal.close(text.encode()), now)


def _add(connection: Connection, number: Number, sort: Sort, alphabet: str, text: bytes, now: float) -> None:
    row = {"key": secrets.token_hex(16), "number": number, "sort": sort, "alphabet": alphabet}
    connection.execute(insert(outbox), row | {"text": text, "at": now, "due": now})


def due(connection: Connection, now: float, most: int) -> list[Letter]:
    """The oldest messages that may go now: of each number its first, so that none overtakes another."""
    first = select(*_COLUMNS).where(outbox.c.due <= now, ~_OVERTAKES).order_by(outbox.c.id).limit(most)
    return [Letter(*row) for row in connection.execute(first)]


def put_off(connection: Connection, letter: Letter, now: float) -> None:
    """It was not taken; servers that find so of the same try count it once."""
    pause = min(1 << letter.tries, LONGEST_PAUSE)
    same = outbox.c.key == letter.key, outbox.c.tries == letter.tries
    connection.execute(update(outbox).where(*same).values(tries=letter.tries + 1, due=now + pause))


def strike(connection: Connection, letters: Iterable[Letter]) -> None:
    """They are taken, or never will be."""
    connection.execute(delete(outbox).where(outbox.c.key.in_([letter.key for letter in letters])))


def forget_old(connection: Connection, now: float) -> None:
    """Strike what has waited too long."""
    struck = connection.execute(delete(outbox).where(outbox.c.at <= now - KEPT)).rowcount
    if struck:
        log.error("%d messages were struck: nobody took them in %d hours", struck, KEPT // 3600)
