"""Rows of offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from kontor.channels.public import get_offers
from kontor.rest.lists import Row, RowList


class OfferRow(Row):
    """An article as one channel shows it. ``price``, ``wanted``: what we want there; ``price_there``, ``published``: what the
    channel took last.
    """

    id: int
    channel: str
    channel_sku: str
    sku: str
    price: Decimal | None
    currency: str
    price_there: Decimal | None
    price_problem: str | None
    wanted: int | None
    published: int | None
    available: int | None
    held_back: int | None
    state: str | None
    problem: str | None


def tell_offers(ids: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
    """Return offers by the ids of their listings."""
    return {key: asdict(it) for key, it in get_offers(ids).items()}


OFFERS = RowList("/offers", "offers", "offers", OfferRow, tell_offers)
