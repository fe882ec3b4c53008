"""What is wrong with conversations is found: in small ones that have one thing wrong; in those we ship nothing is."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

import pytest

from dialogs.checks import shipped_findings
from dialogs.checks.samples import results
from dialogs.checks.tables import table_findings
from dialogs.checks.texts import text_findings
from dialogs.checks.ways import way_findings
from dialogs.conversation import Changes, Conversation
from dialogs.conversations.menu import Menu
from dialogs.effects import Say
from dialogs.screens import Listed, Option, confirm, prompt
from dialogs.turn import Turn
from operator_api.contract import (
    MAY_ASK,
    Account,
    AnyQuestion,
    ChangeTariff,
    EndSessions,
    GetAccount,
    GetOverview,
    GetProfile,
    GetSpending,
    IssuePassword,
    Kopecks,
    Number,
    OrderDetail,
    PromisedQuote,
    QuotePromised,
    QuoteService,
    QuoteTariff,
    Refused,
    RequestCall,
    ServiceQuote,
    SetPassword,
    SetReading,
    SetStopped,
    SwitchService,
    TakePromised,
    TariffQuote,
)
from tests.dialogs.operator import CATALOGUE

GOOD = """
    hello       idle        asking      show
    hi          idle        awaiting    ask_account     holds
    hi          idle        awaiting    ask_account
    yes         asking      awaiting    ask_account
    no          asking      idle        cancel
    unclear     asking      asking      show
    Account     awaiting    idle        tell
    Refused     awaiting    idle        refuse
