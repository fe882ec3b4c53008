"""What is typed on a phone for USSD: codes, and how long a text may be. Pure."""

import re

from smpp.alphabets import encode_ucs2, is_gsm, septets
from smpp.errors import LocalError
from smpp.ussd import MOST_OCTETS

_CODE = re.compile(r"[*#]+([0-9]+)(?:[*#].*)?#")


def is_code(text: str) -> bool:
    """Whether a handset dials it; anything else is an answer, or nothing."""
    return _CODE.fullmatch(text) is not None


def service_of(code: str) -> str:
    """The service that the code is dialled for: 111 for ``*111*25#``. Raises `LocalError` for what is no code."""
    found = _CODE.fullmatch(code)
    if not found:
        raise LocalError(f"{code!r} is no code: those begin with * or #, and end with #")
    return found[1]


def check_length(text: str) -> None:
    """Raises `LocalError` for a text that is longer than a USSD string."""
    if octets(text) > MOST_OCTETS:
        raise LocalError(f"{octets(text)} octets, and a USSD string has {MOST_OCTETS}")


def octets(text: str) -> int:
    """Those that the text takes in a USSD string (3GPP TS 23.038, 6.1.2.3)."""
    return packed(septets(text)) if is_gsm(text) else len(encode_ucs2(text))


def packed(septets: int) -> int:
    """Octets of so many septets."""
    return (septets * 7 + 7) // 8
