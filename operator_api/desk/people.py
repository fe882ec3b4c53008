"""Subscribers: finding one, and what there is to see of them."""

from aiohttp import web

from operator_api.desk.desk import MOST_FOUND, STEPS_ON_PAGE, Card
from operator_api.desk.history import steps
from operator_api.desk.showing import DESK, TERMS, caller_of, go, number_of, show
from operator_api.desk.words import DONE
from operator_api.finding import read_wanted
from pages.errors import PageError

LONGEST_TYPED = 200
"""Characters of a search."""


async def find(request: web.Request) -> web.Response:
    """Whom somebody may mean; straight to the card where it is one."""
    typed = request.query.get("who", "")[:LONGEST_TYPED]
    wanted = read_wanted(typed)
    found = await request.app[DESK].find(wanted, caller_of(request)) if wanted else []
    if len(found) == 1:
        return go(f"/subscribers/{found[0].number}")
    listed, more = found[:MOST_FOUND], len(found) > MOST_FOUND
    return show(request, "found.html", typed=typed, wanted=wanted, found=listed, more=more)


async def show_card(request: web.Request) -> web.Response:
    """The state, and the last lines of the history."""
    card = await card_of(request)
    done = DONE.get(request.query.get("done", ""), "")
    return show_of(request, card, "card.html", done=done, steps=steps(card.steps, request.app[TERMS]))


async def show_services(request: web.Request) -> web.Response:
    """All there are, those that are on first."""
    return show_of(request, await card_of(request), "services.html")


async def show_tariffs(request: web.Request) -> web.Response:
    """All that can be entered."""
    return show_of(request, await card_of(request), "tariffs.html")


async def show_history(request: web.Request) -> web.Response:
    """The audit, a page of it."""
    card, looks, before = await card_of(request), "looks" in request.query, request.query.get("before", "")
    if before and not (before.isascii() and before.isdecimal() and len(before) <= 9):
        raise PageError(404, "not_found")
    found = await request.app[DESK].history(number_of(request), looks, int(before) if before else None)
    listed, more = found[:STEPS_ON_PAGE], len(found) > STEPS_ON_PAGE
    last = listed[-1].id if more else None
    return show_of(request, card, "history.html", steps=steps(listed, request.app[TERMS]), looks=looks, last=last)


async def card_of(request: web.Request) -> Card:
    """The subscriber whom the page is about; the look is noted. Raises `PageError`."""
    card = await request.app[DESK].card(number_of(request), caller_of(request))
    if card is None:
        raise PageError(404, "nobody")
    return card


def show_of(request: web.Request, card: Card, template: str, status: int = 200, **values: object) -> web.Response:
    """A page about a subscriber."""
    return show(request, template, status, card=card, subscriber=card.line.subscriber, **values)
