"""Messages of phones as ESMEs get them. Pure."""

from smpp.alphabets import DEFAULT, decode_gsm
from smpp.parts import HAS_HEADER, Part
from smpp.pdus import DataSm, DeliverSm
from smpp.tlvs import MESSAGE_PAYLOAD

_TON, _NPI = 1, 1  # of a phone's number: international, ISDN (SMPP 3.4, 5.2.5-6)


def from_phone(number: str, to: str, part: Part, alphabet: str = "gsm") -> DeliverSm:
    """One part of a text; `alphabet` is that of data_coding 0, see `smpp.alphabets.decode`."""
    gsm = alphabet == "gsm" or part.data_coding != DEFAULT
    return DeliverSm(
        source_addr_ton=_TON,
        source_addr_npi=_NPI,
        source_addr=number,
        destination_addr=to,
        esm_class=part.esm_class,
        data_coding=part.data_coding,
        short_message=part.short_message if gsm else _recoded(part, alphabet),
    )


def as_data_sm(pdu: DeliverSm) -> DataSm:
    """The same as a data_sm, its octets in message_payload."""
    payload = () if not pdu.short_message else (MESSAGE_PAYLOAD.with_value(pdu.short_message),)
    return DataSm(
        source_addr_ton=pdu.source_addr_ton,
        source_addr_npi=pdu.source_addr_npi,
        source_addr=pdu.source_addr,
        dest_addr_ton=pdu.dest_addr_ton,
        dest_addr_npi=pdu.dest_addr_npi,
        destination_addr=pdu.destination_addr,
        esm_class=pdu.esm_class,
        data_coding=pdu.data_coding,
        tlvs=payload + pdu.tlvs,
    )


def _recoded(part: Part, alphabet: str) -> bytes:
    header = 1 + part.short_message[0] if part.esm_class & HAS_HEADER else 0
    text = decode_gsm(part.short_message[header:])
    return part.short_message[:header] + text.encode(alphabet, "replace")
