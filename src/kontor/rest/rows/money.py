"""Rows of customers, invoices and payments."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from kontor.customers.public import get_buyers
from kontor.invoicing.public import get_heads
from kontor.orders.public import get_orders
from kontor.payments.public import get_payments_by_id
from kontor.rest.lists import Row, RowList


class CustomerRow(Row):
    """A buyer."""

    id: int
    kind: str
    name: str
    company: str
    email: str
    phone: str
    vat_id: str
    language: str
    group: str | None
    buyer_reference: str
    invoice_endpoint: str
    invoice_scheme: str
    created_at: datetime


def tell_customers(ids: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
    """Return buyers by their ids."""
    return {key: dataclasses.asdict(it) for key, it in get_buyers(ids).items()}


class InvoiceRow(Row):
    """An invoice, a reversal or a correction; these have negative amounts and say what they correct."""

    id: int
    number: str
    order: UUID
    kind: str
    corrects: str | None
    currency: str
    net: Decimal
    tax: Decimal
    gross: Decimal
    issued_on: date
    due_on: date | None
    imported: bool
    has_paper: bool


def tell_invoices(ids: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
    """Return documents by their ids."""
    heads = get_heads(ids)
    orders = get_orders({it.order_id for it in heads.values()})
    return {
        key: {
            "id": it.id, "number": it.number, "order": orders[it.order_id].uuid, "kind": it.kind, "corrects": it.corrects,
            "currency": it.currency, "net": it.net, "tax": it.tax, "gross": it.gross, "issued_on": it.issued_on,
            "due_on": it.due_on, "imported": it.imported, "has_paper": it.pdf is not None,
        }
        for key, it in heads.items()
    }  # fmt: skip


class PaymentRow(Row):
    """What an order owes and what came of it."""

    id: int
    order: UUID
    method: str
    account: str | None
    external_id: str
    currency: str
    amount: Decimal
    captured: Decimal
    refunded: Decimal
    disputed: Decimal
    opened_at: datetime
    secured_at: datetime | None


def tell_payments(ids: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
    """Return payments by their ids."""
    payments = get_payments_by_id(ids)
    orders = get_orders({it.order_id for it in payments.values()})
    return {
        key: {
            "id": it.id, "order": orders[it.order_id].uuid, "method": it.method, "account": it.account,
            "external_id": it.external_id, "currency": it.currency, "amount": it.amount, "captured": it.captured,
            "refunded": it.refunded, "disputed": it.disputed, "opened_at": it.opened_at, "secured_at": it.secured_at,
        }
        for key, it in payments.items()
    }  # fmt: skip


CUSTOMERS = RowList("/customers", "customers", "customers", CustomerRow, tell_customers)
INVOICES = RowList("/invoices", "invoices", "invoices", InvoiceRow, tell_invoices)
PAYMENTS = RowList("/payments", "payments", "payments", PaymentRow, tell_payments)
