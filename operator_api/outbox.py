"""SMS that the operator wants sent. They are written with the change that they tell of, sealed, and go to the gateway
until it has taken them."""

import secrets
from typing import Literal

from sqlalchemy import Connection, insert

from operator_api.contract import Number
from operator_api.notices import notice
from operator_api.rules import Line
from operator_api.seal import Seal
from operator_api.tables import outbox

Sort = Literal["secret", "service"]
"""A message that holds a password, or any other."""


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
