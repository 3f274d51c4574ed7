"""Stop the dunning of an order."""

from __future__ import annotations

from datetime import date, datetime

from kontor.accounting.models import DunningStop
from kontor.kernel.actor import Actor


def stop_dunning(*, order_id: int, reason: str, until: date | None, at: datetime, by: Actor) -> None:
    """An order is not reminded until a day, or for good, and its page says why."""
    DunningStop.objects.update_or_create(
        order_id=order_id, defaults={"reason": reason[:200], "until": until, "at": at, "by": str(by)}
    )
