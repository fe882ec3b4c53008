"""Settings come from the command line, else the environment, else their defaults; wrong ones are told in one line."""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dialogs.answers import parse
from gateway.limits import Limit
from pomoshnik.commands import gateway, operator, phone, play, seed, simulator
from pomoshnik.settings import BadSetting, add_to, argument, collect, flag, port, public, setting, settings_list
from simulator.accounts import Account

REQUIRED = {"POMOSHNIK_SMSC": "smpp://us:secret@smsc.example", "POMOSHNIK_OPERATOR": "http://127.0.0.1:8777"}


@dataclass(frozen=True, kw_only=True)
class Shop:
    """Settings of each kind."""

    goods: tuple[str, ...] = argument("GOODS", "what it sells", many=True)
    http_port: int = setting("PORT", "where", port, 80)
    owner: str = setting("NAME", "whose it is")
    days: tuple[int, ...] = settings_list("DAY", "when it is open", int, (1, 2))
    closed: bool = flag("it sells nothing")


def read(settings: type[Any], *arguments: str, **environment: str) -> Any:  # noqa: ANN401
    """What these arguments and variables mean."""
    parser = argparse.ArgumentParser()
    add_to(parser, settings)
    return collect(settings, parser.parse_args(arguments), environment)


def test_an_option_beats_its_variable_and_a_variable_the_default() -> None:
    """In this order."""
    shop = ("bread", "--owner", "Anna")
    assert read(Shop, *shop).http_port == 80
    assert read(Shop, *shop, POMOSHNIK_HTTP_PORT="81").http_port == 81
    assert read(Shop, *shop, "--http-port", "82", POMOSHNIK_HTTP_PORT="81").http_port == 82


def test_an_empty_variable_is_none() -> None:
    """As many tools pass what was not set."""
    assert read(Shop, "bread", POMOSHNIK_OWNER="Anna", POMOSHNIK_HTTP_PORT="").http_port == 80
    with pytest.raises(BadSetting, match="is missing"):
        read(Shop, "bread", POMOSHNIK_OWNER="")


def test_what_stands_without_a_name() -> None:
    """In the order given."""
    assert read(Shop, "bread", "milk", "--owner", "Anna").goods == ("bread", "milk")


def test_an_option_that_may_be_repeated() -> None:
    """Repeated on the command line, divided by blanks in the variable; either replaces the default."""
    shop = ("bread", "--owner", "Anna")
    assert read(Shop, *shop).days == (1, 2)
    assert read(Shop, *shop, "--days", "6", "--days", "7").days == (6, 7)
    assert read(Shop, *shop, POMOSHNIK_DAYS="3  4 5").days == (3, 4, 5)


def test_a_flag() -> None:
    """An option without a value; in the variable 1 or 0."""
    shop = ("bread", "--owner", "Anna")
    assert not read(Shop, *shop).closed
    assert read(Shop, *shop, "--closed").closed
    assert read(Shop, *shop, POMOSHNIK_CLOSED="1").closed
    assert not read(Shop, *shop, POMOSHNIK_CLOSED="0").closed
    with pytest.raises(BadSetting, match=r"^--closed \(or POMOSHNIK_CLOSED\): 'yes' should be 1 or 0$"):
        read(Shop, *shop, POMOSHNIK_CLOSED="yes")


def test_what_is_missing_is_named_and_explained() -> None:
    """Option, variable, and what it is."""
    with pytest.raises(BadSetting, match=r"^--owner \(or POMOSHNIK_OWNER\) is missing: whose it is$"):
        read(Shop, "bread")


def test_help_shows_defaults_as_one_would_write_them() -> None:
    """Not as Python writes them."""
    parser = argparse.ArgumentParser(formatter_class=lambda prog: argparse.HelpFormatter(prog, width=200))
    add_to(parser, gateway.Settings)
    text = parser.format_help()
    assert "(default: 111)" in text
    assert "(default: 20/3)" in text
    assert "(default: False)" not in text


def test_the_settings_of_a_gateway(tmp_path: Path) -> None:
    """Each option in the form that the rooms want."""
    settings = read(
        gateway.Settings,
        *("--smsc", "smpp://us:secret@one", "--smsc", "smpps://us:secret@two?window=8"),
        *("--operator", "https://operator.example/", "--redis", "redis://:word@redis.example/0"),
        *("--data", str(tmp_path / "new"), "--services", "111", "--services", "112", "--per-number", "5/1"),
    )
    assert [address.name for address in settings.smsc] == ["us@one:2775", "us@two:3550"]
    assert settings.operator == "https://operator.example"
    assert settings.redis == "redis://:word@redis.example/0"
    assert settings.data.is_dir()
    assert settings.services == ("111", "112")
    assert settings.per_number == Limit(5, 1)


def test_the_url_of_an_smsc_may_stand_in_a_file(tmp_path: Path) -> None:
    """So its password is in no list of processes."""
    (tmp_path / "smsc").write_text("smpp://us:secret@smsc.example\n")
    settings = read(gateway.Settings, "--smsc", f"@{tmp_path}/smsc", **REQUIRED)
    assert settings.smsc[0].password == "secret"


