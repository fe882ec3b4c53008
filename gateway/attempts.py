"""Turns of a batch, and those that another gateway's word, or release, does not let us make."""

import logging
from collections.abc import Sequence

from gateway.inbox import Arrival, Arrivals, Notice, refuse
from gateway.masking import masked
from gateway.metrics import NEWER, TURNS_AGAIN
from gateway.performer import Performer
from gateway.records import Newer
from gateway.steps import Steps, Turn
from operator_api.contract import Number
from state.batch import Loaded

log = logging.getLogger(__name__)


class Attempts:
    """Steps numbers, again as often as somebody else was faster."""

    def __init__(self, steps: Steps, performer: Performer) -> None:
        self._steps = steps
        self._performer = performer
        self._refused: dict[Number, bytes] = {}
        self._newer: list[list[Arrival]] = []

    def turns(self, batch: Arrivals, loaded: Sequence[Loaded]) -> list[Turn]:
        """One for each number that has something to be served, in their order; see `leave`."""
        self._newer = []
        attempts = (self._turn(*each, was) for each, was in zip(batch.items(), loaded, strict=True))
        return [turn for turn in attempts if turn]

    def leave(self) -> None:
        """What a newer release has served is left to it, now that the batch is stored (else all of it is given back).

        Messages come again, and perhaps elsewhere; questions stay in the queue, for who adopts it.
        """
        for arrivals in self._newer:
            NEWER.inc()
            for arrival in refuse(arrivals):
                if arrival.settles:
                    self._performer.leave(arrival.settles)

    def again(self, turn: Turn) -> list[Arrival]:
        """Of a turn that was refused, what shall be stepped again; who sent a notice shall see first whether it has
        been said."""
        TURNS_AGAIN.inc()
        kept = []
        for arrival in turn.arrivals:
            if isinstance(arrival.event, Notice) and arrival.refuse:
                arrival.refuse()
            else:
                kept.append(arrival)
        if len(kept) == len(turn.arrivals):
            self._refused[turn.number] = turn.entry.version
        return kept

    def _turn(self, number: Number, arrivals: list[Arrival], was: Loaded) -> Turn | None:
        wanted = self._wanted(number, arrivals, was)
        try:
            return self._steps.turn(number, wanted, was) if wanted else None
        except Newer as error:
            log.warning("%s is served by a newer release: %s", masked(number), error)
            self._newer.append(wanted)
            return None

    def _wanted(self, number: Number, arrivals: list[Arrival], was: Loaded) -> list[Arrival]:
        """If they were refused though nobody was faster, those answers are left out that Redis no longer waits for."""
        if self._refused.pop(number, None) != was.version:
            return arrivals
        log.warning("%s: an answer came to a question that is not in the queue", masked(number))
        return [arrival for arrival in arrivals if not arrival.settles]
