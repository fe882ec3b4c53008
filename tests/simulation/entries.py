"""The effects that were ever queued, as Redis saw them come and go, and what gateways wrote for them."""

from collections import Counter
from collections.abc import Callable, Iterable

from msgspec import Struct, field

from dialogs.effects import Say
from gateway import sms
from gateway.address import Address
from gateway.records import Queued
from smpp.pdus import SubmitSm
from tests.simulation.loop import Process


class Violation(AssertionError):
    """What must never happen has happened."""


class Entry(Struct, eq=False):
    """One effect. ``queue`` and ``id``: where it stands; gone when it stands nowhere.

    ``begun``: a gateway has written of it; ``writers``: who has; ``heard``: how often somebody has read of each part
    that it was taken; ``known``: those of which a program has, in time, and which it must not send again.
    """

    order: int
    queue: str
    id: str
    queued: Queued
    at: float
    origin: str
    parts: list[bytes] = field(default_factory=list)
    gone: bool = False
    adopted: bool = False
    begun: bool = False
    writers: set[Process] = field(default_factory=set)
    heard: Counter[bytes] = field(default_factory=Counter)
    known: dict[Process, set[bytes]] = field(default_factory=dict)

    @property
    def screen(self) -> int:
        """The number of the screen that asks; 0: it asks nothing, or is no text."""
        return self.queued.effect.screen if isinstance(self.queued.effect, Say) else 0

    @property
    def is_taken(self) -> bool:
        """Somebody knows that the SMSC has all of it."""
        return all(self.heard[part] for part in self.parts)

    @property
    def is_taken_twice(self) -> bool:
        """It was sent again though somebody had read that it was taken; or the second was one like it."""
        return bool(self.parts) and all(self.heard[part] > 1 for part in self.parts)


class Entries:
    """All of them, in the order in which they were queued."""

    def __init__(self, addresses: Iterable[Address]) -> None:
        self.all: list[Entry] = []
        self._addresses = {address.name: address for address in addresses}
        self._standing: dict[tuple[str, str], Entry] = {}

    def queue(self, queue: str, id: str, queued: Queued, at: float) -> Entry:
        """A turn has queued it."""
        entry = Entry(len(self.all), queue, id, queued, at, queue)
        if isinstance(queued.effect, Say):
            pdus = sms.reply(
                self._addresses[queued.route.smsc],
                queued.number,
                queued.route.service,
                queued.effect.text,
                queued.reference,
            )
            entry.parts = [pdu.short_message for pdu in pdus]
        self.all.append(entry)
        self._standing[queue, id] = entry
        return entry

    def adopt(self, queue: str, id: str, queued: Queued) -> Entry:
        """Another gateway has moved it to its own queue."""
        old = next(entry for entry in self.standing() if entry.queued == queued and entry.queue != queue)
        del self._standing[old.queue, old.id]
        old.queue, old.id, old.adopted = queue, id, True
        self._standing[queue, id] = old
        return old

    def delete(self, queue: str, id: str) -> Entry | None:
        """It is done; None: it was not there."""
        entry = self._standing.pop((queue, id), None)
        if entry:
            entry.gone = True
            self._tell_twins_apart(entry)
        return entry

    def _tell_twins_apart(self, entry: Entry) -> None:
        """Of two replies alike nobody sees on a link which was sent; but the one that was is deleted."""
        if entry.is_taken:
            return
        twins = [twin for twin in self.all if twin.parts == entry.parts and twin.queued.number == entry.queued.number]
        for twin in twins:
            if twin.is_taken and not twin.gone:
                entry.heard, twin.heard, twin.known = twin.heard, entry.heard, {}
                return
        for twin in twins:
            if twin.is_taken_twice:
                entry.heard.update(entry.parts)
                twin.heard.subtract(entry.parts)
                return

    def standing(self) -> list[Entry]:
        """Those that are still to be done."""
        return sorted(self._standing.values(), key=lambda entry: entry.order)

    def written(self, process: Process, queue: str, pdu: SubmitSm, is_stale: Callable[[Entry], bool]) -> Entry:
        """The entry for which a gateway writes this; raises Violation if there is no reason to write it."""
        mine = [
            entry
            for entry in self.standing()
            if entry.queue == queue and entry.queued.number == pdu.destination_addr and pdu.short_message in entry.parts
        ]
        if not mine:
            raise Violation(f"{process.name} sends {pdu.destination_addr} what its queue does not hold")
        wanted = [entry for entry in mine if pdu.short_message not in entry.known.get(process, ())]
        if not wanted:
            raise Violation(f"{process.name} sends {pdu.destination_addr} again what it knows to be taken")
        wanted.sort(key=lambda entry: (self._overtaken_by(entry) is not None, is_stale(entry), entry.order))
        entry = wanted[0]  # of twins nobody sees which it is
        if later := self._overtaken_by(entry):
            raise Violation(f"{entry.queued.number} got {later.id} before {entry.id} of {entry.origin}")
        entry.begun = True
        return entry

    def _overtaken_by(self, entry: Entry) -> Entry | None:
        """Of one number and one gateway, replies begin in the order in which they were queued."""
        if entry.begun or entry.adopted:
            return None
        for later in self.all[entry.order + 1 :]:
            alike = (later.origin, later.queued.number) == (entry.origin, entry.queued.number)
            if later.begun and alike and later.parts != entry.parts and not later.adopted:
                return later
        return None
