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
    Source,
    SourceKind,
    ToPost,
    WhoOwes,
    describe_money,
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
from kontor.channels.public import SettlementRow, get_channels, list_settlements
from kontor.customers.public import get_customers
from kontor.invoicing.public import (
    DocumentKind,
    InvoiceIssued,
    get_documents,
    get_orders_of_documents,
    list_family,
    name_invoices,
    read_record,
)
from kontor.kernel.actor import Actor
from kontor.kernel.clock import local_day
from kontor.legal_entities.public import list_legal_entities
from kontor.orders.public import get_orders
from kontor.payments.public import BookingRow, MoneyMoved, list_bookings, list_entries, list_voucher_entries
from kontor.pricing.public import load_tax_table

_TEXT = {DocumentKind.INVOICE: "Rechnung", DocumentKind.REVERSAL: "Storno", DocumentKind.CORRECTION: "Korrektur"}
MOST = 1_000


def post_documents(*, news: Sequence[InvoiceIssued], at: datetime, by: Actor) -> None:
    """Every issued document is posted, and the money of its order with it. Locks: the chains of the legal entities, last."""
    orders = {item.order_id for item in news}
    _debtors(sorted(orders))
    post_papers(invoice_ids=[item.invoice_id for item in news], at=at, by=by)
    post_payments(entry_ids=[it.id for it in list_entries(order_ids=orders)], at=at, by=by)
    post_vouchers(entry_ids=[it.id for it in list_voucher_entries(order_ids=orders)], at=at, by=by)


def post_moved(*, news: Sequence[MoneyMoved], at: datetime, by: Actor) -> None:
    """Money that moved is posted against the debtor of its order. Locks: the chains of the legal entities, last."""
    orders = sorted({item.order_id for item in news})
    _debtors(orders)
    post_payments(entry_ids=[it.id for it in list_entries(order_ids=orders)], at=at, by=by)


def post_what_is_left(*, at: datetime, by: Actor) -> int:
    """Post what no news led here: returns how many documents and movements of money were looked at."""
    papers, money = list_unposted(MOST)
    # All debtors first, then the chains: whoever holds a chain waits for no debtor.
    redeemed = list_unposted_vouchers(MOST)
    paid = [it.order_id for it in list_entries(ids=money)]
    used = [it.order_id for it in list_voucher_entries(ids=redeemed)]
    _debtors([*get_orders_of_documents(papers), *paid, *used])
    post_papers(invoice_ids=papers, at=at, by=by)
    post_payments(entry_ids=money, at=at, by=by)
    post_vouchers(entry_ids=redeemed, at=at, by=by)
    told = (post_settlements(at=at, by=by), post_bookings(at=at, by=by))
    return sum((len(papers), len(money), len(redeemed), *told))


def post_settlements(*, at: datetime, by: Actor) -> int:
    """What channels kept and paid out is posted from their own bookings. Locks: the chains of the legal entities, last."""
    told = [
        _Told(Source(SourceKind.SETTLEMENT, row.id), row, f"{row.channel} {row.kind} {row.external_order}")
        for row in list_settlements(list_unposted_settlements(MOST))
    ]
    return _post_told(told, at=at, by=by)


def post_bookings(*, at: datetime, by: Actor) -> int:
    """What payment providers kept and paid out is posted from their own bookings. Locks: the chains of the legal
    entities, last."""
    told = [
        _Told(Source(SourceKind.PROVIDER, row.id), row, f"{row.account} {row.kind} {row.external_id}")
        for row in list_bookings(list_unposted_bookings(MOST))
    ]
    return _post_told(told, at=at, by=by)


@dataclass(frozen=True, slots=True)
class _Told:
    """A booking that a stranger told."""

    source: Source
    booking: SettlementRow | BookingRow
    text: str


def _post_told(told: Sequence[_Told], *, at: datetime, by: Actor) -> int:
    batches: dict[int, list[ToPost]] = defaultdict(list)
    entities = list_legal_entities({it.booking.legal_entity_id for it in told})
    for it in told:
        row, entity = it.booking, entities[it.booking.legal_entity_id]
        entries = post_settlement(chart=entity.chart, kind=row.kind, amount=row.amount, fee=row.fee, text=it.text[:60])
        day = local_day(row.booked_at, entity.timezone)
        batches[entity.id].append(ToPost(it.source, day, 0, row.currency, entries))
    for entity_id in sorted(batches):
        post_entries(legal_entity_id=entity_id, batch=batches[entity_id], at=at, by=by)
    return len(told)


