"""Questions answered on the books: each in one transaction, each change once for its key."""

from collections.abc import Callable, Container, Iterable

import msgspec
from sqlalchemy import Connection

from operator_api import books, charging, documents, limits, outbox, sessions
from operator_api.answers import Terms, profile_of
from operator_api.books import Entry, KeptAnswer, StoredPassword
from operator_api.callers import Caller
from operator_api.changes import (
    Change,
    Changes,
    NewPassword,
    PasswordWanted,
    passport_fingerprint,
    subject_of,
)
from operator_api.contract import (
    MAY_ASK,
    Answer,
    AnyQuestion,
    Catalogue,
    ChangeTariff,
    Charged,
    Login,
    Number,
    PasswordIssued,
    Profile,
    PromisedQuote,
    QuoteService,
    QuoteTariff,
    Reason,
    Refused,
    ServiceQuote,
    SetPassword,
    Subscriber,
    SwitchService,
    TariffQuote,
    Usage,
)
from operator_api.database import Database
from operator_api.errors import KeyReusedError, NoKeyError, NotAllowedError, SessionOverError, UnknownIdError
from operator_api.limits import Limit, count, forget, wait_of
from operator_api.looks import Look, answer_look
from operator_api.passwords import Hasher, make_password
from operator_api.rules import Line, in_catalogue_order, settle
from operator_api.seal import Seal
from operator_api.settling import settle_due, write_settled

UNUSED_DIES = 86_400.0
"""How long an issued password waits to be used."""

WRONG_CURRENT = Limit("current", 5, 900.0)
"""Tries in a session at the password in force; when so many were wrong the session ends."""

NOTHING_DONE = (Refused, ServiceQuote, TariffQuote, PromisedQuote)
"""Results of a change that did not take place."""

_answer_of = msgspec.json.Decoder(Answer).decode

