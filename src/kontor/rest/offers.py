"""Offers: what every article costs and how many are offered on which channel; prices are changed there."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field, model_validator

from kontor.channels.public import ListingGone, get_offers
from kontor.flows.market.offers import change_offer_price
from kontor.rest.auth import require
from kontor.rest.lists import add_list
from kontor.rest.once import do_once
from kontor.rest.rows.offers import OFFERS, OfferRow, tell_offers
from kontor.rest.schemas import Body, is_row

router = Router(tags=["offers"])

_Price = Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=2)]


class OfferIn(Body):
    """A new price (null: the channel keeps its own), or how it changes: +5% · -10% · +1.50 · -2. One of both."""

    price: _Price | None = None
    change: Annotated[str, Field(pattern=r"^[+-][0-9]{1,9}([.][0-9]{1,4})?%?$", max_length=20)] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> OfferIn:
        if ("price" in self.model_fields_set) == (self.change is not None):
            raise ValueError("send a price or a change, and not both")
        return self

    def told(self) -> str:
        """Return it as the house writes it."""
        return self.change or ("" if self.price is None else f"{self.price:f}")


add_list(router, OFFERS, summary="Return the offers of all channels.")


@router.get("/offers/{offer}", response=OfferRow)
def show_offer(request: HttpRequest, offer: int) -> dict[str, Any]:
    """Return an offer."""
    require(request, "channels:read")
    return _told(offer)


@router.patch("/offers/{offer}", response=OfferRow)
def change_offer(request: HttpRequest, offer: int, wanted: OfferIn) -> HttpResponse:
    """Change the price of an article on its channel; the channel is told at once."""
    by = require(request, "channels:write")

    def work(at: Any) -> tuple[int, dict[str, Any]]:
        _told(offer)
        change_offer_price(listing_id=offer, change=wanted.told(), at=at, by=by)
        return 200, OfferRow.model_construct(**_told(offer)).model_dump(mode="json")

    # What is changed by so much, and heard twice, would be changed twice.
    return do_once(request, by, work, needs_key=wanted.change is not None)


def _told(offer: int) -> dict[str, Any]:
    """Refuses: ListingGone."""
    if not is_row(offer) or not get_offers([offer]):
        raise ListingGone(listing=offer)
    return dict(tell_offers([offer])[offer])
