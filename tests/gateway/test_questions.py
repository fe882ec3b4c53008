"""Questions to the operator."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from dialogs.effects import Ask
from dialogs.events import Answered, Event, Failed, Late
from gateway.clock import Clock
from gateway.questions import LATE_AFTER, MOST_AT_ONCE, Questions
from gateway.records import Queued, Route
from operator_api.client import OperatorError
from operator_api.contract import Account, Answer, AnyQuestion, GetAccount, Kopecks, Number, Profile
from tests.gateway.virtual import exactly

ANNA = Number("79160000001")
NOW = 1_349_438_400.0
PROFILE = Profile(language="en")
ACCOUNT = Account(Kopecks(100_00), "super", ())

Outcome = Answer | OperatorError | float
"""What a try brings; a number: so many seconds pass first, and then comes the answer."""

AWAY = OperatorError("the operator does not answer", None, retryable=True)
DOWN = OperatorError("the operator says 503", 503, retryable=True)
WRONG = OperatorError("the operator says 422", 422, retryable=False)
UNHEARD = OperatorError("connection refused", None, retryable=True, certain=True)
ALONE = OperatorError("the operator is left alone", None, retryable=True, certain=True, after=8.0)
SAID = Answer(PROFILE, ACCOUNT)


class Operator:
    """Answers the tries as it was told, then as the last time; keeps their keys and times."""

    def __init__(self, *outcomes: Outcome) -> None:
        self.keys: list[str] = []
        self.times: list[float] = []
        self._outcomes = list(outcomes)

    async def ask(self, question: AnyQuestion, key: str) -> Answer:
        """Asked once."""
        assert question == GetAccount(ANNA)
        self.keys.append(key)
        self.times.append(asyncio.get_running_loop().time())
        outcome = self._outcomes.pop(0) if len(self._outcomes) > 1 else self._outcomes[0]
        if isinstance(outcome, OperatorError):
            raise outcome
        if isinstance(outcome, float):
            await asyncio.sleep(outcome)
        return SAID


class LoopClock(Clock):
    """It is `NOW`, and goes on as the loop does."""

    def __init__(self) -> None:
        super().__init__()
        self._begun = asyncio.get_running_loop().time()

    def now(self) -> float:
        """See Clock."""
        return NOW + asyncio.get_running_loop().time() - self._begun


class Heard:
    """What the questions told, and when."""

    def __init__(self, done: Callable[[list[Event]], bool]) -> None:
        self.events: list[Event] = []
        self.settled: list[str | None] = []
        self.profiles: list[Profile | None] = []
        self.times: list[float] = []
        self.all = asyncio.Event()
        self._done = done

    def happened(self, queued: Queued, event: Event, settles: str | None, profile: Profile | None) -> None:
        """The gateway's part."""
        self.events.append(event)
        self.settled.append(settles)
        self.profiles.append(profile)
        self.times.append(asyncio.get_running_loop().time())
        if self._done(self.events):
            self.all.set()


def queued(deadline: float = 600.0) -> Queued:
    """A question that waits in the queue."""
    ask = Ask(GetAccount(ANNA), serial=1, deadline=NOW + deadline, profile=Profile())
    return Queued(ANNA, Route("smsc", "111"), 0, "the-key", ask)


@asynccontextmanager
async def asking(
    operator: Operator, until: int = 1, deadline: float = 600.0, fresh: bool = True
) -> AsyncIterator[Heard]:
    """The question is put, and so many events have come of it."""
    clock = LoopClock()
    heard = Heard(lambda events: len(events) >= until)
    questions = Questions(operator.ask, heard.happened, clock)
    questions.put("7-0", queued(deadline), fresh)
    await heard.all.wait()
    yield heard
    await questions.stop()


@exactly
async def test_the_answer_comes_back_as_an_event() -> None:
    """With the queue id that it settles, and what the operator now says of the number."""
    async with asking(Operator(SAID)) as heard:
        [event] = heard.events
    assert isinstance(event, Answered)
    assert (event.ask, event.result) == (queued().effect, ACCOUNT)
    assert event.at == pytest.approx(NOW, abs=5)
    assert (heard.settled, heard.profiles) == (["7-0"], [PROFILE])


@exactly
async def test_what_may_be_asked_again_is_asked_again_with_the_same_key() -> None:
    """So a change is made once, however often it was asked for; the pauses grow."""
    operator = Operator(AWAY, DOWN, AWAY, SAID)
    async with asking(operator, until=2) as heard:
        assert [type(event) for event in heard.events] == [Late, Answered]
    assert operator.keys == ["the-key"] * 4
    assert [late - early for early, late in zip(operator.times, operator.times[1:], strict=False)] == pytest.approx(
        [0.5, 1.0, 2.0], abs=0.1
    )


@exactly
async def test_what_was_turned_down_is_certain_and_is_not_asked_again() -> None:
    """A 4xx: nothing was done."""
    operator = Operator(WRONG)
    async with asking(operator) as heard:
        [event] = heard.events
    assert isinstance(event, Failed)
    assert event.certain
    assert (heard.settled, heard.profiles, operator.keys) == (["7-0"], [None], ["the-key"])


