"""Cost control: what was spent today, this month or in any period, by kind and by day."""

from datetime import date
from typing import NamedTuple

from aiohttp import web

from cabinet.chart import NARROW, WIDE, draw
from cabinet.periods import Period, months, presets, read_period
from cabinet.visit import NOTHING, Member
from operator_api.contract import GetSpending, Spending, Spent
from pages.errors import PageError
from pages.shown import money

USUAL = "month"
KILOBYTES = 1024


class Choice(NamedTuple):
    """The period that an address asks for: its name or what was typed, and what is wrong with it."""

    period: Period
    name: str
    typed: tuple[str, str]
    wrong: str


async def show(member: Member) -> web.Response:
    """What was spent in the period of the address; this month unless it says another."""
    today = member.overview.today
    choice = _choice(member, today)
    spent = await _spending(member, choice.period)
    return member.page(
        "spending.html",
        status=422 if choice.wrong else 200,
        choice=choice,
        wrong={"first": member.say(choice.wrong)} if choice.wrong else NOTHING,
        spent=spent,
        kinds=[(each, amount(member, each)) for each in spent.kinds],
        today=await _today(member, choice.period, spent, today),
        months=months(today)[1:],
    )


async def show_chart(member: Member) -> web.Response:
    """The picture of it."""
    choice = _choice(member, member.overview.today)
    if choice.wrong:
        raise PageError(404, "not_found")
    spent = await _spending(member, choice.period)
    width = WIDE if "wide" in member.request.query else NARROW
    svg = member.house.templates.get_template("chart.svg").render(chart=draw(spent.days, choice.period, width))
    return web.Response(text=svg, content_type="image/svg+xml", charset="utf-8")


def _choice(member: Member, today: date) -> Choice:
    query = member.request.query
    name = query.get("period", "" if "first" in query or "last" in query else USUAL)
    if period := presets(today).get(name):
        return Choice(period, name, (f"{period.first}", f"{period.last}"), "")
    typed = query.get("first", "").strip(), query.get("last", "").strip()
    period_or_wrong = read_period(*typed, today)
    if isinstance(period_or_wrong, str):
        return Choice(presets(today)[USUAL], "", typed, period_or_wrong)
    return Choice(period_or_wrong, "", typed, "")


async def _spending(member: Member, period: Period) -> Spending:
    return await member.look(Spending, GetSpending(member.number, *period))


async def _today(member: Member, period: Period, spent: Spending, today: date) -> str:
    """The sum of today, which the period may have told already."""
    if period.last >= today:
        return money(dict(spent.days).get(today, 0))
    return money((await _spending(member, Period(today, today))).total)


def amount(member: Member, spent: Spent) -> str:
    """How much of it there was, in words: minutes, messages, megabytes, else how often."""
    match spent.kind:
        case "call_onnet" | "call_offnet" | "call_in":
            return member.count("talked", -(-spent.amount // 60))
        case "sms":
            return member.count("messages", spent.amount)
        case "internet":
            return member.say("megabytes", count=f"{spent.amount / KILOBYTES:.1f}".replace(".", ","))
    return member.count("times", spent.count)
