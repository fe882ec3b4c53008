"""The way in: codes from pictures, passwords by SMS, signing in, sessions."""

import asyncio
from contextlib import closing
from http import HTTPStatus
from zoneinfo import ZoneInfo

import msgspec
import pytest

from operator_api.answers import Terms
from operator_api.back_office import BackOffice
from operator_api.books import StoredPassword
from operator_api.callers import Caller
from operator_api.catalogue import load_catalogue
from operator_api.client import OperatorError
from operator_api.contract import (
    Done,
    EndSessions,
    GetAccount,
    IssuePassword,
    Login,
    Number,
    PasswordIssued,
    PasswordRequest,
    PasswordRequested,
    Reason,
    Refused,
    RequestCall,
    SetPassword,
    SignedIn,
    SignIn,
)
from operator_api.database import open_database
from operator_api.doorman import REQUESTS_ADDRESS, REQUESTS_ALL, Doorman
from operator_api.errors import SessionOverError
from operator_api.issuing import Issuing
from operator_api.passwords import Hasher
from operator_api.seal import Seal
from operator_api.sessions import digest
from tests.operator_api.running import ANNA, DAY, NOW, PASSWORD, SEAL_KEY, Stack, StoppedClock, rows, update

N = ANNA.number
STRANGER = Number("79169999999")
HERE, THERE = "192.0.2.7", "198.51.100.9"
ANOTHER = "Vesna2027vesna"
TERMS = Terms(load_catalogue(), ZoneInfo("Europe/Moscow"))


@pytest.fixture
async def operator(operator: Stack) -> Stack:
    """Anna has a password."""
    await operator.operator.ask(SetPassword(N, PASSWORD), "password")
    return operator


async def request(operator: Stack, number: Number = N, address: str = HERE) -> PasswordRequested:
    """Ask for a password by SMS, with the right code."""
    captcha = await operator.cabinet.captcha()
    return await operator.cabinet.request_password(PasswordRequest(number, captcha.id, captcha.digits, address))


async def sign_in(
    operator: Stack, password: str = PASSWORD, number: Number = N, address: str = HERE, code: bool = False
) -> SignedIn:
    """Try to come in, with or without a code."""
    wish = SignIn(number, password, address)
    if code:
        captcha = await operator.cabinet.captcha()
        wish = SignIn(number, password, address, captcha.id, captcha.digits)
    return await operator.cabinet.sign_in(wish)


async def opened(operator: Stack, password: str = PASSWORD, address: str = HERE) -> str:
    """A session of Anna's."""
    signed = await sign_in(operator, password, address=address)
    assert signed.outcome == "in"
    return signed.session


async def is_open(operator: Stack, session: str) -> bool:
    """Whether it is, as the account sees it."""
    try:
        await operator.cabinet.session(session, HERE)
    except OperatorError as error:
        if error.status != HTTPStatus.UNAUTHORIZED:
            raise
        return False
    return True


async def fail(operator: Stack, times: int) -> SignedIn:
    """Try wrong passwords, each as soon as one may; gives the last answer."""
    answer = SignedIn("wrong")
    for _ in range(times):
        answer = await sign_in(operator, "Wrong2012wrong", code=answer.code)
        assert answer.outcome == "wrong"
        operator.clock.now += answer.wait
    return answer


# Codes


async def test_a_code_is_told_for_ten_minutes(operator: Stack) -> None:
    """Five digits; then it is nobody's."""
    captcha = await operator.cabinet.captcha()
    assert (len(captcha.digits), captcha.digits.isdecimal()) == (5, True)
    assert captcha != await operator.cabinet.captcha()
    operator.clock.now += 599
    assert await operator.cabinet.captcha_of(captcha.id) == captcha
    operator.clock.now += 1
    for id in (captcha.id, "0" * 32, "nobody's"):
        with pytest.raises(OperatorError, match="404"):
            await operator.cabinet.captcha_of(id)


