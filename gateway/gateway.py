"""Wires the rooms of the gateway and runs them."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress

from dialogs.events import Event
from gateway.address import Address
from gateway.clock import Clock
from gateway.door import Health
from gateway.heart import Heart
from gateway.inbox import Arrival, Inbox
from gateway.limits import Limit
from gateway.mailroom import Mailroom
from gateway.performer import Performer
from gateway.questions import Questions
from gateway.records import Codec, Queued
from gateway.sms import Subscribers
from gateway.smsc import Smsc
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
        inbox = Inbox()
        mailroom = Mailroom(subscribers, inbox, store, codec, clock)
        self._smscs = {address.name: Smsc(address, mailroom.incoming) for address in addresses}
        self._questions = Questions(operator.ask, self._happened, clock)
        self._performer = Performer(self._smscs, self._questions, store, codec, inbox.wake)
        self._turns = Turns(inbox, Steps(codec, limit, lambda: self._catalogue), store, self._performer, clock)
        self._heart = Heart(store, clock, self._performer.restore)
        self._inbox = inbox
        self._store = store
        self._operator = operator
        self._catalogue = Catalogue((), ())

    async def run(self) -> None:
        """Serve until cancelled; raises `state.errors.Displaced` when another gateway has taken our name."""
        await self._take_lease()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._heart.run())
                group.create_task(self._turns.run())
                group.create_task(self._begin())
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from None
        finally:
            await asyncio.gather(self._questions.stop(), *(smsc.stop() for smsc in self._smscs.values()))
            await self._forget_done()

    def health(self) -> Health:
        """What `/ready` tells."""
        return Health({name: len(smsc.links) for name, smsc in self._smscs.items()}, self._heart.beating)

    async def _take_lease(self) -> None:
        while True:
            try:
                return await self._store.take()
            except Unavailable as error:
                log.warning("waiting for Redis: %s", error)
                await asyncio.sleep(START_PAUSE)

    async def _forget_done(self) -> None:
        """What was done last is not done again by who comes after us."""
        with suppress(StateError, TimeoutError):
            async with asyncio.timeout(STOP_TIMEOUT):
                await self._store.commit([], self._performer.done())

    async def _begin(self) -> None:
        """Without a catalogue nobody can be understood: until the operator has told it, the SMSC keeps the messages."""
        while not await self._renew_catalogue():
            await asyncio.sleep(START_PAUSE)
        await self._performer.restore()
        for smsc in self._smscs.values():
            smsc.start()
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
