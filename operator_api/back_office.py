"""Questions answered on the books: each in one transaction, each change once for its key."""

from collections.abc import Callable, Container, Iterable

import msgspec
from sqlalchemy import Connection

from operator_api import books
from operator_api.answers import Look, PlainChange, Terms, carry_out, look, profile_of
from operator_api.books import Entry, KeptAnswer, StoredPassword
from operator_api.contract import (
    Answer,
    AnyQuestion,
    AnyResult,
    Catalogue,
    ChangeTariff,
    Done,
    IssuePassword,
    Login,
    Number,
    PasswordIssued,
    Profile,
    QuoteService,
    QuoteTariff,
    Reason,
    Refused,
    ServiceQuote,
    SetPassword,
    Subscriber,
    SwitchService,
    TariffQuote,
    Value,
)
from operator_api.database import Database
from operator_api.errors import BadKeyError, KeyReusedError, UnknownIdError
from operator_api.passwords import Hasher, is_good, make_password, why_not_issue
from operator_api.rules import Line, in_catalogue_order, settle
from operator_api.seal import Seal

UNUSED_DIES = 86_400.0
"""How long an issued password waits to be used."""

LONGEST_KEY = 255
LONGEST_ID = 32
"""Of an unknown id, so much is repeated."""

NOTHING_DONE = (Refused, ServiceQuote, TariffQuote)
"""Results of a change that did not take place."""

_answer_of = msgspec.json.Decoder(Answer).decode

STRANGER = Answer(Profile(ours=False), Refused(Reason.NOT_OURS))

PasswordChange = IssuePassword | SetPassword


class Change(Value, frozen=True):
    """A question that changes something: who asks it, under which key, when."""

    question: PlainChange | PasswordChange
    key: str
    fingerprint: bytes
    who: str
    now: float


class NewPassword(Value, frozen=True):
    """A password and what is stored of it."""

    text: str
    hash: str


class _PasswordWanted(Exception):
    """The change goes through, and needs a hash: too slow a thing to make inside a transaction."""


class BackOffice:
    """Answers questions on the books. Its methods raise `BooksError`."""

    def __init__(
        self, database: Database, hasher: Hasher, seal: Seal, terms: Terms, clock: Callable[[], float]
    ) -> None:
        self._database = database
        self._hasher = hasher
        self._seal = seal
        self._terms = terms
        self._clock = clock

    async def answer(self, question: AnyQuestion, key: str | None, who: str) -> Answer:
        """Answer a question; one that changes something needs a key, and the same key gets the same answer."""
        _check_question(question, self._terms.catalogue)
        if isinstance(question, Look):
            return await self._database.read(lambda connection: self._look(connection, question))
        if not key or len(key) > LONGEST_KEY:
            raise BadKeyError(f"a change needs an Idempotency-Key of 1-{LONGEST_KEY} characters")
        fingerprint = self._seal.fingerprint(msgspec.json.encode(question))
        return await self._change(Change(question, key, fingerprint, who, self._clock()))

    async def put(self, subscriber: Subscriber, who: str) -> None:
        """Write a subscriber anew; passwords and a pending tariff of that number are forgotten."""
        _check_subscriber(subscriber, self._terms.catalogue)
        line, now = Line(self._in_order(subscriber)), self._clock()
        await self._database.write(lambda connection: _put(connection, line, who, now))

    async def subscriber(self, number: Number) -> Subscriber | None:
        """A subscriber as the books have it now."""
        line = await self._database.read(lambda connection: self._line(connection, number, self._clock()))
        return self._in_order(line.subscriber) if line else None

    async def login(self, login: Login) -> bool:
        """Whether this is the number's password; an issued one that is used stays alive."""
        stored = await self._database.read(lambda connection: books.password_of(connection, login.number))
        matches = await self._hasher.matches(stored.hash if stored else None, login.password)
        now = self._clock()
        if stored is None or not matches or not _is_alive(stored, now):
            return False
        if stored.used_at is None:
            await self._database.write(lambda connection: books.mark_used(connection, login.number, stored.hash, now))
        return True

    async def tidy(self) -> None:
        """Strike what has had its time."""
        now = self._clock()
        await self._database.write(lambda connection: books.forget_old(connection, now))

    # Looking

    def _look(self, connection: Connection, question: Look) -> Answer:
        now = self._clock()
        line = self._line(connection, question.number, now)
        return Answer(profile_of(line), look(question, line, self._terms, now)) if line else STRANGER

    def _line(self, connection: Connection, number: Number, now: float) -> Line | None:
        line = books.line_of(connection, number)
        return settle(line, self._terms.catalogue, now) if line else None

    def _in_order(self, subscriber: Subscriber) -> Subscriber:
        services = in_catalogue_order(subscriber.services, self._terms.catalogue)
        return msgspec.structs.replace(subscriber, services=services)

    # Changing

    async def _change(self, change: Change) -> Answer:
        try:
            return await self._database.write(lambda connection: self._once(connection, change, None))
        except _PasswordWanted:
            password = await self._new_password(change.question)
            return await self._database.write(lambda connection: self._once(connection, change, password))

    async def _new_password(self, question: AnyQuestion) -> NewPassword:
        text = question.password if isinstance(question, SetPassword) else make_password()
        return NewPassword(text, await self._hasher.hash(text))

    def _once(self, connection: Connection, change: Change, password: NewPassword | None) -> Answer:
        """Change, charge, write the audit and keep the answer; or repeat the answer that was kept."""
        stored = books.line_of(connection, change.question.number)
        if stored is None:
            return STRANGER
        before = settle(stored, self._terms.catalogue, change.now)
        if kept := books.kept_answer(connection, change.key, change.now):
            return self._repeat(kept, change, before)
        after, result = self._carry_out(connection, change, before, password)
        books.save_line(connection, stored, after)
        if not isinstance(result, NOTHING_DONE):
            books.add_entry(connection, _entry(change, before, after))
        answer = Answer(profile_of(after), result)
        self._keep(connection, change, answer)
        return answer

    def _carry_out(
        self, connection: Connection, change: Change, line: Line, password: NewPassword | None
    ) -> tuple[Line, AnyResult]:
        question = change.question
        if isinstance(question, PasswordChange):
            return line, _change_password(connection, question, password, change.now)
        return carry_out(question, line, self._terms, change.now)

    def _keep(self, connection: Connection, change: Change, answer: Answer) -> None:
        text = msgspec.json.encode(answer)
        secret = isinstance(answer.result, PasswordIssued)
        stored = self._seal.close(text) if secret else text
        books.keep_answer(connection, KeptAnswer(change.key, change.fingerprint, stored, secret, change.now))

    def _repeat(self, kept: KeptAnswer, change: Change, line: Line) -> Answer:
        if kept.fingerprint != change.fingerprint:
            raise KeyReusedError("this Idempotency-Key was used for another question")
        if kept.answer is None:
            return Answer(profile_of(line), Refused(Reason.NOT_REPEATABLE))
        return _answer_of(self._seal.open(kept.answer) if kept.sealed else kept.answer)


