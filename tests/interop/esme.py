"""ESMEs that are not ours on our simulator: what each is asked to do, and how it must come out."""

import os
import re
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count
from pathlib import Path

from tests.certificate import certificate
from tests.interop.cells import Case, Cell, Column, Stack, cell
from tests.interop.driven import Driven, driven
from tests.interop.phones import ACCOUNT, CERTIFICATE, Network, network

TEXT = "Здравствуйте! Какой у меня баланс?"
LONG = (
    "Расскажите, пожалуйста, какие услуги подключены на моём номере и сколько они стоят в месяц? Ещё хочу знать, какой "
    "у меня тариф и когда спишется плата за него. Спасибо за ответ!"
)
"""Of three parts."""

MENU, BALANCE = "1 Баланс\n2 Услуги", "Баланс: 100,00 руб."
DIALS, ANSWERS, ASKS, CLOSES = 1, 18, 2, 17
"""Values of ussd_service_op."""

SELDOM = 600
"""Seconds between enquire_link of an ESME that shall be asked itself."""

TRUST = ("SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS")
"""Names of whom OpenSSL and Node trust."""

ENDS = 1
"""Bit of its_session_info."""

DELIVERED = 2
"""message_state"""


class Stage:
    """One stack, and the network that it is bound to, again and again or once for several cases."""

    def __init__(self, stack: Stack, network: Network, environment: Mapping[str, str]) -> None:
        self._stack = stack
        self._environment = environment
        self._exits = AsyncExitStack()
        self._numbers = count(79160000001)
        self._bound: Driven | None = None
        self.network = network
        self.version = ""

    def number(self) -> str:
        """A phone that nobody has used."""
        return str(next(self._numbers))

    async def esme(self) -> Driven:
        """Bound as a transceiver; the same for all that ask."""
        if self._bound is None:
            self._bound = await self._exits.enter_async_context(self.binding("TRX"))
            await self._bound.heard("bound")
        return self._bound

    @asynccontextmanager
    async def binding(
        self, mode: str, password: str = ACCOUNT[1], *, tls: bool = False, enquire: int = SELDOM
    ) -> AsyncIterator[Driven]:
        """One that is told to bind so."""
        async with driven(Driven, *self._stack.command, env=self._environment) as esme:
            self.version = (await esme.heard("ready"))["version"]
            port = self.network.secure_port if tls else self.network.port
            system_id = ACCOUNT[0]
            esme.order("bind", mode=mode, port=port, system_id=system_id, password=password, tls=tls, enquire=enquire)
            yield esme

    async def leave(self) -> None:
        """Whatever runs of the stack ends."""
        self._bound = None
        await self._exits.aclose()


async def binds_tx(stage: Stage) -> None:
    """As a transmitter, and sends."""
    async with stage.binding("TX") as esme:
        await esme.heard("bound")
        assert await stage.network.binds() == ["TX"]
        await _reaches_the_phone(stage, esme, TEXT, parts=1)


async def binds_rx(stage: Stage) -> None:
    """As a receiver, and hears a phone."""
    async with stage.binding("RX") as esme:
        await esme.heard("bound")
        assert await stage.network.binds() == ["RX"]
        await _reaches_the_esme(stage, esme, TEXT)


async def binds_trx(stage: Stage) -> None:
    """As a transceiver."""
    await stage.esme()
    assert await stage.network.binds() == ["TRX"]


async def binds_with_tls(stage: Stage) -> None:
    """By the name in the certificate where it looks at that, and sends."""
    async with stage.binding("TRX", tls=True) as esme:
        await esme.heard("bound")
        await _reaches_the_phone(stage, esme, TEXT, parts=1)


async def is_refused(stage: Stage) -> None:
    """With a wrong password; it says so."""
    async with stage.binding("TRX", "wrong") as esme:
        assert re.search("PASWD|[Pp]assword", (await esme.heard("refused"))["says"])
        assert await stage.network.binds() == []


async def reads_cyrillic(stage: Stage) -> None:
    """What a phone writes arrives as typed."""
    await _reaches_the_esme(stage, await stage.esme(), TEXT)


async def writes_cyrillic(stage: Stage) -> None:
    """What it writes is on the phone."""
    await _reaches_the_phone(stage, await stage.esme(), TEXT, parts=1)


async def reads_parts(stage: Stage) -> None:
    """Of a phone; three."""
    await _reaches_the_esme(stage, await stage.esme(), LONG)


async def writes_parts(stage: Stage) -> None:
    """The phone joins three."""
    await _reaches_the_phone(stage, await stage.esme(), LONG, parts=3)


