"""The pages of an import: which file, what its columns mean, what would come of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kontor.backoffice.access import may, may_everywhere, needs
from kontor.backoffice.imports.order_columns import show_columns
from kontor.backoffice.imports.words import EFFECT_WORDS, FATE_WORDS, FIELD_WORDS, KIND_WORDS, RIGHTS
from kontor.backoffice.page import show_page
from kontor.backoffice.parts.list_parts import Reasons
from kontor.backoffice.refusals import refusal_text
from kontor.backoffice.words import REASON_WORDS
from kontor.flows.imports.orders.office import list_order_profiles, look_at_columns, look_at_orders_file
from kontor.flows.imports.tables.fields import TableField
from kontor.flows.imports.tables.kinds import KINDS, PRICES, PRODUCTS, STOCK
from kontor.flows.imports.tables.running import Judged, judge_file, list_closed_columns
from kontor.flows.imports.tables.sheets import read_sheet
from kontor.kernel.errors import KontorError
from kontor.legal_entities.tables import LegalEntity
from kontor.locations.tables import Location
from kontor.platform.keep.imports import ImportRow, get_import, list_import_profiles, read_import
from kontor.platform.models import RunReport
from kontor.pricing.tables import PriceList

# So many rows are shown of a file, and so many are named with a reason.
MOST_SHOWN, MOST_NAMED = 5, 8


@dataclass(frozen=True, slots=True)
class Mapped:
    """A field with the heading that it stands under, and what could be chosen."""

    name: str
    label: str
    heading: str
    needed: bool


@needs("")
def show_new(request: HttpRequest) -> HttpResponse:
    """Ask for a file and what it holds."""
    kinds = [(kind, label) for kind, label in KIND_WORDS.items() if may_everywhere(request, RIGHTS[kind])]
    if not kinds:
        raise PermissionDenied
    profiles = [(f"orders:{name}", f"{_('Orders')}: {title}") for name, title in list_order_profiles().items()]
    profiles += [(f"{kind}:{name}", f"{label}: {name}") for kind, label in kinds for name in list_import_profiles(kind)]
    return show_page(request, "imports/new", title=_("New import"), kinds=kinds, profiles=profiles)


def open_import(request: HttpRequest, import_id: int) -> ImportRow:
    """Return an import to whom its kind is open. Raises 404, 403."""
    found = get_import(import_id)
    if found is None:
        raise Http404
    if not may_everywhere(request, RIGHTS[found.kind]):
        raise PermissionDenied
    return found


@needs("")
def show_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """Show what a file holds, and what would come of it; once it is begun, how far it is."""
    it = open_import(request, import_id)
    context: dict[str, Any] = {"title": f"{KIND_WORDS[it.kind]}: {it.name}", "it": it, "kind": KIND_WORDS[it.kind]}
    try:
        if it.kind == "orders":
            return show_page(request, "imports/orders", **context, **_orders(it), **_order_columns(it))
        return show_page(request, "imports/table", **context, **_table(request, it))
    except KontorError as refusal:
        told = str(refusal.facts.get("told", ""))
        return show_page(
            request,
            "imports/unreadable",
            **context,
            fault=refusal_text(type(refusal)(refusal.message)),
            told=told,
            **_order_columns(it),
        )


def _order_columns(it: ImportRow) -> dict[str, Any]:
    """Return what each column of a file of orders stands for, nothing where it has none that can be read."""
    try:
        columns = look_at_columns(it) if it.kind == "orders" else None
    except KontorError:
        columns = None
    if columns is None:
        return {}
    return {
        "columns": columns, "order_columns": show_columns(columns), "profiles": list(list_order_profiles().items()),
        "entities": list(LegalEntity.objects.order_by("id")), "entity": it.content.get("legal_entity"),
    }  # fmt: skip


def _orders(it: ImportRow) -> dict[str, Any]:
    run = RunReport.objects.filter(id=it.run).first() if it.run else None
    looked = look_at_orders_file(it)
    tried = it.content.get("tried")
    return {
        "looked": looked, "run": run, "effects": list(EFFECT_WORDS.items()),
        "tried": tried,
        "done": (run.progress or {}).get("next", 0) if run else 0,
        "fates": [(FATE_WORDS.get(name, name), count) for name, count in looked.fates.items()],
        "reasons": [(REASON_WORDS.get(name, name), count) for name, count in looked.reasons.items()],
    }  # fmt: skip


def _table(request: HttpRequest, it: ImportRow) -> dict[str, Any]:
    sheet = read_sheet(read_import(it.id))
    columns: Mapping[str, str] = it.content.get("columns", {})
    closed = list_closed_columns(it, lambda right: may(request, right))
    rows = judge_file(it, sheet)
    unfit = [row for row in rows if row.refusal is not None]
    return {
        "sheet": sheet, "sample": [hide_closed(row, sheet.headings, closed) for row in sheet.rows[:MOST_SHOWN]],
        "count": len(rows), "fit": len(rows) - len(unfit), "reasons": _reasons(unfit),
        "fields": [
            Mapped(field.name, str(FIELD_WORDS[field.name]), columns.get(field.name, ""), field.needed)
            for field in list_fields(request, it.kind)
        ],
        "unread": [it for it in sheet.headings if it not in columns.values()],
        "untaxed": it.kind == PRODUCTS.name and "tax_class" not in columns,
        "facts": it.content.get("facts", {}), "tried": it.content.get("tried"),
        "locations": list(Location.objects.filter(active=True).order_by("name")) if it.kind == STOCK.name else (),
        "price_lists": list(PriceList.objects.filter(active=True).order_by("name")) if it.kind == PRICES.name else (),
    }  # fmt: skip


def hide_closed(row: Sequence[str], headings: Sequence[str], closed: Collection[str]) -> list[str]:
    """Return a row of a file without what stands under headings that are closed to the reader."""
    return ["•••" if heading in closed else cell for heading, cell in zip(headings, row, strict=False)]


def list_fields(request: HttpRequest, kind: str) -> list[TableField]:
    """Return the fields of a kind of table that are open to the reader."""
    return [field for field in KINDS[kind].fields if not field.right or may(request, field.right)]


def _reasons(unfit: Sequence[Judged]) -> Reasons | None:
    by_reason: dict[str, list[Judged]] = defaultdict(list)
    for row in unfit:
        assert row.refusal is not None
        field = str(FIELD_WORDS.get(str(row.refusal.facts.get("field", "")), ""))
        by_reason[f"{field}: {refusal_text(type(row.refusal)(row.refusal.message))}"].append(row)
    rows = [
        (text, len(found), [(_("row %(number)s") % {"number": row.number + 1}, "") for row in found[:MOST_NAMED]])
        for text, found in sorted(by_reason.items(), key=lambda it: -len(it[1]))
    ]
    return Reasons(_("Why some cannot"), rows) if rows else None
