"""A session is dropped at every step of a purchase, in every way; in the end the books and the phone's inbox agree."""

import asyncio
import signal
import sqlite3
from collections import Counter as Tally
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from operator_api.contract import Kopecks, Number, Subscriber
from simulator.events import SmsArrived, UssdChanged
from simulator.smsc import Smsc
from tests.redis_server import running_redis
from tests.system.accounts import BALANCE, Books, wrongs
from tests.system.cases import Case, Way, cases
from tests.system.market import Market, market
from tests.system.shoppers import Shopper, Together
from tests.system.tap import Seen

AT_ONCE = 40
"""People who buy at the same time, but for those who wait for a trouble together."""


async def test_a_session_is_dropped_at_every_step_of_a_purchase() -> None:
    """Charged once by who said yes to a question that was shown, and told so by SMS; and the next dial works."""
    told = await dropped(cases())
    assert not told, "\n\n".join([f"{len(told)} stories went wrong", *told])


async def dropped(table: Sequence[Case]) -> list[str]:
    """The stories that went wrong."""
    shoppers: dict[str, Shopper] = {}

    def seen(phone: str, what: Seen) -> None:
        if phone in shoppers:
            shoppers[phone].sees(what)

    with running_redis() as server:
        async with market(server.url, seen) as place:
            watching = [asyncio.create_task(watch(each.smsc, shoppers)) for each in place.places.values()]
            await asyncio.gather(*(open_account(place, case) for case in table))
            shoppers |= people(place, table)
            await lived(shoppers)
            await place.emptied()
            await asyncio.gather(*(shopper.look_at_balance() for shopper in shoppers.values()))
            await place.emptied()
            assert not any(task.done() for task in watching), "nobody looks at the phones"
            for task in watching:
                task.cancel()
            return stories(place, shoppers)


def people(place: Market, table: Sequence[Case]) -> dict[str, Shopper]:
    """By number."""
    ways = Tally(case.way for case in table)
    together = {
        Way.CUT: Together(ways[Way.CUT], place.places["cut"].tap.cut),
        Way.KILLED: Together(ways[Way.KILLED], lambda: place.beta.signal(signal.SIGKILL)),
    }
    return {case.number: Shopper(case, place, together.get(case.way) or Together()) for case in table}


async def open_account(place: Market, case: Case) -> None:
    """With some money."""
    subscriber = Subscriber(Number(case.number), "Абонент", Kopecks(BALANCE), "super", 0.0, 0.0)
    await place.admin.put_subscriber(subscriber)


async def lived(shoppers: dict[str, Shopper]) -> None:
    """All of them, so many at a time; who waits for a trouble does so with all others."""
    room = asyncio.Semaphore(AT_ONCE)

    async def live(shopper: Shopper) -> None:
        if shopper.case.way in (Way.CUT, Way.KILLED):
            await shopper.live()
            return
        async with room:
            await shopper.live()

    async with asyncio.TaskGroup() as group:
        for shopper in shoppers.values():
            group.create_task(live(shopper))


async def watch(smsc: Smsc, shoppers: dict[str, Shopper]) -> None:
    """Tell people what their phones show, as it happens."""
    with smsc.feed.watch() as watcher:
        while event := await watcher.get():
            if not event.startswith((b'{"type":"sms"', b'{"type":"ussd"')):
                continue
            change = msgspec.json.decode(event, type=SmsArrived | UssdChanged)
            if isinstance(change, SmsArrived):
                shoppers[change.number].takes(change.sms)
            else:
                shoppers[change.number].shows(change.ussd)


def stories(place: Market, shoppers: dict[str, Shopper]) -> list[str]:
    """Those that went wrong, as one reads them."""
    books, told = read(place.books), []
    for number, shopper in shoppers.items():
        inbox = [sms.text for sms in shopper.place.smsc.phones.screen(number).inbox]
        if found := [f"  {each.upper()}" for each in wrongs(shopper, books[number], inbox)]:
            told.append("\n".join([str(shopper.case), *found, *map(str, shopper.story)]))
    return told + unreached(shoppers.values())


def unreached(shoppers: Iterable[Shopper]) -> list[str]:
    """Where nobody was dropped as they should be."""
    places = {(shopper.case.way, shopper.case.point) for shopper in shoppers}
    missed = places - {(shopper.case.way, shopper.case.point) for shopper in shoppers if shopper.reached}
    return [f"nobody came to that: {way.value}, while {point.value}" for way, point in missed]


def read(books: Path) -> dict[str, Books]:
    """By number."""
    with closing(sqlite3.connect(books)) as database:
        switched = Tally(
            number for (number,) in database.execute("SELECT number FROM audit WHERE what = 'SwitchService'")
        )
        services: dict[str, list[str]] = {}
        for number, service in database.execute("SELECT number, service FROM services_on"):
            services.setdefault(number, []).append(service)
        balances = database.execute("SELECT number, balance FROM subscribers").fetchall()
    return {number: Books(balance, tuple(services.get(number, ())), switched[number]) for number, balance in balances}
