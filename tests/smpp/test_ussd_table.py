"""Tables of dialects: those that ship, those that make no sense, and what docs/dialects.md says of them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from msgspec import inspect

from smpp.errors import LocalError
from smpp.ussd import dialect, shipped
from smpp.ussd_table import Table, name_of, read_table, tag_of, with_value
from tests.smpp.test_ussd import SESSIONS

ROOT = Path(__file__).parents[2]
PRODUCT = ("smpp", "pages", "state", "dialogs", "operator_api", "gateway", "simulator", "cabinet", "pomoshnik")

LEAST = """
operation = "ussd_service_op"
from_phone = { begin = [1], answer = [18], end = [129] }
to_phone = { ask = 2, close = 17 }
"""
BY_SERVICE_TYPE = """
operation = "service_type"
from_phone = { begin = ["BR"], answer = ["CA"], end = ["AF"] }
to_phone = { ask = "CR", close = "EA" }
"""


def test_what_ships() -> None:
    """Six dialects, one of them spoken where none is named."""
    assert list(shipped()) == ["mica", "no-session", "service-type", "sixdee", "standard", "tata"]
    assert [each for each in shipped().values() if each.table.default] == [dialect("")]
    assert [each.name for each in shipped().values()] == list(shipped())


def test_each_says_where_it_is_from() -> None:
    """A fact without a source is a rumour."""
    for name in shipped():
        assert (ROOT / "smpp" / "dialects" / f"{name}.toml").read_text().startswith("# ")


def literals(path: Path) -> Iterator[object]:
    """What stands in the code of a file between quotation marks, docstrings too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant):
            yield node.value


def test_no_code_knows_a_dialect_by_name() -> None:
    """A dialect is a table and nothing else."""
    files = [path for room in PRODUCT for path in (ROOT / room).rglob("*.py")]
    assert len(files) > 100
    assert [(path, value) for path in files for value in literals(path) if value in shipped()] == []
    for path in (ROOT / "smpp").glob("ussd*.py"):
        assert [name for name in shipped() if name in path.read_text(encoding="utf-8")] == []


def test_the_least() -> None:
    """Operations suffice."""
    assert read_table("least", LEAST).text.octets == 144
    assert read_table("least", BY_SERVICE_TYPE).session.tlv == ""


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("operation = ", "Invalid value"),
        ("", "Object missing required field `operation`"),
        (LEAST.replace("ussd_service_op", "esm_class"), "Invalid enum value 'esm_class'"),
        (LEAST.replace("[18]", "[]"), "Expected `array` of length >= 1 - at `$.from_phone.answer`"),
        (LEAST.replace("17", "256"), "Expected `int` <= 255 - at `$.to_phone.close`"),
        (LEAST.replace("18", "1"), "from_phone: 1 stands twice"),
        (LEAST.replace("17", "2"), "to_phone: ask and close are the same, and session has no bits for end"),
        (LEAST.replace("17", '"EA"'), "'EA' is no operation: a ussd_service_op is a number"),
        (LEAST.replace("ussd_service_op", "service_type"), "1 is no operation: a service_type is a text"),
        (BY_SERVICE_TYPE.replace("EA", ""), "'' is no operation: a service_type is a text"),
        (BY_SERVICE_TYPE.replace("EA", "ABCDEF"), "Expected `str` of length <= 5"),
        (BY_SERVICE_TYPE.replace("EA", "Ж"), "Expected `str` matching regex"),
        ('service_type = "USSD"' + BY_SERVICE_TYPE, "service_type: it is the operation already"),
        ('dialled = "*"' + LEAST, "Object contains unknown field `dialled`"),
        (LEAST + 'session = { tlv = "its_session" }', "'its_session' is no TLV; those without a name"),
        (LEAST + 'session = { tlv = "0x15011" }', "'0x15011' is no TLV; those without a name"),
        (LEAST + 'echo = ["dead"]', "'dead' is no TLV; those without a name"),
        (LEAST + "session = { id = 1 }", "session: there is no tlv that it could stand in"),
        (LEAST + 'session = { tlv = "0x1501", id = 0 }', "session: no bits for id"),
        (LEAST + 'session = { tlv = "0x1501", id = 0x10000 }', "session: bits beyond 2 octets"),
        (LEAST + 'session = { tlv = "0x1501", octets = 9 }', "Expected `int` <= 8 - at `$.session.octets`"),
        (LEAST + 'session = { tlv = "0x1501", end = 1 }', "session: bits of id, sequence and end overlap"),
        (LEAST + 'session = { tlv = "its_session_info", octets = 4 }', "session: its_session_info has not 4 octets"),
        (
            LEAST + 'session = { tlv = "ussd_service_op", octets = 1, id = 1 }',
            "ussd_service_op stands twice, or is not",
        ),
        (LEAST + 'echo = ["message_payload"]', "message_payload stands twice, or is not free"),
        (LEAST + 'session = { tlv = "0x1501" }\necho = ["0x1501"]', "0x1501 stands twice, or is not free"),
        (LEAST + "tlvs = { 0x1501 = -1 }", "Expected `int` >= 0"),
        (LEAST + "tlvs = { dest_bearer_type = 256 }", "dest_bearer_type cannot be 256"),
        (LEAST + "text = { gsm = 8 }", "text: data_coding 8 for both alphabets"),
        (LEAST + "text = { octets = 123 }", "Expected `int` >= 124 - at `$.text.octets`"),
        (LEAST + "text = { octets = 161 }", "Expected `int` <= 160 - at `$.text.octets`"),
        (LEAST + "text = { code = [] }", "Expected `array` of length >= 1 - at `$.text.code`"),
        ("default = true" + LEAST, "default: a file of your own is spoken where it is named, and nowhere else"),
    ],
)
def test_a_table_that_makes_no_sense(tmp_path: Path, table: str, why: str) -> None:
    """One line says which file, and what is wrong there."""
    path = tmp_path / "own.toml"
    path.write_text(table)
    with pytest.raises(LocalError) as raised:
        dialect(str(path))
    assert str(raised.value).startswith(f"dialect {path}: {why}")
    assert "\n" not in str(raised.value)


