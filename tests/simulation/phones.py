"""People with phones: they hold conversations, lose patience, and write the same twice."""

import asyncio
from collections.abc import Callable, Sequence

from tests.simulation.calls import Call
from tests.simulation.loop import Loop

OWN_PASSWORD = "Zima2026zima"

CONVERSATIONS: Sequence[Sequence[str]] = (
    ["баланс"],
    ["2122", "1"],
    ["убери гудок", "да"],
    ["гудок", "1", "1"],
    ["2131", "1"],
    ["хочу поменять тариф", "116", "1"],
    ["перейти на супер", "1"],
    ["25"],
    [f"25 {OWN_PASSWORD}"],
    ["пароль", OWN_PASSWORD],
    ["помощь"],
    ["услуги", "0"],
    ["меню", "2", "1", "1"],
    ["стоп"],
    ["Здравствуйте, скажите пожалуйста, сколько денег осталось у меня на счету, а то позвонить вам никак не могу"],
)

CALLS: Sequence[Sequence[str]] = (
    ["*111#", "1"],
    ["*111#", "2", "1", "1"],
    ["*111#", "2122", "1", "0"],
    ["*111*2122#", "1"],
    ["*111*2131#", "1"],
    ["*111*21310#", "1"],
    ["*111#", "перейти на супер", "1"],
    ["*111*2*5#", "116", "1"],
    ["*111*25#"],
    ["*111#", "пароль", OWN_PASSWORD],
    ["*100#"],
    ["*111#", "услуги", "0", "1", "1"],
    ["*152#", "1"],
)
"""What is dialled, and then answered."""

AGREEING = ("1", "да")

Write = Callable[[str, str], None]
"""Sends a text from a number."""

Dial = Callable[[str, str], Call]
"""Dials a code from a number."""


class Person:
    """Holds ``count`` conversations, one after the other; ``dials``: how many of them by USSD."""

    def __init__(self, number: str, count: int, loop: Loop, write: Write, dial: Dial, dials: float) -> None:
        self.number = number
        self.read: list[str] = []
        self._count = count
        self._loop = loop
        self._write = write
        self._dial = dial
        self._dials = dials
        self._arrived = asyncio.Event()
        self._hurry = loop.chance.choice([0.1, 0.5])

    def arrived(self, text: str) -> None:
        """The phone shows this."""
        self.read.append(text)
        self._arrived.set()

    async def live(self) -> None:
        """Returns when all has been said."""
        for _ in range(self._count):
            await asyncio.sleep(self._loop.chance.uniform(0, 3))
            if self._dials and self._happens(self._dials):
                await self._call(*self._loop.chance.choice(CALLS))
            else:
                for text in self._loop.chance.choice(CONVERSATIONS):
                    await self._say(text)

    async def _call(self, code: str, *answers: str) -> None:
        """Dial, and answer what is shown; when the session is over, perhaps go on by SMS, or dial again."""
        call = self._dial(self.number, code)
        for answer in answers:
            await self._shown(call)
            if call.open and not call.waits:
                call.answer(answer)
            elif self._happens(0.4):
                await self._say(answer)
            elif self._happens(0.5):
                call = self._dial(self.number, code)
            else:
                break
        await self._shown(call)
        if self._happens(0.8):
            call.end(told=self._happens(0.9))

    async def _shown(self, call: Call) -> None:
        """Wait for a page, perhaps not for long, and read it; once in a while hang up."""
        try:
            async with asyncio.timeout(self._loop.chance.choice([2.0, 30.0, 30.0])):
                await call.changed.wait()
        except TimeoutError:
            pass
        if self._happens(0.1):
            call.end(told=self._happens(0.9))
        await asyncio.sleep(self._loop.chance.uniform(0, 2))

    async def _say(self, text: str) -> None:
        """Write it, perhaps twice at once, and wait for an answer; without one, perhaps write it again."""
        self._write(self.number, text)
        if self._happens(self._hurry):
            await asyncio.sleep(self._loop.chance.choice([0.0, 0.1, 2.0]))
            self._write(self.number, text)
        if not await self._answered() and self._happens(0.5):
            self._write(self.number, text)
            await self._answered()
        await asyncio.sleep(self._loop.chance.uniform(0, 2))

    async def _answered(self) -> bool:
        self._arrived.clear()
        try:
            async with asyncio.timeout(self._loop.chance.uniform(2, 20)):
                return await self._arrived.wait()
        except TimeoutError:
            return False

    def _happens(self, how_often: float) -> bool:
        return self._loop.chance.random() < how_often
