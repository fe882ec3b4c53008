"""An SMSC that listens for a test, and a clock that stands still until it is moved."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from simulator.accounts import Account
from simulator.mt.receipts import Receipts
from simulator.smsc import Smsc
from simulator.trouble.faults import Faults
from smpp.pdus import Pdu, SubmitSm, SubmitSmResp
from tests.simulator.esme import Esme

PHONE, SERVICE = "79160000001", "111"
NOON = 1_790_000_000.0
"""Seconds since 1970."""


class Clock:
    """Stands at `now`."""

    def __init__(self, now: float = NOON) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@asynccontextmanager
async def listening(
    accounts: dict[str, Account] | None = None,
    *,
    receipts: Receipts | None = None,
    alphabet: str = "gsm",
    waiting_limit: int = 1_000,
    clock: Clock | None = None,
) -> AsyncIterator[tuple[Smsc, int]]:
    """An SMSC that listens on that port."""
    smsc = Smsc(accounts, alphabet=alphabet, waiting_limit=waiting_limit, clock=clock or Clock())
    smsc.faults = Faults(receipts=receipts or Receipts())
    port = await smsc.start("127.0.0.1", 0)
    try:
        yield smsc, port
    finally:
        await smsc.aclose()


def message(text: str = "Hello", **fields: object) -> SubmitSm:
    """To the phone."""
    fields = {"source_addr": SERVICE, "destination_addr": PHONE, "short_message": text.encode("ascii")} | fields
    return SubmitSm(**fields)  # type: ignore[arg-type]


async def submitted(esme: Esme, pdu: Pdu) -> str:
    """The id of a message that the SMSC has taken."""
    response = await esme.request(pdu)
    assert isinstance(response, SubmitSmResp)
    assert response.status == 0
    return response.message_id


def texts(smsc: Smsc, number: str = PHONE) -> list[str]:
    """What stands in the inbox."""
    return [sms.text for sms in smsc.phones.screen(number).inbox]
