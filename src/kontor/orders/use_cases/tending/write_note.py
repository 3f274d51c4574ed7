"""Write a note on an order."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.orders.errors import NothingWritten
from kontor.orders.models import OrderNote


def write_note(*, order_id: int, text: str, at: datetime, by: Actor) -> None:
    """What people know about an order is written on it, with name and time. Refuses: NothingWritten."""
    if not text.strip():
        raise NothingWritten
    OrderNote.objects.create(order_id=order_id, text=text, at=at, by=str(by))