@pytest.mark.parametrize("right", [True, False])
async def test_a_code_counts_once(operator: Stack, right: bool) -> None:
    """Right or wrong, it is used up."""
    captcha = await operator.cabinet.captcha()
    typed = captcha.digits if right else "x"
    first = await operator.cabinet.request_password(PasswordRequest(STRANGER, captcha.id, typed, HERE))
    assert first.outcome == ("accepted" if right else "wrong_code")
    again = await operator.cabinet.request_password(PasswordRequest(N, captcha.id, captcha.digits, HERE))
    assert again == PasswordRequested("wrong_code")


async def test_a_code_is_too_old_after_ten_minutes(operator: Stack) -> None:
    """Spaces between its digits do no harm before."""
    captcha, late = await operator.cabinet.captcha(), await operator.cabinet.captcha()
    spaced = " ".join(captcha.digits)
    answer = await operator.cabinet.request_password(PasswordRequest(N, captcha.id, spaced, HERE))
    assert answer.outcome == "accepted"
    operator.clock.now += 600
    answer = await operator.cabinet.request_password(PasswordRequest(N, late.id, late.digits, HERE))
    assert answer.outcome == "wrong_code"


# Passwords by SMS


async def test_a_password_asked_for_is_sent(operator: Stack, books_url: str) -> None:
    """Sealed, to the phone; the one before it no longer opens anything."""
    session = await opened(operator)
    assert await request(operator) == PasswordRequested("accepted")
    (text,) = await sent(books_url, 1)
    password = text.removeprefix("Ваш пароль: ").partition(".")[0]
    assert (await sign_in(operator)).outcome == "wrong"
    assert not await is_open(operator, session)
    assert (await sign_in(operator, password)).outcome == "in"


@pytest.mark.parametrize("number", [N, STRANGER])
async def test_a_number_gets_one_a_minute_and_three_a_day(operator: Stack, number: Number) -> None:
    """A stranger's is told the same, at the same time; the wait is to the second."""
    answers = []
    for _ in range(3):
        answers += [await request(operator, number), await request(operator, number)]
        operator.clock.now += 60
    assert answers == [PasswordRequested("accepted"), PasswordRequested("too_soon", 60)] * 3
    assert await request(operator, number) == PasswordRequested("too_many", int(DAY) - 180)
    operator.clock.now += DAY - 180
    assert await request(operator, number) == PasswordRequested("accepted")


async def test_strangers_are_sent_nothing(operator: Stack, books_url: str) -> None:
    """What was asked for them is struck all the same."""
    await request(operator, STRANGER)
    await request(operator)
    assert len(await sent(books_url, 1)) == 1
    assert rows(books_url, "select * from password_requests") == []


async def test_an_address_asks_for_so_many_an_hour(operator: Stack) -> None:
    """Whatever the numbers; another address may go on."""
    for index in range(REQUESTS_ADDRESS.most):
        assert (await request(operator, Number(f"791600001{index:02}"))).outcome == "accepted"
    assert await request(operator) == PasswordRequested("busy", 3600)
    assert (await request(operator, address=THERE)).outcome == "accepted"
    operator.clock.now += 3600
    assert (await request(operator)).outcome == "accepted"


async def test_all_together_ask_for_so_many_a_minute(operator: Stack, books_url: str) -> None:
    """Here they have; the minute after it is free again."""
    assert (await request(operator, STRANGER)).outcome == "accepted"
    update(books_url, f"update limits set count = {REQUESTS_ALL.most} where scope = '{REQUESTS_ALL.scope}'")
    assert await request(operator) == PasswordRequested("busy", 60)
    operator.clock.now += 60
    assert (await request(operator)).outcome == "accepted"


