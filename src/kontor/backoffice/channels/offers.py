"""The grid of offers: what every article costs and how many are offered on which channel, and whether the channel knows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kontor.backoffice.figures import number_text
from kontor.backoffice.parts.cells import BAD, DIM, GOOD, WARN, Badge, Badges, Figure, Moment, Money, Text
from kontor.backoffice.parts.conditions import Kind, Op
from kontor.backoffice.parts.describing import choice_field, moment_field, named, number_field, text_field, yes_no_field
from kontor.backoffice.parts.grid import BulkVerb, Column, Edit, Facts, Grid, Sort, View
from kontor.backoffice.parts.questions import on_column, on_yes
from kontor.backoffice.refusals import problem_text
from kontor.backoffice.shown import label_of
from kontor.backoffice.typed import parse_amount
from kontor.catalog.public import find_skus
from kontor.channels.public import OfferState, PriceChangeUnread
from kontor.channels.tables import Channel, Listing
from kontor.flows.market.offers import change_offer_price
from kontor.kernel.actor import Actor

MOST_FOUND = 500
WRITE = "channels:write"
_TONES = {
    OfferState.PUBLISHED: GOOD, OfferState.REFUSED: BAD, OfferState.UNKNOWN: WARN, OfferState.SUPPRESSED: WARN,
}  # fmt: skip


def _rows() -> QuerySet[Listing]:
    return Listing.objects.select_related("offer", "channel", "sku__product")


def _find(term: str) -> set[int]:
    rows = Listing.objects.filter(Q(channel_sku=term) | Q(sku__in=find_skus(term, most=MOST_FOUND)))
    return set(rows.values_list("id", flat=True)[:MOST_FOUND])


def _offer(listing: Listing, name: str) -> Any:
    """Return a column of the offer; a listing that was never decided about has none."""
    offer = getattr(listing, "offer", None)
    return getattr(offer, name) if offer is not None else None


def _state(listing: Listing, facts: Facts) -> Badges:
    offer = getattr(listing, "offer", None)
    if offer is None:
        return Badges([Badge(str(_("not offered")), DIM)])
    return Badges([Badge(label_of(offer, "state"), _TONES.get(OfferState(offer.state), ""))])


def _price_there(listing: Listing, facts: Facts) -> Money:
    told = _offer(listing, "published_price")
    return Money(told, listing.channel.currency)


def _held_back(listing: Listing, facts: Facts) -> Figure:
    return Figure(_offer(listing, "buffer"))


def _problem(listing: Listing, facts: Facts) -> Text:
    told = _offer(listing, "problem") or _offer(listing, "price_problem") or ""
    return Text(problem_text(told) if told else "")


# A sign makes it a change, a percent sign one in percent.
_MINUS = "\u2212"
_TYPED = re.compile(rf"([+\-{_MINUS}]?)\s*([^%]*?)\s*(%?)")


def _read_change(text: str) -> str:
    """Return a change of a price as the house writes it, typed in the reader's language: +1.299,50 € is +1299.50."""
    found = _TYPED.fullmatch(text.strip())
    amount = parse_amount(found[2]) if found else None
    if found is None or amount is None or amount < 0:
        raise PriceChangeUnread(told=text[:40])
    sign = "-" if found[1] == _MINUS else found[1]
    return f"{sign}{amount:f}{found[3]}"


def _keep_price(listing_id: int, sent: Mapping[str, str], at: datetime, by: Actor) -> None:
    typed = sent.get("value", "").strip()[:40]
    change_offer_price(listing_id=listing_id, change=_read_change(typed) if typed else "", at=at, by=by)


def _written(listing: Listing) -> str:
    return "" if listing.price is None else number_text(listing.price, grouped=False)


