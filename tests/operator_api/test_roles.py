"""Who may ask what, who is told who they are, and what stays of it in the audit."""

import json
from datetime import date
from typing import Any, get_args

import aiohttp
import msgspec
import pytest

from operator_api.client import OperatorError
from operator_api.contract import (
    MAY_ASK,
    AnyQuestion,
    IssuePassword,
    Kopecks,
    Number,
    PromisedQuote,
    Question,
    Reason,
    Refused,
    Role,
    ServiceQuote,
    SetPassword,
    SignIn,
    SwitchService,
    TariffQuote,
)
from tests.operator_api.running import ANNA, DAY, NOW, PASSWORD, Stack, rows

N = ANNA.number
GOODOK = ServiceQuote("goodok", on=True, fee=Kopecks(75_00), period="month")
TOKENS: dict[Role, str] = {
    "dialogs": "for-dialogs",
    "cabinet": "for-cabinets",
    "support": "for-support",
    "admin": "for-admins",
}
FIELDS: dict[str, Any] = {
    "service": "goodok",
    "on": True,
    "tariff": "energy",
    "amount": 50_00,
    "password": PASSWORD,
    "stopped": True,
    "language": "uk",
    "alphabet": "latin",
    "first": "2012-10-01",
    "last": "2012-10-05",
    "format": "csv",
    "delivery": "account",
}
QUOTES: dict[str, Any] = {
    "SwitchService": GOODOK,
    "ChangeTariff": TariffQuote("energy", Kopecks(100_00), Kopecks(0)),
    "TakePromised": PromisedQuote(Kopecks(50_00), Kopecks(7_00), date(2012, 10, 8)),
}


def body_of(question: type[Question]) -> dict[str, Any]:
    """A question that makes sense."""
    fields = {name: FIELDS[name] for name in question.__struct_fields__ if name in FIELDS}
    quote = {"quote": QUOTES[question.__name__]} if question.__name__ in QUOTES else {}
    return {"question": question.__name__, "number": N} | fields | quote


async def status_of(operator: Stack, role: Role, question: type[Question]) -> tuple[int, dict[str, Any]]:
    """What a role is answered, with all that it has to say of itself."""
    headers = {"Authorization": f"Bearer {TOKENS[role]}", "Idempotency-Key": question.__name__}
    if role == "cabinet":
        await operator.operator.ask(SetPassword(N, PASSWORD), f"before {question.__name__}")
        headers["X-Session"] = (await operator.cabinet.sign_in(SignIn(N, PASSWORD, ""))).session
    if role == "support":
        headers["X-Consultant"] = "olga"
    data = msgspec.json.encode(body_of(question))
    async with (
        aiohttp.ClientSession(headers=headers) as http,
        http.post(operator.url + "/v1/questions", data=data) as response,
    ):
        return response.status, await response.json()


@pytest.mark.parametrize("role", TOKENS)
async def test_each_role_asks_its_questions_and_no_others(operator: Stack, role: Role) -> None:
    """All questions of the contract, by each role."""
    for question in get_args(AnyQuestion):
        status, answer = await status_of(operator, role, question)
        if question in MAY_ASK[role]:
            assert status == 200, (question, answer)
        else:
            assert (status, answer["error"]["code"]) == (403, "not_allowed")
        await operator.put()


@pytest.mark.parametrize("consultant", [None, "", "Olga", "o" * 25, "olga petrova"])
async def test_support_says_which_consultant_asks(operator: Stack, consultant: str | None) -> None:
    """Else nothing is answered."""
    headers = {"Authorization": "Bearer for-support"} | ({} if consultant is None else {"X-Consultant": consultant})
    async with (
        aiohttp.ClientSession(headers=headers) as http,
        http.get(f"{operator.url}/v1/subscribers/{N}") as response,
    ):
        assert (response.status, (await response.json())["error"]["code"]) == (400, "bad_header")


