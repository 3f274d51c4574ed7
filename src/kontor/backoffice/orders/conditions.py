"""By what orders are narrowed: what stands on the order, its buyer, its articles, its money, its way through the warehouse."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.lookups import GreaterThan
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from kontor.backoffice.parts.conditions import Choices, Field, Kind, Op, Value, moment_of
from kontor.backoffice.parts.describing import (
    TEXTS,
    choice_field,
    day_field,
    in_group,
    moment_field,
    named,
    number_field,
    text_field,
    yes_no_field,
)
from kontor.backoffice.parts.questions import Narrow, has_rows, on_column, on_each, on_key, on_rows, on_yes, rows_of
from kontor.backoffice.typed import list_countries
from kontor.backoffice.words import TAX_WORDS, WORK_WORDS
from kontor.catalog.tables import Barcode, Sku
from kontor.channels.tables import Channel
from kontor.customers.public import CustomerKind, find_customers
from kontor.customers.tables import Customer, CustomerGroup
from kontor.fulfilment.public import FulfilmentState
from kontor.fulfilment.tables import FulfilmentOrder, Shipment
from kontor.invoicing.tables import Invoice
from kontor.kernel.clock import read_clock
from kontor.kernel.money import CURRENCIES, ZERO
from kontor.legal_entities.tables import LegalEntity
from kontor.locations.tables import Location
from kontor.messaging.public import MessageState
from kontor.messaging.tables import Message
from kontor.orders.public import HoldReason, OrderState
from kontor.orders.tables import Hold, OrderCharge, OrderLine, OrderNote
from kontor.payments.public import PaymentMethod
from kontor.payments.tables import Payment, PaymentEntry, VoucherEntry
from kontor.shipping.public import CARRIERS
from kontor.shipping.tables import Parcel

_KNOWN = (Op.IS, Op.STARTS, Op.EXISTS, Op.MISSING)
_EXACT = (Op.IS, Op.EXISTS, Op.MISSING)
_OPEN_PARTS = (FulfilmentState.OPEN, FulfilmentState.PICKING, FulfilmentState.PICKED)
# Who has parcels lie in a locker or a shop writes so into the street.
_LOCKER = r"^\s*(packstation|postfiliale|paketshop|parcel locker|locker)"


def work_question(kind: str) -> Q:
    """Return which orders wait for a kind of work; each number of the dashboard counts by one of these."""
    parts = FulfilmentOrder.objects.all()
    match kind:
        case "pick":
            return has_rows(parts.filter(state=FulfilmentState.OPEN), "order")
        case "pack":
            return has_rows(parts.filter(state=FulfilmentState.PICKED), "order")
        case "hand_over":
            return has_rows(Shipment.objects.filter(dispatched_at=None), "order")
        case "late":
            return has_rows(parts.filter(state__in=_OPEN_PARTS, ship_by__lt=read_clock()), "order")
        case "today":
            end = moment_of(localdate(read_clock()) + timedelta(days=1))
            return has_rows(parts.filter(state__in=_OPEN_PARTS, ship_by__lt=end), "order")
        case "short":
            return has_rows(OrderLine.objects.filter(short__gt=0), "order")
        case _:
            return Q(pk__in=[])


def _on_tags(op: Op, value: Value) -> Q:
    match op:
        case Op.MISSING:
            return Q(tags=[])
        case Op.EXISTS:
            return ~Q(tags=[])
        case Op.NOT:
            return ~Q(tags__contains=[value])
        case _:
            return Q(tags__contains=[value])


def _on_sku(op: Op, value: Value) -> Q:
    """Ask for orders with an article, by its number or barcode; no index leads from an article to its lines but its id."""
    codes = Q(code__startswith=value.upper()) if op is Op.STARTS else Q(code__in={value, value.upper()})
    skus = set(Sku.objects.filter(codes).values_list("id", flat=True)[:500])
    skus |= set(Barcode.objects.filter(code=value).values_list("sku", flat=True)[:500])
    return has_rows(OrderLine.objects.filter(sku__in=skus), "order")


def _on_money(state: str) -> Q:
    lacks = Q(GreaterThan(Payment.LACKING, ZERO))
    owed = {
        "open": Q(captured=0) & lacks,
        "part": Q(captured__gt=0) & lacks,
        "paid": ~lacks,
        "refunded": Q(refunded__gt=0),
    }
    return has_rows(Payment.objects.filter(owed[state]), "order_id")


def _on_shipping(state: str) -> Q:
    """Ask how far the pieces are: none left, some, all that are not cancelled. What has left whole is closed."""
    gone = has_rows(OrderLine.objects.filter(shipped__gt=0), "order")
    match state:
        case "none":
            return ~gone
        case "part":
            return Q(state__in=[OrderState.PLACED, OrderState.HELD, OrderState.RELEASED]) & gone
        case _:
            return Q(state=OrderState.CLOSED) & gone


PAYMENT_STATES: Choices = (
    ("open", _("nothing paid")), ("part", _("paid in part")), ("paid", _("paid")), ("refunded", _("given back")),
)  # fmt: skip
SHIPPING_STATES: Choices = (
    ("none", _("nothing shipped")), ("part", _("shipped in part")), ("whole", _("shipped")),
)  # fmt: skip


def _parts() -> QuerySet[Any]:
    return FulfilmentOrder.objects.exclude(state=FulfilmentState.CANCELLED)


# So many buyers of one name are looked at.
MOST_NAMESAKES = 10_000
_WORD = re.compile(r"[^\W\d_]")


def _on_buyer_name(op: Op, value: Value) -> Q:
    """Ask for buyers by name or company; a whole name leads to its bearers by an index on their words."""
    named_so = on_column("name", Kind.TEXT)(op, value) | on_column("company", Kind.TEXT)(op, value)
    buyers = Customer.objects.filter(named_so)
    if op is Op.IS and _WORD.search(value) and "@" not in value:
        buyers = buyers.filter(id__in=find_customers(value, most=MOST_NAMESAKES))
    return has_rows(buyers, "id", of="customer_id")


def _on_found(column: str) -> Narrow:
    """Ask for buyers by what leads to few of them: a mail address, a telephone number."""
    known = on_rows(lambda: Customer.objects.exclude(**{column: ""}), "id", of="customer_id")

    def ask(op: Op, value: Value) -> Q:
        return Q(customer__in=find_customers(value, most=500)) if op is Op.IS else known(op, value)

    return ask


def _ship_to(key: str) -> Narrow:
    return on_key("ship_to", key)


def _on_order() -> Sequence[Field]:
    holds = rows_of(Hold, lifted_at=None)
    return (
        text_field("number", _("Number")),
        text_field("external_id", _("Their number"), ops=(Op.IS, Op.STARTS)),
        choice_field("state", _("State"), lambda: OrderState.choices),
        choice_field("channel", _("Sales channel"), lambda: named(Channel), on_column("channel_id", Kind.CHOICE)),
        choice_field("legal_entity", _("Legal entity"), lambda: named(LegalEntity),
                     on_column("legal_entity_id", Kind.CHOICE)),
        choice_field("work", _("Work"), lambda: list(WORK_WORDS.items()), on_each(work_question)),
        choice_field("hold", _("Reason for the hold"), lambda: HoldReason.choices,
                     on_rows(holds, "order", on_column("reason", Kind.CHOICE)), none=True),
        moment_field("held_at", _("On hold since"), on_rows(holds, "order", on_column("placed_at", Kind.MOMENT))),
        text_field("tag", _("Tag"), _on_tags, ops=(Op.IS, Op.NOT, Op.EXISTS, Op.MISSING)),
        text_field("note", _("Note"), on_rows(rows_of(OrderNote), "order", on_column("text", Kind.TEXT)),
                   ops=(Op.CONTAINS, Op.EXISTS, Op.MISSING)),
        moment_field("ordered_at", _("Ordered")),
        moment_field("placed_at", _("Taken in")),
        moment_field("ship_by", _("Ship by")),
        moment_field("acknowledge_by", _("Acknowledge by")),
        choice_field("language", _("Language"), lambda: (("de", _("German")), ("en", _("English")))),
    )  # fmt: skip


def _on_buyer() -> Sequence[Field]:
    customers = rows_of(Customer)
    return (
        text_field("name", _("Name of the buyer"), _on_buyer_name),
        text_field("email", _("E-mail"), _on_found("email"), ops=_EXACT),
        text_field("phone", _("Phone"), _on_found("phone"), ops=_EXACT),
        choice_field("kind", _("Consumer or company"), lambda: CustomerKind.choices,
                     on_rows(customers, "id", on_column("kind", Kind.CHOICE), of="customer_id")),
        choice_field("group", _("Customer group"), lambda: named(CustomerGroup),
                     on_rows(customers, "id", on_column("group_id", Kind.CHOICE), of="customer_id"), none=True),
        text_field("vat_id", _("Buyer's VAT id"), ops=_KNOWN),
        text_field("ship_name", _("Recipient"), _ship_to("name")),
        text_field("ship_company", _("Company of the recipient"), _ship_to("company"), ops=(*TEXTS, Op.EXISTS, Op.MISSING)),
        choice_field("country", _("Country"), list_countries, _ship_to("country")),
        text_field("postal_code", _("Postal code"), _ship_to("postal_code"), ops=(Op.IS, Op.STARTS)),
        text_field("city", _("City"), _ship_to("city")),
        text_field("street", _("Street"), _ship_to("street")),
        yes_no_field("locker", _("Locker or pick-up point"), on_yes(lambda: Q(ship_to__street__iregex=_LOCKER))),
        yes_no_field("bill_elsewhere", _("Other invoice address"), on_yes(lambda: Q(bill_to__isnull=False))),
    )  # fmt: skip


def _on_goods() -> Sequence[Field]:
    lines = rows_of(OrderLine)
    return (
        text_field("sku", _("SKU or barcode"), _on_sku, ops=(Op.IS, Op.STARTS)),
        text_field("article", _("Article"), on_rows(lines, "order", on_column("title", Kind.TEXT)),
                   ops=(Op.CONTAINS, Op.STARTS)),
        yes_no_field("short", _("Waits for stock"), on_rows(rows_of(OrderLine, short__gt=0), "order")),
        yes_no_field("cut", _("Pieces cancelled"), on_rows(rows_of(OrderLine, cancelled__gt=0), "order")),
        yes_no_field("returned", _("Pieces returned"), on_rows(rows_of(OrderLine, returned__gt=0), "order")),
    )  # fmt: skip


def _on_money_of() -> Sequence[Field]:
    received = rows_of(PaymentEntry, kind="captured")
    return (
        choice_field("payment", _("Payment"), lambda: PaymentMethod.choices),
        choice_field("paid", _("Paid"), lambda: PAYMENT_STATES, on_each(_on_money)),
        yes_no_field("secured", _("Payment secured"), on_yes(lambda: Q(secured_at__isnull=False))),
        moment_field("secured_at", _("Payment secured at")),
        moment_field("paid_on", _("Money received on"), on_rows(received, "payment__order_id", on_column("at", Kind.MOMENT))),
        number_field("gross", _("Total")),
        number_field("net", _("Net")),
        choice_field("currency", _("Currency"), lambda: [(code, code) for code in CURRENCIES]),
        choice_field("tax_case", _("VAT case"), lambda: [(code, words[0]) for code, words in TAX_WORDS.items()]),
        yes_no_field("differs", _("Total differs from the channel's"),
                     on_yes(lambda: Q(told_total__isnull=False) & ~Q(told_total=F("gross")))),
        text_field("payment_account", _("Payment account"), ops=(Op.IS, Op.EXISTS, Op.MISSING)),
        text_field("payment_reference", _("Payment reference"), ops=(Op.IS,)),
        yes_no_field("disputed", _("Payment disputed"),
                     on_rows(rows_of(Payment, disputed__gt=0), "order_id")),
        yes_no_field("voucher", _("Voucher redeemed"), on_rows(rows_of(VoucherEntry), "order_id")),
        yes_no_field("charged", _("Shipping charged"),
                     on_rows(rows_of(OrderCharge, kind="shipping", gross__gt=0), "order")),
    )  # fmt: skip


def _on_way() -> Sequence[Field]:
    parcels = rows_of(Parcel)
    shipments = rows_of(Shipment)
    return (
        choice_field("shipping", _("Shipped"), lambda: SHIPPING_STATES, on_each(_on_shipping)),
        choice_field("warehouse", _("Warehouse"), lambda: FulfilmentState.choices,
                     on_rows(_parts, "order", on_column("state", Kind.CHOICE)), none=True),
        choice_field("location", _("Location"), lambda: named(Location),
                     on_rows(_parts, "order", on_column("location_id", Kind.CHOICE)), none=True),
        yes_no_field("merged", _("Leaves with others"), on_rows(lambda: _parts().filter(merge__isnull=False), "order")),
        moment_field("packed_at", _("Packed"), on_rows(shipments, "order", on_column("packed_at", Kind.MOMENT))),
        moment_field("dispatched_at", _("Handed over"),
                     on_rows(shipments, "order", on_column("dispatched_at", Kind.MOMENT))),
        choice_field("carrier", _("Carrier"), lambda: list(CARRIERS.items()),
                     on_rows(parcels, "order_id", on_column("carrier", Kind.CHOICE)), none=True),
        text_field("tracking", _("Tracking number"),
                   on_rows(parcels, "order_id", on_column("tracking_number", Kind.TEXT, empty="")), ops=_KNOWN),
    )  # fmt: skip


def _on_papers() -> Sequence[Field]:
    invoices = rows_of(Invoice)
    return (
        text_field("invoice", _("Invoice number"), on_rows(invoices, "order", on_column("number", Kind.TEXT)), ops=_KNOWN),
        day_field("invoiced_on", _("Invoiced on"), on_rows(invoices, "order", on_column("issued_on", Kind.DAY))),
        yes_no_field("corrected", _("Invoice corrected"),
                     on_rows(rows_of(Invoice, corrects__isnull=False), "order")),
        yes_no_field("mail_failed", _("A mail could not be sent"),
                     on_rows(rows_of(Message, state=MessageState.FAILED), "order_id")),
    )  # fmt: skip


FIELDS: Sequence[Field] = (
    *in_group(_("Order"), _on_order()), *in_group(_("Buyer"), _on_buyer()), *in_group(_("Articles"), _on_goods()),
    *in_group(_("Money"), _on_money_of()), *in_group(_("Shipping"), _on_way()),
    *in_group(_("Papers and messages"), _on_papers()),
)  # fmt: skip
