"""Loaded by schemathesis: lets what it makes up be about somebody and something that there is."""

import asyncio
import os
import re
from typing import Any

import schemathesis
from schemathesis import Case, HookContext

from operator_api.client import CabinetClient, OperatorError
from operator_api.contract import SignIn
from tests.operator_api.running import ANNA, PASSWORD

ID = r"[A-Za-z0-9._-]{1,32}"
KNOWN = {
    "number": (r"[1-9][0-9]{10}", ANNA.number),
    "service": (ID, "goodok"),
    "services": (ID, "aon"),
    "tariff": (ID, "energy"),
}
"""What is put in the place of what has the right form. Wrong forms stay as they are."""

opened = [""]
"""The session that was last opened."""


@schemathesis.hook
def before_call(context: HookContext, case: Case[Any], kwargs: dict[str, Any]) -> None:
    """Anna's number, what there is in the catalogue; on the web, her session.

    Sign-ins and requests stay strangers': those of one number soon have to wait.
    """
    case.path_parameters = _known(case.path_parameters)
    if case.path not in ("/v1/sessions", "/v1/password-requests"):
        case.body = _known(case.body)
    case.body = _whole(case.body)
    if os.environ["ROLE"] == "cabinet" and (case.path == "/v1/questions" or "X-Session" in (case.headers or {})):
        case.headers["X-Session"] = asyncio.run(_session())


def _known(part: Any) -> Any:  # noqa: ANN401
    match part:
        case dict():
            return {name: _put(name, value) for name, value in part.items()}
    return part


def _put(name: object, value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, list):
        return [_put(name, each) for each in value]
    form, known = KNOWN.get(str(name), ("", ""))
    return known if isinstance(value, str) and form and re.fullmatch(form, value) else _known(value)


def _whole(part: Any) -> Any:  # noqa: ANN401
    """Whole numbers as such: this server asks for it, and a schema cannot."""
    match part:
        case float() if part.is_integer():
            return int(part)
        case dict():
            return {name: _whole(value) for name, value in part.items()}
        case list():
            return [_whole(each) for each in part]
    return part


async def _session() -> str:
    """One that is not over."""
    cabinet = CabinetClient(os.environ["OPERATOR"], "for-cabinets")
    try:
        await cabinet.session(opened[0], "")
    except OperatorError:
        opened[0] = (await cabinet.sign_in(SignIn(ANNA.number, PASSWORD, "192.0.2.7"))).session
    finally:
        await cabinet.aclose()
    return opened[0]
