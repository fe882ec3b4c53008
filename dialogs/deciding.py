"""The rules and the second opinion together."""

from dialogs.intents import doubted, label, meant
from dialogs.opinion import Opinion
from dialogs.ruling import Ruling
from dialogs.understood import NOTHING, Understood

ENOUGH = 0.4
"""Share from which the opinion is taken where the rules are silent."""

CERTAIN = 0.55
"""Share from which it is taken where a rule fits that is not sure."""

OPPOSED = 0.9
"""Share from which it raises doubt where a rule is sure."""

_SWITCHES = frozenset({"service_on", "service_off"})


def decided(ruling: Ruling | None, opinion: Opinion) -> Understood:
    """What is understood. On and off are told by rules alone: an opinion turns neither into the other."""
    if ruling is None:
        unknown = opinion.intent == "other" or opinion.share < ENOUGH
        return NOTHING if unknown else meant(opinion.intent, "model")
    if ruling.said.how == "ask" or label(ruling.said) == opinion.intent or opinion.intent in _SWITCHES:
        return ruling.said
    if ruling.sure or opinion.share < CERTAIN:
        doubtful = opinion.share >= (OPPOSED if ruling.sure else ENOUGH)
        return doubted(ruling.said, meant(opinion.intent, "model")) if doubtful else ruling.said
    return NOTHING if opinion.intent == "other" else meant(opinion.intent, "model")