STRANGER = Answer(Profile(ours=False), Refused(Reason.NOT_OURS))


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
        self._changes = Changes(terms, seal)

    async def answer(self, question: AnyQuestion, key: str | None, caller: Caller) -> Answer:
        """Answer a question; one that changes something needs a key, and the same key gets the same answer."""
        if type(question) not in MAY_ASK[caller.role]:
            raise NotAllowedError(f"{type(question).__name__} is not for {caller.role}")
        return await self.carry_out(question, key, caller)

    async def carry_out(self, question: AnyQuestion, key: str | None, caller: Caller) -> Answer:
        """As `answer`, for a question that is ours to ask."""
        _check_question(question, self._terms.catalogue)
        if isinstance(question, Look):
            run = self._database.write if caller.assisted else self._database.read
            return await run(lambda connection: self._look(connection, question, caller))
        if not key:
            raise NoKeyError("a change needs an Idempotency-Key")
        fingerprint = self._seal.fingerprint(msgspec.json.encode(question))
        return await self._change(Change(question, key, fingerprint, caller, self._clock()))

    async def put(self, subscriber: Subscriber, caller: Caller) -> None:
        """Write a subscriber anew; all else that was known of the number is forgotten."""
        _check_subscriber(subscriber, self._terms.catalogue)
        line, now = Line(self._in_order(subscriber)), self._clock()
        await self._database.write(lambda connection: _put(connection, line, caller, now))

    async def put_passport(self, number: Number, passport: str, caller: Caller) -> None:
        """Write what tells the right passport from others; the passport itself is not kept."""
        fingerprint, now = passport_fingerprint(self._seal, number, passport), self._clock()

        def work(connection: Connection) -> None:
            books.must_be_ours(connection, number)
            books.set_passport(connection, number, fingerprint)
            books.add_entry(connection, Entry(now, caller.name, "PutPassport", number, origin=caller.origin))

        await self._database.write(work)

    async def note_sim_change(self, number: Number, caller: Caller) -> None:
        """The SIM was changed now: sessions end, and for a day no password is issued."""
        now = self._clock()

        def work(connection: Connection) -> None:
            before = books.must_be_ours(connection, number)
            subscriber = msgspec.structs.replace(before.subscriber, sim_changed=now)
            after = msgspec.structs.replace(before, subscriber=subscriber)
            books.save_line(connection, before, after)
            sessions.close_all(connection, "cabinet", number)
            entry = Entry(now, caller.name, "SimChange", number, before=before, after=after, origin=caller.origin)
            books.add_entry(connection, entry)

        await self._database.write(work)

    async def charge(self, usage: Usage) -> Charged:
        """Charge what the network reports, once under its key; `NotAllowedError` where the tariff has no such.

        Under the key of something else it is a `KeyReusedError`.
        """
        now = self._clock()
        return await self._database.write(lambda connection: charging.charge(connection, usage, self._terms, now))

    async def subscriber(self, number: Number, caller: Caller | None = None) -> Subscriber | None:
        """A subscriber as the books have it now; a ``caller`` who looks is noted in the audit."""
        now = self._clock()

        def work(connection: Connection) -> Line | None:
            if caller:
                books.add_entry(connection, Entry(now, caller.name, "Look", number, origin=caller.origin))
            return self._line(connection, number, now)

        line = await (self._database.write(work) if caller else self._database.read(work))
        return self._in_order(line.subscriber) if line else None

    async def verified(self, login: Login) -> StoredPassword | None:
        """The password in force, if this is it. Takes as long for numbers that have none."""
        stored = await self._database.read(lambda connection: books.password_of(connection, login.number))
        matches = await self._hasher.matches(stored.hash if stored else None, login.password)
        return stored if stored and matches and _is_alive(stored, self._clock()) else None

    async def hash_nothing(self) -> None:
        """Takes the time of a password, where none is made: that something is slow now must not tell that one is."""
        await self._hasher.matches(None, "")

    async def login(self, login: Login) -> bool:
        """Whether this is the number's password; an issued one that is used stays alive."""
        stored, now = await self.verified(login), self._clock()
        if stored and stored.used_at is None:
            await self._database.write(lambda connection: books.mark_used(connection, login.number, stored.hash, now))
        return stored is not None

    async def document(self, number: Number, id: str) -> documents.Content | None:
        """A document of that number that is ready to be read."""
        return await self._database.read(lambda connection: documents.content_of(connection, number, id))

    async def tidy(self) -> None:
        """Strike what has had its time, and write down what has happened by itself."""
        now = self._clock()

        def work(connection: Connection) -> None:
            settle_due(connection, self._terms.catalogue, now)
            books.forget_old(connection, now)
            sessions.forget_old(connection, now)
            documents.forget_old(connection, self._terms.day(now))
            outbox.forget_old(connection, now)
            limits.forget_old(connection, now)

        await self._database.write(work)

    # Looking

    def _look(self, connection: Connection, question: Look, caller: Caller) -> Answer:
        now, number = self._clock(), question.number
        if caller.assisted:
            look = Entry(now, caller.name, "Look", number, origin=caller.origin, subject=subject_of(question))
            books.add_entry(connection, look)
        line = self._line(connection, number, now)
        if line is None:
            return STRANGER
        return Answer(profile_of(line), answer_look(connection, question, line, self._terms, caller, now))

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
        except PasswordWanted:
            question, caller = change.question, change.caller
            on_the_web = caller.role == "cabinet"
            if isinstance(question, SetPassword) and on_the_web and not await self._knows(question, caller):
                return await self._wrong_current(question, caller)
            password = await self._new_password(question)
            return await self._database.write(lambda connection: self._once(connection, change, password))

    async def _new_password(self, question: AnyQuestion) -> NewPassword:
        text = question.password if isinstance(question, SetPassword) else make_password()
        return NewPassword(text, await self._hasher.hash(text))

    def _once(self, connection: Connection, change: Change, password: NewPassword | None) -> Answer:
        """Change, charge, write the audit and keep the answer; or repeat the answer that was kept."""
        stored = books.line_of(connection, change.question.number)
        if stored is None:
            return STRANGER
        before = write_settled(connection, stored, self._terms.catalogue, change.now)
        if kept := books.kept_answer(connection, change.key, change.now):
            return self._repeat(kept, change, before)
        _must_be_open(connection, change)
        after, result = self._changes.carry_out(connection, change, before, password)
        books.save_line(connection, before, after)
        if not isinstance(result, NOTHING_DONE):
            books.add_entry(connection, _entry(change, before, after))
        answer = Answer(profile_of(after), result)
        self._keep(connection, change, answer)
        return answer

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

    # The password in force, where somebody sits at an open page

    async def _knows(self, question: SetPassword, caller: Caller) -> bool:
        """A try is counted before its outcome is known: tries at once are no way round."""
        await self._database.write(lambda connection: _count_try(connection, caller, self._clock()))
        if question.current is None or not await self.login(Login(question.number, question.current)):
            return False
        await self._database.write(lambda connection: forget(connection, WRONG_CURRENT, caller.session.hex()))
        return True

    async def _wrong_current(self, question: SetPassword, caller: Caller) -> Answer:
        now = self._clock()

        def work(connection: Connection) -> Answer:
            line = self._line(connection, question.number, now)
            if line is None:
                return STRANGER
            if wait_of(connection, WRONG_CURRENT, caller.session.hex(), now):
                sessions.close_session(connection, caller.session)
            books.add_entry(connection, Entry(now, caller.name, "WrongPassword", question.number, origin=caller.origin))
            return Answer(profile_of(line), Refused(Reason.WRONG_PASSWORD))

        return await self._database.write(work)


def _put(connection: Connection, line: Line, caller: Caller, now: float) -> None:
    number = line.subscriber.number
    before = books.line_of(connection, number)
    books.replace_line(connection, line)
    entry = Entry(now, caller.name, "Put", number, before=before, after=line, origin=caller.origin)
    books.add_entry(connection, entry)


def _must_be_open(connection: Connection, change: Change) -> None:
    """Whatever takes long may outlive the session that it was asked for in, and what ended it must have the last word.

    Raises `SessionOverError`.
    """
    session = change.caller.session
    if session and sessions.session_of(connection, "cabinet", session, change.now) is None:
        raise SessionOverError("the session is over")


def _count_try(connection: Connection, caller: Caller, now: float) -> None:
    """At the password in force. Raises `SessionOverError` when there were enough in this session."""
    if count(connection, WRONG_CURRENT, caller.session.hex(), now) > WRONG_CURRENT.most:
        raise SessionOverError("too many wrong passwords")


def _is_alive(password: StoredPassword, now: float) -> bool:
    return password.chosen or password.used_at is not None or now - password.issued_at < UNUSED_DIES


def _entry(change: Change, before: Line, after: Line) -> Entry:
    question, caller = change.question, change.caller
    return Entry(
        change.now,
        caller.name,
        type(question).__name__,
        question.number,
        change.key,
        before,
        after,
        caller.origin,
        subject_of(question),
    )


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
            raise UnknownIdError(f"no such {kind}: {each}")
