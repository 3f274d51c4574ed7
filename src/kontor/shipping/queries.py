"""Questions about parcels."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from kontor.platform.sql.bulk import select_rows
from kontor.platform.sql.rows import read_rows
from kontor.shipping.models import LabelIntent, LabelState, Parcel

# About three minutes of silence; by then somebody stands at the packing table and waits.
MANY_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """A parcel with its numbers; empty as long as it has none."""

    id: int
    shipment_id: int
    order_id: int
    carrier: str
    tracking_number: str
    return_tracking_number: str


def get_parcels(shipment_ids: Collection[int]) -> list[ParcelRow]:
    """Return the parcels of shipments, as they were asked for."""
    return read_rows(ParcelRow, Parcel.objects.filter(shipment_id__in=shipment_ids).order_by("id"))


def list_parcels(shipment_ids: Sequence[int]) -> QuerySet[Parcel]:
    """Return the parcels of shipments, with their files."""
    return Parcel.objects.filter(shipment_id__in=shipment_ids).select_related("pdf", "zpl").order_by("id")


def list_open_intents() -> QuerySet[LabelIntent]:
    """Return label bookings that are not settled."""
    return LabelIntent.objects.exclude(state__in=[LabelState.SUCCEEDED, LabelState.FAILED]).order_by("id")


def list_failed_labels(*, most: int = 200) -> list[LabelIntent]:
    """Return the labels that a carrier refused and that no other one has replaced, and those it has not sold after several
    attempts, the newest first.
    """
    live = LabelIntent.objects.exclude(state=LabelState.FAILED).filter(parcel=OuterRef("parcel"))
    refused = Q(state=LabelState.FAILED) & ~Exists(live)
    tired = Q(state__in=[LabelState.NEW, LabelState.UNKNOWN], attempts__gte=MANY_ATTEMPTS)
    rows = LabelIntent.objects.filter(refused | tired, parcel__tracking_number="")
    return list(rows.select_related("parcel").order_by("-id")[:most])


def find_latest_tracking(order_ids: Sequence[int]) -> dict[int, str]:
    """Return one tracking number per order."""
    rows = Parcel.objects.filter(order_id__in=order_ids).exclude(tracking_number="")
    return dict(rows.values("order_id").annotate(latest=Max("tracking_number")).values_list("order_id", "latest"))


def find_lost_intents() -> list[int]:
    """Return bookings that are due and nobody works on: their worker died, or the carrier did not answer."""
    unsettled = select_rows(
        "SELECT id FROM shipping_labelintent"
        " WHERE (state IN ('new', 'unknown') AND (not_before IS NULL OR not_before <= clock_timestamp()))"
        " OR (state = 'inflight' AND lease_until < clock_timestamp()) ORDER BY id LIMIT 500"
    )
    return [row[0] for row in unsettled]