async def _reaches_the_esme(stage: Stage, esme: Driven, text: str) -> None:
    await stage.network.writes(stage.number(), text)
    assert (await esme.heard("sms"))["text"] == text


async def _reaches_the_phone(stage: Stage, esme: Driven, text: str, parts: int) -> None:
    phone = stage.number()
    esme.order("submit", to=phone, text=text, receipt=False)
    assert (await esme.heard("taken"))["ids"]
    assert await stage.network.inbox(phone) == [("111", text, parts)]


async def reads_receipts(stage: Stage) -> None:
    """Asks for one, and knows its message by the id in the text."""
    identity, receipt = await _receipt(stage, "text")
    assert receipt["text"] == [identity, "DELIVRD"]


async def reads_receipt_tlvs(stage: Stage) -> None:
    """The same by receipted_message_id and message_state."""
    identity, receipt = await _receipt(stage, "tlv")
    assert receipt["tlv"] == [identity, DELIVERED]


async def _receipt(stage: Stage, form: str) -> tuple[str, dict[str, object]]:
    esme = await stage.esme()
    await stage.network.receipts(form)
    esme.order("submit", to=stage.number(), text=TEXT, receipt=True)
    [identity] = (await esme.heard("taken"))["ids"]
    return identity, await esme.heard("receipt")


async def enquires(stage: Stage) -> None:
    """It asks whether the SMSC is there, and hears that it is."""
    async with stage.binding("TRX", enquire=1) as esme:
        await esme.heard("bound")
        esme.order("enquire")
        await esme.heard("alive")
        await stage.network.logged("enquire_link", "in")
        await stage.network.logged("enquire_link_resp", "out")


async def is_enquired(stage: Stage) -> None:
    """It answers when the SMSC asks."""
    await stage.esme()
    asked = await stage.network.logged("enquire_link", "out", since=time.time())
    assert (await stage.network.logged("enquire_link_resp", "in", since=asked["at"]))["status"] == 0


async def shows_pages(stage: Stage) -> None:
    """A phone dials, answers in Cyrillic and reads the last page."""
    esme, phone = await stage.esme(), stage.number()
    await stage.network.types(phone, "*111#")
    dialled = await esme.heard("ussd")
    assert (dialled["op"], dialled["text"]) == (DIALS, "*111#")
    assert await _shows(stage, esme, phone, MENU, ASKS, dialled["session"]) == (MENU, True)
    await stage.network.types(phone, "рубли")
    answered = await esme.heard("ussd")
    assert (answered["op"], answered["text"]) == (ANSWERS, "рубли")
    last = f"{int(answered['session'], 16) | ENDS:04x}"
    assert await _shows(stage, esme, phone, BALANCE, CLOSES, last) == (BALANCE, False)


async def _shows(stage: Stage, esme: Driven, phone: str, text: str, op: int, session: str) -> tuple[str, bool]:
    esme.order("show", to=phone, text=text, op=op, session=session)
    await esme.heard("taken")
    assert (await stage.network.logged("submit_sm_resp", "out"))["status"] == 0
    return await stage.network.window(phone)


async def unbinds(stage: Stage) -> None:
    """And goes."""
    esme = await stage.esme()
    esme.order("unbind")
    await esme.heard("unbound")
    assert (await stage.network.logged("unbind_resp", "out"))["status"] == 0
    await stage.leave()


CASES: dict[str, Case] = {
    "bind_transmitter": binds_tx,
    "bind_receiver": binds_rx,
    "TLS": binds_with_tls,
    "wrong password": is_refused,
    "enquire_link, from the ESME": enquires,
    "bind_transceiver": binds_trx,
    "Cyrillic, from a phone": reads_cyrillic,
    "Cyrillic, to a phone": writes_cyrillic,
    "several parts, from a phone": reads_parts,
    "several parts, to a phone": writes_parts,
    "receipts, by their text": reads_receipts,
    "receipts, by their TLVs": reads_receipt_tlvs,
    "enquire_link, from the SMSC": is_enquired,
    "USSD, by TLVs": shows_pages,
    "unbind": unbinds,
}
"""In this order; those that bind for themselves first."""


async def column(stack: Stack, folder: Path) -> Column:
    """All that this stack does."""
    certificate(folder / CERTIFICATE)
    trust = {**os.environ, **dict.fromkeys(TRUST, str(folder / CERTIFICATE))}
    async with network(folder) as net:
        stage = Stage(stack, net, trust)
        try:
            cells: dict[str, Cell] = {}
            for name, case in CASES.items():
                cells[name] = await cell(stack, name, case, stage)
        finally:
            await stage.leave()
    return Column(stack.name, stage.version, cells)
