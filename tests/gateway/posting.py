"""Who has something to say: posts messages to the doors of gateways."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from gateway.address import Address
from gateway.door import create_app
from gateway.gateway import Gateway
from gateway.sms import Subscribers
from operator_api.client import OperatorClient
from state.store import Store
from tests.gateway.message_centre import ANNA
from tests.gateway.serving import SUBSCRIBERS, Operator, serving

TOKEN = "for-messages"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
TEXT = "Ваш отчет готов."
NOTICE = {"to": ANNA, "text": TEXT, "class": "service", "key": "report-1"}
TAKEN = (202, {"status": "accepted"})
BUSY = (503, {"error": "busy"})

Answer = tuple[int, dict[str, str]]
"""Status and body; of an error its code alone."""


class Door:
    """A gateway's door, for who has the token."""

    def __init__(self, http: TestClient[web.Request, web.Application]) -> None:
        self.http = http

    async def post(self, **changes: object) -> Answer:
        """Post the notice, with changes."""
        async with self.http.post("/v1/messages", json=NOTICE | changes, headers=BEARER) as response:
            body = await response.json()
            return response.status, {"error": body["error"]["code"]} if "error" in body else body


@asynccontextmanager
async def door_of(gateway: Gateway) -> AsyncIterator[Door]:
    """It is open on a free port."""
    app = create_app(gateway.health, gateway.outgoing.take, TOKEN, None)
    async with TestClient(TestServer(app)) as http:
        yield Door(http)


@asynccontextmanager
async def posting(
    store: Store,
    *addresses: Address,
    operator: Operator | OperatorClient | None = None,
    subscribers: Subscribers = SUBSCRIBERS,
) -> AsyncIterator[Door]:
    """A gateway serves, and its door is open."""
    async with AsyncExitStack() as exits:
        on_it = serving(store, *addresses, operator=operator or Operator(), subscribers=subscribers)
        running = await exits.enter_async_context(on_it)
        yield await exits.enter_async_context(door_of(running.gateway))
