"""Many phones in conversation. Time is in seconds from the start of the load; only the clock knows where that is.

A message is *due* when its phone should send it: when its conversation should begin, or when its owner has thought
about the last reply. From then its latency counts, whether or not it could be sent then: by us, or because no phone
was free, or because the window to the ESME was full.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from itertools import accumulate, count
from random import Random

import msgspec

from simulator.forwarding import QueueFull
from simulator.load.caller import Caller
from simulator.load.conversations import Conversation
from simulator.load.tally import NETWORK, NO_PHONE, REFUSED, UNANSWERED, WRONG, Tallies
from simulator.phones import Phone, Phones
from simulator.ussd import NETWORK_ERROR, Busy, NoSession
from smpp.errors import LocalError

Speak = Callable[[str, str, str], None]
"""The phone of that number does "sms", "dial", "enter" or "hang up", with a text. Raises what `Smsc` does."""

REST = 1.0
"""Seconds after a failure, before another conversation of a closed load begins: nobody tries again at once."""


class Plan(msgspec.Struct, frozen=True):
    """`begins`: when conversations begin; `closed`: another begins when one is over, and its phone has thought.

    What is due from `begin` to `end` is counted; nothing is due after that. A reply is waited for `patience` seconds.
    """

    begins: Iterator[float]
    closed: bool
    begin: float
    end: float
    patience: float


class Crowd(Phones):
    """The phones, for an SMSC; any other number has a phone that nobody looks at."""

    def __init__(
        self,
        pools: Mapping[str, Sequence[str]],
        conversations: Sequence[Conversation],
        plan: Plan,
        speak: Speak,
        chance: Random,
        clock: Callable[[], float],
        wake: Callable[[], object],
    ) -> None:
        """`pools`: numbers by the pool of their conversations. `wake`: call `hear` soon, for something has come."""
        super().__init__()
        self.tallies = Tallies([each.name for each in conversations], plan.begin, plan.end)
        self.short = 0
        """Conversations that had to wait for a phone."""
        self._callers = {number: Caller(number, pool, self._came) for pool in pools for number in pools[pool]}
        self._free = {pool: deque(self._callers[number] for number in numbers) for pool, numbers in pools.items()}
        self._unbegun: dict[str, deque[tuple[float, Conversation]]] = {pool: deque() for pool in pools}
        self._conversations = conversations
        self._weights = [*accumulate(each.weight for each in conversations)]
        self._plan = plan
        self._end = plan.end
        self._ended = False
        self._speak = speak
        self._chance = chance
        self._clock = clock
        self._wake = wake
        self._next = next(plan.begins, None)
        self._agenda: list[tuple[float, int, Caller | None]] = []
        self._entries = count()
        self._waiting: dict[Caller, float] = {}
        self._arrived: list[tuple[float, Caller, str, bool]] = []

    def __getitem__(self, number: str) -> Phone:
        """See Phones."""
        return self._callers.get(number) or Phone(number)

    # For who drives it

    @property
    def waiting(self) -> int:
        """Phones that wait for a reply."""
        return len(self._waiting)

    def stop(self) -> None:
        """Nothing is due from now on."""
        self._end = self.tallies.end = min(self._clock(), self._end)

    def deadline(self) -> float | None:
        """When to call `tick`; None when nothing more is due or waited for."""
        times = [] if self._ended else [self._end]
        if self._next is not None:
            times.append(self._next)
        if self._agenda:
            times.append(self._agenda[0][0])
        if self._waiting:
            times.append(next(iter(self._waiting.values())) + self._plan.patience)
        return min(times, default=None)

    def tick(self) -> None:
        """Do what is due."""
        now = self._clock()
        until = min(now, self._end)
        while self._next is not None and self._next <= until:
            self._begin(self._next)
            self._next = next(self._plan.begins, None)
        while self._agenda and self._agenda[0][0] <= until:
            due, _, caller = heappop(self._agenda)
            self._say(caller) if caller else self._begin(due)
        self._give_up(now)
        self._begin_waiting()
        if now >= self._end:
            self._finish(now)

    def hear(self) -> None:
        """Go on after what has come."""
        arrived, self._arrived = self._arrived, []
        for at, caller, text, sms in arrived:
            let_go = text == NETWORK_ERROR and not sms
            if caller not in self._waiting:
                if not let_go:
                    self._stray(caller, at)
            elif let_go:
                self._fail(caller, at, NETWORK)
            elif caller.hears(text, sms=sms):
                self._answered(caller, at)
        self._begin_waiting()

    # Within

    def _came(self, caller: Caller, text: str, sms: bool) -> None:
        """Heard later: an SMSC that tells of a page is not ready for the answer."""
        if not self._arrived:
            self._wake()
        self._arrived.append((self._clock(), caller, text, sms))

    def _begin(self, due: float) -> None:
        [conversation] = self._chance.choices(self._conversations, cum_weights=self._weights)
        if free := self._free[conversation.pool]:
            caller = free.popleft()
            caller.begin(conversation, due)
            self._say(caller)
        else:
            self.short += 1
            self._unbegun[conversation.pool].append((due, conversation))

    def _begin_waiting(self) -> None:
        """With phones that are free now."""
        for pool, unbegun in self._unbegun.items():
            while unbegun and self._free[pool]:
                due, conversation = unbegun.popleft()
                caller = self._free[pool].popleft()
                caller.begin(conversation, due)
                self._say(caller, in_time=False)

    def _say(self, caller: Caller, *, in_time: bool = True) -> None:
        now, name = self._clock(), caller.conversation.name
        if in_time:
            self.tallies.lagged(caller.due, now)
        self.tallies.sent(name, caller.due, now)
        caller.speak()
        self._waiting[caller] = now
        by = "sms" if not caller.by_ussd else "dial" if caller.line.by == "dial" else "enter"
        try:
            self._speak(caller.number, by, caller.line.said(self._chance))
        except (QueueFull, Busy, LocalError):
            self._fail(caller, now, REFUSED)

    def _answered(self, caller: Caller, at: float) -> None:
        del self._waiting[caller]
        self.tallies.answered(caller.conversation.name, caller.due, at)
        due = at + caller.conversation.think(self._chance)
        if not caller.go_on(due) or due >= self._end:
            self._leave(caller, due)
        elif due > at:
            heappush(self._agenda, (due, next(self._entries), caller))
        else:
            self._say(caller)

    def _fail(self, caller: Caller, at: float, kind: str) -> None:
        """The conversation ends here."""
        del self._waiting[caller]
        self.tallies.failed(caller.conversation.name, caller.due, at, kind)
        self._leave(caller, at + REST)

    def _leave(self, caller: Caller, due: float) -> None:
        """It is over; `due`: when another begins in a closed load."""
        if caller.in_session:
            self._hang_up(caller)
        self._free[caller.pool].append(caller)
        if self._plan.closed:
            heappush(self._agenda, (due, next(self._entries), None))

    def _finish(self, now: float) -> None:
        """What was due, and found no phone, is an error."""
        self._ended, self._next, self._agenda = True, None, []
        for unbegun in self._unbegun.values():
            for due, conversation in unbegun:
                self.tallies.sent(conversation.name, due, now)
                self.tallies.failed(conversation.name, due, now, NO_PHONE)
            unbegun.clear()

    def _hang_up(self, caller: Caller) -> None:
        try:
            self._speak(caller.number, "hang up", "")
        except NoSession:
            return

    def _give_up(self, now: float) -> None:
        """On replies that do not come."""
        while self._waiting:
            caller, since = next(iter(self._waiting.items()))
            if since + self._plan.patience > now:
                return
            if caller.heard:
                self._fail(caller, now, WRONG)
            else:
                caller.missed = caller.conversation.name
                self._fail(caller, now, UNANSWERED)

    def _stray(self, caller: Caller, at: float) -> None:
        if caller.missed is None:
            self.tallies.others += 1
        else:
            self.tallies.late(caller.missed, caller.due, at)
            caller.missed = None
