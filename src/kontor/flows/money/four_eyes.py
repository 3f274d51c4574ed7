"""Money and credits by hand: above the limit of the legal entity a second person decides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from kontor.flows.invoicing.corrections import correct_invoice
from kontor.flows.money.collecting import refund_order
from kontor.invoicing.public import get_documents, sum_corrected_by_hand
from kontor.kernel.actor import Actor
from kontor.kernel.money import ZERO
from kontor.legal_entities.public import get_legal_entity
from kontor.orders.public import get_order_row, lock_orders
from kontor.payments.public import (
    AskedFor,
    DecidedRequest,
    NewVoucher,
    RequestKind,
    VoucherRefused,
    ask_second_person,
    decide_request,
    issue_voucher,
    needs_second,
    sum_given_by_hand,
    sum_vouchers_issued,
)

# By this the causes of refunds by hand begin.
BY_HAND = "hand:"
# Vouchers of one person within so long count together.
TOGETHER = timedelta(days=1)


class _Waits(Exception):
    """What was tried is above the limit: it is undone, and a second person is asked."""

    def __init__(self, asked: AskedFor) -> None:
        self.asked = asked


def refund_by_hand(*, order_id: int, amount: Decimal, form: str, reason: str, at: datetime, by: Actor) -> bool:
    """Money is given back at once, or waits for a second person where it is above the limit. ``form`` makes a second click no
    second refund. Returns whether it is on its way.

    Refuses: RefundTooMuch, PaymentUnknown. Locks: the order, its payment.
    """
    lock_orders([order_id])
    order = get_order_row(order_id)
    entity = get_legal_entity(order.legal_entity_id)
    before = sum_given_by_hand(order_id, prefix=BY_HAND)
    if needs_second(amount, limit=entity.four_eyes_above, given_before=before):
        asked = AskedFor(RequestKind.REFUND, order_id, amount, order.currency, f"{BY_HAND}{form}", reason)
        ask_second_person(asked=asked, at=at, by=by)
        return False
    refund_order(order_id=order_id, amount=amount, cause=f"{BY_HAND}{form}", reason=reason, at=at, by=by)
    return True


def correct_by_hand(*, invoice_id: int, pieces: Mapping[int, int] | None, form: str, at: datetime, by: Actor) -> bool:
    """Pieces of an invoice are taken back on paper, or that waits for a second person where all that was taken back of the order
    by hand is above the limit. Returns whether it is issued.

    Refuses: InvoiceUnknown, NothingToCorrect. Locks: the order, the number series last.
    """
    try:
        # It is tried whole: only the paper knows what it comes to. What waits has drawn no number.
        with transaction.atomic():
            issued = correct_invoice(invoice_id=invoice_id, pieces=pieces, at=at, by=by)
            (paper,) = get_documents([issued])
            limit = get_legal_entity(paper.legal_entity_id).four_eyes_above
            if needs_second(sum_corrected_by_hand(paper.order_id), limit=limit, given_before=ZERO):
                facts = {"invoice": invoice_id, "pieces": dict(pieces or {})}
                raise _Waits(
                    AskedFor(
                        RequestKind.CORRECTION,
                        paper.order_id,
                        -paper.gross,
                        paper.currency,
                        f"correct:{form}",
                        facts=facts,
                    )
                )
    except _Waits as waits:
        ask_second_person(asked=waits.asked, at=at, by=by)
        return False
    return True


def issue_by_hand(*, new: NewVoucher, form: str, at: datetime, by: Actor) -> str:
    """A voucher is issued, or waits for a second person where somebody's vouchers of a day are above the limit. Returns its code;
    empty: it waits, and its code is told to whoever agrees.

    Refuses: VoucherRefused.
    """
    limit = get_legal_entity(new.legal_entity_id).four_eyes_above
    before = sum_vouchers_issued(new.legal_entity_id, by=str(by), since=at - TOGETHER)
    if not needs_second(new.amount, limit=limit, given_before=before):
        return issue_voucher(new=new, at=at, by=by)[1]
    if new.code:
        raise VoucherRefused("Above the limit a voucher gets a code of its own; leave the code out.", why="code")
    facts = {
        "legal_entity": new.legal_entity_id, "purpose": new.purpose, "tax_class": new.tax_class, "currency": new.currency,
        "valid_until": new.valid_until and new.valid_until.isoformat(),
    }  # fmt: skip
    asked = AskedFor(RequestKind.VOUCHER, None, new.amount, new.currency, f"voucher:{form}", facts=facts)
    ask_second_person(asked=asked, at=at, by=by)
    return ""


def agree_to_request(*, request_id: int, at: datetime, by: Actor) -> str:
    """A second person agrees, and what was asked for is given. Returns the code of a voucher, else nothing.

    Refuses: RequestDecided, SecondPersonNeeded, RefundTooMuch, NothingToCorrect, VoucherRefused.
    Locks: the request, the order, its payment.
    """
    asked = decide_request(request_id=request_id, agreed=True, at=at, by=by)
    return _GIVEN[RequestKind(asked.kind)](asked, at, by)


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
        facts["legal_entity"], facts["purpose"], asked.amount, facts["currency"], facts["tax_class"], until
    )
    return issue_voucher(new=new, at=at, by=by)[1]


_GIVEN = {RequestKind.REFUND: _refund, RequestKind.CORRECTION: _correct, RequestKind.VOUCHER: _issue}