def test_no_such_file(tmp_path: Path) -> None:
    """The names that there are, and why it cannot be read."""
    (tmp_path / "latin.toml").write_bytes(b"# \xff")
    for name in ("nobody", str(tmp_path), str(tmp_path / "latin.toml"), "a\0b"):
        with pytest.raises(LocalError, match=r"is neither one of mica, no-session, .* nor a file with a dialect: "):
            dialect(name)


def test_names_of_tlvs() -> None:
    """Those of SMPP 3.4, else the tag."""
    assert [tag_of(name) for name in ("its_session_info", "0x1383", "0x0e")] == [0x1383, 0x1383, 0x0E]
    assert [name_of(tag) for tag in (0x1383, 0x1501, 3)] == ["its_session_info", "0x1501", "0x0003"]


def test_values_of_tlvs() -> None:
    """In as many octets as the TLV has; one that SMPP 3.4 does not know has as many as it takes."""
    assert with_value("dest_bearer_type", 4) == (0x0007, b"\4")
    assert with_value("user_message_reference", 4) == (0x0204, b"\0\4")
    assert with_value("0x1501", 0) == (0x1501, b"\0")
    assert with_value("0x1501", 258) == (0x1501, b"\1\2")


PAGE = (ROOT / "docs" / "dialects.md").read_text(encoding="utf-8")


def rows(kind: inspect.StructType, before: str = "") -> Iterator[str]:
    """What a table may hold, for the page: key, default, meaning."""
    for field in kind.fields:
        if isinstance(field.type, inspect.StructType):
            yield from rows(field.type, f"{field.name}.")
        else:
            assert isinstance(field.type, inspect.Metadata)
            assert field.type.extra_json_schema
            yield f"| `{before}{field.name}` | {without(field)} | {field.type.extra_json_schema['description']} |"


def without(field: inspect.Field) -> str:
    """What holds where the key does not stand."""
    match field.default:
        case msgspec.NODEFAULT:
            return "required" if field.required else ""
        case bool(default):
            return f"`{str(default).lower()}`"
        case int(default):
            return f"`{default if default < 256 else hex(default)}`"
        case str(default):
            return f"`{default}`" if default else ""
        case default:
            return ", ".join(f"`{each}`" for each in default)


def test_the_page_has_every_key() -> None:
    """In the order of the table's file."""
    kind = inspect.type_info(Table)
    assert isinstance(kind, inspect.StructType)
    assert "\n".join(rows(kind)) in PAGE


def test_the_page_has_every_dialect() -> None:
    """And what goes over the wire in the one that is spoken where none is named."""
    assert re.findall(r"^\| `([a-z-]+)` \| [^|]+ \|$", PAGE, re.MULTILINE)[:6] == [
        "standard", "tata", "sixdee", "mica", "service-type", "no-session",
    ]  # fmt: skip
    session = SESSIONS[0]
    for message in (session.begin, session.ask, session.answer, session.close, session.end):
        assert f"| `{message.tlvs}` |" in PAGE


def test_the_examples_of_the_page() -> None:
    """They are tables that can be spoken."""
    examples = re.findall("```toml\n(.+?)```", PAGE, re.DOTALL)
    assert [read_table("example", example).same_link for example in examples] == [False, True]
