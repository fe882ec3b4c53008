"""One request: by whom, in which language, and the page that answers it."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, TypeVar

import msgspec
from aiohttp import web

from cabinet.house import ACCOUNT, HOUSE, LANGUAGE, VISITOR
from operator_api.contract import AnyQuestion, AnyResult, Catalogue, Number, Overview, Refused, Session
from pages.errors import PageError
from pages.forms import Form, new_secret
from pages.shown import moment
from pages.texts import LANGUAGES, preferred

Wanted = TypeVar("Wanted")

NOTHING: Mapping[str, str] = {}


class Visit:
    """A request by whoever it may be."""

    session: Session | None = None

    def __init__(self, request: web.Request) -> None:
        self.request = request
        self.house = request.app[HOUSE]
        self.address = self.house.front.address(request)

    @property
    def language(self) -> str:
        """That was chosen, else that the browser prefers."""
        chosen = LANGUAGE.of(self.request)
        return chosen if chosen in LANGUAGES else preferred(self.request.headers.get("Accept-Language", ""))

    @cached_property
    def secret(self) -> str:
        """What the forms of this browser are tied to."""
        return VISITOR.of(self.request) or new_secret()

    def say(self, key: str, **values: object) -> str:
        """The text of that key."""
        return self.house.texts.say(key, self.language, **values)

    def count(self, key: str, count: int, **values: object) -> str:
        """The text of that key for that many."""
        return self.house.texts.say_count(key, self.language, count, **values)

    def moment(self, at: float) -> str:
        """A time, where the operator is."""
        return moment(at, self.house.zone)

    async def form(self) -> Form:
        """The form that was sent. Raises `ForgedForm` and `PageError`."""
        return await self.house.forms.read(self.request, self.secret)

    def page(self, template: str, *, status: int = 200, **values: Any) -> web.Response:  # noqa: ANN401
        """The page of that template."""
        text = self.house.templates.get_template(template).render(
            visit=self,
            t=self.say,
            tn=self.count,
            language=self.language,
            session=self.session,
            path=self.request.path,
            token=self.house.forms.token(self.secret),
            once=new_secret(),
            **values,
        )
        response = web.Response(text=text, status=status, content_type="text/html", charset="utf-8")
        self._keep(response)
        return response

    def _keep(self, response: web.Response) -> None:
        if VISITOR.of(self.request) != self.secret:
            VISITOR.put(response, self.secret)


class Member(Visit):
    """A request by who is signed in."""

    session: Session

    def __init__(self, request: web.Request, session: Session, catalogue: Catalogue) -> None:
        super().__init__(request)
        self.session = session
        self.catalogue = catalogue

    @property
    def language(self) -> str:
        """The person's."""
        return self.session.profile.language

    @cached_property
    def secret(self) -> str:
        """That of the session."""
        return ACCOUNT.of(self.request)

    @property
    def number(self) -> Number:
        """Whose account it is."""
        return self.session.number

    @property
    def overview(self) -> Overview:
        """What stands at the top of the page."""
        return self.session.overview

    @property
    def tariff(self) -> str:
        """The name of the person's tariff; its id if the catalogue has lost it."""
        tariff = self.catalogue.tariff.get(self.overview.tariff)
        return tariff.name if tariff else self.overview.tariff

    async def ask(self, question: AnyQuestion) -> AnyResult:
        """The result of a question that changes nothing. Raises `OperatorError`."""
        answer = await self.house.operator.ask(question, "", self.secret, self.address)
        return answer.result

    async def look(self, wanted: type[Wanted], question: AnyQuestion) -> Wanted:
        """A result that must be of that kind. Raises `PageError` and `OperatorError`."""
        return expected(wanted, await self.ask(question))

    async def change(self, question: AnyQuestion, form: Form) -> AnyResult:
        """The result of a change: made once, however often the same form is sent."""
        key = self.house.forms.act_key(form.once, msgspec.json.encode(question))
        answer = await self.house.operator.ask(question, key, self.secret, self.address)
        return answer.result

    def _keep(self, response: web.Response) -> None:
        pass


def expected(wanted: type[Wanted], result: AnyResult) -> Wanted:
    """The result, if it is of that kind; another is told as a refusal that has no words. Raises `PageError`."""
    if not isinstance(result, wanted):
        reason = result.reason if isinstance(result, Refused) else type(result).__name__
        raise PageError(502, "odd_answer") from ValueError(f"the operator answers {reason}")
    return result


def see_other(place: str) -> web.Response:
    """Go and GET that page of ours."""
    return web.Response(status=303, headers={"Location": place})
