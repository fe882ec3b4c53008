"""Gateways that are wrong, each in one place: the simulation must catch every one of them."""

from collections.abc import Callable, Sequence

import msgspec

from gateway.gateway import Gateway
from gateway.inbox import Arrival, Inbox
from gateway.records import Delivery
from gateway.redelivery import Redelivery, Verdict
from operator_api.contract import Number
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
        super().put(number, msgspec.structs.replace(arrival, acknowledge=_nothing, refuse=None))


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


_made: Callable[..., Gateway] = Gateway
