"""What must hold of USSD sessions, by what phones did and were shown, and of what people pay for."""

from collections import Counter
from collections.abc import Callable, Iterable

from operator_api.contract import ChangeTariff, SwitchService
from smpp.pdus import SubmitSm
from tests.simulation.calls import place
from tests.simulation.centre import Message
from tests.simulation.entries import Entries, Entry, part_of
from tests.simulation.loop import Process
from tests.simulation.phones import AGREEING

PAID = SwitchService, ChangeTariff
"""Questions to the operator that may cost money."""

CONFIRMS = "1-Да 2-Нет"

LATE = 2.0
"""Seconds by which gateways may be wrong about a deadline: their clocks are Redis's, and answers take their time."""

Wrong = Callable[[str], None]


class Sessions:
    """``deadline``: seconds that gateways are told; ``wrong`` hears what must not happen."""

    def __init__(self, entries: Entries, deadline: float, wrong: Wrong, now: Callable[[], float]) -> None:
        self._entries = entries
        self._deadline = deadline
        self._wrong = wrong
        self._now = now
        self._units: dict[tuple[str, int], Message] = {}
        self._paged: dict[tuple[str, int], Entry] = {}
        self._asked: dict[str, Entry] = {}
        self._changes: dict[str, tuple[Entry, Entry | None]] = {}

    def did(self, message: Message) -> None:
        """A phone did this in a session."""
        self._units[message.number, place(message.pdus[0])] = message

    def queued(self, entry: Entry) -> None:
        """A turn wants it shown, or done."""
        number = entry.queued.number
        if entry.is_page:
            other = self._paged.setdefault((number, entry.place), entry)
            if other is not entry:
                self._wrong(f"{number} is to be shown two pages for one message: {other.id}, {entry.id}")
        if entry.screen:
            self._asked[number] = entry
        elif isinstance(entry.question, PAID):
            self._changes[entry.queued.key] = entry, self._asked.get(number)

    def shown(self, page: SubmitSm) -> None:
        """A phone shows it."""
        entry = self._paged[page.destination_addr, place(page)]
        if part_of(page) not in entry.parts:
            self._wrong(f"{page.destination_addr} is shown what was not meant for this session")
        entry.shown_at = self._now()

    def wrote(self, process: Process, entry: Entry) -> None:
        """A gateway sends a page; if it waited while its session ended, it is for the SMSC to refuse it."""
        message = self._units[entry.queued.number, entry.place]
        if process.woken == self._now():
            return  # it was on its way before the gateway fell asleep
        if self._now() > message.got_at + self._deadline + LATE:
            self._wrong(f"{process.name} sends a page to {message.number} after its deadline")

    # At the end

    def check_answers(self, since: float) -> None:
        """All has been well ``since``."""
        for call in {message.call: None for message in self._units.values()}:
            if call and call.vainly_since is not None and call.vainly_since > since:
                self._wrong(f"{call.number} was shown nothing in session {call.id} though all was well")

    def check_charges(self, changed: Iterable[str], messages: dict[str, list[Message]]) -> None:
        """Nobody is charged without a yes to a question that their phone had displayed; ``changed``: by these keys."""
        answered: Counter[int] = Counter()
        for change in changed:
            ask, question = self._changes[change]
            number = ask.queued.number
            if question is None or CONFIRMS not in question.text:
                self._wrong(f"{number} was charged by {ask.id} and not asked")
            elif question.is_page and not _agrees(question, ask, messages[number]):
                self._wrong(f"{number} was charged by {ask.id} without a yes to what was shown as {question.id}")
            else:
                answered[question.order] += 1
        if any(count > 1 for count in answered.values()):
            self._wrong("a question was answered once, and acted on twice")


def _agrees(question: Entry, ask: Entry, messages: list[Message]) -> bool:
    """Somebody saw the question and then said yes; an SMS takes its time."""
    at, yes = question.shown_at, [each for each in messages if each.text in AGREEING and each.at <= ask.at]
    return at is not None and any(each.call is None or each.at >= at for each in yes)