async def test_after_a_change_of_sim_no_password_is_sent(operator: Stack, books_url: str) -> None:
    """The owner is told why, on the phone; a day later it is sent."""
    await operator.admin.note_sim_change(N)
    assert (await request(operator)).outcome == "accepted"
    assert await sent(books_url, 1) == ["После замены SIM пароль выдаем через 24 часа. Справка: 0890."]
    operator.clock.now += DAY
    await request(operator)
    assert (await sent(books_url, 2))[1].startswith("Ваш пароль: ")


async def test_who_has_had_three_is_told_on_the_phone(operator: Stack, books_url: str) -> None:
    """Those issued by SMS count with those of the web."""
    for key in ("1", "2", "3"):
        await operator.operator.ask(IssuePassword(N), key)
        operator.clock.now += 60
    await request(operator)
    assert await sent(books_url, 1) == ["За сутки выдаем три пароля. Попробуйте завтра или 0890."]


# Signing in


async def test_the_right_password_opens_a_session(operator: Stack) -> None:
    """With all that stands at the top of the page; each time another."""
    session, other = await opened(operator), await opened(operator)
    assert session != other
    told = await operator.cabinet.session(session, HERE)
    assert (told.number, told.overview.name, told.overview.balance) == (N, ANNA.name, ANNA.balance)
    assert (told.overview.password_chosen, told.since) == (True, NOW)


async def test_three_tries_are_free(operator: Stack) -> None:
    """Then the code is asked for, and each further try waits longer, up to a minute."""
    answers = []
    code = False
    for _ in range(10):
        answers.append(await sign_in(operator, "Wrong2012wrong", code=code))
        code = answers[-1].code
        operator.clock.now += answers[-1].wait
    assert [(answer.outcome, answer.wait, answer.code) for answer in answers] == [
        ("wrong", 0, False),
        ("wrong", 0, False),
        *(("wrong", wait, True) for wait in (1, 2, 4, 8, 16, 32, 60, 60)),
    ]


async def test_tries_at_once_are_counted_before_they_are_heard(operator: Stack, books_url: str) -> None:
    """No more than the free ones are; the rest wait, as if they had come one after the other."""
    answers = await asyncio.gather(*(sign_in(operator, "Wrong2012wrong") for _ in range(30)))
    assert sorted(answer.outcome for answer in answers) == ["wait"] * 27 + ["wrong"] * 3
    assert rows(books_url, "select count(*) from audit where what = 'WrongPassword'")[0][0] == 3


async def test_an_address_is_not_blamed_for_who_comes_in(operator: Stack, books_url: str) -> None:
    """However many do; what was wrong before still counts."""
    await fail(operator, 1)
    await opened(operator)
    await opened(operator)
    assert rows(books_url, "select count from limits where scope = 'sign-in/address'") == [(1,)]


async def test_a_network_of_ipv6_is_one_address(operator: Stack) -> None:
    """Its owner goes from one to the next at no cost."""
    for index in range(REQUESTS_ADDRESS.most):
        address = f"2001:db8::{index:x}"
        assert (await request(operator, Number(f"791600001{index:02}"), address)).outcome == "accepted"
    assert (await request(operator, address="2001:db8::ffff")).outcome == "busy"
    assert (await request(operator, address="2001:db8:0:1::1")).outcome == "accepted"


async def test_who_has_to_wait_is_not_heard(operator: Stack) -> None:
    """Not even with the right password and code; afterwards it opens, and the count begins anew."""
    await fail(operator, 3)
    operator.clock.now -= 1
    assert await sign_in(operator, code=True) == SignedIn("wait", wait=1, code=True)
    operator.clock.now += 1
    assert (await sign_in(operator)) == SignedIn("wrong_code", code=True)
    assert (await sign_in(operator, code=True)).outcome == "in"
    assert await fail(operator, 2) == SignedIn("wrong")


async def test_waiting_is_by_number_and_address(operator: Stack) -> None:
    """Elsewhere nobody waits for what somebody else tried; but the code is asked for."""
    answer = await fail(operator, 5)
    operator.clock.now -= answer.wait
    assert (await sign_in(operator, code=True)).outcome == "wait"
    assert (await sign_in(operator, address=THERE)).outcome == "wrong_code"
    assert (await sign_in(operator, address=THERE, code=True)).outcome == "in"


