"""News from invoicing."""

from __future__ import annotations

from dataclasses import dataclass

from kontor.kernel.news import OrderNews


@dataclass(frozen=True, slots=True)
class InvoiceIssued(OrderNews):
    """An invoice has its number and will not change any more."""

    invoice_id: int
