"""docs/simulator.md knows all options of accounts, all routes, all metrics, and the statuses that are answered."""

import re
from pathlib import Path
from typing import get_type_hints

import pytest
from msgspec.structs import fields

from simulator.accounts import Account
from simulator.http import create_app
from simulator.metrics import Figures
from simulator.smsc import Smsc

PAGE = (Path(__file__).parents[2] / "docs" / "simulator.md").read_text("utf-8")
SOURCES = Path(__file__).parents[2] / "simulator"


def test_options_of_accounts() -> None:
    """Each has its row, with its default, and what it is described to be."""
    about = get_type_hints(Account, include_extras=True)
    rows = {
        f"| `{field.name}` | {field.default} | {about[field.name].__metadata__[0].description}".replace("|  |", "| |")
        for field in fields(Account)
        if field.name != "password"
    }
    assert {row for row in rows if row not in PAGE} == set()


async def test_routes() -> None:
    """Each with its method; those of files are the page's."""
    routes = {
        f"{route.method} {re.sub(r':[^}]*', '', resource.canonical)}"
        for resource in create_app(Smsc()).router.resources()
        for route in resource
        if route.method != "HEAD" and not resource.canonical.startswith("/static")
    }
    assert {route for route in routes if route not in PAGE} == set()


async def test_metrics() -> None:
    """Each by its name and labels."""
    names = {family.name.removeprefix("pomoshnik_smsc_") for family in Figures(Smsc()).collect()}
    assert {name for name in names if not re.search(rf"`{name}(_total)?[{{`]", PAGE)} == set()


@pytest.mark.parametrize(
    "name", ["answers", "accounts", "allowance", "mt/changes", "mt/messages", "mt/several", "mt/submission"]
)
def test_statuses(name: str) -> None:
    """Each that a request may be refused with."""
    statuses = {*re.findall(r"Status\.(R[A-Z]+)", (SOURCES / f"{name}.py").read_text("utf-8"))} - {"ROK"}
    assert {status for status in statuses if status not in PAGE} == set()
