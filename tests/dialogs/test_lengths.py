"""How long texts are, in every language and alphabet, with whatever is filled in."""

from collections.abc import Iterator
from itertools import product

import pytest

from dialogs.events import SMS
from dialogs.naming import names_of
from dialogs.wording import IN_LATIN, SHIPPED, TEXTS, Reader, names
from operator_api.contract import Kopecks, Service, Tariff
from smpp.alphabets import is_gsm, size
from tests.dialogs.operator import CATALOGUE
from tests.dialogs.phone import USSD

each_reader = pytest.mark.parametrize(("language", "alphabet"), list(product(SHIPPED, ("cyrillic", "latin"))))


def longest(key: str, reader: Reader) -> dict[str, str]:
    """The longest that there is to fill in."""
    services = sorted(CATALOGUE.services, key=lambda service: -len(service.name))
    things = offered(key)
    sums = dict.fromkeys(("need", "have", "balance", "today", "month", "charged", "fee", "sum", "back"), "-99999,99")
    return sums | {
        "example": "01.10-15.10",
        "most": "800",
        "until": "06.10",
        "period": "01.10-15.10",
        "email": "konstantin.konstantinopolskiy@example.com",
        "name": max((thing.name for thing in things), key=len),
        "description": max((thing.description for thing in things), key=len),
        "tariff": max((tariff.name for tariff in CATALOGUE.tariffs), key=len),
        "needs": "Мобильный интернет",
        "others": names_of([service.id for service in services[:2]], CATALOGUE),
        "other": '"Международный доступ"',
        "drops": names_of([service.id for service in services[:3]], CATALOGUE),
        "sums": "9999,99 + 9999,99",
        "price": reader.price(Kopecks(999_999), Kopecks(999_999), "month"),
        "password": "Kd7mPq2xTr",
        "since": "06.10.2012",
        "days": "180",
        "text": "Пополнить счет: банкомат, салон или *111*123#.",
        "code": "90010",
    }


USUAL = dict.fromkeys(("need", "have", "balance", "today", "month", "charged", "fee", "sum", "back"), "1234,50")


@each_reader
def test_every_text_fits_two_parts_with_the_longest_values(language: str, alphabet: str) -> None:
    """And one part in Latin letters. What has nothing to fill in but a code fits one, and a page of USSD."""
    reader, page = Reader(language, alphabet, SMS), Reader(language, alphabet, USSD)
    for key, text in TEXTS[language].items():
        said = reader.say(key, **longest(key, reader))
        assert size(reader.spell(said)).parts <= (1 if is_gsm(reader.spell(said)) else 2), key
        if names(text) <= {"code", "password", "sums", "example", "most"}:
            assert size(reader.spell(said)).parts == 1, key
            assert page.fits(said), key


@pytest.mark.parametrize("language", sorted(IN_LATIN))
def test_romanian_and_english_are_within_the_gsm_alphabet(language: str) -> None:
    """With any name of the catalogue; Romanian marks are left out."""
    reader = Reader(language, "cyrillic", SMS)
    for key in TEXTS[language]:
        assert is_gsm(reader.spell(reader.say(key, **longest(key, reader)))), key


@each_reader
def test_nine_texts_in_ten_take_one_part(language: str, alphabet: str) -> None:
    """Said about each service and each tariff that there is."""
    reader = Reader(language, alphabet, SMS)
    parts = [size(reader.spell(text)).parts for text in about_everything(reader)]
    assert max(parts) <= 2
    assert parts.count(1) >= 0.9 * len(parts)


def about_everything(reader: Reader) -> Iterator[str]:
    """Each text about each thing that it may be about, with its price and its kin."""
    for key, text in TEXTS[reader.language].items():
        known = [about(thing, reader) for thing in offered(key)]
        fitting = [values for values in known if all(values.get(name, " ") for name in names(text))]
        yield from dict.fromkeys(reader.say(key, **longest(key, reader) | USUAL | values) for values in fitting)


def offered(key: str) -> tuple[Service | Tariff, ...]:
    """What a text of that key may be about."""
    return CATALOGUE.tariffs if "tariff" in key else CATALOGUE.services


def about(thing: Service | Tariff, reader: Reader) -> dict[str, str]:
    """What a text says of it; what is empty it never says."""
    return about_tariff(thing, reader) if isinstance(thing, Tariff) else about_service(thing, reader)


def about_service(service: Service, reader: Reader) -> dict[str, str]:
    """What it is, costs, needs and shuts out."""
    return {
        "name": service.name,
        "description": service.description,
        "price": reader.price(service.connect_fee, service.fee, service.period).removesuffix("."),
        "needs": names_of(service.needs, CATALOGUE),
        "others": names_of(service.conflicts[:1], CATALOGUE),
        "other": f'"{names_of(service.conflicts[:1], CATALOGUE)}"' if service.conflicts else "",
    }


def about_tariff(tariff: Tariff, reader: Reader) -> dict[str, str]:
    """What it is and costs."""
    price = reader.price(Kopecks(0), tariff.monthly, "month")
    return {"name": tariff.name, "description": tariff.description, "price": price, "drops": "Гудок"}
