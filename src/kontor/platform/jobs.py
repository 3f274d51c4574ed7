"""Jobs that need to wait in the queue only once, however often they are called for."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.types import JSONValue


def defer_once(task: str, *, queue: str, key: str, wait: timedelta | None = None, **arguments: JSONValue) -> bool:
    """Call for a job in the caller's transaction, unless one of the same key waits already; they run one at a time.

    Returns whether a new one was put into the queue.
    """
    options = {"schedule_in": {"seconds": int(wait.total_seconds())}} if wait else {}
    try:
        with transaction.atomic():  # the unique index may refuse; that must not end the caller's transaction
            app.configure_task(
                task,
                queue=queue,
                queueing_lock=key,
                lock=key,
                **options,  # type: ignore[arg-type]
            ).defer(**arguments)
    except AlreadyEnqueued:
        return False
    return True


def defer_job(task: str, *, queue: str, **arguments: JSONValue) -> None:
    """Call for a job in the caller's transaction."""
    app.configure_task(task, queue=queue).defer(**arguments)
