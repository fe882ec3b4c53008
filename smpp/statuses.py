"""Command statuses (SMPP 3.4, 5.1.3): those we use by name, and words for all of them."""

from enum import IntEnum

from smpplib import consts


class Status(IntEnum):
    """The command statuses that we send, or act upon."""

    ROK = 0x00
    RINVMSGLEN = 0x01
    RINVCMDLEN = 0x02
    RINVCMDID = 0x03
    RINVBNDSTS = 0x04
    RALYBND = 0x05
    RINVPRTFLG = 0x06
    RSYSERR = 0x08
    RINVSRCADR = 0x0A
    RINVDSTADR = 0x0B
    RINVMSGID = 0x0C
    RBINDFAIL = 0x0D
    RINVPASWD = 0x0E
    RINVSYSID = 0x0F
    RCANCELFAIL = 0x11
    RREPLACEFAIL = 0x13
    RMSGQFUL = 0x14
    RINVNUMDESTS = 0x33
    RINVDESTFLAG = 0x40
    RCNTSUBDL = 0x44
    RSUBMITFAIL = 0x45
    RINVSYSTYP = 0x53
    RTHROTTLED = 0x58
    RINVSCHED = 0x61
    RINVEXPIRY = 0x62
    RX_T_APPN = 0x64
    RX_P_APPN = 0x65
    RX_R_APPN = 0x66
    RQUERYFAIL = 0x67
    RINVOPTPARAMVAL = 0xC4
    RDELIVERYFAILURE = 0xFE
    RUNKNOWNERR = 0xFF


VENDORS = range(0x400, 0x500)
"""Statuses that mean what their SMSC's vendor says."""

_NO_WORDS = "<Desc Not Set>"  # smpplib's own placeholder


def describe(status: int) -> str:
    """Words for a command status: "Throttling error (...)"; "status 0x00000410" for an unknown one."""
    words: str = consts.DESCRIPTIONS.get(status, _NO_WORDS)
    return f"status 0x{status:08X}" if words == _NO_WORDS else words


def is_known(status: int) -> bool:
    """Whether it is one of the specification's, or of those that it leaves to vendors."""
    return status in VENDORS or consts.DESCRIPTIONS.get(status, _NO_WORDS) != _NO_WORDS