async def test_strangers_are_told_the_same(operator: Stack) -> None:
    """Answer for answer."""
    owner = [await sign_in(operator, "Wrong2012wrong", code=True, address=THERE) for _ in range(5)]
    nobody = [await sign_in(operator, "Wrong2012wrong", STRANGER, THERE, code=True) for _ in range(5)]
    assert owner == nobody


async def test_an_address_that_fails_too_often_types_codes(operator: Stack) -> None:
    """Whatever the number; for an hour."""
    for index in range(30):
        assert (await sign_in(operator, "Wrong2012wrong", Number(f"791600001{index:02}"))).outcome == "wrong"
    assert await sign_in(operator) == SignedIn("wrong_code", code=True)
    assert (await sign_in(operator, address=THERE)).outcome == "in"
    assert (await sign_in(operator, code=True)).outcome == "in"
    operator.clock.now += 3600
    assert (await sign_in(operator)).outcome == "in"


async def test_a_hundred_failures_in_a_row_void_the_password(operator: Stack, books_url: str) -> None:
    """The right one no longer opens; the next one by SMS does."""
    await fail(operator, 3)
    update(books_url, "update limits set count = 99 where scope = 'sign-in'")
    assert (await sign_in(operator, "Wrong2012wrong", address=THERE, code=True)).outcome == "wrong"
    assert (await sign_in(operator, address=THERE)).outcome == "wrong"
    await request(operator)
    (text,) = await sent(books_url, 1)
    password = text.removeprefix("Ваш пароль: ").partition(".")[0]
    assert (await sign_in(operator, password, address=THERE)).outcome == "in"


async def test_failures_in_a_row_are_counted_for_longer_than_a_day(operator: Stack, books_url: str) -> None:
    """Who has patience gets no more tries; a success begins anew."""
    await fail(operator, 2)
    operator.clock.now += 2 * DAY
    assert await fail(operator, 1) == SignedIn("wrong", code=True)
    await sign_in(operator, code=True)
    assert rows(books_url, "select count(*) from limits where scope in ('sign-in', 'sign-in/here')")[0][0] == 0


async def test_an_issued_password_that_was_used_stays(operator: Stack) -> None:
    """Unused it dies after a day, here too."""
    result = (await operator.operator.ask(IssuePassword(N), "1")).result
    assert isinstance(result, PasswordIssued)
    await opened(operator, result.password)
    operator.clock.now += 30 * DAY
    await opened(operator, result.password)


class Meanwhile(BackOffice):
    """A back office in which a new password is issued while the old one is being verified."""

    async def verified(self, login: Login) -> StoredPassword | None:
        found = await super().verified(login)
        await self.answer(IssuePassword(login.number), "key", Caller("dialogs", "dialogs"))
        return found


async def test_a_password_that_dies_while_it_is_verified_opens_nothing(operator: Stack, books_url: str) -> None:
    """It was right when it was read."""
    clock = StoppedClock()
    async with open_database(books_url) as database:
        with closing(Hasher()) as hasher:
            doorman = Doorman(database, Meanwhile(database, hasher, Seal(SEAL_KEY), TERMS, clock), clock)
            assert (await doorman.sign_in(SignIn(N, PASSWORD, HERE))).outcome == "wrong"
    assert rows(books_url, "select count(*) from sessions")[0][0] == 0


async def test_a_session_that_ends_meanwhile_sets_no_password(operator: Stack, books_url: str) -> None:
    """The owner's new one by SMS has the last word over who sits at the page that it closed."""
    caller = Caller("cabinet", "cabinet", HERE, digest(await opened(operator)))
    async with open_database(books_url) as database:
        with closing(Hasher()) as hasher:
            office = Meanwhile(database, hasher, Seal(SEAL_KEY), TERMS, StoppedClock())
            with pytest.raises(SessionOverError):
                await office.answer(SetPassword(N, ANOTHER, PASSWORD), "1", caller)
    assert rows(books_url, "select chosen from passwords") in ([(0,)], [(False,)])


