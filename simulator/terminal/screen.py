"""How the phone in the terminal looks: what was sent, what came. In Russian, as its owner reads it."""

from collections.abc import Callable
from textwrap import wrap

import msgspec

from simulator.phones import Sms, Ussd
from smpp.alphabets import DEFAULT, EACH_PART, ONE_PART, UCS2, is_gsm, septets, size, units
from smpp.ussd import MOST_OCTETS

WIDTH = 32
"""Columns of text on the phone's display."""


class _Coding(msgspec.Struct, frozen=True):
    """How long a text is in a coding, and how much one part takes, alone and among several."""

    length: Callable[[str], int]
    one_part: int
    each_part: int


_GSM = _Coding(septets, ONE_PART[DEFAULT], EACH_PART[DEFAULT])
_UCS2 = _Coding(units, ONE_PART[UCS2], EACH_PART[UCS2])
_OCTETS = _Coding(len, 140, 134)
_HEX = _Coding(lambda text: len(text) // 2, 140, 134)

_CODINGS = {"GSM": _GSM, "UCS-2": _UCS2, "8-bit": _OCTETS, "binary": _HEX}
_NAMES = {DEFAULT: "GSM", UCS2: "UCS-2"}


def sent(text: str) -> str:
    """A message that leaves: `> баланс   [1 часть, UCS-2, 6/70]`."""
    taken = size(text)
    return f"> {text}   {_label(text, taken.parts, _NAMES[taken.coding])}"


def received(sms: Sms) -> str:
    """A message that came, on the display, with what it took: `[2 части, UCS-2, 98/134]`."""
    title = f"{sms.sender}, на экран" if sms.flash else sms.sender
    return _framed(title, sms.text, "┌─┐│└┘", _label(sms.text, sms.parts, sms.coding))


def entered(text: str) -> str:
    """A code that is dialled, or an answer in a session: `> *111#   [USSD, GSM, 5/182]`."""
    return f"> {text}   [{_ussd_label(text)}]"


def page(ussd: Ussd) -> str:
    """A page in the USSD window, with what it took, and what becomes of the session: `[USSD, UCS-2, 44/80, ...]`."""
    state = "ждет ответа" if ussd.open else "сеанс завершен"
    return _framed("USSD", ussd.text, "╔═╗║╚╝", f"[{_ussd_label(ussd.text)}, {state}]")


def _framed(title: str, text: str, frame: str, label: str) -> str:
    left, line, right, side, lower_left, lower_right = tuple(frame)
    top = f"{line} {_printable(title)} "
    lines = [part for paragraph in text.splitlines() or [""] for part in wrap(_printable(paragraph), WIDTH) or [""]]
    return "\n".join(
        [
            f"  {left}{top:{line}<{WIDTH + 2}}{right}",
            *(f"  {side} {part:<{WIDTH}} {side}" for part in lines),
            f"  {lower_left}{line * (WIDTH + 2)}{lower_right}",
            f"    {label}",
        ]
    )


def _ussd_label(text: str) -> str:
    if is_gsm(text):
        return f"USSD, GSM, {septets(text)}/{MOST_OCTETS * 8 // 7}"
    return f"USSD, UCS-2, {units(text)}/{MOST_OCTETS // 2}"


def _label(text: str, parts: int, name: str) -> str:
    coding = _CODINGS[name]
    room = coding.one_part if parts == 1 else coding.each_part * parts
    return f"[{parts} {_parts(parts)}, {name}, {coding.length(text)}/{room}]"


def _parts(count: int) -> str:
    """The word for so many parts."""
    if count % 10 == 1 and count % 100 != 11:
        return "часть"
    return "части" if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else "частей"


def _printable(text: str) -> str:
    """Without what could move the cursor or change the terminal."""
    return "".join(character if character.isprintable() else " " for character in text)
