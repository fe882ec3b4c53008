"""Receipts by chance: the same seed, the same fates; each form can be read; and they come when they should."""

from collections import Counter

import pytest

from simulator.mt.receipts import Fates, Receipts, message_id, receipt_of
from simulator.mt.submission import Submission, wants_receipt
from simulator.mt.telling import Telling
from simulator.trouble.faults import Faults
from smpp import receipts as wire
from smpp.pdus import EnquireLink, QuerySm, QuerySmResp, SubmitSm, SubmitSmResp
from smpp.receipts import MessageState
from smpp.tlvs import RECEIPTED_MESSAGE_ID
from tests.simulator.centre import NOON, PHONE, SERVICE, listening, message, submitted, texts
from tests.simulator.esme import Esme

SERIAL = 0x39F99DD5
DELIVERED, UNDELIVERABLE, EXPIRED, REJECTED = (
    MessageState.DELIVERED,
    MessageState.UNDELIVERABLE,
    MessageState.EXPIRED,
    MessageState.REJECTED,
)


def ended(receipts: Receipts, state: MessageState = DELIVERED) -> Submission:
    """A message that has."""
    request = SubmitSm(source_addr=SERVICE, destination_addr=PHONE, registered_delivery=1)
    known = message_id(SERIAL, receipts)
    return Submission(SERIAL, known, request, "esme", NOON, NOON, NOON + 60, state, NOON + 30)


@pytest.mark.parametrize(
    ("ids", "in_response", "in_receipt"),
    [
        ("decimal", "972660181", "972660181"),
        ("hex", "39f99dd5", "39f99dd5"),
        ("hex in the receipt", "972660181", "39f99dd5"),
        ("hex in the response", "39f99dd5", "972660181"),
    ],
)
@pytest.mark.parametrize("form", ["both", "text", "tlv"])
@pytest.mark.parametrize("nul", [True, False])
def test_ids_are_written_as_told(ids: str, in_response: str, in_receipt: str, form: str, nul: bool) -> None:
    """Alike, or in another base than in the response; in text, in TLVs, with or without a NUL."""
    receipts = Receipts(ids=ids, form=form, nul=nul)  # type: ignore[arg-type]
    pdu = receipt_of(ended(receipts, UNDELIVERABLE), receipts, NOON)
    read = wire.receipt_of(pdu)
    assert read is not None
    assert (message_id(SERIAL, receipts), read.message_id, read.state) == (in_response, in_receipt, UNDELIVERABLE)


@pytest.mark.parametrize(
    ("receipts", "text", "octets"),
    [
        (Receipts(), True, b"972660181\0"),
        (Receipts(nul=False), True, b"972660181"),
        (Receipts(form="tlv"), False, b"972660181\0"),
        (Receipts(form="text"), True, None),
    ],
)
def test_a_receipt_has_the_form_that_is_asked_for(receipts: Receipts, text: bool, octets: bytes | None) -> None:
    """In its text, in its TLVs."""
    pdu = receipt_of(ended(receipts), receipts, NOON)
    assert (bool(pdu.short_message), dict(pdu.tlvs).get(RECEIPTED_MESSAGE_ID.tag)) == (text, octets)


def test_a_receipt_tells_its_times() -> None:
    """When the message was submitted, and when it ended."""
    text = receipt_of(ended(Receipts(), EXPIRED), Receipts(), NOON).short_message.decode()
    assert text == (
        "id:972660181 sub:001 dlvrd:000 submit date:2609211413 done date:2609211413 stat:EXPIRED err:000 text:"
    )


def test_the_same_seed_gives_the_same_fates() -> None:
    """Another seed others, in about the numbers that the chances say."""
    receipts = Receipts(undeliverable=0.2, expired=0.1, rejected=0.1, early=0.5, delay=3.0)

    def fates(seed: int) -> list[object]:
        drawn = Fates(seed, receipts)
        return [drawn.draw() for _ in range(1000)]

    assert fates(1) == fates(1) != fates(2)
    one = Fates(1, receipts)
    drawn = [one.draw() for _ in range(10_000)]
    states = Counter(fate.state for fate in drawn)
    assert [round(states[state] / 10_000, 1) for state in (DELIVERED, UNDELIVERABLE, EXPIRED, REJECTED)] == [
        0.6,
        0.2,
        0.1,
        0.1,
    ]
    assert round(sum(fate.delay for fate in drawn) / 10_000) == 3
    assert all(0 <= fate.delay <= 6 for fate in drawn)