@exactly
async def test_what_is_turned_down_after_a_try_in_doubt_is_not_certain() -> None:
    """The first try may have done it."""
    async with asking(Operator(AWAY, WRONG)) as heard:
        [event] = heard.events
    assert isinstance(event, Failed)
    assert not event.certain


@exactly
async def test_an_answer_that_takes_long_is_late_and_still_comes() -> None:
    """After 3 seconds the person is told to wait; that settles nothing."""
    async with asking(Operator(20.0), until=2) as heard:
        late, answered = heard.events
    assert isinstance(late, Late)
    assert isinstance(answered, Answered)
    assert heard.settled == [None, "7-0"]
    assert heard.times[1] - heard.times[0] == pytest.approx(20.0 - LATE_AFTER, abs=0.1)


@exactly
async def test_an_answer_in_time_is_never_late() -> None:
    """Nothing comes after it."""
    async with asking(Operator(2.9)) as heard:
        await asyncio.sleep(2 * LATE_AFTER)
        assert [type(event) for event in heard.events] == [Answered]


@exactly
async def test_after_the_deadline_it_is_given_up_and_nobody_knows() -> None:
    """It may have been done: only the answer got lost."""
    operator = Operator(AWAY)
    async with asking(operator, deadline=0.1) as heard:
        [event] = heard.events
    assert isinstance(event, Failed)
    assert not event.certain
    assert len(operator.keys) == 1


@pytest.mark.parametrize("fresh", [False, True])
@exactly
async def test_what_is_past_its_time_is_not_asked(fresh: bool) -> None:
    """It waited while nobody ran: who did before may have asked it, unless it is new."""
    operator = Operator(SAID)
    async with asking(operator, deadline=-1.0, fresh=fresh) as heard:
        [event] = heard.events
    assert isinstance(event, Failed)
    assert event.certain == fresh
    assert (heard.settled, operator.keys) == (["7-0"], [])


@exactly
async def test_what_somebody_may_have_asked_before_us_is_not_certain_when_it_is_turned_down() -> None:
    """A gateway that is dead may have done it."""
    async with asking(Operator(WRONG), fresh=False) as heard:
        [event] = heard.events
    assert isinstance(event, Failed)
    assert not event.certain


@exactly
async def test_what_never_got_there_is_certain_at_its_deadline() -> None:
    """Nobody was there for ten minutes: surely nothing was done."""
    operator = Operator(UNHEARD)
    async with asking(operator, until=2) as heard:
        _, failed = heard.events
    assert isinstance(failed, Failed)
    assert failed.certain
    assert len(operator.keys) > 50


@exactly
async def test_what_is_under_way_at_the_end_is_left_to_the_queue() -> None:
    """Nothing is told of it."""
    async with asking(Operator(20.0)) as heard:
        pass
    await asyncio.sleep(60)
    assert [type(event) for event in heard.events] == [Late]


@exactly
async def test_so_many_questions_are_under_way_and_no_more() -> None:
    """The others wait until one of them has its answer."""
    operator, clock = Operator(500.0), LoopClock()
    heard = Heard(lambda events: len([event for event in events if isinstance(event, Answered)]) > MOST_AT_ONCE)
    questions = Questions(operator.ask, heard.happened, clock)
    for index in range(MOST_AT_ONCE + 1):
        questions.put(f"7-{index}", queued())
    while len(operator.times) < MOST_AT_ONCE:
        await asyncio.sleep(0)
    await asyncio.sleep(60)
    assert len(operator.times) == MOST_AT_ONCE
    await heard.all.wait()
    assert len(operator.times) == MOST_AT_ONCE + 1


def many(operator: Operator, count: int, deadline: float = 600.0) -> tuple[Questions, Heard]:
    """So many questions are put at once; those who answer or fail are all heard."""
    clock = LoopClock()
    heard = Heard(lambda events: len([event for event in events if not isinstance(event, Late)]) == count)
    questions = Questions(operator.ask, heard.happened, clock)
    for index in range(count):
        questions.put(f"7-{index}", queued(deadline))
    return questions, heard


@exactly
async def test_while_the_operator_is_to_be_left_alone_one_question_tries_and_the_others_wait_in_line() -> None:
    """Each try says for how long; thousands of questions cost nothing meanwhile, and then come by their places."""
    operator = Operator(ALONE, ALONE, ALONE, 1.0)
    _, heard = many(operator, 1000)
    await heard.all.wait()
    assert len(operator.keys) == 1003
    assert all(late - early > 7.9 for early, late in itertools.pairwise(operator.times[:4]))
    assert operator.times[3 + MOST_AT_ONCE] - operator.times[3] > 0.9


@exactly
async def test_who_waits_in_line_is_told_at_the_deadline() -> None:
    """Surely nothing was done: nobody asked."""
    operator = Operator(OperatorError("left alone", None, retryable=True, certain=True, after=100.0))
    _, heard = many(operator, 20, deadline=10.0)
    await heard.all.wait()
    assert {event.certain for event in heard.events if isinstance(event, Failed)} == {True}
    assert 9 < heard.times[-1] - operator.times[0] < 90
    assert len(operator.keys) == 1
