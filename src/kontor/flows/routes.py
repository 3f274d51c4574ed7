"""Who hears which news: the only table of listeners, read top to bottom as the life of an order."""

from __future__ import annotations

from kontor.channels.public import RefundTold
from kontor.flows.books.posting import post_documents, post_moved
from kontor.flows.invoicing.corrections import take_back_cancelled
from kontor.flows.invoicing.invoices import invoice_placed, invoice_shipments
from kontor.flows.market.channel_updates import (
    acknowledge_orders,
    confirm_shipments,
    tell_cancelled_orders,
    tell_cancelled_parts,
)
from kontor.flows.money.collecting import collect_invoiced, collect_shipped, settle_cancelled, stop_unpaid
from kontor.flows.money.refunds import record_refunds_told
from kontor.flows.people.amended_orders import tell_amended
from kontor.flows.people.buyer_mails import confirm_orders, mail_papers, tell_cancelled, tell_payment_page, tell_shipped
from kontor.flows.selling.payment import open_order_payments, release_freed_orders, release_paid_orders
from kontor.flows.selling.vat_ids import follow_vat_checks
from kontor.flows.warehouse.allocation import allocate_orders, cover_shortages, send_rest
from kontor.flows.warehouse.dispatch import book_shipping_labels, close_complete_orders, label_left_behind
from kontor.flows.warehouse.merging import part_readdressed
from kontor.fulfilment.public import OrderAllocated, ShipmentDispatched, ShipmentPacked
from kontor.inventory.public import StockAdded
from kontor.invoicing.public import InvoiceDue, InvoiceIssued, PapersWritten
from kontor.messaging.public import AlarmRaised
from kontor.orders.public import (
    OrderAmended,
    OrderCancelled,
    OrderClosed,
    OrderHeld,
    OrderHoldLifted,
    OrderLinesCancelled,
    OrderPlaced,
    OrderRecalled,
    OrderReleased,
)
from kontor.payments.public import MoneyLeftOver, MoneyMoved, PaymentAsked, PaymentLost, PaymentSecured
from kontor.platform.post.outbox import Route
from kontor.pricing.public import VatIdChecked
from kontor.shipping.public import LabelBooked

ROUTES: tuple[Route, ...] = (
    Route(OrderPlaced, "open_order_payments", open_order_payments),
    Route(OrderPlaced, "confirm_orders", confirm_orders),
    Route(OrderPlaced, "acknowledge_orders", acknowledge_orders),
    Route(InvoiceDue, "invoice_placed", invoice_placed),
    Route(PaymentAsked, "tell_payment_page", tell_payment_page),
    Route(PaymentSecured, "release_paid_orders", release_paid_orders),
    Route(VatIdChecked, "follow_vat_checks", follow_vat_checks),
    Route(OrderHoldLifted, "release_freed_orders", release_freed_orders),
    Route(OrderReleased, "allocate_orders", allocate_orders),
    Route(StockAdded, "cover_shortages", cover_shortages),
    Route(ShipmentPacked, "book_shipping_labels", book_shipping_labels),
    Route(ShipmentDispatched, "invoice_shipments", invoice_shipments),
    Route(ShipmentDispatched, "collect_shipped", collect_shipped),
    Route(ShipmentDispatched, "tell_shipped", tell_shipped),
    Route(ShipmentDispatched, "confirm_shipments", confirm_shipments),
    Route(LabelBooked, "confirm_labelled_shipments", confirm_shipments),
    # Under this name its news is kept, and is not heard again.
    Route(ShipmentDispatched, "close_settled_orders", close_complete_orders),
    Route(InvoiceIssued, "collect_invoiced", collect_invoiced),
    Route(InvoiceIssued, "post_documents", post_documents),
    Route(PapersWritten, "mail_papers", mail_papers),
    Route(RefundTold, "record_refunds_told", record_refunds_told),
    Route(MoneyMoved, "post_moved", post_moved),
    Route(PaymentLost, "stop_unpaid", stop_unpaid),
    Route(MoneyLeftOver, "settle_left_over", settle_cancelled),
    Route(OrderAmended, "part_readdressed", part_readdressed),
    Route(OrderAmended, "tell_amended", tell_amended),
    Route(OrderCancelled, "label_left_behind", label_left_behind),
    Route(OrderRecalled, "label_left_by_recall", label_left_behind),
    Route(OrderLinesCancelled, "label_left_by_lines", label_left_behind),
    Route(OrderLinesCancelled, "send_rest", send_rest),
    Route(OrderCancelled, "take_back_cancelled", take_back_cancelled),
    Route(OrderLinesCancelled, "take_back_cancelled_parts", take_back_cancelled),
    Route(OrderCancelled, "settle_cancelled", settle_cancelled),
    Route(OrderLinesCancelled, "settle_cancelled_parts", settle_cancelled),
    Route(OrderCancelled, "tell_cancelled", tell_cancelled),
    Route(OrderCancelled, "tell_cancelled_orders", tell_cancelled_orders),
    Route(OrderLinesCancelled, "tell_cancelled_parts", tell_cancelled_parts),
)

# Told and kept, and heard by nobody in the house: they stand in the timeline of the order, and other programs hear them.
UNHEARD = (
    OrderHeld, OrderClosed, OrderAllocated, AlarmRaised,
)  # fmt: skip
