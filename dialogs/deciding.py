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
"""Commands that are done without a question; one that no rule confirms is asked about."""


def decided(said: Said, opinion: Opinion, lexicon: Lexicon) -> Understood:
    """What somebody wants who says this, and in the model's opinion that."""
    if clear := shown(said, lexicon) or two_wishes(said.there):
        return clear
    understood = ruled(opinion.intent, said, lexicon)
    guessed = understood.how == "model" and opinion.lead < CERTAIN
    if understood.intent == "other" or (guessed and opinion.intent in _ENDING):
        return NOTHING
    if understood.how == "model" and understood.intent in _AT_ONCE:
        return doubted(understood, Understood("help"))
    return doubted(understood, meant(opinion.second, "model")) if opinion.lead < CLOSE else understood
