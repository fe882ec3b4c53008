"""Wires the rooms of the gateway and runs them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from dialogs.events import Event
from gateway.address import Address
from gateway.clock import Clock
from gateway.door import Health
from gateway.heart import Heart
from gateway.inbox import Arrival, Inbox
from gateway.limits import Limit
from gateway.mailroom import Mailroom
from gateway.metrics import ASKED, BEATING, EFFECTS, LINKS, WAITING
from gateway.outgoing import Outgoing
from gateway.performer import Performer
from gateway.questions import Questions
from gateway.records import Codec, Queued
from gateway.sms import Subscribers
from gateway.smsc import Smsc
from gateway.steps import Steps
from gateway.traced import Note, untraced
from gateway.turns import Turns
from gateway.vault import Vault
from gateway.ways import Ways
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
        note: Note = untraced,
    ) -> None:
        codec = Codec(vault)
        self._inbox = inbox = Inbox()
        mailroom = Mailroom(subscribers, inbox, store, codec, clock, lambda: self._performer.full, note)
        self._smscs = {
            address.name: Smsc(address, mailroom.incoming, lambda: self._heart.beating) for address in addresses
        }
        self._questions = Questions(operator.ask, self._happened, clock)
        self._performer = Performer(self._smscs, self._questions, store, codec, inbox.wake, note)
        steps = Steps(codec, limit, Ways([*self._smscs], subscribers.services), lambda: self._catalogue)
        self._turns = Turns(inbox, steps, store, self._performer, clock, note)
        self._heart = Heart(store, clock, self._fill, self._performer.restore)
        self.outgoing = Outgoing(subscribers, inbox, store, vault, operator.ask, lambda: self._performer.full)
        self._store = store
        self._operator = operator
        self._catalogue = Catalogue((), ())
        self._show()

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
        return Health({name: len(smsc.links) for name, smsc in self._smscs.items()}, self._heart.beating)

    def _show(self) -> None:
        """Let who looks at the metrics see how it stands."""
        BEATING.set_function(lambda: self._heart.beating)
        WAITING.set_function(lambda: len(self._inbox))
        EFFECTS.set_function(lambda: self._performer.under_way)
        ASKED.set_function(lambda: self._questions.under_way)
        for name, smsc in self._smscs.items():
            LINKS.labels(name).set_function(smsc.links.__len__)

    async def _forget_done(self) -> None:
        """What was done last is not done again by who comes after us."""
        with suppress(StateError, TimeoutError):
            async with asyncio.timeout(STOP_TIMEOUT):
                while done := self._performer.done():
                    await self._store.commit([], done)
                    self._performer.deleted(done)

    def _fill(self) -> None:
        for smsc in self._smscs.values():
            smsc.fill()

    async def _begin(self, links: asyncio.TaskGroup) -> None:
        """Without a catalogue nobody can be understood: until the operator has told it, the SMSC keeps the messages."""
        while not await self._renew_catalogue():
            await asyncio.sleep(START_PAUSE)
        await _insist(self._performer.restore)
        for smsc in self._smscs.values():
            links.create_task(smsc.run())
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
