"""A crowd whose time, SMSC and luck are the test's."""

from collections.abc import Iterable, Sequence
from random import Random

from simulator.load.conversations import Conversation, line
from simulator.load.crowd import Crowd, Plan
from simulator.phones import Sms

Said = tuple[float, str, str, str]
"""When, by which phone, how, what."""


class Scene:
    """`said` is what phones did; `refusal` is raised when they try."""

    def __init__(
        self,
        *conversations: Conversation,
        begins: Iterable[float] = (0.0,),
        closed: bool = False,
        begin: float = 0.0,
        end: float = 100.0,
        patience: float = 10.0,
        phones: Sequence[str] = ("1", "2", "3"),
    ) -> None:
        self.said: list[Said] = []
        self.refusal: Exception | None = None
        self.woken = 0
        self._now = 0.0
        plan = Plan(iter(begins), closed, begin, end, patience)
        numbers = {each.pool: phones for each in conversations}
        self.crowd = Crowd(numbers, conversations, plan, self._speak, Random(1), lambda: self._now, self._wake)

    def at(self, now: float) -> list[Said]:
        """It is then; gives what was said since the last time."""
        self._now = now
        self.crowd.tick()
        return self._new()

    def sms(self, number: str, text: str = "да") -> list[Said]:
        """This has come to the phone; gives what is said then."""
        self.crowd[number].take(Sms("111", text, 1, "UCS-2", 0.0))
        self.crowd.hear()
        return self._new()

    def page(self, number: str, text: str, *, is_open: bool = True) -> list[Said]:
        """The same of USSD."""
        self.crowd[number].show(text, is_open=is_open)
        self.crowd.hear()
        return self._new()

    @property
    def counts(self) -> tuple[int, int, dict[str, int]]:
        """Due, answered, errors."""
        whole = self.crowd.tallies.whole
        return whole.sent, whole.answered, {kind: count for kind, count in whole.errors.items() if count}

    def _speak(self, number: str, by: str, text: str) -> None:
        if self.refusal and by != "hang up":
            raise self.refusal
        self.said.append((self._now, number, by, text))

    def _wake(self) -> None:
        self.woken += 1

    def _new(self) -> list[Said]:
        said, self.said = self.said, []
        return said


BALANCE = Conversation("balance", (line("баланс"),))
TWO = Conversation("two", (line("услуги"), line("0")))
MENU = Conversation("menu", (line("*111#"), line("1")))
