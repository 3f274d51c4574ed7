"""Invoices of others: taken in, judged, shown."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontor.backoffice.access import actor_of, may, needs, refuse
from kontor.backoffice.typed import read_id
from kontor.invoicing.public import keep_received
from kontor.invoicing.tables import ReceivedInvoice
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import KontorError
from kontor.legal_entities.tables import LegalEntity

MOST_BYTES = 20 * 1024 * 1024
MOST_SHOWN = 100


@needs("invoicing:read")
def list_received(request: HttpRequest) -> HttpResponse:
    """Show what was received last."""
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Received invoices"), "rows": ReceivedInvoice.objects.order_by("-id")[:MOST_SHOWN],
        "count": ReceivedInvoice.objects.count(), "entities": LegalEntity.objects.order_by("id"),
        "may_write": may(request, "invoicing:write"),
    }  # fmt: skip
    return render(request, "backoffice/books/received.html", context)


@needs("invoicing:write")
@require_POST
def take_received(request: HttpRequest) -> HttpResponse:
    """Take a file in."""
    sent, entity = request.FILES.get("file"), read_id(request.POST.get("legal_entity"))
    if sent is None or not LegalEntity.objects.filter(id=entity).exists() or (sent.size or 0) > MOST_BYTES:
        messages.error(request, _("Choose a file of at most 20 MB."))
        return redirect("admin:received")
    try:
        with transaction.atomic():
            kept = keep_received(
                content=sent.read(), name=sent.name or "", legal_entity_id=entity, at=read_clock(),
                by=actor_of(request),
            )  # fmt: skip
    except KontorError as refusal:
        refuse(request, refusal)
        return redirect("admin:received")
    return redirect("admin:received_one", kept)


@needs("invoicing:read")
def show_received(request: HttpRequest, received_id: int) -> HttpResponse:
    """Show an invoice: its lines, what breaks the norm, and every value that stands in it."""
    it = get_object_or_404(ReceivedInvoice.objects.select_related("original", "xml"), id=received_id)
    lines = [
        {
            "title": row.get("BT-153", ""), "quantity": row.get("BT-129", ""), "price": row.get("BT-146", ""),
            "net": row.get("BT-131", ""), "rate": row.get("BT-152", ""),
        }
        for row in it.terms.get("BG-25", [])
    ]  # fmt: skip
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": f"{it.seller} {it.number}", "it": it, "lines": lines, "attachments": it.attachments.order_by("id"),
    }  # fmt: skip
    return render(request, "backoffice/books/received_one.html", context)
