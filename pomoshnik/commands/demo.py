"""``pomoshnik demo``"""

import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp

from gateway.address import parse
from operator_api.client import AdminClient
from operator_api.consultants import renew_consultant
from operator_api.desk.showing import MOUNT
from operator_api.seal import Seal
from operator_api.seed import write_samples
from pomoshnik.cleaner import cleaned, folder_for_now
from pomoshnik.commands import cabinet, gateway, operator
from pomoshnik.listening import listening, ports_free
from pomoshnik.page_player import PagePlayer
from pomoshnik.player import Stack
from pomoshnik.secret import DEVELOPMENT, Secret
from pomoshnik.settings import folder, port, setting
from simulator.program import serve
from simulator.trouble.faults import NO_FAULTS, Faults
from simulator.trouble.profiles import faults_of

HOST = "127.0.0.1"

CONSULTANT, CONSULTANT_NAME = "demo", "Консультант"

WHAT_NEXT = """
operator: {operator}
cabinet: {cabinet}

Everything runs. In another terminal:

    .venv/bin/pomoshnik phone 79160000001 --simulator {api}

is a phone: write баланс, 25, услуги, 2122, тариф, помощь, or dial *111#. The password that 25 brings, or that «Получить
пароль по SMS» brings to that phone, opens the personal account:

    {cabinet}

Phones with keypads, and all that passes between the SMSC and the assistant, are in the browser at

    {api}/

The support desk, for consultants: {desk}/ (login {login}, password {password}).

More sample phones: 79160000002 to 79160000012. Ctrl-C ends it all.
"""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """See --help."""

    data: Path | None = setting("FOLDER", "where all is kept; without it all is lost at the end", folder, None)
    smpp_port: int = setting("PORT", "of the simulator, for ESMEs", port, 2775)
    simulator_port: int = setting("PORT", "of the simulator's API", port, 8775)
    faults: Faults | None = setting(
        "NAME", "what goes wrong in the simulator: a profile, or a file (docs/faults.md)", faults_of, None
    )
    gateway_port: int = setting("PORT", "of the gateway", port, 8776)
    operator_port: int = setting("PORT", "of the operator's back office", port, 8777)
    cabinet_port: int = setting("PORT", "of the personal account", port, 8778)


async def run(settings: Settings) -> int:
    """Simulator, back office, personal account and gateway in one process, until stopped."""
    async with AsyncExitStack() as exits:
        where = exits.enter_context(_kept(settings.data))
        page = PagePlayer(await exits.enter_async_context(aiohttp.ClientSession()))
        with ports_free("--smpp-port and --simulator-port"):
            simulator = await serve(
                HOST,
                settings.smpp_port,
                HOST,
                settings.simulator_port,
                play=page.play,
                setup=page.setup,
                faults=settings.faults or NO_FAULTS,
            )
        exits.push_async_callback(simulator.aclose)
        with operator.books_open("--data"):
            url, gateway_url = _books(where), [""]  # the gateway starts when we listen
            password = renew_consultant(url, CONSULTANT, CONSULTANT_NAME)
            books = operator.app(
                url, Secret(DEVELOPMENT), operator.TIMEZONE, dev=False, gateway=lambda: gateway_url[-1]
            )
            back_office = listening(books, HOST, settings.operator_port, "--operator-port")
            operator_url = await exits.enter_async_context(back_office)
        admin = AdminClient(operator_url, Secret(DEVELOPMENT).token("admin"))
        exits.push_async_callback(admin.aclose)
        page.stack = Stack(f"http://{HOST}:{simulator.http_port}", admin, time.time)
        pages = await exits.enter_async_context(cabinet.app(operator_url, Secret(DEVELOPMENT), operator.TIMEZONE))
        cabinet_url = await exits.enter_async_context(listening(pages, HOST, settings.cabinet_port, "--cabinet-port"))
        return await gateway.run(
            gateway.Settings(
                smsc=(parse(f"smpp://demo:demo@{HOST}:{simulator.smpp_port}"),),
                operator=operator_url,
                data=where,
                name="demo",
                http_port=settings.gateway_port,
                secret=DEVELOPMENT,
            ),
            WHAT_NEXT.format(
                api=f"http://{HOST}:{simulator.http_port}",
                operator=operator_url,
                cabinet=cabinet_url,
                desk=operator_url + MOUNT,
                login=CONSULTANT,
                password=password,
            ),
            "--gateway-port",
            gateway_url.append,
        )


@contextmanager
def _kept(data: Path | None) -> Iterator[Path]:
    """The folder that was named, or one that goes when we do."""
    if data is None:
        with folder_for_now() as folder:
            yield folder
    else:
        with cleaned(data):
            yield data


def _books(where: Path) -> str:
    """The books in this folder; new ones get the sample subscribers."""
    file = where / "operator.db"
    url = f"sqlite:///{file}"
    if not file.exists():
        seal, zone = Seal(Secret(DEVELOPMENT).key("books")), ZoneInfo(operator.TIMEZONE)
        write_samples(url, seal, time.time(), zone)
    return url
