"""What the desk reads of the books, and notes in them. Every look is noted, under the consultant's name."""

from collections.abc import Callable

from sqlalchemy import Connection

from operator_api import books, calls, sessions
from operator_api.answers import Terms
from operator_api.back_office import BackOffice
from operator_api.books import Entry, Noted
from operator_api.callers import Caller
from operator_api.calls import Call
from operator_api.changes import PASSPORT_TRIES
from operator_api.consultants import NOBODY
from operator_api.contract import AnyQuestion, AnyResult, Number, Value
from operator_api.database import Database
from operator_api.finding import Found, Wanted, find
from operator_api.limits import counted
from operator_api.rules import Line, settle
from operator_api.sessions import Open

MOST_FOUND = 20
MOST_CALLS = 50
STEPS_ON_CARD, STEPS_ON_PAGE = 10, 50
"""Lines of the history."""


class Card(Value, frozen=True):
    """A subscriber as the desk sees them. ``tries_left``: wrong passports that may still be shown today."""

    line: Line
    open: tuple[Open, ...]
    calls: bool
    tries_left: int
    steps: tuple[Noted, ...]


class Desk:
    """Its methods raise `BooksError`."""

    def __init__(self, database: Database, office: BackOffice, terms: Terms, clock: Callable[[], float]) -> None:
        self._database = database
        self._office = office
        self._terms = terms
        self._clock = clock

    async def ask(self, question: AnyQuestion, key: str | None, caller: Caller) -> AnyResult:
        """The result of a question of the contract, asked by a consultant."""
        return (await self._office.answer(question, key, caller)).result

    async def find(self, wanted: Wanted, caller: Caller) -> list[Found]:
        """Whom that may be; one more than `MOST_FOUND` where there are more."""

        def work(connection: Connection) -> list[Found]:
            found = find(connection, wanted, MOST_FOUND + 1)
            self._note(connection, caller, "Find", NOBODY, f"{wanted.by} {len(found)}")
            return found

        return await self._database.write(work)

    async def card(self, number: Number, caller: Caller) -> Card | None:
        """A subscriber; None: there is none such."""

        def work(connection: Connection) -> Card | None:
            self._note(connection, caller, "Look", number)
            return self._card(connection, number)

        return await self._database.write(work)

    async def history(self, number: Number, looks: bool, before: int | None) -> tuple[Noted, ...]:
        """Lines of the audit about a subscriber whose card was read, the last one first, with ``looks`` or without,
        from before the line with that id; one more than `STEPS_ON_PAGE` where there are more."""
        return await self._database.read(
            lambda connection: books.noted(connection, number, STEPS_ON_PAGE + 1, looks=looks, before=before)
        )

    # Call-backs

    async def calls(self, caller: Caller) -> list[Call]:
        """Who waits to be called, the longest first."""

        def work(connection: Connection) -> list[Call]:
            waiting = calls.waiting(connection, MOST_CALLS)
            if waiting:
                self._note(connection, caller, "Calls", NOBODY, str(len(waiting)))
            return waiting

        return await self._database.write(work)

    async def whose_call(self, id: int) -> Number | None:
        """The number that waits to be called; None: there is no such call, or it has been made."""
        call = await self._database.read(lambda connection: calls.call_of(connection, id))
        return call.number if call and call.done_by is None else None

    async def take_call(self, id: int, caller: Caller) -> bool:
        """It is this consultant's now, also when it was another's; False: it has been made."""
        call = await self._on_call(id, "TakeCall", calls.take, caller)
        return call is not None and call.done_by is None

    async def end_call(self, id: int, caller: Caller) -> bool:
        """It has been made by this consultant; False: it is another's."""
        call = await self._on_call(id, "EndCall", calls.end, caller)
        return call is not None and call.done_by == caller.name

    async def _on_call(
        self, id: int, what: str, act: Callable[[Connection, int, str, float], bool], caller: Caller
    ) -> Call | None:
        """The call after that, which is noted if it changed anything; None: there is no such call."""

        def work(connection: Connection) -> Call | None:
            changed = act(connection, id, caller.name, self._clock())
            call = calls.call_of(connection, id)
            if call and changed:
                self._note(connection, caller, what, call.number)
            return call

        return await self._database.write(work)

    # Inside a transaction

    def _card(self, connection: Connection, number: Number) -> Card | None:
        stored, now = books.line_of(connection, number), self._clock()
        if stored is None:
            return None
        tried = counted(connection, PASSPORT_TRIES, number, now)
        return Card(
            line=settle(stored, self._terms.catalogue, now),
            open=tuple(sessions.sessions_of(connection, "cabinet", number, now)),
            calls=calls.is_waiting(connection, number),
            tries_left=max(0, PASSPORT_TRIES.most - (tried.count if tried else 0)),
            steps=books.noted(connection, number, STEPS_ON_CARD, looks=False),
        )

    def _note(self, connection: Connection, caller: Caller, what: str, number: Number, subject: str = "") -> None:
        entry = Entry(self._clock(), caller.name, what, number, origin=caller.origin, subject=subject)
        books.add_entry(connection, entry)
