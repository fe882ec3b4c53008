"""All our SMSCs, and how links to them are added and removed while we serve."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from msgspec.structs import asdict

from gateway.address import MOST_LINKS, Address, parse
from gateway.errors import BadSetting
from gateway.kept import Row
from gateway.outgoing import NotTaken
from gateway.smsc import Smsc
from gateway.ways import Ways

MOST_SMSCS = 64


class Smscs:
    """``by_name`` is all that we know, also those that have lost their last link: replies may still wait for them."""

    def __init__(
        self,
        addresses: Sequence[Address],
        make: Callable[[Address], Smsc],
        services: Sequence[str],
        known: Callable[[], Coroutine[Any, Any, None]],
    ) -> None:
        """``known`` is called when an SMSC is new: something may wait for it."""
        self.by_name = {address.name: make(address) for address in addresses}
        self.ways = Ways([*self.by_name], services)
        self._make = make
        self._known = known
        self._group: asyncio.TaskGroup | None = None

    async def run(self) -> None:
        """Keep all links up until cancelled."""
        async with asyncio.TaskGroup() as self._group:
            for smsc in self.by_name.values():
                self._group.create_task(smsc.run())

    def rows(self) -> list[Row]:
        """How each bind is."""
        return [row for smsc in self.by_name.values() for row in smsc.kept.rows()]

    def add(self, url: str) -> int:
        """One more link, to a known SMSC or another; its id. Raises `BadSetting`, or `NotTaken` before we serve."""
        if self._group is None:
            raise NotTaken(503, "unavailable", "not serving yet")
        address = parse(url)
        if address.links > 1:
            raise BadSetting("links: one at a time is added here")
        smsc = self.by_name.get(address.name)
        id = self._new(self._group, address) if smsc is None else _another(smsc, address)
        self._choose_ways()
        return id

    def remove(self, id: int) -> None:
        """Give a link up, as soon as all is answered that is under way on it; KeyError for one that is not there."""
        for smsc in self.by_name.values():
            if id in smsc.kept.links:
                smsc.kept.remove(id)
                self._choose_ways()
                return
        raise KeyError(id)

    def _new(self, group: asyncio.TaskGroup, address: Address) -> int:
        if len(self.by_name) >= MOST_SMSCS:
            raise BadSetting(f"{MOST_SMSCS} SMSCs are all there may be")
        smsc = self.by_name[address.name] = self._make(address)
        id = smsc.kept.add(address)
        group.create_task(smsc.run())
        group.create_task(self._known())
        return id

    def _choose_ways(self) -> None:
        """Who has not just written is reached through an SMSC that keeps a link, if there is one."""
        staying = [name for name, smsc in self.by_name.items() if smsc.kept.staying]
        self.ways.use(staying or [*self.by_name])


def _another(smsc: Smsc, address: Address) -> int:
    if not smsc.kept.links:
        smsc.address = address
    if len(smsc.kept.links) >= MOST_LINKS:
        raise BadSetting(f"{MOST_LINKS} links to an SMSC are all there may be")
    known, wanted = asdict(smsc.address), asdict(address)
    if other := [name for name in known if name != "links" and known[name] != wanted[name]]:
        raise BadSetting(f"{address.name} has links with another {', '.join(other)}: give the same, or remove those")
    return smsc.kept.add(address)