@pytest.mark.parametrize(
    ("registered_delivery", "state", "wanted"),
    [
        (0, DELIVERED, False),
        (0, EXPIRED, False),
        (1, DELIVERED, True),
        (1, EXPIRED, True),
        (2, DELIVERED, False),
        (2, EXPIRED, True),
        (3, DELIVERED, True),
        (3, EXPIRED, False),
        (0x11, DELIVERED, True),
        (0x10, DELIVERED, False),
    ],
)
def test_a_receipt_comes_to_who_wants_it(registered_delivery: int, state: MessageState, wanted: bool) -> None:
    """Both ends, failure, success; the bit for intermediate notifications is another matter."""
    assert wants_receipt(registered_delivery, state) is wanted


def test_late_receipts_have_a_limit() -> None:
    """Beyond it they are dropped, and counted."""
    telling = Telling(limit=1)
    receipts = Receipts(delay=1.0)
    fates = Fates(1, receipts)
    for _ in range(2):
        one = ended(receipts)
        one.fate = fates.draw()
        assert telling.tell(one, NOON, 0.0) is None
    assert (len(telling.due(2.0)), telling.dropped, telling.deadline()) == (1, 1, None)


@pytest.mark.parametrize(
    ("chance", "state", "arrives"),
    [
        ({"undeliverable": 1.0}, UNDELIVERABLE, []),
        ({"expired": 1.0}, EXPIRED, []),
        ({"rejected": 1.0}, REJECTED, []),
        ({"ids": "hex"}, DELIVERED, ["Hello"]),
    ],
)
async def test_chance_ends_messages(chance: dict[str, object], state: MessageState, arrives: list[str]) -> None:
    """The phone, query_sm and the receipt agree on how."""
    async with listening(receipts=Receipts(**chance)) as (smsc, port):  # type: ignore[arg-type]
        esme = await Esme.bound(port)
        known = await submitted(esme, message(registered_delivery=1))
        receipt = wire.receipt_of(await esme.message())
        asked = await esme.request(QuerySm(message_id=known))
        assert isinstance(asked, QuerySmResp)
        assert receipt is not None
        assert (receipt.message_id, receipt.state, asked.message_state) == (known, state, state)
        assert texts(smsc) == arrives


@pytest.mark.parametrize("delay", [0.0, 600.0])
async def test_an_early_receipt_comes_before_the_response(delay: float) -> None:
    """It cannot be matched yet; and the id is that of the response that follows. It knows no delay."""
    async with listening(receipts=Receipts(early=1.0, delay=delay)) as (_, port):
        esme = await Esme.bound(port)
        seen: list[object] = []
        esme.watch = seen.append
        known = await submitted(esme, message(registered_delivery=1))
        kinds = [type(pdu).__name__ for pdu in seen]
        assert kinds == ["DeliverSm", "SubmitSmResp"]
        receipt = wire.receipt_of(esme.messages.get_nowait())
        assert receipt is not None
        assert receipt.message_id == known


async def test_otherwise_the_response_comes_first() -> None:
    """Also when many are submitted at one stroke."""
    async with listening() as (_, port):
        esme = await Esme.bound(port)
        seen: list[object] = []
        esme.watch = seen.append
        await esme.requests([message(registered_delivery=1) for _ in range(3)])
        for _ in range(3):
            await esme.message()
        assert [type(pdu) for pdu in seen[:3]] == [SubmitSmResp] * 3


async def test_a_late_receipt_comes_by_itself() -> None:
    """The message has arrived long before."""
    async with listening(receipts=Receipts(delay=0.01)) as (smsc, port):
        esme = await Esme.bound(port)
        await submitted(esme, message(registered_delivery=1))
        assert texts(smsc) == ["Hello"]
        assert wire.is_receipt(await esme.message())


async def test_faults_begin_and_end_when_they_are_set() -> None:
    """Messages before and after have their ordinary fate."""
    async with listening() as (smsc, port):
        esme = await Esme.bound(port)
        for faults, text in ((Faults(), "1"), (Faults(receipts=Receipts(rejected=1.0)), "2"), (Faults(), "3")):
            smsc.faults = faults
            await esme.request(message(text))
        await esme.request(EnquireLink())
        assert texts(smsc) == ["1", "3"]
