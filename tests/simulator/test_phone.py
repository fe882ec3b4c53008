"""The phone in the terminal, on a real simulator with an ESME that echoes."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import TextIO

import pytest

from simulator.program import Running
from simulator.terminal.phone import run_phone
from smpp.pdus import DeliverSm, SubmitSm
from smpp.ussd import Operation, dialect
from tests.simulator.esme import TIMEOUT, Esme

PHONE = "79160000001"
CONVERSATION = """\
> баланс   [1 часть, UCS-2, 6/70]
  ┌─ 111 ────────────────────────────┐
  │ баланс                           │
  └──────────────────────────────────┘
    [1 часть, UCS-2, 6/70]
> menu   [1 часть, GSM, 4/160]
  ┌─ 111 ────────────────────────────┐
  │ menu                             │
  └──────────────────────────────────┘
    [1 часть, GSM, 4/160]
"""


SESSION = """\
> *111#   [USSD, GSM, 5/182]
  ╔═ USSD ═══════════════════════════╗
  ║ 1-Да                             ║
  ╚══════════════════════════════════╝
    [USSD, UCS-2, 4/80, ждет ответа]
> *1#   [1 часть, GSM, 3/160]
  ┌─ 111 ────────────────────────────┐
  │ *1#                              │
  └──────────────────────────────────┘
    [1 часть, GSM, 3/160]
> Да   [USSD, UCS-2, 2/80]
  ╔═ USSD ═══════════════════════════╗
  ║ 1-Да                             ║
  ╚══════════════════════════════════╝
    [USSD, UCS-2, 4/80, ждет ответа]
  Сеанс USSD завершен.
> *100#   [USSD, GSM, 5/182]
  ╔═ USSD ═══════════════════════════╗
  ║ 1-Да                             ║
  ╚══════════════════════════════════╝
    [USSD, UCS-2, 4/80, ждет ответа]
> 0   [USSD, GSM, 1/182]
  ╔═ USSD ═══════════════════════════╗
  ║ Bye                              ║
  ╚══════════════════════════════════╝
    [USSD, GSM, 3/182, сеанс завершен]
> 0   [1 часть, GSM, 1/160]
  ┌─ 111 ────────────────────────────┐
  │ 0                                │
  └──────────────────────────────────┘
    [1 часть, GSM, 1/160]
