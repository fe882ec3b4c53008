"""The document of OpenAPI 3.1, made of the routes and of the structs that they take and give."""

import inspect
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from operator_api.contract import MAY_ASK, MEDIA_TYPES, AnyQuestion, SubscriberNumber
from operator_api.errors import Failed
from operator_api.routes import STATUSES, Header, Route

Json = dict[str, Any]

VERSION = "1"
"""Of the API, as in its paths."""

SCHEMAS = "#/components/schemas/{name}"

PATH_PARAMETERS: Mapping[str, tuple[Any, str]] = {
    "number": (SubscriberNumber, "Of a subscriber."),
    "id": (Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")], "As it was given."),
}

NO_TOKEN = (401, "http_401")
OTHER_ROLE = (403, "http_403")
NOT_THERE = {"number": (404, "unknown_number"), "id": (404, "http_404")}
BAD_BODY = ((400, "bad_body"), (413, "http_413"))
BOOKS_AWAY = (503, "books_away")


@cache
def describe(routes: tuple[Route, ...]) -> Json:
    """The document."""
    types = [Failed, *(each for route in routes for each in (route.body, route.answer) if each is not None)]
    schemas, components = msgspec.json.schema_components(types, ref_template=SCHEMAS)
    schema_of = dict(zip(types, schemas, strict=True))
    paths: dict[str, Json] = defaultdict(dict)
    for route in routes:
        paths[route.path][route.method.lower()] = _operation(route, schema_of)
    document: Json = {"openapi": "3.1.0", "info": _INFO, "paths": paths}
    document["components"] = {"schemas": components, "securitySchemes": {"bearer": _BEARER}}
    return dict(_portable(document))


_BEARER = {"type": "http", "scheme": "bearer", "description": "The token of a role."}


_INFO = {
    "title": "Pomoshnik: the operator's back office",
    "version": VERSION,
    "description": "What may be asked of the operator: by dialogs, by the account on the web, by the support desk and "
    "by admins, each with the token of its role. Money is integer kopecks; times are seconds since the Unix epoch; "
    "days are those of the operator's time zone. Whatever goes wrong is answered in one shape, `Failed`.",
}


def _operation(route: Route, schema_of: Mapping[Any, Json]) -> Json:
    operation: Json = {
        "operationId": route.handle.__name__,
        "summary": route.summary,
        "description": _description(route),
        "parameters": [*_path_parameters(route.path), *(_parameter("header", each) for each in route.headers)],
        "responses": {"200": _answer(route, schema_of), **_failures(route, schema_of)},
        "security": [{"bearer": list(route.roles)}] if route.roles else [],
    }
    if route.body is not None:
        operation["requestBody"] = {"required": True, **_content("", schema_of[route.body])}
    return operation


def _description(route: Route) -> str:
    told = inspect.getdoc(route.handle) or ""
    if route.body is not AnyQuestion:
        return told
    asked = (f"- `{role}`: {', '.join(_questions(role))}" for role in route.roles)
    return "\n".join([told, "", "Who may ask what:", "", *asked])


def _questions(role: Any) -> list[str]:  # noqa: ANN401
    return sorted(question.__name__ for question in MAY_ASK[role])


# Parameters


def _path_parameters(path: str) -> Iterator[Json]:
    for name in re.findall(r"{(\w+)}", path):
        form, meaning = PATH_PARAMETERS[name]
        yield _parameter("path", Header(name, form, meaning, required=True))


def _parameter(place: str, header: Header) -> Json:
    return {
        "in": place,
        "name": header.name,
        "required": header.required,
        "description": header.meaning,
        "schema": msgspec.json.schema(header.form),
    }


# Answers


def _answer(route: Route, schema_of: Mapping[Any, Json]) -> Json:
    if route.answer is bytes:
        return {"description": "As asked.", "content": {media: {} for media in MEDIA_TYPES.values()}}
    return _content("As asked.", schema_of[route.answer])


def _content(description: str, schema: Json) -> Json:
    told = {"description": description} if description else {}
    return told | {"content": {"application/json": {"schema": schema}}}


def _failures(route: Route, schema_of: Mapping[Any, Json]) -> Json:
    codes: dict[int, list[str]] = defaultdict(list)
    for status, code in sorted({*_common(route), *map(STATUSES.__getitem__, route.errors)}):
        codes[status].append(code)
    return {
        str(status): _content(
            f"{HTTPStatus(status).phrase}: {', '.join(f'`{each}`' for each in found)}.", schema_of[Failed]
        )
        for status, found in codes.items()
    }


def _common(route: Route) -> Iterator[tuple[int, str]]:
    """What may go wrong with every route of its kind."""
    yield BOOKS_AWAY
    if route.roles:
        yield from (NO_TOKEN, OTHER_ROLE)
    if route.body is not None:
        yield from BAD_BODY
    for name in re.findall(r"{(\w+)}", route.path):
        yield NOT_THERE[name]


# What Python says otherwise


def _portable(part: Any) -> Any:  # noqa: ANN401
    """The end of a text is ``\\Z`` in a pattern of Python and ``$`` in JSON Schema; docstrings are indented."""
    match part:
        case dict():
            return {name: _said(name, _portable(value)) for name, value in part.items()}
        case list():
            return [_portable(each) for each in part]
    return part


def _said(name: str, value: Any) -> Any:  # noqa: ANN401
    match name, value:
        case "pattern", str():
            return value.replace(r"\Z", "$")
        case "description", str():
            return inspect.cleandoc(value)
    return value
