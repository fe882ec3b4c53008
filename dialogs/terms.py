"""The terms of a change in words: before it, as a question that names thing and price, and after it."""

from datetime import date

from dialogs.naming import name_of, names_of
from dialogs.wording import Reader, day, money
from operator_api.contract import Catalogue, ServiceQuote, TariffQuote


def service_question(quote: ServiceQuote, reader: Reader, catalogue: Catalogue) -> str:
    """What would come, what would come with it, what would go, and the price."""
    return reader.say(
        _service_question(quote, catalogue),
        name=name_of(quote.service, catalogue),
        needs=names_of(quote.adds, catalogue),
        others=names_of(quote.removes, catalogue),
        other=_difference(quote, catalogue),
        price=reader.price(quote.connect_fee, quote.fee, quote.period),
        sums=money(quote.connect_fee + quote.fee),
    )


def _service_question(quote: ServiceQuote, catalogue: Catalogue) -> str:
    if not quote.on:
        return "services.off" if _is_paid(quote, catalogue) else "services.off.free"
    if quote.removes:
        return "services.instead" + ".burns" * quote.remainder_lost + ".needs" * bool(quote.adds)
    return "services.on.needs" if quote.adds else "services.on"


def _difference(quote: ServiceQuote, catalogue: Catalogue) -> str:
    """The old in as few words as tell it from the new: ``100`` if packs of 100 and 300 differ in that alone."""
    new, old = (name.split() for name in (name_of(quote.service, catalogue), names_of(quote.removes, catalogue)))
    differing = [mine for mine, other in zip(old, new, strict=False) if mine != other]
    return differing[0] if len(old) == len(new) and len(differing) == 1 else f'"{" ".join(old)}"'


def _is_paid(quote: ServiceQuote, catalogue: Catalogue) -> bool:
    service = catalogue.service.get(quote.service)
    return bool(service and service.fee)


def service_done(quote: ServiceQuote, reader: Reader, catalogue: Catalogue) -> str:
    """What is on or off now, and the price."""
    price = reader.price(quote.connect_fee, quote.fee, quote.period).removesuffix(".")
    return reader.say(_service_done(quote, catalogue), name=name_of(quote.service, catalogue), price=price)


def _service_done(quote: ServiceQuote, catalogue: Catalogue) -> str:
    if quote.on:
        return "services.done.on" if quote.connect_fee or quote.fee else "services.done.on.free"
    service = catalogue.service.get(quote.service)
    return "services.done.off.month" if service and service.period == "month" else "services.done.off"


def tariff_question(quote: TariffQuote, reader: Reader, catalogue: Catalogue) -> str:
    """Where to, at what price, and what would go."""
    return reader.say(
        _tariff_question(quote) + ".drops" * bool(quote.drops),
        name=name_of(quote.tariff, catalogue),
        price=reader.price(quote.switch_fee, quote.monthly, "month"),
        fee=money(quote.switch_fee),
        drops=names_of(quote.drops, catalogue),
    )


def _tariff_question(quote: TariffQuote) -> str:
    return "tariffs.question.fee" if quote.switch_fee and not quote.monthly else "tariffs.question"


def tariff_done(quote: TariffQuote, since: date, reader: Reader, catalogue: Catalogue) -> str:
    """Since when, and what was charged."""
    charged = quote.switch_fee + quote.monthly
    return reader.say(
        "tariffs.done" if charged else "tariffs.done.free",
        name=name_of(quote.tariff, catalogue),
        since=day(since),
        charged=money(charged),
    )
