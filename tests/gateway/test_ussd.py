"""USSD sessions on a real connection: what the phone does, and what it is shown."""

from redis.asyncio import Redis

from smpp.pdus import DeliverSm, SubmitSm
from smpp.ussd import Operation, dialect
from state.store import Store
from tests.gateway.message_centre import ANNA, message_centre
from tests.gateway.serving import Operator, serving

STANDARD = dialect("")


def unit(operation: Operation, text: str, number: int, session: int = 7) -> DeliverSm:
    """What Anna's phone does, as the so-many-th message of the session."""
    return STANDARD.deliver(operation, session, ANNA, "111", text, number)


def shown(pdu: SubmitSm) -> tuple[Operation | None, int, str] | None:
    """What the phone is shown, in which session, and whether it may answer; None for an SMS."""
    heard = STANDARD.heard(pdu)
    return (heard.operation, heard.session, heard.text) if heard else None


async def test_a_session(redis: Redis) -> None:
    """Dial, read, press a digit: the last page ends the session."""
    async with message_centre() as centre, serving(Store(redis, "g"), centre.address(), operator=Operator()):
        peer = await centre.bound()
        await peer.ask(unit(Operation.BEGIN, "*111#", 0))
        menu = shown(await centre.submit())
        assert menu
        assert menu[:2] == (Operation.ASK, 7)
        assert menu[2].startswith("1 Баланс")
        await peer.ask(unit(Operation.ANSWER, "1", 1))
        assert shown(await centre.submit()) == (Operation.CLOSE, 7, "Баланс: 100,00 руб. Тариф: Супер.")
