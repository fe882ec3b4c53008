"""What a text means where the person is: an answer to the screen before them, else a command, else nothing clear."""

from msgspec.structs import replace

from dialogs.answers import answer_to
from dialogs.attuning import attune
from dialogs.consent import replied
from dialogs.course import COMMANDS, advance, begin, choices, legal, reads
from dialogs.events import Text
from dialogs.intents import led
from dialogs.resuming import resumed
from dialogs.session import IDLE, Dialogue
from dialogs.turn import Turn
from dialogs.twofold import two_in
from dialogs.understanding import dialled, understand
from dialogs.understood import Understood
from operator_api.contract import SetStopped

_ANSWERS = frozenset({"yes", "no", "back", "more", "cancel", "number"})
"""Said where nothing is asked, they open the menu, but for a clear no."""

_LEAVES = frozenset({"no", "cancel", "stop"})
"""Said where something is asked, they end it."""

_GUESSED = frozenset({"model", "ask"})
"""How something was understood that is too unclear to replace a question."""

_NEVER_TYPED = frozenset({"back", "menu", "password_set"})
"""Said where a password is awaited, they are still what they are; and so is a code as phones dial it."""


def hear(turn: Turn, text: str) -> None:
    """Do what the text says."""
    said = understand(text, turn.world.lexicon)
    if "yes" in turn.dialogue.choices:
        said = replied(said, text, turn.dialogue)
    turn.said, turn.chosen, turn.text = led(said), _called(turn.dialogue, said), text
    if said.how != "code" and "typed" not in legal(turn.dialogue):
        attune(turn, text)
    if turn.said.intent == "other" and answer_to(text, turn.world.answers):
        turn.said = Understood("frequent")
    turn.misheard = turn.session.misheard
    if turn.misheard:
        turn.session = replace(turn.session, misheard=0)
    if turn.profile.stopped and not _returns(turn):
        return
    if turn.event.room.session and (not text.strip() or resumed(turn, text)):
        return
    if answer := _answer(turn, text):
        _reply(turn, answer)
    elif turn.said.intent == "code":
        turn.say("unknown")
    elif _is_asked(turn.dialogue):
        _interrupt(turn)
    else:
        _command(turn)


def repeat(turn: Turn) -> None:
    """Put the screen before the person again, or the menu."""
    if _is_asked(turn.dialogue):
        advance(turn, "unclear")
    else:
        begin(turn, "menu")


def _reply(turn: Turn, answer: str) -> None:
    """Take the answer; who has not seen the question is asked again."""
    if answer == "more":
        turn.turn_page()
        advance(turn, "unclear")
    elif answer != "yes" or not _is_unseen(turn):
        turn.remember(repeated=False, page=0)
        advance(turn, answer)
    elif _is_lost(turn) or (turn.in_session and not turn.has_shown):
        advance(turn, "unclear")


def _returns(turn: Turn) -> bool:
    """Whether somebody who had written СТОП writes something else; the operator is told of it."""
    if turn.said.intent == "stop":
        return False
    turn.mention(SetStopped(turn.world.number, stopped=False))
    turn.profile = replace(turn.profile, stopped=False)
    return True


def _answer(turn: Turn, text: str) -> str:
    """What the text answers to the screen before the person, what it chose or typed noted; '' if nothing."""
    open_to = legal(turn.dialogue)
    if "typed" in open_to and _is_typed(turn.said, text):
        turn.said = Understood("typed", password=text.strip())
        return "typed"
    if choice := turn.chosen or _choice(turn.dialogue, turn.said.number):
        turn.chosen = choice
        return choice if choice in open_to else "chosen"
    if "written" in open_to and reads(turn.dialogue, text, turn.today) and not dialled(text):
        turn.said = Understood("written")
        return "written"
    intent = "no" if turn.said.intent in _LEAVES else turn.said.intent
    if intent == "more" and _is_asked(turn.dialogue):
        return "more"
    if intent == "yes" and (turn.said.how == "model" or "yes" not in turn.dialogue.choices):
        return ""
    return intent if intent in open_to and intent in _ANSWERS else ""


def _called(dialogue: Dialogue, said: Understood) -> str:
    """What is on the screen and was said in words: «отключить» below a service is about that one; '' if nothing."""
    is_plain = not (said.item or said.slot) and said.how not in _GUESSED
    return said.intent if is_plain and said.intent in choices(dialogue) else ""


def _choice(dialogue: Dialogue, number: int | None) -> str:
    """What the number stands for on the screen; '' if nothing."""
    offered = choices(dialogue) if number else ()
    return offered[number - 1] if number and number <= len(offered) else ""


def _is_typed(said: Understood, text: str) -> bool:
    """Whether it is meant as a password: one Latin word, and without a digit no command either."""
    one_word = text.isascii() and len(text.split()) == 1
    has_digit = any(map(str.isdecimal, text))
    typed = one_word and said.intent not in _NEVER_TYPED and (has_digit or said.intent == "other")
    return typed and not dialled(text)


def _is_unseen(turn: Turn) -> bool:
    """Whether the text was written before the screen was sent; then it agrees to nothing on it."""
    unseeing = isinstance(turn.event, Text) and turn.event.unseeing
    return unseeing or _is_lost(turn) or turn.has_shown


def _is_lost(turn: Turn) -> bool:
    """Whether the screen may never have been shown; of one that was put in a session, who answers there knows."""
    return turn.session.unseen or (turn.session.paged and not turn.in_session)


def _is_asked(dialogue: Dialogue) -> bool:
    """Whether a question stands; the menu is none."""
    return dialogue.state != IDLE and dialogue.conversation != "menu"


def _interrupt(turn: Turn) -> None:
    """Something other than an answer was said to a question."""
    said = turn.said
    if said.intent in _LEAVES:
        _leave(turn)
    elif said.intent in COMMANDS and said.number is None and said.intent != "other" and said.how not in _GUESSED:
        _command(turn)
    elif _divide(turn):
        return
    elif turn.dialogue.repeated:
        begin(turn, "other")
    else:
        turn.mishear()
        turn.remember(repeated=True)
        advance(turn, "unclear")


def _command(turn: Turn) -> None:
    """Something was said that answers nothing; who wants nothing is not shown all that there is."""
    if turn.said.intent in ("no", "cancel") and turn.said.how not in _GUESSED:
        _leave(turn)
    elif not _divide(turn):
        begin(turn, "menu" if turn.said.intent in _ANSWERS else turn.said.intent, turn.said.item)


def _leave(turn: Turn) -> None:
    """What was done before nothing was asked stays done."""
    key = "cancelled" if _is_asked(turn.dialogue) else "nothing_asked"
    turn.rest()
    turn.say(key)


def _divide(turn: Turn) -> bool:
    """Whether two things were said; one after the other is done. A session has room for one thing alone."""
    asks = turn.said.number is None and not turn.said.password and not turn.in_session
    two = two_in(turn.text, turn.world.lexicon) if asks else None
    if two:
        first, second = two
        turn.session = replace(turn.session, waiting=(second, *turn.session.waiting))
        hear(turn, first)
    return two is not None
