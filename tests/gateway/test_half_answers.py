"""What people are told, and pay, when answers of the operator get lost or come to pieces. The back office is real."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from dialogs.turn import CHANGE_WITHIN
from operator_api.client import OperatorClient
from operator_api.contract import Kopecks, Number
from state.connection import in_memory
from state.store import Store
from tests.gateway.message_centre import ANNA, PATIENCE, MessageCentre, deliver, message_centre
from tests.gateway.serving import emptied, serving
from tests.operator_api.rude import HALVES, Manner, cut, polite, rude
from tests.operator_api.running import Stack, stack

ON, ASKED = 'Услуга "Гудок" подключена', 'Подключить "Гудок"?'
LATE = "Запрос принят. Ждите SMS."
RICH, COSTS = Kopecks(1000_00), Kopecks(75_00)
NUMBERS = {half: str(int(ANNA) + index) for index, half in enumerate(HALVES)}


class Between:
    """Passes questions on to the back office, and spoils the first ``times`` answers to each change."""

    def __init__(self, url: str, http: aiohttp.ClientSession, manners: dict[str, Manner]) -> None:
        self.times = 1
        self.keys: dict[str, list[str]] = {}
        self._url = url
        self._http = http
        self._manners = manners

    async def answer(self, request: bytes) -> tuple[bytes, Manner]:
        """See `rude`."""
        head, _, body = request.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        method, path, _ = first.split()
        headers = dict(line.split(": ", 1) for line in lines)
        async with self._http.request(method, self._url + path, data=body, headers=headers) as response:
            said = await response.read()
        return said, self._manner(json.loads(body), headers["Idempotency-Key"]) if b"SwitchService" in body else polite

    def _manner(self, question: dict[str, str], key: str) -> Manner:
        keys = self.keys.setdefault(question["number"], [])
        keys.append(key)
        return polite if len(keys) > self.times else self._manners[question["number"]]


@asynccontextmanager
async def between(office: Stack, manners: dict[str, Manner]) -> AsyncIterator[tuple[Between, OperatorClient]]:
    """It stands before the back office; and the gateway's client on it."""
    async with aiohttp.ClientSession() as http:
        proxy = Between(office.url, http, manners)
        async with rude(proxy.answer) as url:
            client = OperatorClient(url, "for-dialogs", timeout=1.0)
            try:
                yield proxy, client
            finally:
                await client.aclose()


async def told(centre: MessageCentre, count: int) -> dict[str, str]:
    """What so many numbers are told next, but for that they should wait."""
    texts: dict[str, str] = {}
    while len(texts) < count:
        pdu = await centre.submit()
        if (text := pdu.short_message.decode("utf-16-be")) != LATE:
            texts[pdu.destination_addr] = text
    return texts


async def test_whatever_becomes_of_the_answer_money_changes_once_and_the_person_hears_of_it(tmp_path: Path) -> None:
    """The same question with the same key brings the answer that was lost: all manners at once, each on a number."""
    manners = {number: HALVES[half] for half, number in NUMBERS.items()}
    async with stack(tmp_path / "books.db") as office, between(office, manners) as (proxy, client):
        for number in manners:
            await office.put(number=Number(number), balance=RICH)
        store = Store(in_memory(), "alpha")
        async with message_centre() as centre, serving(store, centre.address(), operator=client):
            peer = await centre.bound()
            for text, answer in [("2122", ASKED), ("1", ON)]:
                await asyncio.gather(*(peer.ask(deliver(text, number)[0]) for number in manners))
                assert {said[: len(answer)] for said in (await told(centre, len(manners))).values()} == {answer}
            await emptied(store)
        balances = {(await office.admin.subscriber(Number(number))).balance for number in manners}
    assert balances == {RICH - COSTS}
    assert min(len(keys) for keys in proxy.keys.values()) > 1
    assert {len(set(keys)) for keys in proxy.keys.values()} == {1}


async def test_who_gets_no_answer_in_time_is_told_that_we_do_not_know_and_how_to_look(tmp_path: Path) -> None:
    """The operator has done it, once, though every answer was cut off. What is told later agrees with that."""
    async with stack(tmp_path / "books.db") as office, between(office, {ANNA: cut}) as (proxy, client):
        await office.put(balance=RICH)
        proxy.times = 1000
        store = Store(in_memory(), "alpha")
        async with message_centre() as centre, serving(store, centre.address(), operator=client) as running:
            peer = await centre.bound()
            await peer.ask(deliver("2122")[0])
            assert (await told(centre, 1))[ANNA].startswith(ASKED)
            await peer.ask(deliver("1")[0])
            async with asyncio.timeout(PATIENCE):
                while not proxy.keys:
                    await asyncio.sleep(0.01)
            running.clock.advance(CHANGE_WITHIN)
            assert (await told(centre, 1))[ANNA] == "Не знаем, выполнен ли запрос. Проверьте: отправьте МОИ УСЛУГИ."
            await peer.ask(deliver("мои услуги")[0])
            assert "Гудок" in (await told(centre, 1))[ANNA]
            await emptied(store)
        assert (await office.anna()).balance == RICH - COSTS
    assert len(set(proxy.keys[ANNA])) == 1
