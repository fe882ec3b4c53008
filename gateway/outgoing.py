"""Messages that the operator wants sent: each is taken once, whoever is asked, and however often."""

import asyncio
from collections.abc import Callable
from typing import Annotated, Literal, cast

import msgspec

from dialogs.effects import Say
from dialogs.events import SMS
from dialogs.wording import Reader
from gateway.errors import GatewayError
from gateway.inbox import Arrival, Notice
from gateway.lane import Lane
from gateway.questions import Asking
from gateway.sms import Subscribers
from gateway.vault import Vault
from operator_api.client import OperatorError
from operator_api.contract import GetProfile, Number
from state.batch import Once
from state.errors import StateError

PATIENCE = 4.0
"""Seconds after which a message that could not be stored is left to its sender."""

MOST_AT_ONCE = 50
"""Messages being taken, and messages that wait for their turn; each may need a connection to Redis."""

Status = Literal["accepted", "stopped"]
"""Stopped: it was not sent, for the person wants to be left alone."""


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What shall be sent. ``kind``: it holds a password, answers something asked for, or advertises."""

    to: str
    text: Annotated[str, msgspec.Meta(min_length=1)]
    kind: Literal["secret", "service", "advert"] = msgspec.field(name="class")
    key: Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9._:-]{1,100}\Z")]
    alphabet: Literal["cyrillic", "latin"] = "cyrillic"


class NotTaken(GatewayError):
    """Not taken, as far as we know. ``status`` is that of HTTP; ``retryable``: the same message may come again."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code

    @property
    def retryable(self) -> bool:
        """It is no fault of the sender's."""
        return self.status == 503


class Outgoing:
    """Takes messages: what is under its key in Redis says what became of each, and nothing else does."""

    def __init__(
        self,
        subscribers: Subscribers,
        lane_of: Callable[[Number], Lane],
        vault: Vault,
        ask: Asking,
    ) -> None:
        """``ask`` asks the operator; while a lane is full, nothing is taken for its numbers."""
        self._subscribers = subscribers
        self._lane_of = lane_of
        self._vault = vault
        self._ask = ask
        self._places = asyncio.Semaphore(MOST_AT_ONCE)
        self._waiting: dict[str, asyncio.Future[None]] = {}

    async def take(self, message: Message) -> Status:
        """Return when the message is stored, with its key; raises `NotTaken`."""
        number, text = self._number(message), _spelt(message)
        if self._lane_of(number).full or self._places.locked() or len(self._waiting) >= MOST_AT_ONCE:
            raise NotTaken(503, "busy", "too much is under way")
        try:
            async with self._places, asyncio.timeout(PATIENCE):
                return await self._taken(number, text, message)
        except (TimeoutError, StateError, OperatorError) as error:
            why = str(error) or "it takes too long"
            raise NotTaken(503, "unavailable", f"not known to be stored: {why}") from error

    def _number(self, message: Message) -> Number:
        """Written as we write it: a digit that is missing must not make it somebody else's."""
        if self._subscribers.own(message.to) == message.to:
            return Number(message.to)
        raise NotTaken(422, "bad_number", "not a number that is served here, such as 79160000001")

    async def _taken(self, number: Number, text: str, message: Message) -> Status:
        store = self._lane_of(number).store
        digest = self._vault.digest("\0".join((number, message.kind, text)))
        while (kept := await store.once(message.key)) is None:
            await self._offer(number, text, message, digest)
        status, _, stored = kept.decode().partition(" ")
        if stored != digest:
            raise NotTaken(409, "key_reused", "this key came with another message before")
        return cast(Status, status)

    async def _offer(self, number: Number, text: str, message: Message, digest: str) -> None:
        """Let it have its turn, if one of its key does not wait for that already; returns when that is over."""
        status = await self._status(number, message)
        if message.key not in self._waiting:
            self._waiting[message.key] = asyncio.get_running_loop().create_future()
            says = (Say(text, secret=message.kind == "secret"),) if status == "accepted" else ()
            self._put(number, Notice(Once(message.key, f"{status} {digest}".encode()), says))
        await asyncio.shield(self._waiting[message.key])

    def _put(self, number: Number, notice: Notice) -> None:
        def over() -> None:
            self._waiting.pop(notice.once.key).set_result(None)

        self._lane_of(number).inbox.put(number, Arrival(event=notice, route=None, acknowledge=over, refuse=over))

    async def _status(self, number: Number, message: Message) -> Status:
        """What will be answered when it is stored: of adverts, the operator has the person's word."""
        if message.kind != "advert":
            return "accepted"
        profile = (await self._ask(GetProfile(number), message.key)).profile
        if not profile.ours:
            raise NotTaken(422, "bad_number", "not a subscriber's number")
        return "stopped" if profile.stopped else "accepted"


def _spelt(message: Message) -> str:
    """The text in the letters it shall be sent in; whole, for what is cut may be what matters."""
    reader = Reader("ru", message.alphabet, SMS)
    if not reader.fits(message.text):
        raise NotTaken(422, "too_long", "the text does not fit into two SMS")
    return reader.spell(message.text)
