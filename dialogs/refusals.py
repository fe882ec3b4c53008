"""Why the operator refused, in words."""

from dialogs.naming import name_of, names_of
from dialogs.turn import Turn
from dialogs.wording import money
from operator_api.contract import (
    AnyQuestion,
    ChangeTariff,
    OrderDetail,
    QuoteService,
    QuoteTariff,
    Reason,
    Refused,
    RequestCall,
    ServiceQuote,
    SwitchService,
)

CONDITIONS = {
    "balance>0": "refused.condition.balance",
    "no debt": "refused.condition.debt",
    "per-minute tariff": "refused.condition.per_minute",
    "monthly-fee tariff": "refused.condition.monthly",
    "tariff": "refused.condition.tariff",
    "consent": "refused.condition.consent",
    "email": "refused.condition.email",
    "balance>=-30": "refused.condition.owing",
}
"""Texts for conditions of the catalogue; any other has the common one. ``age>=90d`` is read by `_days`."""

AGE = "age>="


def tell_refusal(turn: Turn) -> None:
    """Say why the question of this turn was refused."""
    refused = turn.answer(Refused)
    turn.tell(
        _text(turn, refused),
        name=name_of(refused.subject, turn.world.catalogue) or turn.reader.say("promised.name"),
        others=names_of(refused.by, turn.world.catalogue),
        need=money(refused.need),
        have=money(refused.have),
        days=_days(refused.condition),
    )


def _text(turn: Turn, refused: Refused) -> str:
    match refused.reason:
        case Reason.ALREADY | Reason.SUPPORT_ONLY as reason if isinstance(turn.question, QuoteTariff | ChangeTariff):
            return f"refused.{reason}.tariff"
        case Reason.ALREADY if _switches_off(turn.question):
            return "refused.already.off"
        case Reason.ALREADY if isinstance(turn.question, RequestCall):
            return "refused.already.call"
        case Reason.TOO_MANY if isinstance(turn.question, OrderDetail):
            return "refused.too_many.detail"
        case Reason.MONEY if refused.by:
            return "refused.money.with"
        case Reason.CONDITION if _days(refused.condition):
            return "refused.condition.age"
        case Reason.CONDITION:
            return CONDITIONS.get(refused.condition, "refused.condition")
        case reason:
            return f"refused.{reason}"


def _days(condition: str) -> str:
    """The age of the number that it asks for; '' if it does not."""
    days = condition.removeprefix(AGE).removesuffix("d")
    return days if days.isdecimal() and condition.startswith(AGE) else ""


def _switches_off(question: AnyQuestion | None) -> bool:
    match question:
        case QuoteService(on=False) | SwitchService(quote=ServiceQuote(on=False)):
            return True
    return False
