"""Questions about payments."""

from __future__ import annotations

from kontor.payments.models import Payment


def find_payment(order_id: int) -> Payment | None:
    """Return the payment of an order."""
    return Payment.objects.filter(order_id=order_id).first()
