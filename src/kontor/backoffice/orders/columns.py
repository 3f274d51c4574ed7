"""What the order grid shows of an order, and what it reads for a page of them at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kontor.backoffice.orders.facts import Pieces
from kontor.backoffice.parts.cells import BAD, DIM, GOOD, WARN, Badge, Badges, Cell, Figure, Moment, Money, Text
from kontor.backoffice.parts.grid import Column, Edit, Facts
from kontor.backoffice.shown import carrier_text, country_text, label_of, plain_number
from kontor.backoffice.typed import read_text
from kontor.backoffice.words import TAX_WORDS
from kontor.customers.public import CustomerKind
from kontor.fulfilment.tables import FulfilmentOrder
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.orders.public import OrderState, tag_order, write_note
from kontor.orders.tables import Order
from kontor.payments.public import PaymentMethod, PaymentRow
from kontor.payments.tables import Payment

# So many parcels and invoices are named in a cell.
MOST_NAMED = 3
STATE_TONES = {OrderState.HELD: WARN, OrderState.CANCELLED: BAD, OrderState.CLOSED: GOOD}


def link_of(order: Order) -> str:
    """Return where the page of an order lies."""
    return _address().replace("/0/", f"/{order.pk}/")


@cache
def _address() -> str:
    """Return the address with a number that is none; looking it up for each row would cost more."""
    return reverse("admin:order", args=[0])


def _number(order: Order, facts: Facts) -> Cell:
    return Text(order.number, link=link_of(order))


def _buyer(order: Order, facts: Facts) -> Cell:
    address = order.address
    return Text(address.company or address.name, address.name if address.company else "")


def _place(order: Order, facts: Facts) -> Cell:
    address = order.address
    return Text(f"{address.postal_code} {address.city}".strip(), country_text(address.country))


def state_badge(order: Order) -> Badge:
    """Return what was decided about an order."""
    return Badge(label_of(order, "state"), STATE_TONES.get(OrderState(order.state), ""))


def payment_badge(order: Order, payment: Payment | PaymentRow | None) -> Badge:
    """Return how its money stands."""
    if order.state == OrderState.CANCELLED and (payment is None or payment.captured <= payment.refunded):
        return Badge(_("nothing to pay"), DIM)
    if payment is None or order.payment == PaymentMethod.MARKETPLACE:
        return Badge(_("secured"), GOOD) if order.secured_at else Badge(_("open"), WARN)
    if payment.disputed:
        return Badge(_("disputed"), BAD)
    if payment.refunded and payment.refunded >= payment.captured:
        return Badge(_("given back"), DIM)
    if payment.lacking <= 0:
        return Badge(_("paid"), GOOD)
    if payment.captured:
        return Badge(_("paid in part"), WARN)
    if order.secured_at:
        return Badge(_("on account"), "") if order.payment == PaymentMethod.INVOICE else Badge(_("secured"), GOOD)
    return Badge(_("open"), WARN)


def shipping_badge(pieces: Pieces | None, parts: Sequence[FulfilmentOrder]) -> Badge:
    """Return how far its pieces are."""
    if pieces is None:
        return Badge("–", DIM)
    left = pieces.reserved + pieces.short + pieces.picked
    if pieces.shipped and not left:
        return Badge(_("shipped"), GOOD)
    if pieces.shipped:
        return Badge(_("shipped in part"), WARN)
    if not left:
        return Badge(_("nothing to ship"), DIM)
    if parts:
        return Badge(label_of(parts[0], "state"), "")
    return Badge(_("waits for stock"), WARN) if pieces.short else Badge(_("not begun"), DIM)


def return_badge(pieces: Pieces | None) -> Badge | None:
    """Return what came back, None where nothing did."""
    if pieces is None or not pieces.returned:
        return None
    whole = pieces.returned >= pieces.shipped
    return Badge(_("returned"), BAD) if whole else Badge(_("returned in part"), WARN)


def _state(order: Order, facts: Facts) -> Cell:
    return Badges([state_badge(order)])


def _paid(order: Order, facts: Facts) -> Cell:
    return Badges([payment_badge(order, facts.of("payment", order))])


def _shipped(order: Order, facts: Facts) -> Cell:
    return Badges([shipping_badge(facts.of("pieces", order), facts.of("parts", order, []))])


def _returned(order: Order, facts: Facts) -> Cell:
    found = return_badge(facts.of("pieces", order))
    return Badges([found] if found else [])


LOCKER_WORDS = ("packstation", "postfiliale", "paketshop", "parcel locker", "locker")


def flags_of(order: Order, facts: Facts) -> list[Badge]:
    """Return what somebody should know before he touches an order."""
    address, pieces = order.address, facts.of("pieces", order)
    found = [Badge(label_of(it, "reason"), WARN, it.note) for it in facts.of("holds", order, [])]
    if notes := facts.of("notes", order):
        found.append(Badge(_("Note"), "", notes[0].text[:200]))
    if address.missing():
        found.append(Badge(_("Address incomplete"), BAD))
    if address.street.strip().casefold().startswith(LOCKER_WORDS):
        found.append(Badge(_("Locker"), ""))
    if order.customer.kind == CustomerKind.COMPANY:
        found.append(Badge(_("B2B"), DIM))
    if pieces is not None and pieces.short:
        found.append(Badge(_("Short"), BAD))
    if is_late(order, pieces):
        found.append(Badge(_("Late"), BAD))
    if order.told_total is not None and order.told_total != order.gross:
        found.append(Badge(_("Total differs"), WARN))
    return found


def is_late(order: Order, pieces: Pieces | None) -> bool:
    """Whether its day to leave has gone by and pieces are still here."""
    if order.ship_by is None or order.state in (OrderState.CANCELLED, OrderState.CLOSED) or pieces is None:
        return False
    return order.ship_by < read_clock() and bool(pieces.reserved + pieces.short + pieces.picked)


def _flags(order: Order, facts: Facts) -> Cell:
    return Badges(flags_of(order, facts))


def _ship_by(order: Order, facts: Facts) -> Cell:
    return Moment(order.ship_by, late=is_late(order, facts.of("pieces", order)))


def _goods(order: Order, facts: Facts) -> Cell:
    pieces = facts.of("pieces", order)
    if pieces is None:
        return Text("")
    more = f"+ {pieces.lines - 1}" if pieces.lines > 1 else ""
    return Text(pieces.title, more)


def _count(order: Order, facts: Facts) -> Cell:
    pieces = facts.of("pieces", order)
    return Figure(pieces.ordered if pieces else None)


def _open_amount(order: Order, facts: Facts) -> Cell:
    payment = facts.of("payment", order)
    return Money(max(payment.lacking, Decimal(0)) if payment else None, order.currency)


def _parcels(order: Order, facts: Facts) -> Cell:
    parcels = facts.of("parcels", order, [])
    numbers = ", ".join(it.tracking_number for it in parcels[:MOST_NAMED] if it.tracking_number)
    return Text(numbers, ", ".join(sorted({carrier_text(it.carrier) for it in parcels})))


def _invoices(order: Order, facts: Facts) -> Cell:
    return Text(", ".join(it.number for it in facts.of("invoices", order, [])[:MOST_NAMED]))


def _location(order: Order, facts: Facts) -> Cell:
    return Text(", ".join(dict.fromkeys(it.location.name for it in facts.of("parts", order, []))))


def _note(order: Order, facts: Facts) -> Cell:
    notes = facts.of("notes", order)
    return Text(notes[0].text[:120] if notes else "")


def _tags(order: Order, facts: Facts) -> Cell:
    return Badges([Badge(tag) for tag in order.tags])


def _keep_tags(order_id: int, sent: Mapping[str, str], at: datetime, by: Actor) -> None:
    words = [word.strip()[:100] for word in sent.get("value", "").split(",") if word.strip()]
    tag_order(order_id=order_id, tags=list(dict.fromkeys(words)), at=at, by=by)


def _keep_note(order_id: int, sent: Mapping[str, str], at: datetime, by: Actor) -> None:
    write_note(order_id=order_id, text=read_text(sent, "value", limit=4000), at=at, by=by)


EDIT_TAGS = Edit("orders:write", lambda it: ", ".join(it.tags), _keep_tags, 2000)
EDIT_NOTE = Edit("orders:write", lambda it: "", _keep_note, 4000)

COLUMNS: Sequence[Column] = (
    Column("number", _("Order"), _number, sort="id"),
    Column("channel", _("Sales channel"), lambda it, facts: Text(it.channel.name)),
    Column("buyer", _("Recipient"), _buyer),
    Column("goods", _("Articles"), _goods, ("pieces",)),
    Column("total", _("Total"), lambda it, facts: Money(it.gross, it.currency), sort="gross", numeric=True),
    Column("state", _("State"), _state),
    Column("paid", _("Payment"), _paid, ("payment",)),
    Column("shipped", _("Shipping"), _shipped, ("pieces", "parts")),
    Column("returned", _("Return"), _returned, ("pieces",), shown=False),
    Column("ship_by", _("Ship by"), _ship_by, ("pieces",), sort="ship_by"),
    Column("flags", _("Flags"), _flags, ("holds", "notes", "pieces")),
    Column("place", _("Place"), _place),
    Column("placed_at", _("Taken in"), lambda it, facts: Moment(it.placed_at), sort="placed_at"),
    Column("external_id", _("Their number"), lambda it, facts: Text(plain_number(it.external_id)), shown=False),
    Column("pieces", _("Pieces"), _count, ("pieces",), numeric=True, shown=False),
    Column("net", _("Net"), lambda it, facts: Money(it.net, it.currency), numeric=True, shown=False),
    Column("open", _("Open"), _open_amount, ("payment",), numeric=True, shown=False),
    Column("method", _("Kind of payment"), lambda it, facts: Text(PaymentMethod(it.payment).label), shown=False),
    Column("tags", _("Tags"), _tags, shown=False, edit=EDIT_TAGS),
    Column("note", _("Note"), _note, ("notes",), shown=False, edit=EDIT_NOTE),
    Column("location", _("Location"), _location, ("parts",), shown=False),
    Column("parcels", _("Parcels"), _parcels, ("parcels",), shown=False),
    Column("invoices", _("Invoices"), _invoices, ("invoices",), shown=False),
    Column("email", _("E-mail"), lambda it, facts: Text(it.customer.email), shown=False),
    Column("phone", _("Phone"), lambda it, facts: Text(it.address.phone or it.customer.phone), shown=False),
    Column("legal_entity", _("Legal entity"), lambda it, facts: Text(it.legal_entity.name), shown=False),
    Column("tax", _("VAT case"), lambda it, facts: Text(TAX_WORDS[it.tax_case][0]), shown=False),
    Column("ordered_at", _("Ordered"), lambda it, facts: Moment(it.ordered_at), shown=False),
    Column("secured_at", _("Payment secured"), lambda it, facts: Moment(it.secured_at), shown=False),
    Column("language", _("Language"), lambda it, facts: Text(it.language), shown=False),
)  # fmt: skip
