"""In which language somebody writes, where it can be taken for no other of ours.

Letters tell, else words. Those that are Russian in Latin letters too do not: on (он), no (но), parola (пароля).
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from operator_api.contract import Language

UNCHOSEN: Language = "ru"
"""What the operator says of who has chosen no language; and, alas, of who chose this one."""

_LETTERS: Mapping[Language, re.Pattern[str]] = {
    "ru": re.compile("[ыэъё]"),
    "uk": re.compile("[іїєґ]|(?<=[а-я])i|i(?=[а-я])"),
    "ro": re.compile("[ăîșțţ]"),
}
"""Letters that no other of our languages has; many type the Ukrainian і on the Latin key."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_WORDS: Mapping[Language, frozenset[str]] = {
    "en": _words("""
        account activate add advance agent agree an and ask back balance ban bill block borrow call can
        cancel cannot change changed charge cheaper connect content cost credit customer deactivate details
        disable enable english first forget forgot forwarding from get give go hello help how human in is it
        language last later left lend letters loan log lost many me messages mind minutes money month more
        much my need never new next not now number numbers of off option out page paid password pay people
        person plan please premium price real remove report reset russian see send service services show
        sign speak spending statement stop subscriptions support switch talk tariff text texts thank thanks
        the this transfer turn use voicemail want way weather what which why will with work would you your
        """),
    "ro": _words("""
        abonament abonamentul abonari activare activati activeaza activez ajunge ajutor anulare anulati
        anuleaza apeluri balanta banii bine blocati buna cat cate cati ce comenzi conectati contul costa cum
        datorie deconectare detaliere dezabonare dezactivare dezactivati dezactiveaza dezactivez doresc este
        factura fara ieftin iesire imi imprumut inapoi inchide internetul legatura limba mele meniu meniul
        meu multumesc neagra nevoie numarul operatorul opreste opriti optiunea optiuni pachetul pagina pana
        pentru planul porniti pret promisa pune renunt rog romana romaneste schimb schimba schimbare
        schimbati scoateti scrieti servicii serviciile serviciilor serviciu serviciul sigur sold soldul
        spune sunati tariful tarifului telefonul treceti trimite trimiteti uitat unde urmatoarea vreau ziua
        """),
    "uk": _words("""
        або авжеж борг будь вийти вимкни вимкнути вимкніть витрати вкрали грошей дешевший добре доброго
        додайте допомога досить дякую заборона заборону забув забула завершити залишок зараз згоден згодна
        зняти коли ласка латиницею людина людиною людину мова мовою мову нагадайте немає повернутися поганий
        поговорити позичте покличте послуг послуга послуги послугу потрібно рахунка рахунку рахунок
        скасувати скасуйте треба чому чорний що як яка який
        """),
    "ru": _words("""
        включи включить выключи выключить где денег деньги если есть еще здравствуйте или как меня мне надо
        нужно остаток отключи отключите отключить подключи подключите подключить пожалуйста поменять
        почему сколько сменить спасибо счет счете счету услуг услуга услуги услугу хватит что это
        """),
}

_TELLING: Mapping[str, Language] = {word: language for language, words in _WORDS.items() for word in words}
"""No word is listed for two."""

_LEAST: Mapping[Language, int] = {"en": 2, "ro": 1, "uk": 1, "ru": 1}
"""Words that tell: of English one is in every Russian's mouth."""

_WORD = re.compile(r"[^\W\d_]+")


def tongue(text: str) -> Language | None:
    """The language of the text; None if it may be any. Latin letters alone may be a password: never remembered."""
    return _tongue(text) if text.isascii() else remembered(text)


@lru_cache(maxsize=4096)
def remembered(text: str) -> Language | None:
    """Most of what people write, many write."""
    return _tongue(text)


def _tongue(text: str) -> Language | None:
    folded = text.casefold()
    for language, letters in _LETTERS.items():
        if letters.search(folded):
            return language
    return _by_words(folded)


def _by_words(folded: str) -> Language | None:
    telling = [_TELLING[word] for word in frozenset(_WORD.findall(folded)) if word in _TELLING]
    return next((language for language, least in _LEAST.items() if telling.count(language) >= least), None)
