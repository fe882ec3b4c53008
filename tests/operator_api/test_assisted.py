"""What a consultant does for a person: it costs, the person hears of it, and all of it is in the audit."""

import aiohttp
import msgspec
import pytest

from operator_api.contract import (
    Answer,
    AnyQuestion,
    AnyResult,
    ChangeTariff,
    GetOverview,
    Kopecks,
    Number,
    QuoteService,
    QuoteTariff,
    Reason,
    Refused,
    ServiceQuote,
    ServiceSwitched,
    SwitchService,
    TariffChanged,
    TariffQuote,
)
from operator_api.rules import CONSULTANT_FEE, DAY
from operator_api.seal import Seal
from tests.operator_api.running import ANNA, SEAL_KEY, Stack, held_in, rows

N = ANNA.number
GOODOK = ServiceQuote("goodok", on=True, fee=Kopecks(75_00), period="month", consultant_fee=CONSULTANT_FEE)
BAN = ServiceQuote("content_ban", on=True, removes=("weather",))
PASSPORT = "4509 123456"


async def assisted(stack: Stack, question: AnyQuestion, key: str = "key") -> AnyResult:
    """What a consultant called olga is answered."""
    headers = {"Authorization": "Bearer for-support", "X-Consultant": "olga", "X-Origin": "10.0.0.7"}
    body = msgspec.json.encode(question)
    async with (
        aiohttp.ClientSession(headers=headers | {"Idempotency-Key": key}) as http,
        http.post(f"{stack.url}/v1/questions", data=body) as response,
    ):
        assert response.status == 200
        return msgspec.json.decode(await response.read(), type=Answer).result


def told(books_url: str) -> list[str]:
    """The messages that wait to be sent, unsealed."""
    seal = Seal(SEAL_KEY)
    return [seal.open(text).decode() for (text,) in rows(books_url, "select text from outbox order by id")]


def audit(books_url: str) -> list[tuple[str, str, str, str]]:
    """What olga did: what, about which service or tariff, under which key, from where."""
    return rows(books_url, "select what, subject, key, origin from audit where who = 'support:olga' order by id")


async def test_a_consultant_costs_and_the_person_hears_of_it(operator: Stack, books_url: str) -> None:
    """On and off, each for the fee; the message says what was taken in all."""
    await operator.put(balance=Kopecks(200_00))
    assert await assisted(operator, QuoteService(N, "goodok", on=True)) == GOODOK
    assert await assisted(operator, SwitchService(N, GOODOK), "on") == ServiceSwitched(GOODOK)
    off = ServiceQuote("goodok", on=False, consultant_fee=CONSULTANT_FEE)
    assert await assisted(operator, SwitchService(N, off), "off") == ServiceSwitched(off)
    assert (await operator.anna()).balance == 200_00 - 75_00 - 2 * 30_00
    assert told(books_url) == [
        'Оператор подключил "Гудок". Списано 105,00 руб.',
        'Оператор отключил "Гудок". Списано 30,00 руб.',
    ]
    assert audit(books_url) == [
        ("Look", "goodok", None, "10.0.0.7"),
        ("SwitchService", "goodok", "on", "10.0.0.7"),
        ("SwitchService", "goodok", "off", "10.0.0.7"),
    ]


async def test_a_tariff_changed_by_a_consultant(operator: Stack, books_url: str) -> None:
    """The person is told its first day, in the language that they read."""
    await operator.put(balance=Kopecks(1_000_00), language="en")
    quote = await assisted(operator, QuoteTariff(N, "smartmini"))
    assert quote == TariffQuote("smartmini", Kopecks(100_00), Kopecks(200_00), (), CONSULTANT_FEE)
    changed = await assisted(operator, ChangeTariff(N, quote))
    assert isinstance(changed, TariffChanged)
    assert told(books_url) == ['Tariff "Смарт мини" from 06.10.2012. Charged 330,00 rub.']


