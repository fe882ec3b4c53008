"""The first page, the assistant's menu, the language of SMS, the history."""

from typing import get_args

from aiohttp import web

from cabinet.house import ACCOUNT
from cabinet.periods import presets
from cabinet.visit import Member, expected, see_other
from cabinet.words import coming, name_of
from operator_api.contract import (
    Alphabet,
    Done,
    EndSessions,
    GetHistory,
    GetSpending,
    Happening,
    History,
    Language,
    SetReading,
    Spending,
)
from pages.errors import PageError

READINGS: tuple[Language, ...] = get_args(Language)
ALPHABETS: tuple[Alphabet, ...] = get_args(Alphabet)


async def show(member: Member) -> web.Response:
    """Balance, what was spent, what waits, what is on."""
    catalogue, today = member.catalogue, member.overview.today
    spent = await member.look(Spending, GetSpending(member.number, *presets(today)["month"]))
    return member.page(
        "home.html",
        month=spent.total,
        today=dict(spent.days).get(today, 0),
        services=[catalogue.service[id] for id in member.overview.services if id in catalogue.service],
        coming=coming(member),
    )


async def show_assistant(member: Member) -> web.Response:
    """All that can be done here."""
    return member.page("assistant.html")


# The language of SMS


async def show_reading(member: Member) -> web.Response:
    """In which language and letters the person is written to."""
    done = "done" in member.request.query
    return member.page("reading.html", languages=READINGS, alphabets=ALPHABETS, done=done)


async def set_reading(member: Member) -> web.Response:
    """Have it so from now on."""
    form = await member.form()
    language = next((each for each in READINGS if each == form.text("language")), None)
    alphabet = next((each for each in ALPHABETS if each == form.text("alphabet")), None)
    if not language or not alphabet:
        raise PageError(400, "bad_form")
    expected(Done, await member.change(SetReading(member.number, language, alphabet), form))
    return see_other("/reading?done")


# History

TOLD = frozenset(
    {"SignIn", "WrongPassword", "SignOut", "SwitchService", "ChangeTariff", "TakePromised", "IssuePassword"}
    | {"SendPassword", "SetPassword", "SetReading", "SetStopped", "OrderDetail", "RequestCall", "EndSessions"}
    | {"SimChange", "Look", "TariffBegun", "PromisedReturned"}
)
"""What has a text of its own; anything else is told as a change by the operator."""


async def show_history(member: Member) -> web.Response:
    """Sign-ins and changes, the last ones first."""
    history = await member.look(History, GetHistory(member.number))
    lines = [(each, in_words(member, each)) for each in history.happenings]
    return member.page("history.html", lines=lines)


def in_words(member: Member, happening: Happening) -> str:
    """What it was."""
    what = happening.what if happening.what in TOLD else "other"
    if what == "SwitchService":
        what = "SwitchService.on" if happening.on else "SwitchService.off"
    return member.say(f"history.{what}", name=name_of(member, happening.subject))


async def end_sessions(member: Member) -> web.Response:
    """Sign out wherever the account is open."""
    form = await member.form()
    expected(Done, await member.change(EndSessions(member.number), form))
    response = see_other("/login?ended")
    ACCOUNT.drop(response)
    return response
