"""SMSCs that are not ours for the shipped gateway: what each is asked to do, and how it must come out."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from signal import SIGTERM
from typing import NamedTuple

import aiohttp

from operator_api.client import AdminClient
from pomoshnik.commands import operator
from pomoshnik.listening import listening
from pomoshnik.secret import Secret
from tests.certificate import certificate
from tests.interop.cells import Case, Cell, Column, Stack, cell
from tests.interop.driven import Driven, driven
from tests.interop.node_smpp import ANSWERS, ASKS, CLOSES, DIALS
from tests.operator_api.running import ANNA
from tests.pomoshnik.conftest import SECRET
from tests.pomoshnik.programs import Program, started
from tests.redis_cluster import free_port
from tests.redis_server import running_redis

CERTIFICATE = "certificate.pem"
LONG = "мои услуги" + " " * 150
"""Of three parts."""


class Linked(NamedTuple):
    """An SMSC with our gateway, whose HTTP is at ``url``."""

    smsc: Driven
    gateway: Program
    url: str

    async def answer(self, text: str) -> str:
        """The phone sends this; what it gets."""
        return str((await self.sms(text))["text"])

    async def sms(self, text: str) -> Mapping[str, list[str]]:
        """The same, with the ids of its parts."""
        self.smsc.order("deliver", text=text)
        await self.delivered()
        return await self.smsc.heard("sms")

    async def delivered(self) -> None:
        """The gateway has taken all of it."""
        statuses = (await self.smsc.heard("delivered"))["statuses"]
        assert statuses == [0] * len(statuses)


class Stage:
    """One stack, the operator's back office, and a gateway for each way to bind."""

    def __init__(self, stack: Stack, folder: Path, office: str, books: AdminClient) -> None:
        self._stack = stack
        self._folder = folder
        self._office = office
        self._exits = AsyncExitStack()
        self._linked: Linked | None = None
        self.books = books
        self.version = ""

    async def linked(self) -> Linked:
        """By a transceiver; the same for all that ask."""
        if self._linked is None:
            self._linked = await self._exits.enter_async_context(self.linking("receipts=1&enquire=1"))
            await self._linked.smsc.heard("bound")
        return self._linked

    @asynccontextmanager
    async def linking(self, options: str, *, tls: bool = False) -> AsyncIterator[Linked]:
        """One that is told to bind so."""
        async with AsyncExitStack() as exits:
            smsc = await exits.enter_async_context(driven(Driven, *self._stack.command))
            self.version = (await smsc.heard("ready"))["version"]
            port = free_port()
            smsc.order("listen", port=port, certificate=str(self._folder / CERTIFICATE) if tls else "")
            await smsc.heard("listening")
            link = f"{'smpps' if tls else 'smpp'}://esme:secret@localhost:{port}?ussd_deadline=60&{options}"
            gateway = await exits.enter_async_context(self._gateway(link))
            yield Linked(smsc, gateway, (await gateway.until("gateway: ")).split()[0])

    async def leave(self) -> None:
        """Whatever runs of the stack ends."""
        await self._exits.aclose()

    @asynccontextmanager
    async def _gateway(self, link: str) -> AsyncIterator[Program]:
        """What it logs is told when something goes wrong."""
        with running_redis() as redis:
            options = ("--smsc", link, "--operator", self._office, "--redis", redis.url, "--http-port", "0")
            variables = {"POMOSHNIK_SECRET": SECRET, "SSL_CERT_FILE": str(self._folder / CERTIFICATE)}
            async with started("gateway", *options, cwd=self._folder, **variables) as gateway:
                try:
                    yield gateway
                except BaseException as error:
                    with suppress(ProcessLookupError):
                        gateway.signal(SIGTERM)
                    error.add_note((await gateway.finish()).err)
                    raise


async def binds_trx(stage: Stage) -> None:
    """As a transceiver."""
    await stage.linked()


async def binds_both(stage: Stage) -> None:
    """As a transmitter and a receiver; a phone is answered."""
    async with stage.linking("bind=tx-rx") as linked:
        assert {(await linked.smsc.heard("bound"))["mode"] for _ in range(2)} in ({"TX", "RX"}, {""})
        assert (await linked.answer("баланс")).startswith("Баланс: ")


async def binds_with_tls(stage: Stage) -> None:
    """The gateway looks at the name in the certificate; a phone is answered."""
    async with stage.linking("", tls=True) as linked:
        await linked.smsc.heard("bound")
        assert (await linked.answer("баланс")).startswith("Баланс: ")


