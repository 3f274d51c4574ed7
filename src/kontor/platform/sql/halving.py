"""One bad apple never spoils its batch: a batch that the database refuses is tried again, then halved."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import connection, transaction

from kontor.platform.sql.blame import is_data_fault, is_house_trouble, sqlstate_of

log = logging.getLogger("kontor.halving")

Item = TypeVar("Item")
Answer = TypeVar("Answer")

# unique_violation (a twin committed first), deadlock_detected, serialization_failure, lock_not_available
_WORTH_RETRYING = {"23505", "40P01", "40001", "55P03"}
_MOST_TRIES = 3


def work_in_batches(
    items: Sequence[Item],
    work: Callable[[Sequence[Item]], list[Answer]],
    culprit: Callable[[Item, BaseException], Answer],
) -> list[Answer]:
    """Run ``work`` on all items in one transaction; where it fails, halve until the culprit stands alone.

    ``culprit`` answers for an item that cannot be worked on: the database refused its data, or a bug of ours shows with it.
    Where the house itself is in trouble (database away, disk full, locks), that is raised: then nothing is known of any item,
    and the caller asks again.
    """
    if not items:
        return []
    for attempt in range(1, _MOST_TRIES + 1):
        try:
            with transaction.atomic():
                return work(items)
        except Exception as failure:
            if sqlstate_of(failure) in _WORTH_RETRYING and attempt < _MOST_TRIES:
                continue
            if is_house_trouble(failure):
                connection.close()
                raise
            error: BaseException = failure
        break
    if len(items) == 1:
        if not is_data_fault(error):
            log.error("an item could not be worked on", exc_info=error)
        return [culprit(items[0], error)]
    middle = len(items) // 2
    return work_in_batches(items[:middle], work, culprit) + work_in_batches(items[middle:], work, culprit)
