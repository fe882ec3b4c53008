"""Store and forward: what waits to be delivered to ESMEs, in order, until each delivery is answered.

Pure. A *lane* holds what must arrive one after the other (all from one number to one short number); its first delivery
is ready, under way or paused, and the next follows when that one is settled. Lanes never wait for each other.

    put -> take -> settle                    answered for good
                -> put_back -> take ...      the link was lost: again, at once
                -> pause -> wake -> take ... refused for now: again after a growing pause
"""

import heapq
from collections import deque
from collections.abc import Hashable, Sequence
from itertools import islice

import msgspec

from smpp.pdus import DeliverSm

WAITING_LIMIT = 100_000
"""Deliveries that may wait; more are refused."""
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
"""Seconds before a refused delivery goes again: each pause is twice the last."""


class QueueFull(Exception):
    """WAITING_LIMIT deliveries wait already."""


class Route(msgspec.Struct, frozen=True):
    """Where to: any ESME that serves the short number `destination`, or only the one of `system_id` (receipts)."""

    destination: str
    system_id: str | None = None


class Delivery(msgspec.Struct, frozen=True):
    """One deliver_sm with its lane and route."""

    lane: Hashable
    route: Route
    pdu: DeliverSm
    refusals: int = 0


class Again(Delivery, frozen=True):
    """One that an ESME has taken already."""


class Forwarding:
    """The deliveries that wait, are under way or paused."""

    def __init__(self, limit: int = WAITING_LIMIT, first_pause: float = FIRST_PAUSE) -> None:
        self.waiting = 0
        self._limit = limit
        self._first_pause = first_pause
        self._lanes: dict[Hashable, deque[Delivery]] = {}
        self._ready: dict[Route, deque[Delivery]] = {}
        self._paused: list[tuple[float, int, Delivery]] = []
        self._pauses = 0

    def put(self, deliveries: Sequence[Delivery]) -> None:
        """Add these, all or none. Raises QueueFull."""
        if self.waiting + len(deliveries) > self._limit:
            raise QueueFull(f"{self.waiting} messages wait already")
        self.waiting += len(deliveries)
        for delivery in deliveries:
            lane = self._lanes.setdefault(delivery.lane, deque())
            lane.append(delivery)
            if len(lane) == 1:
                self._make_ready(delivery)

    def routes(self) -> list[Route]:
        """Routes on which something is ready."""
        return [*self._ready]

    def ready(self, route: Route) -> bool:
        """Whether something is ready on this route."""
        return route in self._ready

    def take(self, route: Route) -> Delivery:
        """The next that is ready on this route; from now on it is under way. KeyError if nothing is."""
        ready = self._ready[route]
        delivery = ready.popleft()
        if not ready:
            del self._ready[route]
        return delivery

    def settle(self, delivery: Delivery) -> None:
        """It was answered for good; the next of its lane is ready."""
        self.waiting -= 1
        lane = self._lanes[delivery.lane]
        lane.popleft()
        if lane:
            self._make_ready(lane[0])
        else:
            del self._lanes[delivery.lane]

    def cancel(self, delivery: Delivery) -> bool:
        """It shall not go any more; False if it is under way already, or was settled."""
        lane = self._lanes.get(delivery.lane, deque())
        if delivery in self._ready.get(delivery.route, ()):
            self._ready[delivery.route].remove(delivery)
            if not self._ready[delivery.route]:
                del self._ready[delivery.route]
            self.settle(delivery)
        elif delivery in islice(lane, 1, None):
            lane.remove(delivery)
            self.waiting -= 1
        else:
            return False
        return True

    def put_back(self, delivery: Delivery) -> None:
        """It may not have arrived: it is ready again, before all others."""
        self._ready.setdefault(delivery.route, deque()).appendleft(delivery)

    def pause(self, delivery: Delivery, now: float) -> None:
        """It was refused for now: it will be ready after a pause."""
        pause = min(self._first_pause * 2.0 ** min(delivery.refusals, 16), LONGEST_PAUSE)
        refused = msgspec.structs.replace(delivery, refusals=delivery.refusals + 1)
        self._pauses += 1
        heapq.heappush(self._paused, (now + pause, self._pauses, refused))

    def wake(self, now: float) -> None:
        """Make ready what has paused long enough."""
        while self._paused and self._paused[0][0] <= now:
            self._make_ready(heapq.heappop(self._paused)[2])

    def deadline(self) -> float | None:
        """When to call `wake`."""
        return self._paused[0][0] if self._paused else None

    def _make_ready(self, delivery: Delivery) -> None:
        self._ready.setdefault(delivery.route, deque()).append(delivery)
