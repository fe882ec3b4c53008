"""The texts: whole in four languages, all of them used."""

import re
from importlib.resources import files
from string import Formatter

import polib
import pytest

from cabinet.details import FORMATS
from cabinet.home import TOLD
from cabinet.own_password import RULES
from cabinet.periods import presets
from cabinet.services import GROUPS, OTHERS
from cabinet.words import CONDITIONS
from operator_api.contract import Reason
from operator_api.usage import KINDS
from pages.errors import KEYS
from pages.texts import LANGUAGES
from tests.cabinet.test_spending import TODAY

FORMS = {"ru": 3, "uk": 3, "ro": 3, "en": 2}

CHOSEN = {
    "refused": Reason,
    "kind": KINDS,
    "rule": RULES,
    "format": FORMATS,
    "group": (*GROUPS, OTHERS),
    "period": presets(TODAY),
    "error": ("not_found", "forged", "bad_form", "odd_answer", "unsure", "failed", "no_document", *KEYS.values()),
    "history": (*(TOLD - {"SwitchService"}), "other", "SwitchService.on", "SwitchService.off"),
    "price": ("day", "month", "once", "free"),
    "password": ("too_soon", "too_many", "busy"),
    "channel": ("sms", "web", "support", "operator"),
    "state": ("building", "ready", "sent", "failed"),
    "alphabet": ("cyrillic", "latin"),
}
"""Keys that are put together: their beginning, and all that may follow."""


def entries(language: str) -> dict[str, polib.POEntry]:
    """The texts of a language."""
    return {each.msgid: each for each in polib.pofile(str(files("cabinet").joinpath("texts", f"{language}.po")))}


RUSSIAN = entries("ru")


def names(text: str) -> set[str]:
    """What is filled in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_in_every_language(language: str) -> None:
    """With the same things to fill in, and every form of a plural."""
    found = entries(language)
    assert list(found) == list(RUSSIAN)
    for key, entry in found.items():
        if entry.msgid_plural:
            assert len(entry.msgstr_plural) == FORMS[language]
            assert all(names(form) == {"count"} for form in entry.msgstr_plural.values())
        else:
            assert entry.msgstr
            assert names(entry.msgstr) == names(RUSSIAN[key].msgstr), key


def test_no_text_was_left_untranslated() -> None:
    """But for what is the same everywhere."""
    cyrillic = re.compile("[а-яА-Я]")
    for language in ("ro", "en"):
        assert [key for key, entry in entries(language).items() if cyrillic.search(entry.msgstr)] == []
    russian_alone = re.compile("[ыэъё]")
    assert [key for key, entry in entries("uk").items() if russian_alone.search(entry.msgstr)] == []


@pytest.mark.parametrize("beginning", CHOSEN)
def test_whatever_may_be_chosen_has_a_text(beginning: str) -> None:
    """Each reason of the operator, each kind of spending and so on."""
    assert [f"{beginning}.{each}" for each in CHOSEN[beginning] if f"{beginning}.{each}" not in RUSSIAN] == []


def test_every_text_is_used() -> None:
    """Its key stands in the code or a template, or is put together."""
    sources = [file for folder in ("", "templates") for file in files("cabinet").joinpath(folder).iterdir()]
    source = "\n".join(file.read_text() for file in sources if file.name.endswith((".py", ".html")))
    written = set(re.findall(r"[\"']([A-Za-z_.]+)[\"']", source)) | set(CONDITIONS.values())
    chosen = tuple(f"{beginning}." for beginning in CHOSEN)
    put_together = tuple(re.findall(r"\"([a-z]+\.)\" ~", source))
    assert [key for key in RUSSIAN if key not in written and not key.startswith(chosen + put_together)] == []
