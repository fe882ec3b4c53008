"""An SMSC without connections: it keeps what it is given to send, and a test says what becomes of it."""

from collections.abc import Callable

from gateway.address import parse
from gateway.connection import Connection
from gateway.outlet import Outlet, Sending
from gateway.pace import Pace
from gateway.sms import Incoming
from gateway.smsc import Smsc
from smpp.parts import join, piece_of
from smpp.pdus import SubmitSm
from smpp.tlvs import RawTlvs

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

    def answer(self, *outcomes: Outcome, tlvs: RawTlvs = ()) -> list[SubmitSm]:
        """The oldest sending's parts are answered so; gives them. What is held goes first again."""
        line = Line([*outcomes], tlvs)
        outlet = Outlet(line, Pace(0, lambda: None), self.address.name)
        sending = self.sendings.pop(0)
        parts = [*sending.unsent]
        for _ in outcomes:
            outlet.write(sending)
        for answer in line.answers:
            answer()
        self.sendings[:0] = outlet.stop()
        return parts


class Line(Connection):
    """A connection that keeps what was sent until it is answered."""

    def __init__(self, outcomes: list[Outcome], tlvs: RawTlvs) -> None:
        self.number = 0
        self.answers: list[Callable[[], None]] = []
        self.number = 1
        self._statuses = outcomes
        self._tlvs = tlvs

    @property
    def sent(self) -> int:
        """Nobody looks at how fast it goes."""
        return 0

    def unbind(self) -> None:
        """Nobody is bound."""

    def submit(self, pdu: SubmitSm, outcome: Callable[..., None]) -> None:
        """Keep how it will be answered."""
        status = self._statuses[len(self.answers)]
        self.answers.append(lambda: outcome(None if status is None else pdu.response(status=status, tlvs=self._tlvs)))


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
