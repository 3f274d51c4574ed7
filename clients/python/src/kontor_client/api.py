"""The calls of the API and what they take and give; written by ``make client`` from its description, not by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NotRequired, TypedDict, cast
from urllib.parse import quote

from kontor_client.transport import Transport


class PlacedOut(TypedDict):
    """An order that is in."""

    uuid: str
    number: str
    new: bool


class IncomingAddress(TypedDict):
    """A postal address as the channel gave it."""

    name: NotRequired[str]
    company: NotRequired[str]
    street: NotRequired[str]
    extra: NotRequired[str]
    postal_code: NotRequired[str]
    city: NotRequired[str]
    state: NotRequired[str]
    country: str
    phone: NotRequired[str]
    email: NotRequired[str]


class IncomingLine(TypedDict):
    """One position: `sku` is the channel's article number, `unit_price` as the channel prices (gross or net); without
    one, the price list of the buyer says it.
    """

    sku: str
    quantity: int
    unit_price: NotRequired[str | None]
    title: NotRequired[str]
    external_id: NotRequired[str]
    ship_by: NotRequired[str | None]
    deliver_by: NotRequired[str | None]


class IncomingCharge(TypedDict):
    """What is paid beside the goods. `amount` as the channel prices; a discount is given as a positive amount."""

    kind: Literal["shipping", "service", "discount"]
    title: NotRequired[str]
    amount: str


class IncomingVoucher(TypedDict):
    """A voucher of ours that is redeemed. Without an amount as much of it is used as the order comes to."""

    code: str
    amount: NotRequired[str | None]


class IncomingOrder(TypedDict):
    """An order as a channel tells it. `total` is what goods and charges come to, where the channel says it: a
    single-purpose voucher lowers it, a multi-purpose voucher pays a part of it.
    """

    channel: str
    external_id: str
    ordered_at: NotRequired[str | None]
    currency: str
    buyer_ref: NotRequired[str]
    ship_to: IncomingAddress
    bill_to: NotRequired[IncomingAddress | None]
    lines: list[IncomingLine]
    charges: NotRequired[list[IncomingCharge]]
    vouchers: NotRequired[list[IncomingVoucher]]
    total: NotRequired[str | None]
    told_tax: NotRequired[str | None]
    vat_owed_by_channel: NotRequired[bool]
    payment: NotRequired[Literal["paid", "marketplace", "provider", "prepayment", "invoice"]]
    payment_account: NotRequired[str]
    payment_reference: NotRequired[str]
    vat_id: NotRequired[str]
    language: NotRequired[Literal["de", "en"]]
    note: NotRequired[str]
    tags: NotRequired[list[str]]
    ship_by: NotRequired[str | None]
    deliver_by: NotRequired[str | None]
    acknowledge_by: NotRequired[str | None]


class OrderRow(TypedDict):
    """An order in a list."""

    uuid: NotRequired[str]
    number: NotRequired[str]
    channel: NotRequired[str]
    external_id: NotRequired[str]
    state: NotRequired[str]
    currency: NotRequired[str]
    net: NotRequired[str]
    tax: NotRequired[str]
    gross: NotRequired[str]
    payment: NotRequired[str]
    secured: NotRequired[bool]
    tax_case: NotRequired[str]
    vat_id: NotRequired[str]
    customer: NotRequired[int]
    company: NotRequired[str]
    name: NotRequired[str]
    postal_code: NotRequired[str]
    city: NotRequired[str]
    country: NotRequired[str]
    language: NotRequired[str]
    tags: NotRequired[list[str]]
    ordered_at: NotRequired[str]
    placed_at: NotRequired[str]
    ship_by: NotRequired[str | None]


class OrderRowPage(TypedDict):
    """A page of rows; `next` goes into `after` of the next request, null on the last page."""

    orders: list[OrderRow]
    next: str | None


class ManyOrders(TypedDict):
    """Up to 500 orders."""

    orders: list[IncomingOrder]


class ChargeOut(TypedDict):
    """What is paid beside the goods."""

    kind: str
    title: str
    vat_rate: str
    net: str
    tax: str
    gross: str


class HoldOut(TypedDict):
    """What stops an order."""

    reason: str
    note: str
    placed_at: str


class LineOut(TypedDict):
    """A line with its counts."""

    position: int
    sku: str
    title: str
    unit_price: str
    price_source: str
    vat_rate: str
    gross: str
    ordered: int
    reserved: int
    short: int
    picked: int
    shipped: int
    cancelled: int


class OrderOut(TypedDict):
    """An order. `secured`: it may leave, for its money is certain: it came in, was agreed to, or the order is on
    account. `received`, `given_back`: what really moved.
    """

    uuid: str
    number: str
    channel: str
    external_id: str
    state: str
    currency: str
    net: str
    tax: str
    gross: str
    payment: str
    secured: bool
    received: str
    given_back: str
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
    ordered_at: str
    placed_at: str
    ship_by: str | None
    lines: list[LineOut]


class StateOut(TypedDict):
    """The state after a step."""

    uuid: str
    state: str


class CancelIn(TypedDict):
    """Which pieces to cancel, by line position; nothing means the whole order. The channel is told the reason.
    `reference` names it: they are cancelled once.
    """

    lines: NotRequired[dict[str, int] | None]
    reference: NotRequired[str]
    reason: NotRequired[Literal["buyer_asked", "out_of_stock", "address_wrong", "price_wrong", "unpaid", "other"]]


class HoldIn(TypedDict):
    """Why an order is stopped."""

    reason: NotRequired[Literal["address", "payment", "fraud", "customer", "manual"]]
    note: NotRequired[str]


class NoteIn(TypedDict):
    """A note on an order."""

    text: str


class PaymentPageIn(TypedDict):
    """At which payment account the buyer shall pay."""

    account: str


class LineWanted(TypedDict):
    """So many pieces of a line that is there, at a price as the channel prices (with VAT or without)."""

    position: int
    quantity: int
    unit_price: str


class ContentsIn(TypedDict):
    """What an order holds from now on: a line that is not named is taken out, charges are these alone."""

    lines: list[LineWanted]
    added: NotRequired[list[IncomingLine]]
    charges: NotRequired[list[IncomingCharge]]
    vat_id: NotRequired[str]


class PlannedOut(TypedDict):
    """What an order would come to."""

    net: str
    tax: str
    gross: str


class PaymentKindIn(TypedDict):
    """How an order is paid until money came in."""

    method: Literal["prepayment", "invoice"]


class TagsIn(TypedDict):
    """All tags of an order."""

    tags: list[str]


class MoneyIn(TypedDict):
    """Money that came in. `reference` names it: it is booked once. `booked_on`: the day of the bank."""

    amount: str
    reference: str
    booked_on: NotRequired[str | None]


class WrongPaymentIn(TypedDict):
    """A payment that was booked by mistake, by its reference."""

    reference: str


class RefundOut(TypedDict):
    """Whether the money is on its way; else a second person has to agree."""

    on_its_way: bool


class RefundIn(TypedDict):
    """Money to be given back. `reference` names it: it is given back once."""

    amount: str
    reference: str
    reason: NotRequired[str]


class InvoiceRow(TypedDict):
    """An invoice, a reversal or a correction; these have negative amounts and say what they correct."""

    id: NotRequired[int]
    number: NotRequired[str]
    order: NotRequired[str]
    kind: NotRequired[str]
    corrects: NotRequired[str | None]
    currency: NotRequired[str]
    net: NotRequired[str]
    tax: NotRequired[str]
    gross: NotRequired[str]
    issued_on: NotRequired[str]
    due_on: NotRequired[str | None]
    imported: NotRequired[bool]
    has_paper: NotRequired[bool]


class InvoiceRowPage(TypedDict):
    """A page of rows; `next` goes into `after` of the next request, null on the last page."""

    invoices: list[InvoiceRow]
    next: str | None


class PaymentRow(TypedDict):
    """What an order owes and what came of it."""

    id: NotRequired[int]
    order: NotRequired[str]
    method: NotRequired[str]
    account: NotRequired[str | None]
    external_id: NotRequired[str]
    currency: NotRequired[str]
    amount: NotRequired[str]
    captured: NotRequired[str]
    refunded: NotRequired[str]
    disputed: NotRequired[str]
    opened_at: NotRequired[str]
    secured_at: NotRequired[str | None]


class PaymentRowPage(TypedDict):
    """A page of rows; `next` goes into `after` of the next request, null on the last page."""

    payments: list[PaymentRow]
    next: str | None


class InboxRow(TypedDict):
    """A message of a channel. `subject`: their order; `code`, `problem`: why it waits."""

    id: NotRequired[int]
    channel: NotRequired[str]
    kind: NotRequired[str]
    external_id: NotRequired[str]
    subject: NotRequired[str]
    state: NotRequired[str]
    code: NotRequired[str]
    problem: NotRequired[str]
    attempts: NotRequired[int]
    received_at: NotRequired[str]
    closed_at: NotRequired[str | None]


class InboxRowPage(TypedDict):
    """A page of rows; `next` goes into `after` of the next request, null on the last page."""

    messages: list[InboxRow]
    next: str | None


class ToldRow(TypedDict):
    """Something that a channel is told of an order."""

    id: NotRequired[int]
    channel: NotRequired[str]
    kind: NotRequired[str]
    order: NotRequired[str | None]
    external_order: NotRequired[str]
    state: NotRequired[str]
    problem: NotRequired[str]
    attempts: NotRequired[int]
    due_by: NotRequired[str | None]
    created_at: NotRequired[str]
    ended_at: NotRequired[str | None]


class ToldRowPage(TypedDict):
    """A page of rows; `next` goes into `after` of the next request, null on the last page."""

    told: list[ToldRow]
    next: str | None


class MailRow(TypedDict):
    """A mail to a buyer."""

    id: NotRequired[int]
    kind: NotRequired[str]
    order: NotRequired[str | None]
    language: NotRequired[str]
    recipient: NotRequired[str]
    subject: NotRequired[str]
    state: NotRequired[str]
    problem: NotRequired[str]
    written_at: NotRequired[str]
    sent_at: NotRequired[str | None]


class MailRowPage(TypedDict):
    """A page of rows; `next` goes into `after` of the next request, null on the last page."""

    mails: list[MailRow]
    next: str | None


class TrailRow(TypedDict):
    """Who changed what, from what to what."""

    id: NotRequired[int]
    at: NotRequired[str]
    by: NotRequired[str]
    verb: NotRequired[str]
    subject: NotRequired[str]
    key: NotRequired[int]
    before: NotRequired[dict[str, Any] | None]
    after: NotRequired[dict[str, Any] | None]


class TrailRowPage(TypedDict):
    """A page of rows; `next` goes into `after` of the next request, null on the last page."""

    entries: list[TrailRow]
    next: str | None


class ValueOut(TypedDict):
    """A value that there is to choose from, in words."""

    value: str
    label: str


class FieldOut(TypedDict):
    """By what a list can be asked: `name.operator=value` in its address."""

    name: str
    label: str
    kind: str
    operators: list[str]
    values: list[ValueOut]


class VerbOut(TypedDict):
    """What can be done to many rows at once, with one of the `reasons` where there are some, and a text of that name."""

    name: str
    label: str
    needs: str
    reasons: list[str]
    text: str
    text_required: bool


class ListOut(TypedDict):
    """A list: its fields, what it is sorted by, what can be done to many of its rows."""

    name: str
    fields: list[FieldOut]
    sorts: list[str]
    verbs: list[VerbOut]


class TextOut(TypedDict):
    """What an article is called in a language."""

    name: str
    description: str


class ArticleOut(TypedDict):
    """A SKU with its product. `purchase_price`: only for keys that may see prices; `parts`: of a kit, SKU → pieces."""

    sku: str
    product: int
    name: str
    tax_class: str
    brand: str
    origin: str
    customs_number: str
    active: bool
    variant: str
    price: str | None
    purchase_price: str | None
    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    bin: str
    barcodes: list[str]
    parts: dict[str, int]
    texts: dict[str, TextOut]


class TextIn(TypedDict):
    """What an article is called in a language; without a name it has no text in that one."""

    name: NotRequired[str]
    description: NotRequired[str]


class KitPartIn(TypedDict):
    """A part of a kit."""

    sku: str
    quantity: int


class PartsIn(TypedDict):
    """The parts of a kit."""

    parts: list[KitPartIn]


class ArticleChange(TypedDict):
    """What changes of an article; what is not named stays. `name` to `active` are those of all its variants."""

    name: NotRequired[str | None]
    tax_class: NotRequired[Literal["standard", "reduced", "zero", "margin"] | None]
    brand: NotRequired[str | None]
    origin: NotRequired[str | None]
    customs_number: NotRequired[str | None]
    active: NotRequired[bool | None]
    variant: NotRequired[str | None]
    price: NotRequired[str | None]
    purchase_price: NotRequired[str | None]
    weight_g: NotRequired[int | None]
    length_mm: NotRequired[int | None]
    width_mm: NotRequired[int | None]
    height_mm: NotRequired[int | None]
    bin: NotRequired[str | None]
    barcodes: NotRequired[list[str] | None]


class CustomerRow(TypedDict):
    """A buyer."""

    id: NotRequired[int]
    kind: NotRequired[str]
    name: NotRequired[str]
    company: NotRequired[str]
    email: NotRequired[str]
    phone: NotRequired[str]
    vat_id: NotRequired[str]
    language: NotRequired[str]
    group: NotRequired[str | None]
    buyer_reference: NotRequired[str]
    invoice_endpoint: NotRequired[str]
    invoice_scheme: NotRequired[str]
    created_at: NotRequired[str]


class CustomerRowPage(TypedDict):
    """A page of rows; `next` goes into `after` of the next request, null on the last page."""

    customers: list[CustomerRow]
    next: str | None


class CustomerOut(TypedDict):
    """A buyer, with all that is known of him. `group` is the code of his customer group, which has its prices."""

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
    created_at: str


class CustomerIn(TypedDict):
    """A buyer who is new; his next order finds him by his e-mail."""

    name: str
    company: NotRequired[str | None]
    email: NotRequired[str | None]
    phone: NotRequired[str | None]
    vat_id: NotRequired[str | None]
    language: NotRequired[Literal["de", "en"] | None]
    group: NotRequired[str | None]
    buyer_reference: NotRequired[str | None]
    invoice_endpoint: NotRequired[str | None]
    invoice_scheme: NotRequired[str | None]


class CustomerChange(TypedDict):
    """What changes of a buyer; what is not named stays. `group`: the code of his group, empty: none."""

    name: NotRequired[str | None]
    company: NotRequired[str | None]
    email: NotRequired[str | None]
    phone: NotRequired[str | None]
    vat_id: NotRequired[str | None]
    language: NotRequired[Literal["de", "en"] | None]
    group: NotRequired[str | None]
    buyer_reference: NotRequired[str | None]
    invoice_endpoint: NotRequired[str | None]
    invoice_scheme: NotRequired[str | None]


class RefusalOut(TypedDict):
    """A row that a verb refuses, and why."""

    row: str
    code: str
    reason: str


class JudgementOut(TypedDict):
    """How many rows a verb fits, and which it refuses; `judged`: false where that shows only when it is done."""

    rows: int
    judged: bool
    refused: list[RefusalOut]


class BulkIn(TypedDict):
    """What is to be done to which rows of a list: those named in `rows` (an order by its uuid, others by their id),
    or all that meet the conditions of `where`; `reason` and `text` as `GET /lists/{name}` says of the verb.
    """

    of: str
    verb: str
    rows: NotRequired[list[str] | None]
    where: NotRequired[dict[str, str] | None]
    reason: NotRequired[str]
    text: NotRequired[str]


class JobOut(TypedDict):
    """A bulk job and how far it is. `undone_by`: the job that takes it back."""

    job: int
    of: str
    verb: str
    rows: int
    done: int
    same: int
    refused: int
    waiting: int
    asked_at: str
    started_at: str | None
    ended_at: str | None
    stopped_at: str | None
    may_be_undone: bool
    undone_by: int | None


class ResultOut(TypedDict):
    """What came of a row. `outcome`: done, same (there was nothing to do), refused with the reason, left, waiting."""

    id: int
    row: str
    outcome: Literal["done", "same", "refused", "left", "waiting"]
    reason: str


class ResultPage(TypedDict):
    """A page of results; `next` goes into `after` of the next request, null on the last page."""

    results: list[ResultOut]
    next: str | None


class AvailabilityOut(TypedDict):
    """What can be promised of a SKU now."""

    sku: str
    sellable: int
    by_location: dict[str, int]


class StockMoveIn(TypedDict):
    """Goods in, or a count. `reference` names the paper behind it; it books once."""

    kind: Literal["receipt", "count"]
    sku: str
    location: str
    quantity: int
    reference: str


class MoveRow(TypedDict):
    """An entry of the stock ledger."""

    id: NotRequired[int]
    sku: NotRequired[str]
    location: NotRequired[str]
    kind: NotRequired[str]
    quantity: NotRequired[int]
    cause: NotRequired[str]
    at: NotRequired[str]
    by: NotRequired[str]


class MoveRowPage(TypedDict):
    """A page of rows; `next` goes into `after` of the next request, null on the last page."""

    moves: list[MoveRow]
    next: str | None


class StockCorrectionIn(TypedDict):
    """Pieces that broke, were lost (negative) or turned up. `reference` names the paper behind it; it books once."""

    sku: str
    location: str
    pieces: int
    reason: Literal["damage", "loss", "found", "sample", "return", "other"]
    reference: str


class StockTransferIn(TypedDict):
    """Pieces that are carried from one location to another. `reference` names the journey: it counts once."""

    sku: str
    location: str
    to: str
    quantity: int
    reference: str


class SafetyStockIn(TypedDict):
    """So many pieces stay in a location and are promised to nobody."""

    sku: str
    location: str
    quantity: int


class ProductIn(TypedDict):
    """A product with one SKU; with parts it is a kit."""

    sku: str
    name: str
    tax_class: NotRequired[Literal["standard", "reduced", "zero", "margin"]]
    price: NotRequired[str | None]
    purchase_price: NotRequired[str | None]
    weight_g: NotRequired[int]
    barcode: NotRequired[str]
    bin: NotRequired[str]
    parts: NotRequired[list[KitPartIn]]


class ProductRow(TypedDict):
    """A SKU with its product. `product` groups the variants of one article."""

    sku: NotRequired[str]
    name: NotRequired[str]
    variant: NotRequired[str]
    product: NotRequired[int]
    barcodes: NotRequired[list[str]]
    tax_class: NotRequired[str]
    price: NotRequired[str | None]
    weight_g: NotRequired[int]
    is_kit: NotRequired[bool]
    active: NotRequired[bool]


class ProductRowPage(TypedDict):
    """A page of rows; `next` goes into `after` of the next request, null on the last page."""

    products: list[ProductRow]
    next: str | None


class BalanceRow(TypedDict):
    """What lies of a SKU in a location, how much of it is promised, kept back, and may still be sold."""

    sku: NotRequired[str]
    location: NotRequired[str]
    on_hand: NotRequired[int]
    reserved: NotRequired[int]
    safety_stock: NotRequired[int]
    sellable: NotRequired[int]


class BalanceRowPage(TypedDict):
    """A page of rows; `next` goes into `after` of the next request, null on the last page."""

    stock: list[BalanceRow]
    next: str | None


class ParcelOut(TypedDict):
    """A parcel."""

    carrier: str
    tracking_number: str


class ShipmentRow(TypedDict):
    """Goods that leave together, with their parcels; `lines`: SKU → pieces."""

    id: NotRequired[int]
    order: NotRequired[str]
    order_number: NotRequired[str]
    location: NotRequired[str]
    packed_at: NotRequired[str]
    dispatched_at: NotRequired[str | None]
    parcels: NotRequired[list[ParcelOut]]
    lines: NotRequired[dict[str, int]]


class ShipmentRowPage(TypedDict):
    """A page of rows; `next` goes into `after` of the next request, null on the last page."""

    shipments: list[ShipmentRow]
    next: str | None


class NewsOut(TypedDict):
    """A piece of news. `place`: goes into `after` to hear what came behind it."""

    place: int
    type: str
    timestamp: str
    by: str
    data: dict[str, Any]


class FeedPage(TypedDict):
    """News in the order in which they are told to everybody; `next` goes into `after` of the next request, also where
    nothing was new.
    """

    news: list[NewsOut]
    next: str


class WebhookOut(TypedDict):
    """A webhook. `stopped_at`: Kontor gave it up, because for days nothing got through; a change has it tried again."""

    id: int
    name: str
    url: str
    news: list[str]
    place: int
    created_at: str
    paused_at: str | None
    failing_since: str | None
    stopped_at: str | None


class WebhookEntered(TypedDict):
    """A new webhook with the secret by which it knows that they are ours (Standard Webhooks), told this once."""

    id: int
    name: str
    url: str
    news: list[str]
    place: int
    created_at: str
    paused_at: str | None
    failing_since: str | None
    stopped_at: str | None
    secret: NotRequired[str]


class WebhookIn(TypedDict):
    """Where a program hears the news. `news`: of which kinds (none named: of all that there are)."""

    name: str
    url: str
    news: NotRequired[list[str]]


class WebhookChange(TypedDict):
    """What changes of a webhook. `paused`: it is told nothing for now, and all of it later."""

    name: NotRequired[str | None]
    url: NotRequired[str | None]
    news: NotRequired[list[str] | None]
    paused: NotRequired[bool | None]


class TrialOut(TypedDict):
    """The delivery by which a webhook is tried."""

    delivery: int


class DeliveryOut(TypedDict):
    """What a webhook was told, and what came of it. `due_at`: when it is tried next."""

    id: int
    place: int
    type: str
    body: str
    attempts: int
    status: int | None
    problem: str
    took_ms: int | None
    created_at: str
    tried_at: str | None
    due_at: str | None
    done_at: str | None
    given_up_at: str | None


class DeliveryPage(TypedDict):
    """A page of deliveries, the newest first; `next` goes into `before` of the next request, null on the last page."""

    deliveries: list[DeliveryOut]
    next: str | None


class RepeatOut(TypedDict):
    """How many deliveries are made again."""

    deliveries: int


class RepeatIn(TypedDict):
    """Which deliveries are made again; none named: all that were given up."""

    deliveries: NotRequired[list[int] | None]


class VoucherIssued(TypedDict):
    """The code of a voucher, this once, and its last four characters."""

    ends_in: str
    code: NotRequired[str]


class VoucherIn(TypedDict):
    """A voucher to be issued: of single purpose with the tax class of what it buys. `code` is that of one sold
    before.
    """

    amount: str
    purpose: NotRequired[Literal["single", "multi"]]
    tax_class: NotRequired[Literal["", "standard", "reduced", "zero"]]
    currency: NotRequired[str]
    legal_entity: NotRequired[str]
    valid_until: NotRequired[str | None]
    code: NotRequired[str]


class VoucherOut(TypedDict):
    """A voucher."""

    purpose: str
    tax_class: str
    currency: str
    amount: str
    left: str
    valid_until: str | None
    blocked: bool


class VoucherCode(TypedDict):
    """A voucher by its code."""

    code: str


class ShareOut(TypedDict):
    """What of a transaction an order has."""

    order: str
    order_number: str
    amount: str


class TransactionOut(TypedDict):
    """A transaction on a bank account; `left`: what no order has of it."""

    id: int
    account: str
    booked_on: str
    amount: str
    left: str
    currency: str
    name: str
    iban: str
    purpose: str
    end_to_end: str
    state: str
    shares: list[ShareOut]


class TransactionPage(TypedDict):
    """A page of transactions; `next` goes into `after` of the next request, null on the last page."""

    transactions: list[TransactionOut]
    next: int | None


class StatementTaken(TypedDict):
    """What became of it: how many statements it holds (`again`: of them known word for word), how many new
    transactions, how many that were known, and of the new ones how many are booked by themselves and how many
    wait.
    """

    statements: int
    again: int
    transactions: int
    known: int
    booked: int
    open: int


class StatementIn(TypedDict):
    """A bank's file: CAMT.052, .053, .054 or MT940. `content`: its bytes in Base64; `mine`: an account that nobody
    knows yet is the legal entity's own.
    """

    legal_entity: str
    name: str
    content: str
    mine: NotRequired[bool]


class ShareIn(TypedDict):
    """What of a transaction is booked on an order."""

    order: str
    amount: str


class BookIn(TypedDict):
    """The orders that a transaction pays."""

    shares: list[ShareIn]


class Nothing(TypedDict):
    """Nothing has to be said."""


class OfOrder(TypedDict):
    """The order that is meant."""

    order: str


class OfferRow(TypedDict):
    """An article as one channel shows it. `price`, `wanted`: what we want there; `price_there`, `published`: what the
    channel took last.
    """

    id: NotRequired[int]
    channel: NotRequired[str]
    channel_sku: NotRequired[str]
    sku: NotRequired[str]
    price: NotRequired[str | None]
    currency: NotRequired[str]
    price_there: NotRequired[str | None]
    price_problem: NotRequired[str | None]
    wanted: NotRequired[int | None]
    published: NotRequired[int | None]
    available: NotRequired[int | None]
    held_back: NotRequired[int | None]
    state: NotRequired[str | None]
    problem: NotRequired[str | None]


class OfferRowPage(TypedDict):
    """A page of rows; `next` goes into `after` of the next request, null on the last page."""

    offers: list[OfferRow]
    next: str | None


class OfferIn(TypedDict):
    """A new price (null: the channel keeps its own), or how it changes: +5% · -10% · +1.50 · -2. One of both."""

    price: NotRequired[str | None]
    change: NotRequired[str | None]


class PartLine(TypedDict):
    """Pieces of a SKU in a fulfilment order."""

    sku: str
    quantity: int
    picked: int


class PartOut(TypedDict):
    """A fulfilment order: the part of an order that one location sends."""

    id: int
    order: str
    order_number: str
    location: str
    state: str
    ship_by: str | None
    lines: list[PartLine]


class PartPage(TypedDict):
    """A page of fulfilment orders; `next` goes into `after` of the next request, null on the last page."""

    fulfilment_orders: list[PartOut]
    next: int | None


class TaskOut(TypedDict):
    """Pieces of a SKU to be fetched out of a bin."""

    id: int
    fulfilment_order: int
    sku: str
    bin: str
    quantity: int
    picked: int
    missing: int


class PickListOut(TypedDict):
    """A round through the warehouse, bin by bin."""

    id: int
    tasks: list[TaskOut]


class PickListIn(TypedDict):
    """The fulfilment orders of a round, all of one location."""

    fulfilment_orders: list[int]


class PickIn(TypedDict):
    """Pieces that are in the picker's hands, or that are not on the shelf. One of both."""

    picked: NotRequired[int | None]
    missing: NotRequired[int | None]


