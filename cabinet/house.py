"""What all pages of the account share, and the cookies of a browser."""

import asyncio
import time
from collections.abc import Callable
from datetime import tzinfo
from typing import NamedTuple

from aiohttp import web
from jinja2 import Environment

from cabinet.pictures import Artist
from operator_api.client import CabinetClient, OperatorError
from operator_api.contract import Catalogue
from pages.cookies import Cookie
from pages.forms import Forms
from pages.front import Front
from pages.texts import Texts

YEAR = 365 * 86_400
PREFILLED = 600
"""Seconds for which the number that a password was asked for stands in the form of the sign-in."""

ACCOUNT = Cookie("account")
"""The secret of the session; the operator keeps the rest."""

VISITOR = Cookie("visitor")
"""What the forms of who is not signed in are tied to."""

LANGUAGE = Cookie("language", YEAR)
NUMBER = Cookie("number", PREFILLED)

RENEWED_EVERY = 60.0
"""Seconds for which a catalogue is taken to be current."""


class Shelf:
    """The catalogue, renewed now and then; the one before serves while the operator does not answer."""

    def __init__(self, operator: CabinetClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._operator = operator
        self._clock = clock
        self._catalogue: Catalogue | None = None
        self._read_at = 0.0
        self._reading = asyncio.Lock()

    async def catalogue(self) -> Catalogue:
        """Everything on offer. Raises `OperatorError` if it was never read."""
        async with self._reading:
            if self._catalogue is None or self._clock() - self._read_at >= RENEWED_EVERY:
                self._catalogue = await self._renewed()
                self._read_at = self._clock()
            return self._catalogue

    async def _renewed(self) -> Catalogue:
        try:
            return await self._operator.catalogue()
        except OperatorError:
            if self._catalogue is None:
                raise
            return self._catalogue


class House(NamedTuple):
    """What the handlers go by. ``zone``: the operator's, in which days and times are shown."""

    operator: CabinetClient
    forms: Forms
    front: Front
    shelf: Shelf
    texts: Texts
    templates: Environment
    artist: Artist
    zone: tzinfo


HOUSE = web.AppKey("house", House)
