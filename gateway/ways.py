"""The ways to a phone that has not just written."""

from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

from gateway.records import Route


@lru_cache(maxsize=256)
def way_of(smsc: str, service: str) -> int:
    """The route as a record remembers it: a number, since names are long and sessions many."""
    return crc32(smsc.encode(), crc32(service.encode()))


class Ways:
    """Every pair of our SMSCs and service numbers."""

    def __init__(self, smscs: Sequence[str], services: Sequence[str]) -> None:
        """In the order of the settings; one of each at least."""
        self._services = services
        self.use(smscs)

    def use(self, smscs: Sequence[str]) -> None:
        """These from now on, one at least."""
        self._first = Route(smscs[0], self._services[0])
        routes = [Route(smsc, service) for smsc in smscs for service in self._services]
        self._routes = {way_of(route.smsc, route.service): route for route in routes}

    def back(self, way: int) -> Route:
        """The route that was remembered so; the first if it was none, or is ours no longer."""
        return self._routes.get(way, self._first)
