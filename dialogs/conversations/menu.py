"""Where everything begins: the menu, and help."""

from functools import cache
from typing import ClassVar

from dialogs.conversation import Conversation, Fixed
from dialogs.screens import Menu as MenuScreen
from dialogs.screens import Option
from dialogs.turn import Turn
from dialogs.wording import Reader

ITEMS = (
    *("balance", "services", "tariff_mine", "password_issue"),
    *("spending", "promised_payment", "language_switch", "operator"),
)
"""Commands by digit. A digit keeps its meaning for good."""


class Menu(Conversation):
    """The menu is no question: any command and СТОП mean on it what they mean anywhere."""

    name = "menu"
    table = """
        menu        idle        choosing    show_menu
        help        idle        idle        tell_help

        chosen      choosing    idle        follow
        unclear     choosing    choosing    show_menu
    """
    fixed: ClassVar[Fixed] = {"choosing": ITEMS}

    def show_menu(self, turn: Turn) -> None:
        """All that can be done."""
        turn.show(_menu(turn.reader))

    def tell_help(self, turn: Turn) -> None:
        """What can be written."""
        turn.say("help")


@cache
def _menu(reader: Reader) -> MenuScreen:
    return MenuScreen(tuple(Option(item, reader.say(f"menu.{item}") if item else "") for item in ITEMS))
