"""Notices: what the buyer hears, once per cause, unless the channel tells them itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from kontor.channels.public import Channel
from kontor.fulfilment.public import ShipmentDispatched
from kontor.invoicing.public import WORDS, Invoice, PapersWritten, language_of
from kontor.kernel.actor import Actor
from kontor.messaging.public import Letter, write_messages
from kontor.orders.public import Order, OrderCancelled, OrderLine, OrderPlaced
from kontor.payments.public import Payment, PaymentAsked
from kontor.platform.models import LegalEntity
from kontor.shipping.public import list_parcels


def confirm_orders(*, news: Sequence[OrderPlaced], at: datetime, by: Actor) -> None:
    """The buyer hears that the order is in, and at once if part of it is not in stock."""
    merchants = _merchants()
    orders, lines = _told_by_us(item.order_id for item in news)
    letters = [_letter(order, lines[order.id], f"order:{order.id}", merchants) for order in orders]
    write_messages(kind="order_confirmed", letters=letters, at=at)
    late = {order.id: [line for line in lines[order.id] if line.short] for order in orders}
    delayed = [
        _letter(order, late[order.id], f"order:{order.id}", merchants, short=True) for order in orders if late[order.id]
    ]
    write_messages(kind="order_delayed", letters=delayed, at=at)


def tell_shipped(*, news: Sequence[ShipmentDispatched], at: datetime, by: Actor) -> None:
    """The buyer hears that a parcel is on its way, with its tracking number."""
    merchants = _merchants()
    orders, lines = _told_by_us(item.order_id for item in news)
    by_id = {order.id: order for order in orders}
    tracking = {parcel.shipment_id: parcel.tracking_number for parcel in list_parcels([it.shipment_id for it in news])}
    letters = [
        _letter(
            by_id[item.order_id], lines[item.order_id], f"shipment:{item.shipment_id}", merchants,
            tracking=tracking.get(item.shipment_id, ""),
        )
        for item in news if item.order_id in by_id
    ]  # fmt: skip
    write_messages(kind="order_shipped", letters=letters, at=at)


def tell_payment_page(*, news: Sequence[PaymentAsked], at: datetime, by: Actor) -> None:
    """The buyer hears where to pay; each page is told once."""
    merchants = _merchants()
    orders, _ = _told_by_us(item.order_id for item in news)
    pages = dict(Payment.objects.filter(order_id__in=[it.id for it in orders]).values_list("order_id", "link"))
    letters = []
    for order in orders:
        if link := pages.get(order.id):
            letter = _letter(order, (), f"page:{hashlib.sha256(link.encode()).hexdigest()[:16]}", merchants)
            letters.append(replace(letter, values={**letter.values, "link": link}))
    write_messages(kind="payment_asked", letters=letters, at=at)


def tell_cancelled(*, news: Sequence[OrderCancelled], at: datetime, by: Actor) -> None:
    """The buyer hears that the order was cancelled."""
    merchants = _merchants()
    orders, lines = _told_by_us(item.order_id for item in news)
    letters = [_letter(order, lines[order.id], f"order:{order.id}", merchants) for order in orders]
    write_messages(kind="order_cancelled", letters=letters, at=at)


def mail_papers(*, news: Sequence[PapersWritten], at: datetime, by: Actor) -> None:
    """The buyer gets every document by mail, as the file that is kept, unless the channel writes to its buyers itself."""
    merchants = _merchants()
    orders, _ = _told_by_us(item.order_id for item in news)
    by_id = {order.id: order for order in orders}
    papers = Invoice.objects.filter(id__in=[item.invoice_id for item in news], order_id__in=by_id).select_related(
        "pdf", "xml"
    )
    letters = []
    for paper in papers.order_by("id"):
        letter = _letter(by_id[paper.order_id], (), f"invoice:{paper.id}", merchants)
        told = {
            "document": WORDS[language_of(paper.language)][paper.kind], "number": paper.number,
            "total": f"{paper.gross:.2f} {paper.currency}",
        }  # fmt: skip
        # A buyer of the state reads the XRechnung; the others' PDF holds its XML.
        public = bool(paper.content.get("buyer_reference")) and paper.xml is not None
        files = [stored.sha256 for stored in (paper.pdf, paper.xml if public else None) if stored is not None]
        letters.append(replace(letter, values={**letter.values, **told}, files=tuple(files)))
    write_messages(kind="invoice_issued", letters=letters, at=at)


def _told_by_us(order_ids: Iterable[int]) -> tuple[list[Order], dict[int, list[OrderLine]]]:
    """Return the orders whose buyers hear from us and not from the channel, with their lines."""
    silent = Channel.objects.filter(capabilities__contains=["tells_buyer"]).values_list("id", flat=True)
    rows = Order.objects.filter(id__in=list(order_ids)).exclude(channel_id__in=list(silent))
    orders = list(
        rows.only("id", "number", "gross", "currency", "language", "ship_to", "legal_entity_id").order_by("id")
    )
    lines: dict[int, list[OrderLine]] = {order.id: [] for order in orders}
    wanted = OrderLine.objects.filter(order_id__in=list(lines)).only("id", "order_id", "title", "ordered", "short")
    for line in wanted.order_by("order_id", "position"):
        lines[line.order_id].append(line)
    return orders, lines


def _letter(
    order: Order,
    lines: Sequence[OrderLine],
    reference: str,
    merchants: Mapping[int, str],
    *,
    short: bool = False,
    tracking: str = "",
) -> Letter:
    address = order.address
    return Letter(
        reference=reference, order_id=order.id, recipient=address.email, language=order.language,
        values={
            "order_number": order.number,
            "name": address.name or address.company,
            "total": f"{order.gross:.2f} {order.currency}",
            "lines": "\n".join(f"{line.short if short else line.ordered} × {line.title}" for line in lines),
            "tracking": tracking,
            "merchant": merchants[order.legal_entity_id],
        },
    )  # fmt: skip


def _merchants() -> dict[int, str]:
    return dict(LegalEntity.objects.values_list("id", "name"))
