"""Turns alone: an inbox, steps, a store and a performer, without connections or heartbeats."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple, TypeVar

from dialogs.events import Text
from gateway.clock import Clock
from gateway.inbox import Arrival, Inbox
from gateway.performer import Performer
from gateway.proofs import Proofs
from gateway.questions import Questions
from gateway.records import Record, Route
from gateway.redelivery import Redelivery
from gateway.smsc import Smsc
from gateway.steps import Steps
from gateway.turns import Turns
from gateway.ways import Ways
from operator_api.contract import Number, Profile
from state.batch import Entry
from state.store import Store
from tests.dialogs.operator import CATALOGUE
from tests.gateway.serving import CODEC, UNLIMITED, Operator

AnyStore = TypeVar("AnyStore", bound=Store)


class Core(NamedTuple):
    """Turns that run, and their inbox."""

    inbox: Inbox
    smsc: Smsc
    performer: Performer
    task: "asyncio.Task[None]"

    def write(self, number: str, text: str) -> asyncio.Event:
        """A text arrives; set when it is acknowledged."""
        acknowledged = asyncio.Event()
        route = Route(self.smsc.address.name, "111")
        arrival = Arrival(event=Text(at=0.0, text=text), route=route, acknowledge=acknowledged.set)
        self.inbox.put(Number(number), arrival)
        return acknowledged


@asynccontextmanager
async def turning(store: Store, smsc: Smsc) -> AsyncIterator[Core]:
    """Turns alone: nothing connects and nothing beats. Everybody is known, so nobody asks the operator."""
    inbox, clock = Inbox(), Clock()
    smscs, nothing = {smsc.address.name: smsc}, lambda *_: None
    questions = Questions(Operator().ask, nothing, clock)
    performer = Performer(smscs, questions, store, CODEC, inbox.wake, lambda: True, nothing, clock)
    proofs = Proofs(store, clock)
    steps = Steps(CODEC, Redelivery(proofs, clock), UNLIMITED, Ways([smsc.address.name], ("111",)), lambda: CATALOGUE)
    task = asyncio.create_task(Turns(inbox, steps, store, proofs, performer, clock).run())
    reading = asyncio.create_task(performer.run())
    try:
        yield Core(inbox, smsc, performer, task)
    finally:
        task.cancel()
        reading.cancel()
        await asyncio.gather(task, reading, return_exceptions=True)


async def known(store: AnyStore, *numbers: str) -> AnyStore:
    """The store, with the lease of its name and profiles of these numbers."""
    await store.take()
    profile = CODEC.profile_bytes(Profile())
    await store.commit([Entry(number, b"", CODEC.record_bytes(Record()), profile=profile) for number in numbers])
    return store
