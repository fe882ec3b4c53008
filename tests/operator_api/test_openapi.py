"""The API as it is told to others, and whether the server keeps to it."""

import asyncio
import os
import re
import sys
from pathlib import Path

import aiohttp
import msgspec
import pytest

from operator_api.contract import MAY_ASK, Role, SetPassword
from operator_api.handlers import ROUTES
from operator_api.openapi import describe
from tests.operator_api.running import ANNA, PASSWORD, Stack

HERE = Path(__file__).parent
TOKENS: dict[Role, str] = {
    "dialogs": "for-dialogs",
    "cabinet": "for-cabinets",
    "support": "for-support",
    "admin": "for-admins",
}


def test_every_route_is_told() -> None:
    """With its roles, what it takes, and each way it may fail, in one shape."""
    document = describe(ROUTES)
    for route in ROUTES:
        told = document["paths"][route.path][route.method.lower()]
        assert told["security"] == ([{"bearer": [*route.roles]}] if route.roles else [])
        assert ("requestBody" in told) == (route.body is not None)
        failed = [answer for status, answer in told["responses"].items() if status != "200"]
        assert {answer["content"]["application/json"]["schema"]["$ref"] for answer in failed} == {
            "#/components/schemas/Failed"
        }


def test_it_is_told_who_may_ask_what() -> None:
    """Role by role."""
    told = describe(ROUTES)["paths"]["/v1/questions"]["post"]["description"]
    for role, questions in MAY_ASK.items():
        assert f"`{role}`: {', '.join(sorted(question.__name__ for question in questions))}" in told


async def test_the_document_is_served(operator: Stack) -> None:
    """To anybody."""
    async with aiohttp.ClientSession() as http, http.get(operator.url + "/openapi.json") as response:
        assert (response.status, await response.read()) == (200, msgspec.json.encode(describe(ROUTES)))


async def test_the_page_needs_no_script(operator: Stack) -> None:
    """Nor anything of its own but the style sheet; all its links lead somewhere."""
    async with aiohttp.ClientSession() as http:
        async with http.get(operator.url + "/docs") as response:
            page = await response.text()
            assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self';")
        async with http.get(operator.url + "/docs.css") as response:
            assert (response.status, response.content_type) == (200, "text/css")
    assert not re.search(r"<script|<style|style=|\son\w+=", page)
    links, places = set(re.findall(r'href="#([^"]+)"', page)), set(re.findall(r'id="([^"]+)"', page))
    assert links <= places
    assert places >= {route.handle.__name__ for route in ROUTES}


@pytest.mark.parametrize(
    ("role", "books_url"),
    [*((role, "postgresql") for role in TOKENS), ("admin", "sqlite")],
    indirect=["books_url"],
)
async def test_the_server_keeps_to_the_document(operator: Stack, role: Role) -> None:
    """Whatever schemathesis makes up: no 5xx, nothing that is not told, nothing bad taken and nothing good refused."""
    await operator.operator.ask(SetPassword(ANNA.number, PASSWORD), "password")
    status, report = await tried_out(operator.url, role)
    assert status == 0, report


async def tried_out(url: str, role: Role) -> tuple[int, str]:
    """How schemathesis ends that tries out what the role may ask, and what it has to say."""
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml")]
    command += ["run", f"{url}/openapi.json", "--no-color"]
    command += ["--header", "X-Consultant: olga"] if role == "support" else []
    for route in ROUTES:
        if role in route.roles or not route.roles:
            command += ["--include-operation-id", route.handle.__name__]
    hooks = {"SCHEMATHESIS_HOOKS": "tests.operator_api.trying_out", "PYTHONPATH": str(HERE.parents[1])}
    about = {"OPERATOR": url, "ROLE": role, "TOKEN": TOKENS[role]}
    process = await asyncio.create_subprocess_exec(
        *command,
        env=os.environ | hooks | about,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    return process.returncode or 0, output.decode()
