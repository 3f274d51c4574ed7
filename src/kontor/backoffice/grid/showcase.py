"""Every part of a page with an example: for those who build pages (docs/reference/page-parts.md says the same in words)."""

from __future__ import annotations

import inspect
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kontor.backoffice.access import needs
from kontor.backoffice.page import show_page
from kontor.backoffice.parts import cells, list_parts, page_parts
from kontor.backoffice.parts.cells import BAD, DIM, GOOD, WARN, Badge, Badges, Cell, Figure, Moment, Money, Text
from kontor.backoffice.parts.drawing import draw_cell

_AT = datetime(2026, 11, 26, 14, 30, tzinfo=UTC)


def list_kinds() -> list[tuple[str, str, list[str]]]:
    """Return each part and cell by its name, with what it is for and its fields."""
    found = []
    for module in (cells, list_parts, page_parts):
        for name, kind in inspect.getmembers(module, inspect.isclass):
            if kind.__module__ == module.__name__ and is_dataclass(kind):
                text = " ".join(inspect.cleandoc(kind.__doc__ or "").split())
                found.append((name, text, [field.name for field in fields(kind)]))
    return found


def _examples() -> list[tuple[str, Any]]:
    bars = [
        page_parts.Bar(day, str(count), count * 8, count * 6, "#", f"{day}: {count}")
        for day, count in (("Mo", 7), ("Di", 9), ("Mi", 12), ("Do", 5))
    ]
    return [
        ("Number", page_parts.Number(_("Too late"), "3", "#", "bad")),
        ("Chart", page_parts.Chart(_("Orders per day"), bars, _("this day"), _("a week before"))),
        ("Timeline", page_parts.Timeline(_("Timeline"), [page_parts.Entry(_AT, _("Released"), "Dana")])),
        ("Card", page_parts.Card(_("Buyer"), [(_("Name"), "Erika Muster"), (_("City"), "Köln")])),
        ("ErrorBox", page_parts.ErrorBox(_("Nothing fits what you asked for."), "#", _("Show all"))),
        ("ScanField", page_parts.ScanField("#", _("Each scan takes one piece."), "LAMP", good=True)),
        ("FormField", page_parts.FormField("name", _("Name"), "", fault=_("Fill this in."))),
        ("Empty", list_parts.Empty(_("No orders yet."), "#", _("Next step"))),
        ("Progress", list_parts.Progress(40, "40 / 100", "#", ended=True)),
        ("Reasons", list_parts.Reasons(_("Refused"), [(_("Nothing fits what you asked for."), 2, [("100001", "#")])])),
        ("Pager", list_parts.Pager("#", "#", "#", [(50, "#", True), (100, "#", False)], 50)),
    ]  # fmt: skip


def _cells() -> list[tuple[str, str]]:
    shown: list[Cell] = [
        Text("100001", "Eigener Shop", "#"), Money(Decimal("1234.50"), "EUR"), Figure(12, "g"), Moment(_AT),
        Moment(_AT, late=True),
        Badges([Badge(_("paid"), GOOD), Badge(_("open"), WARN), Badge(_("Late"), BAD), Badge("B2B", DIM)]),
    ]  # fmt: skip
    return [(type(it).__name__, draw_cell(it)) for it in shown]


@needs("platform:read")
def show_parts(request: HttpRequest) -> HttpResponse:
    """Show every part with an example, and what each part there is for."""
    return show_page(
        request, "grid/showcase", title=_("Parts of pages"), examples=_examples(), cells=_cells(), kinds=list_kinds()
    )
