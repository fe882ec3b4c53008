"""An SMSC's URL."""

from pathlib import Path

import pytest

from gateway.address import Address, parse
from gateway.errors import BadSetting
from smpp.parts import Long

PLAIN = Address(host="smsc.example", port=2775, tls=False, system_id="esme", password="secret")


@pytest.mark.parametrize(
    ("option", "field", "value"),
    [
        ("bind=tx-rx", "bind", "tx-rx"),
        ("links=4", "links", 4),
        ("window=1", "window", 1),
        ("system_type=SMPP", "system_type", "SMPP"),
        ("address_range=111", "address_range", "111"),
        ("source_ton=3", "source_ton", 3),
        ("source_npi=0", "source_npi", 0),
        ("dest_ton=2", "dest_ton", 2),
        ("dest_npi=8", "dest_npi", 8),
        ("service_type=CMT", "service_type", "CMT"),
        ("alphabet=latin1", "alphabet", "latin1"),
        ("long=udh16", "long", Long.UDH16),
        ("long=sar", "long", Long.SAR),
        ("long=payload", "long", Long.PAYLOAD),
        ("enquire=20", "enquire", 20.0),
        ("response=1.5", "response", 1.5),
        ("temp_error=0x58", "temp_error", 0x58),
        ("temp_error=100", "temp_error", 100),
    ],
)
def test_each_option_is_read(option: str, field: str, value: object) -> None:
    """An option sets its field and leaves the others alone."""
    address = parse(f"smpp://esme:secret@smsc.example?{option}")
    assert {name for name in Address.__struct_fields__ if getattr(address, name) != getattr(PLAIN, name)} == {field}
    assert getattr(address, field) == value


@pytest.mark.parametrize(
    ("url", "port", "tls"),
    [
        ("smpp://esme:secret@smsc.example", 2775, False),
        ("smpp://esme:secret@smsc.example:2000", 2000, False),
        ("smpps://esme:secret@smsc.example", 3550, True),
        ("smpps://esme:secret@smsc.example:2776", 2776, True),
    ],
)
def test_the_scheme_says_whether_it_is_tls_and_the_usual_port(url: str, port: int, tls: bool) -> None:
    """smpps is SMPP over TLS."""
    assert (parse(url).port, parse(url).tls) == (port, tls)


def test_id_and_password_may_hold_any_character_if_escaped() -> None:
    """They are percent-encoded, as everywhere in URLs."""
    address = parse("smpp://me%40home:p%2Fa%3As%40@host")
    assert (address.system_id, address.password) == ("me@home", "p/a:s@")


def test_a_host_may_have_a_name_in_any_alphabet() -> None:
    """It is asked for as DNS spells it (RFC 3490)."""
    assert parse("smpp://esme:secret@смс.example").host == "xn--l1ajb.example"


def test_a_host_may_be_an_address() -> None:
    """Of either kind."""
    hosts = [parse(f"smpp://esme:secret@{host}:2775").host for host in ("127.0.0.1", "[::1]", "[fe80::1%eth0]")]
    assert hosts == ["127.0.0.1", "::1", "fe80::1%eth0"]


def test_its_name_is_without_the_password() -> None:
    """Queues and logs call it by its name."""
    assert parse("smpp://esme:secret@host:2000?window=3").name == "esme@host:2000"


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("", "smpp://"),
        ("host:2775", "smpp://"),
        ("http://esme:secret@host", "smpp://"),
        ("smpp://", "ID:PASSWORD@"),
        ("smpp://esme:secret", "ID:PASSWORD@"),
        ("smpp://esme:secret@", "host"),
        ("smpp://esme:12?secret@host", "%3F"),
        ("smpp://esme:secret@smsc..example", "host"),
        (f"smpp://esme:secret@{'a' * 64}.example", "host"),
        ("smpp://esme:secret@host:port", "port"),
        ("smpp://esme:secret@host:70000", "port"),
        ("smpp://esme:12secret@[host", "ID:PASSWORD@"),
        ("smpp://esme:℀secret@host", "ID:PASSWORD@"),
        ("smpp://esme:12/secret@host", "%2F"),
        ("smpp://esme:secret@host/path", "?options"),
        ("smpp://esme:12#secret@host", "%23"),
        ("smpp://a-name-of-16-byte:secret@host", "system_id"),
        ("smpp://esme:longsecret@host", "password"),
        ("smpp://esme:secret@host?bind=tx", "bind"),
        ("smpp://esme:secret@ho st", "host"),
        ("smpp://esme:secret@ho\0st", "host"),
        ("smpp://esme:secret@host?links=0", "links"),
        ("smpp://esme:secret@host?links=17", "links"),
        ("smpp://esme:secret@host?window=0", "window"),
        ("smpp://esme:secret@host?window=1001", "window"),
        ("smpp://esme:secret@host?window=many", "window"),
        ("smpp://esme:secret@host?window=", "window"),
        ("smpp://esme:secret@host?system_type=thirteen-long", "system_type"),
        ("smpp://esme:secret@host?source_ton=256", "source_ton"),
        ("smpp://esme:secret@host?source_npi=-1", "source_npi"),
        ("smpp://esme:secret@host?dest_ton=x", "dest_ton"),
        ("smpp://esme:secret@host?dest_npi=300", "dest_npi"),
        ("smpp://esme:secret@host?service_type=toolong", "service_type"),
        ("smpp://esme:secret@host?service_type=прив", "service_type"),
        ("smpp://мы:secret@host", "system_id"),
        ("smpp://esme:secret@host?alphabet=utf8", "alphabet"),
        ("smpp://esme:secret@host?long=short", "long"),
        ("smpp://esme:secret@host?ussd_octets=123", "ussd_octets"),
        ("smpp://esme:secret@host?ussd_octets=161", "ussd_octets"),
        ("smpp://esme:secret@host?enquire=0", "enquire"),
        ("smpp://esme:secret@host?enquire=nan", "enquire"),
        ("smpp://esme:secret@host?response=never", "response"),
        ("smpp://esme:secret@host?temp_error=0", "temp_error"),
        ("smpp://esme:secret@host?temp_error=0xno", "temp_error"),
        ("smpp://esme:secret@host?speed=9", "speed"),
        ("smpp://esme:secret@host?password=secret", "password"),
        ("smpp://esme:secret@host?tls=true", "tls"),
    ],
)
def test_what_is_wrong_is_told_in_one_line_without_the_password(url: str, named: str) -> None:
    """The line names the setting."""
    with pytest.raises(BadSetting) as error:
        parse(url)
    line = str(error.value)
    assert named in line
    assert "\n" not in line
    assert "secret" not in line


def test_a_dialect_whose_replies_go_on_the_link_of_their_questions_needs_links_for_both(tmp_path: Path) -> None:
    """Of a pair, one only brings and the other only takes."""
    table = (Path("smpp") / "dialects" / "standard.toml").read_text("utf-8")
    (file := tmp_path / "same.toml").write_text(table.replace("default = true", "same_link = true"))
    url = f"smpp://esme:secret@host?dialect={file}"
    assert parse(url).ussd.same_link
    with pytest.raises(BadSetting, match=r"dialect: .* bind=trx"):
        parse(f"{url}&bind=tx-rx")


def test_a_dialect_that_cannot_be_used_is_named_in_one_line() -> None:
    """Neither ours nor a file."""
    with pytest.raises(BadSetting, match=r"^SMSC URL: dialect: '/none' is .*$"):
        parse("smpp://esme:secret@host?dialect=/none")