class PackedOut(TypedDict):
    """The shipment that a packed fulfilment order became; null where nothing of it was found."""

    shipment: int | None


class NumberOut(TypedDict):
    """A parcel with the number that it has at a carrier."""

    parcel: int
    carrier: str
    number: str


class NumberIn(TypedDict):
    """The carrier that takes a parcel (dhl, dpd, gls, hermes, ups) and the number that it has there."""

    carrier: Literal["dhl", "dpd", "gls", "hermes", "ups"]
    number: str


class HandedOver(TypedDict):
    """What the carrier has taken."""

    shipments: list[int]


class HandOverIn(TypedDict):
    """Shipments that the carrier takes."""

    shipments: list[int]


class CompanyOut(TypedDict):
    """A legal entity. `four_eyes_above`: above which amount two people decide, null: nobody is asked.
    `registrations`: VAT ids abroad, country → VAT id.
    """

    code: str
    name: str
    street: str
    postal_code: str
    city: str
    country: str
    vat_id: str
    tax_number: str
    email: str
    phone: str
    website: str
    currency: str
    timezone: str
    bank: str
    iban: str
    bic: str
    commercial_register: str
    managers: str
    footer: str
    small_business: bool
    oss: bool
    checks_vat_ids: bool
    payment_days: int
    four_eyes_above: str | None
    chart: str
    datev_consultant: int | None
    datev_client: int | None
    registrations: dict[str, str]


