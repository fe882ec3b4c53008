"""The links that one SMSC has been given; they come and go while we run."""

import asyncio
import itertools
from datetime import UTC, datetime, timedelta
from typing import Literal

import msgspec

from gateway.address import Address
from gateway.connection import Owner
from gateway.links import BINDS, Link
from smpp.pdus import Bind, BindReceiver, BindTransceiver, BindTransmitter

_ids = itertools.count(1)

BIND_NAMES: dict[type[Bind], str] = {
    BindTransceiver: "transceiver",
    BindTransmitter: "transmitter",
    BindReceiver: "receiver",
}


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """How one bind of a link is, and since when; ``why`` it was not bound the last time it was tried. ``waiting`` is
    what is in the window; ``sent`` and ``received`` count messages, in all its connections."""

    id: int
    smsc: str
    bind: str
    state: Literal["bound", "connecting", "refused", "leaving"]
    since: str
    why: str
    next_try: str | None
    window: int
    waiting: int
    sent: int
    received: int


class Kept:
    """Links by id. With ``tx-rx`` a link is a pair of binds."""

    def __init__(self, owner: Owner) -> None:
        self._owner = owner
        self.links: dict[int, list[Link]] = {}
        self._tasks: dict[int, list[asyncio.Task[None]]] = {}
        self._group: asyncio.TaskGroup | None = None

    @property
    def staying(self) -> bool:
        """Whether there is one that is not about to leave."""
        return any(not link.leaving for links in self.links.values() for link in links)

    async def run(self, address: Address) -> None:
        """Keep them up until cancelled, then unbind; at first there are as many as the address says."""
        for _ in range(address.links - len(self.links)):
            self.add(address)
        async with asyncio.TaskGroup() as self._group:
            for id in self.links:
                self._start(self._group, id)
            await asyncio.get_running_loop().create_future()

    def add(self, address: Address) -> int:
        """One more; its id."""
        id = next(_ids)
        self.links[id] = [Link(address, bind, self._owner) for bind in BINDS[address.bind]]
        if self._group:
            self._start(self._group, id)
        return id

    def remove(self, id: int) -> None:
        """Have all answered that is under way on it, then unbind it."""
        if self._group and not any(link.leaving for link in self.links[id]):
            for link in self.links[id]:
                link.leave()
            self._group.create_task(self._leave(id))

    def rows(self) -> list[Row]:
        """Each bind of each link."""
        return [_row(id, link) for id, links in self.links.items() for link in links]

    def _start(self, group: asyncio.TaskGroup, id: int) -> None:
        self._tasks[id] = [group.create_task(link.run()) for link in self.links[id]]

    async def _leave(self, id: int) -> None:
        await asyncio.gather(*(link.drained() for link in self.links[id]))
        tasks = self._tasks.pop(id)
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        del self.links[id]


def _row(id: int, link: Link) -> Row:
    connection = link.connection
    since = connection.since if connection and connection.bound else None
    return Row(
        id=id,
        smsc=link.address.name,
        bind=BIND_NAMES[type(link.bind)],
        state=_state(link, since is not None),
        since=_told(link.lost if since is None else since),
        why=link.why,
        next_try=None if link.next_try is None else _told(link.next_try),
        window=link.address.window,
        waiting=connection.waiting if connection else 0,
        sent=link.submitted + (connection.submitted if connection else 0),
        received=link.arrived + (connection.arrived if connection else 0),
    )


def _state(link: Link, bound: bool) -> Literal["bound", "connecting", "refused", "leaving"]:
    if link.leaving:
        return "leaving"
    if bound:
        return "bound"
    return "connecting" if link.refused is None else "refused"


def _told(moment: float) -> str:
    """A time of the loop, as people read it."""
    ahead = timedelta(seconds=moment - asyncio.get_running_loop().time())
    return (datetime.now(UTC) + ahead).isoformat(timespec="seconds")
