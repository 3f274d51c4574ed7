"""Whether a line of the bank may be booked on orders."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from kontor.kernel.money import ZERO
from kontor.payments.errors import (
    DayToCome,
    NothingToBook,
    NotSentBack,
    TransactionOutgoing,
    TransactionSettled,
    TransactionTooSmall,
)


def check_bookable(
    transaction_id: int, *, is_open: bool, amount: Decimal, left: Decimal, wanted: Mapping[int, Decimal]
) -> None:
    """Money that came in, waits and is not shared out yet may be booked, and no more of it than is left (``left`` of ``amount``).

    Refuses: TransactionSettled, TransactionOutgoing, NothingToBook, TransactionTooSmall.
    """
    if not is_open:
        raise TransactionSettled(transaction=transaction_id)
    if amount < 0:
        raise TransactionOutgoing(transaction=transaction_id)
    if not wanted:
        raise NothingToBook(transaction=transaction_id)
    if sum(wanted.values(), ZERO) > left:
        raise TransactionTooSmall(transaction=transaction_id, left=left)


def check_aside(transaction_id: int, *, is_open: bool, left: Decimal, seen: Decimal | None) -> None:
    """What waits may be put aside, by whom has ``seen`` how much of it is ``left``. Refuses: TransactionSettled."""
    if not is_open or seen not in (None, left):
        raise TransactionSettled(transaction=transaction_id)


def check_brings_back(
    transaction_id: int, *, is_open: bool, left: Decimal, amount: Decimal, given: Decimal, same_purse: bool
) -> None:
    """A line that brings a refund back brings all of it, and nothing of it is booked elsewhere: ``left`` of ``amount``, of which
    ``given`` was given back, from and to one purse (legal entity and currency). Refuses: TransactionSettled, NotSentBack.
    """
    if not is_open:
        raise TransactionSettled(transaction=transaction_id)
    if not (same_purse and left == amount == given > 0):
        raise NotSentBack(transaction=transaction_id)


def check_day(day: date | None, *, today: date) -> None:
    """Money is booked on no day that is still to come; without a day on today's. Refuses: DayToCome."""
    if day is not None and day > today:
        raise DayToCome(day=day.isoformat())
