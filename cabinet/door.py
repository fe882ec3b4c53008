"""Sign-in and sign-out, and the language of who is not in yet."""

from contextlib import suppress
from http import HTTPStatus

from aiohttp import hdrs, web

from cabinet.by_sms import in_words, shown
from cabinet.house import ACCOUNT, LANGUAGE, NUMBER
from cabinet.visit import Member, Visit, see_other
from operator_api.client import OperatorError
from operator_api.contract import Number, SignedIn, SignIn
from pages.errors import PageError
from pages.forms import Form
from pages.shown import read_phone
from pages.texts import LANGUAGES

NEWS = ("sent", "over", "out", "ended")
"""What the address may say of how one came to the page of the sign-in."""


async def show(visit: Visit) -> web.Response:
    """The form of the sign-in; who is in already goes on to the account."""
    if await _is_in(visit):
        return see_other("/")
    news = next((word for word in NEWS if word in visit.request.query), "")
    return _page(visit, NUMBER.of(visit.request), news=news)


async def sign_in(visit: Visit) -> web.Response:
    """Open a session for number and password."""
    form = await visit.form()
    typed, password = form.text("number"), form.text("password")  # without the blanks that come along when it is copied
    number = read_phone(typed)
    if number is None:
        return _page(visit, typed, number=visit.say("wrong.number"))
    if not password:
        return _page(visit, typed, password=visit.say("wrong.no_password"))
    wish = SignIn(Number(number), password, visit.address, form.text("captcha"), form.text("digits"))
    outcome = await visit.house.operator.sign_in(wish)
    if outcome.outcome != "in":
        return await _stopped(visit, typed, outcome, form)
    await _end_former(visit)
    response = see_other("/")
    ACCOUNT.put(response, outcome.session)
    NUMBER.drop(response)
    return response


async def _end_former(visit: Visit) -> None:
    """The session that this browser had ends (ASVS 5.0, 7.2.4)."""
    if former := ACCOUNT.of(visit.request):
        with suppress(OperatorError):
            await visit.house.operator.sign_out(former, visit.address)


async def _stopped(visit: Visit, typed: str, outcome: SignedIn, form: Form) -> web.Response:
    captcha = (await visit.house.operator.captcha()).id if outcome.code else ""
    response = _page(visit, typed, captcha, **_why_not(visit, outcome, form))
    if outcome.wait:
        response.headers[hdrs.RETRY_AFTER] = str(outcome.wait)
    return response


def _why_not(visit: Visit, outcome: SignedIn, form: Form) -> dict[str, str]:
    wait = in_words(visit, outcome.wait)
    match outcome.outcome:
        case "wrong_code":
            return {"digits": visit.say("wrong.digits" if form.text("digits") else "login.needs_digits")}
        case "wait":
            return {"form": visit.say("login.wait", wait=wait)}
    later = f" {visit.say('login.next', wait=wait)}" if outcome.wait else ""
    return {"form": visit.say("login.wrong") + later}


def _page(visit: Visit, typed: str, captcha: str = "", *, news: str = "", **wrong: str) -> web.Response:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    values = {"number": shown(typed), "captcha": captcha, "news": news, "wrong": wrong}
    return visit.page("login.html", status=status, **values)


async def _is_in(visit: Visit) -> bool:
    session = ACCOUNT.of(visit.request)
    if not session:
        return False
    try:
        await visit.house.operator.session(session, visit.address)
    except OperatorError as error:
        if error.status == HTTPStatus.UNAUTHORIZED:
            return False
        raise
    return True


async def sign_out(member: Member) -> web.Response:
    """End the session."""
    await member.form()
    await member.house.operator.sign_out(member.secret, member.address)
    response = see_other("/login?out")
    ACCOUNT.drop(response)
    return response


async def choose_language(visit: Visit) -> web.Response:
    """Remember it and go back."""
    page, language = visit.request.match_info["page"], visit.request.match_info["language"]
    if language not in LANGUAGES:
        raise PageError(404, "not_found")
    response = see_other(f"/{page}")
    LANGUAGE.put(response, language)
    return response
