"""Keep how fast each SKU sells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from kontor.platform.bulk import execute

_SET = """
INSERT INTO inventory_demandrate AS kept (sku_id, per_day, at)
SELECT sku, rate, %s FROM unnest(%s::bigint[], %s::float8[]) AS told(sku, rate) ORDER BY sku
ON CONFLICT (sku_id) DO UPDATE SET per_day = excluded.per_day, at = excluded.at
"""


def set_demand(*, per_day: Mapping[int, float], at: datetime) -> None:
    """How many pieces of a SKU are ordered a day, on all channels together; SKUs that are not named sell nothing now."""
    execute("UPDATE inventory_demandrate SET per_day = 0 WHERE NOT sku_id = ANY(%s::bigint[])", [list(per_day)])
    execute(_SET, [at, list(per_day), list(per_day.values())])
