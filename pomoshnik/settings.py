"""Settings: a frozen dataclass a command, whose fields say default, help and check in one place.

A field ``http_port`` is the option ``--http-port`` and the variable ``POMOSHNIK_HTTP_PORT``; the option wins.
"""

import argparse
import dataclasses
import ipaddress
from argparse import SUPPRESS
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")

PREFIX = "POMOSHNIK_"


class BadSetting(Exception):
    """A setting cannot be used; the message is one line that names it and says what it should be."""


def setting(metavar: str, help: str, read: Callable[[str], Any] = str, default: Any = MISSING) -> Any:  # noqa: ANN401
    """An option. ``read`` makes the value of a text, or raises ValueError that says what it should be."""
    return dataclasses.field(default=default, metadata={"metavar": metavar, "help": help, "read": read})


def settings_list(metavar: str, help: str, read: Callable[[str], Any] = str, default: Any = MISSING) -> Any:  # noqa: ANN401
    """An option that may be repeated; in the variable, blanks stand between the values."""
    return dataclasses.field(default=default, metadata={"metavar": metavar, "help": help, "read": read, "many": True})


def argument(
    metavar: str,
    help: str,
    read: Callable[[str], Any] = str,
    *,
    many: bool = False,
    default: Any = MISSING,  # noqa: ANN401
) -> Any:  # noqa: ANN401
    """What stands on the command line without an option's name; it may be left out if it has a default."""
    metadata = {"metavar": metavar, "help": help, "read": read, "many": many, "positional": True}
    return dataclasses.field(default=default, metadata=metadata)


def flag(help: str) -> Any:  # noqa: ANN401
    """An option without a value; in the variable, 1 or 0."""
    return dataclasses.field(default=False, metadata={"help": help, "read": _truth})


def add_to(parser: argparse.ArgumentParser, settings: type[Any]) -> None:
    """Give the parser an option for each setting; what is not given leaves no trace in its result."""
    for field in dataclasses.fields(settings):
        _add_option(parser, field)


def collect(settings: type[T], given: argparse.Namespace, environment: Mapping[str, str]) -> T:
    """The settings, from the command line, else the environment, else the defaults. Raises `BadSetting`."""
    fields = dataclasses.fields(settings)  # type: ignore[arg-type]
    values = {field.name: _value(field, getattr(given, field.name, None), environment) for field in fields}
    return settings(**{name: value for name, value in values.items() if value is not MISSING})


def option(field: "Field[Any]") -> str:
    """How the setting is given on the command line."""
    return field.metadata["metavar"] if "positional" in field.metadata else "--" + field.name.replace("_", "-")


def variable(field: "Field[Any]") -> str:
    """How it is given in the environment."""
    return PREFIX + field.name.upper()


def default(field: "Field[Any]") -> str:
    """What it is when it is not given, as one would write it; nothing for a flag or where there is no default."""
    if "metavar" not in field.metadata or field.default in (MISSING, None):
        return ""
    values = field.default if isinstance(field.default, tuple) else (field.default,)
    return " ".join(map(str, values))


def _add_option(parser: argparse.ArgumentParser, field: "Field[Any]") -> None:
    about = field.metadata
    many = about.get("many", False)
    if "positional" in about:
        needed = field.default is MISSING
        nargs = ("+" if needed else "*") if many else None if needed else "?"
        parser.add_argument(field.name, metavar=about["metavar"], help=about["help"], nargs=nargs)
    elif "metavar" not in about:
        parser.add_argument(option(field), action="store_const", const="1", default=SUPPRESS, help=about["help"])
    else:
        action = "append" if many else "store"
        text = f"{about['help']} (default: {shown})" if (shown := default(field)) else about["help"]
        text = text.replace("%", "%%")  # argparse formats it
        parser.add_argument(option(field), action=action, default=SUPPRESS, metavar=about["metavar"], help=text)


def _value(field: "Field[Any]", given: Any, environment: Mapping[str, str]) -> Any:  # noqa: ANN401
    text = given if given is not None else environment.get(variable(field)) or None
    if text is None:
        if field.default is MISSING:
            raise BadSetting(f"{_named(field)} is missing: {field.metadata['help']}")
        return MISSING
    read = field.metadata["read"]
    try:
        if field.metadata.get("many"):
            return tuple(map(read, text.split() if isinstance(text, str) else text))
        return read(text)
    except ValueError as error:
        raise BadSetting(f"{_named(field)}: {error}") from None


def _named(field: "Field[Any]") -> str:
    return option(field) if "positional" in field.metadata else f"{option(field)} (or {variable(field)})"


# Readers


def _truth(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError(f"{text!r} should be 1 or 0")
    return text == "1"


def utf8(given: str) -> str:
    """Anything that can be written down."""
    try:
        given.encode()
    except UnicodeEncodeError:
        raise ValueError("should be UTF-8") from None
    return given


def port(text: str) -> int:
    """A TCP port; 0: any free one."""
    if not text.isdecimal() or int(text) > 65535:
        raise ValueError(f"{text!r} is not a port, 0 to 65535")
    return int(text)


def address(text: str) -> str:
    """An IP address."""
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        raise ValueError(f"{text!r} is not an address such as 10.0.0.1") from None


def web_url(text: str) -> str:
    """Where another program of ours listens."""
    return url(text, "http://127.0.0.1:8777", "http", "https").rstrip("/")


def redis_url(text: str) -> str:
    """A Redis, or a Cluster."""
    from state.cluster import SCHEMES, nodes_of  # redis: commands that need none start without it

    if text.partition("://")[0] not in SCHEMES:
        return url(text, "redis://127.0.0.1:6379/0", "redis", "rediss", "unix")
    for node in nodes_of(text):
        url(node, "redis+cluster://10.0.0.1:6379,10.0.0.2:6379", "redis", "rediss")
    return text


def url(text: str, example: str, *schemes: str) -> str:
    """A URL of one of the schemes; an error does not repeat its password."""
    try:
        split = urlsplit(text)
        place = split.path if split.scheme == "unix" else split.hostname
        good = split.scheme in schemes and place and split.port != 0
    except ValueError:
        good = False
    if not good:
        raise ValueError(f"{public(text)!r} is not a URL such as {example}")
    return text


def public(url: str) -> str:
    """What may be shown of a URL: a password stands before an @, or among the options."""
    login, _, rest = url.rpartition("@")
    return "..." if "?" in login else rest.partition("?")[0]


def number(text: str) -> str:
    """A subscriber's number."""
    if not (text.isascii() and text.isdecimal() and len(text) == 11):
        raise ValueError(f"{text!r} is not a number such as 79160000001")
    return text


def positive(text: str) -> int:
    """A count."""
    if not text.isdecimal() or not int(text):
        raise ValueError(f"{text!r} is not a number above 0")
    return int(text)


def folder(text: str) -> Path:
    """A folder, made if need be."""
    path = Path(text)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ValueError(str(error)) from None
    return path
