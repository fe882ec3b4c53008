"""What things are called."""

from collections.abc import Iterable

from operator_api.contract import Catalogue


def name_of(id: str, catalogue: Catalogue) -> str:
    """The name of a service or tariff; the id itself if the catalogue has lost it."""
    thing = catalogue.service.get(id) or catalogue.tariff.get(id)
    return thing.name if thing else id


def names_of(ids: Iterable[str], catalogue: Catalogue) -> str:
    """Names for a text that has quotes around them: ``БИТ", "MMS``."""
    return '", "'.join(name_of(id, catalogue) for id in ids)