class CompanyIn(TypedDict):
    """A new legal entity; its code stays."""

    name: str
    street: NotRequired[str | None]
    postal_code: NotRequired[str | None]
    city: NotRequired[str | None]
    country: str
    vat_id: NotRequired[str | None]
    tax_number: NotRequired[str | None]
    email: NotRequired[str | None]
    phone: NotRequired[str | None]
    website: NotRequired[str | None]
    currency: NotRequired[str | None]
    timezone: NotRequired[str | None]
    bank: NotRequired[str | None]
    iban: NotRequired[str | None]
    bic: NotRequired[str | None]
    commercial_register: NotRequired[str | None]
    managers: NotRequired[str | None]
    footer: NotRequired[str | None]
    small_business: NotRequired[bool | None]
    oss: NotRequired[bool | None]
    checks_vat_ids: NotRequired[bool | None]
    payment_days: NotRequired[int | None]
    four_eyes_above: NotRequired[str | None]
    chart: NotRequired[Literal["SKR03", "SKR04"] | None]
    datev_consultant: NotRequired[int | None]
    datev_client: NotRequired[int | None]
    registrations: NotRequired[dict[str, str] | None]
    code: str


class CompanyChange(TypedDict):
    """What changes of a legal entity; what is not named stays."""

    name: NotRequired[str | None]
    street: NotRequired[str | None]
    postal_code: NotRequired[str | None]
    city: NotRequired[str | None]
    country: NotRequired[str | None]
    vat_id: NotRequired[str | None]
    tax_number: NotRequired[str | None]
    email: NotRequired[str | None]
    phone: NotRequired[str | None]
    website: NotRequired[str | None]
    currency: NotRequired[str | None]
    timezone: NotRequired[str | None]
    bank: NotRequired[str | None]
    iban: NotRequired[str | None]
    bic: NotRequired[str | None]
    commercial_register: NotRequired[str | None]
    managers: NotRequired[str | None]
    footer: NotRequired[str | None]
    small_business: NotRequired[bool | None]
    oss: NotRequired[bool | None]
    checks_vat_ids: NotRequired[bool | None]
    payment_days: NotRequired[int | None]
    four_eyes_above: NotRequired[str | None]
    chart: NotRequired[Literal["SKR03", "SKR04"] | None]
    datev_consultant: NotRequired[int | None]
    datev_client: NotRequired[int | None]
    registrations: NotRequired[dict[str, str] | None]


