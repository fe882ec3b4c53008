"""The phones of the simulated network: their numbers and inboxes. Pure; any number has a phone."""

from collections import OrderedDict, deque
from collections.abc import Iterator
from itertools import count

import msgspec

INBOX_LIMIT = 100
"""Messages kept in one inbox; the oldest go first."""
PHONES_LIMIT = 100_000
"""Phones kept; the least recently used go first."""


class Sms(msgspec.Struct, frozen=True, rename={"sender": "from"}):
    """A message as the phone shows it: parts joined; `coding` is "GSM", "UCS-2" or "binary" (its `text` is hex)."""

    sender: str
    text: str
    parts: int
    coding: str
    at: float
    """Seconds since 1970."""


class Ussd(msgspec.Struct, frozen=True):
    """The USSD window of a phone: `open` while a session is; its `text` is empty while the phone waits for a page."""

    open: bool = False
    text: str = ""
    shown: int = 0
    """How many texts it has shown so far, errors of the network among them."""

    @property
    def waits(self) -> bool:
        """For a page."""
        return self.open and not self.text


class Screen(msgspec.Struct, frozen=True):
    """All that a phone shows. `inbox` is oldest first; `received` counts those too that it no longer holds."""

    number: str
    received: int
    inbox: tuple[Sms, ...]
    ussd: Ussd
    reachable: bool = True
    """Switched on, and in reach of the network."""


class Phone:
    """One phone."""

    def __init__(self, number: str) -> None:
        self.number = number
        self._received = 0
        self._inbox: deque[Sms] = deque(maxlen=INBOX_LIMIT)
        self._references = count(1)
        self._ussd = Ussd()

    def take(self, sms: Sms) -> None:
        """A message has arrived."""
        self._received += 1
        self._inbox.append(sms)

    def show(self, text: str, *, is_open: bool) -> Ussd:
        """The USSD window has changed."""
        self._ussd = Ussd(is_open, text, self._ussd.shown + bool(text))
        return self._ussd

    def next_reference(self) -> int:
        """What marks the parts of the next long message from this phone, 0..255 (3GPP 23.040, 9.2.3.24.1)."""
        return next(self._references) % 256

    def screen(self, *, reachable: bool = True) -> Screen:
        """What it shows now."""
        return Screen(self.number, self._received, tuple(self._inbox), self._ussd, reachable)


class Phones:
    """All phones that were ever used, within PHONES_LIMIT."""

    def __init__(self, limit: int = PHONES_LIMIT) -> None:
        self.away: set[str] = set()
        """Numbers of those that are switched off, or out of reach of the network."""
        self._limit = limit
        self._phones: OrderedDict[str, Phone] = OrderedDict()

    def __getitem__(self, number: str) -> Phone:
        """The phone of that number, a new one if need be."""
        phone = self._phones.get(number)
        if phone is None:
            phone = self._phones[number] = Phone(number)
            if len(self._phones) > self._limit:
                self.away.discard(self._phones.popitem(last=False)[0])
        else:
            self._phones.move_to_end(number)
        return phone

    def __iter__(self) -> Iterator[str]:
        return iter(self._phones)

    def __len__(self) -> int:
        return len(self._phones)

    def screen(self, number: str) -> Screen:
        """What that phone shows; looking makes no phone."""
        phone = self._phones.get(number)
        return phone.screen(reachable=number not in self.away) if phone else Screen(number, 0, (), Ussd())

    def switch(self, number: str, *, reachable: bool) -> None:
        """The phone is switched on, or off."""
        phone = self[number]
        (self.away.discard if reachable else self.away.add)(phone.number)
