"""Money that waits for somebody."""

from __future__ import annotations

from datetime import datetime

from kontor.flows.invoicing.credits import list_credits
from kontor.flows.selling.unpaid import list_left_to_people
from kontor.flows.waiting_rows import MOST, TIRED, Waiting
from kontor.payments.public import (
    MoneyIntentRow,
    list_dead_vouchers,
    list_left_twice,
    list_money_for_people,
    list_money_requests,
    list_unmatched,
)


def list_money_waiting(at: datetime) -> list[Waiting]:
    """Return the money that waits for somebody, kind by kind, the newest first."""
    return [*_bank_lines(at), *_prepayments(at), *_credits(at), *_vouchers(at), *_moves(at)]


def _moves(at: datetime) -> list[Waiting]:
    """What two people have to agree to, what somebody has to make by hand, and what did not move."""
    in_hand, not_moved = list_money_for_people(tries=TIRED, most=MOST)
    by_hand = [_of_money("refund", it, "by_hand") for it in in_hand]
    stuck = [_of_money("money", it, it.problem) for it in not_moved]
    asked = [
        Waiting(
            "second", it.id, f"{it.name} {it.reason}".strip(), it.asked_at, "second", it.order_id, again=False,
            amount=it.amount, currency=it.currency,
        )
        for it in list_money_requests()
    ]  # fmt: skip
    return [*asked, *by_hand, *stuck]


def _of_money(kind: str, it: MoneyIntentRow, problem: str) -> Waiting:
    return Waiting(
        kind, it.id, it.name, it.asked_at, problem, it.order_id, again=False, amount=it.amount, currency=it.currency
    )


# Why a line of the bank waits.
_WHY = {"bank": "unmatched", "sent_twice": "sent_twice"}


def _bank_lines(at: datetime) -> list[Waiting]:
    found = {"bank": list_unmatched(most=MOST), "sent_twice": list_left_twice(most=MOST)}
    return [
        Waiting(kind, it.id, it.name, it.told_at, _WHY[kind], again=False, amount=it.amount, currency=it.currency)
        for kind, lines in found.items() for it in lines
    ]  # fmt: skip


def _prepayments(at: datetime) -> list[Waiting]:
    return [
        Waiting(
            "unpaid", it.id, "", it.opened_at, "unpaid", it.order_id, again=False, amount=it.lacking,
            currency=it.currency,
        )
        for it in list_left_to_people(at=at, most=MOST)
    ]  # fmt: skip


def _credits(at: datetime) -> list[Waiting]:
    """Buyers who have paid for what was taken back on paper since."""
    return [
        Waiting(
            "credit",
            it.order_id,
            "",
            it.since,
            "credit",
            it.order_id,
            again=False,
            amount=it.amount,
            currency=it.currency,
        )
        for it in list_credits(at, most=MOST)
    ]


def _vouchers(at: datetime) -> list[Waiting]:
    """Vouchers that got something back from an order and that nobody can use any more."""
    rows = list_dead_vouchers(on=at.date(), most=MOST)
    return [
        Waiting("voucher", it.id, f"…{it.hint}", it.at, "voucher_dead", it.order_id, amount=it.back,
                currency=it.currency)
        for it in rows
    ]  # fmt: skip
