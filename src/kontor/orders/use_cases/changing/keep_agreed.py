"""Keep what a buyer agreed to before it is changed."""

from __future__ import annotations

from kontor.orders.models import AgreedContents
from kontor.orders.queries import kept_goods, lock_orders, read_agreed, read_contents
from kontor.orders.rules import Agreed, agree_anew


def keep_agreed(*, order_id: int, by_hand: bool, received: bool, paid: bool) -> Agreed | None:
    """Before somebody here (``by_hand``) changes an order that money was ``received`` for, what its buyer agreed to is kept: what
    it costs less afterwards is given away. Before any money is there all is a matter of bargaining. ``paid``: all it comes to.

    Returns what the order holds before it is changed, to be brought to ``note_given_away``; None where nothing is kept.
    Locks: the order.
    """
    if not by_hand:
        return None
    lock_orders([order_id])
    if not received:
        AgreedContents.objects.filter(order_id=order_id).delete()
        return None
    before = read_contents([order_id])[order_id]
    agreed = agree_anew(read_agreed([order_id]).get(order_id), before, paid=paid)
    told = {"goods": kept_goods(agreed), "charges": agreed.charges}
    AgreedContents.objects.update_or_create(order_id=order_id, defaults=told)
    return before
