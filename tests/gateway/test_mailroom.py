"""What people write, from the SMSC to the reply: long messages, odd ones, and those that nobody may answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import permutations

import pytest
from msgspec.structs import replace
from redis.asyncio import Redis

from dialogs.answers import Answers, parse
from gateway.limits import Limit
from gateway.metrics import REGISTRY
from smpp.codec import encode
from smpp.pdus import DataSm, DeliverSm, EnquireLink
from smpp.statuses import Status
from smpp.tlvs import MESSAGE_PAYLOAD
from state.connection import in_memory
from state.errors import Unreachable
from state.store import Store
from tests.gateway.message_centre import ANNA, BORIS, MessageCentre, Peer, deliver, message_centre
from tests.gateway.serving import UNLIMITED, Operator, serving
from tests.gateway.virtual import virtually

HELP = "Отправьте БАЛАНС"
UNKNOWN = "Не поняли запрос."

PLAIN = deliver("")[0]


@asynccontextmanager
async def bound(store: Store | None = None, limit: Limit = UNLIMITED) -> AsyncIterator[tuple[MessageCentre, Peer]]:
    """An SMSC, and a gateway bound to it that knows Anna."""
    store = store or Store(in_memory(), "alpha")
    async with message_centre() as centre, serving(store, centre.address(), operator=Operator(), limit=limit):
        yield centre, await centre.bound()


async def nothing_but_help_follows(centre: MessageCentre, peer: Peer) -> None:
    """The link lives, and nobody was told anything else."""
    await peer.ask(deliver("помощь")[0])
    assert (await centre.text()).startswith(HELP)
    assert centre.submits.empty()


@pytest.mark.parametrize(("answers", "told"), [(None, "Пополнить: "), (parse("пополн\n= Ваш банк."), "Ваш банк.")])
@virtually
async def test_a_frequent_question_has_the_answer_that_the_gateway_was_given(
    answers: Answers | None, told: str
) -> None:
    """Or the one that is shipped."""
    store = Store(in_memory(), "alpha")
    async with (
        message_centre() as centre,
        serving(store, centre.address(), operator=Operator(), answers=answers),
    ):
        peer = await centre.bound()
        await peer.ask(deliver("как пополнить счет?")[0])
        assert (await centre.text()).startswith(told)


# Long messages


def part(index: int, total: int = 3, reference: int = 7) -> DeliverSm:
    """«баланс» in three parts, as some phones cut it."""
    header = bytes((5, 0, 3, reference, total, index))
    letters = "баланс"[2 * index - 2 : 2 * index].encode("utf-16-be")
    return replace(PLAIN, esm_class=0x40, data_coding=8, short_message=header + letters)


@pytest.mark.parametrize("order", [*permutations((1, 2, 3)), (2, 1, 1, 3), (1, 1, 2, 2, 3, 3), (3, 2, 1, 1)])
@virtually
async def test_a_long_message_is_one_turn_in_whatever_order_its_parts_come(order: tuple[int, ...]) -> None:
    """And doubled, one after the other; each is acknowledged."""
    async with bound() as (centre, peer):
        statuses = [(await peer.ask(part(index))).status for index in order]
        assert statuses == [0] * len(order)
        assert (await centre.text()).startswith("Баланс")
        await nothing_but_help_follows(centre, peer)


@pytest.mark.parametrize("order", [*permutations((1, 2, 3)), (1, 2, 3, 3), (3, 1, 2, 2, 2, 1)])
@virtually
async def test_parts_may_come_all_at_once(order: tuple[int, ...]) -> None:
    """A last part that is doubled before its turn is stored makes no second turn."""
    async with bound() as (centre, peer):
        responses = await asyncio.gather(*[peer.send(part(index)) for index in order])
        assert [response and response.status for response in responses] == [0] * len(order)
        assert (await centre.text()).startswith("Баланс")
        await nothing_but_help_follows(centre, peer)


@virtually
async def test_parts_of_two_messages_are_not_mixed() -> None:
    """They differ by their reference."""
    async with bound() as (centre, peer):
        for index in (1, 2):
            await peer.ask(part(index, reference=1))
        await peer.ask(part(3, reference=2))
        await nothing_but_help_follows(centre, peer)
        await peer.ask(part(3, reference=1))
        assert (await centre.text()).startswith("Баланс")


@virtually
async def test_parts_may_come_to_different_gateways() -> None:
    """They meet in Redis."""
    redis = in_memory()
    async with bound(Store(redis, "alpha")) as (centre, peer), bound(Store(redis, "beta")) as (other, other_peer):
        await peer.ask(part(1))
        await other_peer.ask(part(2))
        await peer.ask(part(3))
        assert (await centre.text()).startswith("Баланс")
        await nothing_but_help_follows(other, other_peer)


class Slow(Store):
    """A store that takes its time to keep Anna's parts; ``asked`` is set when it has one."""

    def __init__(self, redis: Redis, name: str) -> None:
        super().__init__(redis, name)
        self.asked, self.go_on = asyncio.Event(), asyncio.Event()

    async def add_part(
        self, number: str, to: str, reference: int, total: int, width: int, index: int, data: bytes, seconds: int = 600
    ) -> dict[int, bytes] | None:
        """See Store."""
        if number == ANNA:
            self.asked.set()
            await self.go_on.wait()
        return await super().add_part(number, to, reference, total, width, index, data, seconds)


