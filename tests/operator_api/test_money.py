"""Every kopeck of a balance is explained by an event, and every change of a line by the audit, whatever was done."""

from contextlib import suppress
from datetime import date
from itertools import pairwise
from random import Random
from typing import Literal

import msgspec
from msgspec.structs import replace

from operator_api.client import OperatorError
from operator_api.contract import (
    AnyQuestion,
    Catalogue,
    ChangeTariff,
    Event,
    GetHistory,
    GetSpending,
    Happening,
    History,
    Kopecks,
    Metered,
    PromisedQuote,
    QuotePromised,
    QuoteService,
    QuoteTariff,
    ServiceQuote,
    SetPassword,
    SignIn,
    Spending,
    SwitchService,
    TakePromised,
    TariffQuote,
    Usage,
)
from operator_api.rules import Line
from tests.operator_api.asking import ADDRESS, until
from tests.operator_api.running import ANNA, DAY, NOW, PASSWORD, Stack, StoppedClock, rows, stack

N = ANNA.number
START = Kopecks(700_00)
ACTIONS = 300
KINDS: tuple[Metered, ...] = ("call_onnet", "call_offnet", "sms")
SMART = TariffQuote("smart", Kopecks(100_00), Kopecks(450_00))
FIFTY = PromisedQuote(Kopecks(50_00), Kopecks(7_00), date(2012, 10, 9))
MIDNIGHT = NOW + 8 * 3600
PAUSES = (1.0, 60.0, 660.0, 960.0, 13 * 3600.0, DAY, 4 * DAY, 31 * DAY)


line_of = msgspec.json.Decoder(Line).decode


class Walker:
    """Anna, who does anything at all in her account."""

    def __init__(self, operator: Stack, catalogue: Catalogue, chance: Random) -> None:
        self.operator = operator
        self.chance = chance
        self.services = [service.id for service in catalogue.services]
        self.tariffs = [tariff.id for tariff in catalogue.tariffs]
        self.session = ""
        self.steps = 0

    async def ask(self, question: AnyQuestion, key: str = "") -> object:
        """In her session, or in a new one if that is over."""
        try:
            await self.operator.cabinet.session(self.session, ADDRESS)
        except OperatorError:
            self.session = (await self.operator.cabinet.sign_in(SignIn(N, PASSWORD, ADDRESS))).session
        return (await self.operator.cabinet.ask(question, key, self.session, ADDRESS)).result

    async def step(self) -> None:
        """One thing or another; what is to be changed is sent twice."""
        self.steps += 1
        match self.chance.choice(("switch", "switch", "switch", "tariff", "promised", "use", "pay", "wait")):
            case "switch":
                quote = QuoteService(N, self.chance.choice(self.services), self.chance.random() < 0.6)
                await self.agree(quote)
            case "tariff":
                await self.agree(QuoteTariff(N, self.chance.choice(self.tariffs)))
            case "promised":
                await self.agree(QuotePromised(N, Kopecks(self.chance.choice((30, 50, 150, 300)) * 100)))
            case "use":
                await self.use(self.chance.choice(KINDS), self.chance.randrange(1, 500))
            case "pay":
                await self.use("payment", self.chance.randrange(1, 300_00))
            case "wait":
                self.operator.clock.now += self.chance.choice(PAUSES)

    async def agree(self, question: QuoteService | QuoteTariff | QuotePromised) -> None:
        """To the terms, twice."""
        match await self.ask(question):
            case ServiceQuote() as quote:
                change: AnyQuestion = SwitchService(N, quote)
            case TariffQuote() as terms:
                change = ChangeTariff(N, terms)
            case PromisedQuote() as promised:
                change = TakePromised(N, promised)
            case _:
                return
        once = await self.ask(change, f"step {self.steps}")
        assert await self.ask(change, f"step {self.steps}") == once

    async def use(self, kind: Metered | Literal["payment"], amount: int) -> None:
        """What the network reports; tariffs do not offer everything."""
        usage = Usage(N, self.operator.clock.now, kind, "79160000002", amount, f"step {self.steps}")
        with suppress(OperatorError):
            await self.operator.admin.charge(usage)


