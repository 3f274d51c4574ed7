"""One order of locks, so that two transactions never wait for each other in a circle; tests let it be watched.

Whoever takes a lock notes it here; while watched, a lock that comes before one that the transaction holds is refused, whether or
not anybody waits for it at that moment.
"""

from __future__ import annotations

import threading
from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import QuerySet

# The whole order, watched or not, with what a lock of it stands for.
ORDER_OF_LOCKS = (
    ("requests", "idempotency keys: advisory, tried and never waited for"),
    ("bank accounts", "bank accounts, by number, while a statement is kept and matched or a line of it is booked"),
    ("vouchers", "vouchers, by id"),
    ("customers", "customers, by match key"),
    ("orders", "orders, by id"),
    ("fulfilment orders", "fulfilment orders, by id"),
    ("stock", "balances, by SKU and location"),
    ("payments", "payments, by order"),
    ("money requests", "what waits for a second person, by id"),
    ("intents", "what strangers are asked for: one row at a time, passed over where somebody has it"),
    ("chains", "the chain of postings and the archive of a legal entity"),
    ("counters", "numbers of documents, drawn last and held until the commit"),
)
# Those that are noted where they are taken; requests and intents are never waited for, customers are locked by what is written.
RANKS = ("bank accounts", "vouchers", "orders", "fulfilment orders", "stock", "payments", "money requests", "chains")
assert [name for name, _ in ORDER_OF_LOCKS if name in RANKS] == list(RANKS)


class LockOutOfOrder(RuntimeError):
    """A lock was taken after one that comes later in the order of locks."""


class _Held(threading.local):
    # Which transaction of this thread the marks belong to, and what it holds by rank.
    transaction: Any = None
    locked: dict[str, set[Any]] = {}
    created: dict[str, set[Any]] = {}


class _Watch:
    watching = False


_held = _Held()


def watch_locks(*, on: bool) -> None:
    """Watch the order of locks from now on, or not; for tests."""
    _Watch.watching = on
    _held.transaction, _held.locked, _held.created = None, {}, {}


def note_created(rank: str, keys: Collection[Any]) -> None:
    """Note rows that are written in this transaction: nobody else sees them, so they are never waited for."""
    _note(rank, keys, created=True)


def note_lock(rank: str, keys: Collection[Any]) -> None:
    """Note the keys of locks that are taken in this transaction; the question that takes them is asked whether or not anybody
    watches. Raises LockOutOfOrder while watched.
    """
    _note(rank, keys, created=False)


def _note(rank: str, keys: Collection[Any], *, created: bool) -> None:
    if isinstance(keys, QuerySet):
        raise TypeError("a question is asked before its keys are noted: unwatched, nobody would ask it")
    if not _Watch.watching:
        return
    blocks = [block for block in connection.atomic_blocks if not getattr(block, "_from_testcase", False)]
    if not blocks:
        return
    if _held.transaction is not blocks[0]:
        _held.transaction, _held.locked, _held.created = blocks[0], {}, {}
    if created:
        _held.created.setdefault(rank, set()).update(keys)
        return
    new = set(keys) - _held.locked.get(rank, set()) - _held.created.get(rank, set())
    if not new:
        return
    later = [name for name in RANKS[RANKS.index(rank) + 1 :] if _held.locked.get(name)]
    held = _held.locked.get(rank)
    if later:
        raise LockOutOfOrder(f"{rank} {sorted(new)[:5]} after {later[0]}")
    if held and min(new) < max(held):
        raise LockOutOfOrder(f"{rank} {min(new)} after {max(held)}")
    _held.locked.setdefault(rank, set()).update(new)