def _put(connection: Connection, line: Line, who: str, now: float) -> None:
    number = line.subscriber.number
    before = books.line_of(connection, number)
    books.replace_line(connection, line)
    books.add_entry(connection, Entry(now, who, "Put", number, None, before, line))


def _change_password(
    connection: Connection, question: PasswordChange, password: NewPassword | None, now: float
) -> AnyResult:
    if reason := _why_no_password(connection, question, now):
        return Refused(reason)
    if password is None:
        raise _PasswordWanted
    chosen = isinstance(question, SetPassword)
    books.save_password(connection, question.number, StoredPassword(password.hash, chosen, now))
    if chosen:
        return Done()
    books.add_issue(connection, question.number, now)
    return PasswordIssued(password.text)


def _why_no_password(connection: Connection, question: PasswordChange, now: float) -> Reason | None:
    if isinstance(question, SetPassword):
        return None if is_good(question.password) else Reason.WEAK_PASSWORD
    return why_not_issue(books.issues_of(connection, question.number), now)


def _is_alive(password: StoredPassword, now: float) -> bool:
    return password.chosen or password.used_at is not None or now - password.issued_at < UNUSED_DIES


def _entry(change: Change, before: Line, after: Line) -> Entry:
    question = change.question
    return Entry(change.now, change.who, type(question).__name__, question.number, change.key, before, after)


def _check_question(question: AnyQuestion, catalogue: Catalogue) -> None:
    match question:
        case QuoteService(service=service) | SwitchService(quote=ServiceQuote(service=service)):
            _check_ids([service], catalogue.service, "service")
        case QuoteTariff(tariff=tariff) | ChangeTariff(quote=TariffQuote(tariff=tariff)):
            _check_ids([tariff], catalogue.tariff, "tariff")


def _check_subscriber(subscriber: Subscriber, catalogue: Catalogue) -> None:
    _check_ids(subscriber.services, catalogue.service, "service")
    _check_ids([subscriber.tariff], catalogue.tariff, "tariff")


def _check_ids(ids: Iterable[str], known: Container[str], kind: str) -> None:
    for each in ids:
        if each not in known:
            raise UnknownIdError(f"no such {kind}: {each[:LONGEST_ID]}")
