"""Pack and hand over: what to put in the box, what goes to the carrier."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontor.backoffice.access import act, actor_of, may, needs, refuse
from kontor.backoffice.page import show_page
from kontor.backoffice.reach import check_reached, within
from kontor.backoffice.typed import read_id, read_ids, read_text
from kontor.flows.warehouse.dispatch import hand_over_parcels
from kontor.flows.warehouse.picking import pack_order
from kontor.fulfilment.public import FulfilmentState
from kontor.fulfilment.tables import FulfilmentOrder, Shipment
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import KontorError
from kontor.locations.tables import Location
from kontor.platform.sql.again import in_one_go
from kontor.shipping.public import CARRIERS, LabelState, NumberRefused, enter_number
from kontor.shipping.tables import LabelIntent, Parcel

MOST_SHOWN = 100


@needs("fulfilment:read", keeps_limits=True)
def pack_page(request: HttpRequest) -> HttpResponse:
    """Show what is picked and waits for its box, and what is packed and waits for the carrier, of all locations or of one."""
    right = "fulfilment:read"
    parts = within(request, right, FulfilmentOrder.objects.filter(state=FulfilmentState.PICKED))
    picked = parts.select_related("order", "location")
    boxes = Shipment.objects.filter(dispatched_at=None, fulfilment_order__state=FulfilmentState.PACKED)
    packed = within(request, right, boxes)
    places = list(within(request, right, Location.objects.filter(active=True)).order_by("name"))
    place = next((it for it in places if it.id == read_id(request.GET.get("location"))), None)
    if place is not None:
        picked, packed = picked.filter(location=place), packed.filter(fulfilment_order__location=place)
    shipments = list(packed.select_related("order", "fulfilment_order__location").order_by("id")[:MOST_SHOWN])
    parcels = Parcel.objects.filter(shipment_id__in=[shipment.id for shipment in shipments])
    labels = {parcel.shipment_id: parcel for parcel in parcels.select_related("pdf", "zpl").order_by("id")}
    wanted = LabelIntent.objects.filter(
        parcel__in=parcels, state__in=[LabelState.NEW, LabelState.INFLIGHT, LabelState.UNKNOWN]
    )
    live = set(wanted.values_list("parcel_id", flat=True))
    return show_page(
        request, "warehouse/pack", title=_("Pack"),
        picked=picked.prefetch_related("lines__order_line__sku").order_by("ship_by", "id")[:MOST_SHOWN],
        packed=[_row(it, labels.get(it.id), live, may_write=may(request, "fulfilment:write")) for it in shipments],
        places=places, place=place,
        # Who has not said where he stands hands over nothing that he does not tick himself.
        ticked=place is not None or len(places) == 1,
        carriers=CARRIERS.items(), last_carrier=request.session.get("carrier", ""),
        pending=bool(live) or any(it.id not in labels for it in shipments),
    )  # fmt: skip


def _row(
    shipment: Shipment, parcel: Parcel | None, live: set[int], *, may_write: bool
) -> tuple[Shipment, Parcel | None, bool]:
    """Return what is packed with its parcel, and whether somebody may enter a number: not while its label is being bought."""
    return shipment, parcel, may_write and parcel is not None and parcel.id not in live


@needs("fulfilment:write")
@require_POST
def pack_one(request: HttpRequest, fulfilment_order_id: int) -> HttpResponse:
    """Close the box of a fulfilment order; its label is booked at once."""
    return act(
        request, lambda at, by: pack_order(fulfilment_order_id=fulfilment_order_id, at=at, by=by),
        done=_("Packed; the label is being booked."), back="admin:pack",
    )  # fmt: skip


@needs("fulfilment:write", keeps_limits=True)
@require_POST
def enter_numbers(request: HttpRequest) -> HttpResponse:
    """Take down the carriers and the numbers that parcels were given at the packing table, all that were typed."""
    parcels = _numbered(request)
    if not parcels:
        messages.error(request, _("Scan or type the number that the carrier has given a parcel."))
        return redirect("admin:pack")
    return act(
        request, lambda at, by: _enter(request, parcels, at, by),
        done=_("The number is kept; buyer and channel are told it."), back="admin:pack",
    )  # fmt: skip


def _numbered(request: HttpRequest) -> list[Parcel]:
    """Return the parcels for which a number was typed. Raises 404 for those of others."""
    named = [name for name in request.POST if name.startswith("number-") and request.POST.get(name, "").strip()]
    typed = {read_id(name.removeprefix("number-")) for name in named}
    for parcel_id in typed:
        check_reached(request, "fulfilment:write", {"parcel_id": parcel_id}, keeps=False)
    return list(Parcel.objects.filter(id__in=typed).order_by("id"))


def _enter(request: HttpRequest, parcels: Sequence[Parcel], at: datetime, by: Actor) -> None:
    for parcel in parcels:
        field = f"number-{parcel.id}"
        carrier = request.POST.get(f"carrier-{parcel.id}", "")[:20]
        number = "".join(read_text(request.POST, field, limit=60, required=True).split())
        try:
            enter_number(order_id=parcel.order_id, parcel_id=parcel.id, carrier=carrier, number=number, at=at, by=by)
        except NumberRefused as refusal:
            raise NumberRefused(refusal.message, **(refusal.facts | {"field": field})) from refusal
        request.session["carrier"] = carrier  # the next parcel goes the same way, as a rule


@needs("fulfilment:write", keeps_limits=True)
@require_POST
def hand_over(request: HttpRequest) -> HttpResponse:
    """Hand the ticked shipments over to the carrier; numbers that were typed and not kept yet are kept first."""
    ids = read_ids(request.POST.getlist("shipment"))
    for shipment_id in ids:
        check_reached(request, "fulfilment:write", {"shipment_id": shipment_id}, keeps=False)
    if not ids:
        messages.error(request, _("Nothing was chosen."))
        return redirect("admin:pack")
    parcels = _numbered(request)
    try:
        in_one_go(lambda: _enter(request, parcels, read_clock(), actor_of(request)))
    except KontorError as refusal:
        refuse(request, refusal)
        return redirect("admin:pack")
    return act(
        request,
        lambda at, by: hand_over_parcels(shipment_ids=ids, at=at, by=by),
        done=_("Handed over."),
        back="admin:pack",
    )
