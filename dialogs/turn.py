"""A turn while it is being made."""

from collections.abc import Iterable
from typing import TypeVar

from msgspec.structs import replace

from dialogs.effects import Ask, Effect, Say
from dialogs.events import Event
from dialogs.screens import Option, Pages, Screen, rendered
from dialogs.session import IDLE, NOWHERE, Dialogue, Session
from dialogs.understood import NOTHING
from dialogs.wording import Reader
from dialogs.world import World
from operator_api.contract import CHANGES, AnyQuestion, AnyResult, Profile

EXPIRY = 600.0
"""Seconds after which a dialogue is forgotten."""

READ_WITHIN, CHANGE_WITHIN = 120.0, 600.0
"""Seconds after which the operator is no longer asked."""

Kind = TypeVar("Kind")


class Turn:
    """The only thing in this room that changes; thrown away when its session and effects have been taken from it.

    ``state`` belongs to `transitions`; ``said``, ``chosen``, ``question`` and ``result`` are what it is about;
    ``heard`` is what its texts were understood as: an intent, or the id of what was chosen, never a text;
    ``next`` is the command, and the id of its service or tariff, that goes on where a conversation ends.
    """

    def __init__(self, session: Session, event: Event, world: World, profile: Profile) -> None:
        self.session = session
        self.event = event
        self.world = world
        self.profile = profile
        self.effects: list[Effect] = []
        self.state = IDLE
        self.said = NOTHING
        self.chosen = ""
        self.heard: list[str] = []
        self.question: AnyQuestion | None = None
        self.result: AnyResult | None = None
        self.next: tuple[str, str] | None = None

    @property
    def dialogue(self) -> Dialogue:
        """Where the person is now."""
        return self.session.dialogue

    @property
    def reader(self) -> Reader:
        """How the person reads."""
        return Reader(self.profile.language, self.profile.alphabet, self.event.room)

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

    def rest(self) -> None:
        """Be nowhere: nothing is asked."""
        self.session = replace(self.session, dialogue=NOWHERE, until=0.0)

    def remember(self, **memory: object) -> None:
        """Keep this with the dialogue."""
        self.enter(replace(self.dialogue, **memory))

    def then(self, command: str, item: str = "") -> None:
        """Go on with this command when the conversation has ended."""
        self.next = command, item

    def say(self, key: str, *, secret: bool = False, **values: object) -> None:
        """Tell the text of this key."""
        self.tell(self.reader.say(key, **values), secret=secret)

    def tell(self, text: str, *, secret: bool = False) -> None:
        """Tell this; nothing is asked with it."""
        self.effects.append(Say(self.reader.fit(text), secret=secret))

    def show(self, screen: Screen) -> None:
        """Put this screen to the person."""
        shown = rendered(screen, self.reader)
        number = self.session.screen + 1
        dialogue = replace(self.dialogue, choices=shown.choices)
        self.session = replace(self.session, dialogue=dialogue, screen=number, until=self.event.at + EXPIRY)
        self.effects.append(Say(shown.text, screen=number))

    def show_list(self, options: Iterable[Option], title: str = "") -> None:
        """Put these to the person, from the page on where they are; after the last page comes the first."""
        listed = tuple(options)
        page = self.dialogue.page if self.dialogue.page < len(listed) else 0
        self.remember(page=page)
        self.show(Pages(listed, title, page))

    def turn_page(self) -> None:
        """Go on to what follows the page that they see."""
        self.remember(page=self.dialogue.page + len(self.dialogue.choices))

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
