"""Questions about invoices."""

from __future__ import annotations

from collections.abc import Sequence

from kontor.invoicing.models import Invoice


def list_invoices(order_ids: Sequence[int]) -> list[Invoice]:
    """Return the invoices of orders."""
    return list(Invoice.objects.filter(order_id__in=order_ids).select_related("pdf").order_by("id"))
