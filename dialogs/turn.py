"""A turn while it is being made."""

from datetime import date, datetime
from typing import TypeVar

from msgspec.structs import replace

from dialogs.effects import Ask, Effect, Only, Say
from dialogs.events import Event
from dialogs.screens import Screen, rendered
from dialogs.session import IDLE, NOWHERE, Dialogue, Period, Session
from dialogs.understood import NOTHING
from dialogs.wording import Reader, Wording
from dialogs.world import World
from operator_api.contract import CHANGES, AnyQuestion, AnyResult, Profile, SetReading

EXPIRY = 600.0
"""Seconds after which a dialogue is forgotten."""

READ_WITHIN, CHANGE_WITHIN = 120.0, 600.0
"""Seconds after which the operator is no longer asked."""

Kind = TypeVar("Kind")


class Turn:
    """The only thing in this room that changes; thrown away when its session and effects have been taken from it.

    ``state`` belongs to `transitions`; ``text``, ``said``, ``chosen``, ``question``, ``result`` are what it is about;
    ``heard`` is what its texts were understood as: an intent, or the id of what was chosen, never a text;
    ``next`` is the command that goes on where a conversation ends, with the id of its service or tariff and its days,
    and ``left`` the dialogue. ``long`` is a text for several pages. ``passing``: the person is in another dialogue;
    ``misheard``: how many of their texts before this one were not understood, up to two.
    """

    state = IDLE
    text = ""
    misheard = 0
    said = NOTHING
    chosen = ""
    question: AnyQuestion | None = None
    result: AnyResult | None = None
    next: tuple[str, str, Period | None] | None = None
    left: Dialogue | None = None
    long: tuple[Wording, Only] | None = None

    def __init__(
        self, session: Session, event: Event, world: World, profile: Profile, *, passing: bool = False
    ) -> None:
        self.session = session
        self.event = event
        self.world = world
        self.profile = profile
        self.effects: list[Effect] = []
        self.passing = passing
        self.heard: list[str] = []

    @property
    def dialogue(self) -> Dialogue:
        """Where the person is now."""
        return self.session.dialogue

    @property
    def reader(self) -> Reader:
        """How the person reads."""
        return Reader(self.profile.language, self.profile.alphabet, self.event.room)

    @property
    def in_session(self) -> bool:
        """A USSD session waits for what is said."""
        return self.event.room.session

    @property
    def has_shown(self) -> bool:
        """A screen was put to the person in this turn."""
        return any(isinstance(effect, Say) and effect.screen for effect in self.effects)

    @property
    def today(self) -> date:
        """The day that it is for the operator."""
        return datetime.fromtimestamp(self.event.at, self.world.zone).date()

    def answer(self, kind: type[Kind]) -> Kind:
        """The operator's answer, which the table of the conversation says is of this kind."""
        assert isinstance(self.result, kind)
        return self.result

    def quote(self, kind: type[Kind]) -> Kind:
        """The terms being confirmed, of this kind."""
        assert isinstance(self.dialogue.quote, kind)
        return self.dialogue.quote

    def enter(self, dialogue: Dialogue) -> None:
        """Be here from now on."""
        self.session = replace(self.session, dialogue=dialogue)

    def start(self, dialogue: Dialogue) -> None:
        """Be here, and forget what was kept of elsewhere."""
        self.session = replace(self.session, dialogue=dialogue, left=None, reading=None)

    def rest(self) -> None:
        """Be nowhere: nothing is asked."""
        self.session = replace(self.session, dialogue=NOWHERE, until=0.0, left=None, reading=None)

    def remember(self, **memory: object) -> None:
        """Keep this with the dialogue."""
        self.enter(replace(self.dialogue, **memory))

    def mishear(self) -> None:
        """This text was not understood."""
        self.session = replace(self.session, misheard=min(self.misheard + 1, 2))

    def then(self, command: str, item: str = "", period: Period | None = None) -> None:
        """Go on with this command when the conversation has ended."""
        self.next = command, item, period

    def say(self, key: str, *, only: Only = "", **values: object) -> None:
        """Tell the text of this key, which fits any room."""
        self.effects.append(Say(self.reader.fit(self.reader.say(key, **values)), only=only))

    def tell(self, key: str, *, only: Only = "", **values: str) -> None:
        """Tell the text of this key, in pages if it takes them: where the conversation ends, for then they are read."""
        reader = self.reader
        text = reader.say(key, **values)
        if reader.fits(text):
            self.effects.append(Say(reader.spell(text), only=only))
        elif self.passing:
            self.effects.append(Say(reader.spell(text), only="sms"))
        else:
            self.long = Wording(key, values).needed(), only
            self.then("notice")

    def tell_done(self, done: Wording) -> None:
        """Tell what has changed, whole; in a session by SMS too, which stays."""
        text = self.reader.spell(self.reader.say(done.key, **done.values))
        self.effects.append(Say(text, only="sms" if self.in_session else ""))
        if self.in_session and not self.passing:
            self.tell(done.key, only="session", **done.values)

    def tell_password(self, key: str, password: str) -> None:
        """Tell the text of this key that holds a password, or that alone: it is never cut, nor kept for a page."""
        text = self.reader.say(key, password=password)
        self.effects.append(Say(self.reader.spell(text if self.reader.fits(text) else password), secret=True))

    def show(self, screen: Screen, only: Only = "") -> None:
        """Put this screen to the person: the page that they are on; after the last comes the first."""
        pages, at = rendered(screen, self.reader), self.dialogue.page
        page = next((each for each in pages if each.last >= at), pages[0]) if at else pages[0]
        number = self.session.screen + 1
        dialogue = replace(self.dialogue, choices=page.choices, page=page.last)
        until = self.event.at + EXPIRY
        self.session = replace(
            self.session, dialogue=dialogue, screen=number, until=until, unseen=False, paged=self.in_session
        )
        self.effects.append(Say(page.text, screen=number, only=only))

    def turn_page(self) -> None:
        """Go on to what follows the page that they see."""
        self.remember(page=self.dialogue.page + 1)

    def ask(self, question: AnyQuestion) -> None:
        """Ask the operator, and wait for the answer."""
        self.mention(question)
        self.session = replace(self.session, awaited=self.session.serial, until=self.event.at + EXPIRY)

    def mention(self, question: AnyQuestion) -> None:
        """Ask the operator, and do not wait. Serials follow the time: that of a lost session never comes again."""
        serial = max(self.session.serial, int(self.event.at)) + 1
        within = CHANGE_WITHIN if isinstance(question, CHANGES) else READ_WITHIN
        self.session = replace(self.session, serial=serial)
        self.effects.append(Ask(question, serial, self.event.at + within, self.profile))
        if isinstance(question, SetReading):
            self.session = replace(self.session, tongue=question.language, hinting=False)
