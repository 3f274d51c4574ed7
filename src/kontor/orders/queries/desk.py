"""Orders that could be in the warehouse and are not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kontor.platform.sql.bulk import select_as


@dataclass(frozen=True, slots=True)
class LeftAtDesk:
    """An order that may leave and that nobody has sent to the warehouse. ``since``: when its money was certain."""

    id: int
    number: str
    since: datetime


# Whoever has just called an order back, or lifted a hold, is still at it.
_LEFT = """
SELECT o.id, o.number, o.secured_at AS since
  FROM orders_order o
 WHERE o.state = 'PLACED' AND o.secured_at < %(before)s
   AND NOT EXISTS (SELECT FROM orders_hold h WHERE h.order_id = o.id AND h.lifted_at > %(before)s)
   AND NOT EXISTS (SELECT FROM platform_auditentry a
                    WHERE a.subject = 'order' AND a.key = o.id AND a.verb = 'recall_order' AND a.at > %(before)s)
 ORDER BY o.id DESC LIMIT %(most)s
"""


def list_left_at_desk(*, before: datetime, most: int) -> list[LeftAtDesk]:
    """Return the orders whose money was certain before then, that nothing stops and that are not in the warehouse, newest first:
    somebody called them back and forgot them.
    """
    return select_as(LeftAtDesk, _LEFT, {"before": before, "most": most})
