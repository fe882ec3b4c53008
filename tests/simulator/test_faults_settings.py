"""Faults as data: by API, by name and by file; what is wrong is named, and nothing is half set."""

from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import pytest

from simulator.mt.receipts import Receipts
from simulator.program import Running, serve
from simulator.trouble.dice import Dice
from simulator.trouble.faults import NO_FAULTS, Errors, Faults, Links
from simulator.trouble.profiles import faults_of, profiles
from smpp.statuses import Status
from tests.simulator.esme import Esme
from tests.simulator.test_faults import HELLO

PROFILES = {"busy-evening", "rough-roaming", "maintenance", "none", "russian-smsc", "stubborn-smsc"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"throttle": {"chance": 1.5}}, "$.throttle.chance"),
        ({"throttle": {"rate": -1}}, "$.throttle.rate"),
        ({"latency": {"shape": "square"}}, "$.latency.shape"),
        ({"responses": {"lost": "often"}}, "$.responses.lost"),
        ({"links": {"drop_now": 1}}, "drop_now"),
        ({"colour": 1}, "colour"),
        ({"errors": {"by_status": {"RTHROTTLES": 0.1}}}, "RTHROTTLES"),
        ({"errors": {"by_status": {"0x14": 7}}}, "$.errors.by_status"),
        ({"errors": {"by_number": {"7916": "0x1FFFFFFFF"}}}, "0x1FFFFFFFF"),
        ({"errors": {"by_number": {"MTS": "0x14"}}}, "$.errors.by_number"),
        ({"binds": {"status": "no"}}, "$.binds"),
        ({"seed": "one"}, "$.seed"),
    ],
)
async def test_wrong_faults_are_refused_by_name(
    simulator: Running, api: aiohttp.ClientSession, body: dict[str, Any], field: str
) -> None:
    """400, and those that were set stay, whole."""
    set_before = Faults(links=Links(drop_after=1000))
    simulator.smsc.faults = set_before
    async with api.put("/api/faults", json=body) as response:
        error = (await response.json())["error"]
        assert (response.status, error["code"]) == (400, "bad_body")
        assert field in error["message"]
    assert simulator.smsc.faults == set_before


async def test_faults_that_are_put_act_on_links_that_are_up(simulator: Running, api: aiohttp.ClientSession) -> None:
    """At once, both when they come and when they go."""
    esme = await Esme.bound(simulator.smpp_port)
    statuses = []
    for body in ({"queue": {"full": True}}, {"errors": {"by_status": {"0x58": 1}}}, {}):
        async with api.put("/api/faults", json=body) as response:
            assert response.status == 200
            assert msgspec.json.decode(await response.read(), type=Faults) == msgspec.convert(body, Faults)
        statuses.append((await esme.request(HELLO)).status)
    assert statuses == [Status.RMSGQFUL, Status.RTHROTTLED, Status.ROK]


async def test_the_api_tells_the_profiles(api: aiohttp.ClientSession) -> None:
    """Each can be put as it is."""
    async with api.get("/api/profiles") as response:
        told = await response.json()
    assert told.keys() >= PROFILES
    for faults in told.values():
        async with api.put("/api/faults", json=faults) as response:
            assert (response.status, await response.json()) == (200, faults)


def test_every_fault_has_a_description_and_a_limit() -> None:
    """The page makes sliders of them."""
    (_,), definitions = msgspec.json.schema_components([Faults])
    fields = {
        f"{group}.{name}": schema
        for group, definition in definitions.items()
        for name, schema in definition["properties"].items()
        if "$ref" not in schema and "$ref" not in str(schema.get("anyOf", ""))
    }
    numbers = {name: schema for name, schema in fields.items() if schema.get("type") in ("number", "integer")}
    assert len(numbers) > 40
    assert [name for name, schema in numbers.items() if not {"minimum", "maximum"} <= schema.keys()] == []
    assert [
        name for name, schema in fields.items() if not name.startswith("Receipts") and "description" not in schema
    ] == []


def test_receipts_alone_are_no_trouble_for_links() -> None:
    """Nor is a seed; links without faults go the quick way."""
    assert Faults(7, receipts=Receipts(delay=3)).quiet
    assert [name for name, faults in profiles().items() if faults.quiet] == ["none"]


@pytest.mark.parametrize("status", ["RTHROTTLED", "ESME_RTHROTTLED", "rthrottled", "0x58", "88"])
def test_a_status_is_a_name_or_a_number(status: str) -> None:
    """As people write it."""
    assert msgspec.convert({"by_status": {status: 1}}, Errors).by_status == {status: 1}


def test_faults_come_from_a_file(tmp_path: Path) -> None:
    """Or by name."""
    file = tmp_path / "mine.json"
    file.write_text('{"seed": 5, "links": {"drop_every": 3}}', encoding="utf-8")
    assert faults_of(str(file)) == Faults(5, links=Links(drop_every=3))
    assert faults_of("none") == NO_FAULTS


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('{"links": {"drop_every": -3}}', "mine.json: Expected `float` >= 0.0 - at `$.links.drop_every`"),
        ('{"errors": {"by_status": {"RBAD": 1}}}', "'RBAD' is no command_status; .* - at `$.errors`"),
        ("{", "mine.json: Input data was truncated"),
        ("\x00", "mine.json: JSON is malformed"),
        (None, "is no file, and no profile: those are busy-evening, "),
    ],
)
def test_wrong_files_are_told_in_one_line(tmp_path: Path, content: str | None, line: str) -> None:
    """With the field that is wrong."""
    file = tmp_path / "mine.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=line.replace("$", r"\$")) as raised:
        faults_of(str(file))
    assert "\n" not in str(raised.value)


async def test_a_simulator_starts_with_faults() -> None:
    """From the first link on."""
    running = await serve(smpp_port=0, http_port=0, faults=Faults(errors=Errors(by_status={"0x14": 1})))
    esme = await Esme.bound(running.smpp_port)
    assert (await esme.request(HELLO)).status == Status.RMSGQFUL
    await running.aclose()


def test_dice_fall_evenly_and_again_the_same() -> None:
    """Each of ten faces about a hundred times of a thousand; kinds and streams do not change each other."""
    dice = Dice(1, "link 1")
    thrown = [dice.throw("lost") for _ in range(1000)]
    faces = [sum(int(value * 10) == face for value in thrown) for face in range(10)]
    assert all(70 < count < 130 for count in faces)
    again, other = Dice(1, "link 1"), Dice(1, "link 2")
    assert [(again.throw("late"), again.throw("lost"))[1] for _ in range(1000)] == thrown
    assert [other.throw("lost") for _ in range(1000)] != thrown
