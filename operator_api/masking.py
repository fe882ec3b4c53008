"""How a number may appear in a log."""


def masked(number: str) -> str:
    """``79161234567`` as ``+7916***4567``."""
    return f"+{number[:4]}***{number[-4:]}" if len(number) >= 10 else "***"
