"""People who buy a service in a USSD session that is dropped, and then do what people do."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

from simulator.ussd import NETWORK_ERROR
from smpp.pdus import DeliverSm, DeliverSmResp, SubmitSm, SubmitSmResp
from tests.system.callers import LOOK_EVERY, Caller
from tests.system.cases import NETWORK_OF, Case, Next, Point, Walk, Way
from tests.system.market import Market
from tests.system.tap import Kind

PAGE_SECONDS = 25.0
"""For which somebody waits for a page: longer than any network does."""

SMS_SECONDS = 10.0
"""For which somebody waits for an answer by SMS before they put the phone away."""

REACH_SECONDS = 20.0
"""For which a message is awaited at the point where the session shall drop."""

AGAIN_SECONDS = 30.0
"""For which somebody dials again while the network says that it cannot."""

LATE = "Запрос принят. Ждите SMS."
LOOK = "*100#"
_STOPS: dict[Point, Kind] = {
    Point.SENT: DeliverSm,
    Point.TAKEN: DeliverSmResp,
    Point.WRITTEN: SubmitSm,
    Point.SHOWN: SubmitSmResp,
}
_ANSWERS = ("1-Продолжить", "1"), ("1 Подключить", "1"), ("Все услуги", "2"), ("1 Баланс", "2"), ("9-Еще", "9")


class Together:
    """Those who are dropped by one trouble: nobody goes into it before all are there, and it comes when all are in."""

    def __init__(self, count: int = 1, trouble: Callable[[], None] = lambda: None) -> None:
        self._ready = asyncio.Barrier(count)
        self._in = asyncio.Barrier(count)
        self._come = trouble

    async def ready(self) -> None:
        """Waits for all others."""
        await self._ready.wait()

    async def trouble(self) -> None:
        """Until it has come."""
        if await self._in.wait() == 0:
            self._come()
        await self._in.wait()


class Shopper(Caller):
    """One case, lived through. ``reached``: it came to the point where the session should drop."""

    def __init__(self, case: Case, market: Market, others: Together) -> None:
        """``others``: those with whom the link is cut, or the gateway killed."""
        super().__init__(case.number, market.places[NETWORK_OF[case.way]], market.http)
        self.case = case
        self.reached = False
        self._counter = market.counter
        self._others = others
        self._exchange = 0
        self._dropped = False

    async def live(self) -> None:
        """Buy, be dropped, do what comes then."""
        self._since = time.monotonic()
        await self._say(self.dial, self.case.walk.dialled)
        while not self._dropped and (answer := await self._reads()):
            await self._say(self.answer, answer)
        if not self._dropped:
            self.tell("note", "it was over before it could be dropped")
            await self._others.ready()
            await self._drop()
        await self._then()

    async def look_at_balance(self) -> None:
        """Dial once more, and wait for what comes."""
        if self.ussd.open:
            await self.hang_up()
        await self.dial(LOOK)
        await self.end(PAGE_SECONDS)

    # After the drop

    async def _then(self) -> None:
        match self.case.then:
            case Next.RESUMES:
                await self._dial_anew("*111#")
            case Next.BUYS:
                await self._dial_anew(f"*111*{self.case.walk.goods.code}#")
            case Next.WRITES:
                await self._write()
            case Next.ANSWERS:
                await self.network(AGAIN_SECONDS)
                await self._go_on()

    async def _dial_anew(self, code: str) -> None:
        """Again where there is no network."""
        if self.ussd.open:
            await self.hang_up()
        with suppress(TimeoutError):
            async with asyncio.timeout(AGAIN_SECONDS):
                while not await self.dial(code) or self.ussd.text == NETWORK_ERROR:
                    await asyncio.sleep(LOOK_EVERY)
        await self._go_on()

    async def _write(self) -> None:
        """Again if what comes back is the question."""
        if LATE in self.ussd.text:
            await self.sms(0, SMS_SECONDS)
        for _ in range(2):
            before = len(self._messages())
            await self.write("1")
            if not any(map(self._is_question, await self.sms(before, SMS_SECONDS))):
                break

    # On the way to the service

    async def _go_on(self) -> None:
        while answer := await self._reads():
            await self.answer(answer)

    async def _reads(self) -> str:
        """What to answer to the page that comes; nothing if none does, or it needs no answer."""
        if not await self.page(PAGE_SECONDS):
            return ""
        page = self.ussd.text
        if self._is_question(page):
            return "1"
        if found := re.search(rf"^(\d) {self.case.walk.goods.name}$", page, re.MULTILINE):
            return found[1]
        return next((answer for text, answer in _ANSWERS if text in page), "")

    def _is_question(self, text: str) -> bool:
        return is_question(text, self.case.walk)

    # The drop

    async def _say(self, say: Callable[[str], Awaitable[bool]], text: str) -> None:
        """And drop the session if it is the time."""
        due = self._exchange == self.case.at
        self._exchange += 1
        if not due:
            await say(text)
            return
        await self._others.ready()
        reached = self._stop()
        await say(text)
        await self._reach(reached)
        await self._drop()

    def _stop(self) -> asyncio.Event:
        number, point = self.number, self.case.point
        if kind := _STOPS.get(point):
            return self.place.tap.stop(number, kind)
        if point is Point.READ:
            return asyncio.Event()
        return self._counter.stop(number, answered=point is Point.BOOKED)

    async def _reach(self, reached: asyncio.Event) -> None:
        if self.case.point is not Point.READ:
            with suppress(TimeoutError):
                async with asyncio.timeout(REACH_SECONDS):
                    await reached.wait()
            self.reached = reached.is_set()
        if self.case.point in (Point.SHOWN, Point.READ):
            await self.page(PAGE_SECONDS)
        if self.case.point is Point.READ:
            self.reached = self.ussd.text not in ("", NETWORK_ERROR)

    async def _drop(self) -> None:
        self._dropped = True
        self.tell("dropped", f"{self.case.way.value}, while {self.case.point.value}")
        match self.case.way:
            case Way.HANGS_UP:
                await self.hang_up()
            case Way.REPLACED:
                self.tell("dials", LOOK)
                self.place.smsc.dial(self.number, LOOK)
            case Way.LET_GO | Way.SLOW:
                await self.end(PAGE_SECONDS)
            case Way.CUT | Way.KILLED:
                await self._others.trouble()
        self.place.tap.let_go(self.number, lost=self.case.way in (Way.CUT, Way.KILLED))
        self._counter.let_go(self.number)


def is_question(text: str, walk: Walk) -> bool:
    """Whether the text asks about buying."""
    return f'Подключить "{walk.goods.name}"?' in text and "1-Да" in text