async def test_a_short_message_does_not_overtake_a_long_one_and_others_do_not_wait() -> None:
    """Each number's messages are stepped as they came, however long Redis takes for the parts."""
    async with bound(store := Slow(in_memory(), "alpha")) as (centre, peer):
        long = [peer.send(part(index)) for index in (1, 2, 3)]
        short = [peer.send(deliver(text)[0]) for text in ("помощь", "тарифы")]
        await store.asked.wait()
        for pdu in deliver("помощь" + " " * 100, BORIS):
            await peer.ask(pdu)
        assert (await centre.submit()).destination_addr == BORIS
        assert not any(message.done() for message in long + short)
        store.go_on.set()
        told = [await centre.text() for _ in range(3)]
        assert [text[:6] for text in told] == ["Баланс", "Отправ", "1 Супе"]
        assert [response and response.status for response in await asyncio.gather(*long, *short)] == [0] * 5


async def test_what_follows_a_part_that_was_refused_is_served() -> None:
    """The part comes again."""

    class Partless(Store):
        """Keeps no parts."""

        async def add_part(self, *args: object, **kwargs: object) -> None:
            """See Store."""
            raise Unreachable("connection refused")

    async with bound(Partless(in_memory(), "alpha")) as (centre, peer):
        long, short = peer.send(part(1)), peer.send(deliver("помощь")[0])
        assert [response and response.status for response in (await long, await short)] == [Status.RMSGQFUL, 0]
        assert (await centre.text()).startswith(HELP)


@virtually
async def test_a_long_message_whose_parts_cannot_be_read_gets_a_polite_reply() -> None:
    """They were sealed with another key."""
    store = Store(in_memory(), "alpha")
    async with bound(store) as (centre, peer):
        await store.add_part(ANNA, "111", 7, 3, 8, 1, b"sealed with another key")
        for index in (2, 3):
            await peer.ask(part(index))
        assert (await centre.text()).startswith(HELP)
        await nothing_but_help_follows(centre, peer)


@pytest.mark.parametrize("options", ["", "long=udh16", "long=sar", "long=payload"])
@virtually
async def test_a_long_reply_reads_as_one_text(options: str) -> None:
    """However the SMSC wants it."""
    store = Store(in_memory(), "alpha")
    async with message_centre() as centre, serving(store, centre.address(options), operator=Operator()):
        await (await centre.bound()).ask(deliver("тарифы")[0])
        text = await centre.text()
        assert len(text) > 70
        assert text.startswith("1 Супер\n2 Энерджи\n")


