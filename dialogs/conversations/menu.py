"""Where everything begins: the menu, help, and people."""

from functools import cache

from dialogs.conversation import Conversation
from dialogs.screens import Menu as MenuScreen
from dialogs.screens import Option
from dialogs.turn import Turn
from dialogs.wording import Reader

ITEMS = ("balance", "services", "tariff_mine", "password_issue", "", "", "", "operator")
"""Commands by digit. A digit keeps its meaning for good."""


class Menu(Conversation):
    """The menu is no question: any command and СТОП mean on it what they mean anywhere."""

    name = "menu"
    table = """
        menu        idle        choosing    show_menu
        help        idle        idle        tell_help
        operator    idle        idle        tell_operator
        other       idle        idle        tell_unknown

        chosen      choosing    idle        follow
        unclear     choosing    idle        tell_unknown
    """

    def show_menu(self, turn: Turn) -> None:
        """All that can be done."""
        turn.show(_menu(turn.reader))

    def tell_help(self, turn: Turn) -> None:
        """What can be written."""
        turn.say("help")

    def tell_operator(self, turn: Turn) -> None:
        """Where people answer."""
        turn.say("operator")

    def tell_unknown(self, turn: Turn) -> None:
        """That we did not understand, and what we would."""
        turn.say("unknown")


@cache
def _menu(reader: Reader) -> MenuScreen:
    return MenuScreen(tuple(Option(item, reader.say(f"menu.{item}") if item else "") for item in ITEMS))
