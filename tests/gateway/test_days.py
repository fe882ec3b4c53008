"""Days begin at midnight where the operator is."""

import asyncio
from datetime import date
from zoneinfo import ZoneInfo

from operator_api.contract import GetSpending
from smpp.ussd import Operation
from tests.gateway.dialling import NOON, dialling
from tests.gateway.virtual import virtually


@virtually
async def test_today_is_the_operators() -> None:
    """There are 25 hours from one side of the date line to the other."""
    days: list[date] = []
    for zone in ("Pacific/Pago_Pago", "Pacific/Kiritimati"):
        async with dialling(zone=ZoneInfo(zone)) as served:
            served.operator.now = NOON + asyncio.get_running_loop().time()
            await served.phone.dial("*152*1#")
            assert await served.phone.sees() == (Operation.CLOSE, 7, "Сегодня потрачено 0,00 руб.")
            days += [question.first for question, _ in served.operator.asked if isinstance(question, GetSpending)]
    west, east = days
    assert west < east
