"""Wires the rooms of the gateway and runs them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial

from dialogs.events import Event
from gateway.address import Address
from gateway.clock import Clock
from gateway.door import Health
from gateway.heart import Heart
from gateway.inbox import Arrival, Inbox
from gateway.limits import Limit
from gateway.mailroom import Mailroom
from gateway.outgoing import Outgoing
from gateway.performer import Performer
from gateway.questions import Questions
from gateway.records import Codec, Queued
from gateway.sms import Subscribers
from gateway.smsc import Smsc
from gateway.smscs import Smscs
from gateway.steps import Steps
from gateway.turns import Turns
from gateway.vault import Vault
from operator_api.client import OperatorClient, OperatorError
from operator_api.contract import Catalogue, Profile
from state.errors import StateError, Unavailable
from state.store import Store

log = logging.getLogger(__name__)

CATALOGUE_AGE = 60.0
"""Seconds between two looks at the operator's catalogue."""

START_PAUSE = 1.0
"""Seconds between two tries to reach Redis or the operator at the start."""

STOP_TIMEOUT = 2.0
"""Seconds that Redis has at the end."""


class Gateway:
    """Serves the phones of one or several SMSCs; `run` it."""

    def __init__(
        self,
        addresses: Sequence[Address],
        store: Store,
        operator: OperatorClient,
        vault: Vault,
        subscribers: Subscribers,
        limit: Limit,
        clock: Clock,
    ) -> None:
        codec = Codec(vault)
        self._inbox = inbox = Inbox()
        mailroom = Mailroom(subscribers, inbox, store, codec, clock, lambda: self._performer.full)
        self.smscs = Smscs(
            addresses,
            lambda address: Smsc(address, mailroom.incoming, lambda: self._heart.beating),
            subscribers.services,
            lambda: _insist(partial(self._performer.restore, afresh=True)),
        )
        self._questions = Questions(operator.ask, self._happened, clock)
        self._performer = Performer(self.smscs.by_name, self._questions, store, codec, inbox.wake)
        steps = Steps(codec, limit, self.smscs.ways, lambda: self._catalogue)
        self._turns = Turns(inbox, steps, store, self._performer, clock)
        self._heart = Heart(store, clock, self._fill, self._performer.restore)
        self.outgoing = Outgoing(subscribers, inbox, store, vault, operator.ask, lambda: self._performer.full)
        self._store = store
        self._operator = operator
        self._catalogue = Catalogue((), ())

    async def run(self) -> None:
        """Serve until cancelled; raises `state.errors.Displaced` when another gateway has taken our name."""
        await _insist(self._store.take)
        try:
            async with asyncio.TaskGroup() as links, asyncio.TaskGroup() as group:  # links end when all else has
                group.create_task(self._heart.run())
                group.create_task(self._turns.run())
                group.create_task(self._begin(links))
        except ExceptionGroup as errors:
            raise _first(errors) from None
        finally:
            await self._questions.stop()
            await self._forget_done()

    def health(self) -> Health:
        """What `/ready` tells."""
        links = {name: len(smsc.links) for name, smsc in self.smscs.by_name.items()}
        refused = {row.smsc: row.why for row in self.smscs.rows() if row.state == "refused"}
        return Health(links, self._heart.beating, refused)

    async def _forget_done(self) -> None:
        """What was done last is not done again by who comes after us."""
        with suppress(StateError, TimeoutError):
            async with asyncio.timeout(STOP_TIMEOUT):
                while done := self._performer.done():
                    await self._store.commit([], done)
                    self._performer.deleted(done)

    def _fill(self) -> None:
        for smsc in self.smscs.by_name.values():
            smsc.fill()

    async def _begin(self, links: asyncio.TaskGroup) -> None:
        """Without a catalogue nobody can be understood: until the operator has told it, the SMSC keeps the messages."""
        while not await self._renew_catalogue():
            await asyncio.sleep(START_PAUSE)
        await _insist(self._performer.restore)
        links.create_task(self.smscs.run())
        while True:
            await asyncio.sleep(CATALOGUE_AGE)
            await self._renew_catalogue()

    async def _renew_catalogue(self) -> bool:
        try:
            catalogue = await self._operator.catalogue()
        except OperatorError as error:
            log.warning("no catalogue from the operator: %s", error)
            return False
        if catalogue != self._catalogue:
            self._catalogue = catalogue
        return True

    def _happened(self, queued: Queued, event: Event, settles: str | None, profile: Profile | None) -> None:
        self._inbox.put(queued.number, Arrival(event=event, route=queued.route, settles=settles, profile=profile))


async def _insist(begin: Callable[[], Awaitable[None]]) -> None:
    """Do it as soon as Redis is there."""
    while True:
        try:
            return await begin()
        except Unavailable as error:
            log.warning("waiting for Redis: %s", error)
            await asyncio.sleep(START_PAUSE)


def _first(error: Exception) -> Exception:
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error
