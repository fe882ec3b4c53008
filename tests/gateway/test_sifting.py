"""Whatever the order of deliveries, answers, proofs and losses: each message of a person has one turn."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.events import Text
from gateway.clock import Clock
from gateway.connection import Connection
from gateway.inbox import Arrival
from gateway.proofs import MOST_CLOSED, Proofs
from gateway.records import Delivery
from gateway.redelivery import MOST_UNPROVEN, Redelivery
from state.connection import in_memory
from state.store import Store

NAMES = ("alpha", "beta")
NUMBERS = iter(range(1, 1 << 62))


class Line(Connection):
    """A connection that brings what it is told to, and answers at once."""

    def __init__(self) -> None:
        self.number = next(NUMBERS)
        self.arrived = self.acked = self.last = 0
        self.beyond = set()
        self.closed = asyncio.get_running_loop().create_future()


@dataclass
class Node:
    """A gateway with its links; ``inbox`` holds what waits, with the person's message and the link it came on."""

    store: Store
    proofs: Proofs
    redelivery: Redelivery
    lines: list[Line]
    inbox: list[Arrival] = field(default_factory=list)


class World:
    """One person, one SMSC that brings everything until it has read the answer, two gateways on one Redis.

    Texts are the person's; what was brought and not read yet is ``under_way`` on a link.
    """

    def __init__(self) -> None:
        self.redis = in_memory()
        self.nodes: dict[str, Node] = {}
        self.record: list[Delivery] = []
        self.written: list[str] = []
        self.waiting: list[str] = []
        self.under_way: dict[Line, list[str]] = {}
        self.answered: Counter[Line] = Counter()
        self.turns: list[str] = []

    async def start(self, name: str) -> None:
        """A gateway of that name begins, whatever became of the last one."""
        if last := self.nodes.get(name):
            for line in last.lines:
                self._lose(line)
        store, clock = Store(self.redis, name), Clock()
        await store.take()
        proofs = Proofs(store, clock)
        self.nodes[name] = Node(store, proofs, Redelivery(proofs, clock), [self._line(), self._line()])

    def _line(self) -> Line:
        line = Line()
        self.under_way[line] = []
        return line

    def write(self, text: str) -> None:
        """The SMSC has one more to bring."""
        self.written.append(text)
        self.waiting.append(text)

    async def bring(self, name: str, index: int) -> None:
        """The oldest that waits, on one of the gateway's links, if the record may keep so many."""
        if self.waiting and sum(map(len, self.under_way.values())) + len(self.record) < MOST_UNPROVEN:
            node = self.nodes[name]
            line, text = node.lines[index], self.waiting.pop(0)
            self.under_way[line].append(text)
            line.arrived += 1
            delivery = node.redelivery.delivery(line, text.encode())
            acknowledge = lambda: self.answered.update([line])  # noqa: E731
            event = Text(at=0.0, text=text)
            node.inbox.append(Arrival(event=event, route=None, deliveries=(delivery,), acknowledge=acknowledge))
            await self.step(name)

    async def step(self, name: str) -> None:
        """The turn of what has gathered; after it what the other side proved is known."""
        node = self.nodes[name]
        await node.proofs.look()
        gone = node.proofs.gone()
        node.inbox = [arrival for arrival in node.inbox if arrival.deliveries[-1].connection not in gone]
        sifted = node.redelivery.sift(self.record, node.inbox)
        self.record, node.inbox = sifted.unproven, sifted.waiting
        self.turns += [arrival.event.text for arrival in sifted.new if isinstance(arrival.event, Text)]
        for arrival in sifted.taken:
            arrival.acknowledge()
        await node.store.commit([], acked=node.proofs.news())

    async def prove(self, name: str, index: int) -> None:
        """The SMSC reads what is answered, in order, and says so; others hear of it."""
        line = self.nodes[name].lines[index]
        read, self.answered[line] = self.answered[line], 0
        del self.under_way[line][:read]
        line.acked = line.last = line.acked + read
        await self.nodes[name].store.beat(self.nodes[name].proofs.all())

    def lose(self, name: str, index: int) -> None:
        """A link dies, with all answers that were not read; there will be a new one."""
        lines = self.nodes[name].lines
        self._lose(lines[index])
        lines[index] = self._line()

    def _lose(self, line: Line) -> None:
        line.closed.set_result("lost")
        self.waiting = self.under_way.pop(line) + self.waiting
        del self.answered[line]

    async def settle(self) -> None:
        """Until everything is brought, answered and proven."""
        while self.waiting or any(self.under_way.values()):
            for name in NAMES:
                await self.bring(name, 0)
                for _ in range(2):
                    await self.step(name)
                for index in range(2):
                    await self.prove(name, index)


LINK = st.tuples(st.sampled_from(NAMES), st.integers(0, 1))
EVENTS = st.one_of(
    st.tuples(st.just("write"), st.sampled_from("12")),
    st.tuples(st.just("bring"), LINK),
    st.tuples(st.just("prove"), LINK),
    st.tuples(st.just("lose"), LINK),
    st.tuples(st.just("step"), st.sampled_from(NAMES)),
    st.tuples(st.just("start"), st.sampled_from(NAMES)),
)


async def live(events: list[tuple[str, str | tuple[str, int]]]) -> World:
    """The world after all this, when it has come to rest."""
    world = World()
    for name in NAMES:
        await world.start(name)
    for what, where in events:
        happened = getattr(world, what)(*((where,) if isinstance(where, str) else where))
        if happened is not None:
            await happened
    await world.settle()
    return world


@settings(max_examples=60, deadline=None)
@given(st.lists(EVENTS, max_size=40))
def test_each_message_has_one_turn(events: list[tuple[str, str | tuple[str, int]]]) -> None:
    """As often as something was written it was stepped: nothing is swallowed, nothing stepped twice."""
    world = asyncio.run(live(events))
    assert Counter(world.turns) == Counter(world.written)


async def test_of_connections_that_closed_the_newest_are_remembered() -> None:
    """A flapping link does not fill Redis; one that lives is never forgotten."""
    store = Store(in_memory(), "alpha")
    await store.take()
    proofs = Proofs(store, Clock())
    lives, *closed = [Line() for _ in range(MOST_CLOSED + 10)]
    names = [proofs.name(line) for line in (lives, *closed)]
    for line in closed:
        line.closed.set_result("lost")
    assert [*proofs.all()] == [names[0], *names[-MOST_CLOSED:]]
