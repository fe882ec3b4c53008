"""What comes of a question to the operator: told to who waits for it, told in passing, or promised."""

from msgspec.structs import replace

from dialogs.course import AWAITING, advance, exists, legal
from dialogs.effects import Ask, Say
from dialogs.events import Answered, Failed
from dialogs.session import IDLE, Dialogue, Promise
from dialogs.turn import Turn
from operator_api.contract import (
    AnyResult,
    Catalogue,
    GetProfile,
    PromisedQuote,
    Refused,
    ServiceQuote,
    SetReading,
    SetStopped,
    TariffQuote,
)

MOST_PROMISES = 3
"""Late answers that a session remembers having promised."""


def answered(turn: Turn, event: Answered) -> None:
    """Where the answer is awaited, or nothing else is going on, the dialogue goes on; else it is told in passing."""
    place, awaited = _place(turn, event.ask), event.ask.serial == turn.session.awaited
    if place is None:
        return
    _settle(turn, event.ask)
    if isinstance(event.ask.question, GetProfile):
        return
    if awaited or (not turn.session.awaited and turn.dialogue.state == IDLE):
        turn.enter(place)
        _conclude(turn, event)
    else:
        _tell_in_passing(turn, place, event)


def _place(turn: Turn, ask: Ask) -> Dialogue | None:
    """The dialogue that this answer belongs to; None if nobody waits for it and it changed nothing."""
    if ask.serial == turn.session.awaited:
        return turn.dialogue
    for promise in turn.session.promises:
        if promise.serial == ask.serial and exists(promise.dialogue, turn.world.catalogue):
            return promise.dialogue
    return None if _is_our_own(ask) else AWAITING.get(type(ask.question))


def _is_our_own(ask: Ask) -> bool:
    """Nobody asked for it: who had written СТОП wrote again, or a guess is to be remembered."""
    match ask.question:
        case SetStopped(stopped=stopped):
            return not stopped
        case SetReading(language_chosen=language_chosen, alphabet_chosen=alphabet_chosen):
            return not (language_chosen or alphabet_chosen)
    return False


def _settle(turn: Turn, ask: Ask) -> None:
    """Wait for it no longer."""
    session = turn.session
    promises = tuple(promise for promise in session.promises if promise.serial != ask.serial)
    awaited = 0 if session.awaited == ask.serial else session.awaited
    turn.session = replace(session, promises=promises, awaited=awaited)


def _conclude(turn: Turn, event: Answered) -> None:
    """Go on with the answer; one that the conversation knows nothing of may mean anything."""
    turn.question, turn.result = event.ask.question, event.result
    kind = type(event.result).__name__
    if kind in legal(turn.dialogue):
        advance(turn, kind)
    else:
        turn.rest()
        _tell_failure(turn, event.ask, certain=False)


def _tell_in_passing(turn: Turn, place: Dialogue, event: Answered) -> None:
    """Tell it and leave the person's dialogue as it is: what would ask them something is not put to them now."""
    other = Turn(replace(turn.session, dialogue=place), event, turn.world, turn.profile, passing=True)
    _conclude(other, event)
    if other.dialogue.state == IDLE or isinstance(event.result, Refused):
        turn.effects += [replace(said, screen=0) for said in other.effects if isinstance(said, Say)]
    else:
        _tell_ready(turn, event.result)


def _tell_ready(turn: Turn, result: AnyResult) -> None:
    code = _code(result, turn.world.catalogue)
    turn.say("ready" if code else "ready.menu", code=code)


def _code(result: AnyResult, catalogue: Catalogue) -> str:
    """What to send for these terms to be shown; '' if they are none, or the catalogue has lost their subject."""
    match result:
        case ServiceQuote(service=id, on=on) if service := catalogue.service.get(id):
            return service.code if on else service.off_code
        case TariffQuote(tariff=id) if tariff := catalogue.tariff.get(id):
            return tariff.code
        case PromisedQuote():
            return "*111*123#"
    return ""


def failed(turn: Turn, event: Failed) -> None:
    """End what waited for the answer, and say so."""
    if _place(turn, event.ask) is None:
        return
    if isinstance(event.ask.question, GetProfile):
        turn.session = replace(turn.session, waiting=(), crowded=False)
    elif event.ask.serial == turn.session.awaited:
        turn.rest()
    _settle(turn, event.ask)
    _tell_failure(turn, event.ask, event.certain)


def _tell_failure(turn: Turn, ask: Ask, certain: bool) -> None:
    changing = AWAITING.get(type(ask.question))
    turn.say("failed" if certain or changing is None else f"unsure.{changing.conversation}")


def late(turn: Turn, ask: Ask) -> None:
    """Promise the answer and free the person, unless nothing can be done for them without it."""
    session = turn.session
    if ask.serial != session.awaited:
        return
    if not session.asked_to_wait:
        turn.say("late", only="session" if turn.in_session else "")
        turn.session = session = replace(session, asked_to_wait=True)
    if not isinstance(ask.question, GetProfile):
        promises = (*session.promises, Promise(ask.serial, session.dialogue))[-MOST_PROMISES:]
        turn.session = replace(session, awaited=0, promises=promises)
        turn.rest()
