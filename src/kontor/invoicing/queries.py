"""Questions about invoices."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Min, Q, Sum

from kontor.invoicing.models import DocumentKind, Invoice, Occasion, PaperFailure
from kontor.invoicing.rules import GroupKey, InvoiceItem, Sheet, measure_of, read_record, standing_of
from kontor.kernel.money import ZERO
from kontor.platform.sql.rows import column, read_rows

# A document that is issued has its paper after so long, or somebody is told why not.
WRITTEN_WITHIN = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """A document as others see it. ``content`` is what stands on it; ``pdf``, ``xml`` are the fingerprints of its files."""

    id: int
    legal_entity_id: int
    number: str
    order_id: int
    occasion: str
    kind: str
    corrects_id: int | None
    tax_case: str
    tax_facts: Mapping[str, Any]
    currency: str
    rounding: Decimal
    gross: Decimal
    due_on: date | None
    language: str
    content: Mapping[str, Any]
    issued_on: date
    pdf: str | None = column("pdf__sha256")
    xml: str | None = column("xml__sha256")


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """A document without what stands on it. ``corrects``: the number of the one that it corrects."""

    id: int
    number: str
    order_id: int
    legal_entity_id: int
    kind: str
    currency: str
    net: Decimal
    tax: Decimal
    gross: Decimal
    due_on: date | None
    issued_on: date
    imported: bool
    pdf: str | None = column("pdf__sha256")
    corrects: str | None = column("corrects__number")


def get_heads(invoice_ids: Collection[int]) -> dict[int, DocumentHead]:
    """Return the heads of documents by their ids."""
    return {it.id: it for it in read_rows(DocumentHead, Invoice.objects.filter(id__in=invoice_ids))}


def get_documents(invoice_ids: Collection[int]) -> list[InvoiceRow]:
    """Return documents as they were issued."""
    return read_rows(InvoiceRow, Invoice.objects.filter(id__in=invoice_ids).order_by("id"))


def list_documents(order_ids: Collection[int]) -> list[InvoiceRow]:
    """Return the documents of orders as they were issued."""
    return read_rows(InvoiceRow, Invoice.objects.filter(order_id__in=order_ids).order_by("id"))


def list_invoiced_early(order_ids: Collection[int]) -> list[InvoiceRow]:
    """Return the invoices of orders that were written before anything left."""
    rows = Invoice.objects.filter(order_id__in=order_ids, occasion=Occasion.ORDERED).order_by("id")
    return read_rows(InvoiceRow, rows)


def list_orders_invoiced_early(order_ids: Collection[int]) -> set[int]:
    """Return those of the orders that were invoiced before anything left."""
    rows = Invoice.objects.filter(order_id__in=order_ids, occasion=Occasion.ORDERED)
    return set(rows.values_list("order_id", flat=True))


def sum_invoiced(order_id: int) -> Decimal:
    """Return what the documents of an order come to: invoices less what takes them back."""
    return Invoice.objects.filter(order_id=order_id).aggregate(sum=Sum("gross"))["sum"] or ZERO


def sum_documents(order_ids: Collection[int]) -> dict[int, Decimal]:
    """Return what the documents of each of these orders come to; nothing of an order that has none."""
    rows = Invoice.objects.filter(order_id__in=order_ids).values_list("order_id").annotate(sum=Sum("gross"))
    return dict(rows.order_by())


def list_corrected_by_hand(*, since: datetime) -> dict[int, datetime]:
    """Return the orders of which somebody corrected an invoice by hand since then, with when last, the newest first."""
    rows = Invoice.objects.filter(occasion=Occasion.CORRECTED, issued_at__gte=since).order_by("-issued_at", "-id")
    found: dict[int, datetime] = {}
    for order_id, issued_at in rows.values_list("order_id", "issued_at").iterator(chunk_size=5_000):
        found.setdefault(order_id, issued_at)
    return found


def list_corrected_of(order_ids: Collection[int]) -> set[int]:
    """Return those of the orders of which somebody corrected an invoice by hand."""
    rows = Invoice.objects.filter(order_id__in=order_ids, occasion=Occasion.CORRECTED)
    return set(rows.values_list("order_id", flat=True))


def name_invoices(order_ids: Collection[int]) -> dict[int, str]:
    """Return the number of the invoice of each order that has one and no other: what pays the order pays this one."""
    rows = Invoice.objects.filter(order_id__in=order_ids, kind=DocumentKind.INVOICE).values("order_id")
    return dict(rows.annotate(papers=Count("id"), name=Min("number")).filter(papers=1).values_list("order_id", "name"))


def list_alone_on_paper(order_ids: Collection[int]) -> list[InvoiceRow]:
    """Return the documents of the orders that were invoiced before anything left and taken back by cancellations alone."""
    papers = Invoice.objects.filter(order_id__in=order_ids)
    early = Q(occasion__in=[Occasion.ORDERED, Occasion.CANCELLED])
    others = papers.exclude(early).values("order_id")
    return read_rows(InvoiceRow, papers.filter(early).exclude(order_id__in=others).order_by("id"))


def is_last_invoice(invoice: InvoiceRow) -> bool:
    """Whether nothing of its order was invoiced after it."""
    later = Invoice.objects.filter(order_id=invoice.order_id, kind=DocumentKind.INVOICE, id__gt=invoice.id)
    return not later.exists()


def count_corrections(invoice_id: int) -> int:
    """Return how often an invoice was taken back, whole or in part."""
    return Invoice.objects.filter(corrects_id=invoice_id).count()


def sum_corrected_by_hand(order_id: int) -> Decimal:
    """Return what somebody took back of the invoices of an order by hand: above zero."""
    rows = Invoice.objects.filter(order_id=order_id, occasion=Occasion.CORRECTED, corrects__isnull=False)
    return -(rows.aggregate(sum=Sum("gross"))["sum"] or Decimal(0))


def get_orders_of_documents(invoice_ids: Collection[int]) -> list[int]:
    """Return the order of each document."""
    return list(Invoice.objects.filter(id__in=invoice_ids).values_list("order_id", flat=True))


def list_unwritten(at: datetime, *, most: int = 500) -> list[int]:
    """Return documents whose paper is due and not written, oldest first: a job has had its time, and what failed has waited."""
    failed = PaperFailure.objects.filter(not_before__gt=at).values("invoice_id")
    rows = Invoice.objects.filter(pdf=None, imported=False, issued_at__lt=at - WRITTEN_WITHIN).exclude(id__in=failed)
    return list(rows.order_by("id").values_list("id", flat=True)[:most])


@dataclass(frozen=True, slots=True)
class UnwrittenPaper:
    """A document without its paper, and why."""

    invoice_id: int
    number: str
    order_id: int
    issued_at: datetime
    problem: str
    attempts: int


def list_paper_failures(at: datetime) -> list[UnwrittenPaper]:
    """Return every document that waits for its paper longer than it should."""
    known = {it.invoice_id: it for it in PaperFailure.objects.all()}
    rows = Invoice.objects.filter(pdf=None, imported=False, issued_at__lt=at - WRITTEN_WITHIN).order_by("id")[:500]
    return [
        UnwrittenPaper(
            it.id, it.number, it.order_id, it.issued_at, known[it.id].problem if it.id in known else "",
            known[it.id].attempts if it.id in known else 0,
        )
        for it in rows
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class InvoiceBalance:
    """An invoice as it stands after its corrections: its items with what of them is still charged, and the sums per group."""

    sheet: Sheet
    # Place of the item on the invoice, from 1 → how much was taken back already (``rules.measure_of``).
    taken: dict[int, int]
    groups: dict[GroupKey, Decimal]

    def left(self, place: int) -> int:
        """Return how many pieces of an item are still charged; of a discount, of how much worth it is."""
        return measure_of(self.sheet.items, place) - self.taken.get(place, 0)


def find_balance(invoice: InvoiceRow, *, gross_prices: bool) -> InvoiceBalance:
    """Return what is left of an invoice after its reversal and corrections."""
    sheet = read_record(invoice.content, number=invoice.number)
    taken: dict[int, int] = {}
    groups = standing_of(sheet.items, gross_prices=gross_prices)
    for correction in Invoice.objects.filter(corrects_id=invoice.id).order_by("id"):
        items: tuple[InvoiceItem, ...] = read_record(correction.content, number=correction.number).items
        for item in items:
            taken[item.place] = taken.get(item.place, 0) + (item.share or item.quantity)
        for key, value in standing_of(items, gross_prices=gross_prices).items():
            groups[key] = groups.get(key, ZERO) + value
    return InvoiceBalance(sheet, taken, groups)


def list_family(root_ids: Collection[int]) -> dict[int, int]:
    """Return the invoices with their corrections: each document's id with the invoice's own."""
    family = Invoice.objects.filter(Q(id__in=root_ids) | Q(corrects_id__in=root_ids))
    return {paper_id: corrects or paper_id for paper_id, corrects in family.values_list("id", "corrects_id")}
