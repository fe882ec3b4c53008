"""Replies on their way to the phones."""

import asyncio

import pytest

from dialogs.effects import Say
from gateway.outlet import MOST_HELD
from gateway.records import Queued, Route
from gateway.replies import JITTER, Replies
from gateway.statuses import Course
from operator_api.contract import Number
from smpp.parts import piece_of
from smpp.statuses import Status
from smpp.tlvs import DELIVERY_FAILURE_REASON
from tests.gateway.counting import counted
from tests.gateway.fake_smsc import ADDRESS, FakeSmsc
from tests.gateway.virtual import virtually

ANNA, BORIS = Number("79160000001"), Number("79160000002")
LONG = "я" * 100

DEAD = {
    Status.RSYSERR: ("temporary", [1, 2, 4, 8, 16, 32, 60, 60, 60]),
    Status.RX_T_APPN: ("temporary", [1, 2, 4, 8, 16, 32, 60, 60, 60]),
    Status.RMSGQFUL: ("number", [30, 60, 120, 180, 180]),
    Status.RSUBMITFAIL: ("ambiguous", [5, 10]),
    Status.RUNKNOWNERR: ("ambiguous", [5, 10]),
    None: ("no outcome", [0, 0]),
} | {
    status: ("permanent", list[float]())
    for status in (
        *(0x01, 0x02, 0x03, 0x05, 0x06, 0x07, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F, 0x11, 0x13, 0x15, 0x33, 0x34),
        *(0x40, 0x42, 0x43, 0x44, *range(0x48, 0x52), 0x53, 0x54, 0x55, 0x61, 0x62, 0x63, 0x65, 0x66, 0x67),
        *(*range(0xC0, 0xC5), 0xFE, *range(0x100, 0x113), 0x400, 0x410, 0x4FF, 0x500, 0xFFFF_FFFF),
    )
}  # fmt: skip
"""By status, why a reply that is refused with it again and again is a dead letter, and the pauses before that."""


class Desk:
    """Replies, with the SMSC and what they told. ``shown`` is the last screen that each number was shown."""

    def __init__(self) -> None:
        self.smsc = FakeSmsc()
        self.done: list[str] = []
        self.dead: list[tuple[str, str, int | None, int]] = []
        self.shown = 0
        self._replies = Replies({ADDRESS.name: self.smsc}, lambda: True, self.done.append, self._buried, self._screens)

    def put(self, id: str, text: str = LONG, number: Number = ANNA, screen: int = 0, since: float = 0.0) -> None:
        """A reply from the queue."""
        say = Say(text, screen=screen)
        self._replies.put(id, Queued(number, Route(ADDRESS.name, "111"), 7, "", say), since)

    def _buried(self, id: str, queued: Queued, why: Course, status: int | None, tries: int) -> None:
        self.dead.append((id, why.name, status, tries))

    async def _screens(self, numbers: object) -> list[int]:
        return [self.shown]


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


@pytest.mark.parametrize("status", DEAD, ids=lambda status: "none" if status is None else hex(status))
@virtually
async def test_every_refusal_has_its_course(status: int | None) -> None:
    """The identical parts go again after pauses that grow, then it is a dead letter; what follows waits for that."""
    reason, pauses = DEAD[status]
    desk = Desk()
    desk.put("1-0", "1")
    desk.put("1-1", "2")
    for pause in pauses:
        assert (desk.done, desk.dead) == ([], [])
        refused = desk.smsc.answer(status)
        if pause:
            await asyncio.sleep(pause - 0.1)
            assert desk.smsc.sendings == []
        await asyncio.sleep(pause * (JITTER - 1) + 0.2)
        assert desk.smsc.parts() == refused
    desk.smsc.answer(status)
    assert desk.dead == [("1-0", reason, status, 1 + len(pauses))]
    assert desk.smsc.parts()[0].short_message == b"2"
    assert desk.done == []


@virtually
async def test_what_is_taken_after_a_pause_is_done() -> None:
    """Then the next is sent; others have not waited."""
    desk = Desk()
    desk.put("1-0", "1")
    desk.put("1-1", "2")
    desk.smsc.answer(Status.RMSGQFUL)
    desk.put("1-2", "3", BORIS)
    desk.smsc.answer(0)
    await asyncio.sleep(30 * JITTER + 0.1)
    desk.smsc.answer(0)
    desk.smsc.answer(0)
    assert desk.done == ["1-2", "1-0", "1-1"]


@virtually
async def test_a_failed_delivery_goes_again_if_the_smsc_says_that_it_is_temporary() -> None:
    """Else it is a dead letter."""
    desk = Desk()
    temporary, unavailable = (DELIVERY_FAILURE_REASON.with_value(reason) for reason in (3, 0))
    desk.put("1-0", "1")
    desk.smsc.answer(Status.RDELIVERYFAILURE, tlvs=(temporary,))
    await asyncio.sleep(JITTER + 0.1)
    desk.smsc.answer(Status.RDELIVERYFAILURE, tlvs=(unavailable,))
    assert desk.dead == [("1-0", "permanent", Status.RDELIVERYFAILURE, 2)]


@pytest.mark.parametrize(("status", "reason"), [(Status.RTHROTTLED, "throttled"), (Status.RINVBNDSTS, "not bound")])
@virtually
async def test_what_the_whole_bind_waits_for_is_a_dead_letter_after_many_times(status: Status, reason: str) -> None:
    """`gateway.outlet` holds it so often."""
    desk = Desk()
    desk.put("1-0", "1")
    for _ in range(MOST_HELD):
        assert (desk.done, desk.dead) == ([], [])
        desk.smsc.answer(status)
    desk.smsc.answer(status)
    assert desk.dead == [("1-0", reason, status, 1 + MOST_HELD)]


async def test_a_part_that_is_refused_for_good_outweighs_all_others() -> None:
    """Whether they were taken, or might be later."""
    desk = Desk()
    desk.put("1-0", "я" * 190)
    desk.smsc.answer(0, Status.RSYSERR, Status.RINVDSTADR)
    assert desk.dead == [("1-0", "permanent", Status.RINVDSTADR, 1)]
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
async def test_an_unknown_outcome_waits_with_a_refused_part_for_its_pause() -> None:
    """Both go again together."""
    desk = Desk()
    desk.put("1-0")
    parts = desk.smsc.answer(None, Status.RSYSERR)
    await asyncio.sleep(0.9)
    assert desk.smsc.sendings == []
    await asyncio.sleep(JITTER)
    assert desk.smsc.parts() == parts


@pytest.mark.parametrize(
    ("status", "label"),
    [(Status.RMSGQFUL, "0x00000014"), (0x410, "0x00000410"), (0x1234, "other"), (None, "none"), (0, "0x00000000")],
)
async def test_answers_are_counted_by_status(status: int | None, label: str) -> None:
    """Those that nobody has named together, for they may be any."""
    desk = Desk()
    desk.put("1-0", "1")
    before = counted("pomoshnik_submits_total", smsc=ADDRESS.name, status=label)
    desk.smsc.answer(status)
    assert counted("pomoshnik_submits_total", smsc=ADDRESS.name, status=label) == before + 1


async def test_pauses_are_counted_by_reason() -> None:
    """An engineer sees what the phones wait for."""
    desk = Desk()
    desk.put("1-0", "1")
    before = counted("pomoshnik_pauses_total", reason="number")
    desk.smsc.answer(Status.RMSGQFUL)
    assert counted("pomoshnik_pauses_total", reason="number") == before + 1