"""


class Actions(Conversation):
    """What rows of the small conversations may do."""

    name: ClassVar[str] = "small"

    def show(self, turn: Turn) -> None:
        turn.show(confirm("Точно?", "", turn.reader))

    def show_list(self, turn: Turn) -> None:
        turn.show(Listed((Option("bit", "БИТ"),)))

    def show_long(self, turn: Turn) -> None:
        turn.show(prompt("Я" * 100, turn.reader))

    def tell(self, turn: Turn) -> None:
        turn.answer(Account)
        turn.say("cancelled")

    def tell_long(self, turn: Turn) -> None:
        turn.say("services.card.service_on", name="Гудок", description="Мелодия" * 10, price="")

    def tell_three_parts(self, turn: Turn) -> None:
        turn.effects.append(Say("Услуга " * 40, only="sms"))

    def tell_what_is_not(self, turn: Turn) -> None:
        turn.say("no_such_key")

    def go_nowhere(self, turn: Turn) -> None:
        turn.then("nowhere")

    def ask_overview(self, turn: Turn) -> None:
        turn.ask(GetOverview(turn.world.number))

    def ask_stop(self, turn: Turn) -> None:
        turn.ask(SetStopped(turn.world.number, stopped=True))

    def nothing(self, turn: Turn) -> None: ...

    def holds(self, turn: Turn) -> bool:
        return turn.in_session


def small(table: str, **members: object) -> Conversation:
    """A conversation with this table."""
    made: Conversation = type("Small", (Actions,), {"table": table, **members})()
    return made


def but(old: str, new: str = "") -> str:
    """The good table with one row changed; rows are written with single spaces."""
    rows = [" ".join(row.split()) for row in GOOD.strip().splitlines()]
    assert old in rows
    return "\n".join(new if row == old else row for row in rows)


def test_those_we_ship_have_none() -> None:
    """This is the check that every change of them goes through."""
    assert [str(finding) for finding in shipped_findings(CATALOGUE)] == []


def test_a_good_one_has_none() -> None:
    """So each of the tables below has the one thing wrong that it is changed in."""
    assert [*table_findings([small(GOOD)]), *ways(GOOD)] == []


@pytest.mark.parametrize(
    ("table", "found"),
    [
        (but("unclear asking asking show"), "small/asking: asks, and has no row `unclear`"),
        (but("Refused awaiting idle refuse"), "small/awaiting: awaits the operator, and has no row `Refused`"),
        (
            but("no asking idle cancel", "Done asking idle cancel"),
            "small/asking: asks the person and the operator at once",
        ),
        (but("no asking idle cancel"), "small/asking: asks, and has neither `back` nor `no`"),
        (but("no asking idle cancel", "nope asking idle cancel"), "small/asking: `nope` is no answer to a screen"),
        (but("hello idle asking show", "yes idle asking show"), "small/idle: `yes` answers something, and nothing is"),
        (
            but("hi idle awaiting ask_account"),
            "small/idle: no row for `hi` fits where no condition holds",
        ),
        (
            but("hi idle awaiting ask_account holds", "hi idle awaiting ask_account"),
            "small/idle: the row `hi ... ask_account` never fires",
        ),
        (
            but("hi idle awaiting ask_account", "hi idle asking show holds\nhi idle awaiting ask_account"),
            "small/idle: the row `hi ... show` never fires",
        ),
        (but("hello idle asking show", "hello idle idle cancel"), "small/asking: cannot be reached"),
        (
            but("Account awaiting idle tell", "Account awaiting lost tell"),
            "small/lost: does not lead back to `idle`",
        ),
    ],
)
def test_what_is_wrong_with_a_table(table: str, found: str) -> None:
    """One row of a good one is missing, or another."""
    said = [str(finding) for finding in table_findings([small(table)])]
    assert any(line.startswith(f"tests/dialogs/test_checks.py: {found}") for line in said), said


def test_actions_that_no_row_names() -> None:
    """But for what is private, and what is no action."""

    def unused(self: Conversation, turn: Turn) -> None: ...

    conversation = small(GOOD, unused=unused, _private=unused)
    assert [finding[1:] for finding in table_findings([conversation])] == [("small", "`unused` is in no row")]


def test_states_that_are_awaited_and_are_not_there() -> None:
    """In `changes`."""
    conversation = small(GOOD, changes={SetStopped: "stopping"})
    assert [finding[1:] for finding in table_findings([conversation])] == [
        ("small/stopping", "`changes` awaits `SetStopped` in a state that there is not")
    ]


def test_names_and_commands_that_are_taken() -> None:
    """Both are told."""
    found = {finding[1:] for finding in table_findings([small(GOOD), small(GOOD)])}
    assert found == {
        ("small", "another conversation has this name"),
        ("small/idle", "`hello` begins another conversation too"),
        ("small/idle", "`hi` begins another conversation too"),
    }


def ways(table: str, changes: Changes | None = None) -> list[str]:
    """What is found on the ways through a small conversation."""
    found = way_findings([small(table, changes=changes or {}), Menu()], CATALOGUE)
    return [f"{finding.place}: {finding.what}" for finding in found if finding.place.startswith("small")]


@pytest.mark.parametrize(
    ("table", "found"),
    [
        (
            but("no asking idle cancel", "no asking idle tell_what_is_not"),
            "asking: `no` raises KeyError('no_such_key')",
        ),
        (
            but("no asking idle cancel", "no asking idle go_nowhere"),
            "asking: `no` goes on with `nowhere`, which begins no",
        ),
        (but("no asking idle cancel", "no asking idle nothing"), "asking: `no` ends without a word"),
        (
            but("hello idle asking show", "hello idle asking nothing"),
            "idle: `hello` leads to `asking`, which waits, and",
        ),
        (
            but("hello idle asking show", "hello idle asking show_list"),
            "idle: `hello` offers `bit`, and `asking` has no",
        ),
        (but("Account awaiting idle tell"), "idle: `hi` asks `GetAccount`, and `awaiting` has no row `Account`"),
        (but("Account awaiting idle tell", "Done awaiting idle cancel"), "awaiting: nothing leads to `Done`"),
        (
            but("no asking idle cancel", "no asking idle cancel\nchosen asking idle cancel"),
            "asking: nothing leads to `chosen`",
        ),
        (
            but("yes asking awaiting ask_account", "yes asking awaiting ask_overview"),
            "asking: `yes` asks `GetOverview`, and dialogs/checks/samples.py has no answer to it",
        ),
        (
            but("yes asking awaiting ask_account", "yes asking awaiting ask_stop"),
            "asking: `yes` asks `SetStopped`, and `changes` does not say which state awaits it",
        ),
        (
            but("hello idle asking show", "hello idle asking show_long"),
            "idle: `hello` says what has to be cut (ru, cyrillic, 72/164): 'ЯЯЯ",
        ),
        (
            but("no asking idle cancel", "no asking idle tell_long"),
            'asking: `no` says what has to be cut (ru, cyrillic, 72/164): \'"Гудок": Мелодия',
        ),
        (
            but("no asking idle cancel", "no asking idle tell_three_parts"),
            "asking: `no` says what is too long (ru, cyrillic, 134/306): 'Услуга",
        ),
    ],
)
def test_what_goes_wrong_on_the_way(table: str, found: str) -> None:
    """When one row does something else."""
    assert any(line.startswith(f"small/{found}") for line in ways(table)), ways(table)


def test_ways_say_nothing_that_tables_say() -> None:
    """Though they go on."""
    assert ways(but("unclear asking asking show")) == []


def test_whatever_conversations_may_ask_has_an_answer() -> None:
    """And can be refused."""
    number, day = Number("79160000001"), date(2012, 10, 6)
    promised = PromisedQuote(Kopecks(100_00), Kopecks(5_00), day)
    questions: tuple[AnyQuestion, ...] = (
        GetAccount(number),
        GetSpending(number, day, day),
        QuoteService(number, "bit", on=True),
        SwitchService(number, ServiceQuote("bit", on=True)),
        QuoteTariff(number, "super"),
        ChangeTariff(number, TariffQuote("super", Kopecks(0), Kopecks(0))),
        QuotePromised(number, Kopecks(100_00)),
        TakePromised(number, promised),
        IssuePassword(number),
        SetPassword(number, "Zima2026zima"),
        SetStopped(number, stopped=True),
        SetReading(number, "ru", "latin"),
        OrderDetail(number, day, day, "html", "account"),
        RequestCall(number),
        EndSessions(number),
    )
    assert {type(question) for question in questions} == MAY_ASK["dialogs"] - {GetProfile}
    for question in questions:
        kinds = {type(result) for result in results(question, CATALOGUE)}
        assert Refused in kinds
        assert len(kinds) > 1


def test_a_change_that_is_awaited_is_in_order() -> None:
    """And when nobody knows whether it was made, there is a text that says so."""
    table = but("yes asking awaiting ask_account", "yes asking stopping ask_stop")
    table += "\nDone stopping idle cancel\nRefused stopping idle refuse"
    changes: Changes = {SetStopped: "stopping"}
    assert ways(table, changes) == []
    assert told({"ru": {}}, "", [small(table, changes=changes)]) == [
        "dialogs/texts/ru.po: unsure.small: is missing: said when nobody knows what was changed"
    ]


def told(texts: dict[str, dict[str, str]], source: str, conversations: Sequence[Conversation] = ()) -> list[str]:
    """What is found in these texts and this code."""
    return [str(finding) for finding in text_findings(texts, {"a.py": source}, conversations)]


def test_keys_that_are_said_and_are_not_there() -> None:
    """In either branch of a condition."""
    source = 'turn.say("a")\nreader.say("b" if x else "c", name="d")\nWording("e", {})\nprint("f")'
    assert told({"ru": {"a": "А", "b": "Б"}}, source) == [
        "a.py: line 2: says 'c', which dialogs/texts/ru.po does not have",
        "a.py: line 3: says 'e', which dialogs/texts/ru.po does not have",
    ]


@pytest.mark.parametrize(
    "source",
    [
        'say("a.b.latin")',
        'f"a.b.{alphabet}"',
        '"a.b" + ".latin" * x',
        '"a.b." + word',
        '"a" + ".b.latin"',
        '{"a.b.latin": 1}',
        '[f"a.{each}" for each in ("b.latin", "c")]',
    ],
)
def test_keys_may_be_put_together(source: str) -> None:
    """Of words that are known: commands, conversations, words of the contract or of the same code."""
    assert told({"ru": {"a.b.latin": "Да"}}, source) == []


def test_keys_may_be_put_together_with_numbers() -> None:
    """A month's."""
    assert told({"ru": {"month.12": "Дек"}}, 'f"month.{day.month}"') == []


