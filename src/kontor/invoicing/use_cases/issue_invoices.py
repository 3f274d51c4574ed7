"""Issue invoices."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from kontor.invoicing.calls import call_papers
from kontor.invoicing.errors import InvoiceInvalid
from kontor.invoicing.events import InvoiceIssued
from kontor.invoicing.models import Invoice, Occasion
from kontor.invoicing.rules import (
    GroupKey,
    InvoiceItem,
    Seller,
    Sheet,
    build_einvoice,
    document_number,
    find_cius_faults,
    find_faults,
    find_missing_address,
    record_sheet,
    total_document,
)
from kontor.kernel.actor import Actor
from kontor.kernel.address import Address
from kontor.kernel.clock import local_day
from kontor.kernel.money import unit_of
from kontor.platform.post.outbox import publish
from kontor.platform.sql.bulk import draw_ids, insert_rows
from kontor.platform.sql.counters import draw_numbers

# A series of its own for each kind, told apart by its prefix.
PREFIX = {"invoice": "", "reversal": "-S", "correction": "-K"}


@dataclass(frozen=True, slots=True)
class InvoiceDraft:
    """A document without a number. ``source`` names what is invoiced or taken back, and is invoiced once; ``occasion`` on what.

    ``delivered_on``: None where nothing has left yet. ``standing``: what is left of a corrected invoice before this
    correction (``rules.total_document``).
    """

    source: str
    occasion: Occasion
    order_id: int
    order_number: str
    legal_entity_id: int
    entity_code: str
    timezone: str
    currency: str
    language: str
    seller: Seller
    recipient: Address
    ship_to: Address
    items: tuple[InvoiceItem, ...]
    kind: str = "invoice"
    gross_prices: bool = True
    payment_days: int = 14
    paid: Decimal = Decimal(0)
    tax_case: str = "domestic"
    tax_facts: Mapping[str, object] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    buyer_vat_id: str = ""
    buyer_reference: str = ""
    buyer_endpoint: str = ""
    buyer_scheme: str = ""
    delivered_on: date | None = None
    corrects_id: int | None = None
    corrects: str = ""
    corrects_on: date | None = None
    standing: Mapping[GroupKey, Decimal] = field(default_factory=dict)
    vat_from_net: bool = False


def issue_invoices(*, drafts: Sequence[InvoiceDraft], at: datetime, by: Actor) -> list[int]:
    """A document gets the next number of its legal entity, kind and local year, without gaps, and never changes again.

    It is issued only if it is a valid electronic invoice (EN 16931); judged under a stand-in of its number, so that a refusal
    uses none. What was invoiced before is left out. Returns the ids of the new documents; they are written by a job.
    Refuses: InvoiceInvalid. Tells: InvoiceIssued. Locks: the number series, last of all.
    """
    known = set(Invoice.objects.filter(source__in=[draft.source for draft in drafts]).values_list("source", flat=True))
    fresh = [draft for draft in drafts if draft.source not in known]
    if not fresh:
        return []
    sheets = [_sheet(draft, local_day(at, draft.timezone)) for draft in fresh]
    for sheet in sheets:
        _judge(sheet)

    ids = draw_ids({Invoice: len(fresh)})[0]
    years = [sheet.issued_on.year for sheet in sheets]
    series = [f"{draft.kind}:{draft.entity_code}:{year}" for draft, year in zip(fresh, years, strict=True)]
    sequences = _draw_numbers(series)
    insert_rows(
        Invoice,
        {
            "id": ids,
            "legal_entity": [draft.legal_entity_id for draft in fresh],
            "series": series,
            "year": years,
            "sequence": sequences,
            "number": [
                document_number(draft.entity_code + PREFIX[draft.kind], year, sequence)
                for draft, year, sequence in zip(fresh, years, sequences, strict=True)
            ],
            "order": [draft.order_id for draft in fresh],
            "source": [draft.source for draft in fresh],
            "occasion": [draft.occasion.value for draft in fresh],
            "kind": [draft.kind for draft in fresh],
            "corrects": [draft.corrects_id for draft in fresh],
            "tax_case": [draft.tax_case for draft in fresh],
            "tax_facts": [json.dumps(dict(draft.tax_facts)) for draft in fresh],
            "currency": [draft.currency for draft in fresh],
            "net": [sheet.totals.net for sheet in sheets],
            "tax": [sheet.totals.tax for sheet in sheets],
            "rounding": [sheet.totals.rounding for sheet in sheets],
            "gross": [sheet.totals.gross for sheet in sheets],
            "due_on": [sheet.due_on for sheet in sheets],
            "recipient": [json.dumps(draft.recipient.as_dict()) for draft in fresh],
            "language": [draft.language for draft in fresh],
            "content": [json.dumps(record_sheet(sheet)) for sheet in sheets],
            "issued_at": at,
            "issued_on": [sheet.issued_on for sheet in sheets],
        },
    )
    publish(
        [InvoiceIssued(draft.order_id, invoice_id) for draft, invoice_id in zip(fresh, ids, strict=True)],
        at=at,
        by=by,
    )
    call_papers(ids)
    return ids


def _sheet(draft: InvoiceDraft, today: date) -> Sheet:
    totals = total_document(
        draft.items,
        gross_prices=draft.gross_prices,
        standing=draft.standing,
        unit=unit_of(draft.currency),
        vat_from_net=draft.vat_from_net,
    )
    due = today + timedelta(days=draft.payment_days) if totals.gross > draft.paid else None
    number = document_number(draft.entity_code + PREFIX[draft.kind], today.year, 0)
    return Sheet(
        kind=draft.kind, number=number, issued_on=today, delivered_on=draft.delivered_on, due_on=due,
        currency=draft.currency, order=draft.order_number, seller=draft.seller, buyer=draft.recipient,
        ship_to=draft.ship_to, items=draft.items, totals=totals, buyer_vat_id=draft.buyer_vat_id,
        buyer_reference=draft.buyer_reference, buyer_endpoint=draft.buyer_endpoint, buyer_scheme=draft.buyer_scheme,
        paid=draft.paid, corrects=draft.corrects, corrects_on=draft.corrects_on,
        reasons=draft.reasons, vat_from_net=draft.vat_from_net,
        net_prices=not draft.gross_prices,
    )  # fmt: skip


def _judge(sheet: Sheet) -> None:
    """Refuse what is no valid electronic invoice, naming rule, field and remedy; for a buyer of the state, what is
    no XRechnung.
    """
    public = bool(sheet.buyer_reference)
    faults = [*find_missing_address(sheet.seller), *(find_cius_faults(sheet) if public else [])]
    faults += find_faults(build_einvoice(sheet, public=public))
    if faults:
        first = faults[0]
        raise InvoiceInvalid(
            "The invoice breaks a rule of the electronic invoice and was not issued; no number was used.", rule=first.rule,
            fields=", ".join(first.fields), remedy=first.remedy or first.message, order=sheet.order, faults=len(faults),
        )  # fmt: skip


def _draw_numbers(series: Sequence[str]) -> list[int]:
    """Draw a number for each, series by series in name order, so that two issuers never wait in a circle."""
    positions: dict[str, list[int]] = defaultdict(list)
    for position, name in enumerate(series):
        positions[name].append(position)
    numbers = [0] * len(series)
    for name in sorted(positions):
        first = draw_numbers(name, len(positions[name]))
        for offset, position in enumerate(positions[name]):
            numbers[position] = first + offset
    return numbers
