"""A person with a phone, the engine, and an operator: no network between them, and a session that travels as JSON."""

import msgspec

from dialogs.answers import shipped
from dialogs.effects import Ask, Say
from dialogs.engine import step
from dialogs.events import SMS, Answered, Dialled, Event, Failed, Late, Room, Text
from dialogs.session import Session
from dialogs.world import World
from operator_api.contract import AnyResult, Number
from tests.dialogs.operator import CATALOGUE, Operator

NUMBER = Number("79160000001")

USSD = Room(ucs2=72, gsm=164, session=True)


class Phone:
    """``operator`` answers at once, unless it is ``away``: then its questions gather in ``pending``.

    ``known``: the profile is at hand.
    """

    def __init__(self, operator: Operator | None = None, *, known: bool = True, room: Room = SMS) -> None:
        self.operator = operator or Operator()
        self.profile = self.operator.profile if known else None
        self.room = room
        self.answers = shipped()
        self.now = 1_349_000_000.0
        self.session = Session()
        self.away = False
        self.pending: list[Ask] = []
        self.says: list[Say] = []

    def text(self, text: str) -> list[str]:
        """Write this; what comes back."""
        return self.happen(Text(at=self.now, text=text, room=self.room))

    def dial(self, code: str) -> list[str]:
        """Dial this, and stay in the session."""
        self.room = USSD if not self.room.session else self.room
        return self.happen(Dialled(at=self.now, text=code, room=self.room))

    def answer(self, result: AnyResult | None = None) -> list[str]:
        """The oldest question that waits is answered, so or as the operator does."""
        ask = self.pending.pop(0)
        result = result or self.operator.answer(ask.question, self.now)
        self.profile = self.operator.profile
        return self.happen(Answered(at=self.now, ask=ask, result=result, room=self.room))

    def late(self) -> list[str]:
        """The newest question is late."""
        return self.happen(Late(at=self.now, ask=self.pending[-1], room=self.room))

    def fail(self, *, certain: bool) -> list[str]:
        """The oldest question that waits has failed."""
        return self.happen(Failed(at=self.now, ask=self.pending.pop(0), certain=certain, room=self.room))

    def happen(self, event: Event) -> list[str]:
        """One turn, and those of the answers that follow from it; what the person is told in them."""
        world = World(CATALOGUE, self.profile, NUMBER, answers=self.answers)
        self.session, effects = step(travelled(self.session), event, world)
        says = [effect for effect in effects if isinstance(effect, Say)]
        self.says += says
        self.pending += [effect for effect in effects if isinstance(effect, Ask)]
        return [say.text for say in says] + self._answers()

    def _answers(self) -> list[str]:
        return [] if self.away or not self.pending else self.answer()


def travelled(session: Session) -> Session:
    """The session after it was stored and read again."""
    return msgspec.json.decode(msgspec.json.encode(session), type=Session)
