"""`step`: one event of one conversation, and what comes of it. Pure: the same arguments, the same outcome."""

from msgspec.structs import replace

from dialogs.attuning import attuned, hint
from dialogs.course import exists
from dialogs.effects import Effect, Say
from dialogs.events import SMS, Answered, Closed, Dialled, Event, Failed, Flooded, Late, Text
from dialogs.hearing import hear, repeat
from dialogs.outcomes import answered, failed, late
from dialogs.session import NOWHERE, Session
from dialogs.turn import Turn
from dialogs.understanding import dialled
from dialogs.wording import Reader
from dialogs.world import World
from operator_api.contract import GetProfile, Profile

MOST_WAITING = 3
"""Texts that wait for an answer of the operator."""

LONGEST_TEXT = 200
"""Characters of a text that are read."""

TELL_FOREIGN_EVERY = 86_400.0
"""Seconds between two notices to a number that is not ours."""


def step(session: Session, event: Event, world: World) -> tuple[Session, tuple[Effect, ...]]:
    """The session after the event, and what is to be done."""
    turn = take(session, event, world)
    return turn.session, tuple(turn.effects)


def take(session: Session, event: Event, world: World) -> Turn:
    """The same with what was heard."""
    profile = attuned(_profile(event, world), session)
    turn = Turn(_current(session, event, world), event, world, profile)
    match event:
        case Text(text=text) | Dialled(text=text):
            _receive(turn, text)
        case Flooded() if turn.profile.ours:
            turn.say("flooded")
        case Answered():
            answered(turn, event)
        case Failed():
            failed(turn, event)
        case Late():
            late(turn, event.ask)
        case Closed(screen=screen) if screen and screen == turn.session.screen:
            turn.session = replace(turn.session, unseen=True)
    _replay(turn)
    if event.room.session and not turn.session.awaited:
        _never_mute(turn)
    if turn.session.hinting:
        hint(turn)
    return turn


def apology(profile: Profile) -> Say:
    """For a conversation that could not be served at all."""
    reader = Reader(profile.language, profile.alphabet, SMS)
    return Say(reader.spell(reader.say("failed")))


def _current(session: Session, event: Event, world: World) -> Session:
    """The session, with a dialogue that has expired or is no more forgotten."""
    expired = 0.0 < session.until <= event.at
    if expired or not exists(session.dialogue, world.catalogue):
        return replace(session, dialogue=NOWHERE, until=0.0, awaited=0, left=None, reading=None)
    return session


def _profile(event: Event, world: World) -> Profile:
    """What is known of the person, or was when the question was asked."""
    if world.profile:
        return world.profile
    return event.ask.profile if isinstance(event, Answered | Failed | Late) else Profile()


def _receive(turn: Turn, text: str) -> None:
    """A text is heard, or waits until it can be."""
    if turn.session.asked_to_wait:
        _still_late(turn)
    readable = text[:LONGEST_TEXT].encode(errors="replace").decode()
    waiting = turn.session.waiting
    if waiting and isinstance(turn.event, Dialled):
        waiting = _not_replaced(turn, readable)
    if not waiting and _can_hear(turn):
        _hear(turn, readable)
    elif len(waiting) < MOST_WAITING:
        turn.session = replace(turn.session, waiting=(*waiting, readable))
    else:
        turn.heard.append("crowded")
        if not turn.session.crowded:
            turn.session = replace(turn.session, crowded=True)
            turn.say("crowded")


def _not_replaced(turn: Turn, code: str) -> tuple[str, ...]:
    """What waits but for codes dialled before, whose sessions are gone; what is promised by SMS is replaced by its like
    alone."""
    promised = turn.session.asked_to_wait
    return tuple(each for each in turn.session.waiting if each != code and (promised or not dialled(each)))


def _still_late(turn: Turn) -> None:
    """What was late is so but once; a new session that it keeps waiting is told at once."""
    if turn.in_session and turn.session.awaited:
        turn.say("late", only="session")
    else:
        turn.session = replace(turn.session, asked_to_wait=False)


def _can_hear(turn: Turn) -> bool:
    return turn.world.profile is not None and turn.profile.ours and not turn.session.awaited


def _hear(turn: Turn, text: str) -> None:
    hear(turn, text)
    turn.heard.append(turn.chosen or turn.said.about)


def _replay(turn: Turn) -> None:
    """Hear the texts that wait, until one of them has to wait for the operator."""
    while turn.session.waiting and not turn.session.awaited:
        if turn.world.profile is None:
            turn.ask(GetProfile(turn.world.number))
        elif not turn.profile.ours:
            turn.session = replace(turn.session, waiting=())
            turn.heard.append("foreign")
            _tell_foreign(turn)
        else:
            first, *others = turn.session.waiting
            turn.session = replace(turn.session, waiting=tuple(others), crowded=False)
            _hear(turn, first)


def _never_mute(turn: Turn) -> None:
    """A session that waits is always answered: by what is before the person, if there was nothing to say."""
    for effect in turn.effects:
        if isinstance(effect, Say) and effect.only != "sms":
            return
    if isinstance(turn.event, Closed):
        return
    if not turn.profile.ours:
        turn.say("foreign")
    elif turn.profile.stopped:
        turn.say("stopped")
    else:
        repeat(turn)


def _tell_foreign(turn: Turn) -> None:
    told, now = turn.session.told_foreign, turn.event.at
    if not told or now - told >= TELL_FOREIGN_EVERY:
        turn.session = replace(turn.session, told_foreign=now)
        turn.say("foreign")
