"""How they are written to who have not said how: as they write, from the first text that tells, until another does.

The operator remembers it as a guess (`SetReading`): whoever comes back after a year, and writes a digit, is answered in
the same language. It is asked to once a change, and its answer is not waited for; the session knows for a day, should
that have failed. A wish is never overridden: the operator takes no guess in place of one, for a copy of what it says
may be an hour old here. Of one that says nothing of wishes (up to release 0.4.0) Russian is taken for no wish, is
followed in the session alone, and letters are left as they are.
"""

from msgspec.structs import replace

from dialogs.effects import Say
from dialogs.session import Session
from dialogs.tongue import UNCHOSEN, tongue
from dialogs.translit import letters
from dialogs.turn import Turn
from dialogs.wording import IN_LATIN
from operator_api.contract import Alphabet, Language, Profile, SetReading
from smpp.alphabets import size


def attuned(profile: Profile, session: Session) -> Profile:
    """What the operator says, and what was guessed since."""
    if session.tongue and _follows_language(profile, session):
        profile = replace(profile, language=session.tongue)
    if session.letters not in (None, profile.alphabet) and profile.alphabet_chosen is False:
        profile = replace(profile, alphabet=session.letters)
    return profile


def attune(turn: Turn, text: str) -> None:
    """Answer as this is written, if it tells, and have the operator remember it."""
    was = turn.profile
    language = _language(turn, text)
    alphabet = was.alphabet
    if was.alphabet_chosen is False and language not in IN_LATIN:
        alphabet = _alphabet(turn, text)
    if (language, alphabet) != (was.language, was.alphabet):
        turn.profile = replace(was, language=language, alphabet=alphabet)
        _remember(turn)
    if alphabet != was.alphabet == "cyrillic":
        turn.session = replace(turn.session, hinting=True)


def hint(turn: Turn) -> None:
    """Say once how to have Cyrillic again, at the end of something that has a place for it."""
    reader = turn.reader
    for at, effect in enumerate(turn.effects):
        if isinstance(effect, Say) and not effect.secret:
            text = f"{effect.text}\n{reader.spell(reader.say('language.letters_cyrillic'))}: *111*6*1#"
            if reader.room.holds(text) and size(text).parts == size(effect.text).parts:
                turn.effects[at] = replace(effect, text=text)
                turn.session = replace(turn.session, hinting=False)
                return


def _follows_language(profile: Profile, session: Session) -> bool:
    if profile.language_chosen is None:
        return profile.language == UNCHOSEN and session.tongue != UNCHOSEN
    return not profile.language_chosen


def _language(turn: Turn, text: str) -> Language:
    known = turn.world.profile or turn.profile
    written = tongue(text) if _follows_language(known, turn.session) else None
    return written or turn.profile.language


def _alphabet(turn: Turn, text: str) -> Alphabet:
    """That of the text; who has written in Cyrillic of late has it, whatever they write in."""
    session, alphabet = turn.session, turn.profile.alphabet
    if session.letters == "cyrillic" or (alphabet == "latin" and text.isascii()):
        return alphabet
    written = letters(text)
    if written:
        turn.session = replace(session, letters=written)
    return written or alphabet


def _remember(turn: Turn) -> None:
    profile = turn.profile
    language, alphabet = profile.language, profile.alphabet
    if profile.language_chosen is None:
        turn.session = replace(turn.session, tongue=None if language == UNCHOSEN else language)
    else:
        turn.mention(SetReading(turn.world.number, language, alphabet, language_chosen=False, alphabet_chosen=False))
