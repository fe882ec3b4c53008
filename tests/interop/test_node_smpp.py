"""USSD sessions of the shipped gateway with an SMSC that is nothing but node-smpp."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from signal import SIGTERM
from typing import NamedTuple

from operator_api.client import AdminClient
from pomoshnik.commands import operator
from pomoshnik.listening import listening
from pomoshnik.secret import Secret
from tests.interop.node_smpp import ANSWERS, ASKS, CLOSES, DIALS, HAS_HUNG_UP, NodeSmsc, Page, node_smpp
from tests.operator_api.running import ANNA
from tests.pomoshnik.conftest import SECRET
from tests.pomoshnik.programs import started
from tests.redis_server import running_redis

UCS2 = 8
REFUSED = 0xC4
"""ESME_RINVOPTPARAMVAL: there is no such session."""


class Scene(NamedTuple):
    """The SMSC, to which the gateway is bound, and the operator's books with Anna in them."""

    smsc: NodeSmsc
    books: AdminClient


async def services(books: AdminClient) -> tuple[str, ...]:
    """Those that Anna has."""
    return (await books.subscriber(ANNA.number)).services


@asynccontextmanager
async def scene(folder: Path) -> AsyncIterator[Scene]:
    """All that an operator runs; what the gateway logs is told when something goes wrong."""
    async with AsyncExitStack() as exits:
        app = operator.app(f"sqlite:///{folder}/operator.db", Secret(SECRET), "Europe/Moscow", dev=False)
        office = await exits.enter_async_context(listening(app, "127.0.0.1", 0))
        books = AdminClient(office, Secret(SECRET).token("admin"))
        exits.push_async_callback(books.aclose)
        await books.put_subscriber(ANNA)
        smsc = await exits.enter_async_context(node_smpp())
        link = f"smpp://esme:secret@127.0.0.1:{smsc.port}?ussd_deadline=60"
        redis = exits.enter_context(running_redis()).url
        options = ("--smsc", link, "--operator", office, "--redis", redis, "--http-port", "0")
        gateway = await exits.enter_async_context(started("gateway", *options, cwd=folder, POMOSHNIK_SECRET=SECRET))
        try:
            bind = await smsc.heard("bind_transceiver")
            assert (bind["system_id"], bind["password"]) == ("esme", "secret")
            yield Scene(smsc, books)
        except BaseException as error:
            with suppress(ProcessLookupError):
                gateway.signal(SIGTERM)
            error.add_note((await gateway.finish()).err)
            raise


async def test_a_session(tmp_path: Path) -> None:
    """Dial, read, press a digit: the last page ends the session."""
    async with scene(tmp_path) as (smsc, _):
        await smsc.phone(DIALS, "0700", "*111#")
        menu = await smsc.page()
        assert menu == Page("USSD", ASKS, "0700", UCS2, menu.text)
        assert menu.text.startswith("1 Баланс\n2 Услуги\n")
        await smsc.phone(ANSWERS, "0702", "1")
        assert await smsc.page() == Page("USSD", CLOSES, "0703", UCS2, "Баланс: 100,00 руб. Тариф: Супер.")


async def test_purchases(tmp_path: Path) -> None:
    """In Cyrillic both ways. Who hangs up at a question hears no more of it, and cannot agree to it after the end."""
    async with scene(tmp_path) as (smsc, books):
        await smsc.phone(DIALS, "0700", "*111#")
        await smsc.page()
        await smsc.phone(ANSWERS, "0702", "Гудок")
        assert (await smsc.page()).text.startswith('"Гудок": Мелодия вместо гудков.')
        await smsc.phone(ANSWERS, "0704", "1")
        assert (await smsc.page()).text == 'Подключить "Гудок"? 75,00 руб./мес. 1-Да 2-Нет'
        await smsc.phone(ANSWERS, "0706", "да")
        bought = 'Услуга "Гудок" подключена. Плата 75,00 руб./мес.'
        assert await smsc.page() == Page("USSD", CLOSES, "0707", UCS2, bought)
        assert await services(books) == ("goodok",)

        await smsc.phone(DIALS, "0800", "*111#")
        await smsc.page()
        await smsc.phone(ANSWERS, "0802", "отключить гудок")
        question = Page("USSD", ASKS, "0802", UCS2, 'Отключить "Гудок"? Плата не вернется. 1-Да 2-Нет')
        assert await smsc.page() == question
        await smsc.phone(HAS_HUNG_UP, "0805")
        await smsc.phone(ANSWERS, "0806", "1")
        assert await smsc.page() == question._replace(session="0806")
        await smsc.phone(DIALS, "0900", "*111#")
        assert "0805" not in {page.session for page in await smsc.pages("09")}
        assert await services(books) == ("goodok",)


async def test_responses_that_come_late_or_refuse(tmp_path: Path) -> None:
    """A phone's answer comes before the submit_sm_resp of the page that it answers; a page is refused."""
    async with scene(tmp_path) as (smsc, _):
        smsc.order("hold")
        await smsc.phone(DIALS, "0700", "*111#")
        await smsc.page()
        await smsc.phone(ANSWERS, "0702", "1")
        smsc.order("release")
        assert (await smsc.page()).session == "0703"
        smsc.order("refuse", status=REFUSED)
        await smsc.phone(DIALS, "0800", "*111#")
        assert (await smsc.page()).session == "0800"
        await smsc.phone(DIALS, "0900", "*111#")
        assert [page.op for page in await smsc.pages("09")] == [ASKS]
