"""The gate to the outside: no call to a stranger while a transaction is open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


class CallInsideTransaction(RuntimeError):
    """A stranger was called while a transaction held locks."""


@contextmanager
def calling_outside() -> Iterator[None]:
    """Guard a call to a stranger."""
    if connection.in_atomic_block:
        raise CallInsideTransaction("commit the intent first, then call")
    yield
