"""A gateway that serves, with an operator made of plain data."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import tzinfo
from typing import NamedTuple, cast

import msgspec
from redis.asyncio import Redis

from dialogs.answers import Answers
from dialogs.world import MOSCOW
from gateway.address import Address
from gateway.clock import Clock
from gateway.gateway import Gateway
from gateway.letters import DeadLetter
from gateway.limits import Limit
from gateway.records import Codec
from gateway.sms import Subscribers
from gateway.traced import Note, untraced
from gateway.vault import Vault
from operator_api.client import OperatorClient, OperatorError
from operator_api.contract import CHANGES, Answer, AnyQuestion, Catalogue
from state.connection import call
from state.keys import Keys
from state.store import Store
from tests.dialogs.operator import CATALOGUE
from tests.dialogs.operator import Operator as Books
from tests.gateway.message_centre import PATIENCE

KEY = b"k" * 43 + b"="
CODEC = Codec(Vault(KEY))
SUBSCRIBERS = Subscribers("7", ("111",))
UNLIMITED = Limit(0, 1)


class Operator:
    """The books of every number. A change with a key that has come before gets the first answer.

    ``trouble`` is raised instead of an answer; while ``open`` is not set, questions wait.
    """

    def __init__(self) -> None:
        self.books: Mapping[str, Books] = defaultdict(Books)
        self.trouble: OperatorError | None = None
        self.open = asyncio.Event()
        self.open.set()
        self.asked: list[tuple[AnyQuestion, str]] = []
        self.catalogues = 0
        self.now = 0.0
        self._kept: dict[str, Answer] = {}

    async def ask(self, question: AnyQuestion, key: str) -> Answer:
        """As the operator's client."""
        self.asked.append((question, key))
        await self.open.wait()
        if self.trouble:
            raise self.trouble
        if not isinstance(question, CHANGES):
            return self._answer(question)
        if key not in self._kept:
            self._kept[key] = self._answer(question)
        return self._kept[key]

    async def catalogue(self) -> Catalogue:
        """As the operator's client."""
        self.catalogues += 1
        if self.trouble:
            raise self.trouble
        return CATALOGUE

    def _answer(self, question: AnyQuestion) -> Answer:
        books = self.books[question.number]
        return Answer(books.profile, books.answer(question, self.now))


class Running(NamedTuple):
    """A gateway, and the task that ends when it does."""

    gateway: Gateway
    task: "asyncio.Task[None]"
    clock: Clock


@asynccontextmanager
async def serving(
    store: Store | Sequence[Store],
    *addresses: Address,
    operator: Operator | OperatorClient,
    limit: Limit = UNLIMITED,
    subscribers: Subscribers = SUBSCRIBERS,
    note: Note = untraced,
    clock: Clock | None = None,
    zone: tzinfo = MOSCOW,
    answers: Answers | None = None,
) -> AsyncIterator[Running]:
    """It is started, and stopped at the end; with one store or one for each shard."""
    clock, client = clock or Clock(), cast(OperatorClient, operator)
    stores = [store] if isinstance(store, Store) else store
    gateway = Gateway(addresses, stores, client, Vault(KEY), subscribers, limit, clock, note, zone, answers)
    task = asyncio.create_task(gateway.run())
    try:
        yield Running(gateway, task, clock)
    finally:
        if not task.done():
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def queue_of(store: Store) -> list[bytes]:
    """The effects that wait in a gateway's queue."""
    return [effect for _, effect in await store.queued()]


async def emptied(store: Store) -> None:
    """Waits until nothing is left in its queue."""
    async with asyncio.timeout(PATIENCE):
        while await store.queued():
            await asyncio.sleep(0)


async def dead_letters(redis: Redis, count: int = 1) -> list[DeadLetter]:
    """Waits until there are so many; gives them."""
    async with asyncio.timeout(PATIENCE):
        while len(letters := await call(redis, "XRANGE", Keys().dead, "-", "+")) < count:
            await asyncio.sleep(0)
    return [msgspec.json.decode(fields[1], type=DeadLetter) for _, fields in letters]
