"""SMS between people and SMPP: whose message this is, and the submit_sm of a reply. Pure."""

import re

import msgspec

from gateway.address import Address
from operator_api.contract import Number
from smpp import parts
from smpp.pdus import DataSm, DeliverSm, SubmitSm
from smpp.receipts import is_receipt

ALPHANUMERIC = 5
"""source_addr_ton of a sender that is a name (SMPP 3.4, 5.2.5)."""


class Country(msgspec.Struct, frozen=True):
    """How numbers are written there: digits of a national number, and what people dial before it at home."""

    digits: int
    trunk: str


_MARKS = re.compile(r"[+()\s-]")

COUNTRIES = {
    "7": Country(10, "8"),
    "373": Country(8, "0"),
    "375": Country(9, "80"),
    "380": Country(9, "0"),
    "998": Country(9, ""),
}
"""By code (ITU-T E.164): Russia and Kazakhstan, Moldova, Belarus, Ukraine, Uzbekistan."""

Incoming = DeliverSm | DataSm


class Subscribers(msgspec.Struct, frozen=True):
    """Whom we serve: numbers of ``country``, a code of `COUNTRIES`, that wrote to one of the ``services``."""

    country: str
    services: tuple[str, ...]

    def number(self, pdu: Incoming) -> Number | None:
        """Who wrote, or None if nobody who may be answered: a receipt, a name, a short number, a foreign one."""
        if is_receipt(pdu) or pdu.source_addr_ton == ALPHANUMERIC:
            return None
        return self.own(pdu.source_addr) if self.service(pdu) in self.services else None

    def service(self, pdu: Incoming) -> str:
        """The service number that was written to, in the digits that were dialled."""
        return pdu.destination_addr.lstrip("+")

    def own(self, address: str) -> Number | None:
        """The number, however it is written; None if it is not of our country."""
        digits = address if address.isdigit() else _MARKS.sub("", address)
        if not (digits.isascii() and digits.isdigit()):
            return None
        country = COUNTRIES[self.country]
        national, prefix = digits[-country.digits :], digits[: -country.digits]
        ours = len(national) == country.digits and prefix in ("", self.country, country.trunk)
        return Number(self.country + national) if ours else None


def reply(address: Address, number: Number, service: str, text: str, reference: int) -> list[SubmitSm]:
    """The parts of a reply, in order; the same arguments give the same octets."""
    return [
        SubmitSm(
            service_type=address.service_type,
            source_addr_ton=address.source_ton,
            source_addr_npi=address.source_npi,
            source_addr=service,
            dest_addr_ton=address.dest_ton,
            dest_addr_npi=address.dest_npi,
            destination_addr=number,
            esm_class=part.esm_class,
            registered_delivery=address.receipts,
            data_coding=part.data_coding,
            short_message=part.short_message,
            tlvs=part.tlvs,
        )
        for part in parts.split(text, reference=reference, long=address.long)
    ]
