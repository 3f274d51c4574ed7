"""The gate to the outside: no call to a stranger while a transaction is open, and no answer of his ends a job."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from kontor.kernel.errors import OutcomeUnknown

log = logging.getLogger("kontor.outside")

# What the code of a connector runs into where an answer is not as it is documented.
_UNREAD = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError)


class CallInsideTransaction(RuntimeError):
    """A stranger was called while a transaction held locks."""


class AnswerUnread(OutcomeUnknown):
    """The answer from outside could not be read; whether it did what was asked is looked up."""

    code = "kontor.outside_unread"


@contextmanager
def calling_outside() -> Iterator[None]:
    """Guard a call to a stranger. One answer that we cannot read is told as a failed call, with its cause in the log: raised
    as a bug, it would end the job with all that waits behind it, at every attempt.

    Raises AnswerUnread, CallInsideTransaction.
    """
    if connection.in_atomic_block:
        raise CallInsideTransaction("commit the intent first, then call")
    try:
        yield
    except _UNREAD as failure:
        log.exception("an answer from outside could not be read")
        raise AnswerUnread(why=f"{type(failure).__name__}: {failure}"[:200]) from failure
