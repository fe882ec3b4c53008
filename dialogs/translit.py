"""In which letters somebody writes.

Russian stands in Latin letters where a phone has no others to write with, and perhaps none to show. Words tell, by
their sound, for each is spelt in many ways. Those that may be English or Romanian (tarif, net), a name or a password
do not.
"""

from dialogs.spelling import sound, stem_sound, written
from operator_api.contract import Alphabet

_WORDS = """
    баланс баланса балансу вчера выйти выход где деньгам деньги как какая какие какой когда конечно куда мне могу надо
    назад оператора отмена отмени пароль привет сегодня спасибо справка счета счету убери уберите хватит хочу что чтобы
    """

_BEGINNINGS = """
    букв вкл выкл денег детализаци детализаси забыл запрет здравств измени нужн напомн обещан одолж остал остат откаж
    откл отпиш передум перевед перезвон перейт платеж поддерж подкл пожал позов покаж поменя помог помощ послуг потрач
    распечат расход рахун рашод скильк сколка скольк скоко смени снимит соглас списал услуг человек язык
    """

_WHOLE, _STEMS = frozenset(map(sound, _WORDS.split())), tuple(map(stem_sound, _BEGINNINGS.split()))


def letters(text: str) -> Alphabet | None:
    """Those of the text; None if it may be written so by anybody, as a code is."""
    if text.isascii():
        return "latin" if any(map(_is_russian, written(text))) else None
    return "cyrillic" if any("а" <= letter <= "я" for letter in text.casefold()) else None


def _is_russian(word: str) -> bool:
    heard = sound(word)
    return heard in _WHOLE or heard.startswith(_STEMS)
