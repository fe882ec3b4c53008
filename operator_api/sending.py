"""Sends what waits in the outbox: to the gateway, which takes each key once."""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import Literal, NamedTuple

import aiohttp
from cryptography.fernet import InvalidToken
from sqlalchemy import Connection

from operator_api import outbox
from operator_api.database import Database
from operator_api.masking import masked
from operator_api.outbox import Letter
from operator_api.seal import Seal
from operator_api.working import keep_working

AT_ONCE = 20
"""Messages on their way to the gateway; it takes 50 at once, of all who send."""

PATIENCE = 5.0
"""Seconds for the gateway to take one."""

LOOK_EVERY = 1.0
"""Seconds between two looks: for what another server has written, and for what was put off."""

REFUSALS = (409, 422)
"""What no further try cures: the key was another message's, the text or the number is none that it sends (to)."""

Outcome = Literal["taken", "refused", "again"]

log = logging.getLogger(__name__)


class Gateway(NamedTuple):
    """Who takes messages: where it is now (nothing: that is not known yet), and the bearer token for it."""

    url: Callable[[], str]
    token: str


class Sender:
    """Posts the messages of the outbox, those of a number in order; `run` it."""

    def __init__(self, database: Database, seal: Seal, gateway: Gateway, clock: Callable[[], float]) -> None:
        self._database = database
        self._seal = seal
        self._gateway = gateway
        self._clock = clock

    async def run(self) -> None:
        """Until cancelled."""
        headers = {"Authorization": f"Bearer {self._gateway.token}"}
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        async with aiohttp.ClientSession(headers=headers, timeout=timeout) as http:
            await keep_working(partial(self._send, http), "messages", LOOK_EVERY, self._database.watch())

    async def _send(self, http: aiohttp.ClientSession) -> bool:
        """Whether there were any to send."""
        now, url = self._clock(), self._gateway.url()
        letters = await self._database.read(lambda connection: outbox.due(connection, now, AT_ONCE)) if url else []
        if not letters:
            return False
        outcomes = await asyncio.gather(*(self._post(http, url, letter) for letter in letters))
        sent = list(zip(letters, outcomes, strict=True))
        await self._database.write(lambda connection: self._note(connection, sent))
        return True

    def _note(self, connection: Connection, sent: list[tuple[Letter, Outcome]]) -> None:
        outbox.strike(connection, [letter for letter, outcome in sent if outcome != "again"])
        for letter, outcome in sent:
            if outcome == "again":
                outbox.put_off(connection, letter, self._clock())

    async def _post(self, http: aiohttp.ClientSession, url: str, letter: Letter) -> Outcome:
        number = masked(letter.number)
        try:
            status = await self._status(http, url, letter)
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("%s: a message waits: the gateway does not answer: %r", number, error)
            return "again"
        except InvalidToken:
            log.error("%s: a message was struck: it was sealed under another secret", number)
            return "refused"
        if status in REFUSALS:
            log.error("%s: a message was struck: the gateway refuses it with %d", number, status)
            return "refused"
        if status != 202:
            log.warning("%s: a message waits: the gateway says %d", number, status)
            return "again"
        return "taken"

    async def _status(self, http: aiohttp.ClientSession, url: str, letter: Letter) -> int:
        text = self._seal.open(letter.text).decode()
        body = {"to": letter.number, "text": text, "class": letter.sort, "key": letter.key, "alphabet": letter.alphabet}
        async with http.post(f"{url}/v1/messages", json=body, allow_redirects=False) as response:
            return response.status
