"""Call for the jobs of shipping. A job's name, queue and key stand here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from kontor.platform.post.jobs import defer_job, defer_once

BOOK_TASK = "kontor.book_labels"


def call_labels(intent_ids: Sequence[int]) -> None:
    """Labels are booked."""
    defer_job(BOOK_TASK, queue="carriers", intent_ids=[*intent_ids])


def call_label_again(intent_id: int, *, wait: timedelta) -> None:
    """One label is booked again in a moment."""
    defer_once(BOOK_TASK, queue="carriers", key=f"label:{intent_id}", wait=wait, intent_ids=[intent_id])
