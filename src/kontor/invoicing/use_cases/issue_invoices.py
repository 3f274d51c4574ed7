"""Issue invoices."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from procrastinate.contrib.django import app as job_app
from procrastinate.types import JSONValue

from kontor.invoicing.events import InvoiceIssued
from kontor.invoicing.models import Invoice
from kontor.invoicing.rules import InvoiceItem, invoice_number, sum_by_rate, sum_items
from kontor.kernel.actor import Actor
from kontor.kernel.address import Address
from kontor.kernel.clock import local_day
from kontor.platform.bulk import draw_ids, insert_rows, select_rows
from kontor.platform.outbox import publish

RENDER_TASK = "kontor.render_invoices"


@dataclass(frozen=True, slots=True)
class InvoiceDraft:
    """An invoice without a number. ``source`` names what is invoiced; it is invoiced once."""

    source: str
    order_id: int
    order_number: str
    legal_entity_id: int
    entity_code: str
    timezone: str
    currency: str
    language: str
    recipient: Address
    items: tuple[InvoiceItem, ...]


_DRAW_NUMBERS = """
INSERT INTO platform_counter AS counter (name, last) VALUES (%s, %s)
ON CONFLICT (name) DO UPDATE SET last = counter.last + excluded.last RETURNING last
"""


def issue_invoices(*, drafts: Sequence[InvoiceDraft], at: datetime, by: Actor) -> list[int]:
    """An invoice gets the next number of its legal entity and local year, without gaps, and never changes again.

    What was invoiced before is left out. Returns the ids of the new invoices; they are rendered by a job.
    Tells: InvoiceIssued. Locks: the number series, last of all.
    """
    known = set(Invoice.objects.filter(source__in=[draft.source for draft in drafts]).values_list("source", flat=True))
    fresh = [draft for draft in drafts if draft.source not in known]
    if not fresh:
        return []
    ids = draw_ids({Invoice: len(fresh)})[0]
    days = [local_day(at, draft.timezone) for draft in fresh]
    totals = [sum_items(draft.items) for draft in fresh]
    contents = [json.dumps(_content(draft)) for draft in fresh]
    series = [f"invoice:{draft.entity_code}:{day.year}" for draft, day in zip(fresh, days, strict=True)]

    sequences = _draw_numbers(series)
    insert_rows(
        Invoice,
        {
            "id": ids,
            "legal_entity": [draft.legal_entity_id for draft in fresh],
            "series": series,
            "year": [day.year for day in days],
            "sequence": sequences,
            "number": [
                invoice_number(draft.entity_code, day.year, sequence)
                for draft, day, sequence in zip(fresh, days, sequences, strict=True)
            ],
            "order": [draft.order_id for draft in fresh],
            "source": [draft.source for draft in fresh],
            "currency": [draft.currency for draft in fresh],
            "net": [total.net for total in totals],
            "tax": [total.tax for total in totals],
            "gross": [total.gross for total in totals],
            "recipient": [json.dumps(draft.recipient.as_dict()) for draft in fresh],
            "language": [draft.language for draft in fresh],
            "content": contents,
            "issued_at": at,
            "issued_on": days,
        },
    )
    publish(
        [InvoiceIssued(draft.order_id, invoice_id) for draft, invoice_id in zip(fresh, ids, strict=True)],
        at=at,
        by=by,
    )
    job_app.configure_task(RENDER_TASK, queue="documents").defer(invoice_ids=list[JSONValue](ids))
    return ids


def _draw_numbers(series: Sequence[str]) -> list[int]:
    """Draw a number for each, series by series in name order, so that two issuers never wait in a circle."""
    positions: dict[str, list[int]] = defaultdict(list)
    for position, name in enumerate(series):
        positions[name].append(position)
    numbers = [0] * len(series)
    for name in sorted(positions):
        count = len(positions[name])
        last = select_rows(_DRAW_NUMBERS, [name, count])[0][0]
        for offset, position in enumerate(positions[name]):
            numbers[position] = last - count + 1 + offset
    return numbers


def _content(draft: InvoiceDraft) -> dict[str, object]:
    """Return everything that the paper shows, so that it can be rendered again word for word."""
    return {
        "order": draft.order_number,
        "items": [
            {
                "title": item.title, "sku": item.sku, "quantity": item.quantity, "rate": str(item.rate),
                "net": str(item.amount.net), "tax": str(item.amount.tax), "gross": str(item.amount.gross),
            }
            for item in draft.items
        ],
        "rates": [
            {"rate": str(rate), "net": str(sums.net), "tax": str(sums.tax), "gross": str(sums.gross)}
            for rate, sums in sum_by_rate(draft.items)
        ],
    }  # fmt: skip
