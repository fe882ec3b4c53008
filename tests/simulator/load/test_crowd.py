"""Phones in conversation, with a clock that the test moves."""

import re
from itertools import count

import msgspec
import pytest

from simulator.forwarding import QueueFull
from simulator.load.conversations import Conversation, Expected, Line, line
from simulator.load.waits import wait
from simulator.phones import Sms
from simulator.ussd import NETWORK_ERROR, Busy
from smpp.errors import LocalError
from tests.simulator.load.scene import BALANCE, MENU, TWO, Scene


def test_a_phone_says_its_lines_each_when_it_was_answered() -> None:
    """And no more."""
    scene = Scene(TWO)
    assert scene.at(0.0) == [(0.0, "1", "sms", "услуги")]
    assert scene.at(1.0) == []
    assert scene.sms("1") == [(1.0, "1", "sms", "0")]
    assert scene.sms("1") == []
    assert scene.counts == (2, 2, {})


def test_it_thinks_before_the_next_line() -> None:
    """Which is due when it has."""
    scene = Scene(msgspec.structs.replace(TWO, think=wait("2s")))
    scene.at(0.0)
    scene.at(1.0)
    assert scene.sms("1") == []
    assert scene.crowd.deadline() == 3.0
    assert scene.at(3.0) == [(3.0, "1", "sms", "0")]


def test_latency_counts_from_when_a_message_was_due() -> None:
    """Not from when we came to send it, 0.5 s late: so nothing is left out when all is slow."""
    scene = Scene(BALANCE, begins=[1.0])
    scene.at(1.5)
    scene.at(2.0)
    scene.sms("1")
    tallies = scene.crowd.tallies
    assert tallies.whole.latency.most == pytest.approx(1.0)
    assert tallies.lag.most == pytest.approx(0.5)


def test_latency_counts_though_no_phone_was_free() -> None:
    """The second conversation waits for the end of the first; that is not our lag."""
    scene = Scene(BALANCE, begins=[0.0, 1.0], phones=["1"])
    scene.at(0.0)
    assert scene.at(1.0) == []
    scene.at(3.0)
    assert scene.sms("1") == [(3.0, "1", "sms", "баланс")]
    scene.at(4.0)
    scene.sms("1")
    assert scene.crowd.tallies.whole.latency.most == pytest.approx(3.0)
    assert (scene.crowd.short, scene.crowd.tallies.lag.most) == (1, 0.0)


def test_what_found_no_phone_to_the_end_is_an_error() -> None:
    """It was due."""
    scene = Scene(BALANCE, begins=[0.0, 1.0], phones=["1"], end=5.0)
    scene.at(0.0)
    scene.at(1.0)
    scene.at(5.0)
    scene.sms("1")
    assert scene.counts == (2, 1, {"no phone": 1})
    assert scene.crowd.deadline() is None


def test_an_open_load_begins_whether_others_are_answered_or_not() -> None:
    """Each with another phone."""
    scene = Scene(BALANCE, begins=[0.0, 1.0, 2.0])
    assert [number for at in (0.0, 1.0, 2.0) for _, number, _, _ in scene.at(at)] == ["1", "2", "3"]


def test_a_closed_load_begins_another_when_one_is_over() -> None:
    """With the phone that has rested for longest."""
    scene = Scene(BALANCE, closed=True)
    scene.at(0.0)
    scene.at(1.0)
    scene.sms("1")
    assert scene.at(1.0) == [(1.0, "2", "sms", "баланс")]


def test_a_closed_load_rests_after_a_failure() -> None:
    """A second; else nothing but failures would fill the time."""
    scene = Scene(BALANCE, closed=True)
    scene.refusal = QueueFull("full")
    scene.at(0.0)
    scene.refusal = None
    assert scene.at(0.9) == []
    assert scene.at(1.0) == [(1.0, "2", "sms", "баланс")]
    assert scene.counts == (2, 0, {"refused": 1})