class Counting(Hasher):
    """Counts the passwords that take its time."""

    done = 0

    async def hash(self, password: str) -> str:
        self.done += 1
        return await super().hash(password)

    async def matches(self, hashed: str | None, password: str) -> bool:
        self.done += 1
        return await super().matches(hashed, password)


@pytest.mark.parametrize("number", [N, STRANGER])
async def test_a_wish_costs_as_much_for_strangers(books_url: str, number: Number) -> None:
    """Else who asks for a password, and at once tries to sign in, could tell by how long that takes."""
    clock = StoppedClock()
    async with open_database(books_url) as database:
        with closing(Counting()) as hasher:
            office = BackOffice(database, hasher, Seal(SEAL_KEY), TERMS, clock)
            await office.put(ANNA, Caller("admin", "admin"))
            doorman = Doorman(database, office, clock)
            captcha = await doorman.captcha()
            await doorman.request_password(PasswordRequest(number, captcha.id, captcha.digits, HERE))
            issuing = Issuing(database, office, Seal(SEAL_KEY), doorman.requested, clock)
            working = asyncio.create_task(issuing.run())
            while rows(books_url, "select * from password_requests"):
                await asyncio.sleep(0)
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)
            assert hasher.done == 1


# Sessions


async def test_a_sign_of_life_keeps_it_open(operator: Stack) -> None:
    """A quarter of an hour each, twelve hours in all."""
    session = await opened(operator)
    operator.clock.now += 899
    assert await is_open(operator, session)
    operator.clock.now += 899
    assert await is_open(operator, session)
    operator.clock.now += 900
    assert not await is_open(operator, session)


async def test_it_is_signed_out(operator: Stack) -> None:
    """Once; the other one goes on."""
    session, other = await opened(operator), await opened(operator)
    await operator.cabinet.sign_out(session, HERE)
    with pytest.raises(OperatorError, match="401"):
        await operator.cabinet.sign_out(session, HERE)
    assert [await is_open(operator, each) for each in (session, other)] == [False, True]


async def test_all_are_signed_out(operator: Stack) -> None:
    """This one too."""
    session, other = await opened(operator), await opened(operator)
    assert (await operator.cabinet.ask(EndSessions(N), "1", session, HERE)).result == Done()
    assert [await is_open(operator, each) for each in (session, other)] == [False, False]


@pytest.mark.parametrize("question", [IssuePassword(N), SetPassword(N, ANOTHER)])
async def test_a_new_password_by_sms_ends_them_all(operator: Stack, question: IssuePassword | SetPassword) -> None:
    """Issued or sent along with 25."""
    session, other = await opened(operator), await opened(operator)
    await operator.operator.ask(question, "1")
    assert [await is_open(operator, each) for each in (session, other)] == [False, False]


async def test_a_change_of_sim_ends_them_all(operator: Stack) -> None:
    """At once."""
    session = await opened(operator)
    await operator.admin.note_sim_change(N)
    assert not await is_open(operator, session)


async def test_ones_own_password_ends_the_others(operator: Stack) -> None:
    """The one in which it was changed goes on."""
    session, other = await opened(operator), await opened(operator)
    changed = await operator.cabinet.ask(SetPassword(N, ANOTHER, PASSWORD), "1", session, HERE)
    assert changed.result == Done()
    assert [await is_open(operator, each) for each in (session, other)] == [True, False]
    assert (await sign_in(operator)).outcome == "wrong"
    assert await opened(operator, ANOTHER)


