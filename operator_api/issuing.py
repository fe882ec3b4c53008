"""Sends the passwords that were asked for on the web: after the answer, so that the answer tells nothing."""

import asyncio
from collections.abc import Callable

from sqlalchemy import Connection, delete, select

from operator_api import books
from operator_api.back_office import BackOffice
from operator_api.callers import Caller
from operator_api.contract import Done, Number, Reason, Refused, SendPassword, Value
from operator_api.database import Database
from operator_api.outbox import notify
from operator_api.seal import Seal
from operator_api.tables import password_requests
from operator_api.working import keep_working

AT_ONCE = 20
LOOK_EVERY = 5.0
"""Seconds between two looks for requests that another server has noted."""

TOLD = {Reason.SIM_CHANGED: "password.sim_changed", Reason.TOO_MANY: "password.too_many"}
"""Refusals that the owner is told of, on the phone; after `too_soon` a password is on its way already."""


class Request(Value, frozen=True):
    """A wish for a password, noted."""

    key: str
    number: Number
    origin: str


class Issuing:
    """Carries out requests, oldest first; `run` it."""

    def __init__(
        self, database: Database, office: BackOffice, seal: Seal, requested: asyncio.Event, clock: Callable[[], float]
    ) -> None:
        """``requested`` is set when there may be some."""
        self._database = database
        self._office = office
        self._seal = seal
        self._requested = requested
        self._clock = clock

    async def run(self) -> None:
        """Until cancelled."""
        await keep_working(self._issue_some, "passwords", LOOK_EVERY, self._requested)

    async def _issue_some(self) -> bool:
        """Whether any were asked for."""
        requests = await self._database.read(_requests)
        for request in requests:
            await self._issue(request)
        return bool(requests)

    async def _issue(self, request: Request) -> None:
        caller = Caller("cabinet", "cabinet", request.origin)
        answer = await self._office.carry_out(SendPassword(request.number), request.key, caller)
        if answer.result != Done():
            await self._office.hash_nothing()
        told = TOLD.get(answer.result.reason) if isinstance(answer.result, Refused) else None
        now = self._clock()

        def work(connection: Connection) -> None:
            mine = delete(password_requests).where(password_requests.c.key == request.key)
            open = connection.execute(mine).rowcount  # another server may have been faster
            line = books.line_of(connection, request.number)
            if open and told and line:
                notify(connection, self._seal, line, told, now)

        await self._database.write(work)


def _requests(connection: Connection) -> list[Request]:
    columns = password_requests.c.key, password_requests.c.number, password_requests.c.origin
    found = connection.execute(select(*columns).order_by(password_requests.c.at).limit(AT_ONCE))
    return [Request(*row) for row in found]
