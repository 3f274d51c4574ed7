"""Keep how fast each SKU sells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from kontor.kernel.demand import Demand
from kontor.platform.sql.bulk import execute

_SET = """
INSERT INTO inventory_demandrate AS kept (sku_id, pieces, days, clump, at)
SELECT sku, pieces, days, clump, %s
  FROM unnest(%s::bigint[], %s::float8[], %s::float8[], %s::float8[]) AS told(sku, pieces, days, clump) ORDER BY sku
ON CONFLICT (sku_id) DO UPDATE
   SET pieces = excluded.pieces, days = excluded.days, clump = excluded.clump, at = excluded.at
"""


def set_demand(*, demand: Mapping[int, Demand], at: datetime) -> None:
    """How fast each SKU sells, on all channels together, is kept; SKUs that are not named sell nothing now."""
    execute("DELETE FROM inventory_demandrate WHERE NOT sku_id = ANY(%s::bigint[])", [list(demand)])
    told = list(demand.values())
    columns = [[one.pieces for one in told], [one.days for one in told], [one.clump for one in told]]
    execute(_SET, [at, list(demand), *columns])
