"""The itemised bill as a file: ``render`` makes it, in the format that was asked for.

Pure: events in, octets out. Long bills take seconds of a processor, so the caller runs it beside its event loop.
"""

from collections.abc import Mapping
from datetime import date

from operator_api.contract import Event, Format, Language, Number, Value

MOST_EVENTS = 50_000
"""What one bill may hold: a busy line of six months has half of that."""


class Detail(Value, frozen=True):
    """An itemised bill: whose, of which days (both included), and what happened, in order of time.

    ``tariff`` is a name. ``zone`` is the name of the zone in which days and times are told. ``names`` are those of the
    services and tariffs among the events, by id.
    """

    number: Number
    name: str
    tariff: str
    first: date
    last: date
    zone: str
    made_at: float
    events: tuple[Event, ...]
    names: Mapping[str, str]
    language: Language = "ru"


class TooLongError(ValueError):
    """The bill holds more than ``MOST_EVENTS``."""


def render(detail: Detail, format: Format) -> bytes:
    """The bill as a file. Raises `TooLongError`."""
    if len(detail.events) > MOST_EVENTS:
        raise TooLongError(f"{len(detail.events)} events, at most {MOST_EVENTS}")
    # Imported when needed: the libraries take up to half a second and 30 MB, and a bill is seldom ordered.
    match format:
        case "html":
            from operator_api.details.html import write
        case "csv":
            from operator_api.details.csv import write
        case "xlsx":
            from operator_api.details.xlsx import write
        case "pdf":
            from operator_api.details.pdf import write
    return write(detail)