async def test_the_owner_hears_of_a_password_that_was_changed_on_the_web(operator: Stack, books_url: str) -> None:
    """On the phone, where whoever changed it may not be."""
    session = await opened(operator)
    await operator.cabinet.ask(SetPassword(N, ANOTHER, PASSWORD), "1", session, HERE)
    assert await sent(books_url, 1) == ["Пароль кабинета сменен. Если это не вы, позвоните 0890."]


@pytest.mark.parametrize("current", [None, "", "Wrong2012wrong"])
async def test_five_wrong_passwords_end_the_session(operator: Stack, current: str | None) -> None:
    """On the page that changes it; not given is wrong too."""
    session, other = await opened(operator), await opened(operator)
    for key in "12345":
        answer = await operator.cabinet.ask(SetPassword(N, ANOTHER, current), key, session, HERE)
        assert answer.result == Refused(Reason.WRONG_PASSWORD)
    assert [await is_open(operator, each) for each in (session, other)] == [False, True]
    assert (await sign_in(operator)).outcome == "in"


async def test_wrong_passwords_at_once_are_counted_before_they_are_heard(operator: Stack, books_url: str) -> None:
    """Five are; for the others the session is over."""
    session = await opened(operator)
    wish = SetPassword(N, ANOTHER, "Wrong2012wrong")
    asked = (operator.cabinet.ask(wish, f"{key}", session, HERE) for key in range(20))
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(isinstance(answer, OperatorError) and answer.status == 401 for answer in answers) == 15
    assert rows(books_url, "select count(*) from audit where what = 'WrongPassword'")[0][0] == 5


async def test_a_right_password_forgives_the_wrong_ones(operator: Stack) -> None:
    """On the page that changes it, too."""
    session = await opened(operator)
    for key in range(4):
        await operator.cabinet.ask(SetPassword(N, ANOTHER, "Wrong2012wrong"), f"{key}", session, HERE)
    changed = await operator.cabinet.ask(SetPassword(N, ANOTHER, PASSWORD), "right", session, HERE)
    assert changed.result == Done()
    await operator.cabinet.ask(SetPassword(N, PASSWORD, "Wrong2012wrong"), "wrong", session, HERE)
    assert await is_open(operator, session)


async def test_a_session_is_for_one_number(operator: Stack) -> None:
    """Another's is none of its business; nor is a token that was made up."""
    session = await opened(operator)
    olga = msgspec.structs.replace(ANNA, number=Number("79160000002"))
    await operator.admin.put_subscriber(olga)
    for number, token in ((olga.number, session), (N, "made up"), (N, "")):
        with pytest.raises(OperatorError) as caught:
            await operator.cabinet.ask(GetAccount(number), "", token, HERE)
        assert caught.value.status == 401
    assert await is_open(operator, session)


async def test_a_key_tells_nothing_of_anothers_answer(operator: Stack) -> None:
    """Whoever knows it."""
    olga = msgspec.structs.replace(ANNA, number=Number("79160000002"))
    await operator.admin.put_subscriber(olga)
    await operator.operator.ask(SetPassword(olga.number, PASSWORD), "olga's password")
    annas = await opened(operator)
    olgas = (await sign_in(operator, number=olga.number)).session
    await operator.cabinet.ask(RequestCall(N), "key", annas, HERE)
    with pytest.raises(OperatorError, match="409"):
        await operator.cabinet.ask(RequestCall(olga.number), "key", olgas, HERE)


async def test_a_subscriber_put_anew_is_signed_out(operator: Stack) -> None:
    """As all else is forgotten."""
    session = await opened(operator)
    await operator.put()
    assert not await is_open(operator, session)


# Help


async def sent(books_url: str, count: int) -> list[str]:
    """The messages that wait to be sent, unsealed, once there are so many and nothing is left to be issued."""
    seal = Seal(SEAL_KEY)
    while True:
        messages = rows(books_url, "select text from outbox order by id")
        if len(messages) >= count and not rows(books_url, "select * from password_requests"):
            return [seal.open(bytes(text)).decode() for (text,) in messages]
        await asyncio.sleep(0)
