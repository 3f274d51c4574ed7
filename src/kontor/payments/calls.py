"""Call for the jobs of payments. A job's name, queue and key stand here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from kontor.platform.post.jobs import defer_job, defer_once

SEND_TASK = "kontor.send_money"
LOOK_TASK = "kontor.look_up_payments"
BOOKINGS_TASK = "kontor.fetch_bookings"


def call_send_money(account_id: int, *, wait: timedelta | None = None) -> None:
    """Money that is due at an account moves."""
    defer_once(SEND_TASK, queue="payments", key=f"money:{account_id}", wait=wait, account_id=account_id)


def call_look_up(account_id: int, payment_ids: Sequence[int]) -> None:
    """A provider is asked how these payments stand, now."""
    defer_job(LOOK_TASK, queue="payments", account_id=account_id, payment_ids=[*payment_ids])


def call_look_up_open(account_id: int, payment_ids: Sequence[int]) -> None:
    """A provider is asked how these payments stand, unless it is being asked for open ones already."""
    defer_once(LOOK_TASK, queue="payments", key=f"look:{account_id}", account_id=account_id, payment_ids=[*payment_ids])


def call_look_again(account_id: int, payment_id: int, *, wait: timedelta) -> None:
    """A provider is asked after one payment once more in a while."""
    defer_once(
        LOOK_TASK, queue="payments", key=f"look-again:{payment_id}", wait=wait, account_id=account_id,
        payment_ids=[payment_id],
    )  # fmt: skip


def call_bookings(account_id: int) -> None:
    """A provider is asked for what it booked."""
    defer_once(BOOKINGS_TASK, queue="payments", key=f"bookings:{account_id}", account_id=account_id)
