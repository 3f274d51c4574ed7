"""By what orders are narrowed: what stands on the order, its buyer, its articles, its money, its way through the warehouse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kontor.backoffice.parts.conditions import Choices, Field, Kind, Op, Value
from kontor.backoffice.parts.questions import Narrow, Rows, has_rows, on_column, on_rows, on_yes
from kontor.backoffice.typed import list_countries
from kontor.backoffice.words import TAX_WORDS, WORK_WORDS
from kontor.catalog.tables import Barcode, Sku
from kontor.channels.tables import Channel
from kontor.customers.public import CustomerKind
from kontor.customers.tables import Customer, CustomerGroup
from kontor.fulfilment.public import FulfilmentState
from kontor.fulfilment.tables import FulfilmentOrder, Shipment
from kontor.invoicing.tables import Invoice
from kontor.kernel.clock import read_clock
from kontor.kernel.money import CURRENCIES
from kontor.legal_entities.tables import LegalEntity
from kontor.locations.tables import Location
from kontor.messaging.tables import Message
from kontor.orders.public import HoldReason, OrderState
from kontor.orders.tables import Hold, OrderCharge, OrderLine, OrderNote
from kontor.payments.public import PaymentMethod
from kontor.payments.tables import Payment, PaymentEntry, VoucherEntry
from kontor.shipping.public import CARRIERS
from kontor.shipping.tables import Parcel

_EXACT = (Op.IS, Op.IN)
_TEXT = (Op.IS, Op.STARTS, Op.CONTAINS)
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
    owed: dict[str, Q] = {"open": Q(captured=0), "part": Q(captured__gt=0, captured__lt=F("amount")),
            "paid": Q(captured__gte=F("amount")), "refunded": Q(refunded__gt=0)}  # fmt: skip
    return has_rows(Payment.objects.filter(owed[state]), "order_id")


def _one_of(questions: Callable[[str], Q]) -> Narrow:
    def ask(op: Op, value: Value) -> Q:
        if op is Op.NOT:
            return ~questions(value)
        found = Q()
        for it in value if op is Op.IN else [value]:
            found |= questions(it)
        return found

    return ask


def _on_shipping(state: str) -> Q:
    """Ask how far the pieces are: none left, some, all that are not cancelled."""
    gone = has_rows(OrderLine.objects.filter(shipped__gt=0), "order")
    left = has_rows(OrderLine.objects.filter(Q(reserved__gt=0) | Q(short__gt=0) | Q(picked__gt=0)), "order")
    return {"none": ~gone, "part": gone & left, "whole": gone & ~left}[state]


PAYMENT_STATES: Choices = (
    ("open", _("nothing paid")), ("part", _("paid in part")), ("paid", _("paid")), ("refunded", _("given back")),
)  # fmt: skip
SHIPPING_STATES: Choices = (
    ("none", _("nothing shipped")), ("part", _("shipped in part")), ("whole", _("shipped")),
)  # fmt: skip


def _rows_of(model: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.all()
    return rows


def _parts() -> QuerySet[Any]:
    return FulfilmentOrder.objects.exclude(state=FulfilmentState.CANCELLED)


def _named(model: Any) -> Choices:
    """Return the rows of a short table by their names."""
    return [(str(key), name) for key, name in model.objects.order_by("name").values_list("id", "name")]


def _customers(*columns: str) -> Narrow:
    def ask(op: Op, value: Value) -> Q:
        found = Q()
        for column in columns:
            found |= on_column(column, Kind.TEXT, empty="")(op, value)
        return found

    return on_rows(lambda: Customer.objects.all(), "id", ask, of="customer_id")


def _ship_to(key: str) -> Narrow:
    return on_column(f"ship_to__{key}", Kind.TEXT, empty="")


ORDER, BUYER, GOODS = _("Order"), _("Buyer"), _("Articles")
MONEY, SHIPPING, PAPERS = _("Money"), _("Shipping"), _("Papers and messages")


def _moment(name: str, label: Any, group: Any, narrow: Narrow | None = None, *, ops: tuple[Op, ...] = ()) -> Field:
    return Field(name, label, Kind.MOMENT, narrow or on_column(name, Kind.MOMENT), group, ops=ops)


def _yes_no(name: str, label: Any, group: Any, narrow: Narrow) -> Field:
    return Field(name, label, Kind.YES_NO, narrow, group)


def _choice(name: str, label: Any, group: Any, narrow: Narrow, choices: Any, *, empty: bool = False) -> Field:
    ops = (Op.IS, Op.NOT, Op.IN, Op.EXISTS, Op.MISSING) if empty else (Op.IS, Op.NOT, Op.IN)
    return Field(name, label, Kind.CHOICE, narrow, group, choices, ops)


def _text(name: str, label: Any, group: Any, narrow: Narrow, ops: tuple[Op, ...] = ()) -> Field:
    return Field(name, label, Kind.TEXT, narrow, group, ops=ops)


def _number(name: str, label: Any, group: Any) -> Field:
    return Field(name, label, Kind.NUMBER, on_column(name, Kind.NUMBER), group)


def _on_order() -> Sequence[Field]:
    return (
        _text("number", _("Number"), ORDER, on_column("number", Kind.TEXT), _TEXT),
        _text("external_id", _("Their number"), ORDER, on_column("external_id", Kind.TEXT), (Op.IS, Op.STARTS)),
        _choice("state", _("State"), ORDER, on_column("state", Kind.CHOICE), lambda: OrderState.choices),
        _choice("channel", _("Sales channel"), ORDER, on_column("channel_id", Kind.CHOICE), lambda: _named(Channel)),
        _choice("legal_entity", _("Legal entity"), ORDER, on_column("legal_entity_id", Kind.CHOICE),
                lambda: _named(LegalEntity)),
        _choice("work", _("Work"), ORDER, _one_of(work_question), lambda: list(WORK_WORDS.items())),
        _choice("hold", _("Reason for the hold"), ORDER,
                on_rows(lambda: Hold.objects.filter(lifted_at=None), "order", on_column("reason", Kind.CHOICE)),
                lambda: HoldReason.choices, empty=True),
        _moment("held_at", _("On hold since"), ORDER,
                on_rows(lambda: Hold.objects.filter(lifted_at=None), "order", on_column("placed_at", Kind.MOMENT))),
        _text("tag", _("Tag"), ORDER, _on_tags, (Op.IS, Op.NOT, Op.EXISTS, Op.MISSING)),
        _text("note", _("Note"), ORDER,
              on_rows(lambda: _rows_of(OrderNote), "order", on_column("text", Kind.TEXT)),
              (Op.CONTAINS, Op.EXISTS, Op.MISSING)),
        _moment("ordered_at", _("Ordered"), ORDER),
        _moment("placed_at", _("Taken in"), ORDER),
        _moment("ship_by", _("Ship by"), ORDER),
        _moment("acknowledge_by", _("Acknowledge by"), ORDER),
        _choice("language", _("Language"), ORDER, on_column("language", Kind.CHOICE),
                lambda: (("de", _("German")), ("en", _("English")))),
    )  # fmt: skip


def _on_buyer() -> Sequence[Field]:
    return (
        _text("name", _("Name of the buyer"), BUYER, _customers("name", "company"), (Op.IS, Op.STARTS, Op.CONTAINS)),
        _text("email", _("E-mail"), BUYER, _customers("email"), (Op.IS, Op.STARTS, Op.EXISTS, Op.MISSING)),
        _text("phone", _("Phone"), BUYER, _customers("phone"), (Op.IS, Op.STARTS, Op.EXISTS, Op.MISSING)),
        _choice("kind", _("Consumer or company"), BUYER,
                on_rows(lambda: _rows_of(Customer), "id", on_column("kind", Kind.CHOICE), of="customer_id"),
                lambda: CustomerKind.choices),
        _choice("group", _("Customer group"), BUYER,
                on_rows(lambda: _rows_of(Customer), "id", on_column("group_id", Kind.CHOICE), of="customer_id"),
                lambda: _named(CustomerGroup), empty=True),
        _text("vat_id", _("Buyer's VAT id"), BUYER, on_column("vat_id", Kind.TEXT, empty=""),
              (Op.IS, Op.STARTS, Op.EXISTS, Op.MISSING)),
        _text("ship_name", _("Recipient"), BUYER, _ship_to("name"), _TEXT),
        _text("ship_company", _("Company of the recipient"), BUYER, _ship_to("company"),
              (Op.IS, Op.STARTS, Op.CONTAINS, Op.EXISTS, Op.MISSING)),
        _choice("country", _("Country"), BUYER, on_column("ship_to__country", Kind.CHOICE), list_countries),
        _text("postal_code", _("Postal code"), BUYER, _ship_to("postal_code"), (Op.IS, Op.STARTS)),
        _text("city", _("City"), BUYER, _ship_to("city"), _TEXT),
        _text("street", _("Street"), BUYER, _ship_to("street"), _TEXT),
        _yes_no("locker", _("Locker or pick-up point"), BUYER, on_yes(lambda: Q(ship_to__street__iregex=_LOCKER))),
        _yes_no("bill_elsewhere", _("Other invoice address"), BUYER, on_yes(lambda: Q(bill_to__isnull=False))),
    )  # fmt: skip


def _on_goods() -> Sequence[Field]:
    lines: Rows = lambda: _rows_of(OrderLine)  # noqa: E731 - read anew for each question
    return (
        _text("sku", _("SKU or barcode"), GOODS, _on_sku, (Op.IS, Op.STARTS)),
        _text("article", _("Article"), GOODS, on_rows(lines, "order", on_column("title", Kind.TEXT)),
              (Op.CONTAINS, Op.STARTS)),
        _yes_no("short", _("Waits for stock"), GOODS, on_rows(lambda: OrderLine.objects.filter(short__gt=0), "order")),
        _yes_no("cut", _("Pieces cancelled"), GOODS,
                on_rows(lambda: OrderLine.objects.filter(cancelled__gt=0), "order")),
        _yes_no("returned", _("Pieces returned"), GOODS,
                on_rows(lambda: OrderLine.objects.filter(returned__gt=0), "order")),
    )  # fmt: skip


def _on_money_fields() -> Sequence[Field]:
    return (
        _choice("payment", _("Payment"), MONEY, on_column("payment", Kind.CHOICE), lambda: PaymentMethod.choices),
        _choice("paid", _("Paid"), MONEY, _one_of(_on_money), lambda: PAYMENT_STATES),
        _yes_no("secured", _("Payment secured"), MONEY, on_yes(lambda: Q(secured_at__isnull=False))),
        _moment("secured_at", _("Payment secured at"), MONEY),
        _moment("paid_on", _("Money received on"), MONEY,
                on_rows(lambda: PaymentEntry.objects.filter(kind="captured"), "payment__order_id",
                        on_column("at", Kind.MOMENT))),
        _number("gross", _("Total"), MONEY),
        _number("net", _("Net"), MONEY),
        _choice("currency", _("Currency"), MONEY, on_column("currency", Kind.CHOICE),
                lambda: [(code, code) for code in CURRENCIES]),
        _choice("tax_case", _("VAT case"), MONEY, on_column("tax_case", Kind.CHOICE),
                lambda: [(code, words[0]) for code, words in TAX_WORDS.items()]),
        _yes_no("differs", _("Total differs from the channel's"), MONEY,
                on_yes(lambda: Q(told_total__isnull=False) & ~Q(told_total=F("gross")))),
        _text("payment_account", _("Payment account"), MONEY, on_column("payment_account", Kind.TEXT, empty=""),
              (Op.IS, Op.EXISTS, Op.MISSING)),
        _text("payment_reference", _("Payment reference"), MONEY,
              on_column("payment_reference", Kind.TEXT, empty=""), (Op.IS,)),
        _yes_no("disputed", _("Payment disputed"), MONEY,
                on_rows(lambda: Payment.objects.filter(disputed__gt=0), "order_id")),
        _yes_no("voucher", _("Voucher redeemed"), MONEY,
                on_rows(lambda: VoucherEntry.objects.filter(order_id__isnull=False), "order_id")),
        _yes_no("charged", _("Shipping charged"), MONEY,
                on_rows(lambda: OrderCharge.objects.filter(kind="shipping", gross__gt=0), "order")),
    )  # fmt: skip


def _on_shipping_fields() -> Sequence[Field]:
    parcels: Rows = lambda: _rows_of(Parcel)  # noqa: E731
    return (
        _choice("shipping", _("Shipped"), SHIPPING, _one_of(_on_shipping), lambda: SHIPPING_STATES),
        _choice("warehouse", _("Warehouse"), SHIPPING, on_rows(_parts, "order", on_column("state", Kind.CHOICE)),
                lambda: FulfilmentState.choices, empty=True),
        _choice("location", _("Location"), SHIPPING, on_rows(_parts, "order", on_column("location_id", Kind.CHOICE)),
                lambda: _named(Location), empty=True),
        _yes_no("merged", _("Leaves with others"), SHIPPING,
                on_rows(lambda: _parts().filter(merge__isnull=False), "order")),
        _moment("packed_at", _("Packed"), SHIPPING,
                on_rows(lambda: _rows_of(Shipment), "order", on_column("packed_at", Kind.MOMENT))),
        _moment("dispatched_at", _("Handed over"), SHIPPING,
                on_rows(lambda: _rows_of(Shipment), "order", on_column("dispatched_at", Kind.MOMENT))),
        _choice("carrier", _("Carrier"), SHIPPING, on_rows(parcels, "order_id", on_column("carrier", Kind.CHOICE)),
                lambda: list(CARRIERS.items()), empty=True),
        _text("tracking", _("Tracking number"), SHIPPING,
              on_rows(parcels, "order_id", on_column("tracking_number", Kind.TEXT, empty="")),
              (Op.IS, Op.STARTS, Op.EXISTS, Op.MISSING)),
    )  # fmt: skip


def _on_papers() -> Sequence[Field]:
    invoices: Rows = lambda: _rows_of(Invoice)  # noqa: E731
    return (
        _text("invoice", _("Invoice number"), PAPERS, on_rows(invoices, "order", on_column("number", Kind.TEXT)),
              (Op.IS, Op.STARTS, Op.EXISTS, Op.MISSING)),
        Field("invoiced_on", _("Invoiced on"), Kind.DAY,
              on_rows(invoices, "order", on_column("issued_on", Kind.DAY)), PAPERS),
        _yes_no("corrected", _("Invoice corrected"), PAPERS,
                on_rows(lambda: Invoice.objects.filter(corrects__isnull=False), "order")),
        _yes_no("mail_failed", _("A mail could not be sent"), PAPERS,
                on_rows(lambda: Message.objects.filter(state="failed"), "order_id")),
    )  # fmt: skip


FIELDS: Sequence[Field] = (
    *_on_order(), *_on_buyer(), *_on_goods(), *_on_money_fields(), *_on_shipping_fields(), *_on_papers(),
)  # fmt: skip
