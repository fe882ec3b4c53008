"""Links that are added and removed while the gateway serves."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from msgspec.structs import replace

from dialogs.effects import Say
from gateway.address import MOST_LINKS, Address
from gateway.door import create_app
from gateway.gateway import Gateway
from gateway.links_door import link_routes
from gateway.smscs import MOST_SMSCS
from operator_api.client import OperatorError
from operator_api.contract import Number
from smpp.errors import IllegalState
from smpp.pdus import EnquireLink, Pdu, SubmitSm, reply
from smpp.statuses import Status
from state.connection import in_memory
from state.errors import Rejected
from state.store import Store
from tests.gateway.message_centre import ANNA, BORIS, PATIENCE, MessageCentre, deliver, message_centre
from tests.gateway.posting import NOTICE
from tests.gateway.serving import CODEC, Operator, emptied, serving
from tests.gateway.stores import entry, queue
from tests.gateway.turning import known
from tests.gateway.virtual import virtually

HELP = "Отправьте БАЛАНС"
MESSAGES, LINKS = "for-messages", "for-links"


class Door:
    """A gateway's door, for who has the tokens."""

    def __init__(self, http: TestClient[web.Request, web.Application]) -> None:
        self._http = http

    async def ask(self, method: str, path: str, body: object = None, token: str = LINKS) -> tuple[int, Any]:
        """Status and body."""
        headers = {"Authorization": f"Bearer {token}"}
        async with self._http.request(method, path, json=body, headers=headers) as response:
            return response.status, await response.json()

    async def rows(self) -> list[dict[str, Any]]:
        """How each bind is."""
        status, body = await self.ask("GET", "/v1/links")
        assert status == 200
        return cast(list[dict[str, Any]], body["links"])

    async def add(self, url: str) -> int:
        """One more link; its id."""
        status, body = await self.ask("POST", "/v1/links", {"smsc": url})
        assert status == 201
        return int(body["id"])

    async def refused(self, url: str) -> str:
        """Why it is not added."""
        status, body = await self.ask("POST", "/v1/links", {"smsc": url})
        assert (status, body["error"]["code"]) == (422, "bad_setting")
        assert "secret" not in body["error"]["message"]
        return str(body["error"]["message"])

    async def remove(self, id: int) -> None:
        """One less, soon."""
        assert await self.ask("DELETE", f"/v1/links/{id}") == (202, {"id": id})

    async def left(self) -> list[str]:
        """Waits until no link is about to leave; the states of the others."""
        async with asyncio.timeout(PATIENCE):
            while "leaving" in (states := [row["state"] for row in await self.rows()]):
                await asyncio.sleep(0.1)
        return states


def url(centre: MessageCentre, options: str = "") -> str:
    """How it is found."""
    return f"smpp://esme:secret@127.0.0.1:{centre.port}?{options}"


@asynccontextmanager
async def open_door(gateway: Gateway) -> AsyncIterator[Door]:
    """It is open on a free port."""
    app = create_app(gateway.health, gateway.outgoing.take, MESSAGES, None, link_routes(gateway.smscs, LINKS))
    async with TestClient(TestServer(app)) as http:
        yield Door(http)


@asynccontextmanager
async def managed(*addresses: Address, store: Store | None = None) -> AsyncIterator[Door]:
    """A gateway serves, and its door is open."""
    store = store or Store(in_memory(), "alpha")
    async with serving(store, *addresses, operator=Operator()) as running, open_door(running.gateway) as door:
        yield door


def silent_on_submits(request: Pdu) -> Pdu | None:
    """All is well, but no message gets a response."""
    return None if isinstance(request, SubmitSm) else reply(request)


# What is told


@virtually
async def test_each_bind_is_told() -> None:
    """Of which link and SMSC, how it is, what it waits for, what it has sent and got; never the password."""
    async with message_centre() as centre, managed(centre.address("window=5")) as door:
        centre.answer = silent_on_submits
        peer = await centre.bound()
        await peer.ask(deliver("помощь")[0])
        await centre.submit()
        [row] = await door.rows()
    assert row.pop("since").startswith("20")
    assert row.pop("id") > 0
    assert row == {
        "smsc": centre.address().name,
        "bind": "transceiver",
        "state": "bound",
        "why": "",
        "next_try": None,
        "window": 5,
        "waiting": 1,
        "sent": 1,
        "received": 1,
    }


