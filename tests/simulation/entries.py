"""The effects that were ever queued, as Redis saw them come and go, and what gateways wrote for them."""

from collections import Counter
from collections.abc import Callable, Iterable

from msgspec import Struct, field

from dialogs.effects import Ask, Say
from gateway import sms
from gateway.address import Address
from gateway.records import Queued, Window
from operator_api.contract import AnyQuestion
from smpp.pdus import SubmitSm
from smpp.tlvs import ITS_SESSION_INFO
from tests.simulation.calls import END
from tests.simulation.loop import Process


class Violation(AssertionError):
    """What must never happen has happened."""


def part_of(pdu: SubmitSm) -> bytes:
    """What tells the parts of a number apart: the text, and the session that it is said in."""
    return pdu.short_message + dict(pdu.tlvs).get(ITS_SESSION_INFO.tag, b"")


class Entry(Struct, eq=False):
    """One effect. ``queue`` and ``id``: where it stands; gone when it stands nowhere; ``by_sms``: its parts if it is a
    page that is worth something though its session is over.

    ``begun``: a gateway has written of it; ``writers``: who has; ``heard``: how often somebody has read of each part
    that it was taken; ``known``: those of which a program has, in time, and which it must not send again;
    ``shown_at``: when a phone displayed the page.
    """

    order: int
    queue: str
    id: str
    queued: Queued
    at: float
    origin: str
    parts: list[bytes] = field(default_factory=list)
    by_sms: list[bytes] = field(default_factory=list)
    gone: bool = False
    adopted: bool = False
    begun: bool = False
    writers: set[Process] = field(default_factory=set)
    heard: Counter[bytes] = field(default_factory=Counter)
    known: dict[Process, set[bytes]] = field(default_factory=dict)
    shown_at: float | None = None

    def may_be(self, other: "Entry") -> bool:
        """Nobody sees on a link which of the two is sent."""
        alike = self.parts in (other.parts, other.by_sms) or self.by_sms == other.parts
        return bool(self.parts) and alike and self.queued.number == other.queued.number

    @property
    def text(self) -> str:
        """What is said; '' if it is a question to the operator."""
        return self.queued.effect.text if isinstance(self.queued.effect, Say) else ""

    @property
    def question(self) -> AnyQuestion | None:
        """What the operator is asked."""
        return self.queued.effect.question if isinstance(self.queued.effect, Ask) else None

    @property
    def is_page(self) -> bool:
        """It is said in a USSD session."""
        return isinstance(self.queued.effect, Say) and self.queued.route.window is not None

    @property
    def is_only_for_now(self) -> bool:
        """It is a page that is worth nothing when its session is over."""
        effect = self.queued.effect
        return self.is_page and isinstance(effect, Say) and (effect.screen > 0 or effect.only == "session")

    @property
    def place(self) -> int:
        """The session and the message in it that the page replies to."""
        window = self.queued.route.window
        assert window
        assert window.peer
        return int.from_bytes(dict(window.peer.tlvs)[ITS_SESSION_INFO.tag], "big") & ~END

    @property
    def screen(self) -> int:
        """The number of the screen that asks; 0: it asks nothing, or is no text."""
        return self.queued.effect.screen if isinstance(self.queued.effect, Say) else 0

    @property
    def ways(self) -> list[list[bytes]]:
        """Its parts in the session, and by SMS, as far as it may go so."""
        return [parts for parts in (self.parts, self.by_sms) if parts]

    @property
    def is_taken(self) -> bool:
        """Somebody knows that the SMSC has all of it."""
        return not self.parts or any(self.times_taken(parts) for parts in self.ways)

    @property
    def is_taken_twice(self) -> bool:
        """It was sent again though somebody had read that it was taken; or the second was one like it."""
        return sum(map(self.times_taken, self.ways)) > 1

    def times_taken(self, parts: list[bytes]) -> int:
        """How often somebody has read that the SMSC has all of these."""
        return min(self.heard[part] for part in parts)


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
            entry.parts = self._parts(queued, queued.effect, queued.route.window)
            if entry.is_page and not entry.is_only_for_now:
                entry.by_sms = self._parts(queued, queued.effect, None)
        self.all.append(entry)
        self._standing[queue, id] = entry
        return entry

    def _parts(self, queued: Queued, say: Say, window: Window | None) -> list[bytes]:
        address = self._addresses[queued.route.smsc]
        if window:
            assert window.peer
            return [part_of(address.ussd.reply(window.peer, say.text, ends=not say.screen))]
        pdus = sms.reply(address, queued.number, queued.route.service, say.text, queued.reference)
        return [part_of(pdu) for pdu in pdus]

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
        twins = [twin for twin in self.all if entry.may_be(twin)]
        for twin in twins:
            if twin.is_taken and not twin.gone:
                entry.heard, twin.heard, twin.known = twin.heard, entry.heard, {}
                return
        for twin in twins:
            common = [parts for parts in entry.ways if twin.times_taken(parts)]
            if twin.is_taken_twice and common:
                entry.heard.update(common[0])
                twin.heard.subtract(common[0])
                return

    def standing(self) -> list[Entry]:
        """Those that are still to be done."""
        return sorted(self._standing.values(), key=lambda entry: entry.order)

    def written(self, process: Process, queue: str, pdu: SubmitSm, is_stale: Callable[[Entry], bool]) -> Entry:
        """The entry for which a gateway writes this; raises Violation if there is no reason to write it."""
        mine = [
            entry
            for entry in self.standing()
            if entry.queue == queue
            and entry.queued.number == pdu.destination_addr
            and part_of(pdu) in (*entry.parts, *entry.by_sms)
        ]
        if not mine:
            raise Violation(f"{process.name} sends {pdu.destination_addr} what its queue does not hold")
        wanted = [entry for entry in mine if part_of(pdu) not in entry.known.get(process, ())]
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
        if entry.begun or entry.adopted or entry.is_page:
            return None
        for later in self.all[entry.order + 1 :]:
            alike = (later.origin, later.queued.number) == (entry.origin, entry.queued.number)
            if later.begun and alike and not (later.may_be(entry) or later.adopted or later.is_page):
                return later
        return None
