"""Itemised bills: ordered here, made by the operator, fetched here."""

from collections.abc import Mapping
from typing import get_args

from aiohttp import web

from cabinet.periods import Period, months, presets, read_period
from cabinet.visit import NOTHING, Member, expected, see_other
from cabinet.words import why_not
from operator_api.contract import (
    MEDIA_TYPES,
    Delivery,
    DetailOrdered,
    Document,
    Documents,
    Format,
    GetDocuments,
    OrderDetail,
    Reason,
    Refused,
)
from pages.errors import PageError
from pages.forms import Form

FORMATS: tuple[Format, ...] = get_args(Format)
DELIVERIES: tuple[Delivery, ...] = get_args(Delivery)
PRESETS = ("today", "week", "month", "last_month")
OWN = "own"
"""The period is the two days that were typed."""

SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""For documents, should a browser show one: nothing in them may run, or be fetched."""

FIELD_OF = {Reason.BAD_EMAIL: "email", Reason.BAD_PERIOD: "period"}
"""The field of the form that a refusal is about."""


async def show(member: Member) -> web.Response:
    """The form that orders one."""
    return _form_page(member, {"period": "last_month", "format": "html", "delivery": "account"}, NOTHING)


async def order(member: Member) -> web.Response:
    """Order one, or say what is wrong with the form, which stays filled in."""
    form = await member.form()
    question = _question(member, form)
    if not isinstance(question, OrderDetail):
        return _form_page(member, form.fields, question)
    answer = await member.change(question, form)
    if isinstance(answer, Refused):
        return _form_page(member, form.fields, {FIELD_OF.get(answer.reason, "form"): why_not(member, answer)})
    expected(DetailOrdered, answer)
    return see_other("/documents?done")


def _question(member: Member, form: Form) -> OrderDetail | Mapping[str, str]:
    """What the form asks for; or what is wrong, by field."""
    period = _period(member, form)
    format = next((each for each in FORMATS if each == form.text("format")), None)
    delivery = next((each for each in DELIVERIES if each == form.text("delivery")), None)
    if isinstance(period, str):
        return {"period": member.say(period)}
    if not format or not delivery:
        raise PageError(400, "bad_form")
    return OrderDetail(member.number, *period, format, delivery, form.text("email"))


def _period(member: Member, form: Form) -> Period | str:
    """The period; or the key of what is wrong with it."""
    today = member.overview.today
    return presets(today).get(form.text("period")) or read_period(form.text("first"), form.text("last"), today)


def _form_page(member: Member, fields: Mapping[str, str], wrong: Mapping[str, str]) -> web.Response:
    today = member.overview.today
    return member.page(
        "detail.html",
        status=422 if wrong else 200,
        fields={"period": "", "first": "", "last": "", "format": "", "delivery": "", "email": ""} | dict(fields),
        wrong=wrong,
        presets=[(name, presets(today)[name]) for name in PRESETS],
        earliest=months(today)[-1].first,
        formats=FORMATS,
    )


async def show_documents(member: Member) -> web.Response:
    """What was ordered and is kept."""
    found = await member.look(Documents, GetDocuments(member.number))
    return member.page(
        "documents.html",
        documents=found.documents,
        building=any(each.state == "building" for each in found.documents),
        done="done" in member.request.query,
    )


async def fetch(member: Member) -> web.Response:
    """The file. Another's is not there."""
    found = await member.look(Documents, GetDocuments(member.number))
    id = member.request.match_info["id"]
    document = next((each for each in found.documents if each.id == id and each.state == "ready"), None)
    if document is None:
        raise PageError(404, "no_document")
    body = await member.house.operator.document(id, member.secret, member.address)
    headers = {
        "Content-Disposition": f'attachment; filename="{file_name(document)}"',
        "Content-Security-Policy": SANDBOX,
    }
    return web.Response(body=body, content_type=MEDIA_TYPES[document.format], headers=headers)


def file_name(document: Document) -> str:
    """What the file is called when it is saved."""
    return f"detail-{document.first}-{document.last}.{document.format}"