async def test_what_is_not_done_is_not_told(operator: Stack, books_url: str) -> None:
    """Too little for the fee, or terms that are no longer those."""
    await operator.put(balance=Kopecks(100_00))
    short = Refused(Reason.MONEY, "goodok", need=Kopecks(105_00), have=Kopecks(100_00))
    assert await assisted(operator, SwitchService(N, GOODOK), "1") == short
    await operator.put(balance=Kopecks(200_00))
    assert await assisted(operator, SwitchService(N, ServiceQuote("goodok", on=True)), "2") == GOODOK
    assert told(books_url) == []


async def test_what_a_person_does_alone_costs_no_fee_and_sends_no_message(operator: Stack, books_url: str) -> None:
    """They hear of it where they are."""
    alone = ServiceQuote("goodok", on=True, fee=Kopecks(75_00), period="month")
    assert (await operator.operator.ask(SwitchService(N, alone), "key")).result == ServiceSwitched(alone)
    assert told(books_url) == []


async def test_every_look_is_in_the_audit(operator: Stack, books_url: str) -> None:
    """Also at a number that is not in the books; looks of others are not."""
    await assisted(operator, GetOverview(N))
    stranger = GetOverview(Number("79160000002"))
    assert await assisted(operator, stranger) == Refused(Reason.NOT_OURS)
    await operator.operator.ask(QuoteTariff(N, "energy"), "")
    assert [what for what, *_ in audit(books_url)] == ["Look", "Look"]


# The ban of paid content


async def test_the_ban_takes_the_passport_and_no_money(operator: Stack, books_url: str) -> None:
    """However the ten digits are written; what it excludes goes, and so can it be switched off again."""
    await operator.put(balance=Kopecks(-5_00), services=("weather",))
    await operator.admin.put_passport(N, PASSPORT)
    assert await assisted(operator, QuoteService(N, "content_ban", on=True)) == BAN
    assert await assisted(operator, SwitchService(N, BAN, "4509123456"), "on") == ServiceSwitched(BAN)
    assert (await operator.anna()).services == ("content_ban",)
    off = ServiceQuote("content_ban", on=False)
    assert await assisted(operator, SwitchService(N, off, "45 09 № 123456"), "off") == ServiceSwitched(off)
    assert (await operator.anna()).balance == -5_00
    assert told(books_url)[0] == 'Оператор подключил "Запрет контента". Списано 0,00 руб.'


@pytest.mark.parametrize("in_the_books", [True, False])
async def test_five_wrong_passports_a_day(operator: Stack, books_url: str, in_the_books: bool) -> None:
    """Then not even the right one counts, until a day has passed; each wrong one is in the audit."""
    if in_the_books:
        await operator.admin.put_passport(N, PASSPORT)
    ban = ServiceQuote("content_ban", on=True)
    for index in range(5):
        wrong = await assisted(operator, SwitchService(N, ban, "4509 654321"), f"{index}")
        assert wrong == Refused(Reason.WRONG_PASSPORT, "content_ban")
    assert await assisted(operator, SwitchService(N, ban, PASSPORT), "5") == Refused(Reason.TOO_MANY, "content_ban")
    assert [what for what, *_ in audit(books_url)] == ["WrongPassport"] * 5
    operator.clock.now += DAY
    result = await assisted(operator, SwitchService(N, ban, PASSPORT), "6")
    assert isinstance(result, ServiceSwitched) == in_the_books


async def test_no_passport_lies_in_the_books(operator: Stack, books_url: str) -> None:
    """Neither the right one nor a wrong one, with or without the blank."""
    await operator.admin.put_passport(N, PASSPORT)
    await assisted(operator, SwitchService(N, ServiceQuote("content_ban", on=True), "4509 654321"), "1")
    await assisted(operator, SwitchService(N, ServiceQuote("content_ban", on=True), PASSPORT), "2")
    held = held_in(books_url)
    assert N in held
    for passport in (PASSPORT, "4509 654321"):
        assert passport not in held
        assert passport.replace(" ", "") not in held