@pytest.mark.parametrize("source", ["", 'f"a.b.{x}.c"', 'f"{x}.latin"', "x + y", "1 + 2", 'f"a.{x}"'])
def test_keys_that_nobody_says(source: str) -> None:
    """Nor puts together."""
    assert told({"ru": {"a.b.latin": "Да"}}, source) == ["dialogs/texts/ru.po: a.b.latin: nobody says it"]


def test_texts_differ_between_languages_in_nothing_but_words() -> None:
    """The first is the one that others follow."""
    texts = {
        "ru": {"a": "{x} и {y}", "b": "{x}", "c": "В"},
        "uk": {"a": "{y} та {x}", "b": "Б", "d": "Г"},
    }
    assert told(texts, '"a" + "b" * x + "c" * x') == [
        "dialogs/texts/uk.po: c: is missing",
        "dialogs/texts/uk.po: d: is not in ru.po",
        "dialogs/texts/uk.po: b: fills in nothing, and ru.po x",
    ]


def test_texts_that_any_room_must_hold() -> None:
    """In either alphabet, on a page."""
    texts = {"ru": {"a": "Щ" * 73, "b": "щ" * 42, "c": "Щ" * 73}}
    assert told(texts, 'turn.say("a")\nturn.say("b")\nreader.say("c")') == [
        "dialogs/texts/ru.po: a: is too long for a page in cyrillic letters",
        "dialogs/texts/ru.po: a: is too long for a page in latin letters",
        "dialogs/texts/ru.po: b: is too long for a page in latin letters",
    ]
