"""smpplib's own client, a foreign ESME, converses in Russian through the simulator."""

import asyncio

from smpplib import consts, gsm
from smpplib.client import Client

from simulator.program import Running

PHONE, SERVICE = "79160000001", "111"
QUESTION = "Расскажите, пожалуйста, какие услуги подключены на моём номере и сколько они стоят в месяц?"
ANSWER = (
    "Подключены: АОН, 100 SMS. Всего 95,00 руб. в месяц. Отключить: отправьте код услуги. Справка: МЕНЮ 📱 или 0890."
)


def converse(port: int) -> str:
    """Bind, read a message of several parts, answer with one, wait for the responses; gives what was read."""
    parts: list[bytes] = []
    responses: list[int] = []

    def read(pdu: object) -> None:
        parts.append(pdu.short_message[6:])  # type: ignore[attr-defined]

    client = Client("127.0.0.1", port, timeout=5, allow_unknown_opt_params=True)
    client.set_message_received_handler(read)
    client.set_message_sent_handler(lambda pdu: responses.append(pdu.status))
    client.connect()
    client.bind_transceiver(system_id="foreign", password="secret")
    while len(parts) < 2:
        client.read_once()
    answer, coding, esm_class = gsm.make_parts(ANSWER)
    for part in answer:
        send(client, part, coding, esm_class)
    while responses != [consts.SMPP_ESME_ROK] * len(answer):
        client.read_once()
    client.unbind()
    client.disconnect()
    return b"".join(parts).decode("utf-16-be")


def send(client: Client, part: bytes, coding: int, esm_class: int) -> None:
    """One part to the phone."""
    client.send_message(
        source_addr_ton=consts.SMPP_TON_UNK,
        source_addr=SERVICE,
        dest_addr_ton=consts.SMPP_TON_INTL,
        dest_addr_npi=consts.SMPP_NPI_ISDN,
        destination_addr=PHONE,
        short_message=part,
        data_coding=coding,
        esm_class=esm_class,
    )


async def test_a_foreign_esme_receives_and_sends_long_russian_messages(simulator: Running) -> None:
    """Several parts both ways; the phone shows the answer joined, once."""
    assert simulator.smsc.send_sms(PHONE, SERVICE, QUESTION) == 2
    assert await asyncio.to_thread(converse, simulator.smpp_port) == QUESTION
    inbox = simulator.smsc.phones.screen(PHONE).inbox
    assert [(sms.sender, sms.text, sms.parts, sms.coding) for sms in inbox] == [(SERVICE, ANSWER, 2, "UCS-2")]
