"""submit_multi, data_sm, message_payload, parts and alphabets over real connections."""

import asyncio

import pytest

from simulator.accounts import Account
from smpp.multi import DistributionList, SmeAddress, UnsuccessSme
from smpp.parts import Long, Part, piece_of, split
from smpp.pdus import (
    BindTransceiver,
    CancelSm,
    DataSm,
    EnquireLink,
    QuerySm,
    QuerySmResp,
    SubmitMulti,
    SubmitMultiResp,
    SubmitSm,
)
from smpp.receipts import MessageState, receipt_of
from smpp.statuses import Status
from smpp.tlvs import MESSAGE_PAYLOAD
from tests.simulator.centre import PHONE, SERVICE, listening, message, submitted, texts
from tests.simulator.esme import TIMEOUT, Esme

OTHER = "79160000002"
LONG = "Подключены услуги: АОН, 100 SMS, Интернет. Всего 95,00 руб. в месяц. " * 3
"""Of several parts."""


def several(*destinations: str, **fields: object) -> SubmitMulti:
    """One message to these."""
    addresses = tuple(SmeAddress(1, 1, one) for one in destinations)
    return SubmitMulti(source_addr=SERVICE, dest_addresses=addresses, short_message=b"Hello", **fields)  # type: ignore[arg-type]


def as_submit_sm(part: Part) -> SubmitSm:
    """To the phone."""
    return message(
        short_message=part.short_message, esm_class=part.esm_class, data_coding=part.data_coding, tlvs=part.tlvs
    )


def as_data_sm(part: Part) -> DataSm:
    """The same."""
    payload = (MESSAGE_PAYLOAD.with_value(part.short_message),) if part.short_message else ()
    return DataSm(
        source_addr=SERVICE,
        destination_addr=PHONE,
        esm_class=part.esm_class,
        data_coding=part.data_coding,
        tlvs=payload + part.tlvs,
    )


async def test_one_message_to_several_phones() -> None:
    """They all get it; those that cannot are listed; receipts bear the one id."""
    async with listening() as (smsc, port):
        esme = await Esme.bound(port)
        response = await esme.request(several(PHONE, "", OTHER, registered_delivery=1))
        assert isinstance(response, SubmitMultiResp)
        assert (response.status, response.unsuccess_smes) == (
            Status.ROK,
            (UnsuccessSme(SmeAddress(1, 1, ""), Status.RINVDSTADR),),
        )
        assert (texts(smsc), texts(smsc, OTHER)) == (["Hello"], ["Hello"])
        receipts = [await esme.message(), await esme.message()]
        assert [one.source_addr for one in receipts] == [PHONE, OTHER]
        assert {receipt.message_id for one in receipts if (receipt := receipt_of(one))} == {response.message_id}


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (SubmitMulti(dest_addresses=(SmeAddress(1, 1, PHONE), DistributionList("all"))), Status.RCNTSUBDL),
        (several(""), Status.RINVDSTADR),
        (several(PHONE, OTHER, priority_flag=9), Status.RINVPRTFLG),
    ],
)
async def test_what_can_go_to_nobody_is_refused_whole(request_: SubmitMulti, status: Status) -> None:
    """A list of the SMSC's own, for there are none; or when every address fails."""
    async with listening() as (smsc, port):
        esme = await Esme.bound(port)
        assert ((await esme.request(request_)).status, texts(smsc)) == (status, [])


async def test_the_copies_of_a_message_are_asked_about_and_cancelled_together() -> None:
    """It is on its way while one of them is."""
    async with listening() as (smsc, port):
        esme = await Esme.bound(port)
        smsc.switch_phone(OTHER, reachable=False)
        response = await esme.request(several(PHONE, OTHER))
        assert isinstance(response, SubmitMultiResp)
        known = response.message_id
        asked = await esme.request(QuerySm(message_id=known))
        assert isinstance(asked, QuerySmResp)
        assert asked.message_state == MessageState.ENROUTE
        assert (await esme.request(CancelSm(message_id=known))).status == Status.ROK
        smsc.switch_phone(OTHER, reachable=True)
        assert (texts(smsc), texts(smsc, OTHER)) == (["Hello"], [])


