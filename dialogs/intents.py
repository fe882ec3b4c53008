"""Intents: as the examples label them, and where they lead."""

from collections.abc import Mapping

from msgspec.structs import replace

from dialogs.understood import Understood

LEADS: Mapping[str, str] = {
    "tariff_list": "tariff_all",
}
"""Intents that no conversation begins with (yet), and the command that is taken instead."""

CHOOSE_FIRST: Mapping[str, str] = {
    "service_on": "service_all",
    "service_off": "service_mine",
    "tariff_change": "tariff_all",
}
"""Intents that are about a thing, and the command by which it is chosen if none was named."""

SPELT: Mapping[str, str] = {"translit": "letters_latin", "cyr": "letters_cyrillic"}
"""Letters that may be asked for, and the command."""

LABELS: Mapping[str, str] = {
    "balance_latin": "balance",
    "spending": "detail_report",
    "spending_today": "detail_report",
    "services": "service_list",
    "service_all": "service_list",
    "service_mine": "service_list",
    "service_paid": "service_list",
    "service": "service_on",
    "tariff": "tariff_info",
    "tariff_mine": "tariff_info",
    "tariff_list": "tariff_info",
    "tariff_all": "tariff_change",
    "squares": "language_switch",
    "letters_latin": "language_switch",
    "letters_cyrillic": "language_switch",
    "password_set": "password_change",
    "call_back": "operator",
    "insult": "other",
    "menu": "help",
    "number": "menu_choice",
    "more": "menu_choice",
    "code": "other",
}
"""Intents, and their names among the labels where those are others: a bare service is asked for by who wants it on."""

MEANT: Mapping[str, Understood] = {
    "content_ban": Understood("service", "content_ban"),
    "detail_report": Understood("spending"),
    "menu_choice": Understood("more"),
    "service_list": Understood("services"),
    "tariff_info": Understood("tariff_mine"),
}
"""What is understood where nothing but such a label is known."""

ASKED = frozenset(
    {
        "balance",
        "services",
        "tariff_mine",
        "tariff_all",
        "password_issue",
        "password_change",
        "promised_payment",
        "spending",
        "language_switch",
        "operator",
        "stop",
        "help",
    }
)
"""Commands that are asked for in doubt: ``doubt.`` and one of these is a key of a text."""

CHANGING = frozenset({"service_on", "service_off", "tariff_change", "password_issue", "password_change", "content_ban"})
"""Labels of what changes something, if it is confirmed."""


def label(said: Understood) -> str:
    """How the examples call it."""
    return said.likely or ("content_ban" if said.item == "content_ban" else LABELS.get(said.intent, said.intent))


def slot(said: Understood) -> str:
    """What it names, as the examples write that."""
    if said.intent in ("number", "back", "more") and said.number is not None:
        return str(said.number)
    return said.password or said.item or said.slot or ("next" if said.intent == "more" else "-")


def meant(intent: str, how: str) -> Understood:
    """What is understood of a label alone."""
    return replace(MEANT.get(intent, Understood(intent)), how=how)


def doubted(first: Understood, second: Understood) -> Understood:
    """The first, to be asked whether it is the second; or the first alone, if one of them cannot be asked for."""
    choices = (_command(first), _command(second))
    can_be_asked = choices[0] != choices[1] and not first.item and all(each in ASKED for each in choices)
    return replace(first, how="ask", choices=choices) if can_be_asked else first


def led(said: Understood) -> Understood:
    """The same with a command of `dialogs.course` for its intent; an answer to a screen is itself."""
    intent = "doubt" if said.how == "ask" else _command(said)
    return said if intent == said.intent else replace(said, intent=intent)


def _command(said: Understood) -> str:
    if said.intent == "language_switch" and said.slot in SPELT:
        return SPELT[said.slot]
    if not said.item and said.intent in CHOOSE_FIRST:
        return CHOOSE_FIRST[said.intent]
    return LEADS.get(said.intent, said.intent)
