"""What the API takes and gives, beside the incoming order (channels/ports.py)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field

from kontor.channels.ports import Code, IncomingOrder, Note, Text, sized

MOST_PAGE = 200
MOST_BATCH = 500

After = Annotated[int, Field(ge=0, lt=2**63)]
RowId = Annotated[int, Field(gt=0, lt=2**63)]


def is_row(number: int) -> bool:
    """Whether a number can be that of a row; the database is not asked for one that none can have."""
    return 0 < number < 2**63


Limit = Annotated[int, Field(ge=1, le=MOST_PAGE)]


class Body(Schema):
    """What a program sends to change something: a field that is not known here is a mistake of its sender, never passed over."""

    model_config = ConfigDict(extra="forbid")


class ManyOrders(BaseModel):
    """Up to 500 orders."""

    orders: Annotated[list[IncomingOrder], Field(min_length=1, max_length=MOST_BATCH)]


class PlacedOut(Schema):
    """An order that is in."""

    uuid: UUID
    number: str
    new: bool


class LineOut(Schema):
    """A line with its counts."""

    position: int
    sku: str
    title: str
    unit_price: Decimal
    price_source: str
    vat_rate: Decimal
    gross: Decimal
    ordered: int
    reserved: int
    short: int
    picked: int
    shipped: int
    cancelled: int


class ChargeOut(Schema):
    """What is paid beside the goods."""

    kind: str
    title: str
    vat_rate: Decimal
    net: Decimal
    tax: Decimal
    gross: Decimal


class HoldOut(Schema):
    """What stops an order."""

    reason: str
    note: str
    placed_at: datetime


class OrderOut(Schema):
    """An order. ``secured``: it may leave, for its money is certain: it came in, was agreed to, or the order is on account.
    ``received``, ``given_back``: what really moved.
    """

    uuid: UUID
    number: str
    channel: str
    external_id: str
    state: str
    currency: str
    net: Decimal
    tax: Decimal
    gross: Decimal
    payment: str
    secured: bool
    received: Decimal
    given_back: Decimal
    payment_link: str
    ship_to: dict[str, str]
    bill_to: dict[str, str] | None
    customer: int
    tax_case: str
    vat_id: str
    language: str
    tags: list[str]
    charges: list[ChargeOut]
    holds: list[HoldOut]
    ordered_at: datetime
    placed_at: datetime
    ship_by: datetime | None
    lines: list[LineOut]


class CancelIn(Body):
    """Which pieces to cancel, by line position; nothing means the whole order. The channel is told the reason. ``reference``
    names it: they are cancelled once.
    """

    lines: Annotated[dict[int, Annotated[int, Field(gt=0)]], Field(min_length=1)] | None = None
    reference: Annotated[Code, Field(max_length=80)] = ""
    reason: Literal["buyer_asked", "out_of_stock", "address_wrong", "price_wrong", "unpaid", "other"] = "other"


class HoldIn(Body):
    """Why an order is stopped."""

    reason: Literal["address", "payment", "fraud", "customer", "manual"] = "manual"
    note: Text = ""


class PaymentPageIn(Body):
    """At which payment account the buyer shall pay."""

    account: Code


class StateOut(Schema):
    """The state after a step."""

    uuid: UUID
    state: str


class AvailabilityOut(Schema):
    """What can be promised of a SKU now."""

    sku: str
    sellable: int
    by_location: dict[str, int]


class StockMoveIn(Body):
    """Goods in, or a count. ``reference`` names the paper behind it; it books once."""

    kind: Literal["receipt", "count"]
    sku: Code
    location: Code
    quantity: Annotated[int, Field(ge=0, le=10_000_000)]
    reference: Code


class StockCorrectionIn(Body):
    """Pieces that broke, were lost (negative) or turned up. ``reference`` names the paper behind it; it books once."""

    sku: Code
    location: Code
    pieces: Annotated[int, Field(ge=-10_000_000, le=10_000_000)]
    reason: Literal["damage", "loss", "found", "sample", "return", "other"]
    reference: Annotated[Code, sized(60)]


class StockTransferIn(Body):
    """Pieces that are carried from one location to another. ``reference`` names the journey: it counts once."""

    sku: Code
    location: Code
    to: Code
    quantity: Annotated[int, Field(ge=1, le=1_000_000, strict=True)]
    reference: Annotated[Code, Field(max_length=80)]


class SafetyStockIn(Body):
    """So many pieces stay in a location and are promised to nobody."""

    sku: Code
    location: Code
    quantity: Annotated[int, Field(ge=0, le=2_000_000_000)]


class KitPartIn(Body):
    """A part of a kit."""

    sku: Code
    quantity: Annotated[int, Field(gt=0, le=10_000)]


class ProductIn(Body):
    """A product with one SKU; with parts it is a kit."""

    sku: Annotated[Code, sized(60)]
    name: Text
    tax_class: Literal["standard", "reduced", "zero", "margin"] = "standard"
    price: Annotated[Decimal, Field(ge=0, max_digits=19, decimal_places=4)] | None = None
    purchase_price: Annotated[Decimal, Field(ge=0, max_digits=19, decimal_places=4)] | None = None
    weight_g: Annotated[int, Field(ge=0, le=2_000_000)] = 0
    barcode: Annotated[str, sized(48)] = ""
    bin: Annotated[str, sized(20)] = ""
    parts: Annotated[list[KitPartIn], Field(max_length=200)] = []


class NoteIn(Body):
    """A note on an order."""

    text: Note


class VoucherIn(Body):
    """A voucher to be issued: of single purpose with the tax class of what it buys. ``code`` is that of one sold before."""

    amount: Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=2)]
    purpose: Literal["single", "multi"] = "multi"
    tax_class: Literal["", "standard", "reduced", "zero"] = ""
    currency: Text = ""
    legal_entity: Text = ""
    valid_until: Annotated[date, Field(ge=date(2000, 1, 1), lt=date(2100, 1, 1))] | None = None
    code: Annotated[str, Field(max_length=40)] = ""


class VoucherIssued(Schema):
    """The code of a voucher, this once, and its last four characters."""

    ends_in: str
    code: str = ""


class VoucherCode(Body):
    """A voucher by its code."""

    code: Code


class VoucherOut(Schema):
    """A voucher."""

    purpose: str
    tax_class: str
    currency: str
    amount: Decimal
    left: Decimal
    valid_until: date | None
    blocked: bool
