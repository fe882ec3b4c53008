"""What a conversation is: a table of what is said, in which state, and what is done about it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, ClassVar, NamedTuple

from msgspec.structs import replace
from transitions import Event, EventData, Machine, MachineError, Transition

from dialogs.refusals import tell_refusal
from dialogs.session import IDLE, Dialogue
from dialogs.turn import Turn
from operator_api.contract import GetAccount, Question

Action = Callable[[Turn], bool | None]
Changes = Mapping[type[Question], str]
Reads = Mapping[str, Callable[[str, date], object]]
Fixed = Mapping[str, tuple[str, ...]]


class Step(NamedTuple):
    """A row of the table, for one of its states."""

    said: str
    state: str
    to: str
    action: str
    condition: str = ""


class _Row(Transition):
    """A row of the table."""

    def execute(self, event_data: EventData) -> bool:
        """Change the state and do the action, if the condition holds."""
        if self.conditions and not all(condition.check(event_data) for condition in self.conditions):
            return False
        turn: Any = event_data.model
        turn.state = self.dest
        actions: Any = self.after
        for action in actions:
            action(event_data)
        return True


class _Said(Event):
    """What is said or answered, with its rows by state."""

    def trigger(self, model: object, *args: object, **kwargs: object) -> bool:
        """Take the first row that fits."""
        turn: Any = model
        if turn.state not in self.transitions:
            raise MachineError(f"{self.name} in state {turn.state}")
        data = EventData(None, self, self.machine, turn, args, kwargs)
        return any(row.execute(data) for row in self.transitions[turn.state])


class _Table(Machine):
    """Only conditions and actions are called back: to look for what else might be wanted takes 10 us."""

    transition_cls = _Row
    event_cls = _Said


class Conversation:
    """One subject that people talk to us about. Its ``table`` has a row for each step:

        said or answered    in these states    goes to    doing this    if this holds

    The first row that fits is taken. What is said is a command of `dialogs.understanding` in the state ``idle``, where
    a conversation begins and ends, and an answer to a screen in others: ``chosen``, ``back``, ``yes``, ``no``,
    ``typed`` (a password), ``written``, or ``unclear`` for all else, and to see another page of it. What is answered is
    the name of one of the contract's results. ``changes`` says which state awaits the answer to a question that changes
    an account; ``reads``, in which states something may be ``written``, and how it is found in a text on a day (None:
    it is not there); ``fixed``, in which states the digits always stand for the same, and for what.

    The table becomes one machine, which all turns share; it moves a turn and knows none.
    """

    name: ClassVar[str]
    table: ClassVar[str]
    changes: ClassVar[Changes] = {}
    reads: ClassVar[Reads] = {}
    fixed: ClassVar[Fixed] = {}

    def __init__(self) -> None:
        rows = [row.split() for row in self.table.strip().splitlines() if row.strip()]
        self.steps = [Step(said, state, *rest) for said, states, *rest in rows for state in states.split(",")]
        states = {state for step in self.steps for state in (step.state, step.to)}
        self.machine = _Table(
            model=None, states=sorted(states), initial=IDLE, auto_transitions=False, send_event=True, name=self.name
        )
        for step in self.steps:
            self._add(step)
        self.legal = {state: frozenset(self.machine.get_triggers(state)) for state in states}

    def _add(self, step: Step) -> None:
        holds = self._callback(step.condition) if step.condition else None
        self.machine.add_transition(step.said, step.state, step.to, conditions=holds, after=self._callback(step.action))

    def _callback(self, name: str) -> Callable[[Any], bool | None]:
        action: Action = getattr(self, name)

        def call(data: Any) -> bool | None:  # noqa: ANN401  transitions does not type its events
            turn: Turn = data.model
            return action(turn)

        return call

    def take(self, turn: Turn, said: str) -> None:
        """Move the turn by what was said or answered, which must be legal where it is."""
        turn.state = turn.dialogue.state
        self.machine.events[said].trigger(turn)
        if turn.state == IDLE:
            turn.rest()
        else:
            turn.remember(state=turn.state)

    def choices(self, dialogue: Dialogue) -> tuple[str, ...]:
        """What the digits 1, 2, ... stand for there, as ids ('': nothing)."""
        return dialogue.choices or self.fixed.get(dialogue.state, ())

    # Actions of every conversation

    def home(self, turn: Turn) -> None:
        """Go on with the menu."""
        turn.then("menu")

    def follow(self, turn: Turn) -> None:
        """Go on with the command that was chosen, about the same thing."""
        turn.then(turn.chosen, turn.dialogue.item)

    def cancel(self, turn: Turn) -> None:
        """Nothing is done."""
        turn.say("cancelled")

    def ask_account(self, turn: Turn) -> None:
        """Ask what is on the account."""
        turn.ask(GetAccount(turn.world.number))

    def refuse(self, turn: Turn) -> None:
        """Say why not."""
        tell_refusal(turn)


def in_latin(turn: Turn, tell: Callable[[Turn], None]) -> None:
    """Tell it in Latin letters, whatever the person reads else."""
    profile = turn.profile
    turn.profile = replace(profile, alphabet="latin")
    tell(turn)
    turn.profile = profile
