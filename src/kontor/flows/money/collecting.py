"""Money follows the goods: collected when they leave, let go when they do not, given back when they were paid for in vain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from kontor.channels.public import drop_intent
from kontor.flows.invoicing.amount_due import (
    follow_corrections,
    list_wholly_invoiced,
    owed_by,
    settle_vouchers,
)
from kontor.flows.invoicing.dunning import waive_costs
from kontor.flows.money.refunds import give_back
from kontor.flows.selling.left_over import AGREED_LESS, ask_for_left_over
from kontor.flows.warehouse.cancellation import stop_order
from kontor.fulfilment.public import ShipmentDispatched
from kontor.invoicing.public import (
    DocumentKind,
    InvoiceIssued,
    InvoiceRow,
    Occasion,
    get_documents,
    is_last_invoice,
    language_of,
    list_orders_invoiced_early,
    sum_documents,
)
from kontor.kernel.actor import Actor
from kontor.kernel.money import ZERO
from kontor.orders.public import (
    OrderCancelled,
    OrderLinesCancelled,
    OrderState,
    get_order_row,
    get_orders,
    list_emptied,
    lock_orders,
    value_orders,
    write_note,
)
from kontor.payments.public import (
    DROPPED_BY_HAND,
    LEFT_OVER,
    Claimed,
    HandedOut,
    MoneyKind,
    MoneyLeftOver,
    MoneyMove,
    MoneyOutcome,
    MoneyWay,
    NotByHand,
    NothingToAsk,
    PaymentLost,
    PaymentMethod,
    ask_buyer,
    collected_for,
    count_refunds,
    get_money_intent,
    let_go_of,
    list_provider_payments,
    lock_payments,
    lock_vouchers_of,
    lower_debts,
    record_money,
    refund_to_vouchers,
    replace_requests,
    request_money_move,
    still_to_capture,
    sum_asked_back,
    sum_paid_by_vouchers,
)

# By this the causes of refunds begin that follow from a cancellation.
CANCELLED = "cancelled:"
# What a buyer reads on the page on which he pays.
_ORDER = {"de": "Bestellung", "en": "Order"}
# Internal notes, as the rest of the notes in the language of the house.
_LOST = {
    "disputed": "Der Käufer bestreitet die Zahlung.",
    "more_owed": "Der Auftrag wurde geändert; es ist noch nicht alles bezahlt.",
    "ended": "Die Zusage des Käufers beim Zahlungsdienst ist erloschen.",
}


def collect_invoiced(*, news: Sequence[InvoiceIssued], at: datetime, by: Actor) -> None:
    """What a buyer agreed to at a provider is collected once the goods left and were invoiced. What a correction takes back is
    not owed: where it follows from a cancellation, what was paid of it goes back.

    Where the provider collects only once, all that is owed is collected with the first invoice. Locks: vouchers, orders,
    payments, the chains of the legal entities last.
    """
    order_ids = sorted({item.order_id for item in news})
    lock_vouchers_of(order_ids)
    lock_orders(order_ids)
    papers = get_documents([it.invoice_id for it in news])
    ended = _settle(sorted({it.order_id for it in papers if it.occasion == Occasion.CANCELLED}), at, by, {})
    follow_corrections(order_ids, at, by)
    payments = list_provider_payments(order_ids)
    taken, papers_ask = dict.fromkeys(payments, ZERO), sum_documents(list(payments))
    vouchers, going = sum_paid_by_vouchers(list(payments)), sum_asked_back(list(payments))
    wanted = []
    for paper in papers:
        order_id = paper.order_id
        if order_id not in payments or (paper.kind, paper.occasion) != (DocumentKind.INVOICE, Occasion.SHIPPED):
            continue
        payment, ends = payments[order_id], _ends(paper)
        asked = Claimed(papers_ask[order_id], vouchers.get(order_id, ZERO), going.get(order_id, ZERO))
        amount = collected_for(
            paper.gross, asked=asked, balance=payment.balance, taken=taken[order_id],
            at_once=payment.amount if payment.collects_once else None,
        )  # fmt: skip
        taken[order_id] += amount
        gone = let_go_of(payment.balance, taken=taken[order_id], ends=ends)
        wanted += [
            MoneyMove(order_id, "capture", amount, f"invoice:{paper.id}", paper.number, last=ends),
            MoneyMove(order_id, "void", gone, f"invoice:{paper.id}", paper.number),
        ]
    request_money_move(wanted=[it for it in wanted if it.amount > 0], at=at, by=by)
    waive_costs(order_ids=ended, at=at, by=by)


def collect_shipped(*, news: Sequence[ShipmentDispatched], at: datetime, by: Actor) -> None:
    """Of an order that was invoiced before it left, what the goods are worth that have left by now is collected. Locks: orders,
    payments.
    """
    order_ids = sorted({item.order_id for item in news})
    payments = list_provider_payments(list_orders_invoiced_early(order_ids))
    if not payments:
        return
    lock_orders(order_ids)
    values, shipments = value_orders(order_ids), {it.order_id: it.shipment_id for it in news}
    wanted = []
    for order_id, payment in list_provider_payments(payments).items():
        value = values[order_id]
        ends = not value.leaves_more
        at_once = ends or payment.collects_once
        amount = still_to_capture(payment.amount, payment.balance, shipped=value.shipped, at_once=at_once)
        if amount > 0:
            cause = f"shipment:{shipments[order_id]}"
            wanted.append(MoneyMove(order_id, "capture", amount, cause, cause, last=ends))
    request_money_move(wanted=wanted, at=at, by=by)


def _ends(invoice: InvoiceRow) -> bool:
    """Whether nothing is invoiced after this one: all that was not cancelled is."""
    return bool(list_wholly_invoiced([invoice.order_id])) and is_last_invoice(invoice)


def settle_cancelled(
    *, news: Sequence[OrderCancelled | OrderLinesCancelled | MoneyLeftOver], at: datetime, by: Actor
) -> None:
    """What is cancelled is not owed: an agreement of which nothing was collected is let go, and what was paid is given back.

    A marketplace that takes the money gives it back itself. Locks: vouchers, orders, payments, the chains of the legal entities
    last.
    """
    order_ids = sorted({item.order_id for item in news})
    lock_vouchers_of(order_ids)
    lock_orders(order_ids)
    ended = _settle(order_ids, at, by, {item.order_id: LEFT_OVER for item in news if isinstance(item, MoneyLeftOver)})
    # Of what was corrected before the rest was cancelled no other invoice follows any more.
    follow_corrections(order_ids, at, by)
    waive_costs(order_ids=ended, at=at, by=by)


def _settle(order_ids: Sequence[int], at: datetime, by: Actor, whys: Mapping[int, str]) -> set[int]:
    """Settle what orders owe by now. Returns those of them that are cancelled wholly."""
    owed = owed_by(order_ids)
    worth = settle_vouchers(owed, at, by)
    alive = {order_id for order_id, amount in owed.items() if amount > 0}
    orders = get_orders(order_ids)
    ended = list_emptied(order_ids)
    left = lower_debts(owed=worth, alive=alive, ended=ended, at=at, by=by)
    # Of what is cancelled wholly the buyer has nothing: all of it goes back, and nobody is asked any more.
    replace_requests(order_ids=ended, at=at, by=by)
    freed = ask_for_left_over(order_ids=set(left).difference(ended), reason=AGREED_LESS, at=at, by=by)
    too_much = {**{order_id: amount for order_id, amount in left.items() if order_id in ended}, **freed}
    # Each cancellation gives back what is too much then: its refund has a number of its own.
    given = count_refunds(too_much)
    wanted = [
        MoneyMove(order_id, "refund", amount, f"{whys.get(order_id, CANCELLED)}{given[order_id]}", "Storno")
        for order_id, amount in too_much.items()
        if amount and orders[order_id].payment != PaymentMethod.MARKETPLACE
    ]
    for order_id, payment in list_provider_payments(order_ids).items():
        untouched = not payment.captured and not payment.capture_pending
        if untouched and payment.authorized and not worth[order_id]:
            wanted.append(MoneyMove(order_id, "void", payment.authorized, "cancelled", "Storno"))
    give_back(wanted=wanted, at=at, by=by)
    return ended


def stop_unpaid(*, news: Sequence[PaymentLost], at: datetime, by: Actor) -> None:
    """An order whose money is not certain any more waits for somebody, unless it is gone already. Locks: the orders."""
    lock_orders(sorted({item.order_id for item in news}))  # all at once, in their order
    for item in news:
        held = stop_order(order_id=item.order_id, reason="payment", note=item.why, at=at, by=by)
        if not held and get_order_row(item.order_id).state not in (OrderState.CANCELLED, OrderState.CLOSED):
            # Pieces are picked or gone: the warehouse is not stopped by news, somebody decides.
            write_note(order_id=item.order_id, text=_LOST[item.why], at=at, by=by)


def refund_order(*, order_id: int, amount: Decimal, cause: str, reason: str, at: datetime, by: Actor) -> list[int]:
    """Money is given back the way it came; it counts once it really was given. What a voucher paid goes back to the voucher, once
    no money is left to be given back. ``cause`` makes a second click no second refund.

    Refuses: RefundTooMuch, PaymentUnknown. Locks: the order's vouchers, the order, its payment.
    """
    lock_vouchers_of([order_id])
    lock_orders([order_id])
    lock_payments([order_id])
    if sum_paid_by_vouchers([order_id]):
        amount = refund_to_vouchers(order_id=order_id, amount=amount, cause=cause, at=at, by=by)
        if not amount:
            return []
    return give_back(wanted=[MoneyMove(order_id, "refund", amount, cause, reason)], at=at, by=by)


def ask_to_pay(*, order_id: int, account_code: str, at: datetime, by: Actor) -> int:
    """A buyer gets a page at a payment provider on which to pay for an order. Refuses: NothingToAsk,
    ProviderUnknown, AccessMissing. Locks: the order, its payment.
    """
    if lock_orders([order_id])[order_id].state == OrderState.CANCELLED:
        raise NothingToAsk(order=order_id)
    order = get_order_row(order_id)
    note = f"{_ORDER[language_of(order.language)]} {order.number}"
    return ask_buyer(order_id=order_id, account_code=account_code, note=note, at=at, by=by)


def confirm_by_hand(*, intent_id: int, at: datetime, by: Actor) -> bool:
    """Somebody gave money back where no machine of ours can, and says so. Refuses: NotByHand. Locks: the payment."""
    intent = get_money_intent(intent_id)
    if intent.way in (MoneyWay.PROVIDER, MoneyWay.CHANNEL):
        raise NotByHand(intent=intent_id)
    return record_money(outcome=MoneyOutcome(intent_id, "succeeded", "by hand"), at=at, by=by)


def drop_by_hand(*, intent_id: int, at: datetime, by: Actor) -> None:
    """Somebody decides that money is not given back after all. What a channel refused to give back can be given up too.

    Refuses: NotByHand, HandedOut. Locks: the payment.
    """
    intent = get_money_intent(intent_id)
    refused = intent.way == MoneyWay.CHANNEL and drop_intent(
        kind=MoneyKind.REFUND, reference=intent.reference, at=at, by=by
    )
    if intent.way == MoneyWay.PROVIDER or (intent.way == MoneyWay.CHANNEL and not refused):
        raise NotByHand(intent=intent_id)
    outcome = MoneyOutcome(intent_id, "failed", problem=DROPPED_BY_HAND, states=("new",))
    if not record_money(outcome=outcome, at=at, by=by):
        raise HandedOut(intent=intent_id)
