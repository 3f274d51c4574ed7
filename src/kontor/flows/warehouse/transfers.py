"""Pieces that are carried from one location of the merchant to another."""

from __future__ import annotations

from datetime import datetime

from kontor.inventory.public import move_stock
from kontor.kernel.actor import Actor
from kontor.locations.public import check_way, list_places


def transfer_stock(*, sku_id: int, way: tuple[str, str], pieces: int, reference: str, at: datetime, by: Actor) -> None:
    """Pieces that are promised to nobody leave the book of one location and stand in that of another, at once. ``way``: from
    where to where, by the codes of the locations; ``reference`` names the journey, which counts once.

    Refuses: SamePlace, AnotherCompany, what ``move_stock`` refuses. Locks: the balances of the article.
    """
    places = {it.code: it for it in list_places(way)}
    start, goal = (places[code] for code in way)
    check_way((start.id, start.legal_entity_id), (goal.id, goal.legal_entity_id))
    cause = f"transfer:{reference}"[:100]
    move_stock(sku_id=sku_id, start_id=start.id, goal_id=goal.id, pieces=pieces, cause=cause, at=at, by=by)