async def test_phones_write_in_data_sm_where_an_account_wants_that() -> None:
    """The text is in message_payload, parts have their header there; other accounts get deliver_sm."""
    accounts = {"new": Account(address_range="111", mo="data_sm"), "old": Account(address_range="222")}
    async with listening(accounts) as (smsc, port):
        new = await Esme.bound(port, bind=BindTransceiver(system_id="new"))
        old = await Esme.bound(port, bind=BindTransceiver(system_id="old"))
        count = smsc.send_sms(PHONE, SERVICE, LONG)
        smsc.send_sms(PHONE, "222", "hi")
        async with asyncio.timeout(TIMEOUT):
            came = [await new.data.get() for _ in range(count)]
        assert "".join(piece_of(one).data.decode("utf-16-be") for one in came) == LONG
        assert (await old.message()).short_message == b"hi"
        for esme in (new, old):
            await esme.request(EnquireLink())
        assert smsc.health().waiting == 0


async def test_a_data_sm_that_was_lost_with_its_link_goes_as_others_want_it() -> None:
    """As a deliver_sm, with its text where that has it."""
    async with listening({"new": Account(mo="data_sm"), "old": Account()}) as (smsc, port):
        new = await Esme.bound(port, bind=BindTransceiver(system_id="new"))
        new.pause()
        smsc.send_sms(PHONE, SERVICE, "hi")
        new.abort()
        old = await Esme.bound(port, bind=BindTransceiver(system_id="old"))
        assert (await old.message()).short_message == b"hi"


@pytest.mark.parametrize("long", list(Long))
@pytest.mark.parametrize("data_sm", [False, True])
async def test_long_messages_are_joined(long: Long, data_sm: bool) -> None:
    """8- and 16-bit references, SAR, message_payload; in submit_sm and data_sm; one message on the phone."""
    async with listening() as (smsc, port):
        esme = await Esme.bound(port)
        for part in split(LONG, reference=300, long=long):
            assert (await esme.request(as_data_sm(part) if data_sm else as_submit_sm(part))).status == Status.ROK
        assert texts(smsc) == [LONG]


@pytest.mark.parametrize(
    ("alphabet", "data_coding", "octets", "text"),
    [
        ("gsm", 0, b"\x00\x11 caf\x05", "@_ café"),
        ("latin-1", 0, "@_ café".encode("latin-1"), "@_ café"),
        ("gsm", 1, b"Hello", "Hello"),
        ("gsm", 3, "café".encode("latin-1"), "café"),
        ("gsm", 6, "баланс".encode("iso8859_5"), "баланс"),
        ("gsm", 8, "баланс".encode("utf-16-be"), "баланс"),
        ("gsm", 0x18, "баланс".encode("utf-16-be"), "баланс"),
        ("gsm", 0x10, b"\x00", "@"),
        ("latin-1", 0xF0, b"@", "@"),
    ],
)
async def test_alphabets_are_read(alphabet: str, data_coding: int, octets: bytes, text: str) -> None:
    """Each data_coding, and what 0 means; classes (flash) too."""
    async with listening(alphabet=alphabet) as (smsc, port):
        await submitted(await Esme.bound(port), message(short_message=octets, data_coding=data_coding))
        assert texts(smsc) == [text]


@pytest.mark.parametrize(
    ("alphabet", "octets"), [("gsm", b"\x00\x11 caf\x05"), ("latin-1", b"@_ caf\xe9"), ("ascii", b"@_ caf?")]
)
async def test_phones_write_in_the_default_alphabet(alphabet: str, octets: bytes) -> None:
    """Coding 0 is the same both ways."""
    async with listening(alphabet=alphabet) as (smsc, port):
        esme = await Esme.bound(port)
        smsc.send_sms(PHONE, SERVICE, "@_ café")
        came = await esme.message()
        assert (came.data_coding, came.short_message) == (0, octets)


async def test_parts_keep_their_header_in_another_alphabet() -> None:
    """Only the text is written otherwise."""
    text = "How much do I pay for my services @ home? " * 5
    async with listening(alphabet="latin-1") as (smsc, port):
        esme = await Esme.bound(port)
        count = smsc.send_sms(PHONE, SERVICE, text)
        pieces = [piece_of(await esme.message()) for _ in range(count)]
        assert [piece.index for piece in pieces] == [1, 2]
        assert b"".join(piece.data for piece in pieces).decode("latin-1") == text
