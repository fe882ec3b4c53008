"""An address of e-mail in a text."""

import re

LONGEST = 64
"""Characters; what confirms it has to fit two parts."""

_EMAIL = re.compile(r"(?<![^\s:,;<])[^@\s,;:<>\"=?]+@[A-Za-z0-9][A-Za-z0-9.-]*\.[A-Za-z]{2,}(?![^\s,;>.!])")


def email_in(text: str) -> str | None:
    """The only one in the text; None if there is none, are more, or it is too long."""
    found = _EMAIL.findall(text)
    return found[0] if len(found) == 1 and len(found[0]) <= LONGEST else None
