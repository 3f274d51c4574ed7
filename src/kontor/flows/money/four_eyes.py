"""Money and credits by hand: above the limit of the legal entity a second person decides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from kontor.flows.invoicing.corrections import correct_invoice
from kontor.flows.money.collecting import refund_order
from kontor.flows.selling.left_over import judge_left_over
from kontor.invoicing.public import get_documents, sum_corrected_by_hand
from kontor.kernel.actor import Actor
from kontor.kernel.ids import new_uuid
from kontor.kernel.money import ZERO
from kontor.legal_entities.public import get_legal_entity
from kontor.orders.public import get_order_row, lock_orders
from kontor.payments.public import (
    BY_HAND,
    AskedFor,
    DecidedRequest,
    LeftOver,
    NewVoucher,
    RequestKind,
    RequestState,
    VoucherRefused,
    ask_second_person,
    decide_request,
    find_request_state,
    get_money_intent,
    is_given_back,
    issue_voucher,
    list_request_orders,
    lock_vouchers_of,
    name_account,
    needs_second,
    request_cause,
    sum_transfers_back,
    sum_vouchers_issued,
)
from kontor.platform.sql.idempotency import check_first

# Vouchers of one person within so long count together.
TOGETHER = timedelta(days=1)


class _Waits(Exception):
    """What was tried is above the limit: it is undone, and a second person is asked."""

    def __init__(self, asked: AskedFor) -> None:
        self.asked = asked


def _let_alone(asked: AskedFor, amount: Decimal, *, limit: Decimal | None, given_before: Decimal = ZERO) -> None:
    """One person may do within the limit what was tried; above it a second one is asked. Raises _Waits."""
    if needs_second(amount, limit=limit, given_before=given_before):
        raise _Waits(asked)


def refund_by_hand(*, order_id: int, amount: Decimal, form: str, reason: str, at: datetime, by: Actor) -> bool:
    """Money is given back at once, or waits for a second person where it is above the limit. ``form`` makes a second click no
    second refund, of each order. Returns whether it is on its way.

    Refuses: RefundTooMuch, PaymentUnknown, RequestDiffers. Locks: the order's vouchers, the order, its payment.
    """
    lock_vouchers_of([order_id])
    lock_orders([order_id])
    if is_given_back(order_id, cause=f"{BY_HAND}form:{form}"):
        return True
    order = get_order_row(order_id)
    limit = get_legal_entity(order.legal_entity_id).four_eyes_in(order.currency)
    before = judge_left_over([order_id]).get(order_id, LeftOver()).given_before
    cause = request_cause(f"{BY_HAND}{order_id}", form)
    asked = AskedFor(RequestKind.REFUND, order_id, amount, order.currency, cause, reason)
    # What was asked for is not given besides, whatever the limit is by now.
    if state := find_request_state(cause):
        ask_second_person(asked=asked, at=at, by=by)
        return bool(state == RequestState.APPROVED)
    try:
        # It is tried whole: nobody is asked for what cannot be given.
        with transaction.atomic():
            refund_order(order_id=order_id, amount=amount, cause=f"{BY_HAND}form:{form}", reason=reason, at=at, by=by)
            _let_alone(asked, amount, limit=limit, given_before=before)
    except _Waits as waits:
        ask_second_person(asked=waits.asked, at=at, by=by)
        return False
    return True


def name_refund_account(*, intent_id: int, holder: str, iban: str, at: datetime, by: Actor) -> bool:
    """Somebody says to which account a refund goes, or that waits for a second person where all that goes back of the order by
    transfer is above the limit: money that one person sends to an account that he has typed is his. Returns whether it is named.

    Refuses: IbanWrong, TransferGone. Locks: the order, the intent.
    """
    intent = get_money_intent(intent_id)
    lock_orders([intent.order_id])
    order = get_order_row(intent.order_id)
    limit = get_legal_entity(order.legal_entity_id).four_eyes_in(order.currency)
    try:
        with transaction.atomic():
            name_account(intent_id=intent_id, holder=holder, iban=iban, at=at, by=by)
            facts = {"intent": intent_id, "holder": holder, "iban": iban}
            where = f"{holder.strip()[:70]}, {iban.strip()[:40]}"
            cause = request_cause(f"account:{intent_id}", new_uuid().hex)
            asked = AskedFor(RequestKind.ACCOUNT, order.id, intent.amount, order.currency, cause, where, facts)
            _let_alone(asked, sum_transfers_back(order.id), limit=limit)
    except _Waits as waits:
        ask_second_person(asked=waits.asked, at=at, by=by)
        return False
    return True


def correct_by_hand(*, invoice_id: int, pieces: Mapping[int, int] | None, form: str, at: datetime, by: Actor) -> bool:
    """Pieces of an invoice are taken back on paper, or that waits for a second person where all that was taken back of the order
    by hand is above the limit. Returns whether it is issued.

    Refuses: InvoiceUnknown, NothingToCorrect, SentBefore. Locks: the order, the number series last.
    """
    check_first(principal="form", key=request_cause(f"correct:{invoice_id}", form), at=at)
    try:
        # It is tried whole: only the paper knows what it comes to. What waits has drawn no number.
        with transaction.atomic():
            issued = correct_invoice(invoice_id=invoice_id, pieces=pieces, at=at, by=by)
            (paper,) = get_documents([issued])
            limit = get_legal_entity(paper.legal_entity_id).four_eyes_in(paper.currency)
            asked = AskedFor(
                RequestKind.CORRECTION, paper.order_id, -paper.gross, paper.currency,
                request_cause(f"correct:{invoice_id}", form), facts={"invoice": invoice_id, "pieces": dict(pieces or {})},
            )  # fmt: skip
            _let_alone(asked, sum_corrected_by_hand(paper.order_id), limit=limit)
    except _Waits as waits:
        ask_second_person(asked=waits.asked, at=at, by=by)
        return False
    return True


def issue_by_hand(*, new: NewVoucher, form: str, at: datetime, by: Actor) -> str:
    """A voucher is issued, or waits for a second person where somebody's vouchers of a day are above the limit. Returns its code;
    empty: it waits, and its code is told to whoever agrees.

    Refuses: VoucherRefused, SentBefore: its code is told once.
    """
    check_first(principal="form", key=request_cause("voucher", f"{by}:{form}"), at=at)
    limit = get_legal_entity(new.legal_entity_id).four_eyes_in(new.currency)
    before = sum_vouchers_issued(new.legal_entity_id, by=by, currency=new.currency, since=at - TOGETHER)
    if not needs_second(new.amount, limit=limit, given_before=before):
        return issue_voucher(new=new, at=at, by=by)[1]
    if new.code:
        raise VoucherRefused(
            "With those of the last day this is above the limit: a second person agrees to it, and it gets a code of its own."
            " Leave the code out.",
            why="code",
        )
    facts = {
        "legal_entity": new.legal_entity_id, "purpose": new.purpose, "tax_class": new.tax_class, "currency": new.currency,
        "valid_until": new.valid_until and new.valid_until.isoformat(),
    }  # fmt: skip
    asked = AskedFor(
        RequestKind.VOUCHER, None, new.amount, new.currency, request_cause("voucher", f"{by}:{form}"), facts=facts
    )
    ask_second_person(asked=asked, at=at, by=by)
    return ""


def agree_to_request(*, request_id: int, at: datetime, by: Actor) -> str:
    """A second person agrees, and what was asked for is given. Returns the code of a voucher, else nothing.

    Refuses: RequestDecided, SecondPersonNeeded, RefundTooMuch, NothingToCorrect, VoucherRefused.
    Locks: the order's vouchers, the order, its payment, the request.
    """
    orders = list_request_orders(request_id)
    lock_vouchers_of(orders)
    lock_orders(orders)
    asked = decide_request(request_id=request_id, agreed=True, at=at, by=by)
    return _GIVEN[RequestKind(asked.kind)](asked, at, by)


def refuse_request(*, request_id: int, at: datetime, by: Actor) -> None:
    """A second person refuses, or who asked takes it back. Refuses: RequestDecided.

    Locks: the order, its payment, the request.
    """
    lock_orders(list_request_orders(request_id))
    decide_request(request_id=request_id, agreed=False, at=at, by=by)


def _refund(asked: DecidedRequest, at: datetime, by: Actor) -> str:
    cause = f"{BY_HAND}request:{asked.id}"
    refund_order(
        order_id=asked.order_id or 0, amount=asked.amount, cause=cause, reason=asked.reason, at=at, by=by
    )  # fmt: skip
    return ""


def _correct(asked: DecidedRequest, at: datetime, by: Actor) -> str:
    told = asked.facts["pieces"]
    # What was kept has places as texts; no pieces are all.
    pieces = {int(place): count for place, count in told.items()} or None
    correct_invoice(invoice_id=asked.facts["invoice"], pieces=pieces, at=at, by=by)
    return ""


def _issue(asked: DecidedRequest, at: datetime, by: Actor) -> str:
    facts = asked.facts
    until = date.fromisoformat(facts["valid_until"]) if facts["valid_until"] else None
    new = NewVoucher(
        legal_entity_id=facts["legal_entity"], purpose=facts["purpose"], amount=asked.amount, currency=facts["currency"],
        tax_class=facts["tax_class"], valid_until=until, by_two=True,
    )  # fmt: skip
    return issue_voucher(new=new, at=at, by=by)[1]


def _account(asked: DecidedRequest, at: datetime, by: Actor) -> str:
    facts = asked.facts
    name_account(intent_id=facts["intent"], holder=facts["holder"], iban=facts["iban"], at=at, by=by)
    return ""


_GIVEN = {
    RequestKind.REFUND: _refund, RequestKind.CORRECTION: _correct, RequestKind.VOUCHER: _issue, RequestKind.ACCOUNT: _account,
}  # fmt: skip
