"""The rules and the second opinion together."""

from dialogs.intents import label, meant
from dialogs.opinion import Opinion
from dialogs.ruling import Ruling
from dialogs.understood import NOTHING, Understood

ENOUGH = 0.4
"""Share from which the opinion is taken where the rules are silent."""

CERTAIN = 0.55
"""Share from which it is taken where a rule fits that is not sure."""

_SWITCHES = frozenset({"service_on", "service_off"})


def decided(ruling: Ruling | None, opinion: Opinion) -> Understood:
    """What is understood. On and off are told by rules alone: an opinion turns neither into the other."""
    if ruling is None:
        unknown = opinion.intent == "other" or opinion.share < ENOUGH
        return NOTHING if unknown else meant(opinion.intent, "model")
    agreed = ruling.sure or label(ruling.said) == opinion.intent
    if agreed or opinion.share < CERTAIN or opinion.intent in _SWITCHES:
        return ruling.said
    return NOTHING if opinion.intent == "other" else meant(opinion.intent, "model")
