"""A password by SMS. What is answered does not tell whether the number is a subscriber's."""

from http import HTTPStatus

from aiohttp import web

from cabinet.house import NUMBER
from cabinet.visit import Visit, see_other
from operator_api.contract import Number, PasswordRequest, PasswordRequested
from pages.shown import phone, read_phone

MINUTE = 60
HOUR = 60 * MINUTE
COARSE = 2
"""From so many minutes on seconds no longer count; and so with hours."""


async def show(visit: Visit) -> web.Response:
    """The form that asks for one."""
    return await _page(visit, NUMBER.of(visit.request))


async def ask(visit: Visit) -> web.Response:
    """Ask for one; then the sign-in, with the number in its place."""
    form = await visit.form()
    typed, digits = form.text("number"), form.text("digits")
    number = read_phone(typed)
    if number is None:
        return await _page(visit, typed, number=visit.say("wrong.number"))
    if not digits:
        return await _page(visit, typed, digits=visit.say("wrong.no_digits"))
    wish = PasswordRequest(Number(number), form.text("captcha"), digits, visit.address)
    outcome = await visit.house.operator.request_password(wish)
    if outcome.outcome != "accepted":
        return await _page(visit, typed, **_why_not(visit, outcome))
    response = see_other("/login?sent")
    NUMBER.put(response, number)
    return response


def _why_not(visit: Visit, outcome: PasswordRequested) -> dict[str, str]:
    if outcome.outcome == "wrong_code":
        return {"digits": visit.say("wrong.digits")}
    return {"form": visit.say(f"password.{outcome.outcome}", wait=in_words(visit, outcome.wait))}


async def _page(visit: Visit, typed: str, **wrong: str) -> web.Response:
    """The form; each has a code of its own, for a code counts once."""
    captcha = await visit.house.operator.captcha()
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return visit.page("password.html", status=status, number=shown(typed), captcha=captcha.id, wrong=wrong)


def shown(typed: str) -> str:
    """What was typed; a number that we know, as people write it."""
    return phone(known) if (known := read_phone(typed)) else typed


def in_words(visit: Visit, seconds: int) -> str:
    """How long to wait: seconds, then minutes, then hours."""
    if seconds < COARSE * MINUTE:
        return visit.count("seconds", seconds)
    if seconds < COARSE * HOUR:
        return visit.count("minutes", -(-seconds // MINUTE))
    return visit.count("hours", -(-seconds // HOUR))
