"""Makes the documents that were ordered, one after the other, oldest first."""

import logging
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Connection

from operator_api import books, documents, ledger
from operator_api.answers import Terms
from operator_api.contract import Event, Number
from operator_api.database import Database
from operator_api.details import MOST_EVENTS, Detail, TooLongError
from operator_api.documents import BUILD, Order
from operator_api.masking import masked
from operator_api.notices import period
from operator_api.outbox import notify
from operator_api.press import Press, PressError, Wish
from operator_api.rules import Line
from operator_api.seal import Seal
from operator_api.working import keep_working

LOOK_EVERY = 1.0
MOST_TRIES = 3

DAY = timedelta(days=1)

log = logging.getLogger(__name__)


class Builder:
    """Makes what is ready to be read; `run` it."""

    def __init__(self, database: Database, seal: Seal, terms: Terms, clock: Callable[[], float]) -> None:
        self._database = database
        self._seal = seal
        self._terms = terms
        self._clock = clock
        self._press = Press()
        services, tariffs = terms.catalogue.services, terms.catalogue.tariffs
        self._names = {each.id: each.name for each in services} | {each.id: each.name for each in tariffs}

    async def run(self) -> None:
        """Until cancelled."""
        try:
            await keep_working(self._build, "documents", LOOK_EVERY, self._database.watch())
        finally:
            await self._press.rest()

    async def _build(self) -> bool:
        """Whether there was one to make."""
        now = self._clock()
        if not await self._database.read(lambda connection: documents.waiting(connection, BUILD, now)):
            await self._press.rest()
            return False
        if order := await self._database.write(lambda connection: documents.claim(connection, BUILD, now)):
            await self._work_at(order)
        return True

    async def _work_at(self, order: Order) -> None:
        line = await self._database.read(lambda connection: books.line_of(connection, order.number))
        if line is None:  # struck from the books, and the order with it
            return
        try:
            content = await self._content(order, line)
        except TooLongError:
            await self._fail(order, line, "detail.too_long")
        except PressError as error:
            log.error("%s: a document was not made: %s", masked(order.number), error)
            await self._try_again(order, line)
        else:
            await self._keep(order, line, content)

    async def _content(self, order: Order, line: Line) -> bytes:
        if order.tries > MOST_TRIES:
            raise PressError("the server did not outlive its tries")
        events = await self._events(order)
        if len(events) > MOST_EVENTS:
            raise TooLongError
        return await self._press.make(Wish(self._detail(order, line, events), order.format))

    async def _events(self, order: Order) -> list[Event]:
        """Day by day, so that nobody else waits for the books meanwhile; no more days than are needed to see that there
        are too many."""
        events, day = list[Event](), order.first
        while day <= order.last and len(events) <= MOST_EVENTS:
            since, day = self._terms.midnight(day), day + DAY
            events += await self._events_between(order.number, since, self._terms.midnight(day))
        return events

    async def _events_between(self, number: Number, since: float, until: float) -> list[Event]:
        return await self._database.read(lambda connection: ledger.events_of(connection, number, since, until))

    def _detail(self, order: Order, line: Line, events: list[Event]) -> Detail:
        subscriber = line.subscriber
        return Detail(
            number=order.number,
            name=subscriber.name,
            tariff=self._names[subscriber.tariff],
            first=order.first,
            last=order.last,
            zone=str(self._terms.zone),
            made_at=self._clock(),
            events=tuple(events),
            names=self._names,
            language=subscriber.language,
        )

    # What came of it

    async def _keep(self, order: Order, line: Line, content: bytes) -> None:
        """To be read in the account, which the person is told; or to be sent."""
        now = self._clock()

        def work(connection: Connection) -> None:
            if order.email:
                documents.settle(connection, order, content=content, due=now, tries=0)
            elif documents.settle(connection, order, content=content, state="ready"):
                when, until = period(order.first, order.last, line.subscriber.language), f"{order.until:%d.%m}"
                notify(connection, self._seal, line, "detail.ready", now, period=when, until=until)

        await self._database.write(work)

    async def _try_again(self, order: Order, line: Line) -> None:
        now = self._clock()
        if order.tries >= MOST_TRIES:
            await self._fail(order, line, "detail.failed")
        else:
            await self._database.write(lambda connection: documents.put_off(connection, order, now))

    async def _fail(self, order: Order, line: Line, why: str) -> None:
        now = self._clock()
        await self._database.write(lambda connection: documents.fail(connection, self._seal, order, line, why, now))
