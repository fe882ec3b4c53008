"""The simulator starts on the ports it is given, or not at all."""

import asyncio
import socket

import pytest

from simulator.accounts import Account
from simulator.program import serve
from tests.simulator.esme import Esme


async def test_accounts_are_kept_by_the_whole() -> None:
    """With accounts, nobody else may bind."""
    running = await serve(smpp_port=0, http_port=0, accounts={"gateway": Account("secret")})
    esme = await Esme.connect(running.smpp_port)
    with pytest.raises(AssertionError):
        await Esme.bound(running.smpp_port)
    await running.aclose()
    await esme.lost


@pytest.mark.parametrize("taken", ["smpp_port", "http_port"])
async def test_a_taken_port_is_an_error_and_nothing_listens(taken: str) -> None:
    """OSError, and the other port is free again."""
    with socket.create_server(("127.0.0.1", 0)) as listener, pytest.raises(OSError, match="address already in use"):
        await serve(**{"smpp_port": 0, "http_port": 0, taken: listener.getsockname()[1]})


async def test_it_can_start_again_on_the_same_ports() -> None:
    """An end frees its ports, even with an ESME bound."""
    first = await serve(smpp_port=0, http_port=0)
    esme = await Esme.bound(first.smpp_port)
    await first.aclose()
    await asyncio.wait_for(esme.lost, 5)
    second = await serve(smpp_port=first.smpp_port, http_port=first.http_port)
    await second.aclose()
