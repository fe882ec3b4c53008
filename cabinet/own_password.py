"""A password of the person's own, and what one has to be like."""

import re
from collections.abc import Callable, Mapping

from aiohttp import web

from cabinet.visit import NOTHING, Member, expected, see_other
from cabinet.words import why_not
from operator_api.contract import Done, Reason, Refused, SetPassword
from pages.forms import Form

SHORTEST, LONGEST = 8, 64
FEWEST_DIFFERENT = 5

RULES: Mapping[str, Callable[[str], bool]] = {
    "length": lambda password: SHORTEST <= len(password) <= LONGEST,
    "lower": lambda password: bool(re.search("[a-z]", password)),
    "upper": lambda password: bool(re.search("[A-Z]", password)),
    "digit": lambda password: bool(re.search("[0-9]", password)),
    "different": lambda password: len(set(password)) >= FEWEST_DIFFERENT,
}
"""What the page explains; the operator decides, and refuses common ones too. ``meter.js`` shows the same."""


def broken(password: str) -> list[str]:
    """The rules that a password breaks."""
    return [rule for rule, holds in RULES.items() if not holds(password)]


async def show(member: Member) -> web.Response:
    """The form, or that it is done."""
    return _page(member, NOTHING, done="done" in member.request.query)


async def change(member: Member) -> web.Response:
    """Set it: all other sessions end, this one stays."""
    form = await member.form()
    current, password = form.text("current"), form.text("password")
    if wrong := _wrong(member, form):
        return _page(member, wrong, broken(password))
    match await member.change(SetPassword(member.number, password, current), form):
        case Refused() as refused:
            field = "current" if refused.reason is Reason.WRONG_PASSWORD else "password"
            return _page(member, {field: why_not(member, refused)})
        case answer:
            expected(Done, answer)
            return see_other("/own-password?done")


def _wrong(member: Member, form: Form) -> dict[str, str]:
    password = form.text("password")
    if not form.text("current"):
        return {"current": member.say("wrong.no_current")}
    if missing := broken(password):
        rules = ", ".join(member.say(f"rule.{rule}") for rule in missing)
        return {"password": member.say("wrong.rules", rules=rules)}
    if password != form.text("again"):
        return {"again": member.say("wrong.again")}
    return {}


def _page(
    member: Member, wrong: Mapping[str, str], missing: list[str] | None = None, done: bool = False
) -> web.Response:
    return member.page(
        "own_password.html",
        status=422 if wrong else 200,
        wrong=wrong,
        rules=list(RULES),
        missing=missing,
        done=done,
    )
