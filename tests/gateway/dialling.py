"""A phone in USSD sessions with a gateway, under a time that is the loop's."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import tzinfo
from typing import NamedTuple

from msgspec.structs import replace
from redis.asyncio import Redis

from dialogs.world import MOSCOW
from gateway.clock import Clock
from gateway.limits import Limit
from gateway.traced import Note, untraced
from smpp.pdus import DeliverSm, Pdu, SubmitSm, reply
from smpp.ussd import Dialect, Operation, dialect
from state.batch import Committed, Entry, Loaded
from state.connection import in_memory
from state.errors import Unreachable
from state.store import Store
from tests.gateway.message_centre import ANNA, MessageCentre, Peer, deliver, message_centre
from tests.gateway.serving import UNLIMITED, Operator, Running, serving
from tests.gateway.turning import known

STANDARD = dialect("")
NOON = 1_795_780_800.0
"""When the loop began to count."""

MENU = "1 Баланс"
HELP = "Отправьте БАЛАНС"
BALANCE = "Баланс: 100,00 руб. Тариф: Супер."
GOODOK = 'Подключить "Гудок"? 75,00 руб./мес. 1-Да 2-Нет'
WAIT = "Запрос принят. Ждите SMS."

SMS = "SMS"

Shown = tuple[Operation | str | None, int, str]
"""Whether the phone may answer, in which session, and the text; (SMS, 0, text) for what comes by SMS."""


class LoopStore(Store):
    """A store whose Redis has the time of the loop. ``away``: it does nothing; ``deaf``: but for heartbeats."""

    away = deaf = False

    async def load(self, numbers: Sequence[str]) -> list[Loaded]:
        """See Store."""
        if self.away:
            raise Unreachable("connection refused")
        return await super().load(numbers)

    async def beat(self, acked: Mapping[str, str] | None = None) -> float:
        """See Store."""
        if self.away or self.deaf:
            raise Unreachable("connection refused")
        await super().beat(acked)
        return _now()

    async def commit(
        self, entries: Sequence[Entry], deletions: Sequence[str] = (), acked: Mapping[str, str] | None = None
    ) -> Committed:
        """See Store."""
        return replace(await super().commit(entries, deletions, acked), now=_now())


def _now() -> float:
    return NOON + asyncio.get_running_loop().time()


def unit(
    operation: Operation, text: str = "", number: int = 0, session: int = 7, speaks: Dialect = STANDARD
) -> DeliverSm:
    """What Anna's phone does, as the so-many-th message of the session."""
    return speaks.deliver(operation, session, ANNA, "111", text, number)


def shown(pdu: SubmitSm, speaks: Dialect = STANDARD) -> Shown:
    """What the phone makes of it."""
    if heard := speaks.heard(pdu):
        return heard.operation, heard.session, heard.text
    return SMS, 0, pdu.short_message.decode("utf-16-be" if pdu.data_coding == 8 else "ascii")


class Phone:
    """Anna's, on one connection of the gateway."""

    def __init__(self, centre: MessageCentre, peer: Peer, speaks: Dialect = STANDARD, session: int = 7) -> None:
        self.centre = centre
        self.peer = peer
        self.session = session
        self._speaks = speaks
        self._number = 0

    async def dial(self, code: str = "*111#") -> int:
        """Begin a session; the status that the SMSC got."""
        return await self._do(Operation.BEGIN, code)

    async def type(self, text: str) -> int:
        """Answer what is shown."""
        return await self._do(Operation.ANSWER, text)

    async def hang_up(self) -> int:
        """End the session."""
        return await self._do(Operation.END)

    async def write(self, text: str) -> int:
        """An SMS."""
        return (await self.peer.ask(deliver(text)[0])).status

    async def sees(self) -> Shown:
        """What comes next, in a session or by SMS."""
        return shown(await self.centre.submit(), self._speaks)

    async def sees_at_last(self, *last: Shown) -> None:
        """This comes, whatever comes before it."""
        while await self.sees() not in last:
            pass

    async def _do(self, operation: Operation, text: str = "") -> int:
        self._number += 1
        pdu = unit(operation, text, self._number, self.session, self._speaks)
        return (await self.peer.ask(pdu)).status


class Served(NamedTuple):
    """A phone, with all that serves it."""

    phone: Phone
    centre: MessageCentre
    operator: Operator
    running: Running
    redis: Redis
    store: LoopStore


@asynccontextmanager
async def dialling(
    options: str = "",
    speaks: Dialect = STANDARD,
    limit: Limit = UNLIMITED,
    note: Note = untraced,
    knows: Sequence[str] = (ANNA,),
    zone: tzinfo = MOSCOW,
) -> AsyncIterator[Served]:
    """A gateway that ``knows`` Anna, bound to an SMSC. At the end the link lives, and nothing is unseen."""
    redis, operator = in_memory(), Operator()
    store = await known(LoopStore(redis, "alpha"), *knows)
    async with (
        message_centre() as centre,
        again(store, centre, operator, options, limit, note, zone) as running,
    ):
        phone = Phone(centre, await centre.bound(), speaks)
        yield Served(phone, centre, operator, running, redis, store)
        if running.task.done():
            return
        await phone.write("помощь")
        operation, _, text = await phone.sees()
        assert (operation, text[: len(HELP)]) == (SMS, HELP)
        assert centre.submits.empty()


@asynccontextmanager
async def again(
    store: LoopStore,
    centre: MessageCentre,
    operator: Operator,
    options: str = "",
    limit: Limit = UNLIMITED,
    note: Note = untraced,
    zone: tzinfo = MOSCOW,
) -> AsyncIterator[Running]:
    """A gateway on this store."""
    clock = Clock(asyncio.get_running_loop().time)
    async with serving(
        store, centre.address(options), operator=operator, limit=limit, note=note, clock=clock, zone=zone
    ) as running:
        yield running


def refusing(status: int | None) -> Callable[[Pdu], Pdu | None]:
    """An SMSC that answers all of USSD so, None: not at all; and takes SMS."""

    def answer(request: Pdu) -> Pdu | None:
        if isinstance(request, SubmitSm) and STANDARD.heard(request):
            return None if status is None else reply(request, status)
        return reply(request)

    return answer
