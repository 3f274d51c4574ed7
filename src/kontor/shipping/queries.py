"""Questions about parcels."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from kontor.platform.sql.bulk import select_rows
from kontor.platform.sql.rows import column, read_rows
from kontor.shipping.errors import NotLabelled
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


def check_labelled(boxes: Collection[Sequence[int]]) -> None:
    """Let nothing be handed over that has no label. ``boxes``: the shipments of each. Refuses: NotLabelled."""
    parcels = Parcel.objects.filter(shipment_id__in=[it for box in boxes for it in box]).exclude(tracking_number="")
    labelled = set(parcels.values_list("shipment_id", flat=True))
    if bare := [box for box in boxes if labelled.isdisjoint(box)]:
        raise NotLabelled(shipments=sorted(it for box in bare for it in box))


@dataclass(frozen=True, slots=True)
class FailedLabelRow:
    """A label that a carrier has not sold us."""

    id: int
    problem: str
    carrier: str = column("parcel__carrier")
    order_id: int = column("parcel__order_id")
    asked_at: datetime = column("parcel__created_at")


def list_failed_labels(*, most: int = 200) -> list[FailedLabelRow]:
    """Return the labels that a carrier refused and that no other one has replaced, and those it has not sold after several
    attempts, the newest first.
    """
    live = LabelIntent.objects.exclude(state=LabelState.FAILED).filter(parcel=OuterRef("parcel"))
    refused = Q(state=LabelState.FAILED) & ~Exists(live)
    tired = Q(state__in=[LabelState.NEW, LabelState.UNKNOWN], attempts__gte=MANY_ATTEMPTS)
    rows = LabelIntent.objects.filter(refused | tired, parcel__tracking_number="")
    return read_rows(FailedLabelRow, rows.order_by("-id")[:most])


def find_lost_intents() -> list[int]:
    """Return bookings that are due and nobody works on: their worker died, or the carrier did not answer."""
    open_ones = select_rows(
        "SELECT id FROM shipping_labelintent"
        " WHERE (state IN ('new', 'unknown') AND (not_before IS NULL OR not_before <= clock_timestamp()))"
        " OR (state = 'inflight' AND lease_until < clock_timestamp()) ORDER BY id LIMIT 500"
    )
    return [row[0] for row in open_ones]


def find_parcel_order(parcel_id: int) -> int | None:
    """Return the order that a parcel is of, None where there is no such parcel."""
    return Parcel.objects.filter(id=parcel_id).values_list("order_id", flat=True).first()
