"""Reserve stock for demands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kontor.inventory.models import MoveKind, Reservation, StockMove
from kontor.kernel.actor import Actor
from kontor.platform.sql.bulk import insert_rows


@dataclass(frozen=True, slots=True)
class Claim:
    """A demand claims pieces of a SKU in a location."""

    demand_id: int
    sku_id: int
    location_id: int
    quantity: int


def reserve_stock(*, claims: Sequence[Claim], at: datetime, by: Actor, cause: str = "placed") -> None:
    """What is promised is set aside in one location; never more than is there.

    The caller has locked the balances (``lock_stock``) and planned within them in the same transaction; the
    database refuses the whole batch if it planned more than there is, or if a demand claims twice for one cause.
    """
    if not claims:
        return
    skus = [claim.sku_id for claim in claims]
    locations = [claim.location_id for claim in claims]
    quantities = [claim.quantity for claim in claims]
    insert_rows(
        Reservation,
        {
            "demand_id": [claim.demand_id for claim in claims], "sku": skus, "location": locations,
            "quantity": quantities, "open": quantities, "at": at,
        },
    )  # fmt: skip
    insert_rows(
        StockMove,
        {
            "sku": skus, "location": locations, "kind": MoveKind.RESERVE.value, "quantity": quantities,
            "cause": [f"reserve:{claim.demand_id}:{cause}" for claim in claims], "at": at, "by": str(by),
        },
    )  # fmt: skip