OFFERS = Grid(
    name="offers", title=_("Offers"), right="channels:read", rows=_rows,
    columns=(
        Column("channel_sku", _("Channel SKU"), lambda it, facts: Text(
            it.channel_sku, link=reverse("admin:channels_listing_change", args=[it.pk]))),
        Column("article", _("Article"), lambda it, facts: Text(
            it.sku.product.name, it.sku.code, link=reverse("admin:article", args=[it.sku.product_id]))),
        Column("channel", _("Sales channel"), lambda it, facts: Text(it.channel.name)),
        Column("price", _("Price"), lambda it, facts: Money(it.price, it.channel.currency), numeric=True, sort="price",
               edit=Edit(WRITE, _written, _keep_price, 40)),
        Column("price_there", _("Published price"), _price_there, numeric=True),
        Column("available", _("Available"), lambda it, facts: Figure(_offer(it, "available")), numeric=True),
        Column("buffer", _("Held back"), _held_back, numeric=True),
        Column("wanted", _("Quantity"), lambda it, facts: Figure(_offer(it, "wanted")), numeric=True),
        Column("published", _("Published"), lambda it, facts: Figure(_offer(it, "published")), numeric=True),
        Column("state", _("State"), _state),
        Column("problem", _("What is wrong"), _problem),
        Column("published_at", _("Acknowledged"), lambda it, facts: Moment(_offer(it, "published_at"))),
        Column("changed_at", _("Changed"), lambda it, facts: Moment(_offer(it, "changed_at")), shown=False),
        Column("ref", _("Their id"), lambda it, facts: Text(it.ref), shown=False),
    ),
    fields=(
        choice_field("channel", _("Sales channel"), lambda: named(Channel), on_column("channel_id", Kind.CHOICE)),
        choice_field("state", _("State"), lambda: OfferState.choices, on_column("offer__state", Kind.CHOICE)),
        text_field("channel_sku", _("Channel SKU")),
        text_field("sku", _("SKU"), on_column("sku__code", Kind.TEXT)),
        text_field("article", _("Article"), on_column("sku__product__name", Kind.TEXT)),
        number_field("price", _("Price")),
        number_field("published_price", _("Published price"), on_column("offer__published_price", Kind.NUMBER)),
        number_field("wanted", _("Quantity"), on_column("offer__wanted", Kind.NUMBER), whole=True),
        number_field("available", _("Available"), on_column("offer__available", Kind.NUMBER), whole=True),
        text_field("problem", _("What is wrong"), on_column("offer__problem", Kind.TEXT, empty=""),
                   ops=(Op.CONTAINS, Op.EXISTS, Op.MISSING)),
        yes_no_field("price_refused", _("Price refused"), on_yes(lambda: Q(offer__price_problem__gt=""))),
        yes_no_field("behind", _("The channel does not know yet"), on_yes(
            lambda: Q(offer__changed_at__isnull=False)
            | (Q(offer__wanted_price__isnull=False) & ~Q(offer__wanted_price=F("offer__published_price"))))),
        yes_no_field("priced", _("Has a price"), on_yes(lambda: Q(price__isnull=False))),
        moment_field("published_at", _("Acknowledged"), on_column("offer__published_at", Kind.MOMENT)),
    ),
    views=(
        View("all", _("All"), ""), View("refused", _("Refused"), "state.is=refused", "bad"),
        View("price_refused", _("Price refused"), "price_refused.is=yes", "bad"),
        View("unpriced", _("Without a price"), "priced.is=no", "warn"), View("sold_out", _("Sold out"), "wanted.most=0"),
        View("hidden", _("Availability unknown"), "state.is=suppressed", "warn"),
    ),
    link=lambda it: reverse("admin:channels_listing_change", args=[it.pk]),
    sorts={"id": Sort(), "price": Sort("price", nulls=True)},
    bulk=(
        BulkVerb("price", _("Change the price"), WRITE, key="change", key_label=_("19,99 or +5 % or -1,50"), most=40,
                 required=True, read=_read_change),
    ),
    undoing=(BulkVerb("price_back", _("Take the change of the price back"), WRITE),),
    name_column="channel_sku", search=_find, search_help=_("Channel SKU, SKU, barcode or name"),
    empty=_("Nothing is listed anywhere yet. Connect a channel, and list your articles there."),
    empty_link=lambda: reverse("admin:channel_health"),
)  # fmt: skip
