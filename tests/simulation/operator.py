"""The operator: books and kept answers, slow or failing, and answers that get lost once the money has moved."""

import asyncio
from collections import defaultdict
from contextvars import Context

from msgspec import Struct

from operator_api.client import OperatorError
from operator_api.contract import CHANGES, Answer, AnyQuestion, Catalogue, ChangeTariff, Number, SwitchService
from tests.dialogs.operator import CATALOGUE
from tests.dialogs.operator import Operator as Books
from tests.simulation.loop import Loop

TIMEOUT = 5.0
"""Seconds after which a gateway's client gives up."""

START = 1_000_00
"""Kopecks on each number's books."""


class Nature(Struct):
    """How often a question fails before anything is done, how often after; ``delay``: the mean, in seconds."""

    failing: float = 0.0
    unheard: float = 0.0
    delay: float = 0.05


class Operator:
    """Each number's books. ``changes`` of services and tariffs: number, key, and the balance before and after."""

    def __init__(self, loop: Loop, world: Context) -> None:
        self.nature = Nature()
        self.changes: list[tuple[Number, str, int, int]] = []
        self.under_way = 0
        self._books: defaultdict[str, Books] = defaultdict(lambda: Books(balance=START))
        self._kept: dict[str, Answer] = {}
        self._loop = loop
        self._world = world

    async def ask(self, question: AnyQuestion, key: str) -> Answer:
        """As the operator's client."""
        answer: asyncio.Future[Answer] = self._loop.create_future()
        if not self._happens(self.nature.failing):
            delay = self._loop.chance.expovariate(1 / self.nature.delay)
            self._loop.call_later(delay, self._execute, question, key, answer, context=self._world)
            self.under_way += 1
        try:
            async with asyncio.timeout(TIMEOUT):
                return await answer
        except TimeoutError as error:
            raise OperatorError("no answer", None, retryable=True) from error

    async def catalogue(self) -> Catalogue:
        """As the operator's client."""
        await asyncio.sleep(self.nature.delay)
        return CATALOGUE

    def balance(self, number: str) -> int:
        """In kopecks."""
        return self._books[number].balance

    def _execute(self, question: AnyQuestion, key: str, waiting: "asyncio.Future[Answer]") -> None:
        self.under_way -= 1
        answer = self._kept.get(key) or self._answer(question, key)
        if isinstance(question, CHANGES):
            self._kept[key] = answer
        if not waiting.done() and not self._happens(self.nature.unheard):
            waiting.set_result(answer)

    def _answer(self, question: AnyQuestion, key: str) -> Answer:
        books = self._books[question.number]
        before = books.balance, books.tariff, set(books.services)
        answer = Answer(books.profile, books.answer(question, self._loop.time()))
        if isinstance(question, SwitchService | ChangeTariff) and before != (
            books.balance,
            books.tariff,
            books.services,
        ):
            self.changes.append((question.number, key, before[0], books.balance))
        return answer

    def _happens(self, how_often: float) -> bool:
        return self._loop.chance.random() < how_often
