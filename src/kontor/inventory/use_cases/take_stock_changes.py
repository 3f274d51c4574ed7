"""Take the word of what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kontor.platform.sql.bulk import select_as


@dataclass(frozen=True, slots=True)
class ChangedSku:
    """A SKU whose stock changed, and when that began to be unseen."""

    sku_id: int
    at: datetime


_TAKE = """
WITH taken AS (
    DELETE FROM inventory_stockchange WHERE id IN (
        SELECT id FROM inventory_stockchange ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
    RETURNING sku_id, at
)
SELECT sku_id, min(at) AS at FROM taken GROUP BY sku_id ORDER BY sku_id
"""


def take_stock_changes(*, most: int) -> list[ChangedSku]:
    """Every change of stock is looked at by those who offer it, many at once; who takes the word must act on it.

    The rows go with the caller's transaction: rolled back, they are there again.
    """
    return select_as(ChangedSku, _TAKE, [most])
