"""Notices: what the buyer hears, once per cause, unless the channel tells them itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency
from stdnum import iban

from kontor.channels.public import Capability, list_channels_able
from kontor.fulfilment.public import ShipmentDispatched, get_shipments
from kontor.invoicing.public import WORDS, PapersWritten, get_documents, language_of
from kontor.kernel.actor import Actor
from kontor.kernel.clock import local_day
from kontor.kernel.money import ZERO
from kontor.legal_entities.public import LegalEntityRow, list_legal_entities
from kontor.messaging.public import (
    GOES_BACK,
    HOW_TO_PAY,
    KEPT_UNTIL,
    TO_ACCOUNT,
    VOUCHER_LINE,
    Letter,
    find_order_of,
    parcel_line,
    send_again,
    write_messages,
)
from kontor.orders.public import (
    ChargeRow,
    LineRow,
    OrderCancelled,
    OrderPlaced,
    OrderRow,
    get_charges,
    get_line_rows,
    get_lines,
    get_orders,
    join_costs,
    list_late,
)
from kontor.payments.public import PaymentAsked, PaymentMethod, get_payments, sum_paid_by_vouchers
from kontor.shipping.public import get_parcels, tracked_by

# How long after its day a parcel that did not leave is news.
LATE_IS_NEWS = timedelta(days=3)
# Orders looked at in one transaction.
AT_A_TIME = 500


def confirm_orders(*, news: Sequence[OrderPlaced], at: datetime, by: Actor) -> None:
    """The buyer hears that the order is in, and at once if part of it is not in stock."""
    merchants = list_legal_entities()
    orders, lines = told_by_us(item.order_id for item in news)
    # Its payment is opened by another listener of the same news, before or after this one.
    vouchers = sum_paid_by_vouchers([it.id for it in orders])
    owed = {
        it.id: it.gross - vouchers.get(it.id, ZERO) for it in orders if it.payment == PaymentMethod.PREPAYMENT
    }  # fmt: skip
    payments = get_payments(owed)
    owed |= {key: it.lacking for key, it in payments.items()}
    charges = get_charges([it.id for it in orders])
    letters = [
        with_payment(_priced(order, lines[order.id], charges[order.id], vouchers, merchants), order, owed, merchants)
        for order in orders
    ]
    write_messages(kind="order_confirmed", letters=letters, at=at)
    late = {order.id: [line for line in lines[order.id] if line.short] for order in orders}
    delayed = [
        letter_to(order, late[order.id], f"order:{order.id}", merchants, pieces=_short)
        for order in orders
        if late[order.id]
    ]
    write_messages(kind="order_delayed", letters=delayed, at=at)


def tell_shipped(*, news: Sequence[ShipmentDispatched], at: datetime, by: Actor) -> None:
    """The buyer hears that a parcel is on its way, with its tracking number where a carrier has given it one."""
    merchants = list_legal_entities()
    orders, lines = told_by_us(item.order_id for item in news)
    by_id = {order.id: order for order in orders}
    parcels = get_parcels([it.shipment_id for it in news])
    tracked = {it.shipment_id: tracked_by(it.carrier, it.tracking_number) for it in parcels}
    packed = {it.id: {line.order_line_id: line.quantity for line in it.lines} for it in get_shipments(list(by_id))}
    letters = [
        letter_to(
            by_id[item.order_id], [line for line in lines[item.order_id] if line.id in packed[item.shipment_id]],
            f"shipment:{item.shipment_id}", merchants, pieces=_in_parcel(packed[item.shipment_id]),
            tracked=tracked.get(item.shipment_id, ""),
        )
        for item in news if item.order_id in by_id
    ]  # fmt: skip
    write_messages(kind="order_shipped", letters=letters, at=at)


def tell_payment_page(*, news: Sequence[PaymentAsked], at: datetime, by: Actor) -> None:
    """The buyer hears where to pay; each page is told once."""
    merchants = list_legal_entities()
    orders, _ = told_by_us(item.order_id for item in news)
    payments = get_payments([it.id for it in orders])
    letters = []
    for order in orders:
        if order.id in payments and (link := payments[order.id].link):
            letter = letter_to(order, (), f"page:{hashlib.sha256(link.encode()).hexdigest()[:16]}", merchants)
            letters.append(replace(letter, values={**letter.values, "link": link}))
    write_messages(kind="payment_asked", letters=letters, at=at)


def tell_short(*, line_id: int, reference: str, at: datetime) -> None:
    """The buyer hears of pieces that are not there after all and that no other location has; each shortage is told once."""
    merchants = list_legal_entities()
    orders, lines = told_by_us(line.order_id for line in get_line_rows([line_id]).values())
    letters = []
    for order in orders:
        late = [line for line in lines[order.id] if line.id == line_id and line.short]
        if late:
            letters.append(letter_to(order, late, f"order:{order.id}:{reference}"[:60], merchants, pieces=_short))
    write_messages(kind="order_delayed", letters=letters, at=at)


def tell_late(*, after: int, at: datetime) -> int | None:
    """Buyers hear that the day on which their parcel was to leave went by; each day is told once. Returns the last order that was
    looked at, None where that was all.

    Days that are longer past are left alone: whoever starts with Kontor, or starts it again, writes to nobody of last month.
    """
    ids = list_late(at=at, since=at - LATE_IS_NEWS, after=after, most=AT_A_TIME)
    merchants = list_legal_entities()
    orders, lines = told_by_us(ids)
    letters = []
    for order in orders:
        assert order.ship_by is not None
        waiting = [line for line in lines[order.id] if _unsent(line)]
        letter = letter_to(order, waiting, f"order:{order.id}:{order.ship_by:%Y%m%d%H%M}", merchants, pieces=_unsent)
        letters.append(replace(letter, values={**letter.values, "due": _day(order, order.ship_by, merchants)}))
    write_messages(kind="order_late", letters=letters, at=at)
    return ids[-1] if len(ids) == AT_A_TIME else None


def remind_of_prepayment(*, owed: Mapping[int, Decimal], until: Mapping[int, datetime], at: datetime) -> None:
    """Buyers hear that their payment is missing, and until when the goods are kept for them, where that ends. Once an order.

    ``owed``: order → what is asked for; ``until``: order → the end.
    """
    merchants = list_legal_entities()
    orders, lines = told_by_us(owed)
    letters = []
    for order in orders:
        wanted = [line for line in lines[order.id] if _wanted(line)]
        letter = letter_to(order, wanted, f"order:{order.id}", merchants, pieces=_wanted)
        language = language_of(order.language)
        told = {"total": format_currency(owed[order.id], order.currency, locale=language)}
        if order.id in until:
            told["until"] = KEPT_UNTIL[language].format(day=_day(order, until[order.id], merchants))
        letter = replace(letter, values={**letter.values, **told})
        letters.append(with_payment(letter, order, owed, merchants))
    write_messages(kind="prepayment_reminder", letters=letters, at=at)


def _priced(
    order: OrderRow,
    lines: Sequence[LineRow],
    charges: Sequence[ChargeRow],
    vouchers: Mapping[int, Decimal],
    merchants: Mapping[int, LegalEntityRow],
) -> Letter:
    """Say in a letter what each line and each charge comes to, so that the buyer can add it up."""
    parts = [(f"{line.ordered} × {line.title}", line.gross) for line in lines]
    parts += [(it.title, it.gross) for it in join_costs((charge, charge.gross) for charge in charges)]
    language = language_of(order.language)
    parts += [(VOUCHER_LINE[language], -paid) for paid in (vouchers.get(order.id),) if paid]
    told = "\n".join(f"{what}: {format_currency(gross, order.currency, locale=language)}" for what, gross in parts)
    letter = letter_to(order, lines, f"order:{order.id}", merchants)
    return replace(letter, values={**letter.values, "lines": told})


def with_payment(
    letter: Letter, order: OrderRow, owed: Mapping[int, Decimal], merchants: Mapping[int, LegalEntityRow]
) -> Letter:
    """Say in a letter what is to be paid and where the money goes, where something is owed."""
    merchant, language = merchants[order.legal_entity_id], language_of(order.language)
    if owed.get(order.id, ZERO) <= 0:
        return letter
    account = (
        TO_ACCOUNT[language].format(holder=merchant.name, iban=iban.format(merchant.iban)) if merchant.iban else ""
    )
    amount = format_currency(owed[order.id], order.currency, locale=language)
    told = HOW_TO_PAY[language].format(amount=amount, account=account, number=order.number)
    return replace(letter, values={**letter.values, "payment": told})


def _day(order: OrderRow, moment: datetime, merchants: Mapping[int, LegalEntityRow]) -> str:
    day = local_day(moment, merchants[order.legal_entity_id].timezone)
    return format_date(day, locale=language_of(order.language))


def _ordered(line: LineRow) -> int:
    return line.ordered


def _short(line: LineRow) -> int:
    return line.short


def _in_parcel(packed: Mapping[int, int]) -> Callable[[LineRow], int]:
    return lambda line: packed[line.id]


def _wanted(line: LineRow) -> int:
    return line.ordered - line.cancelled


def _unsent(line: LineRow) -> int:
    return line.ordered - line.shipped - line.cancelled


def tell_cancelled(*, news: Sequence[OrderCancelled], at: datetime, by: Actor) -> None:
    """The buyer hears that the order was cancelled, and that what was paid for it comes back."""
    merchants = list_legal_entities()
    orders, lines = told_by_us(item.order_id for item in news)
    # What a marketplace took in it gives back itself.
    payments = get_payments([order.id for order in orders]).items()
    paid = {key for key, it in payments if it.captured > it.disputed and it.method != PaymentMethod.MARKETPLACE}
    letters = [letter_to(order, lines[order.id], f"order:{order.id}", merchants) for order in orders]
    told = [
        replace(it, values={**it.values, "payment": GOES_BACK[language_of(it.language)]}) for it in letters
        if it.order_id in paid
    ]  # fmt: skip
    write_messages(kind="order_cancelled", letters=[*told, *(it for it in letters if it.order_id not in paid)], at=at)


def mail_papers(*, news: Sequence[PapersWritten], at: datetime, by: Actor) -> None:
    """The buyer gets every document by mail, as the file that is kept, unless the channel writes to its buyers itself."""
    merchants = list_legal_entities()
    orders, _ = told_by_us(item.order_id for item in news)
    by_id = {order.id: order for order in orders}
    letters = []
    for paper in get_documents([item.invoice_id for item in news]):
        if paper.order_id not in by_id:
            continue
        letter = letter_to(by_id[paper.order_id], (), f"invoice:{paper.id}", merchants)
        told = {
            "document": WORDS[language_of(paper.language)][paper.kind], "number": paper.number,
            "total": format_currency(paper.gross, paper.currency, locale=language_of(paper.language)),
        }  # fmt: skip
        # A buyer of the state reads the XRechnung; the others' PDF holds its XML.
        public = bool(paper.content.get("buyer_reference")) and paper.xml is not None
        files = [sha256 for sha256 in (paper.pdf, paper.xml if public else None) if sha256 is not None]
        letters.append(replace(letter, values={**letter.values, **told}, files=tuple(files)))
    write_messages(kind="invoice_issued", letters=letters, at=at)


def mail_again(*, message_id: int, at: datetime, by: Actor) -> bool:
    """A mail that failed is sent once more; one that went to what is no mail address, to what its order says by now. Returns
    whether it was failed. Refuses: NoMailAddress.
    """
    of = get_orders([it for it in [find_order_of(message_id)] if it])
    address = next((it.address.email for it in of.values()), "")
    return send_again(message_id=message_id, address=address, at=at, by=by)


def told_by_us(order_ids: Iterable[int]) -> tuple[list[OrderRow], dict[int, list[LineRow]]]:
    """Return the orders whose buyers hear from us and not from the channel, with their lines."""
    silent = list_channels_able(Capability.TELLS_BUYER)
    orders = [order for order in get_orders(list(order_ids)).values() if order.channel_id not in silent]
    return orders, get_lines([order.id for order in orders])


def letter_to(
    order: OrderRow,
    lines: Sequence[LineRow],
    reference: str,
    merchants: Mapping[int, LegalEntityRow],
    *,
    pieces: Callable[[LineRow], int] = _ordered,
    tracked: str = "",
) -> Letter:
    """Return a letter to the buyer of an order, with what every letter says."""
    address = order.address
    return Letter(
        reference=reference, order_id=order.id, recipient=address.email, language=order.language,
        values={
            "order_number": order.number,
            "name": address.name or address.company,
            "total": format_currency(order.gross, order.currency, locale=language_of(order.language)),
            "lines": "\n".join(f"{pieces(line)} × {line.title}" for line in lines),
            "tracking": tracked.rpartition(" ")[2],
            "parcel": parcel_line(tracked, order.language),
            "merchant": merchants[order.legal_entity_id].name,
        },
    )  # fmt: skip
