"""The lists within submit_multi and its response: several destinations, several failures (SMPP 3.4, 4.5.1-2)."""

import msgspec

from smpp.errors import LocalError, RemoteError
from smpp.statuses import Status
from smpp.wire import CString, Integer

MAX_DESTINATIONS = 254
"""SMPP 3.4, 5.2.24."""

_ADDRESS = CString(21)
_OCTET = Integer(1)
_STATUS = Integer(4)
_SME, _LIST = 1, 2  # dest_flag, SMPP 3.4, 5.2.25


class SmeAddress(msgspec.Struct, frozen=True):
    """One destination of a submit_multi."""

    dest_addr_ton: int
    dest_addr_npi: int
    destination_addr: str


class DistributionList(msgspec.Struct, frozen=True):
    """A list of destinations that the SMSC knows by name."""

    dl_name: str


class UnsuccessSme(msgspec.Struct, frozen=True):
    """A destination to which the message was not submitted, and why (a command status)."""

    address: SmeAddress
    error_status_code: int


Destination = SmeAddress | DistributionList


class Destinations(msgspec.Struct, frozen=True):
    """number_of_dests and the dest_address of each."""

    def read(self, frame: bytes, offset: int) -> tuple[tuple[Destination, ...], int]:
        """See wire.Field."""
        count, offset = _OCTET.read(frame, offset)
        destinations: list[Destination] = []
        for _ in range(count):
            destination, offset = _read_destination(frame, offset)
            destinations.append(destination)
        return tuple(destinations), offset

    def write(self, value: tuple[Destination, ...]) -> bytes:
        """See wire.Field."""
        if not 1 <= len(value) <= MAX_DESTINATIONS:
            raise LocalError(f"{len(value)} destinations, 1 to {MAX_DESTINATIONS} are allowed")
        return _OCTET.write(len(value)) + b"".join(map(_write_destination, value))


class UnsuccessSmes(msgspec.Struct, frozen=True):
    """no_unsuccess and each unsuccess_sme."""

    def read(self, frame: bytes, offset: int) -> tuple[tuple[UnsuccessSme, ...], int]:
        """See wire.Field."""
        count, offset = _OCTET.read(frame, offset)
        failures: list[UnsuccessSme] = []
        for _ in range(count):
            address, offset = _read_address(frame, offset)
            status, offset = _STATUS.read(frame, offset)
            failures.append(UnsuccessSme(address, status))
        return tuple(failures), offset

    def write(self, value: tuple[UnsuccessSme, ...]) -> bytes:
        """See wire.Field."""
        failures = (_write_address(one.address) + _STATUS.write(one.error_status_code) for one in value)
        return _OCTET.write(len(value)) + b"".join(failures)


def _read_destination(frame: bytes, offset: int) -> tuple[Destination, int]:
    flag, offset = _OCTET.read(frame, offset)
    if flag == _SME:
        return _read_address(frame, offset)
    if flag == _LIST:
        name, offset = _ADDRESS.read(frame, offset)
        return DistributionList(name), offset
    raise RemoteError(Status.RINVDESTFLAG, f"dest_flag {flag}")


def _write_destination(destination: Destination) -> bytes:
    if isinstance(destination, SmeAddress):
        return _OCTET.write(_SME) + _write_address(destination)
    return _OCTET.write(_LIST) + _ADDRESS.write(destination.dl_name)


def _read_address(frame: bytes, offset: int) -> tuple[SmeAddress, int]:
    ton, offset = _OCTET.read(frame, offset)
    npi, offset = _OCTET.read(frame, offset)
    address, offset = _ADDRESS.read(frame, offset)
    return SmeAddress(ton, npi, address), offset


def _write_address(address: SmeAddress) -> bytes:
    ton, npi = _OCTET.write(address.dest_addr_ton), _OCTET.write(address.dest_addr_npi)
    return ton + npi + _ADDRESS.write(address.destination_addr)