def test_conversations_by_weight() -> None:
    """Three of one to one of the other, about."""
    often = msgspec.structs.replace(BALANCE, name="often", weight=3.0)
    scene = Scene(often, BALANCE, begins=[0.0] * 400, phones=[*map(str, range(400))])
    scene.at(0.0)
    assert scene.crowd.tallies.of["often"].sent == pytest.approx(300, abs=30)


def test_nothing_is_due_after_the_end() -> None:
    """What waits for its reply may still get it; who drives it is told when nothing does any more."""
    scene = Scene(TWO, begins=count(0.0, 5.0), end=9.0)
    scene.at(0.0)
    scene.at(5.0)
    assert scene.at(9.0) == []
    assert scene.sms("1") == []
    assert scene.crowd.deadline() == 15.0
    scene.at(15.0)
    assert scene.crowd.deadline() is None
    assert scene.counts == (2, 1, {"unanswered": 1})


def test_only_what_is_due_in_the_measured_time_counts() -> None:
    """The seconds show all."""
    scene = Scene(BALANCE, begins=[0.0, 5.0, 6.0], begin=5.0, end=6.0)
    for now, number in ((0.0, "1"), (5.0, "2"), (6.0, "3")):
        scene.at(now)
        scene.sms(number)
    assert scene.counts == (1, 1, {})
    assert [tally.sent for tally in scene.crowd.tallies.seconds] == [1, 0, 0, 0, 0, 1, 1]


def test_stopping_early() -> None:
    """Counted is what was due until then."""
    scene = Scene(BALANCE, begins=[0.0, 1.0, 2.0])
    scene.at(0.0)
    scene.at(1.5)
    scene.crowd.stop()
    assert scene.at(2.0) == []
    assert (scene.crowd.tallies.end, scene.crowd.waiting) == (1.5, 2)


# Replies


def test_no_reply() -> None:
    """Not within the patience: the conversation is over."""
    scene = Scene(TWO, patience=10.0)
    scene.at(0.0)
    scene.at(9.9)
    assert scene.counts == (1, 0, {})
    scene.at(10.0)
    assert scene.counts == (1, 0, {"unanswered": 1})


def test_a_late_reply() -> None:
    """It is late instead, its latency is known, and there is only one."""
    scene = Scene(BALANCE, patience=10.0)
    scene.at(0.0)
    scene.at(10.0)
    scene.at(12.0)
    scene.sms("1")
    scene.sms("1")
    assert scene.counts == (1, 0, {"late": 1})
    assert scene.crowd.tallies.whole.latency.most == pytest.approx(12.0)
    assert scene.crowd.tallies.others == 1


def test_a_wrong_reply() -> None:
    """It does not hold what was expected, and none comes that does: the conversation is over."""
    scene = Scene(Conversation("right", (line("баланс", "Баланс: "), line("1"))), patience=10.0)
    scene.at(0.0)
    assert scene.sms("1", "Непонятно.") == []
    assert scene.counts == (1, 0, {})
    scene.at(10.0)
    assert scene.sms("1", "Баланс: 1,00") == []
    assert scene.counts == (1, 0, {"wrong": 1})


def test_another_reply_may_come_before() -> None:
    """People wait for what they asked for."""
    scene = Scene(Conversation("right", (line("баланс", "Баланс: "),)))
    scene.at(0.0)
    scene.sms("1", "Запрос принят. Ждите SMS.")
    scene.at(2.0)
    scene.sms("1", "Баланс: 1,00")
    assert scene.counts == (1, 1, {})
    assert scene.crowd.tallies.whole.latency.most == pytest.approx(2.0)


def test_several_texts_expected_in_one_reply_or_in_several() -> None:
    """In that order; the last makes it whole."""
    scene = Scene(Conversation("both", (line("услуги", "1", "2"),)), begins=[0.0, 0.0])
    scene.at(0.0)
    scene.sms("1", "1 и 2")
    assert scene.counts == (2, 1, {})
    scene.sms("2", "1 и еще")
    assert scene.counts == (2, 1, {})
    scene.sms("2", "2")
    assert scene.counts == (2, 2, {})