async def test_a_consultants_look_is_in_the_audit(operator: Stack, books_url: str) -> None:
    """An admin's is not."""
    headers = {"Authorization": "Bearer for-support", "X-Consultant": "olga", "X-Origin": "10.0.0.7"}
    async with (
        aiohttp.ClientSession(headers=headers) as http,
        http.get(f"{operator.url}/v1/subscribers/{N}") as response,
    ):
        assert msgspec.json.decode(await response.read(), type=type(ANNA)) == ANNA
    await operator.anna()
    assert audit(books_url) == [("admin", "Put", "", ""), ("support:olga", "Look", "", "10.0.0.7")]


async def test_a_change_is_in_the_audit_with_what_and_from_where(operator: Stack, books_url: str) -> None:
    """Balances before and after tell the price; secrets are not in it."""
    await operator.operator.ask(SetPassword(N, PASSWORD), "1")
    session = (await operator.cabinet.sign_in(SignIn(N, PASSWORD, "192.0.2.7"))).session
    await operator.cabinet.ask(SwitchService(N, GOODOK), "2", session, "192.0.2.8")
    assert audit(books_url) == [
        ("admin", "Put", "", ""),
        ("dialogs", "SetPassword", "", ""),
        ("cabinet", "SignIn", "", "192.0.2.7"),
        ("cabinet", "SwitchService", "goodok", "192.0.2.8"),
    ]
    before, after, key = rows(books_url, "select before, after, key from audit order by id desc limit 1")[0]
    balances = [json.loads(line)["subscriber"]["balance"] for line in (before, after)]
    assert (balances, key) == ([100_00, 25_00], "2")
    assert PASSWORD not in str(rows(books_url, "select * from audit"))


# Passports and SIMs


async def test_a_passport_is_kept_as_what_tells_it_from_others(operator: Stack, books_url: str) -> None:
    """Neither the books nor the audit hold its digits; a subscriber as told holds nothing of it."""
    await operator.admin.put_passport(N, "4509 123456")
    assert await operator.anna() == ANNA
    (passport,) = rows(books_url, "select passport from subscribers")[0]
    assert (len(passport), b"123456" in bytes(passport)) == (32, False)
    assert audit(books_url)[-1] == ("admin", "PutPassport", "", "")
    assert "123456" not in str(rows(books_url, "select * from audit"))


@pytest.mark.parametrize(
    ("number", "passport", "status"),
    [
        (N, "", 400),
        (N, "none", 400),
        (N, "4509 12345", 400),
        (N, "٤٥٠٩ 123456", 400),
        (Number("79169999999"), "4509 123456", 404),
        (Number("7916"), "4509 123456", 404),
    ],
)
async def test_bad_passports(operator: Stack, number: Number, passport: str, status: int) -> None:
    """No ten digits, or nobody's."""
    with pytest.raises(OperatorError, match=f"says {status}"):
        await operator.admin.put_passport(number, passport)


async def test_a_new_sim_gets_no_password_for_a_day(operator: Stack, books_url: str) -> None:
    """To the second; the change is in the audit."""
    await operator.admin.note_sim_change(N)
    assert (await operator.anna()).sim_changed == NOW
    assert audit(books_url)[-1] == ("admin", "SimChange", "", "")
    operator.clock.now += DAY - 1
    assert (await operator.operator.ask(IssuePassword(N), "1")).result == Refused(Reason.SIM_CHANGED)
    operator.clock.now += 1
    assert not isinstance((await operator.operator.ask(IssuePassword(N), "2")).result, Refused)


async def test_only_a_subscribers_sim_is_changed(operator: Stack) -> None:
    """Another's is nobody's."""
    with pytest.raises(OperatorError, match="says 404"):
        await operator.admin.note_sim_change(Number("79169999999"))


def audit(books_url: str) -> list[tuple[str, ...]]:
    """Who did what, to what, from where."""
    return [tuple(row) for row in rows(books_url, "select who, what, subject, origin from audit order by id")]
