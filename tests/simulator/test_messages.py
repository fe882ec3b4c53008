"""The memory of messages, and those that wait: within limits, and nothing that waits is forgotten."""

from itertools import pairwise

from simulator.mt.messages import MESSAGES_LIMIT, Messages
from simulator.mt.submission import Submission
from simulator.mt.waiting import Waiting
from simulator.phones import Phones
from smpp.pdus import SubmitSm
from smpp.receipts import MessageState
from tests.simulator.centre import NOON, PHONE, Clock, message

OFF = "79160000002"


def keeper(clock: Clock | None = None) -> Messages:
    """Of messages that arrive somewhere; one phone is off."""
    phones = Phones()
    phones.switch(OFF, reachable=False)
    return Messages(phones, clock or Clock(), arrive=lambda pdu: None, tell=lambda submission: None)


def test_old_messages_are_forgotten_but_not_those_that_wait() -> None:
    """Ids are remembered within a limit."""
    messages = keeper()
    waits = messages.submit(message(destination_addr=OFF), "esme").id
    ids = [messages.submit(message(), "esme").id for _ in range(MESSAGES_LIMIT + 1)]
    assert len({waits, *ids}) == MESSAGES_LIMIT + 2
    found = [messages.find(one, "esme") is not None for one in (waits, ids[0], ids[1], ids[-1])]
    assert found == [True, False, True, True]
    assert len(messages.known()) == MESSAGES_LIMIT + 1


def test_another_run_does_not_repeat_ids() -> None:
    """They begin with the time."""
    first, second = keeper(Clock(NOON)), keeper(Clock(NOON + 1))
    assert int(second.submit(message(), "esme").id) - int(first.submit(message(), "esme").id) == 1_000_000


def test_what_is_cancelled_again_and_again_leaves_no_trace() -> None:
    """The agenda is tidied up, though all of it was for tomorrow."""
    waiting = Waiting()
    for _ in range(5_000):
        one = Submission(1, "1", SubmitSm(destination_addr=PHONE), "esme", NOON, NOON, NOON + 86_400)
        waiting.add(one)
        waiting.remove(one)
    waiting.remove(one)
    assert (len(waiting), waiting.to(PHONE), len(waiting._agenda) <= 1_000) == (0, [], True)


def test_ends_are_counted() -> None:
    """For the metrics."""
    clock = Clock()
    messages = keeper(clock)
    messages.submit(message(), "esme")
    messages.submit(message(destination_addr=OFF, validity_period="000000000100000R"), "esme")
    messages.cancel(messages.submit(message(destination_addr=OFF), "esme"))
    clock.now += 60
    messages.tick()
    assert messages.ended == {MessageState.DELIVERED: 1, MessageState.EXPIRED: 1, MessageState.DELETED: 1}
    assert messages.due_in() is None


def test_messages_due_at_one_time_go_by_priority() -> None:
    """Higher ones first, then as they came."""
    arrived: list[str] = []
    clock = Clock()
    messages = Messages(Phones(), clock, lambda pdu: arrived.append(pdu.source_addr), lambda submission: None)
    for source, priority in (("a", 0), ("b", 3), ("c", 1), ("d", 3)):
        at_one = message(source_addr=source, priority_flag=priority, schedule_delivery_time="000000000100000R")
        messages.submit(at_one, "esme")
    clock.now += 60
    messages.tick()
    assert arrived == ["b", "d", "c", "a"]


def test_ids_rise() -> None:
    """By one."""
    messages = keeper()
    serials = [messages.submit(message(), "esme").serial for _ in range(3)]
    assert [later - earlier for earlier, later in pairwise(serials)] == [1, 1]
