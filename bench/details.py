"""How long an itemised bill takes: ``python -m bench.details [EVENTS]``. Seconds, the best of three runs."""

import sys
from collections.abc import Iterator
from datetime import date, datetime
from itertools import chain, cycle, islice
from timeit import repeat
from typing import get_args
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from operator_api.catalogue import load_catalogue
from operator_api.contract import Event, Format
from operator_api.details import Detail, render
from operator_api.sample_usage import usage_of
from operator_api.seed import sample_subscribers

CATALOGUE = load_catalogue()
MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 3, 14, tzinfo=MOSCOW).timestamp()
EMPTY = Detail(
    number=sample_subscribers()[0].number,
    name=sample_subscribers()[0].name,
    tariff="Супер",
    first=date(2025, 9, 14),
    last=date(2026, 3, 14),
    zone="Europe/Moscow",
    made_at=NOW,
    events=(),
    names={service.id: service.name for service in CATALOGUE.services},
)


def main(count: int) -> None:
    """Print the figures."""
    detail = replace(EMPTY, events=tuple(islice(events(), count)))
    for format in get_args(Format):
        render(EMPTY, format)  # whose libraries are imported now
        seconds = min(repeat(lambda format=format: render(detail, format), number=1, repeat=3))  # type: ignore[misc]
        print(f"{format:4} {count} events: {seconds:.2f} s, {len(render(detail, format)) / 1024:.0f} KB")


def events() -> Iterator[Event]:
    """What all sample subscribers did, over and over."""
    once = [usage_of(subscriber, CATALOGUE, NOW, MOSCOW) for subscriber in sample_subscribers()]
    return cycle(chain.from_iterable(once))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
