"""What is understood: the intent by the model, what is to be done by the rules."""

from dialogs.intents import doubted, meant
from dialogs.lexicon import Lexicon
from dialogs.opinion import Opinion
from dialogs.ruling import Said, ruled, shown, two_wishes
from dialogs.understood import NOTHING, Understood

CLOSE = 0.1
"""The lead below which it is asked which of two is meant."""

CERTAIN = 0.3
"""The lead that it takes to end something, leave it or agree to it, if no rule confirms that."""

_ENDING = frozenset({"stop", "cancel", "yes", "no", "back"})
_AT_ONCE = frozenset({"stop", "password_issue"})
"""Commands that are done without a question; one that no rule confirms, or that is denied, is asked about."""

_DENIES = frozenset({"not", "nu", "unwanted", "why"})
_SHUT_OUT = frozenset({"access", "cabinet", "change", "fits", "forgot", "let", "new"})
"""Who says one of these beside a not cannot get in: the old password is worth nothing to them."""


def decided(said: Said, opinion: Opinion, lexicon: Lexicon) -> Understood:
    """What somebody wants who says this, and in the model's opinion that."""
    if clear := shown(said, lexicon) or two_wishes(said.there):
        return clear
    understood = ruled(opinion.intent, said, lexicon)
    guessed = understood.how == "model" and opinion.lead < CERTAIN
    if understood.intent == "other" or (guessed and opinion.intent in _ENDING):
        return NOTHING
    if understood.intent in _AT_ONCE and (understood.how == "model" or _is_denied(understood, said)):
        return doubted(understood, Understood("help"))
    return doubted(understood, meant(opinion.second, "model")) if opinion.lead < CLOSE else understood


def _is_denied(understood: Understood, said: Said) -> bool:
    """Whether a password may be what they do not want; the old one would be gone."""
    denied = understood.intent == "password_issue" and not said.there.isdisjoint(_DENIES)
    return denied and said.there.isdisjoint(_SHUT_OUT)