def post_papers(*, invoice_ids: Sequence[int], at: datetime, by: Actor) -> None:
    """Documents are posted by their VAT groups, with the fingerprint of what was issued."""
    papers = get_documents(invoice_ids)
    debtors = _debtors([paper.order_id for paper in papers])
    # What a correction posts depends on what is posted of its invoice.
    sources = {paper.id: Source(SourceKind.PAPER, paper.id) for paper in papers}
    known = hold_chains(legal_entity_ids=[it.legal_entity_id for it in papers], sources=list(sources.values()))
    papers = [paper for paper in papers if sources[paper.id] not in known]
    batches: dict[int, list[ToPost]] = defaultdict(list)
    entities = list_legal_entities({paper.legal_entity_id for paper in papers})
    sheets = {paper.id: read_record(paper.content, number=paper.number) for paper in papers}
    book = _margin_book([paper.corrects_id or paper.id for paper in papers if has_margin(sheets[paper.id])])
    for paper in papers:
        sheet = sheets[paper.id]
        groups = group_paper(sheet, tax_case=paper.tax_case, root_id=paper.corrects_id or paper.id, book=book)
        facts = PaperToPost(
            number=paper.number, chart=entities[paper.legal_entity_id].chart, debtor=debtors[paper.order_id], groups=groups,
            rounding=paper.rounding, country=str(paper.tax_facts.get("country", "")),
            vat_id=str(paper.tax_facts.get("vat_id", "")), due_on=paper.due_on, supplied_on=sheet.delivered_on,
            text=f"{_TEXT[DocumentKind(paper.kind)]} {sheet.buyer.company or sheet.buyer.name}",
        )  # fmt: skip
        evidence = hashlib.sha256(json.dumps([paper.number, paper.content], sort_keys=True).encode()).hexdigest()
        batches[paper.legal_entity_id].append(
            ToPost(sources[paper.id], paper.issued_on, paper.order_id, paper.currency, post_paper(facts), evidence)
        )
    for entity_id in sorted(batches):
        post_entries(legal_entity_id=entity_id, batch=batches[entity_id], at=at, by=by)


def _margin_book(root_ids: Sequence[int]) -> MarginBook:
    """Return what is posted of the margins of some invoices, and their rates on the day on which the goods went out."""
    if not root_ids:
        return MarginBook([], {})
    taxes = load_tax_table()
    rates = {}
    roots = get_documents(root_ids)
    entities = list_legal_entities({root.legal_entity_id for root in roots})
    for root in roots:
        out_on = read_record(root.content, number=root.number).delivered_on or root.issued_on
        rates[root.id] = taxes.rate(entities[root.legal_entity_id].country, "standard", out_on)
    return MarginBook(list_posted_margins(list_family(root_ids)), rates)


def post_payments(*, entry_ids: Sequence[int], at: datetime, by: Actor) -> None:
    """Money that came or went is posted against the debtor, on the day on which it was booked."""
    entries = list_entries(ids=entry_ids)
    orders = get_orders({entry.order_id for entry in entries})
    entities = list_legal_entities({order.legal_entity_id for order in orders.values()})
    debtors, invoices = _debtors(list(orders)), name_invoices(list(orders))
    batches: dict[int, list[ToPost]] = defaultdict(list)
    for entry in entries:
        order = orders[entry.order_id]
        entity = entities[order.legal_entity_id]
        posting = post_money(
            kind=entry.kind, chart=entity.chart, debtor=debtors[order.id], elsewhere=entry.is_paid_out_later,
            amount=entry.amount, document=invoices.get(order.id, order.number),
            text=describe_money(
                kind=entry.kind, order=order.number, reference=entry.reference, at_channel=entry.elsewhere
            ),
        )  # fmt: skip
        day = entry.booked_on or local_day(entry.at, entity.timezone)
        batches[entity.id].append(ToPost(Source(SourceKind.MONEY, entry.id), day, order.id, entry.currency, [posting]))
    for entity_id in sorted(batches):
        post_entries(legal_entity_id=entity_id, batch=batches[entity_id], at=at, by=by)


def post_vouchers(*, entry_ids: Sequence[int], at: datetime, by: Actor) -> None:
    """What multi-purpose vouchers pay is posted against the debtor."""
    entries = list_voucher_entries(ids=entry_ids)
    orders = get_orders({entry.order_id for entry in entries})
    entities = list_legal_entities({order.legal_entity_id for order in orders.values()})
    debtors, invoices = _debtors(list(orders)), name_invoices(list(orders))
    batches: dict[int, list[ToPost]] = defaultdict(list)
    for entry in entries:
        order = orders[entry.order_id]
        posting = post_voucher(
            kind=entry.kind, chart=entities[order.legal_entity_id].chart, debtor=debtors[order.id], amount=entry.amount,
            document=invoices.get(order.id, order.number), text=f"Gutschein {order.number}",
        )  # fmt: skip
        day = local_day(entry.at, entities[order.legal_entity_id].timezone)
        batches[order.legal_entity_id].append(
            ToPost(Source(SourceKind.VOUCHER, entry.id), day, order.id, order.currency, [posting])
        )
    for entity_id in sorted(batches):
        post_entries(legal_entity_id=entity_id, batch=batches[entity_id], at=at, by=by)


def _debtors(order_ids: Sequence[int]) -> dict[int, int]:
    """Return the debtor's account of each order: the one it is posted on, else a company's own, or its channel's consumers'."""
    accounts = find_debtors_of(order_ids)
    new = [order_id for order_id in order_ids if order_id not in accounts]
    orders = list(get_orders(new).values())
    customers = get_customers({order.customer_id for order in orders})
    channels = get_channels({order.channel_id for order in orders})
    who = {}
    for order in orders:
        customer = customers[order.customer_id]
        company = WhoOwes(f"customer:{customer.id}", customer.company, customer.id)
        consumers = WhoOwes(f"channel:{order.channel_id}", f"Kunden {channels[order.channel_id].name}")
        who[order.id] = company if customer.company else consumers
    for entity_id in sorted({order.legal_entity_id for order in orders}):
        mine = [order for order in orders if order.legal_entity_id == entity_id]
        found = find_debtors(legal_entity_id=entity_id, wanted={who[order.id].key: who[order.id] for order in mine})
        accounts |= {order.id: found[who[order.id].key] for order in mine}
    return accounts