# Odd ones


@pytest.mark.parametrize(
    "pdu",
    [
        pytest.param(PLAIN, id="empty"),
        pytest.param(replace(PLAIN, data_coding=8), id="empty UCS-2"),
        pytest.param(replace(PLAIN, short_message=b" \r\n\t "), id="white space"),
        pytest.param(replace(PLAIN, data_coding=8, short_message=b"\xd8\x3d"), id="half a surrogate pair"),
        pytest.param(replace(PLAIN, data_coding=8, short_message=b"\xde\x00\xd8\x3d"), id="a pair the wrong way round"),
        pytest.param(replace(PLAIN, data_coding=8, short_message=b"\x04\x31\x04"), id="half a letter"),
        pytest.param(replace(PLAIN, data_coding=8, short_message=b"\xff\xfe"), id="a byte-order mark alone"),
        pytest.param(replace(PLAIN, data_coding=8, short_message=b"\0\0" * 127), id="nothing but zeros"),
        pytest.param(replace(PLAIN, data_coding=4, short_message=bytes(range(140))), id="binary"),
        pytest.param(replace(PLAIN, data_coding=0xF5, short_message=b"\x06\x05"), id="binary of a class"),
        pytest.param(replace(PLAIN, data_coding=5, short_message=b"\x1b$B"), id="an alphabet that nobody has"),
        pytest.param(replace(PLAIN, data_coding=0x0F, short_message=b"\x1b" * 200), id="escapes"),
        pytest.param(replace(PLAIN, short_message="жыщ".encode("cp1251")), id="Windows-1251"),
        pytest.param(replace(PLAIN, short_message="жыщ".encode()), id="UTF-8"),
        pytest.param(replace(PLAIN, short_message=b"\xff" * 254), id="254 octets"),
        pytest.param(replace(PLAIN, esm_class=0x40, short_message=b"\xff"), id="a header beyond the end"),
        pytest.param(replace(PLAIN, esm_class=0x40, short_message=b"\5\0\3\1\0\0"), id="part 0 of 0"),
        pytest.param(replace(PLAIN, tlvs=(MESSAGE_PAYLOAD.with_value(b"x" * 60_000),)), id="60 000 octets"),
        pytest.param(replace(PLAIN, data_coding=8, short_message=("😀" * 30).encode("utf-16-be")), id="smiling faces"),
    ],
)
@virtually
async def test_whatever_is_written_gets_a_polite_reply(pdu: DeliverSm) -> None:
    """One reply, and the link lives."""
    async with bound() as (centre, peer):
        assert (await peer.ask(pdu)).status == 0
        assert await centre.text()
        await nothing_but_help_follows(centre, peer)


@virtually
async def test_a_message_of_255_octets_is_taken() -> None:
    """As SMPP 5.0 allows."""
    async with bound() as (centre, peer):
        octets = encode(replace(PLAIN, short_message=b"x" * 254), 9)
        longer = (len(octets) + 1).to_bytes(4, "big") + octets[4:-255] + b"\xff" + b"x" * 255
        peer.write(longer)
        assert (await centre.text()).startswith(UNKNOWN)
        await nothing_but_help_follows(centre, peer)


@virtually
async def test_a_message_may_come_in_a_payload_or_as_data_sm() -> None:
    """Some SMSCs deliver so."""
    payload = MESSAGE_PAYLOAD.with_value("баланс".encode("utf-16-be"))
    pdus = [
        replace(PLAIN, data_coding=8, tlvs=(payload,)),
        DataSm(source_addr=ANNA, destination_addr="111", data_coding=8, tlvs=(payload,)),
    ]
    async with bound() as (centre, peer):
        for pdu in pdus:
            assert (await peer.ask(pdu)).status == 0
            assert (await centre.text()).startswith("Баланс")


# Those that nobody may answer


