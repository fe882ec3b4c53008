"""People who spend money by SMS, and know what each of their messages must bring.

Somebody switches «Гудок» on (75,00) and off again, writes the confirming «1» twice as hurried people do, and looks at
the balance after each purchase: it says at once when a wish was lost, or done twice.
"""

import asyncio
import re
from collections.abc import Callable, Iterable
from contextlib import suppress

from operator_api.contract import Kopecks, Number
from simulator.smsc import Smsc

SERVICE = "111"
PRICE = 75_00
PATIENCE = 120.0
"""Seconds after which an answer is lost; an SMSC waits longer and longer between its tries."""

ASKS_AGAIN = 10.0
"""Seconds after which somebody writes the same again: what they had written before, just when a gateway was killed, may
be unproven, and then the same text is taken for one that the SMSC brings again. So may be the next, if it comes just
before another kill."""

TRIES = int(PATIENCE / ASKS_AGAIN)

LATE = "Запрос принят"
LOOK_EVERY = 0.02
"""Seconds between two looks at the phones."""


class Lost(AssertionError):
    """Somebody waits in vain."""


class Person:
    """A phone and who holds it.

    ``balance``: what they know to have; ``answered``: how many messages were; ``again``: answers that came once more;
    ``unheard``: how often they wrote again because none came.
    """

    def __init__(self, number: Number, balance: Kopecks, smsc: Smsc, pause: Callable[[], float]) -> None:
        self.number = number
        self.balance = balance
        self.bought = 0
        self.written = 0
        self.answered = 0
        self.again = 0
        self.unheard = 0
        self._smsc = smsc
        self._pause = pause
        self._read = 0
        self._news: asyncio.Queue[str] = asyncio.Queue()

    async def live(self, over: asyncio.Event) -> None:
        """Buy and give back until it is over; ends between two rounds, with the service off."""
        while not over.is_set():
            await self._buy()
            await self._give_back()

    def look(self) -> None:
        """Read what has come to the phone."""
        screen = self._smsc.phones.screen(self.number)
        if new := screen.received - self._read:
            self._read = screen.received
            for sms in screen.inbox[-new:]:
                self._news.put_nowait(sms.text)

    async def ask(self, text: str, wanted: str) -> None:
        """Write this, and wait for what it must bring; write it again when that does not come. Raises `Lost`."""
        came: list[str] = []
        self._write(text)
        for again in range(TRIES):
            if await self._hears(wanted, came):
                break
            if not again or not self._smsc.health().waiting:  # what still waits there may bring it
                self.unheard += 1
                self._write(text)
        else:
            raise Lost(f"{self.number}: «{text}» should bring «{wanted}»; there came {came}")
        self.answered += 1
        await asyncio.sleep(self._pause())

    def _write(self, text: str) -> None:
        self.written += 1
        self._smsc.send_sms(self.number, SERVICE, text)

    async def _hears(self, wanted: str, came: list[str]) -> bool:
        """Whether it comes before one would write again."""
        with suppress(TimeoutError):
            async with asyncio.timeout(ASKS_AGAIN):
                while not re.search(wanted, news := await self._news.get()):
                    came.append(news)
                    self.again += not news.startswith(LATE)
                return True
        return False

    def wait_no_more(self) -> None:
        """Whatever still came was too much."""
        self.look()
        while not self._news.empty():
            self.again += not self._news.get_nowait().startswith(LATE)

    async def _buy(self) -> None:
        await self.ask("2122", r'Подключить "Гудок"\? 75,00')
        await self.ask("1", 'Услуга "Гудок" подключена')
        self.bought += 1
        self.balance = Kopecks(self.balance - PRICE)
        await self.ask("1", "Услуги")
        rubles, kopecks = divmod(self.balance, 100)
        await self.ask("баланс", rf"{rubles},{kopecks:02}")

    async def _give_back(self) -> None:
        await self.ask("убери гудок", r'Отключить "Гудок"\?')
        await self.ask("да", 'Услуга "Гудок" отключена')


async def watch(people: Iterable[Person]) -> None:
    """Let everybody look at their phones, again and again."""
    people = [*people]
    while True:
        for person in people:
            person.look()
        await asyncio.sleep(LOOK_EVERY)
