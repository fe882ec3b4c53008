"""What waits for ESMEs goes in the order of its lane, and again when it must."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.forwarding import LONGEST_PAUSE, Delivery, Forwarding, QueueFull, Route
from smpp.pdus import DeliverSm

SERVICE = Route("111")


def delivery(lane: str, text: str = "", route: Route = SERVICE) -> Delivery:
    """A message in that lane."""
    return Delivery(lane, route, DeliverSm(short_message=text.encode()))


def test_lanes_do_not_wait_for_each_other() -> None:
    """The first of each lane is ready; the second is not, while the first is under way."""
    queue = Forwarding()
    first, second, other = delivery("a", "1"), delivery("a", "2"), delivery("b", "3")
    queue.put([first, second, other])
    assert [queue.take(SERVICE) for _ in range(2)] == [first, other]
    assert not queue.ready(SERVICE)
    queue.settle(first)
    assert queue.take(SERVICE) == second


def test_routes_do_not_wait_for_each_other() -> None:
    """Each route has its own queue, and is named only while something is ready on it."""
    queue = Forwarding()
    receipts = Route("111", "esme")
    queue.put([delivery("a"), delivery("b", route=receipts)])
    assert queue.routes() == [SERVICE, receipts]
    queue.take(SERVICE)
    assert queue.routes() == [receipts]


def test_what_may_be_lost_goes_again_before_all_others() -> None:
    """A delivery without an answer is the next one."""
    queue = Forwarding()
    lost, other = delivery("a"), delivery("b")
    queue.put([lost, other])
    queue.take(SERVICE)
    queue.put_back(lost)
    assert queue.take(SERVICE) == lost


def test_pauses_grow_with_each_refusal() -> None:
    """A refused delivery comes back after 1, 2, 4 ... seconds, a minute at most."""
    queue = Forwarding()
    queue.put([delivery("a")])
    pauses = []
    for _ in range(2000):
        queue.pause(queue.take(SERVICE), now=0.0)
        due = queue.deadline()
        assert due is not None
        queue.wake(due - 0.001)
        assert not queue.ready(SERVICE)
        queue.wake(due)
        pauses.append(due)
    assert pauses[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert pauses[-1] == LONGEST_PAUSE


def test_a_full_queue_takes_all_or_nothing() -> None:
    """Beyond its limit it refuses, and keeps what it had."""
    queue = Forwarding(limit=2)
    queue.put([delivery("a")])
    with pytest.raises(QueueFull, match="1 messages wait"):
        queue.put([delivery("b"), delivery("c")])
    assert queue.waiting == 1


def test_nothing_is_due_in_an_empty_queue() -> None:
    """No deadline, no routes."""
    queue = Forwarding()
    assert (queue.deadline(), queue.routes(), queue.ready(SERVICE)) == (None, [], False)


@given(
    lanes=st.lists(st.sampled_from("abc"), max_size=20),
    fates=st.lists(st.sampled_from(["settle", "put_back", "pause"]), max_size=60),
)
def test_every_message_settles_once_and_in_order(lanes: list[str], fates: list[str]) -> None:
    """Whatever happens on the way, each lane is settled in the order in which it was filled."""
    queue = Forwarding()
    put = [delivery(lane, str(index)) for index, lane in enumerate(lanes)]
    queue.put(put)
    settled = defaultdict(list)
    for fate in [*fates, *["settle"] * len(put)]:
        queue.wake(1e9)
        if queue.ready(SERVICE):
            taken = queue.take(SERVICE)
            match fate:
                case "settle":
                    queue.settle(taken)
                    settled[taken.lane].append(taken.pdu)
                case "put_back":
                    queue.put_back(taken)
                case "pause":
                    queue.pause(taken, now=0.0)
    assert settled == {lane: [one.pdu for one in put if one.lane == lane] for lane in set(lanes)}
    assert queue.waiting == 0
