"""What a text says, wherever the person is."""

import msgspec


class Understood(msgspec.Struct, frozen=True):
    """``item``: id of the service or tariff that it is about; ``number``: the number that it may be on a screen.

    ``intent`` is a command (`dialogs.course.COMMANDS`), or an answer: ``yes``, ``no``, ``back``, ``more``, ``cancel``,
    ``number``; or ``code``: one that is dialled, and that we do not know; or one without a conversation yet
    (`dialogs.intents.LEADS`). ``slot``: a sum, a time or a language that it names. ``how`` it was understood: by a
    ``code``, a ``rule``, the ``model`` alone, or, in doubt, to ``ask`` which of ``choices``; ``none``: not at all.
    ``likely``: which is likelier, on or off, where both are offered.
    """

    intent: str
    item: str = ""
    password: str = ""
    number: int | None = None
    slot: str = ""
    how: str = "code"
    choices: tuple[str, ...] = ()
    likely: str = ""

    @property
    def about(self) -> str:
        """The intent and the item: nothing that was written."""
        return f"{self.intent} {self.item}" if self.item else self.intent


NOTHING = Understood("other", how="none")
UNKNOWN_CODE = Understood("code")
