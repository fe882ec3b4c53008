"""docs/settings.md is what the settings are."""

from pathlib import Path

from pomoshnik.settings_page import settings_page

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"


def test_the_page_is_as_the_settings_are() -> None:
    """After a change of settings, `make docs`."""
    assert PAGE.read_text(encoding="utf-8") == settings_page()


def test_an_option_of_each_kind() -> None:
    """With its variable, its default, what it allows and what it is."""
    lines = settings_page().splitlines()
    assert "| `--smpp-port PORT` | `POMOSHNIK_SMPP_PORT` | `2775` | for ESMEs; 0: any free one |" in lines
    assert "| `--dev` | `POMOSHNIK_DEV` |  | let stories move the clock |" in lines
    assert "| `NUMBER` |  | required | whose phone it is, such as 79160000001 |" in lines
    assert "| `bind` | `trx` | `trx`, `tx-rx` | a transceiver, or a pair of one-way binds |" in lines
    assert "| `window` | `64` | 1 to 1000 | submit_sm unanswered at once on each link |" in lines
