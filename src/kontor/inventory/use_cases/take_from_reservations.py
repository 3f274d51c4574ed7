"""Take pieces out of reservations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from kontor.catalog.public import list_purchase_prices
from kontor.inventory.errors import ReservationUnknown
from kontor.inventory.models import MoveKind, Reservation, StockMove
from kontor.kernel.actor import Actor
from kontor.platform.sql.bulk import execute, insert_rows

# ``left`` of the pieces are those that leave the building; what they had cost is added up.
_TAKE_OUT = """
UPDATE inventory_reservation r
   SET open = open - taken.quantity,
       issued_cost = issued_cost + taken."left" * coalesce(taken.price, 0),
       issued_uncosted = issued_uncosted + CASE WHEN taken.price IS NULL THEN taken."left" ELSE 0 END
  FROM unnest(%s::bigint[], %s::int[], %s::int[], %s::numeric[]) AS taken(id, quantity, "left", price)
 WHERE r.id = taken.id AND r.open >= taken.quantity
"""


def take_from_reservations(
    *, found: Sequence[Reservation], pieces: Mapping[int, int], kind: MoveKind, cause: str, at: datetime, by: Actor
) -> None:
    """Pieces leave reservations, with the moves that say where they went and what they had cost; the balances are locked.

    Refuses: ReservationUnknown where less is open than is taken.
    """
    ids = [item.id for item in found]
    quantities = [pieces[item.id] for item in found]
    left = quantities if kind == MoveKind.ISSUE else [0] * len(ids)
    # What only becomes free again has cost nobody anything: nothing is asked.
    prices = list_purchase_prices({item.sku_id for item in found}) if kind == MoveKind.ISSUE else {}
    touched = execute(_TAKE_OUT, [ids, quantities, left, [prices.get(item.sku_id) for item in found]])
    if touched != len(pieces):
        raise ReservationUnknown(wanted=len(pieces), open=touched)
    insert_rows(
        StockMove,
        {
            "sku": [item.sku_id for item in found],
            "location": [item.location_id for item in found],
            "kind": kind.value,
            "quantity": quantities,
            "cause": [f"{kind.value}:{item.id}:{cause}" for item in found],
            "at": at,
            "by": str(by),
        },
    )
