"""What somebody does meets what others do at the same moment: then it begins again, before he hears of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, OperationalError, transaction

from kontor.platform.sql.blame import Meanwhile, sqlstate_of

Answer = TypeVar("Answer")

# serialization_failure (so says Meanwhile), deadlock_detected, unique_violation: of those who met, the others went through; a
# twin finds what the first one made.
_MET = {"40001", "40P01", "23505"}
_MOST_TRIES = 3


def in_one_go(work: Callable[[], Answer]) -> Answer:
    """Run ``work`` in one transaction, anew where it met another one. Refuses: as ``work``; what Meanwhile says where it
    builds on what is gone.
    """
    for last in (*[False] * (_MOST_TRIES - 1), True):
        try:
            with transaction.atomic():
                return work()
        except (OperationalError, IntegrityError) as met:
            if last and isinstance(met, Meanwhile):
                raise met.refusal from met
            if last or sqlstate_of(met) not in _MET:
                raise
    raise AssertionError("unreachable")
