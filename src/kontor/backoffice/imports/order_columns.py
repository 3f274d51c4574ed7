"""The columns of a file of orders: what each stands for is seen, and chosen otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kontor.backoffice.parts.conditions import Label
from kontor.backoffice.words import FIELD_WORDS
from kontor.flows.imports.orders.columns import FIELDS_IN_ORDER, ColumnsOfFile

_WORDS: Mapping[str, Label] = {
    "order": _("Order number"), "title": _("Title"), "line_total": _("What the line comes to"), "tax_rate": _("VAT rate"),
    "line_discount": _("Discount of the line"), "line_tax": _("VAT of the line"), "shipping": _("Shipping costs"),
    "shipping_discount": _("Discount on the shipping"), "service": _("Service"), "discount": _("Discount"),
    "buyer": _("Number of the buyer"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OrderColumn:
    """A field of an order: under which headings its profile reads it, what was chosen instead, whether it lacks."""

    name: str
    label: str
    found: str
    chosen: str
    lacks: bool


def show_columns(it: ColumnsOfFile) -> Sequence[OrderColumn]:
    """Return the fields of a file of orders, those that are needed first."""
    return [
        OrderColumn(name, _label(name), " + ".join(it.read.get(name, ())), it.chosen.get(name, ""), name in it.missing)
        for name in FIELDS_IN_ORDER
    ]


def read_columns(sent: Mapping[str, str], headings: Sequence[str]) -> dict[str, str]:
    """Return the columns that were chosen by hand, by their fields."""
    told = {name: sent.get(f"field-{name}", "") for name in FIELDS_IN_ORDER}
    return {name: heading for name, heading in told.items() if heading in headings}


def _label(name: str) -> str:
    plain = name.removeprefix("bill_")
    word = str(_WORDS.get(plain) or FIELD_WORDS.get(plain, plain))
    return f"{FIELD_WORDS['bill_to']}: {word}" if plain != name else word
