"""The document as a page: made on the server, one style sheet, no script."""

import re
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

PAGE_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
STYLE = files(__package__).joinpath("docs.css").read_text("utf-8")


def render(document: dict[str, Any]) -> str:
    """The page."""
    return _TEMPLATE.render(document=document)


def _marked(text: str) -> Markup:
    """What stands between back quotes is code."""
    return Markup(re.sub(r"(`{1,2})(.+?)\1", r"<code>\2</code>", str(escape(text))))  # noqa: S704 escaped


def _name(reference: str) -> str:
    return reference.rpartition("/")[2]


_ENVIRONMENT = Environment(
    loader=PackageLoader(__package__, "."),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters |= {"marked": _marked, "name": _name}
_TEMPLATE = _ENVIRONMENT.get_template("docs.html")
