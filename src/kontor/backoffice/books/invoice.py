"""A document: what stands on it and why, what is left of it, and what took it back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontor.accounting.public import SourceKind
from kontor.accounting.tables import Posting
from kontor.backoffice.access import actor_of, may, needs, refuse
from kontor.backoffice.stale import hold_row
from kontor.backoffice.typed import TypedWrong, read_count, read_id
from kontor.backoffice.words import TAX_WHY, TAX_WORDS
from kontor.flows.money.four_eyes import correct_by_hand
from kontor.invoicing.public import find_balance, get_documents, is_discount
from kontor.invoicing.tables import Invoice
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import KontorError
from kontor.kernel.money import ZERO
from kontor.orders.tables import Order
from kontor.payments.public import RequestKind, find_payment, list_money_requests, sum_paid_by_vouchers
from kontor.platform.sql.again import in_one_go


def _open_of(invoice: Invoice) -> tuple[Decimal, Decimal]:
    """Return what is still to be paid of an invoice, never more than its order owes by now, and what was given back of it without
    a correction: the buyer does not owe that, but the paper still says so.
    """
    if invoice.corrects_id:
        return ZERO, ZERO
    payment = find_payment(invoice.order_id)
    received = payment.captured - payment.disputed if payment is not None else ZERO
    received += sum_paid_by_vouchers([invoice.order_id]).get(invoice.order_id, ZERO)
    documents = sum(Invoice.objects.filter(order_id=invoice.order_id).values_list("gross", flat=True), ZERO)
    refunded = payment.refunded if payment is not None else ZERO
    given = min(invoice.gross, refunded, max(ZERO, refunded + documents - received))
    return min(invoice.gross, max(ZERO, documents - received)), given


def _waits(invoice: Invoice) -> bool:
    """Whether a correction of an invoice waits for a second person."""
    asked = list_money_requests(invoice.order_id)
    return any(it.kind == RequestKind.CORRECTION and it.facts.get("invoice") == invoice.pk for it in asked)


@needs("invoicing:read")
def show_invoice(request: HttpRequest, invoice_id: int) -> HttpResponse:
    """Show a document: what stands on it and why, what is left of it, and its postings."""
    papers = Invoice.objects.select_related("legal_entity", "order__channel", "pdf", "xml")
    invoice = papers.filter(id=invoice_id).first()
    if invoice is None:
        return HttpResponse(_("There is no such invoice."), status=404)
    (row,) = get_documents([invoice.id])
    standing = find_balance(row, gross_prices=invoice.order.channel.prices_gross)
    sheet = standing.sheet
    due, given = _open_of(invoice)
    rows = [
        {
            "place": place,
            "it": item,
            "net": net,
            "left": 0 if invoice.corrects_id or is_discount(item) else standing.left(place),
        }
        for place, (item, net) in enumerate(zip(sheet.items, sheet.totals.nets, strict=True), 1)
    ]
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": f"{invoice.get_kind_display()} {invoice.number}",
        "invoice": invoice, "sheet": sheet, "rows": rows, "due": due, "given": given,
        "tax": TAX_WORDS[invoice.tax_case], "why": TAX_WHY.get(str(invoice.tax_facts.get("why", "")), ""),
        "corrections": Invoice.objects.filter(corrects=invoice).order_by("id"),
        "postings": Posting.objects.filter(source_kind=SourceKind.PAPER, source_id=invoice.id).order_by("position"),
        "correctable": not invoice.corrects_id and any(row["left"] for row in rows),
        "corrected": _count_corrections(invoice),
        "may_write": may(request, "invoicing:write"), "waits": _waits(invoice),
    }  # fmt: skip
    return render(request, "backoffice/books/invoice.html", context)


def _count_corrections(invoice: Invoice) -> int:
    return Invoice.objects.filter(corrects=invoice).count()


@needs("invoicing:write")
@require_POST
def take_back(request: HttpRequest, invoice_id: int) -> HttpResponse:
    """Take back what the form names, or all that is left."""

    def correct() -> bool:
        sent = request.POST
        invoice = get_object_or_404(Invoice, id=invoice_id)
        hold_row(Order, invoice.order_id)
        if sent.get("corrections", "") not in ("", str(_count_corrections(invoice))):
            raise TypedWrong(
                _("Somebody corrected this invoice since you opened the page: look at what is left of it."), ""
            )
        asked = [name for name in sent if name.startswith("place-") and sent[name].strip()]
        pieces = {read_id(name[6:]): count for name in asked if (count := read_count(sent, name, least=0))}
        if not pieces and "whole" not in sent:
            raise TypedWrong(_("Enter how many pieces are taken back."), next(iter(asked), ""))
        return correct_by_hand(
            invoice_id=invoice_id, pieces=None if "whole" in sent else pieces, form=sent.get("form", "")[:40] or uuid4().hex,
            at=read_clock(), by=actor_of(request),
        )  # fmt: skip

    try:
        issued = in_one_go(correct)
    except KontorError as refusal:
        refuse(request, refusal)
    else:
        messages.success(
            request,
            _("Issued. If the buyer has paid, give him back what is too much now, on the page of the order.")
            if issued
            else _("This is above the limit: a second person decides, under Refunds."),
        )
    answer: HttpResponse = redirect("admin:invoice", invoice_id)
    return answer
