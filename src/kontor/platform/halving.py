"""One bad apple never spoils its batch: a batch that the database refuses is tried again, then halved."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import DatabaseError, connection, transaction

log = logging.getLogger("kontor.halving")

Item = TypeVar("Item")
Answer = TypeVar("Answer")

# unique_violation (a twin committed first), deadlock_detected, serialization_failure, lock_not_available
_WORTH_RETRYING = {"23505", "40P01", "40001", "55P03"}
_MOST_TRIES = 3


def sqlstate_of(failure: BaseException) -> str:
    """Return the SQLSTATE behind a database error, or nothing."""
    cause = failure.__cause__ or failure
    return getattr(cause, "sqlstate", None) or ""


def work_in_batches(
    items: Sequence[Item],
    work: Callable[[Sequence[Item]], list[Answer]],
    culprit: Callable[[Item, BaseException], Answer],
) -> list[Answer]:
    """Run ``work`` on all items in one transaction; where it fails, halve until the culprit stands alone.

    ``culprit`` answers for an item that cannot be worked on. A database that went away is raised: then nothing is
    known, and the caller asks again.
    """
    if not items:
        return []
    for attempt in range(1, _MOST_TRIES + 1):
        try:
            with transaction.atomic():
                return work(items)
        except DatabaseError as failure:
            state = sqlstate_of(failure)
            if not state or state[:2] in {"08", "57"}:
                connection.close()
                raise
            if state in _WORTH_RETRYING and attempt < _MOST_TRIES:
                continue
            error: BaseException = failure
        except Exception as failure:  # noqa: BLE001 - a bug in one item must not take the others down
            error = failure
        break
    if len(items) == 1:
        log.error("an item could not be worked on", exc_info=error)
        return [culprit(items[0], error)]
    middle = len(items) // 2
    return work_in_batches(items[:middle], work, culprit) + work_in_batches(items[middle:], work, culprit)
