"""Accounts: how they are written, who may bind, and how much they may send."""

import pytest

from simulator.accounts import ANYBODY, Account, Door, read_account
from simulator.allowance import Allowance, Rate
from smpp.pdus import Bind, BindReceiver, BindTransceiver, BindTransmitter
from smpp.statuses import Status


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("esme:secret", ("esme", Account("secret"))),
        ("esme:", ("esme", Account())),
        ("esme:a:b", ("esme", Account("a:b"))),
        ("esme:%3F%25", ("esme", Account("?%"))),
        ("esme:x?binds=4&window=10&rate=50", ("esme", Account("x", binds=4, window=10, rate=50))),
        ("esme:x?modes=tx,rx&sources=111,INFO", ("esme", Account("x", modes="tx,rx", sources="111,INFO"))),
        ("esme:x?address_range=111&mo=data_sm", ("esme", Account("x", address_range="111", mo="data_sm"))),
    ],
)
def test_an_account_is_read(text: str, account: tuple[str, Account]) -> None:
    """system_id, password, limits."""
    assert read_account(text) == account


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("esme", "an account is ID:PASSWORD"),
        (":secret", "an account is ID:PASSWORD"),
        ("esme:longer-than-8", "a password of 8"),
        ("longer-than-fifteen:x", "an ID of 15"),
        ("esme:secret?windows=10", "unknown field `windows`"),
        ("esme:secret?window=ten", "Expected `int`, got `str`"),
        ("esme:secret?window=-1", ">= 0"),
        ("esme:secret?window", "Expected `int`, got `str`"),
        ("esme:secret?modes=both", "matching regex"),
        ("esme:secret?mo=submit_sm", "Invalid enum value"),
        ("esme:secret?password=x", "an account is ID:PASSWORD"),
        ("esme:s\u0451cret", "matching regex"),
    ],
)
def test_what_is_no_account_is_told_in_one_line(text: str, complaint: str) -> None:
    """Which never shows the password."""
    with pytest.raises(ValueError, match=r"account|password") as caught:
        read_account(text)
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("bind", "bound", "answer"),
    [
        (BindTransmitter(system_id="esme", password="secret"), 0, Status.ROK),
        (BindTransmitter(system_id="esme", password="secret"), 1, Status.ROK),
        (BindTransmitter(system_id="esme", password="secret"), 2, Status.RBINDFAIL),
        (BindReceiver(system_id="esme", password="secret"), 0, Status.ROK),
        (BindTransceiver(system_id="esme", password="secret"), 0, Status.RBINDFAIL),
        (BindReceiver(system_id="esme", password="guess"), 0, Status.RINVPASWD),
        (BindReceiver(system_id="nobody", password="secret"), 0, Status.RINVSYSID),
    ],
)
def test_the_door_knows_how_many_and_how(bind: Bind, bound: int, answer: Status) -> None:
    """Two links, each of one way."""
    door = Door({"esme": Account("secret", binds=2, modes="tx,rx")})
    assert (door.check(bind, bound), Door({}).check(bind, bound)) == (answer, Status.ROK)


def test_a_rate_lets_a_second_s_worth_through_at_once() -> None:
    """Then as many as time brings; silence saves no more than a second."""
    rate = Rate(2)
    taken = [rate.take(now) for now in (100.0, 100.0, 100.0, 100.5, 100.5, 200.0, 200.0, 200.0)]
    assert taken == [True, True, False, True, False, True, True, False]


def test_an_allowance_tells_its_limits_apart() -> None:
    """Its window, its sources, its rate."""
    allowance = Allowance(Account(window=2, rate=1, sources="111,INFO"))
    asked = [("111", 3), ("222", 1), ("INFO", 2), ("111", 1)]
    refusals = [allowance.refusal(source, owed, now=5.0) for source, owed in asked]
    assert refusals == [Status.RMSGQFUL, Status.RINVSRCADR, None, Status.RTHROTTLED]


@pytest.mark.parametrize("account", [ANYBODY, Account("x", binds=1), Account("x", modes="tx")])
def test_an_account_without_such_limits_has_no_allowance_to_look_at(account: Account) -> None:
    """Messages cost nothing more then."""
    assert not account.limited
