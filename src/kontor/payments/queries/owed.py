"""What is owed and paid, order by order."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Exists, Max, OuterRef, Sum
from stdnum import iban as ibans

from kontor.kernel.money import ZERO
from kontor.payments.models import (
    MoneyIntent,
    MoneyKind,
    MoneyState,
    MoneyWay,
    Payment,
    PaymentEntry,
    PaymentMethod,
)
from kontor.payments.queries.bank import REST, UNBOOKED
from kontor.payments.rules import BY_HAND, lacking, way_of
from kontor.platform.sql.bulk import select_rows
from kontor.platform.sql.lock_order import note_lock

_BY_TRANSFER = (PaymentMethod.PREPAYMENT, PaymentMethod.INVOICE)


def lock_payments(order_ids: Collection[int]) -> None:
    """Lock the payments of orders, in the order of their ids."""
    note_lock("payments", order_ids)
    list(Payment.objects.select_for_update(no_key=True).filter(order_id__in=order_ids).order_by("id").values_list("id"))


_HINTED = """
SELECT DISTINCT (share ->> 0)::bigint
  FROM payments_banktransaction t, jsonb_array_elements(t.proposals) p, jsonb_array_elements(p -> 'shares') share
 WHERE t.state = 'open' AND (share ->> 0)::bigint = ANY(%s)
"""


def list_hinted(order_ids: Collection[int]) -> set[int]:
    """Return those of the orders that a transfer may be meant for, which nobody has matched yet."""
    return {int(row[0]) for row in select_rows(_HINTED, [list(order_ids)])}


def find_account_back(order_id: int) -> dict[str, str]:
    """Return holder and IBAN that money of an order goes back to by transfer; nothing where it goes otherwise or nobody knows."""
    payment = Payment.objects.filter(order_id=order_id).first()
    if payment is None or way_of("refund", payment.method, at_provider=bool(payment.external_id)) != MoneyWay.TRANSFER:
        return {}
    holder, iban, _by = find_payer(payment)
    return {"holder": holder[:70], "iban": iban[:34]} if iban else {}


def find_payer(payment: Payment) -> tuple[str, str, str]:
    """Return name and IBAN of who paid most by transfer, of two who paid as much the last, and who brought that line; empty where
    the bank told neither.
    """
    off = payment.entries.filter(kind=UNBOOKED, reference=OuterRef("reference"), turn=OuterRef("turn"))
    # What was transferred beyond what is owed went back to its sender.
    theirs = payment.entries.filter(~Exists(off), kind="captured", transaction__isnull=False).exclude(
        reference__endswith=REST
    )
    payers = theirs.values("transaction__iban").annotate(sum=Sum("amount"), last=Max("id")).order_by("-sum", "-last")
    names = dict(theirs.order_by("id").values_list("transaction__iban", "transaction__name"))
    for iban in payers.values_list("transaction__iban", flat=True):
        name = names[iban]
        if name and ibans.is_valid(iban):
            # Who booked such a line last, else whose statement it stands in.
            booked = (
                theirs.filter(transaction__iban=iban).order_by("-id").values_list("by", "transaction__statement__by")
            )
            by, uploaded = booked[0]
            return name, iban, by if by.startswith("user:") else uploaded
    return "", "", ""


def sum_elsewhere(payment: Payment) -> Decimal:
    """Return how much of the money of an order a channel or shop took in that is not given back there or about to be."""
    came = payment.entries.filter(kind="captured", elsewhere=True).aggregate(sum=Sum("amount"))["sum"] or ZERO
    went = payment.intents.filter(kind=MoneyKind.REFUND, elsewhere=True).exclude(state=MoneyState.FAILED)
    return came - (went.aggregate(sum=Sum("amount"))["sum"] or ZERO)


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """Money that came in for an order and is booked on it. ``transaction_id``: the line of the bank by which it came;
    ``by_hand``: somebody said so, and may have been wrong.
    """

    id: int
    amount: Decimal
    reference: str
    turn: int
    booked_on: date | None
    at: datetime
    by: str
    transaction_id: int | None
    at_provider: bool | None
    by_hand: bool


def list_receipts(order_id: int) -> list[ReceiptRow]:
    """Return what came in for an order by transfer or by hand and was not taken off again, the newest first."""
    entries = PaymentEntry.objects.filter(
        payment__order_id=order_id, payment__method__in=_BY_TRANSFER, kind__in=("captured", UNBOOKED)
    ).order_by("-id")
    off = {(it.reference, it.turn) for it in entries if it.kind == UNBOOKED}
    return [
        ReceiptRow(
            it.id, it.amount, it.reference, it.turn, it.booked_on, it.at, it.by, it.transaction_id, it.at_provider,
            by_hand=it.transaction_id is None,
        )
        for it in entries
        if it.kind != UNBOOKED and not (it.elsewhere or it.imported) and (it.reference, it.turn) not in off
    ]  # fmt: skip


def was_taken_off(order_id: int, *, reference: str) -> bool:
    """Whether money of this reference was booked on an order and taken off again."""
    return PaymentEntry.objects.filter(payment__order_id=order_id, kind=UNBOOKED, reference=reference).exists()


def list_withdrawable(payment: Payment) -> list[MoneyIntent]:
    """Return the refunds that followed by themselves and wait for somebody here to make them."""
    waiting = payment.intents.filter(
        kind=MoneyKind.REFUND, state=MoneyState.NEW, way__in=(MoneyWay.TRANSFER, MoneyWay.HAND)
    )
    return list(waiting.exclude(cause__startswith=BY_HAND).order_by("id"))


def is_paid_without(order_id: int, receipt_id: int) -> bool:
    """Whether an order that is paid beforehand stays paid without this receipt: by what is here, or by its channel's word."""
    payment = Payment.objects.get(order_id=order_id)
    off = sum((it.amount for it in list_receipts(order_id) if it.id == receipt_id), ZERO)
    withdrawn = sum((it.amount for it in list_withdrawable(payment)), ZERO)
    back = payment.refunded + payment.refund_pending - withdrawn
    received = payment.captured - payment.disputed - off + payment.said_there(here=payment.captured - off)
    return lacking(owed=payment.amount, received=received, back=back, secured=False) <= 0


def was_received(order_id: int) -> bool:
    """Whether money ever came in for an order, also where it was taken off again."""
    return PaymentEntry.objects.filter(payment__order_id=order_id, kind="captured").exists()
