"""One secret, from which everything is derived."""

import pytest
from cryptography.fernet import Fernet

from pomoshnik.secret import DEVELOPMENT, Secret
from pomoshnik.settings import BadSetting


def test_each_role_and_purpose_has_its_own() -> None:
    """The same from the same secret, in whatever process; another from another."""
    secret = Secret("one")
    derived = [secret.token("dialogs"), secret.token("admin"), secret.key("gateway"), secret.key("books")]
    assert len(set(derived)) == 4
    assert secret.token("admin") == Secret("one").token("admin")
    assert secret.token("admin") != Secret("two").token("admin")


def test_a_key_seals() -> None:
    """It is one for Fernet."""
    fernet = Fernet(Secret("one").key("gateway"))
    assert fernet.decrypt(fernet.encrypt(b"password")) == b"password"


def test_a_secret_that_is_set_serves_anywhere(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a word."""
    secret = Secret.given_or_development("one", "0.0.0.0")
    assert secret.token("admin") == Secret("one").token("admin")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_on_this_machine_a_development_secret_serves(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With a warning."""
    secret = Secret.given_or_development("", host)
    assert secret.token("admin") == Secret(DEVELOPMENT).token("admin")
    assert "no POMOSHNIK_SECRET" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "gateway.example", ""])
def test_beyond_this_machine_a_secret_is_needed(host: str) -> None:
    """The line names the setting."""
    with pytest.raises(BadSetting, match="--secret is missing"):
        Secret.given_or_development("", host)
