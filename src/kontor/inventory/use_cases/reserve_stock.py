"""Reserve stock for demands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kontor.inventory.models import MoveKind, Reservation, StockMove
from kontor.kernel.actor import Actor
from kontor.platform.bulk import draw_ids, insert_rows


@dataclass(frozen=True, slots=True)
class Claim:
    """A demand claims pieces of a SKU in a location."""

    demand_id: int
    sku_id: int
    location_id: int
    quantity: int


def reserve_stock(
    *, claims: Sequence[Claim], at: datetime, by: Actor, reservation_ids: Sequence[int] | None = None
) -> None:
    """What is promised is set aside in one location; never more than is there.

    The caller has locked the balances (``lock_stock``) and planned within them in the same transaction; the
    database refuses the whole batch if it planned more than there is. ``reservation_ids`` may be drawn beforehand.
    """
    if not claims:
        return
    ids = list(reservation_ids) if reservation_ids is not None else draw_ids({Reservation: len(claims)})[0]
    skus = [claim.sku_id for claim in claims]
    locations = [claim.location_id for claim in claims]
    quantities = [claim.quantity for claim in claims]
    insert_rows(
        Reservation,
        {
            "id": ids, "demand_id": [claim.demand_id for claim in claims], "sku": skus, "location": locations,
            "quantity": quantities, "open": quantities, "at": at,
        },
    )  # fmt: skip
    insert_rows(
        StockMove,
        {
            "sku": skus, "location": locations, "kind": MoveKind.RESERVE.value, "quantity": quantities,
            "cause": [f"reserve:{reservation_id}" for reservation_id in ids], "at": at, "by": str(by),
        },
    )  # fmt: skip
