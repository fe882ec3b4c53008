"""The bill as one page to read, at any width, and to print: no script, nothing fetched."""

from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from operator_api.details import Detail
from operator_api.details.rows import TOTAL_COLUMNS, columns, grand_total, heading, rows, title, totals
from operator_api.details.words import WORDS

_PAGE = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(
    files(__package__).joinpath("detail.html").read_text("utf-8")
)


def write(detail: Detail) -> bytes:
    """The file."""
    page = _PAGE.render(
        detail=detail,
        words=WORDS[detail.language],
        title=title(detail),
        heading=heading(detail),
        columns=columns(detail),
        rows=rows(detail),
        total_columns=columns(detail, TOTAL_COLUMNS),
        totals=totals(detail),
        grand_total=grand_total(detail),
    )
    return page.encode("utf-8")
