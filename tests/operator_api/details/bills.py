"""An itemised bill of October 2012 with something of every kind in it."""

from datetime import date

from msgspec.structs import replace

from operator_api.contract import Event, Kind, Kopecks, Number
from operator_api.details import Detail
from tests.operator_api.running import NOW

MINUTE = 60


def event(kind: Kind, peer: str, amount: int, charge: int, at: float = NOW) -> Event:
    """Something that happened to Anna."""
    return Event(Number("79160000001"), at, kind, peer, amount, Kopecks(charge))


EVENTS = (
    event("tariff", "smartmini", 1, 200_00),
    event("service", "goodok", 1, 75_00, NOW + MINUTE),
    event("payment", "", 1, -1_300_00, NOW + 2 * MINUTE),
    event("call_onnet", "79161234567", 185, 0, NOW + 3 * MINUTE),
    event("call_offnet", "74951234567", 3_609, 91_50, NOW + 4 * MINUTE),
    event("call_in", "380671234567", 59, 0, NOW + 5 * MINUTE),
    event("sms", "79161234567", 2, 3_00, NOW + 6 * MINUTE),
    event("sms", "111", 1, 1_50, NOW + 7 * MINUTE),
    event("internet", "", 1_229, 0, NOW + 8 * MINUTE),
    event("promised", "", 1, 7_00, NOW + 9 * MINUTE),
    event("consultant", "", 1, 30_00, NOW + 7 * 3600 + 59 * MINUTE + 59),
)

BILL = Detail(
    number=Number("79160000001"),
    name="Иванова Анна Сергеевна",
    tariff="Смарт мини",
    first=date(2012, 10, 1),
    last=date(2012, 10, 31),
    zone="Europe/Moscow",
    made_at=NOW + 30 * 86_400,
    events=EVENTS,
    names={"smartmini": "Смарт мини", "goodok": "Гудок"},
)

EMPTY = replace(BILL, events=())


def named(name: str) -> Detail:
    """The bill of a service with such a name."""
    return replace(BILL, events=EVENTS[1:2], names={"goodok": name})
