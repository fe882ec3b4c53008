"""docs/settings.md, made of the settings themselves: ``python -m pomoshnik.settings_page``."""

import dataclasses
from collections.abc import Iterator
from typing import Any

import msgspec

from gateway.address import Address
from pomoshnik.main import COMMANDS, Command
from pomoshnik.settings import default, option, variable

HEAD = """\
# Settings

Made by `make docs`. An option beats its variable, a variable beats the default; an empty variable is none. Where an
option may be repeated, blanks stand between the values in its variable; a flag is 1 or 0 there. A wrong setting is one
line that names it, and exit status 2."""

SMSC_HEAD = """
## The URL of an SMSC

`smpp://ID:PASSWORD@HOST:PORT?option=value&option=value`, or `smpps://` for TLS; the port is 2775, with TLS 3550. Names
of SMPP mean what they mean there (3.4, 5.2); times are in seconds; a number may be written in hex, as `0x14`.

| option | default | allowed | what |
|---|---|---|---|"""

PLACE = ("host", "port", "tls", "system_id", "password")
"""Stand in the URL itself."""


def settings_page() -> str:
    """The page, in Markdown."""
    sections = [line for command in COMMANDS for line in _section(command)]
    return "\n".join([HEAD, *sections, SMSC_HEAD, *_smsc_options(), ""])


def _section(command: Command) -> Iterator[str]:
    yield f"\n## pomoshnik {command.name}\n\n{command.help[0].upper()}{command.help[1:]}."
    if dataclasses.fields(command.settings):
        yield "\n| option | variable | default | what |\n|---|---|---|---|"
    for field in dataclasses.fields(command.settings):
        about = field.metadata
        given = option(field) if "positional" in about else f"{option(field)} {about.get('metavar', '')}".strip()
        named = "" if "positional" in about else f"`{variable(field)}`"
        without = "required" if field.default is dataclasses.MISSING else _code(default(field))
        yield f"| `{given}` | {named} | {without} | {about['help']} |"


def _smsc_options() -> Iterator[str]:
    (schema,), definitions = msgspec.json.schema_components([Address])
    properties = definitions[schema["$ref"].rpartition("/")[2]]["properties"]
    for name, allowed in properties.items():
        if name not in PLACE:
            kind = definitions.get(allowed.get("$ref", "").rpartition("/")[2], allowed)
            what = allowed.get("description", "")
            yield f"| `{name}` | {_code(str(allowed['default']))} | {_allowed(kind)} | {what} |"


def _allowed(kind: dict[str, Any]) -> str:
    match kind:
        case {"enum": words}:
            return ", ".join(map(_code, words))
        case {"maxLength": length}:
            return f"up to {length} characters"
        case {"minimum": least, "maximum": most}:
            return f"{least} to {most}"
        case {"exclusiveMinimum": below, "maximum": most}:
            return f"more than {below}, up to {most}"
    raise ValueError(f"nobody knows how to say {kind}")


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


if __name__ == "__main__":
    print(settings_page(), end="")
