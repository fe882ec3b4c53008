"""An SMSC without connections: it keeps what it is given to send, and a test says what becomes of it."""

from collections.abc import Callable

from gateway.address import parse
from gateway.connection import Connection
from gateway.sms import Incoming
from gateway.smsc import Sending, Smsc
from smpp.parts import join, piece_of
from smpp.pdus import SubmitSm

ADDRESS = parse("smpp://id:pw@host")

Outcome = int | None
"""The status of a part's response, or None if none came."""


def deaf(smsc: Smsc, connection: Connection, pdu: Incoming) -> None:
    """Nothing comes in here."""


class FakeSmsc(Smsc):
    """Has the sendings that were handed to it; a test says what became of their parts."""

    def __init__(self) -> None:
        super().__init__(ADDRESS, deaf)
        self.sendings: list[Sending] = []

    def send(self, sending: Sending) -> None:
        """Keep it."""
        self.sendings.append(sending)

    def parts(self) -> list[SubmitSm]:
        """What is to be sent now."""
        [sending] = self.sendings
        return [*sending.unsent]

    def answer(self, *outcomes: Outcome) -> list[SubmitSm]:
        """The oldest sending's parts are answered so; gives them."""
        line = Line([*outcomes])
        sending = self.sendings.pop(0)
        parts = [*sending.unsent]
        for _ in outcomes:
            sending.write(line)
        for answer in line.answers:
            answer()
        return parts


class Line(Connection):
    """A connection that keeps what was sent until it is answered."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        self.answers: list[Callable[[], None]] = []
        self._statuses = outcomes

    def submit(self, pdu: SubmitSm, outcome: Callable[..., None]) -> None:
        """Keep how it will be answered."""
        status = self._statuses[len(self.answers)]
        self.answers.append(lambda: outcome(None if status is None else pdu.response(status=status)))


class Taker(FakeSmsc):
    """Takes all at once; ``told`` is what phones would show."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def send(self, sending: Sending) -> None:
        """Take it."""
        super().send(sending)
        pieces = {piece.index: piece for piece in map(piece_of, sending.unsent)}
        self.told.append(join(pieces) or "")
        self.answer(*[0] * len(pieces))
