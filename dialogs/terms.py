"""The terms of a change in words: before it, as a question that names thing and price, and after it."""

from datetime import date

from dialogs.naming import name_of, names_of
from dialogs.screens import Told, confirm
from dialogs.wording import Reader, Wording, day, money
from operator_api.contract import Catalogue, Kopecks, ServiceQuote, TariffQuote

NOTHING = Kopecks(0)


def service_question(quote: ServiceQuote, reader: Reader, catalogue: Catalogue) -> Told:
    """What would come or go, what else with it, and the price."""
    question = reader.say(
        _service_question(quote),
        name=name_of(quote.service, catalogue),
        needs=names_of(quote.adds, catalogue),
        others=names_of(quote.removes, catalogue),
        other=_difference(quote, catalogue),
    )
    return confirm(question, _service_price(quote, reader, catalogue), reader)


def _service_question(quote: ServiceQuote) -> str:
    if not quote.on:
        return "services.off"
    if quote.removes:
        return "services.instead" + ".burns" * quote.remainder_lost + ".needs" * bool(quote.adds)
    return "services.on.needs" if quote.adds else "services.on"


def _service_price(quote: ServiceQuote, reader: Reader, catalogue: Catalogue) -> str:
    if quote.remainder_lost:
        return reader.price(Kopecks(quote.connect_fee + quote.fee), NOTHING, "once")
    if not quote.on and _is_paid(quote, catalogue):
        return reader.say("services.off.paid")
    return reader.price(quote.connect_fee, quote.fee, quote.period)


def _is_paid(quote: ServiceQuote, catalogue: Catalogue) -> bool:
    service = catalogue.service.get(quote.service)
    return service is not None and service.fee > 0


def _difference(quote: ServiceQuote, catalogue: Catalogue) -> str:
    """What is replaced, as shortly as tells it from what replaces it: ``100`` by a pack of 300, else the whole name."""
    new, old = name_of(quote.service, catalogue).split(), names_of(quote.removes, catalogue).split()
    differing = [word for word, other in zip(old, new, strict=False) if word != other]
    return differing[0] if len(old) == len(new) and len(differing) == 1 else f'"{" ".join(old)}"'


def service_done(quote: ServiceQuote, reader: Reader, catalogue: Catalogue) -> Wording:
    """What is on or off now, and the price."""
    price = reader.price(quote.connect_fee, quote.fee, quote.period).removesuffix(".")
    return Wording(_service_done(quote, catalogue), {"name": name_of(quote.service, catalogue), "price": price})


def _service_done(quote: ServiceQuote, catalogue: Catalogue) -> str:
    if quote.on:
        return "services.done.on" if quote.connect_fee or quote.fee else "services.done.on.free"
    service = catalogue.service.get(quote.service)
    return "services.done.off.month" if service and service.period == "month" else "services.done.off"


def tariff_question(quote: TariffQuote, reader: Reader, catalogue: Catalogue) -> Told:
    """Where to, what would go, and the price."""
    question = reader.say(
        "tariffs.question.drops" if quote.drops else "tariffs.question",
        name=name_of(quote.tariff, catalogue),
        drops=names_of(quote.drops, catalogue),
    )
    return confirm(question, _tariff_price(quote, reader), reader)


def _tariff_price(quote: TariffQuote, reader: Reader) -> str:
    if quote.switch_fee and not quote.monthly:
        return reader.say("tariffs.fee", fee=money(quote.switch_fee))
    return reader.price(quote.switch_fee, quote.monthly, "month")


def tariff_done(quote: TariffQuote, since: date, catalogue: Catalogue) -> Wording:
    """Since when, and what was charged."""
    charged = quote.switch_fee + quote.monthly
    values = {"name": name_of(quote.tariff, catalogue), "since": day(since), "charged": money(charged)}
    return Wording("tariffs.done" if charged else "tariffs.done.free", values)