@pytest.mark.parametrize(
    "pdu",
    [
        pytest.param(replace(PLAIN, esm_class=0x04, short_message=b"id:1 stat:DELIVRD err:000"), id="a receipt"),
        pytest.param(replace(PLAIN, esm_class=0x04), id="an empty receipt"),
        pytest.param(replace(PLAIN, esm_class=0x20, short_message=b"id:1 stat:ENROUTE"), id="a notification"),
        pytest.param(replace(PLAIN, source_addr="Bank", source_addr_ton=5), id="a name"),
        pytest.param(replace(PLAIN, source_addr="900", source_addr_ton=6), id="a short number"),
        pytest.param(replace(PLAIN, source_addr="37369000001"), id="a foreign number"),
        pytest.param(replace(PLAIN, source_addr=""), id="nobody"),
        pytest.param(replace(PLAIN, destination_addr="112"), id="to another number"),
    ],
)
@virtually
async def test_who_may_not_be_answered_is_acknowledged_and_met_with_silence(pdu: DeliverSm) -> None:
    """So the SMSC does not bring it again."""
    async with bound() as (centre, peer):
        assert (await peer.ask(pdu)).status == 0
        await peer.ask(EnquireLink())
        await nothing_but_help_follows(centre, peer)


@virtually
async def test_who_writes_too_much_is_told_once_and_then_met_with_silence() -> None:
    """All is acknowledged; who pauses is heard again."""
    async with bound(limit=Limit(2, 3600)) as (centre, peer):
        statuses = [(await peer.ask(deliver("помощь")[0])).status for _ in range(10)]
        assert statuses == [0] * 10
        told = [await centre.text() for _ in range(3)]
        assert [text[:6] for text in told] == ["Отправ", "Отправ", "Слишко"]
        assert (await peer.ask(deliver("помощь", number="79160000002")[0])).status == 0
        assert (await centre.text()).startswith(HELP)
        assert centre.submits.empty()


# Wrongly coded


@pytest.mark.parametrize(
    ("coding", "codec", "what"),
    [
        (0, "utf-16-be", "ucs2"),
        (0, "utf-16-le", "little_endian"),
        (8, "utf-16-le", "little_endian"),
        (8, "utf-16", "byte_order_mark"),
        (0, "cp1251", "cp1251"),
        (1, "cp1251", "cp1251"),
        (3, "cp1251", "cp1251"),
        (0, "utf-8", "utf8"),
    ],
)
@virtually
async def test_what_is_wrongly_coded_is_understood_and_counted(coding: int, codec: str, what: str) -> None:
    """By SMSC, and by what was wrong."""
    async with bound() as (centre, peer):
        labels = {"smsc": centre.address().name, "what": what}
        assert (await peer.ask(replace(PLAIN, data_coding=coding, short_message="баланс".encode(codec)))).status == 0
        assert (await centre.text()).startswith("Баланс")
        assert REGISTRY.get_sample_value("pomoshnik_texts_recovered_total", labels) == 1


@virtually
async def test_a_long_message_is_read_as_a_whole() -> None:
    """Though each part alone is wrongly coded, and ends within a letter."""
    octets = "баланс".encode("utf-16-be")
    async with bound() as (centre, peer):
        for index, data in enumerate((octets[:5], octets[5:7], octets[7:]), 1):
            header = bytes((5, 0, 3, 7, 3, index))
            await peer.ask(replace(PLAIN, esm_class=0x40, short_message=header + data))
        assert (await centre.text()).startswith("Баланс")
        await nothing_but_help_follows(centre, peer)


@virtually
async def test_parts_that_count_from_0_are_one_message() -> None:
    """All are there when there are as many as they say."""
    async with bound() as (centre, peer):
        for index in (1, 3, 2):
            header = bytes((5, 0, 3, 7, 3, index - 1))
            await peer.ask(replace(part(index), short_message=header + part(index).short_message[6:]))
        assert (await centre.text()).startswith("Баланс")
        await nothing_but_help_follows(centre, peer)
