"""What is remembered of a conversation between two turns."""

from datetime import date

import msgspec

from dialogs.wording import Wording
from operator_api.contract import Alphabet, Language, PromisedQuote, ServiceQuote, TariffQuote

Period = tuple[date, date]
"""The first day and the last."""

IDLE = "idle"
"""The state in which each conversation begins and ends: nothing is asked and nothing awaited."""


class Dialogue(msgspec.Struct, frozen=True, array_like=True):
    """Where the person is. ``choices``: what the digits 1, 2, ... on the screen stand for, as ids ('': nothing).

    ``item``: id of the service or tariff that it is about; ``page``: the last item shown of a list, or word of a long
    text (0: there was one page); ``quote``: the terms that are being confirmed; ``repeated``: the last text was
    unclear, and the question is put again; ``period``: the days that it is about.
    """

    conversation: str = "menu"
    state: str = IDLE
    item: str = ""
    choices: tuple[str, ...] = ()
    page: int = 0
    quote: ServiceQuote | TariffQuote | PromisedQuote | None = None
    repeated: bool = False
    period: Period | None = None


NOWHERE = Dialogue()
"""Where a person is who is asked nothing."""


class Promise(msgspec.Struct, frozen=True, array_like=True):
    """The person was told to wait for this answer, and where they were."""

    serial: int
    dialogue: Dialogue


class Session(msgspec.Struct, frozen=True, omit_defaults=True):
    """One person's conversation; ``Session()`` is a new one. Times are seconds since the epoch.

    ``until``: when the dialogue expires; ``serial``: of the last question to the operator, ``awaited``: of the one
    whose answer is waited for (0: none); ``screen``: number of the last screen that asks; ``waiting``: texts that came
    meanwhile, and may hold a password; ``crowded``: the person was told that there are too many of them;
    ``asked_to_wait``: the person was told, since their last text, that the answer takes its time;
    ``told_foreign``: when the number was told that it is not ours; ``unseen``: the last screen was lost on its way,
    ``paged``: it was put in a session, which may have been over by then;
    ``left``: the dialogue that the person is asked whether to go on with; ``reading``: the long text in their hands;
    ``misheard``: how many of their last texts were not understood, up to two;
    ``tongue``: the language in which they write, or that they have just chosen, ``letters``: those in which they write
    (None: as the operator says); ``hinting``: they are yet to hear how to have Cyrillic letters again.
    """

    dialogue: Dialogue = NOWHERE
    until: float = 0.0
    serial: int = 0
    awaited: int = 0
    screen: int = 0
    promises: tuple[Promise, ...] = ()
    waiting: tuple[str, ...] = ()
    crowded: bool = False
    asked_to_wait: bool = False
    told_foreign: float = 0.0
    unseen: bool = False
    paged: bool = False
    left: Dialogue | None = None
    reading: Wording | None = None
    tongue: Language | None = None
    misheard: int = 0
    letters: Alphabet | None = None
    hinting: bool = False
