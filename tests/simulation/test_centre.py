"""SMSCs of the simulation."""

import asyncio
from contextvars import copy_context
from random import Random

from tests.simulation.centre import Centre, Peer
from tests.simulation.loop import Loop
from tests.simulation.wire import connection


def test_a_connection_is_lost_once() -> None:
    """When the network cuts it again before anybody has noticed, it was lost at the first time all the same."""
    loop, context = Loop(Random(1)), copy_context()
    peer = Peer(Centre("first", loop, context, _nobody, ordered=False), loop)
    near, far = connection(loop, context, context, delay=lambda: 0.0)
    near.connected(asyncio.Protocol())
    far.connected(peer)
    loop.call_later(1.0, peer.cut, 20.0, 20.0)
    loop.call_later(5.0, peer.cut, 20.0, 20.0)
    loop.run_until_complete(asyncio.sleep(10.0))
    loop.close()
    assert peer.lost_at == 1.0


def _nobody(*_: object) -> None:
    """No phone."""
