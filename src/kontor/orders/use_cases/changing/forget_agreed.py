"""Forget what was agreed before."""

from __future__ import annotations

from kontor.orders.models import AgreedContents


def forget_agreed(*, order_id: int) -> None:
    """A channel tells all of an order anew: its buyer has agreed to that with the channel, and nobody here gave anything away.
    The caller has locked the order.
    """
    AgreedContents.objects.filter(order_id=order_id).delete()