class LocationOut(TypedDict):
    """A place that holds stock. `cut_off`: until when what is ordered leaves the same day, in its time zone;
    `working_days`: 1 is Monday; `closed_days`: day → why.
    """

    code: str
    name: str
    kind: str
    legal_entity: str
    street: str
    postal_code: str
    city: str
    country: str
    active: bool
    latitude: float | None
    longitude: float | None
    timezone: str
    cut_off: str
    handling_days: int
    working_days: list[int]
    capacity_per_day: int | None
    parcel_cost: str
    closed_days: dict[str, str]


class LocationIn(TypedDict):
    """A new location; its code stays."""

    name: str
    kind: NotRequired[Literal["warehouse", "store", "third_party"] | None]
    legal_entity: str
    street: NotRequired[str | None]
    postal_code: NotRequired[str | None]
    city: NotRequired[str | None]
    country: str
    active: NotRequired[bool | None]
    latitude: NotRequired[float | None]
    longitude: NotRequired[float | None]
    timezone: NotRequired[str | None]
    cut_off: NotRequired[str | None]
    handling_days: NotRequired[int | None]
    working_days: NotRequired[list[int] | None]
    capacity_per_day: NotRequired[int | None]
    parcel_cost: NotRequired[str | None]
    closed_days: NotRequired[dict[str, str] | None]
    code: str


class LocationChange(TypedDict):
    """What changes of a location; what is not named stays. `closed_days`: all of them, day → why."""

    name: NotRequired[str | None]
    kind: NotRequired[Literal["warehouse", "store", "third_party"] | None]
    legal_entity: NotRequired[str | None]
    street: NotRequired[str | None]
    postal_code: NotRequired[str | None]
    city: NotRequired[str | None]
    country: NotRequired[str | None]
    active: NotRequired[bool | None]
    latitude: NotRequired[float | None]
    longitude: NotRequired[float | None]
    timezone: NotRequired[str | None]
    cut_off: NotRequired[str | None]
    handling_days: NotRequired[int | None]
    working_days: NotRequired[list[int] | None]
    capacity_per_day: NotRequired[int | None]
    parcel_cost: NotRequired[str | None]
    closed_days: NotRequired[dict[str, str] | None]


class ChannelOut(TypedDict):
    """A sales channel. `state`: of its connection, null where it has none. `latest_order_at`: when it last brought
    one.
    """

    code: str
    name: str
    kind: str
    country: str
    currency: str
    prices_gross: bool
    legal_entity: str
    capabilities: list[str]
    state: str | None
    problem: str
    polled_at: str | None
    latest_order_at: str | None
    silent: bool


class ChannelWhole(TypedDict):
    """A sales channel as it is set up. `group`: the customer group whose prices hold there, null: none."""

    code: str
    name: str
    kind: str
    legal_entity: str
    active: bool
    currency: str
    prices_gross: bool
    vat_rounding: str
    group: str | None
    capabilities: list[str]
    country: str
    cut_off: str
    handling_days: int
    transit_days: int
    oversell_risk: str | None
    remind_unpaid_days: int
    cancel_unpaid_days: int


class ChannelIn(TypedDict):
    """A new channel; its code stays."""

    name: str
    kind: NotRequired[Literal["marketplace", "shop", "store", "phone", "import"] | None]
    legal_entity: str
    active: NotRequired[bool | None]
    currency: NotRequired[str | None]
    prices_gross: NotRequired[bool | None]
    vat_rounding: NotRequired[Literal["line", "rate"] | None]
    group: NotRequired[str | None]
    capabilities: NotRequired[
        list[
            Literal[
                "collects_payment",
                "issues_invoice",
                "invoice_at_order",
                "collects_vat",
                "cancel_part",
                "split_shipment",
                "tells_buyer",
                "owns_label",
                "own_delivery",
                "owns_return_label",
                "needs_return_tracking",
                "gives_ship_by",
                "gives_deliver_by",
                "counts_early",
            ]
        ]
        | None
    ]
    country: NotRequired[str | None]
    cut_off: NotRequired[str | None]
    handling_days: NotRequired[int | None]
    transit_days: NotRequired[int | None]
    oversell_risk: NotRequired[str | None]
    remind_unpaid_days: NotRequired[int | None]
    cancel_unpaid_days: NotRequired[int | None]
    code: str


class ChannelChange(TypedDict):
    """What changes of a channel; what is not named stays. `capabilities`: all of them."""

    name: NotRequired[str | None]
    kind: NotRequired[Literal["marketplace", "shop", "store", "phone", "import"] | None]
    legal_entity: NotRequired[str | None]
    active: NotRequired[bool | None]
    currency: NotRequired[str | None]
    prices_gross: NotRequired[bool | None]
    vat_rounding: NotRequired[Literal["line", "rate"] | None]
    group: NotRequired[str | None]
    capabilities: NotRequired[
        list[
            Literal[
                "collects_payment",
                "issues_invoice",
                "invoice_at_order",
                "collects_vat",
                "cancel_part",
                "split_shipment",
                "tells_buyer",
                "owns_label",
                "own_delivery",
                "owns_return_label",
                "needs_return_tracking",
                "gives_ship_by",
                "gives_deliver_by",
                "counts_early",
            ]
        ]
        | None
    ]
    country: NotRequired[str | None]
    cut_off: NotRequired[str | None]
    handling_days: NotRequired[int | None]
    transit_days: NotRequired[int | None]
    oversell_risk: NotRequired[str | None]
    remind_unpaid_days: NotRequired[int | None]
    cancel_unpaid_days: NotRequired[int | None]


class StepOut(TypedDict):
    """What was asked of a channel's connection."""

    channel: str
    step: str


class ImportOut(TypedDict):
    """A file on its way in, and how far it is; of orders only whether it is ended. `columns`: which heading each
    field has.
    """

    id: int
    kind: str
    name: str
    columns: dict[str, str]
    rows: int
    done: int | None
    same: int | None
    refused: int | None
    waiting: int | None
    ended: bool


class ImportIn(TypedDict):
    """A file. `content`: its bytes in Base64. `profile`: of orders, from which program they come; of a table, columns
    that were remembered under this name. `columns`: field → heading; without, they are guessed. `location`,
    `price_list`: where no column says it. `history`: orders of before, which touch no stock.
    """

    kind: Literal["orders", "products", "stock", "prices", "customers"]
    name: str
    content: str
    profile: NotRequired[str]
    columns: NotRequired[dict[str, str] | None]
    decimal: NotRequired[Literal[",", "."] | None]
    location: NotRequired[str]
    price_list: NotRequired[str]
    legal_entity: NotRequired[str]
    history: NotRequired[bool]


class RefusedRow(TypedDict):
    """A row that was refused, as it is numbered in the file, with the reason."""

    row: int
    name: str
    reason: str


class RefusedPage(TypedDict):
    """A page of rows; `next` goes into `after` of the next request, null on the last page."""

    rows: list[RefusedRow]
    next: str | None


class WaitingOut(TypedDict):
    """One thing that waits. `problem`: a word or the refusal; `again`: whether a call sets it going; `order`: its
    number.
    """

    kind: str
    id: int
    name: str
    since: str | None
    problem: str
    order: str | None
    amount: str | None
    currency: str
    again: bool


class SetGoing(TypedDict):
    """Whether it goes again; else it failed again, or waits no longer."""

    kind: str
    id: int
    going: bool


class AlarmOut(TypedDict):
    """An alarm that is on: its kind, which of its kind, how many things it is about and how it is called."""

    id: int
    kind: str
    key: str
    count: int
    name: str
    raised_at: str
    quiet_until: str | None


class QuietOut(TypedDict):
    """Until when an alarm is quiet."""

    alarm: int
    quiet_until: str


class QuietIn(TypedDict):
    """For how long nobody is to be reminded of it."""

    hours: int


class MergedOut(TypedDict):
    """The parcels that leave together, one for each location."""

    merges: list[int]


class MergeIn(TypedDict):
    """Orders of the same buyer to the same address."""

    orders: list[str]


class PartDone(TypedDict):
    """The fulfilment order that there is now."""

    fulfilment_order: int


class SplitIn(TypedDict):
    """How many pieces of which position leave apart."""

    pieces: dict[str, int]


class JoinedOut(TypedDict):
    """The merge, by which it can be taken back."""

    merge: int


class SameBuyer(TypedDict):
    """The customer who is the same buyer, and goes."""

    gone: int


class CorrectionOut(TypedDict):
    """Whether it is issued; else a second person has to agree."""

    issued: bool


class CorrectionIn(TypedDict):
    """What is taken back: so many pieces of positions of the invoice (from 1), or all that is left. `reference` names
    it: it is taken back once.
    """

    pieces: dict[str, int] | None
    reference: str


