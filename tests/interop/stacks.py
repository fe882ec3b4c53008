"""The stacks of the matrix, and what is known to be wrong with them."""

import sys
from pathlib import Path

from tests.interop.cells import Stack
from tests.interop.driven import ROOT

VENVS = ROOT / ".venv-interop"
ESMES = "tests.interop.esmes"

DRIVER_SPLITS = "the stack leaves splitting to its users: the driver makes the UDH"
DRIVER_JOINS = "the stack leaves joining to its users: the driver reads the UDH"
DRIVER_READS = "the stack leaves the text of a receipt to its users: the driver reads it"
RAW_OCTETS = "naz hands over the octets of deliver_sm: the driver reads them"
_RAW = {
    "several parts, to a phone": DRIVER_SPLITS,
    "several parts, from a phone": DRIVER_JOINS,
    "receipts, by their text": DRIVER_READS,
}


def _ours(driver: str) -> tuple[str, ...]:
    return (sys.executable, "-m", f"{ESMES}.{driver}")


def _theirs(driver: str) -> tuple[str, ...]:
    return (str(VENVS / driver / "bin" / "python"), "-m", f"{ESMES}.{driver}")


KANNEL = Stack("Kannel", _ours("kannel"), help={"TLS": "without ssl-trusted-ca-file Kannel takes any certificate"})
NODE_SMPP = Stack("node-smpp", ("node", str(Path(__file__).parent / "esmes" / "node_smpp.js")), help=_RAW)
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
SMPP34 = Stack("smpp34", _theirs("smpp34"), help=_RAW)
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

IN_CI = (KANNEL, NODE_SMPP, SMPPLIB)
"""Their environments are there with `make install`."""

STACKS = (*IN_CI, AIOSMPPLIB, SMPP34, NAZ)
