"""The stacks of the matrix, and what is known to be wrong with them."""

import sys
from pathlib import Path

from tests.interop.cells import Stack
from tests.interop.driven import ROOT

VENVS = ROOT / ".venv-interop"
ESMES, SMSCS = "tests.interop.esmes", "tests.interop.smscs"
HERE = Path(__file__).parent

DRIVER_SPLITS = "the stack leaves splitting to its users: the driver makes the UDH"
DRIVER_JOINS = "the stack leaves joining to its users: the driver reads the UDH"
DRIVER_READS = "the stack leaves the text of a receipt to its users: the driver reads it"
RAW_OCTETS = "naz hands over the octets of deliver_sm: the driver reads them"
_RAW = {
    "several parts, to a phone": DRIVER_SPLITS,
    "several parts, from a phone": DRIVER_JOINS,
    "receipts, by their text": DRIVER_READS,
}

_SMSC = {"several parts, from the gateway": DRIVER_JOINS, "several parts, to the gateway": DRIVER_SPLITS}
_SMSCS_SMPPLIB = {
    "several parts, from the gateway": DRIVER_JOINS,
    "USSD, by TLVs": "smpplib drops ussd_service_op from a deliver_sm: the driver adds it to DeliverSM.params",
    "TLS": "smpplib has no server: the connections are the driver's",
}


def _ours(driver: str) -> tuple[str, ...]:
    return (sys.executable, "-m", f"{ESMES}.{driver}")


def _theirs(driver: str) -> tuple[str, ...]:
    return (_python(driver), "-m", f"{ESMES}.{driver}")


def _python(package: str) -> str:
    return str(VENVS / package / "bin" / "python")


KANNEL = Stack("Kannel", _ours("kannel"), help={"TLS": "without ssl-trusted-ca-file Kannel takes any certificate"})
NODE_SMPP = Stack("node-smpp", ("node", str(HERE / "esmes" / "node_smpp.js")), help=_RAW)
SMPPLIB = Stack(
    "smpplib",
    _ours("smpplib"),
    help={
        "several parts, from a phone": DRIVER_JOINS,
        "receipts, by their text": DRIVER_READS,
        "USSD, by TLVs": "smpplib raises KeyError at a deliver_sm with ussd_service_op: the driver adds it to "
        "DeliverSM.params",
        "TLS": "smpplib's Client gives TLS no name to check",
    },
)
AIOSMPPLIB = Stack(
    "aiosmpplib",
    _theirs("aiosmpplib"),
    wrong={
        "wrong password": "aiosmpplib's BindTransceiverResp.from_pdu looks for a system_id in a refusal that is a "
        "header alone, raises ValueError and binds again and again",
        "receipts, by their TLVs": "aiosmpplib's DeliverSm raises ValueError where there is no text, and answers a "
        "receipt that is TLVs alone with generic_nack",
        "USSD, by TLVs": "aiosmpplib takes its_session_info for a text and loses the NUL at its end: 0x0100 comes "
        "back as 0x01, which the SMSC refuses",
    },
)
SMPP34 = Stack(
    "smpp34",
    _theirs("smpp34"),
    wrong={
        "wrong password": 'smpp34\'s Client.connect raises "bind timed out" ten seconds after the response that '
        "refuses, with a body or without"
    },
    help={
        **_RAW,
        "enquire_link, from the ESME": "smpp34's own timer asks, which in Python can neither be set nor heard: as the "
        "simulator's log of PDUs tells",
    },
)
NAZ = Stack(
    "naz",
    _theirs("naz"),
    wrong={
        "USSD, by TLVs": "naz's OptionalTag.tlv takes its_session_info for a text and writes a NUL after it that its "
        "length does not count: the SMSC cannot find the session"
    },
    help={
        **_RAW,
        "several parts, to a phone": "naz leaves splitting to its users: the driver cuts, naz writes the TLVs of SAR",
        "Cyrillic, from a phone": RAW_OCTETS,
        "receipts, by their TLVs": RAW_OCTETS,
    },
)

SMSCS_IN_CI = (
    Stack("node-smpp", ("node", str(HERE / "smscs" / "node_smpp.js")), help=_SMSC),
    Stack("smpplib", (sys.executable, "-m", f"{SMSCS}.smpplib"), help=_SMSCS_SMPPLIB),
)
SMPP34_SMSC = Stack(
    "smpp34",
    (_python("smpp34"), "-m", f"{SMSCS}.smpp34"),
    wrong={
        "bind_transmitter and bind_receiver": "smpp34's Server takes no deliver_sm_resp from who is bound by "
        "bind_receiver: it answers with generic_nack 0x03, and fails after 30 seconds"
    },
    help=_SMSC,
)
ALL_SMSCS = (*SMSCS_IN_CI, SMPP34_SMSC)

ESMES_IN_CI = (KANNEL, NODE_SMPP, SMPPLIB)
"""Their environments are there with `make install`."""

STACKS = (*ESMES_IN_CI, AIOSMPPLIB, SMPP34, NAZ)
