"""The demo's warehouse crew: picks, sometimes finds a shelf empty, packs, hands over; leaves work for you to try."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Sequence
from datetime import timedelta
from types import FrameType

from django.db import transaction
from django.db.models import F

from kontor.flows.selling.payment import book_payment
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.flows.warehouse.picking import pack_order, pick_pieces, report_short_pick, start_picking
from kontor.fulfilment.public import FulfilmentState
from kontor.fulfilment.tables import FulfilmentOrder, PickTask, Shipment
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import Refused
from kontor.locations.tables import Location
from kontor.payments.public import PaymentMethod
from kontor.payments.tables import Payment
from kontor.platform.post.worker import run_jobs
from kontor.shipping.public import get_parcels

CREW = Actor("system", "demo crew")
# So many open fulfilment orders stay untouched in each location.
LEFT_FOR_YOU = 12
ROUND = 6
EMPTY_SHELF = 0.01


def work_as_crew() -> None:
    """Work until told to stop."""
    stop: list[bool] = []

    def ask_to_stop(signum: int, frame: FrameType | None) -> None:
        stop.append(True)

    signal.signal(signal.SIGTERM, ask_to_stop)
    rng = random.Random()
    while not stop:
        for location in Location.objects.filter(active=True):
            _pick_and_pack(location, rng)
        _hand_over()
        _receive_money()
        for _ in range(8):
            if stop:
                break
            time.sleep(0.5)


def work_off(*, order_ids: Sequence[int]) -> None:
    """Pick, pack and hand over everything of these orders that can be, round after round of each location."""
    open_parts = FulfilmentOrder.objects.filter(order__in=order_ids, state=FulfilmentState.OPEN)
    for location_id in sorted(set(open_parts.values_list("location_id", flat=True))):
        mine = list(open_parts.filter(location=location_id).order_by("id").values_list("id", flat=True))
        for start in range(0, len(mine), 40):
            _work_off_round(mine[start : start + 40])
    run_jobs(wait=False)
    packed = Shipment.objects.filter(order__in=order_ids, dispatched_at=None).values_list("id", flat=True)
    for shipment_id in sorted(packed):
        try:
            with transaction.atomic():
                dispatch_shipments(shipment_ids=[shipment_id], at=read_clock(), by=CREW)
        except Refused:
            continue


def _work_off_round(parts: Sequence[int]) -> None:
    try:
        with transaction.atomic():
            pick_list = start_picking(fulfilment_order_ids=list(parts), at=read_clock(), by=CREW)
    except Refused:
        return
    for task_id, quantity in (
        PickTask.objects.filter(pick_list_id=pick_list).order_by("id").values_list("id", "quantity")
    ):
        with transaction.atomic():
            pick_pieces(task_id=task_id, quantity=quantity, at=read_clock(), by=CREW)
    for part_id in parts:
        with transaction.atomic():
            pack_order(fulfilment_order_id=part_id, at=read_clock(), by=CREW)


def _pick_and_pack(location: Location, rng: random.Random) -> None:
    waiting = FulfilmentOrder.objects.filter(location=location, state=FulfilmentState.OPEN).order_by("ship_by", "id")
    mine = [order.id for order in waiting[:ROUND]] if waiting.count() > LEFT_FOR_YOU else []
    if not mine:
        return
    try:
        with transaction.atomic():
            pick_list = start_picking(fulfilment_order_ids=mine, at=read_clock(), by=CREW)
        for task in PickTask.objects.filter(pick_list_id=pick_list).order_by("id"):
            with transaction.atomic():
                empty = 1 if rng.random() < EMPTY_SHELF else 0
                if empty:
                    report_short_pick(task_id=task.id, missing=empty, at=read_clock(), by=CREW)
                if task.quantity > empty:
                    pick_pieces(task_id=task.id, quantity=task.quantity - empty, at=read_clock(), by=CREW)
        for order_id in mine:
            with transaction.atomic():
                pack_order(fulfilment_order_id=order_id, at=read_clock(), by=CREW)
    except Refused:
        return  # somebody cancelled in between; the next round sees it


def _hand_over() -> None:
    packed = Shipment.objects.filter(dispatched_at=None, packed_by=str(CREW)).values_list("id", flat=True)
    labelled = {parcel.shipment_id for parcel in get_parcels(list(packed[:60])) if parcel.tracking_number}
    for shipment_id in sorted(labelled):
        try:
            with transaction.atomic():
                dispatch_shipments(shipment_ids=[shipment_id], at=read_clock(), by=CREW)
        except Refused:
            continue


def _receive_money() -> None:
    before = read_clock() - timedelta(minutes=2)
    due = Payment.objects.filter(
        method=PaymentMethod.PREPAYMENT, secured_at=None, opened_at__lt=before, amount__gt=F("captured")
    ).order_by("id")
    for payment in due[:5]:
        try:
            with transaction.atomic():
                book_payment(
                    order_id=payment.order_id, amount=payment.amount - payment.captured, reference=f"demo-{payment.id}",
                    at=read_clock(), by=CREW,
                )  # fmt: skip
        except Refused:
            continue
