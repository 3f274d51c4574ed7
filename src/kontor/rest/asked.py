"""Money, messages and the trail as lists; and by what each list of the API can be asked."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Router, Schema

from kontor.access.public import NotAllowed
from kontor.invoicing.public import PaperMissing, get_documents
from kontor.platform.keep.files import read_stored
from kontor.rest.auth import holder_of, require
from kontor.rest.finding import finder
from kontor.rest.lists import add_list, list_named
from kontor.rest.rows.messages import INBOX, MAILS, TOLD, TRAIL
from kontor.rest.rows.money import INVOICES, PAYMENTS
from kontor.rest.schemas import is_row

router = Router(tags=["lists"])
_MEDIA = {"pdf": "application/pdf", "xml": "application/xml"}
_BYTES = {"schema": {"type": "string", "format": "binary"}}
_PAPER = {"responses": {200: {"description": "OK", "content": {it: _BYTES for it in _MEDIA.values()}}}}


add_list(router, INVOICES, summary="Return invoices, reversals and corrections, the newest first.")
add_list(router, PAYMENTS, summary="Return what orders owe and what came of it, the newest first.")
add_list(router, INBOX, summary="Return what channels sent, the newest first.")
add_list(router, TOLD, summary="Return what channels are told, the newest first.")
add_list(router, MAILS, summary="Return mails to buyers, the newest first.")
add_list(router, TRAIL, summary="Return who changed what, the newest first.")


@router.get("/invoices/{invoice}/paper", response=None, openapi_extra=_PAPER)
def send_paper(request: HttpRequest, invoice: int, form: Literal["pdf", "xml"] = "pdf") -> HttpResponse:
    """Return an invoice as its buyer has it: the paper, or what machines read of it."""
    require(request, "invoicing:read")
    found = next(iter(get_documents([invoice])), None) if is_row(invoice) else None
    sha256 = None if found is None else (found.pdf if form == "pdf" else found.xml)
    if found is None or sha256 is None:
        raise PaperMissing(invoice=invoice)
    answer = HttpResponse(read_stored(sha256), content_type=_MEDIA[form])
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{found.number}.{form}")
    return answer


class ValueOut(Schema):
    """A value that there is to choose from, in words."""

    value: str
    label: str


class FieldOut(Schema):
    """By what a list can be asked: ``name.operator=value`` in its address."""

    name: str
    label: str
    kind: str
    operators: list[str]
    values: list[ValueOut]


class VerbOut(Schema):
    """What can be done to many rows at once, with one of the ``reasons`` where there are some, and a text of that name."""

    name: str
    label: str
    needs: str
    reasons: list[str]
    text: str
    text_required: bool


class ListOut(Schema):
    """A list: its fields, what it is sorted by, what can be done to many of its rows."""

    name: str
    fields: list[FieldOut]
    sorts: list[str]
    verbs: list[VerbOut]


@router.get("/lists/{name}", response=ListOut)
def describe_list(request: HttpRequest, name: str) -> ListOut:
    """Return by what a list can be asked, with the values that there are."""
    told = list_named(name)
    may = holder_of(request).may
    if not finder().is_open(told.grid, may):
        raise NotAllowed("This API key is not scoped for that.")
    fields = [
        FieldOut(
            name=it.name, label=it.label, kind=it.kind, operators=list(it.operators),
            values=[ValueOut(value=value, label=label) for value, label in it.values],
        )
        for it in finder().list_fields_with_values(told.grid, may)
    ]  # fmt: skip
    verbs = [
        VerbOut(
            name=it.name, label=it.label, needs=it.right, reasons=list(it.reasons), text=it.text, text_required=it.required
        )
        for it in finder().list_verbs(told.grid)
    ]  # fmt: skip
    return ListOut(name=name, fields=fields, sorts=list(finder().list_sorts(told.grid)), verbs=verbs)