@virtually
async def test_a_refusal_is_told() -> None:
    """With its reason, and when it will be tried again; in /ready too."""
    async with message_centre() as centre, managed(centre.address()) as door:
        centre.answer = lambda request: reply(request, Status.RINVPASWD)
        await (await centre.bound()).closed
        await asyncio.sleep(1)
        [row] = await door.rows()
        assert (row["state"], row["why"]) == ("refused", "bind refused: Invalid Password")
        assert row["next_try"] > row["since"]
        status, body = await door.ask("GET", "/ready")
        assert status == 503
        assert body["refused"] == {centre.address().name: "bind refused: Invalid Password"}


@virtually
async def test_an_smsc_that_is_not_there_is_told() -> None:
    """Why, and when it is tried again."""
    async with message_centre() as gone:
        pass
    async with managed(gone.address()) as door:
        await asyncio.sleep(3)
        [row] = await door.rows()
    assert row["state"] == "connecting"
    assert row["why"].startswith("no connection")


@virtually
async def test_a_pair_is_one_link_of_two_binds() -> None:
    """It is added and removed as one."""
    async with message_centre() as centre, managed(centre.address("bind=tx-rx&links=2")) as door:
        for _ in range(4):
            await centre.bound()
        rows = await door.rows()
        assert Counter((row["id"], row["bind"]) for row in rows) == Counter(
            (id, bind) for id in {row["id"] for row in rows} for bind in ("transmitter", "receiver")
        )
        await door.remove(rows[0]["id"])
        assert await door.left() == ["bound"] * 2


@pytest.mark.parametrize(("method", "path"), [("GET", "/v1/links"), ("POST", "/v1/links"), ("DELETE", "/v1/links/1")])
@virtually
async def test_only_who_has_the_token_may(method: str, path: str) -> None:
    """That for messages is another."""
    async with message_centre() as centre, managed(centre.address()) as door:
        assert (await door.ask(method, path, token=MESSAGES))[0] == 401
        assert (await door.ask("POST", "/v1/messages", NOTICE))[0] == 401


# What is added


@virtually
async def test_another_link_to_an_smsc_shares_its_work() -> None:
    """Also when the first is full."""
    async with message_centre() as centre, managed(centre.address("window=1")) as door:
        first = await centre.bound()
        id = await door.add(url(centre, "window=1"))
        second = await centre.bound()
        await second.ask(EnquireLink())
        assert [row["state"] for row in await door.rows()] == ["bound", "bound"]
        assert (await door.rows())[1]["id"] == id
        centre.answer = silent_on_submits
        for peer, number in ((first, ANNA), (second, BORIS)):
            await peer.ask(deliver("помощь", number)[0])
        async with asyncio.timeout(PATIENCE):
            assert {(await centre.submits.get())[0] for _ in range(2)} == {first, second}


@virtually
async def test_a_new_smsc_is_served_like_the_others() -> None:
    """Who writes there is answered there."""
    async with message_centre() as one, message_centre() as other, managed(one.address()) as door:
        await one.bound()
        await door.add(url(other))
        await (await other.bound()).ask(deliver("помощь")[0])
        assert (await other.text()).startswith(HELP)
        assert one.submits.empty()


@virtually
async def test_what_waited_for_an_smsc_is_sent_when_that_is_added() -> None:
    """It stands in the queue from before; what is ours already is not sent twice."""
    store = await known(Store(in_memory(), "alpha"))
    async with message_centre() as one, message_centre() as other:
        ours = entry(Say("Ваш отчет."), one.address().name)
        theirs = replace(entry(Say("Ваш счет."), other.address().name), number=Number(BORIS))
        await queue(store, CODEC.queued_bytes(ours), CODEC.queued_bytes(theirs))
        one.answer = silent_on_submits
        async with managed(one.address(), store=store) as door:
            assert await one.text() == "Ваш отчет."
            await door.add(url(other))
            assert await other.text() == "Ваш счет."
            await asyncio.sleep(5)
            assert one.submits.empty()
            assert len(await store.queued()) == 1