"""


def url(simulator: Running) -> str:
    """Where its API is."""
    return f"http://127.0.0.1:{simulator.http_port}"


async def echo(simulator: Running) -> Esme:
    """An ESME that sends each message back; in a session it asks, until it is answered 0."""

    def answer(message: DeliverSm) -> int:
        if unit := dialect("").unit(message):
            if unit.operation is not Operation.END:
                ends = unit.text == "0"
                esme.submit(dialect("").reply(unit.peer, "Bye" if ends else "1-Да", ends=ends))
            return 0
        esme.submit(
            SubmitSm(
                source_addr=message.destination_addr,
                destination_addr=message.source_addr,
                data_coding=message.data_coding,
                short_message=message.short_message,
            )
        )
        return 0

    esme = await Esme.bound(simulator.smpp_port, answer)
    return esme


@contextmanager
def pipe(typed: str = "") -> Iterator[tuple[TextIO, TextIO]]:
    """Both ends of a pipe in which this was typed."""
    read, write = os.pipe()
    with os.fdopen(read) as stdin, os.fdopen(write, "w") as keyboard:
        keyboard.write(typed)
        keyboard.flush()
        yield stdin, keyboard


@contextmanager
def terminal() -> Iterator[tuple[TextIO, TextIO]]:
    """A terminal, and the keyboard behind it."""
    keyboard, end = os.openpty()
    with os.fdopen(end) as stdin, os.fdopen(keyboard, "w") as keys:
        yield stdin, keys


class Shown(StringIO):
    """What the terminal shows, and a way to wait for it."""

    def __init__(self) -> None:
        super().__init__()
        self._written = asyncio.Event()

    def flush(self) -> None:
        self._written.set()

    async def until(self, text: str) -> None:
        """Wait until it shows this."""
        async with asyncio.timeout(TIMEOUT):
            while text not in self.getvalue():
                self._written.clear()
                await self._written.wait()


async def test_a_conversation_from_a_pipe(simulator: Running) -> None:
    """Each line is sent when the one before was answered; the end of input ends it."""
    await echo(simulator)
    shown = StringIO()
    with pipe("баланс\n\nmenu\n") as (stdin, keyboard):
        keyboard.close()
        assert await run_phone(PHONE, url(simulator), stdin=stdin, stdout=shown) == 0
    assert shown.getvalue() == CONVERSATION


async def test_a_session_from_a_pipe(simulator: Running) -> None:
    """A code is dialled without blanks, what follows is an answer, but for an SMS, and until somebody hangs up."""
    await echo(simulator)
    shown = StringIO()
    with pipe(" *111# \nsms *1#\nДа\n-\n*100#\n0\n0\n") as (stdin, keyboard):
        keyboard.close()
        assert await run_phone(PHONE, url(simulator), stdin=stdin, stdout=shown) == 0
    assert shown.getvalue() == SESSION


async def test_a_session_in_a_terminal(simulator: Running) -> None:
    """The prompt says that it is open, also to who takes the phone in hand later."""
    await echo(simulator)
    with terminal() as (stdin, keys):
        for typed, until in [("*111#\n", "ждет ответа]\nUSSD (- отбой, sms ТЕКСТ)> "), ("0\n", "завершен]\n> ")]:
            shown = Shown()
            phone = asyncio.create_task(run_phone(PHONE, url(simulator), stdin=stdin, stdout=shown))
            await shown.until("> ")
            assert shown.getvalue() == ("> " if typed == "*111#\n" else "USSD (- отбой, sms ТЕКСТ)> ")
            keys.write(typed)
            keys.flush()
            await shown.until(until)
            phone.cancel()
            await asyncio.gather(phone, return_exceptions=True)


async def test_a_code_that_nobody_serves(simulator: Running) -> None:
    """The network says so in the window."""
    shown = StringIO()
    with pipe("*111#\n") as (stdin, keyboard):
        keyboard.close()
        assert await run_phone(PHONE, url(simulator), stdin=stdin, stdout=shown) == 0
    assert "║ Ошибка соединения или неверный   ║\n  ║ код MMI." in shown.getvalue()


async def test_a_conversation_from_a_file(simulator: Running, tmp_path: Path) -> None:
    """A file serves as well; its last line needs no end."""
    await echo(simulator)
    shown = StringIO()
    (tmp_path / "typed.txt").write_text("баланс\nmenu", encoding="utf-8")
    with (tmp_path / "typed.txt").open(encoding="utf-8") as stdin:
        assert await run_phone(PHONE, url(simulator), stdin=stdin, stdout=shown) == 0
    assert shown.getvalue() == CONVERSATION


async def test_no_answer_holds_it_up_for_long(simulator: Running) -> None:
    """Without an ESME the next line goes after a while."""
    shown = StringIO()
    with pipe("1\n2\n") as (stdin, keyboard):
        keyboard.close()
        assert await run_phone(PHONE, url(simulator), stdin=stdin, stdout=shown, reply_wait=0.01) == 0
    assert simulator.smsc.health().waiting == 2


async def test_somebody_types_in_a_terminal(simulator: Running) -> None:
    """There is a prompt; what was typed is written over with its parts; Ctrl-D ends it politely."""
    await echo(simulator)
    shown = Shown()
    with terminal() as (stdin, keys):
        phone = asyncio.create_task(run_phone(PHONE, url(simulator), stdin=stdin, stdout=shown))
        await shown.until("> ")
        keys.write("баланс\n")
        keys.flush()
        await shown.until("│ баланс")
        keys.write("\x04")
        keys.flush()
        assert await phone == 0
    assert "\x1b[1A\r\x1b[2K> баланс   [1 часть, UCS-2, 6/70]\n" in shown.getvalue()
    assert shown.getvalue().endswith("\nДо связи.\n")


async def test_ctrl_c_ends_it_politely(simulator: Running) -> None:
    """A cancelled phone says goodbye, and lets the cancellation pass."""
    shown = Shown()
    with terminal() as (stdin, _):
        phone = asyncio.create_task(run_phone(PHONE, url(simulator), stdin=stdin, stdout=shown))
        await shown.until("> ")
        phone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await phone
    assert shown.getvalue().endswith("\nДо связи.\n")


async def test_a_terminal_that_is_gone_ends_it(simulator: Running) -> None:
    """A hang-up is the end of input."""
    shown = Shown()
    keyboard, end = os.openpty()
    with os.fdopen(end) as stdin:
        phone = asyncio.create_task(run_phone(PHONE, url(simulator), stdin=stdin, stdout=shown))
        await shown.until("> ")
        os.close(keyboard)
        assert await phone == 0


async def test_only_its_own_messages_are_shown(simulator: Running) -> None:
    """A message to another phone, and other events, do not appear."""
    shown = Shown()
    with terminal() as (stdin, _):
        phone = asyncio.create_task(run_phone(PHONE, url(simulator), stdin=stdin, stdout=shown))
        await shown.until("> ")
        esme = await Esme.bound(simulator.smpp_port)
        await esme.request(SubmitSm(source_addr="111", destination_addr="79160000002", short_message=b"other"))
        await esme.request(SubmitSm(source_addr="111", destination_addr=PHONE, short_message=b"own"))
        await shown.until("│ own")
        phone.cancel()
        await asyncio.gather(phone, return_exceptions=True)
    assert "other" not in shown.getvalue()


async def test_a_refused_message_is_told(simulator: Running) -> None:
    """The text is too long: one line says so, and the phone goes on."""
    shown = StringIO()
    with pipe("a" * 40_000 + "\n") as (stdin, keyboard):
        keyboard.close()
        assert await run_phone(PHONE, url(simulator), stdin=stdin, stdout=shown) == 0
    assert "Не отправлено: " in shown.getvalue()


async def test_without_a_simulator_one_line_says_so(unused_tcp_port: int) -> None:
    """Nothing listens: exit 1."""
    shown = StringIO()
    with pipe() as (stdin, _):
        assert await run_phone(PHONE, f"http://127.0.0.1:{unused_tcp_port}", stdin=stdin, stdout=shown) == 1
    assert shown.getvalue() == (
        f"Симулятор не отвечает: http://127.0.0.1:{unused_tcp_port}. Запустите его: pomoshnik simulator\n"
    )


async def test_a_simulator_that_stops_ends_it(simulator: Running) -> None:
    """The phone notices, says so, exit 1."""
    shown = Shown()
    with terminal() as (stdin, _):
        phone = asyncio.create_task(run_phone(PHONE, url(simulator), stdin=stdin, stdout=shown))
        await shown.until("> ")
        await simulator.smsc.aclose()
        assert await phone == 1
    assert shown.getvalue().endswith("Симулятор отключился.\n")
