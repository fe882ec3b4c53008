"""Replies on their way to the phones."""

import asyncio

import pytest

from dialogs.effects import Say
from gateway.records import Queued, Route
from gateway.replies import MOST_REFUSALS, Replies
from operator_api.contract import Number
from smpp.parts import piece_of
from smpp.statuses import Status
from tests.gateway.fake_smsc import ADDRESS, FakeSmsc
from tests.gateway.virtual import virtually

ANNA, BORIS = Number("79160000001"), Number("79160000002")
LONG = "я" * 100


class Desk:
    """Replies, with the SMSC and what they told."""

    def __init__(self) -> None:
        self.smsc = FakeSmsc()
        self.done: list[str] = []
        self.dead: list[tuple[str, str]] = []
        self._replies = Replies({ADDRESS.name: self.smsc}, lambda: True, self.done.append, self._buried)

    def put(self, id: str, text: str = LONG, number: Number = ANNA) -> None:
        """A reply from the queue."""
        self._replies.put(id, Queued(number, Route(ADDRESS.name, "111"), 7, "", Say(text)))

    def _buried(self, id: str, queued: Queued, why: str) -> None:
        self.dead.append((id, why))


async def test_a_reply_is_done_when_the_smsc_has_taken_all_parts() -> None:
    """They are handed over in order."""
    desk = Desk()
    desk.put("1-0")
    parts = desk.smsc.answer(0, 0)
    assert [piece_of(part).index for part in parts] == [1, 2]
    assert (desk.done, desk.dead, desk.smsc.sendings) == (["1-0"], [], [])


async def test_replies_of_a_number_leave_one_after_the_other() -> None:
    """And those of another number do not wait for them."""
    desk = Desk()
    desk.put("1-0", "1")
    desk.put("1-1", "2")
    desk.put("1-2", "3", BORIS)
    assert [sending.unsent[0].short_message for sending in desk.smsc.sendings] == [b"1", b"3"]
    desk.smsc.answer(0)
    desk.smsc.answer(0)
    assert desk.smsc.answer(0)[0].short_message == b"2"
    assert desk.done == ["1-0", "1-2", "1-1"]


@pytest.mark.parametrize("status", [Status.RSYSERR, Status.RMSGQFUL, Status.RTHROTTLED, Status.RX_T_APPN])
@virtually
async def test_what_is_refused_for_now_goes_again_later(status: Status) -> None:
    """After a pause that grows; what follows waits."""
    desk = Desk()
    desk.put("1-0", "1")
    desk.put("1-1", "2")
    for pause in (1.0, 2.0, 4.0):
        refused = desk.smsc.answer(status)
        await asyncio.sleep(pause - 0.1)
        assert desk.smsc.sendings == []
        await asyncio.sleep(0.2)
        assert desk.smsc.parts() == refused
    desk.smsc.answer(0)
    assert desk.done == ["1-0"]
    assert desk.smsc.parts()[0].short_message == b"2"


@virtually
async def test_what_is_refused_too_often_is_a_dead_letter() -> None:
    """Then the next is sent."""
    desk = Desk()
    desk.put("1-0", "1")
    desk.put("1-1", "2")
    for _ in range(MOST_REFUSALS):
        await asyncio.sleep(61)
        desk.smsc.answer(Status.RTHROTTLED)
    assert [id for id, _ in desk.dead] == ["1-0"]
    assert "hrottl" in desk.dead[0][1]
    assert desk.smsc.parts()[0].short_message == b"2"


@pytest.mark.parametrize(
    "status", [Status.RINVDSTADR, Status.RINVMSGLEN, Status.RX_P_APPN, Status.RINVCMDID, Status.RUNKNOWNERR, 0x410]
)
async def test_what_is_refused_for_good_is_a_dead_letter_at_once(status: int) -> None:
    """It says why; a part that was taken does not help."""
    desk = Desk()
    desk.put("1-0")
    desk.smsc.answer(0, status)
    assert [id for id, _ in desk.dead] == ["1-0"]
    assert (desk.done, desk.smsc.sendings) == ([], [])


@virtually
async def test_only_parts_without_an_answer_go_again_and_they_are_the_same() -> None:
    """The phone joins them with those that it has."""
    desk = Desk()
    desk.put("1-0")
    first, second = desk.smsc.answer(None, 0)
    await asyncio.sleep(0.1)
    assert desk.smsc.answer(0) == [first]
    assert first != second
    assert desk.done == ["1-0"]


@virtually
async def test_after_three_unknown_outcomes_it_is_a_dead_letter() -> None:
    """The phone may have it three times by then."""
    desk = Desk()
    desk.put("1-0", "1")
    for _ in range(3):
        assert (desk.done, desk.dead) == ([], [])
        desk.smsc.answer(None)
        await asyncio.sleep(0.1)
    assert desk.dead == [("1-0", "no outcome")]
    assert desk.smsc.sendings == []


@virtually
async def test_an_unknown_outcome_waits_with_a_refused_part_for_its_pause() -> None:
    """Both go again together."""
    desk = Desk()
    desk.put("1-0")
    parts = desk.smsc.answer(None, Status.RTHROTTLED)
    await asyncio.sleep(0.9)
    assert desk.smsc.sendings == []
    await asyncio.sleep(0.2)
    assert desk.smsc.parts() == parts