@pytest.mark.parametrize(
    ("settings", "option", "wrong", "complaint"),
    [
        (gateway.Settings, "smsc", "smsc.example", "should be smpp://ID:PASSWORD@HOST:PORT"),
        (gateway.Settings, "smsc", "smpp://us:secret@smsc.example?colour=red", "colour"),
        (gateway.Settings, "smsc", "@/nowhere", "No such file"),
        (gateway.Settings, "operator", "127.0.0.1", "'127.0.0.1' is not a URL such as http://127.0.0.1:8777"),
        (gateway.Settings, "operator", "http://127.0.0.1:many", "is not a URL"),
        (gateway.Settings, "operator", "http://", "is not a URL"),
        (gateway.Settings, "operator", "http:///x", "is not a URL"),
        (gateway.Settings, "name", "\udcff", "should be UTF-8"),
        (gateway.Settings, "redis", "http://redis.example", "is not a URL such as redis://127.0.0.1:6379/0"),
        (gateway.Settings, "redis", "redis://:secret@redis.example:x/", "'redis.example:x/' is not a URL"),
        (gateway.Settings, "redis", "redis+cluster://:secret@one:1,:2", "':2' is not a URL such as redis+cluster://"),
        (gateway.Settings, "data", "/dev/null", "File exists"),
        (gateway.Settings, "http-port", "65536", "'65536' is not a port, 0 to 65535"),
        (gateway.Settings, "http-port", "-1", "'-1' is not a port"),
        (gateway.Settings, "services", "beeline", "'beeline' is not a number"),
        (gateway.Settings, "country", "33", "'33' is not one of the codes 7, 373, 375, 380, 998"),
        (gateway.Settings, "country", "+7", "'+7' is not one of the codes 7, 373, 375, 380, 998"),
        (gateway.Settings, "per-number", "20/0", "should be BURST/SECONDS, such as 20/3"),
        (gateway.Settings, "answers", "/dev/null/none", "Not a directory"),
        (operator.Settings, "timezone", "Mars/Base", "'Mars/Base' is not a time zone such as Europe/Moscow"),
        (operator.Settings, "timezone", "../passwd", "is not a time zone"),
        (seed.Settings, "first", "9160000000", "'9160000000' is not a number such as 79160000001"),
        (seed.Settings, "count", "0", "'0' is not a number above 0"),
        (seed.Settings, "balance", "1.5", "'1.5' is not a number of whole rubles"),
        (seed.Settings, "balance", "9" * 20, "up to 1000000000"),
        (simulator.Settings, "account", "gateway", "an account is ID:PASSWORD"),
        (simulator.Settings, "account", "gateway:longer-than-8", "a password of 8"),
        (simulator.Settings, "account", "gateway:secret?colour=red", "unknown field `colour`"),
        (simulator.Settings, "alphabet", "koi8-r", "'koi8-r' is none of gsm, ascii, latin1"),
        (simulator.Settings, "smpp-port", "smpp", "'smpp' is not a port"),
        (play.Settings, "simulator", "localhost", "is not a URL"),
    ],
)
def test_a_wrong_value_is_one_line_that_names_option_and_variable(
    settings: type[Any], option: str, wrong: str, complaint: str
) -> None:
    """Whichever way it was given; a password in it is not shown."""
    variable = "POMOSHNIK_" + option.upper().replace("-", "_")
    files = ["story.txt"] if settings is play.Settings else []
    with pytest.raises(BadSetting) as by_option:
        read(settings, *files, f"--{option}={wrong}", **REQUIRED)
    with pytest.raises(BadSetting) as by_variable:
        read(settings, *files, **REQUIRED | {variable: wrong})
    said = str(by_option.value)
    assert said == str(by_variable.value)
    assert said.startswith(f"--{option} (or {variable}): ")
    assert complaint in said
    assert "\n" not in said
    assert "secret" not in said


@pytest.mark.parametrize(
    ("settings", "option", "text", "value"),
    [
        (operator.Settings, "timezone", "Asia/Vladivostok", "Asia/Vladivostok"),
        (seed.Settings, "balance", "0", 0),
        (simulator.Settings, "account", "gateway:secret?rate=5", (("gateway", Account("secret", rate=5)),)),
    ],
)
def test_a_right_value(settings: type[Any], option: str, text: str, value: object) -> None:
    """As the command wants it."""
    assert getattr(read(settings, f"--{option}", text), option) == value


def test_answers_are_read_from_their_file(tmp_path: Path) -> None:
    """A mark of the encoding is none of its letters; what is wrong in it is told with its line."""
    file = tmp_path / "answers.txt"
    file.write_text("когда открыт\n= С 9 до 21.", encoding="utf-8-sig")
    assert read(gateway.Settings, "--answers", str(file), **REQUIRED).answers == parse("когда открыт\n= С 9 до 21.")
    file.write_text("= С 9 до 21.", encoding="utf-8")
    with pytest.raises(BadSetting, match=r"^--answers \(or POMOSHNIK_ANSWERS\): line 1: an answer without a question"):
        read(gateway.Settings, "--answers", str(file), **REQUIRED)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("redis://:secret@redis.example:6379/0", "redis.example:6379/0"),
        ("redis://redis.example/0?password=secret", "redis://redis.example/0"),
        ("redis://redis.example/0?password=se@secret", "..."),
        ("redis://:sec?secret@redis.example", "..."),
    ],
)
def test_what_is_shown_of_a_url(url: str, shown: str) -> None:
    """Nothing of its password, wherever it stands."""
    assert public(url) == shown


def test_a_wrong_value_without_a_name() -> None:
    """Named as --help names it."""
    with pytest.raises(BadSetting, match=r"^NUMBER: '111' is not a number such as 79160000001$"):
        read(phone.Settings, "111")
