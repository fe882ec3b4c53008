"""What drivers in Python have in common: orders come in and what is heard goes out, both as lines of JSON.

It runs in the environments of other stacks, so it needs nothing but Python.
"""

import asyncio
import json
import os
import re
import sys
from typing import Protocol

PHONE, SERVICE = "79160000001", "111"
"""Who writes to our gateway, and what ESMEs send from."""

RECEIPT_TEXT = "id:{id} sub:001 dlvrd:001 submit date:2611280500 done date:2611280500 stat:DELIVRD err:000 text:"

UDHI, RECEIPT = 0x40, 0x04
"""Of esm_class."""

UCS2 = 8
USSD = 0x0501
"""ussd_service_op"""
SESSION = 0x1383
"""its_session_info"""

_PART = 134  # octets of UCS-2 after a UDH of six


class Esme(Protocol):
    """A driver. What it has no means for raises NotImplementedError, which says why."""

    async def bind(self, *, mode: str, port: int, system_id: str, password: str, tls: bool, enquire: int) -> None:
        """Then it hears "bound", or "refused" and what the stack ``says``. ``enquire``: seconds of its timer."""

    async def submit(self, *, to: str, text: str, receipt: bool) -> None:
        """Then it hears "taken" with ``ids``, one for each part."""

    async def show(self, *, to: str, text: str, op: int, session: str) -> None:
        """A page of USSD; then it hears "taken"."""

    async def enquire(self) -> None:
        """Then it hears "alive"."""

    async def unbind(self) -> None:
        """Then it hears "unbound"."""


def tell(heard: str, **how: object) -> None:
    """It has heard this."""
    print(json.dumps({"heard": heard, **how}), flush=True)  # noqa: T201  that is how it tells


async def obey(esme: object, version: str) -> None:
    """Do as ordered until the input ends."""
    tell("ready", version=version)
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    async for line in reader:
        order = json.loads(line)
        try:
            await getattr(esme, order.pop("do"))(**order)
        except NotImplementedError as error:
            tell("cannot", why=str(error))


async def run(esme: object, version: str) -> None:
    """The same; then whatever the stack still does is dropped."""
    await obey(esme, version)
    os._exit(0)


def parts_of(text: str) -> list[tuple[int, bytes]]:
    """For stacks that leave this to their users: esm_class and short_message of each part, UCS-2, with a UDH."""
    data = text.encode("utf-16-be")
    if len(data) <= 140:
        return [(0, data)]
    pieces = [data[at : at + _PART] for at in range(0, len(data), _PART)]
    return [(UDHI, bytes((5, 0, 3, 7, len(pieces), index)) + piece) for index, piece in enumerate(pieces, 1)]


class Inbox:
    """Tells of whole messages; for stacks that leave the joining of parts to their users."""

    def __init__(self) -> None:
        self._pieces: dict[int, tuple[bytes, str]] = {}

    def take(self, esm_class: int, coding: int, data: bytes, identity: str = "") -> None:
        """One part, which an SMSC has given an id."""
        total = index = 1
        if esm_class & UDHI:
            total, index, data = data[4], data[5], data[6:]
        self._pieces[index] = data, identity
        if len(self._pieces) == total:
            whole, ids = zip(*(piece for _, piece in sorted(self._pieces.items())), strict=True)
            self._pieces.clear()
            tell("sms", text=b"".join(whole).decode("utf-16-be" if coding == UCS2 else "ascii"), ids=ids)


def tell_receipt(text: str, tlv_id: str | None, tlv_state: int | None) -> None:
    """Of a receipt whose text the stack leaves to its users to read."""
    found = re.search("id:(\\S+) .*stat:(\\S+)", text)
    tell("receipt", text=found and found.groups(), tlv=[tlv_id, tlv_state])
