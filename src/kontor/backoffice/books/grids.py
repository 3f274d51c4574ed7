"""The grid of invoices."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kontor.backoffice.parts.cells import BAD, DIM, Badge, Badges, Moment, Money, Text
from kontor.backoffice.parts.conditions import Kind, Op
from kontor.backoffice.parts.describing import choice_field, day_field, named, number_field, text_field, yes_no_field
from kontor.backoffice.parts.grid import Column, Facts, Grid, Sort, View
from kontor.backoffice.parts.printing import Paper, Prints
from kontor.backoffice.parts.questions import on_column, on_yes
from kontor.backoffice.reach import within
from kontor.backoffice.shown import label_of
from kontor.backoffice.words import TAX_WORDS
from kontor.customers.public import find_customers
from kontor.invoicing.public import DocumentKind
from kontor.invoicing.tables import Invoice
from kontor.legal_entities.tables import LegalEntity
from kontor.orders.tables import Order

MOST_FOUND = 500


def _find_invoices(term: str) -> set[int]:
    found = set(Invoice.objects.filter(number=term).values_list("id", flat=True))
    orders = set(Order.objects.filter(number=term).values_list("id", flat=True))
    mine = Order.objects.filter(customer__in=find_customers(term, most=MOST_FOUND)).order_by("-id")
    orders |= set(mine.values_list("id", flat=True)[:MOST_FOUND])
    return found | set(Invoice.objects.filter(order__in=orders).values_list("id", flat=True)[:MOST_FOUND])


def _kind(invoice: Invoice, facts: Facts) -> Badges:
    badges = [Badge(label_of(invoice, "kind"), "" if invoice.kind == DocumentKind.INVOICE else BAD)]
    if invoice.imported:
        badges.append(Badge(_("Taken along"), DIM))
    elif invoice.pdf_id is None:
        badges.append(Badge(_("Paper missing"), BAD))
    return Badges(badges)


def _papers(request: HttpRequest, invoice_ids: Sequence[int]) -> list[Paper]:
    rows = within(request, "invoicing:read", Invoice.objects.filter(id__in=invoice_ids))
    return [Paper(it.pk, 0, it.pdf) for it in rows.select_related("pdf")]


INVOICES = Grid(
    name="invoices", title=_("Invoices"), right="invoicing:read", prints=Prints(("invoicing:read",), _papers),
    rows=lambda: Invoice.objects.select_related("order", "legal_entity").defer("content", "tax_facts"),
    columns=(
        Column("number", _("Invoice"), lambda it, facts: Text(it.number, link=reverse("admin:invoice", args=[it.pk])), sort="id"),
        Column("kind", _("Kind"), _kind),
        Column("order", _("Order"), lambda it, facts: Text(it.order.number, link=reverse("admin:order", args=[it.order_id]))),
        Column("recipient", _("Recipient"), lambda it, facts: Text(
            it.recipient.get("company") or it.recipient.get("name", ""))),
        Column("issued_on", _("Issued"), lambda it, facts: Moment(it.issued_on), sort="issued_on"),
        Column("due_on", _("Due"), lambda it, facts: Moment(it.due_on)),
        Column("net", _("Net"), lambda it, facts: Money(it.net, it.currency), numeric=True),
        Column("tax", _("VAT"), lambda it, facts: Money(it.tax, it.currency), numeric=True),
        Column("gross", _("Total"), lambda it, facts: Money(it.gross, it.currency), numeric=True),
        Column("tax_case", _("VAT case"), lambda it, facts: Text(TAX_WORDS[it.tax_case][0]), shown=False),
        Column("legal_entity", _("Legal entity"), lambda it, facts: Text(it.legal_entity.name), shown=False),
    ),
    fields=(
        text_field("number", _("Invoice number"), ops=(Op.IS, Op.STARTS)),
        choice_field("kind", _("Kind"), lambda: DocumentKind.choices),
        day_field("issued_on", _("Issued")),
        day_field("due_on", _("Due")),
        number_field("gross", _("Total")),
        choice_field("tax_case", _("VAT case"), lambda: [(code, words[0]) for code, words in TAX_WORDS.items()]),
        choice_field("legal_entity", _("Legal entity"), lambda: named(LegalEntity),
                     on_column("legal_entity_id", Kind.CHOICE)),
        yes_no_field("paper", _("Has its paper"), on_yes(lambda: Q(pdf__isnull=False))),
        yes_no_field("imported", _("Taken along"), on_yes(lambda: Q(imported=True))),
    ),
    views=(
        View("all", _("All"), ""), View("today", _("Today"), "issued_on.today="),
        View("month", _("Last 30 days"), "issued_on.last_days=30"),
        View("corrections", _("Corrections"), "kind.in=reversal,correction"),
        View("paperless", _("Paper missing"), "paper.is=no&imported.is=no", "bad"),
    ),
    link=lambda it: reverse("admin:invoice", args=[it.pk]),
    sorts={"id": Sort(), "issued_on": Sort("issued_on")}, name_column="number", sum_of=lambda it: (it.gross, it.currency),
    search=_find_invoices, search_help=_("Invoice or order number, name or e-mail"),
    empty=_("No invoices yet. They are written when goods leave."), empty_link=lambda: reverse("admin:grid", args=["orders"]),
)  # fmt: skip