def test_the_wrong_order_is_wrong() -> None:
    """The first is not there after the second."""
    scene = Scene(Conversation("both", (line("услуги", "1", "2"),)), patience=10.0)
    scene.at(0.0)
    scene.sms("1", "2 и 1")
    scene.at(10.0)
    assert scene.counts == (1, 0, {"wrong": 1})


def test_replies_that_nobody_waits_for() -> None:
    """They are counted apart, wherever they come."""
    scene = Scene(BALANCE)
    scene.sms("2")
    assert scene.crowd.tallies.others == 1
    scene.crowd["a stranger"].take(Sms("111", "?", 1, "UCS-2", 0.0))
    assert scene.counts == (0, 0, {})


def test_it_asks_to_be_woken_once_for_all_that_comes() -> None:
    """An SMSC in the middle of a PDU is not ready for the answer."""
    scene = Scene(BALANCE, begins=[0.0, 0.0])
    scene.at(0.0)
    for number in ("1", "2"):
        scene.crowd[number].take(Sms("111", "да", 1, "UCS-2", 0.0))
    assert (scene.woken, scene.counts) == (1, (2, 0, {}))
    scene.crowd.hear()
    assert scene.counts == (2, 2, {})


# USSD


def test_codes_are_dialled_and_answered_in_the_session() -> None:
    """Once it is closed, one writes."""
    scene = Scene(Conversation("menu", (line("*111#"), line("1"), line("2"))))
    assert scene.at(0.0) == [(0.0, "1", "dial", "*111#")]
    assert scene.page("1", "1 Баланс") == [(0.0, "1", "enter", "1")]
    assert scene.page("1", "152,30", is_open=False) == [(0.0, "1", "sms", "2")]


def test_a_session_that_is_left_open_is_hung_up() -> None:
    """At the end of the conversation."""
    scene = Scene(MENU)
    scene.at(0.0)
    scene.page("1", "1 Баланс")
    assert scene.page("1", "Еще?") == [(0.0, "1", "hang up", "")]


def test_an_sms_where_a_page_is_awaited_is_beside_the_point() -> None:
    """Unless it is what was expected."""
    on = Line("1", "write", (Expected(re.compile("подключена"), sms=True),))
    scene = Scene(Conversation("buy", (line("*111#"), on)))
    scene.at(0.0)
    assert scene.sms("1") == []
    assert scene.page("1", "1 Да") == [(0.0, "1", "enter", "1")]
    assert scene.page("1", "Ждите: подключена будет", is_open=False) == []
    assert scene.counts == (2, 1, {})
    scene.sms("1", "Услуга подключена.")
    assert scene.counts == (2, 2, {})


def test_sms_is_always_one() -> None:
    """Though a session is open."""
    scene = Scene(Conversation("both", (line("*111#"), Line("баланс", "sms"))))
    scene.at(0.0)
    assert scene.page("1", "1 Баланс") == [(0.0, "1", "sms", "баланс")]


def test_the_network_lets_go() -> None:
    """That is no page."""
    scene = Scene(MENU)
    scene.at(0.0)
    scene.page("1", NETWORK_ERROR, is_open=False)
    assert scene.counts == (1, 0, {"network": 1})


def test_the_network_lets_go_of_what_nobody_waits_for() -> None:
    """That is no late reply."""
    scene = Scene(MENU, patience=10.0)
    scene.at(0.0)
    scene.at(10.0)
    scene.page("1", NETWORK_ERROR, is_open=False)
    assert (scene.counts, scene.crowd.tallies.others) == ((1, 0, {"unanswered": 1}), 0)


@pytest.mark.parametrize("refusal", [QueueFull("full"), Busy("busy"), LocalError("too long")])
def test_what_the_smsc_does_not_take(refusal: Exception) -> None:
    """Is refused; those that wait for the phone go on."""
    scene = Scene(BALANCE, begins=[0.0, 0.0], phones=["1"])
    scene.refusal = refusal
    scene.at(0.0)
    assert scene.counts == (2, 0, {"refused": 2})
