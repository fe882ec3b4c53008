"""What the operator says, in words: prices, names, and why not."""

from collections.abc import Iterable
from datetime import date

from cabinet.visit import Member
from operator_api.contract import Kopecks, Period, Reason, Refused
from pages.shown import money

CONDITIONS = {
    "balance>0": "refused.condition.balance",
    "balance>=-30": "refused.condition.debt",
    "no debt": "refused.condition.debt",
    "per-minute tariff": "refused.condition.per_minute",
    "monthly-fee tariff": "refused.condition.monthly",
    "tariff": "refused.condition.tariff",
    "consent": "refused.condition.consent",
    "email": "refused.condition.email",
    "passport": "refused.condition.passport",
}
"""Texts for conditions of the catalogue; any other has the common one. ``age>=90d`` is read by `condition`."""

AGE = "age>="


def name_of(member: Member, id: str) -> str:
    """The name of a service or tariff, in quotes; the id itself if the catalogue has lost it."""
    thing = member.catalogue.service.get(id) or member.catalogue.tariff.get(id)
    return member.say("quoted", name=thing.name if thing else id)


def names_of(member: Member, ids: Iterable[str]) -> str:
    """Their names, a comma between them."""
    return ", ".join(name_of(member, id) for id in ids)


def coming(member: Member) -> tuple[str, date] | None:
    """The name of the tariff that waits for its day, and that day."""
    waits = member.overview.coming
    return (name_of(member, waits.tariff), waits.since) if waits else None


def price(member: Member, connect_fee: Kopecks, fee: Kopecks, period: Period) -> str:
    """What is paid once, and then each period: 25,00 once, then 1,50 a day."""
    once = [member.say("price.once", sum=money(connect_fee))] if connect_fee else []
    then = [member.say(f"price.{period}", sum=money(fee))] if fee else []
    if once and then:
        return member.say("price.then", once=once[0], then=then[0])
    return (once + then or [member.say("price.free")])[0]


def condition(member: Member, text: str) -> str:
    """A condition of the catalogue as something that must be so."""
    if text.startswith(AGE):
        days = int(text.removeprefix(AGE).removesuffix("d"))
        return member.say("refused.condition.age", days=member.count("days", days))
    return member.say(CONDITIONS.get(text, "refused.condition.any"))


def why_not(member: Member, refused: Refused, on: bool = True) -> str:
    """Why the operator refused. ``on``: the service was to be switched on."""
    text = member.say(
        f"refused.{_kind(member, refused, on)}",
        name=name_of(member, refused.subject),
        others=names_of(member, refused.by),
        need=money(refused.need),
        have=money(refused.have),
    )
    if refused.reason is Reason.CONDITION:
        return f"{text} {condition(member, refused.condition)}"
    return text


def _kind(member: Member, refused: Refused, on: bool) -> str:
    match refused.reason:
        case Reason.ALREADY | Reason.SUPPORT_ONLY as reason if refused.subject in member.catalogue.tariff:
            return f"{reason}.tariff"
        case Reason.ALREADY if not on:
            return "already.off"
        case Reason.MONEY if refused.by:
            return "money.with"
        case Reason.CONDITION if refused.by:
            return "condition.with"
        case Reason.CONDITION | Reason.CONFLICT as reason if not refused.subject:
            return f"{reason}.here"
        case reason:
            return str(reason)
