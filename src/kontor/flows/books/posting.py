"""The books: what was issued and what was paid is posted, derived and never typed."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kontor.accounting.public import (
    MarginBook,
    PaperToPost,
    ToPost,
    WhoOwes,
    find_debtors,
    find_debtors_of,
    group_paper,
    has_margin,
    hold_chains,
    list_posted_margins,
    list_unposted,
    list_unposted_bookings,
    list_unposted_settlements,
    list_unposted_vouchers,
    post_entries,
    post_money,
    post_paper,
    post_settlement,
    post_voucher,
)
from kontor.channels.public import Settlement
from kontor.invoicing.public import DocumentKind, Invoice, InvoiceIssued, list_family, read_record
from kontor.kernel.actor import Actor
from kontor.kernel.clock import local_day
from kontor.legal_entities.public import LegalEntity
from kontor.orders.public import Order
from kontor.payments.public import MoneyMoved, PaymentEntry, ProviderBooking, VoucherEntry, VoucherPurpose
from kontor.pricing.public import load_tax_table

_TEXT = {DocumentKind.INVOICE: "Rechnung", DocumentKind.REVERSAL: "Storno", DocumentKind.CORRECTION: "Korrektur"}
# Money that a channel or a provider took in, which pays it out later.
_ELSEWHERE = frozenset({"paid", "marketplace", "provider"})
MOST = 1_000


def post_documents(*, news: Sequence[InvoiceIssued], at: datetime, by: Actor) -> None:
    """Every issued document is posted, and the money of its order with it. Locks: the chains of the legal entities, last."""
    orders = {item.order_id for item in news}
    _debtors(sorted(orders))
    post_papers(invoice_ids=[item.invoice_id for item in news], at=at, by=by)
    entries = PaymentEntry.objects.filter(payment__order_id__in=orders)
    post_payments(entry_ids=list(entries.values_list("id", flat=True)), at=at, by=by)
    redeemed = VoucherEntry.objects.filter(order_id__in=orders, voucher__purpose=VoucherPurpose.MULTI)
    post_vouchers(entry_ids=list(redeemed.values_list("id", flat=True)), at=at, by=by)


def post_moved(*, news: Sequence[MoneyMoved], at: datetime, by: Actor) -> None:
    """Money that moved is posted against the debtor of its order. Locks: the chains of the legal entities, last."""
    orders = sorted({item.order_id for item in news})
    _debtors(orders)
    entries = PaymentEntry.objects.filter(payment__order_id__in=orders)
    post_payments(entry_ids=list(entries.values_list("id", flat=True)), at=at, by=by)


def post_what_is_left(*, at: datetime, by: Actor) -> int:
    """Post what no news led here: returns how many documents and movements of money were looked at."""
    papers, money = list_unposted(MOST)
    # All debtors first, then the chains: whoever holds a chain waits for no debtor.
    paid = PaymentEntry.objects.filter(id__in=money).values_list("payment__order_id", flat=True)
    redeemed = list_unposted_vouchers(MOST)
    used = VoucherEntry.objects.filter(id__in=redeemed).values_list("order_id", flat=True)
    _debtors([*Invoice.objects.filter(id__in=papers).values_list("order_id", flat=True), *paid, *used])
    post_papers(invoice_ids=papers, at=at, by=by)
    post_payments(entry_ids=money, at=at, by=by)
    post_vouchers(entry_ids=redeemed, at=at, by=by)
    others = post_settlements(at=at, by=by) + post_bookings(at=at, by=by)
    return len(papers) + len(money) + len(redeemed) + others


def post_settlements(*, at: datetime, by: Actor) -> int:
    """What channels kept and paid out is posted from their own bookings. Locks: the chains of the legal entities, last."""
    rows = Settlement.objects.filter(id__in=list_unposted_settlements(MOST)).select_related("channel__legal_entity")
    told = [
        _Told(
            f"settlement:{row.id}", row, row.channel.legal_entity, f"{row.channel.name} {row.kind} {row.external_order}"
        )
        for row in rows.order_by("id")
    ]
    return _post_told(told, at=at, by=by)


def post_bookings(*, at: datetime, by: Actor) -> int:
    """What payment providers kept and paid out is posted from their own bookings. Locks: the chains of the legal
    entities, last."""
    rows = ProviderBooking.objects.filter(id__in=list_unposted_bookings(MOST)).select_related("account__legal_entity")
    told = [
        _Told(f"provider:{row.id}", row, row.account.legal_entity, f"{row.account.code} {row.kind} {row.external_id}")
        for row in rows.order_by("id")
    ]
    return _post_told(told, at=at, by=by)


@dataclass(frozen=True, slots=True)
class _Told:
    """A booking that a stranger told, with the legal entity whose money it is."""

    source: str
    booking: Settlement | ProviderBooking
    entity: LegalEntity
    text: str


def _post_told(told: Sequence[_Told], *, at: datetime, by: Actor) -> int:
    batches: dict[int, list[ToPost]] = defaultdict(list)
    for it in told:
        row = it.booking
        entries = post_settlement(
            chart=it.entity.chart, kind=row.kind, amount=row.amount, fee=row.fee, text=it.text[:60]
        )
        day = local_day(row.booked_at, it.entity.timezone)
        batches[it.entity.id].append(ToPost(it.source, day, 0, row.currency, entries))
    for entity_id in sorted(batches):
        post_entries(legal_entity_id=entity_id, batch=batches[entity_id], at=at, by=by)
    return len(told)


def post_papers(*, invoice_ids: Sequence[int], at: datetime, by: Actor) -> None:
    """Documents are posted by their VAT groups, with the fingerprint of what was issued."""
    papers = list(Invoice.objects.filter(id__in=invoice_ids).select_related("legal_entity").order_by("id"))
    debtors = _debtors([paper.order_id for paper in papers])
    # What a correction posts depends on what is posted of its invoice.
    known = hold_chains(
        legal_entity_ids=[paper.legal_entity_id for paper in papers], sources=[f"paper:{paper.id}" for paper in papers]
    )
    papers = [paper for paper in papers if f"paper:{paper.id}" not in known]
    batches: dict[int, list[ToPost]] = defaultdict(list)
    sheets = {paper.id: read_record(paper.content, number=paper.number) for paper in papers}
    book = _margin_book([paper.corrects_id or paper.id for paper in papers if has_margin(sheets[paper.id])])
    for paper in papers:
        sheet = sheets[paper.id]
        groups = group_paper(sheet, tax_case=paper.tax_case, root_id=paper.corrects_id or paper.id, book=book)
        facts = PaperToPost(
            number=paper.number, chart=paper.legal_entity.chart, debtor=debtors[paper.order_id], groups=groups,
            rounding=paper.rounding, country=str(paper.tax_facts.get("country", "")),
            vat_id=str(paper.tax_facts.get("vat_id", "")), due_on=paper.due_on, supplied_on=sheet.delivered_on,
            text=f"{_TEXT[DocumentKind(paper.kind)]} {sheet.buyer.company or sheet.buyer.name}",
        )  # fmt: skip
        evidence = hashlib.sha256(json.dumps([paper.number, paper.content], sort_keys=True).encode()).hexdigest()
        batches[paper.legal_entity_id].append(
            ToPost(f"paper:{paper.id}", paper.issued_on, paper.order_id, paper.currency, post_paper(facts), evidence)
        )
    for entity_id in sorted(batches):
        post_entries(legal_entity_id=entity_id, batch=batches[entity_id], at=at, by=by)


def _margin_book(root_ids: Sequence[int]) -> MarginBook:
    """Return what is posted of the margins of some invoices, and their rates on the day on which the goods went out."""
    if not root_ids:
        return MarginBook([], {})
    taxes = load_tax_table()
    family = {f"paper:{paper_id}": root_id for paper_id, root_id in list_family(root_ids).items()}
    rates = {}
    for root in Invoice.objects.filter(id__in=root_ids).select_related("legal_entity"):
        out_on = read_record(root.content, number=root.number).delivered_on or root.issued_on
        rates[root.id] = taxes.rate(root.legal_entity.country, "standard", out_on)
    return MarginBook(list_posted_margins(family), rates)


def post_payments(*, entry_ids: Sequence[int], at: datetime, by: Actor) -> None:
    """Money that came or went is posted against the debtor, on the day on which it was booked."""
    entries = list(PaymentEntry.objects.filter(id__in=entry_ids).select_related("payment").order_by("id"))
    orders = Order.objects.select_related("legal_entity").in_bulk([entry.payment.order_id for entry in entries])
    debtors = _debtors(list(orders))
    batches: dict[int, list[ToPost]] = defaultdict(list)
    for entry in entries:
        order = orders[entry.payment.order_id]
        entity = order.legal_entity
        # Money that a channel took has no reference of a bank.
        reference = "beim Kanal" if entry.reference.startswith("paid elsewhere") else entry.reference
        posting = post_money(
            kind=entry.kind, chart=entity.chart, debtor=debtors[order.id], elsewhere=entry.payment.method in _ELSEWHERE,
            amount=entry.amount, text=f"Zahlung {order.number} {reference}"[:60],
        )  # fmt: skip
        day = entry.booked_on or local_day(entry.at, entity.timezone)
        batches[entity.id].append(ToPost(f"money:{entry.id}", day, order.id, entry.payment.currency, [posting]))
    for entity_id in sorted(batches):
        post_entries(legal_entity_id=entity_id, batch=batches[entity_id], at=at, by=by)


def post_vouchers(*, entry_ids: Sequence[int], at: datetime, by: Actor) -> None:
    """What multi-purpose vouchers pay is posted against the debtor."""
    entries = list(VoucherEntry.objects.filter(id__in=entry_ids).order_by("id"))
    orders = Order.objects.select_related("legal_entity").in_bulk([entry.order_id for entry in entries])
    debtors = _debtors(list(orders))
    batches: dict[int, list[ToPost]] = defaultdict(list)
    for entry in entries:
        order = orders[entry.order_id]
        posting = post_voucher(
            kind=entry.kind, chart=order.legal_entity.chart, debtor=debtors[order.id], amount=entry.amount,
            text=f"Gutschein {order.number}",
        )  # fmt: skip
        day = local_day(entry.at, order.legal_entity.timezone)
        batches[order.legal_entity_id].append(ToPost(f"voucher:{entry.id}", day, order.id, order.currency, [posting]))
    for entity_id in sorted(batches):
        post_entries(legal_entity_id=entity_id, batch=batches[entity_id], at=at, by=by)


def _debtors(order_ids: Sequence[int]) -> dict[int, int]:
    """Return the debtor's account of each order: the one it is posted on, else a company's own, or its channel's consumers'."""
    accounts = find_debtors_of(order_ids)
    new = [order_id for order_id in order_ids if order_id not in accounts]
    orders = list(Order.objects.filter(id__in=new).select_related("customer", "channel"))
    who = {}
    for order in orders:
        customer = order.customer
        company = WhoOwes(f"customer:{customer.id}", customer.company, customer.id)
        consumers = WhoOwes(f"channel:{order.channel_id}", f"Kunden {order.channel.name}")
        who[order.id] = company if customer.company else consumers
    for entity_id in sorted({order.legal_entity_id for order in orders}):
        mine = [order for order in orders if order.legal_entity_id == entity_id]
        found = find_debtors(legal_entity_id=entity_id, wanted={who[order.id].key: who[order.id] for order in mine})
        accounts |= {order.id: found[who[order.id].key] for order in mine}
    return accounts