class Api(Transport):
    """One Kontor, asked with one key."""

    def place_order(self, body: IncomingOrder, *, idempotency_key: str = "", if_match: str = "") -> PlacedOut:
        """Place one order; one that is said to be paid needs the right to change payments, too. The answer is sent after
        its commit; a known order is answered 200 with `new: false`.
        """
        return cast(
            "PlacedOut", self.call("POST", "/orders", body=body, idempotency_key=idempotency_key, if_match=if_match)
        )

    def list_orders(
        self,
        *,
        where: Mapping[str, str] | None = None,
        q: str = "",
        sort: str = "",
        fields: str = "",
        limit: int = 50,
        after: str = "",
    ) -> OrderRowPage:
        """Return orders, newest first, a page at a time."""
        return cast(
            "OrderRowPage",
            self.call(
                "GET",
                "/orders",
                query={**(where or {}), "q": q, "sort": sort, "fields": fields, "limit": limit, "after": after},
            ),
        )

    def each_of_orders(
        self, *, where: Mapping[str, str] | None = None, q: str = "", sort: str = "", fields: str = ""
    ) -> Iterator[OrderRow]:
        """Walk through all rows of ``list_orders``, page by page."""
        after = ""
        while True:
            page = self.list_orders(where=where, q=q, sort=sort, fields=fields, limit=200, after=after)
            yield from page.get("orders", [])
            after = page.get("next") or ""
            if not after:
                return

    def place_many_orders(self, body: ManyOrders, *, idempotency_key: str = "", if_match: str = "") -> Any:
        """Place up to 500 orders; each is answered in its place, one that is refused does not stop the others. Where one
        of them is said to be paid, the right to change payments is needed, too.
        """
        return cast(
            "Any", self.call("POST", "/orders/batch", body=body, idempotency_key=idempotency_key, if_match=if_match)
        )

    def show_order(self, uuid: str | int) -> OrderOut:
        """Return one order with its lines."""
        return cast("OrderOut", self.call("GET", f"/orders/{quote(str(uuid), safe='')}"))

    def cancel_order(
        self, uuid: str | int, body: CancelIn, *, idempotency_key: str = "", if_match: str = ""
    ) -> StateOut:
        """Cancel an order, or pieces of its lines, until they are picked."""
        return cast(
            "StateOut",
            self.call(
                "POST",
                f"/orders/{quote(str(uuid), safe='')}/cancel",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def hold_order(self, uuid: str | int, body: HoldIn, *, idempotency_key: str = "", if_match: str = "") -> StateOut:
        """Stop an order."""
        return cast(
            "StateOut",
            self.call(
                "POST",
                f"/orders/{quote(str(uuid), safe='')}/hold",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def lift_hold(self, uuid: str | int, body: HoldIn, *, idempotency_key: str = "", if_match: str = "") -> StateOut:
        """Lift a hold."""
        return cast(
            "StateOut",
            self.call(
                "POST",
                f"/orders/{quote(str(uuid), safe='')}/lift-hold",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def release_order(self, uuid: str | int, *, idempotency_key: str = "", if_match: str = "") -> StateOut:
        """Release an order to the warehouse."""
        return cast(
            "StateOut",
            self.call(
                "POST",
                f"/orders/{quote(str(uuid), safe='')}/release",
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def write_note(self, uuid: str | int, body: NoteIn, *, idempotency_key: str = "", if_match: str = "") -> None:
        """Write a note on an order."""
        self.call(
            "POST",
            f"/orders/{quote(str(uuid), safe='')}/notes",
            body=body,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )

    def ask_for_payment_page(
        self, uuid: str | int, body: PaymentPageIn, *, idempotency_key: str = "", if_match: str = ""
    ) -> StateOut:
        """Have a page made on which the buyer can pay; `payment_link` of the order tells it once it is there."""
        return cast(
            "StateOut",
            self.call(
                "POST",
                f"/orders/{quote(str(uuid), safe='')}/payment-page",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def change_contents(
        self, uuid: str | int, body: ContentsIn, *, idempotency_key: str = "", if_match: str = ""
    ) -> OrderOut:
        """Change lines, quantities, prices and charges; what is owed follows. With If-Match only what you have read."""
        return cast(
            "OrderOut",
            self.call(
                "PUT",
                f"/orders/{quote(str(uuid), safe='')}/contents",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def plan_contents(
        self, uuid: str | int, body: ContentsIn, *, idempotency_key: str = "", if_match: str = ""
    ) -> PlannedOut:
        """Return what the order would come to, and write nothing."""
        return cast(
            "PlannedOut",
            self.call(
                "POST",
                f"/orders/{quote(str(uuid), safe='')}/contents/plan",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def change_address(
        self, uuid: str | int, body: IncomingAddress, *, idempotency_key: str = "", if_match: str = ""
    ) -> OrderOut:
        """Send an order elsewhere; tax and location are decided anew."""
        return cast(
            "OrderOut",
            self.call(
                "PUT",
                f"/orders/{quote(str(uuid), safe='')}/address",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def invoice_elsewhere(
        self, uuid: str | int, body: IncomingAddress, *, idempotency_key: str = "", if_match: str = ""
    ) -> OrderOut:
        """Invoice an order to another address than it goes to."""
        return cast(
            "OrderOut",
            self.call(
                "PUT",
                f"/orders/{quote(str(uuid), safe='')}/invoice-address",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def invoice_where_it_goes(self, uuid: str | int, *, idempotency_key: str = "", if_match: str = "") -> OrderOut:
        """Invoice an order to where it goes."""
        return cast(
            "OrderOut",
            self.call(
                "DELETE",
                f"/orders/{quote(str(uuid), safe='')}/invoice-address",
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def change_payment(
        self, uuid: str | int, body: PaymentKindIn, *, idempotency_key: str = "", if_match: str = ""
    ) -> OrderOut:
        """Have an order paid beforehand or on account, until money came in."""
        return cast(
            "OrderOut",
            self.call(
                "PUT",
                f"/orders/{quote(str(uuid), safe='')}/payment",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def change_tags(self, uuid: str | int, body: TagsIn, *, idempotency_key: str = "", if_match: str = "") -> OrderOut:
        """Give an order these tags and no other."""
        return cast(
            "OrderOut",
            self.call(
                "PUT",
                f"/orders/{quote(str(uuid), safe='')}/tags",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def recall_order(self, uuid: str | int, *, idempotency_key: str = "", if_match: str = "") -> OrderOut:
        """Take an order back from the warehouse, until a piece is picked."""
        return cast(
            "OrderOut",
            self.call(
                "POST",
                f"/orders/{quote(str(uuid), safe='')}/recall",
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def receive_money(
        self, uuid: str | int, body: MoneyIn, *, idempotency_key: str = "", if_match: str = ""
    ) -> OrderOut:
        """Book money that came in for an order, once for each reference; what was taken off comes again under another
        one.
        """
        return cast(
            "OrderOut",
            self.call(
                "POST",
                f"/orders/{quote(str(uuid), safe='')}/payments",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def take_money_off(
        self, uuid: str | int, body: WrongPaymentIn, *, idempotency_key: str = "", if_match: str = ""
    ) -> OrderOut:
        """Take money off an order that was booked by mistake and never came; what a line of the bank brought is taken off
        there.
        """
        return cast(
            "OrderOut",
            self.call(
                "POST",
                f"/orders/{quote(str(uuid), safe='')}/payments/take-off",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def refund_order(
        self, uuid: str | int, body: RefundIn, *, idempotency_key: str = "", if_match: str = ""
    ) -> RefundOut:
        """Give money of an order back, once for each reference; above the limit of the legal entity a second person has
        to agree.
        """
        return cast(
            "RefundOut",
            self.call(
                "POST",
                f"/orders/{quote(str(uuid), safe='')}/refunds",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def list_invoices(
        self,
        *,
        where: Mapping[str, str] | None = None,
        q: str = "",
        sort: str = "",
        fields: str = "",
        limit: int = 50,
        after: str = "",
    ) -> InvoiceRowPage:
        """Return invoices, reversals and corrections, the newest first."""
        return cast(
            "InvoiceRowPage",
            self.call(
                "GET",
                "/invoices",
                query={**(where or {}), "q": q, "sort": sort, "fields": fields, "limit": limit, "after": after},
            ),
        )

    def each_of_invoices(
        self, *, where: Mapping[str, str] | None = None, q: str = "", sort: str = "", fields: str = ""
    ) -> Iterator[InvoiceRow]:
        """Walk through all rows of ``list_invoices``, page by page."""
        after = ""
        while True:
            page = self.list_invoices(where=where, q=q, sort=sort, fields=fields, limit=200, after=after)
            yield from page.get("invoices", [])
            after = page.get("next") or ""
            if not after:
                return

    def list_payments(
        self,
        *,
        where: Mapping[str, str] | None = None,
        q: str = "",
        sort: str = "",
        fields: str = "",
        limit: int = 50,
        after: str = "",
    ) -> PaymentRowPage:
        """Return what orders owe and what came of it, the newest first."""
        return cast(
            "PaymentRowPage",
            self.call(
                "GET",
                "/payments",
                query={**(where or {}), "q": q, "sort": sort, "fields": fields, "limit": limit, "after": after},
            ),
        )

    def each_of_payments(
        self, *, where: Mapping[str, str] | None = None, q: str = "", sort: str = "", fields: str = ""
    ) -> Iterator[PaymentRow]:
        """Walk through all rows of ``list_payments``, page by page."""
        after = ""
        while True:
            page = self.list_payments(where=where, q=q, sort=sort, fields=fields, limit=200, after=after)
            yield from page.get("payments", [])
            after = page.get("next") or ""
            if not after:
                return

    def list_messages(
        self,
        *,
        where: Mapping[str, str] | None = None,
        q: str = "",
        sort: str = "",
        fields: str = "",
        limit: int = 50,
        after: str = "",
    ) -> InboxRowPage:
        """Return what channels sent, the newest first."""
        return cast(
            "InboxRowPage",
            self.call(
                "GET",
                "/inbox",
                query={**(where or {}), "q": q, "sort": sort, "fields": fields, "limit": limit, "after": after},
            ),
        )

    def each_of_messages(
        self, *, where: Mapping[str, str] | None = None, q: str = "", sort: str = "", fields: str = ""
    ) -> Iterator[InboxRow]:
        """Walk through all rows of ``list_messages``, page by page."""
        after = ""
        while True:
            page = self.list_messages(where=where, q=q, sort=sort, fields=fields, limit=200, after=after)
            yield from page.get("messages", [])
            after = page.get("next") or ""
            if not after:
                return

    def list_told(
        self,
        *,
        where: Mapping[str, str] | None = None,
        q: str = "",
        sort: str = "",
        fields: str = "",
        limit: int = 50,
        after: str = "",
    ) -> ToldRowPage:
        """Return what channels are told, the newest first."""
        return cast(
            "ToldRowPage",
            self.call(
                "GET",
                "/told",
                query={**(where or {}), "q": q, "sort": sort, "fields": fields, "limit": limit, "after": after},
            ),
        )

    def each_of_told(
        self, *, where: Mapping[str, str] | None = None, q: str = "", sort: str = "", fields: str = ""
    ) -> Iterator[ToldRow]:
        """Walk through all rows of ``list_told``, page by page."""
        after = ""
        while True:
            page = self.list_told(where=where, q=q, sort=sort, fields=fields, limit=200, after=after)
            yield from page.get("told", [])
            after = page.get("next") or ""
            if not after:
                return

    def list_mails(
        self,
        *,
        where: Mapping[str, str] | None = None,
        q: str = "",
        sort: str = "",
        fields: str = "",
        limit: int = 50,
        after: str = "",
    ) -> MailRowPage:
        """Return mails to buyers, the newest first."""
        return cast(
            "MailRowPage",
            self.call(
                "GET",
                "/mails",
                query={**(where or {}), "q": q, "sort": sort, "fields": fields, "limit": limit, "after": after},
            ),
        )

    def each_of_mails(
        self, *, where: Mapping[str, str] | None = None, q: str = "", sort: str = "", fields: str = ""
    ) -> Iterator[MailRow]:
        """Walk through all rows of ``list_mails``, page by page."""
        after = ""
        while True:
            page = self.list_mails(where=where, q=q, sort=sort, fields=fields, limit=200, after=after)
            yield from page.get("mails", [])
            after = page.get("next") or ""
            if not after:
                return

    def list_entries(
        self,
        *,
        where: Mapping[str, str] | None = None,
        q: str = "",
        sort: str = "",
        fields: str = "",
        limit: int = 50,
        after: str = "",
    ) -> TrailRowPage:
        """Return who changed what, the newest first."""
        return cast(
            "TrailRowPage",
            self.call(
                "GET",
                "/trail",
                query={**(where or {}), "q": q, "sort": sort, "fields": fields, "limit": limit, "after": after},
            ),
        )

    def each_of_entries(
        self, *, where: Mapping[str, str] | None = None, q: str = "", sort: str = "", fields: str = ""
    ) -> Iterator[TrailRow]:
        """Walk through all rows of ``list_entries``, page by page."""
        after = ""
        while True:
            page = self.list_entries(where=where, q=q, sort=sort, fields=fields, limit=200, after=after)
            yield from page.get("entries", [])
            after = page.get("next") or ""
            if not after:
                return

    def send_paper(self, invoice: str | int, *, form: Literal["pdf", "xml"] | None = None) -> bytes:
        """Return an invoice as its buyer has it: the paper, or what machines read of it."""
        return self.fetch("GET", f"/invoices/{quote(str(invoice), safe='')}/paper", query={"form": form})

    def describe_list(self, name: str | int) -> ListOut:
        """Return by what a list can be asked, with the values that there are."""
        return cast("ListOut", self.call("GET", f"/lists/{quote(str(name), safe='')}"))

    def change_text(
        self, sku: str | int, language: str | int, body: TextIn, *, idempotency_key: str = "", if_match: str = ""
    ) -> ArticleOut:
        """Say what an article is called in a language."""
        return cast(
            "ArticleOut",
            self.call(
                "PUT",
                f"/products/{quote(str(sku), safe='')}/texts/{quote(str(language), safe='')}",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def change_parts(
        self, sku: str | int, body: PartsIn, *, idempotency_key: str = "", if_match: str = ""
    ) -> ArticleOut:
        """Sell an article as its parts from now on: a set, or a pack of several of one."""
        return cast(
            "ArticleOut",
            self.call(
                "PUT",
                f"/products/{quote(str(sku), safe='')}/parts",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def show_product(self, sku: str | int) -> ArticleOut:
        """Return what is known of an article."""
        return cast("ArticleOut", self.call("GET", f"/products/{quote(str(sku), safe='')}"))

    def change_product(
        self, sku: str | int, body: ArticleChange, *, idempotency_key: str = "", if_match: str = ""
    ) -> ArticleOut:
        """Change what is named of an article. `null` takes a price away."""
        return cast(
            "ArticleOut",
            self.call(
                "PATCH",
                f"/products/{quote(str(sku), safe='')}",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def list_customers(
        self,
        *,
        where: Mapping[str, str] | None = None,
        q: str = "",
        sort: str = "",
        fields: str = "",
        limit: int = 50,
        after: str = "",
    ) -> CustomerRowPage:
        """Return customers, the newest first."""
        return cast(
            "CustomerRowPage",
            self.call(
                "GET",
                "/customers",
                query={**(where or {}), "q": q, "sort": sort, "fields": fields, "limit": limit, "after": after},
            ),
        )

    def each_of_customers(
        self, *, where: Mapping[str, str] | None = None, q: str = "", sort: str = "", fields: str = ""
    ) -> Iterator[CustomerRow]:
        """Walk through all rows of ``list_customers``, page by page."""
        after = ""
        while True:
            page = self.list_customers(where=where, q=q, sort=sort, fields=fields, limit=200, after=after)
            yield from page.get("customers", [])
            after = page.get("next") or ""
            if not after:
                return

    def enter_customer(self, body: CustomerIn, *, idempotency_key: str = "", if_match: str = "") -> CustomerOut:
        """Enter a customer."""
        return cast(
            "CustomerOut",
            self.call("POST", "/customers", body=body, idempotency_key=idempotency_key, if_match=if_match),
        )

    def show_customer(self, customer: str | int) -> CustomerOut:
        """Return what is known of a customer."""
        return cast("CustomerOut", self.call("GET", f"/customers/{quote(str(customer), safe='')}"))

    def change_customer(
        self, customer: str | int, body: CustomerChange, *, idempotency_key: str = "", if_match: str = ""
    ) -> CustomerOut:
        """Change what is named of a customer."""
        return cast(
            "CustomerOut",
            self.call(
                "PATCH",
                f"/customers/{quote(str(customer), safe='')}",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def judge_bulk_job(self, body: BulkIn, *, idempotency_key: str = "", if_match: str = "") -> JudgementOut:
        """Return what a verb would refuse of these rows, and do nothing."""
        return cast(
            "JudgementOut",
            self.call("POST", "/bulk/judge", body=body, idempotency_key=idempotency_key, if_match=if_match),
        )

    def begin_bulk_job(self, body: BulkIn, *, idempotency_key: str = "", if_match: str = "") -> JobOut:
        """Begin a job that does a verb to each of these rows; one that is refused does not stop the others."""
        return cast("JobOut", self.call("POST", "/bulk", body=body, idempotency_key=idempotency_key, if_match=if_match))

    def show_bulk_job(self, job: str | int) -> JobOut:
        """Return how far a job is."""
        return cast("JobOut", self.call("GET", f"/bulk/{quote(str(job), safe='')}"))

    def list_bulk_results(
        self,
        job: str | int,
        *,
        outcome: Literal["done", "same", "refused", "left", "waiting"] | None = None,
        after: int | None = None,
        limit: int | None = None,
    ) -> ResultPage:
        """Return what came of each row, in the order in which they are worked on."""
        return cast(
            "ResultPage",
            self.call(
                "GET",
                f"/bulk/{quote(str(job), safe='')}/results",
                query={"outcome": outcome, "after": after, "limit": limit},
            ),
        )

    def press_bulk_job(
        self, job: str | int, step: str | int, *, idempotency_key: str = "", if_match: str = ""
    ) -> JobOut:
        """Try what was refused again (repeat), do what was left (go_on), end before the next row (stop), take back what
        was done by a job of its own (undo).
        """
        return cast(
            "JobOut",
            self.call(
                "POST",
                f"/bulk/{quote(str(job), safe='')}/{quote(str(step), safe='')}",
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def list_availability(self, *, sku: Sequence[str], channel: str | None = None) -> list[AvailabilityOut]:
        """Return what can be promised now; with a channel, its buffer is taken off."""
        return cast("list[AvailabilityOut]", self.call("GET", "/availability", query={"sku": sku, "channel": channel}))

    def book_stock(self, body: StockMoveIn, *, idempotency_key: str = "", if_match: str = "") -> dict[str, int]:
        """Book goods in, or correct the book to a count."""
        return cast(
            "dict[str, int]",
            self.call("POST", "/stock/moves", body=body, idempotency_key=idempotency_key, if_match=if_match),
        )

    def list_moves(
        self,
        *,
        where: Mapping[str, str] | None = None,
        q: str = "",
        sort: str = "",
        fields: str = "",
        limit: int = 50,
        after: str = "",
    ) -> MoveRowPage:
        """Return stock moves in the order of their booking."""
        return cast(
            "MoveRowPage",
            self.call(
                "GET",
                "/stock/moves",
                query={**(where or {}), "q": q, "sort": sort, "fields": fields, "limit": limit, "after": after},
            ),
        )

    def each_of_moves(
        self, *, where: Mapping[str, str] | None = None, q: str = "", sort: str = "", fields: str = ""
    ) -> Iterator[MoveRow]:
        """Walk through all rows of ``list_moves``, page by page."""
        after = ""
        while True:
            page = self.list_moves(where=where, q=q, sort=sort, fields=fields, limit=200, after=after)
            yield from page.get("moves", [])
            after = page.get("next") or ""
            if not after:
                return

    def correct_stock(
        self, body: StockCorrectionIn, *, idempotency_key: str = "", if_match: str = ""
    ) -> dict[str, int]:
        """Correct the book by a number of pieces, whatever is in it."""
        return cast(
            "dict[str, int]",
            self.call("POST", "/stock/corrections", body=body, idempotency_key=idempotency_key, if_match=if_match),
        )

    def carry(self, body: StockTransferIn, *, idempotency_key: str = "", if_match: str = "") -> dict[str, int]:
        """Carry pieces from one location to another of the same company, once for each reference."""
        return cast(
            "dict[str, int]",
            self.call("POST", "/stock/transfers", body=body, idempotency_key=idempotency_key, if_match=if_match),
        )

    def keep_safety_stock(
        self, body: SafetyStockIn, *, idempotency_key: str = "", if_match: str = ""
    ) -> dict[str, int]:
        """Keep pieces back in a location."""
        return cast(
            "dict[str, int]",
            self.call("PUT", "/stock/safety", body=body, idempotency_key=idempotency_key, if_match=if_match),
        )

    def add_product(self, body: ProductIn, *, idempotency_key: str = "", if_match: str = "") -> dict[str, str]:
        """Add a product with its SKU; with parts it becomes a kit. What it costs is said by whom prices are open to."""
        return cast(
            "dict[str, str]",
            self.call("POST", "/products", body=body, idempotency_key=idempotency_key, if_match=if_match),
        )

    def list_products(
        self,
        *,
        where: Mapping[str, str] | None = None,
        q: str = "",
        sort: str = "",
        fields: str = "",
        limit: int = 50,
        after: str = "",
    ) -> ProductRowPage:
        """Return SKUs with their products."""
        return cast(
            "ProductRowPage",
            self.call(
                "GET",
                "/products",
                query={**(where or {}), "q": q, "sort": sort, "fields": fields, "limit": limit, "after": after},
            ),
        )

    def each_of_products(
        self, *, where: Mapping[str, str] | None = None, q: str = "", sort: str = "", fields: str = ""
    ) -> Iterator[ProductRow]:
        """Walk through all rows of ``list_products``, page by page."""
        after = ""
        while True:
            page = self.list_products(where=where, q=q, sort=sort, fields=fields, limit=200, after=after)
            yield from page.get("products", [])
            after = page.get("next") or ""
            if not after:
                return

    def list_stock(
        self,
        *,
        where: Mapping[str, str] | None = None,
        q: str = "",
        sort: str = "",
        fields: str = "",
        limit: int = 50,
        after: str = "",
    ) -> BalanceRowPage:
        """Return what lies where."""
        return cast(
            "BalanceRowPage",
            self.call(
                "GET",
                "/stock",
                query={**(where or {}), "q": q, "sort": sort, "fields": fields, "limit": limit, "after": after},
            ),
        )

    def each_of_stock(
        self, *, where: Mapping[str, str] | None = None, q: str = "", sort: str = "", fields: str = ""
    ) -> Iterator[BalanceRow]:
        """Walk through all rows of ``list_stock``, page by page."""
        after = ""
        while True:
            page = self.list_stock(where=where, q=q, sort=sort, fields=fields, limit=200, after=after)
            yield from page.get("stock", [])
            after = page.get("next") or ""
            if not after:
                return

    def list_shipments(
        self,
        *,
        where: Mapping[str, str] | None = None,
        q: str = "",
        sort: str = "",
        fields: str = "",
        limit: int = 50,
        after: str = "",
    ) -> ShipmentRowPage:
        """Return shipments in the order of packing, with parcels and tracking numbers."""
        return cast(
            "ShipmentRowPage",
            self.call(
                "GET",
                "/shipments",
                query={**(where or {}), "q": q, "sort": sort, "fields": fields, "limit": limit, "after": after},
            ),
        )

    def each_of_shipments(
        self, *, where: Mapping[str, str] | None = None, q: str = "", sort: str = "", fields: str = ""
    ) -> Iterator[ShipmentRow]:
        """Walk through all rows of ``list_shipments``, page by page."""
        after = ""
        while True:
            page = self.list_shipments(where=where, q=q, sort=sort, fields=fields, limit=200, after=after)
            yield from page.get("shipments", [])
            after = page.get("next") or ""
            if not after:
                return

    def read_news(self, *, after: int | None = None, limit: int | None = None, types: str | None = None) -> FeedPage:
        """Return what happened behind a place of the feed, of the kinds that are asked for and open to the key. Nothing
        is missing between two answers, and the order never changes; what is older than is kept (30 days by default) is
        gone (410).
        """
        return cast("FeedPage", self.call("GET", "/news", query={"after": after, "limit": limit, "types": types}))

    def list_news_types(self) -> list[str]:
        """Return the kinds of news that are open to the key."""
        return cast("list[str]", self.call("GET", "/news/types"))

    def list_webhooks(self) -> list[WebhookOut]:
        """Return where programs hear the news."""
        return cast("list[WebhookOut]", self.call("GET", "/webhooks"))

    def enter_webhook(self, body: WebhookIn, *, idempotency_key: str = "", if_match: str = "") -> WebhookEntered:
        """Tell a program the news from now on. Its secret is in this answer and nowhere else."""
        return cast(
            "WebhookEntered",
            self.call("POST", "/webhooks", body=body, idempotency_key=idempotency_key, if_match=if_match),
        )

    def change_webhook(
        self, webhook: str | int, body: WebhookChange, *, idempotency_key: str = "", if_match: str = ""
    ) -> WebhookOut:
        """Change what is named of a webhook; one that was given up is tried again."""
        return cast(
            "WebhookOut",
            self.call(
                "PATCH",
                f"/webhooks/{quote(str(webhook), safe='')}",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def end_webhook(self, webhook: str | int, *, idempotency_key: str = "", if_match: str = "") -> None:
        """Tell a program no news any more."""
        self.call(
            "DELETE", f"/webhooks/{quote(str(webhook), safe='')}", idempotency_key=idempotency_key, if_match=if_match
        )

    def try_webhook(self, webhook: str | int, *, idempotency_key: str = "", if_match: str = "") -> TrialOut:
        """Tell a webhook a trial (`webhook.trial`, signed as all news are), so that it is seen whether it hears."""
        return cast(
            "TrialOut",
            self.call(
                "POST",
                f"/webhooks/{quote(str(webhook), safe='')}/trial",
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def list_webhook_deliveries(
        self, webhook: str | int, *, before: int | None = None, limit: int | None = None
    ) -> DeliveryPage:
        """Return what a webhook was told and what came of it, the newest first."""
        return cast(
            "DeliveryPage",
            self.call(
                "GET", f"/webhooks/{quote(str(webhook), safe='')}/deliveries", query={"before": before, "limit": limit}
            ),
        )

    def repeat_deliveries(
        self, webhook: str | int, body: RepeatIn, *, idempotency_key: str = "", if_match: str = ""
    ) -> RepeatOut:
        """Deliver again, under the ids that they had: those that are named, or all that were given up."""
        return cast(
            "RepeatOut",
            self.call(
                "POST",
                f"/webhooks/{quote(str(webhook), safe='')}/repeat",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def issue_voucher(self, body: VoucherIn, *, idempotency_key: str = "", if_match: str = "") -> VoucherIssued:
        """Issue a voucher. Its code is in this answer and nowhere else: asked again under the same key the answer has
        none. Above the limit of the legal entity the answer is 202 without a code: a second person decides, and is
        told it.
        """
        return cast(
            "VoucherIssued",
            self.call("POST", "/vouchers", body=body, idempotency_key=idempotency_key, if_match=if_match),
        )

    def check_voucher(self, body: VoucherCode, *, idempotency_key: str = "", if_match: str = "") -> VoucherOut:
        """Return what is left on a voucher; the code goes in the body, so that no log keeps it."""
        return cast(
            "VoucherOut",
            self.call("POST", "/vouchers/check", body=body, idempotency_key=idempotency_key, if_match=if_match),
        )

    def list_bank_transactions(
        self, *, state: str | None = None, after: int | None = None, limit: int | None = None
    ) -> TransactionPage:
        """Return transactions on the bank accounts in a state, or all of them, in the order in which they were told."""
        return cast(
            "TransactionPage",
            self.call("GET", "/bank/transactions", query={"state": state, "after": after, "limit": limit}),
        )

    def take_statement(self, body: StatementIn, *, idempotency_key: str = "", if_match: str = "") -> StatementTaken:
        """Take a bank's file in: it is read whole or refused; a transaction counts once however often it is told."""
        return cast(
            "StatementTaken",
            self.call("POST", "/bank/statements", body=body, idempotency_key=idempotency_key, if_match=if_match),
        )

    def book(self, line: str | int, body: BookIn, *, idempotency_key: str = "", if_match: str = "") -> TransactionOut:
        """Say which orders a transaction pays, and how much of each; what is left of it waits."""
        return cast(
            "TransactionOut",
            self.call(
                "POST",
                f"/bank/transactions/{quote(str(line), safe='')}/book",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def set_aside(
        self, line: str | int, body: Nothing, *, idempotency_key: str = "", if_match: str = ""
    ) -> TransactionOut:
        """Put a transaction aside that is no business of an order."""
        return cast(
            "TransactionOut",
            self.call(
                "POST",
                f"/bank/transactions/{quote(str(line), safe='')}/put-aside",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def reopen(
        self, line: str | int, body: Nothing, *, idempotency_key: str = "", if_match: str = ""
    ) -> TransactionOut:
        """Have a transaction that was put aside by mistake wait again."""
        return cast(
            "TransactionOut",
            self.call(
                "POST",
                f"/bank/transactions/{quote(str(line), safe='')}/reopen",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def take_off(
        self, line: str | int, body: OfOrder, *, idempotency_key: str = "", if_match: str = ""
    ) -> TransactionOut:
        """Take a transaction off an order that it was booked on by mistake."""
        return cast(
            "TransactionOut",
            self.call(
                "POST",
                f"/bank/transactions/{quote(str(line), safe='')}/take-off",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def send_back(
        self, line: str | int, body: OfOrder, *, idempotency_key: str = "", if_match: str = ""
    ) -> TransactionOut:
        """Give what is left of a transaction back to its sender, beyond what the order owes, with the next file for the
        bank.
        """
        return cast(
            "TransactionOut",
            self.call(
                "POST",
                f"/bank/transactions/{quote(str(line), safe='')}/send-back",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def list_offers(
        self,
        *,
        where: Mapping[str, str] | None = None,
        q: str = "",
        sort: str = "",
        fields: str = "",
        limit: int = 50,
        after: str = "",
    ) -> OfferRowPage:
        """Return the offers of all channels."""
        return cast(
            "OfferRowPage",
            self.call(
                "GET",
                "/offers",
                query={**(where or {}), "q": q, "sort": sort, "fields": fields, "limit": limit, "after": after},
            ),
        )

    def each_of_offers(
        self, *, where: Mapping[str, str] | None = None, q: str = "", sort: str = "", fields: str = ""
    ) -> Iterator[OfferRow]:
        """Walk through all rows of ``list_offers``, page by page."""
        after = ""
        while True:
            page = self.list_offers(where=where, q=q, sort=sort, fields=fields, limit=200, after=after)
            yield from page.get("offers", [])
            after = page.get("next") or ""
            if not after:
                return

    def show_offer(self, offer: str | int) -> OfferRow:
        """Return an offer."""
        return cast("OfferRow", self.call("GET", f"/offers/{quote(str(offer), safe='')}"))

    def change_offer(
        self, offer: str | int, body: OfferIn, *, idempotency_key: str = "", if_match: str = ""
    ) -> OfferRow:
        """Change the price of an article on its channel; the channel is told at once."""
        return cast(
            "OfferRow",
            self.call(
                "PATCH",
                f"/offers/{quote(str(offer), safe='')}",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def list_fulfilment_orders(
        self,
        *,
        state: str | None = None,
        location: str | None = None,
        after: int | None = None,
        limit: int | None = None,
    ) -> PartPage:
        """Return the fulfilment orders in a state, of one location or of all."""
        return cast(
            "PartPage",
            self.call(
                "GET",
                "/fulfilment-orders",
                query={"state": state, "location": location, "after": after, "limit": limit},
            ),
        )

    def begin_pick_list(self, body: PickListIn, *, idempotency_key: str = "", if_match: str = "") -> PickListOut:
        """Begin a round: from now on its orders are in work."""
        return cast(
            "PickListOut",
            self.call("POST", "/pick-lists", body=body, idempotency_key=idempotency_key, if_match=if_match),
        )

    def show_pick_list(self, pick_list: str | int) -> PickListOut:
        """Return a round with what is fetched of it."""
        return cast("PickListOut", self.call("GET", f"/pick-lists/{quote(str(pick_list), safe='')}"))

    def pick(self, task: str | int, body: PickIn, *, idempotency_key: str = "", if_match: str = "") -> PickListOut:
        """Take down pieces that were fetched, or that are missing; what is missing is looked for elsewhere. Send an
        Idempotency-Key: without one a repeated request counts again.
        """
        return cast(
            "PickListOut",
            self.call(
                "POST",
                f"/pick-tasks/{quote(str(task), safe='')}",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def pack(self, part: str | int, *, idempotency_key: str = "", if_match: str = "") -> PackedOut:
        """Close the box of a fulfilment order that is picked; its label is booked at once."""
        return cast(
            "PackedOut",
            self.call(
                "POST",
                f"/fulfilment-orders/{quote(str(part), safe='')}/pack",
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def enter_parcel_number(
        self, parcel: str | int, body: NumberIn, *, idempotency_key: str = "", if_match: str = ""
    ) -> NumberOut:
        """Take down the carrier and the number that a parcel was given elsewhere; buyer and channel are told it."""
        return cast(
            "NumberOut",
            self.call(
                "PUT",
                f"/parcels/{quote(str(parcel), safe='')}/number",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def hand_over(self, body: HandOverIn, *, idempotency_key: str = "", if_match: str = "") -> HandedOver:
        """The carrier takes shipments: goods out, invoices written, buyers and channels told. All of them, or none."""
        return cast(
            "HandedOver",
            self.call("POST", "/shipments/hand-over", body=body, idempotency_key=idempotency_key, if_match=if_match),
        )

    def list_companies(self) -> list[CompanyOut]:
        """Return the companies of the merchant, by id."""
        return cast("list[CompanyOut]", self.call("GET", "/legal-entities"))

    def add_company(self, body: CompanyIn, *, idempotency_key: str = "", if_match: str = "") -> CompanyOut:
        """Enter a legal entity."""
        return cast(
            "CompanyOut",
            self.call("POST", "/legal-entities", body=body, idempotency_key=idempotency_key, if_match=if_match),
        )

    def show_company(self, legal_entity: str | int) -> CompanyOut:
        """Return a legal entity."""
        return cast("CompanyOut", self.call("GET", f"/legal-entities/{quote(str(legal_entity), safe='')}"))

    def change_company(
        self, legal_entity: str | int, body: CompanyChange, *, idempotency_key: str = "", if_match: str = ""
    ) -> CompanyOut:
        """Change what is named of a legal entity. Who raises the limit of four eyes is told to everybody who reads
        alarms.
        """
        return cast(
            "CompanyOut",
            self.call(
                "PATCH",
                f"/legal-entities/{quote(str(legal_entity), safe='')}",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def list_locations(self) -> list[LocationOut]:
        """Return all places that hold stock, by id."""
        return cast("list[LocationOut]", self.call("GET", "/locations"))

    def add_location(self, body: LocationIn, *, idempotency_key: str = "", if_match: str = "") -> LocationOut:
        """Enter a place that holds stock."""
        return cast(
            "LocationOut",
            self.call("POST", "/locations", body=body, idempotency_key=idempotency_key, if_match=if_match),
        )

    def show_location(self, location: str | int) -> LocationOut:
        """Return a place that holds stock."""
        return cast("LocationOut", self.call("GET", f"/locations/{quote(str(location), safe='')}"))

    def change_location(
        self, location: str | int, body: LocationChange, *, idempotency_key: str = "", if_match: str = ""
    ) -> LocationOut:
        """Change what is named of a place that holds stock. `closed_days` are all of them from now on."""
        return cast(
            "LocationOut",
            self.call(
                "PATCH",
                f"/locations/{quote(str(location), safe='')}",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def list_channels(self) -> list[ChannelOut]:
        """Return the active sales channels with how their connections are, by id."""
        return cast("list[ChannelOut]", self.call("GET", "/channels"))

    def add_channel(self, body: ChannelIn, *, idempotency_key: str = "", if_match: str = "") -> ChannelWhole:
        """Enter a sales channel that needs no connection: a shop of one's own, a store, the telephone."""
        return cast(
            "ChannelWhole",
            self.call("POST", "/channels", body=body, idempotency_key=idempotency_key, if_match=if_match),
        )

    def show_channel(self, channel: str | int) -> ChannelWhole:
        """Return a sales channel as it is set up, also one that is switched off."""
        return cast("ChannelWhole", self.call("GET", f"/channels/{quote(str(channel), safe='')}"))

    def change_channel(
        self, channel: str | int, body: ChannelChange, *, idempotency_key: str = "", if_match: str = ""
    ) -> ChannelWhole:
        """Change what is named of a sales channel."""
        return cast(
            "ChannelWhole",
            self.call(
                "PATCH",
                f"/channels/{quote(str(channel), safe='')}",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def step_channel(
        self, channel: str | int, verb: str | int, *, idempotency_key: str = "", if_match: str = ""
    ) -> StepOut:
        """Fetch orders now, compare the channel with the house, publish every offer anew, pause the connection or let it
        go on.
        """
        return cast(
            "StepOut",
            self.call(
                "POST",
                f"/channels/{quote(str(channel), safe='')}/{quote(str(verb), safe='')}",
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def import_file(self, body: ImportIn, *, idempotency_key: str = "", if_match: str = "") -> ImportOut:
        """Take a file in; what its rows do is worked on by a job, and none is refused for another one's sake."""
        return cast(
            "ImportOut", self.call("POST", "/imports", body=body, idempotency_key=idempotency_key, if_match=if_match)
        )

    def show_import(self, file: str | int) -> ImportOut:
        """Return how far a file is."""
        return cast("ImportOut", self.call("GET", f"/imports/{quote(str(file), safe='')}"))

    def list_refused_rows(self, file: str | int, *, after: int | None = None, limit: int | None = None) -> RefusedPage:
        """Return the rows of a table that were refused, each with its reason."""
        return cast(
            "RefusedPage",
            self.call("GET", f"/imports/{quote(str(file), safe='')}/refused", query={"after": after, "limit": limit}),
        )

    def list_all_waiting(self) -> list[WaitingOut]:
        """Return everything that stands still and needs somebody, kind by kind, the newest first; of each kind 200 at
        most.
        """
        return cast("list[WaitingOut]", self.call("GET", "/waiting"))

    def try_waiting_again(
        self, kind: str | int, row: str | int, *, idempotency_key: str = "", if_match: str = ""
    ) -> SetGoing:
        """Try again what waits. Each kind asks for the right of its room."""
        return cast(
            "SetGoing",
            self.call(
                "POST",
                f"/waiting/{quote(str(kind), safe='')}/{quote(str(row), safe='')}",
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def list_all_alarms(self) -> list[AlarmOut]:
        """Return every alarm that is on, the newest first."""
        return cast("list[AlarmOut]", self.call("GET", "/alarms"))

    def have_quiet(self, alarm: str | int, body: QuietIn, *, idempotency_key: str = "", if_match: str = "") -> QuietOut:
        """Have quiet of an alarm for some hours; it stays on."""
        return cast(
            "QuietOut",
            self.call(
                "POST",
                f"/alarms/{quote(str(alarm), safe='')}/quiet",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def merge(self, body: MergeIn, *, idempotency_key: str = "", if_match: str = "") -> MergedOut:
        """Send orders of one buyer to one address in one parcel, for each location that sends parts of both."""
        return cast(
            "MergedOut",
            self.call(
                "POST", "/fulfilment-orders/merge", body=body, idempotency_key=idempotency_key, if_match=if_match
            ),
        )

    def undo_merge(self, part: str | int, *, idempotency_key: str = "", if_match: str = "") -> PartDone:
        """Have a part leave on its own again, until the last one of its parcel is packed."""
        return cast(
            "PartDone",
            self.call(
                "POST",
                f"/fulfilment-orders/{quote(str(part), safe='')}/unmerge",
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def split(self, part: str | int, body: SplitIn, *, idempotency_key: str = "", if_match: str = "") -> PartDone:
        """Have pieces of an order leave apart from the rest, where the channel allows it; by the positions of the order."""
        return cast(
            "PartDone",
            self.call(
                "POST",
                f"/fulfilment-orders/{quote(str(part), safe='')}/split",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def join(self, part: str | int, *, idempotency_key: str = "", if_match: str = "") -> PartDone:
        """Have what was split leave in one parcel again, until somebody picks of it."""
        return cast(
            "PartDone",
            self.call(
                "POST",
                f"/fulfilment-orders/{quote(str(part), safe='')}/join",
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def merge_customer(
        self, customer: str | int, body: SameBuyer, *, idempotency_key: str = "", if_match: str = ""
    ) -> JoinedOut:
        """Make two customers one: what the other ordered and will order is this one's."""
        return cast(
            "JoinedOut",
            self.call(
                "POST",
                f"/customers/{quote(str(customer), safe='')}/merge",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def part_customer(self, merged: str | int, *, idempotency_key: str = "", if_match: str = "") -> JoinedOut:
        """Make two of one customer again, each with what he had."""
        return cast(
            "JoinedOut",
            self.call(
                "DELETE",
                f"/customers/merges/{quote(str(merged), safe='')}",
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )

    def correct(
        self, invoice: str | int, body: CorrectionIn, *, idempotency_key: str = "", if_match: str = ""
    ) -> CorrectionOut:
        """Take an invoice back, whole (`pieces` null) or in part; above the limit of its company a second person has to
        agree.
        """
        return cast(
            "CorrectionOut",
            self.call(
                "POST",
                f"/invoices/{quote(str(invoice), safe='')}/corrections",
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
        )
