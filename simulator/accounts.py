"""Who may bind, and what else they may: accounts, and the limits of each. Pure.

An account is written as ``ID:PASSWORD?binds=4&window=10&rate=50``.
"""

import hmac
from collections.abc import Mapping
from typing import Annotated, Literal
from urllib.parse import parse_qsl, unquote

import msgspec
from msgspec import Meta

from smpp.pdus import Bind, BindReceiver, BindTransceiver, BindTransmitter
from smpp.statuses import Status

ASCII = r"^[\x20-\x7e]*$"
MODES = {BindTransmitter: "tx", BindReceiver: "rx", BindTransceiver: "trx"}

FORM = "an account is ID:PASSWORD or ID:PASSWORD?OPTION=VALUE&..., with ? and % of a password written as %3F and %25"


class Account(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of them; a limit of 0 is none. docs/simulator.md is held to the descriptions."""

    password: Annotated[str, Meta(pattern=ASCII, max_length=8)] = ""
    binds: Annotated[int, Meta(ge=0, description="links bound at a time")] = 0
    modes: Annotated[str, Meta(pattern="^(tx|rx|trx)(,(tx|rx|trx))*$", description="how they may be bound")] = (
        "tx,rx,trx"
    )
    window: Annotated[int, Meta(ge=0, description="requests of one link without a response at a time")] = 0
    rate: Annotated[int, Meta(ge=0, description="messages a second, over all links")] = 0
    sources: Annotated[str, Meta(description="from which addresses it may send, with commas between them")] = ""
    address_range: Annotated[
        str, Meta(max_length=40, description="short numbers that it serves, whatever it says when it binds")
    ] = ""
    mo: Annotated[Literal["deliver_sm", "data_sm"], Meta(description="how messages of phones come")] = "deliver_sm"

    @property
    def limited(self) -> bool:
        """Whether there is anything to look at with each message."""
        return bool(self.window or self.rate or self.sources)


ANYBODY = Account()


def read_account(text: str) -> tuple[str, Account]:
    """system_id and account from ``ID:PASSWORD?OPTION=VALUE&...``. Raises ValueError, without the password."""
    login, _, query = text.partition("?")
    system_id, colon, password = login.partition(":")
    if not system_id or not colon:
        raise ValueError(FORM)
    if len(unquote(system_id)) > 15 or len(unquote(password)) > 8:
        raise ValueError("SMPP 3.4 allows an ID of 15 characters and a password of 8")
    return unquote(system_id), _account(unquote(password), query)


def _account(password: str, query: str) -> Account:
    options = dict(parse_qsl(query, keep_blank_values=True))
    if "password" in options:
        raise ValueError(FORM)
    try:
        return msgspec.convert(options | {"password": password}, Account, strict=False)
    except msgspec.ValidationError as error:
        raise ValueError(f"{error}; {FORM}") from None


class Door:
    """Says who may bind; without accounts, anybody."""

    def __init__(self, accounts: Mapping[str, Account]) -> None:
        self._accounts = accounts

    def account(self, system_id: str) -> Account:
        """What that ESME may."""
        return self._accounts.get(system_id, ANYBODY)

    def check(self, request: Bind, bound: int) -> Status:
        """The answer to a bind, while so many links of that system_id are bound."""
        if not self._accounts:
            return Status.ROK
        account = self._accounts.get(request.system_id)
        if account is None:
            return Status.RINVSYSID
        if not hmac.compare_digest(request.password.encode(), account.password.encode()):
            return Status.RINVPASWD
        full = account.binds and bound >= account.binds
        allowed = MODES[type(request)] in account.modes.split(",")
        return Status.ROK if allowed and not full else Status.RBINDFAIL
