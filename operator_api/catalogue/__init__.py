"""The services and tariffs that are on offer, read from the two tables beside this file."""

import csv
import re
from collections.abc import Iterator
from decimal import Decimal
from importlib.resources import files

import msgspec

from operator_api.contract import Catalogue, Kopecks, Service, Tariff

Row = dict[str, str]


def load_catalogue() -> Catalogue:
    """The shipped catalogue, in the order of its tables."""
    services = [_service(row) for row in _rows("services.tsv")]
    return Catalogue(
        services=tuple(_split_prerequisites(service, {each.id for each in services}) for service in services),
        tariffs=tuple(_tariff(row) for row in _rows("tariffs.tsv")),
    )


def _rows(table: str) -> Iterator[Row]:
    lines = files(__package__).joinpath(table).read_text("utf-8").splitlines()
    yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _service(row: Row) -> Service:
    values = {
        "code": row["on_code"],
        "id": row["id"],
        "name": row["name"],
        "description": row["desc"],
        "connect_fee": _kopecks(row["connect_fee"]),
        "fee": _kopecks(row["fee"]),
        "period": row["period"],
        "needs": _words(row["prereq"]),
        "conflicts": _words(row["conflicts"]),
    }
    return msgspec.convert(values, Service)


def _split_prerequisites(service: Service, ids: set[str]) -> Service:
    """Prerequisites that name a service are its needs, all others its conditions."""
    needs = tuple(word for word in service.needs if word in ids)
    conditions = tuple(word for word in service.needs if word not in ids)
    return msgspec.structs.replace(service, needs=needs, conditions=conditions)


def _tariff(row: Row) -> Tariff:
    values = {
        "code": row["sms_code"],
        "id": row["id"],
        "name": row["name"],
        "status": row["status"],
        "monthly": _kopecks(row["monthly"]),
        "switch_fee": _price(row["switch_fee"]),
        "onnet_minute": _price(row["onnet_min"]),
        "offnet_minute": _price(row["offnet_min"]),
        "sms": _price(row["sms"]),
        "description": row["desc"],
        "minutes": _included_minutes(row["desc"]),
    }
    return msgspec.convert(values, Tariff)


def _included_minutes(description: str) -> int:
    """``200 мин, 500 МБ`` includes 200."""
    found = re.search(r"(\d+) мин\b", description)
    return int(found[1]) if found else 0


def _words(cell: str) -> tuple[str, ...]:
    return () if cell == "-" else tuple(cell.split(","))


def _price(cell: str) -> Kopecks | None:
    return None if cell == "-" else _kopecks(cell)


def _kopecks(rubles: str) -> Kopecks:
    return Kopecks(int(Decimal(rubles) * 100))
