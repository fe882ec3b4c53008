"""What a turn may know besides its session and event."""

from datetime import tzinfo
from zoneinfo import ZoneInfo

import msgspec

from dialogs.answers import Answers, shipped
from dialogs.lexicon import Lexicon
from operator_api.contract import Catalogue, Number, Profile

MOSCOW = ZoneInfo("Europe/Moscow")


class World(msgspec.Struct, frozen=True):
    """The operator's offer, what is known of the person (None: nothing yet), their number, where days begin, and the
    answers to frequent questions."""

    catalogue: Catalogue
    profile: Profile | None
    number: Number
    zone: tzinfo = MOSCOW
    answers: Answers = shipped()

    @property
    def lexicon(self) -> Lexicon:
        """How people call what is in the catalogue."""
        return lexicon_of(self.catalogue)


def lexicon_of(catalogue: Catalogue) -> Lexicon:
    """How people call what is in it.

    Built once and kept in the catalogue's own dict, as its cached properties are: to hash a catalogue costs more than a
    turn.
    """
    kept = vars(catalogue)
    if "lexicon" not in kept:
        kept["lexicon"] = Lexicon(catalogue)
    lexicon: Lexicon = kept["lexicon"]
    return lexicon
