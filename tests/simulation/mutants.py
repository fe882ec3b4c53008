"""Gateways that are wrong, each in one place: the simulation must catch every one of them."""

from collections.abc import Callable, Sequence

from msgspec.structs import asdict, replace

from dialogs.events import Closed
from gateway.address import Address
from gateway.gateway import Gateway
from gateway.inbox import Arrival, Inbox
from gateway.records import Codec, Delivery, Record
from gateway.redelivery import Redelivery, Verdict
from operator_api.contract import Number
from smpp.pdus import SubmitSm
from smpp.ussd import Dialect, Peer, dialect
from tests.simulation.world import Change


def without(name: str, old: str, new: str) -> Change:
    """A script of this name in which something else stands."""

    def change(script: str, source: str) -> str:
        if script != name:
            return source
        assert source.count(old) == 1, f"{name} has changed: mutate it anew"
        return source.replace(old, new)

    return change


SKIPS_THE_EPOCH = without("commit.lua", "if held[1] ~= epoch then", "if false then")

SKIPS_THE_VERSION = without(
    "commit.lua", "entry.accepted = unchanged(stored[i], entry.version) and", "entry.accepted ="
)

DELETES_AN_ASK_ON_CONFLICT = without(
    "commit.lua",
    "  if entry.accepted then\n    write(i, entry)\n",
    "  if #entry.settles > 0 then\n    redis.call('XDEL', queue, unpack(entry.settles))\n  end\n"
    "  if entry.accepted then\n    write(i, entry)\n",
)


class _Hasty(Inbox):
    def put(self, number: Number, arrival: Arrival) -> None:
        arrival.acknowledge()
        super().put(number, replace(arrival, acknowledge=_nothing, refuse=None))


def _nothing() -> None:
    return


def acknowledges_before_the_commit(*arguments: object) -> Gateway:
    """Whoever writes is answered at once."""
    gateway = _made(*arguments)
    for lane in gateway._lanes:
        lane.inbox.__class__ = _Hasty
    return gateway


class _Forgetful(Redelivery):
    def _judge(
        self, unproven: Sequence[Delivery], deliveries: Sequence[Delivery], deadline: float
    ) -> tuple[Verdict, Delivery | None]:
        return Verdict.NEW, None


def forgets_redelivery(*arguments: object) -> Gateway:
    """What the SMSC brings again is new."""
    gateway = _made(*arguments)
    for lane in gateway._lanes:
        lane.redelivery.__class__ = _Forgetful
    return gateway


class _Confused(Dialect):
    """Knows one session of each phone."""

    def __init__(self) -> None:
        shipped = dialect("")
        super().__init__(shipped.name, shipped.table)
        self._first: dict[str, Peer] = {}

    def reply(self, peer: Peer, text: str, *, ends: bool) -> SubmitSm:
        return super().reply(self._first.setdefault(peer.phone, peer), text, ends=ends)


class _Confusing(Address, frozen=True):
    @property
    def ussd(self) -> Dialect:
        return _CONFUSED


_CONFUSED = _Confused()


def replies_in_an_older_session(addresses: Sequence[Address], *arguments: object) -> Gateway:
    """A page goes to the first message of the phone."""
    _CONFUSED._first.clear()
    return _made([_Confusing(**asdict(address)) for address in addresses], *arguments)


def forgets_the_deadline(addresses: Sequence[Address], *arguments: object) -> Gateway:
    """A page goes when it is ready."""
    return _made([replace(address, ussd_deadline=600.0) for address in addresses], *arguments)


class _Trusting(Inbox):
    def put(self, number: Number, arrival: Arrival) -> None:
        event = arrival.event
        if isinstance(event, Closed):
            arrival = replace(arrival, event=replace(event, screen=0))
        super().put(number, arrival)


class _Believing(Codec):
    def record(self, data: bytes | None) -> Record:
        record = super().record(data)
        return replace(record, session=replace(record.session, paged=False))


def believes_in_every_page(*arguments: object) -> Gateway:
    """Whoever was asked has seen the question, and may agree by SMS."""
    gateway = _made(*arguments)
    for lane in gateway._lanes:
        lane.inbox.__class__ = _Trusting
        lane._turns._attempts._steps._codec.__class__ = _Believing
    return gateway


_made: Callable[..., Gateway] = Gateway
