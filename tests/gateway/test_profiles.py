"""The gateway lives through every profile of faults of the simulator: all are served, and nobody pays twice."""

import asyncio
from collections import Counter
from collections.abc import Callable

import pytest

from gateway.address import parse
from operator_api.contract import SwitchService
from simulator.smsc import Smsc
from simulator.trouble.faults import NO_FAULTS
from simulator.trouble.profiles import profiles
from state.connection import in_memory
from state.store import Store
from tests.gateway.serving import Operator, serving
from tests.gateway.virtual import virtually

NUMBERS = [str(79160000001 + index) for index in range(6)]
PATIENCE = 300.0
"""Virtual seconds after which a person writes again."""
APART = 10.0
"""Virtual seconds after which the next one begins."""
LOOK = 10.0
"""Virtual seconds between two looks at the phone."""
NEVER_AGAIN = 8
"""Times that a person tries."""
FULL = "full-queue"
"""The profile under which nothing can be sent until it is over; it is, before the gateway gives up."""


class Person:
    """Somebody with a phone who wants a service."""

    def __init__(self, smsc: Smsc, number: str) -> None:
        self._smsc = smsc
        self._number = number

    async def connect(self, after: float) -> None:
        """Ask for it, in a long message, and say yes once."""
        await asyncio.sleep(after)
        await self._until("1-Да", lambda time: "подключи гудок" + " " * 100)
        await self._until("одключен", lambda time: "подключи гудок" if time else "1")

    async def _until(self, came: str, say: Callable[[int], str]) -> None:
        for time in range(NEVER_AGAIN):
            self._smsc.send_sms(self._number, "111", say(time))
            for _ in range(int(PATIENCE / LOOK)):
                await asyncio.sleep(LOOK)
                if any(came in sms.text for sms in self._smsc.phones.screen(self._number).inbox):
                    return
        raise AssertionError(f"{self._number} never saw {came!r}: {self._smsc.phones.screen(self._number).inbox}")


@pytest.mark.parametrize("name", profiles())
def test_all_are_served_and_nobody_pays_twice(name: str) -> None:
    """People connect a service; in the books it is connected, once."""

    @virtually
    async def test() -> Operator:
        smsc, operator = Smsc(), Operator()
        port = await smsc.start("127.0.0.1", 0)
        smsc.faults = profiles()[name]
        if name == FULL:
            asyncio.get_running_loop().call_later(200, setattr, smsc, "faults", NO_FAULTS)
        address = parse(f"smpp://esme:secret@127.0.0.1:{port}?links=2")
        async with serving(Store(in_memory(), "alpha"), address, operator=operator):
            await asyncio.gather(*(Person(smsc, number).connect(index * APART) for index, number in enumerate(NUMBERS)))
            smsc.faults = NO_FAULTS
        await smsc.aclose()
        return operator

    operator = test()
    switched = Counter(
        {(question.number, key) for question, key in operator.asked if isinstance(question, SwitchService)}
    )
    assert sorted(number for number, _ in switched) == NUMBERS
    assert {number: operator.books[number].services for number in NUMBERS} == {number: {"goodok"} for number in NUMBERS}