async def test_a_walk_leaves_nothing_unexplained(operator: Stack, books_url: str, catalogue: Catalogue) -> None:
    """Services on and off, tariffs, promised payments, calls, payments, and time that goes by."""
    await operator.put(balance=START)
    walker = Walker(operator, catalogue, Random(3))
    await operator.operator.ask(SetPassword(N, PASSWORD), "password")
    for _ in range(ACTIONS):
        await walker.step()
    operator.clock.now += 4 * DAY
    await operator.admin.charge(Usage(N, operator.clock.now, "payment", "", 0, "the last"))
    assert (await operator.anna()).balance == START - sum(event.charge for event in events(books_url))
    lines = audited(books_url)
    assert gaps(lines) == []
    used = sum(charge for (charge,) in rows(books_url, "SELECT charge FROM events WHERE key IS NOT NULL"))
    assert jumps(lines) + lines[-1][2].subscriber.balance - (await operator.anna()).balance == used


def events(books_url: str) -> list[Event]:
    """All that took from the balance, or put there."""
    return [Event(*row) for row in rows(books_url, "SELECT number, at, kind, peer, amount, charge FROM events")]


def audited(books_url: str) -> list[tuple[str, Line, Line]]:
    """What was done since she was put in the books, and the line before and after."""
    changes = "SELECT what, before, after FROM audit WHERE before IS NOT NULL AND what <> 'Put' ORDER BY id"
    return [(what, line_of(before), line_of(after)) for what, before, after in rows(books_url, changes)]


def gaps(lines: list[tuple[str, Line, Line]]) -> list[str]:
    """Where one line's after is not the next one's before, but for the balance."""
    pairs = pairwise(lines)
    return [what for (_, _, after), (what, before, _) in pairs if but_balance(after) != but_balance(before)]


def jumps(lines: list[tuple[str, Line, Line]]) -> int:
    """By how much the balance has gone down, in all, between one line and the next."""
    pairs = pairwise(lines)
    return sum(after.subscriber.balance - before.subscriber.balance for (_, _, after), (_, before, _) in pairs)


def but_balance(line: Line) -> Line:
    """A line, whatever its balance (calls and payments change that, and stand in the ledger alone) and the order of its
    services."""
    services = tuple(sorted(line.subscriber.services))
    return replace(line, subscriber=replace(line.subscriber, balance=Kopecks(0), services=services))


async def test_what_comes_by_itself_is_written_down(books_url: str) -> None:
    """A tariff that begins, a promised payment that is taken back: with their own times, though nobody asks."""
    clock = StoppedClock()
    async with stack(books_url, clock) as operator:
        await operator.put(balance=Kopecks(1_000_00))
        await operator.operator.ask(ChangeTariff(N, SMART), "tariff")
        clock.now += DAY
        await operator.operator.ask(TakePromised(N, FIFTY), "promised")
    clock.now += 31 * DAY
    async with stack(books_url, clock) as operator:
        await until(lambda: bool(rows(books_url, "SELECT 1 FROM audit WHERE what = 'PromisedReturned'")))
        assert [gaps(audited(books_url)), jumps(audited(books_url))] == [[], 0]
        history = (await operator.office.ask(GetHistory(N), "")).result
        assert isinstance(history, History)
        assert history.happenings[0] == Happening(
            MIDNIGHT + 4 * DAY, "operator", "PromisedReturned", paid=Kopecks(57_00)
        )
        assert history.happenings[2] == Happening(MIDNIGHT, "operator", "TariffBegun", "smart")
        october = (await operator.office.ask(GetSpending(N, date(2012, 10, 10), date(2012, 10, 10)), "")).result
        assert isinstance(october, Spending)
        assert october.total == 7_00