class Refusing(Store):
    """A store whose Redis refuses to read the queue, ``refusals`` times."""

    refusals = 0

    async def queued(self, after: str = "0", count: int = 500) -> list[tuple[str, bytes]]:
        """See Store."""
        if self.refusals:
            self.refusals -= 1
            raise Rejected("NOPERM", "this user has no permissions to run the 'xrange' command")
        return await super().queued(after, count)


@virtually
async def test_a_redis_that_refuses_to_show_what_waits_for_a_new_smsc_is_asked_again() -> None:
    """Nothing else suffers from it."""
    store = await known(Refusing(in_memory(), "alpha"))
    async with message_centre() as one, message_centre() as other, managed(one.address(), store=store) as door:
        peer = await one.bound()
        await queue(store, CODEC.queued_bytes(entry(Say("Ваш счет."), other.address().name)))
        store.refusals = 3
        await door.add(url(other))
        assert await other.text() == "Ваш счет."
        assert store.refusals == 0
        await peer.ask(deliver("помощь")[0])
        assert (await one.text()).startswith(HELP)


@virtually
async def test_nothing_is_added_before_the_gateway_serves() -> None:
    """It may be tried again."""
    operator = Operator()
    operator.trouble = OperatorError("the operator does not answer", None, retryable=True)
    async with (
        message_centre() as centre,
        serving(Store(in_memory(), "alpha"), centre.address(), operator=operator) as running,
        open_door(running.gateway) as door,
    ):
        assert (await door.ask("POST", "/v1/links", {"smsc": url(centre)}))[0] == 503
        assert await door.rows() == []


@virtually
async def test_what_cannot_be_added_is_refused() -> None:
    """The reason names it, without the password."""
    async with message_centre() as centre, managed(centre.address("window=3")) as door:
        await centre.bound()
        assert "window" in await door.refused(url(centre))
        assert "links" in await door.refused(url(centre, "window=3&links=2"))
        changed = url(centre, "window=3").replace("secret", "secrets")
        assert "password" in await door.refused(changed)
        assert "smpp://" in await door.refused("http://esme:secret@host")
        for body in ({}, {"smsc": 5}, {"smsc": url(centre), "id": 1}):
            assert (await door.ask("POST", "/v1/links", body))[0] == 400
        assert len(await door.rows()) == 1


@virtually
async def test_there_are_not_more_than_there_may_be() -> None:
    """Of links to an SMSC, and of SMSCs."""
    async with message_centre() as centre, managed(centre.address()) as door:
        for _ in range(MOST_LINKS - 1):
            await door.add(url(centre))
        assert f"{MOST_LINKS} links" in await door.refused(url(centre))
        for number in range(MOST_SMSCS - 1):
            await door.add(f"smpp://esme{number}:secret@127.0.0.1:{centre.port}")
        assert f"{MOST_SMSCS} SMSCs" in await door.refused(f"smpp://another:secret@127.0.0.1:{centre.port}")


# What is removed


@virtually
async def test_what_is_not_there_cannot_be_removed() -> None:
    """Another id, or none."""
    async with message_centre() as centre, managed(centre.address()) as door:
        for id in ("999999999", "one", "-1", "9" * 30):
            status, body = await door.ask("DELETE", f"/v1/links/{id}")
            assert (status, body["error"]["code"]) == (404, "http_404")


