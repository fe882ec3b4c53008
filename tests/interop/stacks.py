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
_RAW = {
    "several parts, to a phone": DRIVER_SPLITS,
    "several parts, from a phone": DRIVER_JOINS,
    "receipts, by their text": DRIVER_READS,
}


def _ours(driver: str) -> tuple[str, ...]:
    return (sys.executable, "-m", f"{ESMES}.{driver}")


def _theirs(driver: str) -> tuple[str, ...]:
    return (str(VENVS / driver / "bin" / "python"), "-m", f"{ESMES}.{driver}")


KANNEL = Stack("Kannel", _ours("kannel"))
NODE_SMPP = Stack("node-smpp", ("node", str(Path(__file__).parent / "esmes" / "node_smpp.js")), help=_RAW)
SMPPLIB = Stack("smpplib", _ours("smpplib"), help=_RAW)
AIOSMPPLIB = Stack("aiosmpplib", _theirs("aiosmpplib"))
SMPP34 = Stack("smpp34", _theirs("smpp34"), help=_RAW)
NAZ = Stack("naz", _theirs("naz"), help=_RAW)

IN_CI = (KANNEL, NODE_SMPP, SMPPLIB)
"""Their environments are there with `make install`."""

STACKS = (*IN_CI, AIOSMPPLIB, SMPP34, NAZ)
