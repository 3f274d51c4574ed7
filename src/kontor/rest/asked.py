"""Customers, money, messages and the trail as lists; and by what each list of the API can be asked."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Schema

from kontor.access.public import NotAllowed
from kontor.rest.auth import holder_of
from kontor.rest.lists import LISTS, ListUnknown, add_list, finder
from kontor.rest.rows.messages import INBOX, MAILS, TOLD, TRAIL
from kontor.rest.rows.money import CUSTOMERS, INVOICES, PAYMENTS

router = Router(tags=["lists"])

add_list(router, CUSTOMERS, summary="Return customers, the newest first.")
add_list(router, INVOICES, summary="Return invoices, reversals and corrections, the newest first.")
add_list(router, PAYMENTS, summary="Return what orders owe and what came of it, the newest first.")
add_list(router, INBOX, summary="Return what channels sent, the newest first.")
add_list(router, TOLD, summary="Return what channels are told, the newest first.")
add_list(router, MAILS, summary="Return mails to buyers, the newest first.")
add_list(router, TRAIL, summary="Return who changed what, the newest first.")


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
    told = next((it for it in LISTS.values() if it.key == name), None)
    if told is None:
        raise ListUnknown(known=", ".join(sorted(it.key for it in LISTS.values())))
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