@virtually
async def test_a_link_leaves_when_all_is_answered() -> None:
    """Until then it is there, and sends nothing new; whatever is removed twice leaves once."""
    async with message_centre() as centre, managed(centre.address()) as door:
        centre.answer = silent_on_submits
        peer = await centre.bound()
        await peer.ask(deliver("помощь")[0])
        waiting = await centre.submit()
        [row] = await door.rows()
        await door.remove(row["id"])
        await door.remove(row["id"])
        assert (await peer.ask(deliver("баланс", BORIS)[0])).status == 0
        await asyncio.sleep(5)
        assert [row["state"] for row in await door.rows()] == ["leaving"]
        assert centre.submits.empty()
        peer.respond(reply(waiting))
        assert await peer.closed == "unbound by the peer"
        assert await door.left() == []


@virtually
async def test_a_link_leaves_though_the_smsc_never_answers() -> None:
    """After the time for a response; what is unknown goes again on another link."""
    async with message_centre() as centre, managed(centre.address("response=20")) as door:
        centre.answer = silent_on_submits
        peer = await centre.bound()
        await peer.ask(deliver("помощь")[0])
        sent = await centre.submit()
        [row] = await door.rows()
        await door.remove(row["id"])
        await peer.closed
        centre.answer = reply
        await door.add(url(centre, "response=20"))
        again = await centre.submit()
        assert again.short_message == sent.short_message


@virtually
async def test_replies_wait_for_an_smsc_without_links() -> None:
    """Until it has one again, which may have other options."""
    store = Store(in_memory(), "alpha")
    async with message_centre() as centre, managed(centre.address(), store=store) as door:
        peer = await centre.bound()
        centre.answer = silent_on_submits
        await peer.ask(deliver("помощь")[0])
        await centre.submit()
        [row] = await door.rows()
        await door.remove(row["id"])
        await peer.ask(deliver("баланс")[0])
        peer.abort()
        assert await door.left() == []
        assert len(await store.queued()) == 2
        centre.answer = reply
        await door.add(url(centre, "long=sar"))
        assert [(await centre.text())[:6] for _ in range(2)] == ["Отправ", "Баланс"]
        await emptied(store)


@virtually
async def test_who_has_not_just_written_is_reached_through_an_smsc_that_has_links() -> None:
    """Though they wrote to another, or that is the first."""
    async with message_centre() as one, message_centre() as other, managed(one.address(), other.address()) as door:
        peer = await one.bound()
        await peer.ask(deliver("помощь")[0])
        await one.text()
        await door.remove((await door.rows())[0]["id"])
        assert (await door.ask("POST", "/v1/messages", NOTICE, token=MESSAGES))[0] == 202
        assert await other.text() == NOTICE["text"]
        await door.left()
        for row in await door.rows():
            await door.remove(row["id"])
        assert await door.left() == []
        assert (await door.ask("POST", "/v1/messages", NOTICE | {"key": "report-2"}, token=MESSAGES))[0] == 202
        await door.add(url(one))
        assert await one.text() == NOTICE["text"]


async def told(centre: MessageCentre, number: str) -> None:
    """Send a text as an SMSC does: on any link that is there, until it is taken."""
    while True:
        await asyncio.sleep(0.01)
        for peer in [*centre.peers]:
            try:
                response = await peer.send(deliver("помощь", number)[0])
            except IllegalState:  # not bound yet, or no more
                continue
            if response and response.status == Status.ROK:
                return


@virtually
async def test_under_traffic_nothing_is_lost_or_doubled() -> None:
    """While links come and go, each message is answered once."""
    numbers = [str(79160000000 + number) for number in range(100)]
    store = Store(in_memory(), "alpha")
    async with (
        message_centre() as centre,
        managed(centre.address("window=2"), store=store) as door,
        asyncio.timeout(60),
    ):
        await centre.bound()
        sending = [asyncio.create_task(told(centre, number)) for number in numbers]
        for _ in range(8):
            [id] = [row["id"] for row in await door.rows() if row["state"] != "leaving"]
            await door.add(url(centre, "window=2"))
            await centre.bound()
            await door.remove(id)
        await asyncio.gather(*sending)
        answered = Counter([(await centre.submit()).destination_addr for _ in numbers])
        await emptied(store)
        assert centre.submits.empty()
    assert answered == Counter(numbers)
