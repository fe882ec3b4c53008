"""Wires the rooms of the gateway and runs them."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import tzinfo

from dialogs.answers import Answers
from dialogs.events import Event
from dialogs.opinion import shipped
from dialogs.world import MOSCOW, lexicon_of
from gateway.address import Address
from gateway.clock import Clock
from gateway.door import Health
from gateway.inbox import Arrival
from gateway.lane import START_PAUSE, Lane
from gateway.limits import Limit
from gateway.mailroom import Mailroom
from gateway.metrics import ASKED, BEATING, EFFECTS, WAITING
from gateway.outgoing import Outgoing
from gateway.performer import MOST_UNDER_WAY, Performer
from gateway.questions import Questions
from gateway.records import Codec, Queued
from gateway.redelivery import Redelivery
from gateway.sms import Subscribers
from gateway.smsc import Smsc
from gateway.smscs import Smscs
from gateway.steps import Steps
from gateway.traced import Note, untraced
from gateway.vault import Vault
from operator_api.client import OperatorClient, OperatorError
from operator_api.contract import Catalogue, Number, Profile
from state.keys import shard_of
from state.store import Store

log = logging.getLogger(__name__)

CATALOGUE_AGE = 60.0
"""Seconds between two looks at the operator's catalogue."""

OPEN_TIMEOUT = 2.0
"""Seconds that the other shards have once one is open; whoever writes to one that is away is refused for now."""

DRAIN_TIMEOUT = 10.0
"""Seconds that what is under way has at the end, after which others do it."""

DRAIN_LOOK = 0.02
"""Seconds between two looks whether it is done."""


class _Drained(Exception):
    """All is done, or has had its time."""


class Gateway:
    """Serves the phones of one or several SMSCs; `run` it."""

    def __init__(
        self,
        addresses: Sequence[Address],
        stores: Sequence[Store],
        operator: OperatorClient,
        vault: Vault,
        subscribers: Subscribers,
        limit: Limit,
        clock: Clock,
        note: Note = untraced,
        zone: tzinfo = MOSCOW,
        answers: Answers | None = None,
    ) -> None:
        """``stores``: one for each shard, in order; ``zone``: where the operator's days begin; ``answers``: to frequent
        questions, if not those shipped."""
        codec = Codec(vault)
        mailroom = Mailroom(subscribers, self._lane_of, codec, clock, note)
        self.smscs = Smscs(
            addresses, lambda address: Smsc(address, mailroom.incoming), subscribers.services, self._look_again
        )
        self._questions = Questions(operator.ask, self._happened, clock)
        most = MOST_UNDER_WAY // len(stores)

        def steps(redelivery: Redelivery) -> Steps:
            return Steps(codec, redelivery, limit, self.smscs.ways, lambda: self._catalogue, zone, answers)

        def performer(store: Store, wake: Callable[[], None], may_send: Callable[[], bool]) -> Performer:
            return Performer(
                self.smscs.by_name, self._questions, store, codec, wake, may_send, self._happened, clock, most, note
            )

        self._lanes = [Lane(store, steps, performer, clock, self._fill, note) for store in stores]
        self.outgoing = Outgoing(subscribers, self._lane_of, vault, operator.ask)
        self._operator = operator
        self._catalogue = Catalogue((), ())
        self._understanding = asyncio.Event()
        self._draining = asyncio.Event()
        self._show()

    def drain(self) -> None:
        """Take nothing more in; `run` ends when all is done that was taken in, or after `DRAIN_TIMEOUT`."""
        self._draining.set()

    async def run(self) -> None:
        """Serve until drained or cancelled; raises `state.errors.Displaced` when another gateway has taken our name."""
        try:
            async with asyncio.TaskGroup() as links, asyncio.TaskGroup() as group:  # links end when all else has
                for lane in self._lanes:
                    group.create_task(lane.run(self._understanding))
                group.create_task(self._begin(links))
                group.create_task(self._drained())
        except ExceptionGroup as errors:
            if not isinstance(error := _first(errors), _Drained):
                raise error from None
        finally:
            await self._questions.stop()
            await asyncio.gather(*(lane.hand_over() for lane in self._lanes))

    def health(self) -> Health:
        """What `/ready` tells."""
        links = {name: len(smsc.links) for name, smsc in self.smscs.by_name.items()}
        refused = {row.smsc: row.why for row in self.smscs.rows() if row.state == "refused"}
        return Health(links, any(lane.beating for lane in self._lanes), refused, self._draining.is_set())

    def _lane_of(self, number: Number) -> Lane:
        return self._lanes[shard_of(number, len(self._lanes))]

    def _show(self) -> None:
        """Let who looks at the metrics see how it stands."""
        BEATING.set_function(lambda: min(lane.beating for lane in self._lanes))
        WAITING.set_function(lambda: sum(len(lane.inbox) for lane in self._lanes))
        EFFECTS.set_function(lambda: sum(lane.under_way for lane in self._lanes))
        ASKED.set_function(lambda: self._questions.under_way)

    async def _look_again(self) -> None:
        await asyncio.gather(*(lane.look_again() for lane in self._lanes))

    def _fill(self) -> None:
        for smsc in self.smscs.by_name.values():
            smsc.fill()

    async def _begin(self, links: asyncio.TaskGroup) -> None:
        """Until the operator has told its catalogue, and shards are open, the SMSC keeps the messages."""
        shipped()
        while not await self._renew_catalogue():
            await asyncio.sleep(START_PAUSE)
        self._understanding.set()
        await self._opened()
        links.create_task(self.smscs.run())
        while True:
            await asyncio.sleep(CATALOGUE_AGE)
            await self._renew_catalogue()

    async def _opened(self) -> None:
        opening = [asyncio.create_task(lane.opened.wait()) for lane in self._lanes]
        try:
            await asyncio.wait(opening, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait(opening, timeout=OPEN_TIMEOUT)
        finally:
            for task in opening:
                task.cancel()

    async def _drained(self) -> None:
        await self._draining.wait()
        for lane in self._lanes:
            lane.closing = True
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_TIMEOUT):
                while any(self.health().links.values()) and not all(lane.idle for lane in self._lanes):
                    await asyncio.sleep(DRAIN_LOOK)
        raise _Drained

    async def _renew_catalogue(self) -> bool:
        try:
            catalogue = await self._operator.catalogue()
        except OperatorError as error:
            log.warning("no catalogue from the operator: %s", error)
            return False
        if catalogue != self._catalogue:  # else what was made of the one that we have would be made again
            lexicon_of(catalogue)
            self._catalogue = catalogue
        return True

    def _happened(self, queued: Queued, event: Event, settles: str | None, profile: Profile | None) -> None:
        arrival = Arrival(event=event, route=queued.route, settles=settles, profile=profile)
        self._lane_of(queued.number).inbox.put(queued.number, arrival)


def _first(error: Exception) -> Exception:
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error
