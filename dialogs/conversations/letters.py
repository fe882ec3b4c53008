"""In which language and letters a person is written to."""

from typing import ClassVar, cast

from msgspec.structs import replace

from dialogs.conversation import Changes, Conversation, Reads, in_latin
from dialogs.languages import NAMES, language_in
from dialogs.screens import Listed, Option, offer
from dialogs.turn import Turn
from dialogs.wording import SHIPPED
from operator_api.contract import Alphabet, Language, SetReading


class Letters(Conversation):
    """Either changes without the other. To who sees squares the letters are offered in Latin ones."""

    name = "letters"
    table = """
        letters_cyrillic    idle        setting     set_cyrillic
        letters_latin       idle        setting     set_latin
        squares             idle        offering    offer_latin
        language_switch     idle        speaking    set_said        is_said
        language_switch     idle        choosing    show_languages

        yes                 offering    setting     set_latin
        no                  offering    idle        cancel_in_latin
        back                offering    idle        home
        unclear             offering    offering    offer_latin

        chosen              choosing    speaking    set_chosen      is_language
        chosen              choosing    idle        follow
        written             choosing    speaking    set_said
        back                choosing    idle        home
        unclear             choosing    choosing    show_languages

        Done                setting     idle        tell_letters
        Done                speaking    idle        tell_language
        Refused             setting     idle        refuse
        Refused             speaking    idle        refuse
    """
    changes: ClassVar[Changes] = {SetReading: "setting"}
    reads: ClassVar[Reads] = {"choosing": language_in}

    # Letters

    def set_cyrillic(self, turn: Turn) -> None:
        """Have the operator note it."""
        _write(turn, "cyrillic")

    def set_latin(self, turn: Turn) -> None:
        """Have the operator note it."""
        _write(turn, "latin")

    def offer_latin(self, turn: Turn) -> None:
        """In letters that they can read."""
        in_latin(turn, _offer)

    def cancel_in_latin(self, turn: Turn) -> None:
        """Nothing is done, in the same."""
        in_latin(turn, self.cancel)

    def tell_letters(self, turn: Turn) -> None:
        """In the new ones, as all that follows."""
        turn.say(f"letters.{_read_in(turn).alphabet}")

    # Language

    def is_said(self, turn: Turn) -> bool:
        """It came with the wish."""
        return language_in(turn.text, turn.today) is not None

    def set_said(self, turn: Turn) -> None:
        """Have the operator note the one that was named."""
        _speak(turn, language_in(turn.text, turn.today) or turn.profile.language)

    def is_language(self, turn: Turn) -> bool:
        """No letters were chosen."""
        return turn.chosen in SHIPPED

    def set_chosen(self, turn: Turn) -> None:
        """Have the operator note it."""
        _speak(turn, turn.chosen)

    def show_languages(self, turn: Turn) -> None:
        """Each by its own name; and the letters that they do not have now."""
        letters = "letters_cyrillic" if turn.profile.alphabet == "latin" else "letters_latin"
        languages = [Option(language, NAMES[language]) for language in SHIPPED]
        turn.show(Listed((*languages, Option(letters, turn.reader.say(f"language.{letters}")))))

    def tell_language(self, turn: Turn) -> None:
        """In it, as all that follows."""
        _read_in(turn)
        turn.say("language.set")


def _write(turn: Turn, alphabet: Alphabet) -> None:
    profile = turn.profile
    language_chosen = profile.language_chosen is not False
    turn.ask(SetReading(turn.world.number, profile.language, alphabet, language_chosen=language_chosen))


def _speak(turn: Turn, language: str) -> None:
    profile = turn.profile
    alphabet_chosen = profile.alphabet_chosen is not False
    turn.ask(SetReading(turn.world.number, cast(Language, language), profile.alphabet, alphabet_chosen=alphabet_chosen))


def _read_in(turn: Turn) -> SetReading:
    """From now on as the question said."""
    assert isinstance(turn.question, SetReading)
    reading = turn.question
    turn.profile = replace(turn.profile, language=reading.language, alphabet=reading.alphabet)
    return reading


def _offer(turn: Turn) -> None:
    turn.show(offer(turn.reader.say("letters.squares"), turn.reader.say("yes_no")))