async def converses(stage: Stage) -> None:
    """A balance, a purchase with its question, agreed to in Cyrillic."""
    linked = await stage.linked()
    assert await linked.answer("баланс") == "Баланс: 100,00 руб. Тариф: Супер."
    assert await linked.answer("2122") == 'Подключить "Гудок"? 75,00 руб./мес. 1-Да 2-Нет'
    assert (await linked.answer("да")).startswith('Услуга "Гудок" подключена.')
    assert (await stage.books.subscriber(ANNA.number)).services == ("goodok",)


async def writes_parts(stage: Stage) -> None:
    """The SMSC has the whole of a long reply."""
    linked = await stage.linked()
    reply = await linked.sms("тарифы")
    assert len(reply["ids"]) > 1
    assert str(reply["text"]).startswith("1 Супер\n2 Энерджи\n")


async def reads_parts(stage: Stage) -> None:
    """The gateway understands three parts as one."""
    assert "Гудок" in await (await stage.linked()).answer(LONG)


async def reads_receipts(stage: Stage) -> None:
    """The gateway asks for one of each part, and reads it."""
    linked = await stage.linked()
    ids = (await linked.sms("баланс"))["ids"]
    assert all(identity.startswith("asked-") for identity in ids)
    linked.smsc.order("receipts", ids=ids)
    await linked.delivered()
    assert 'state="DELIVERED"} 1.0' in await _metrics(linked.url)


async def _metrics(url: str) -> str:
    async with aiohttp.ClientSession() as http, http.get(f"{url}/metrics") as response:
        return await response.text()


async def enquires(stage: Stage) -> None:
    """The gateway asks whether the SMSC is there."""
    linked = await stage.linked()
    linked.smsc.order("asked")
    await linked.smsc.heard("asked")


async def is_enquired(stage: Stage) -> None:
    """The gateway answers when it is asked."""
    linked = await stage.linked()
    linked.smsc.order("enquire")
    await linked.smsc.heard("alive")


async def shows_pages(stage: Stage) -> None:
    """A phone dials, presses a digit and reads the last page."""
    linked = await stage.linked()
    menu = await _page(linked, DIALS, "0700", "*111#")
    assert (menu["op"], menu["session"], str(menu["text"])[:8]) == (ASKS, "0700", "1 Баланс")
    balance = await _page(linked, ANSWERS, "0702", "1")
    assert (balance["op"], balance["session"], str(balance["text"])[:7]) == (CLOSES, "0703", "Баланс:")


async def _page(linked: Linked, op: int, session: str, text: str) -> Mapping[str, object]:
    linked.smsc.order("dial", op=op, session=session, text=text)
    await linked.delivered()
    return await linked.smsc.heard("page")


async def unbinds(stage: Stage) -> None:
    """A gateway that is stopped says goodbye."""
    linked = await stage.linked()
    linked.gateway.signal(SIGTERM)
    await linked.smsc.heard("unbound")


CASES: dict[str, Case] = {
    "bind_transmitter and bind_receiver": binds_both,
    "TLS": binds_with_tls,
    "bind_transceiver": binds_trx,
    "a conversation in Cyrillic": converses,
    "several parts, from the gateway": writes_parts,
    "several parts, to the gateway": reads_parts,
    "receipts": reads_receipts,
    "enquire_link, from the gateway": enquires,
    "enquire_link, from the SMSC": is_enquired,
    "USSD, by TLVs": shows_pages,
    "unbind": unbinds,
}
"""In this order; those that bind for themselves first."""


async def column(stack: Stack, folder: Path) -> Column:
    """All that this stack does."""
    certificate(folder / CERTIFICATE)
    async with AsyncExitStack() as exits:
        app = operator.app(f"sqlite:///{folder}/operator.db", Secret(SECRET), "Europe/Moscow", dev=False)
        office = await exits.enter_async_context(listening(app, "127.0.0.1", 0))
        books = AdminClient(office, Secret(SECRET).token("admin"))
        exits.push_async_callback(books.aclose)
        await books.put_subscriber(ANNA)
        stage = Stage(stack, folder, office, books)
        exits.push_async_callback(stage.leave)
        cells: dict[str, Cell] = {}
        for name, case in CASES.items():
            cells[name] = await cell(stack, name, case, stage)
    return Column(stack.name, stage.version, cells)
