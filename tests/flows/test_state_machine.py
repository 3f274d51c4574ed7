"""Many random days of a merchant: whatever is done in whatever order, the invariants hold after every step."""

from __future__ import annotations

from collections import Counter

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from builders import a_merchant, an_order, assert_house_in_order, hear_news
from kontor.flows.warehouse.cancellation import cancel_pieces, cancel_whole_order, recall_from_warehouse
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.flows.warehouse.merging import join_order, merge_orders, split_order, unmerge
from kontor.flows.warehouse.picking import pack_order, pick_pieces, report_short_pick, start_picking
from kontor.fulfilment.tables import FulfilmentLine, FulfilmentOrder, PickTask, Shipment
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import KontorError
from kontor.orders.public import hold_order, lift_hold, release_orders
from kontor.orders.tables import Order, OrderLine

pytestmark = pytest.mark.django_db(transaction=True)

BY = Actor("user", "hypothesis")
SKUS = st.sampled_from(["LAMP", "VASE", "BOOK", "GIFT"])


class Merchant(RuleBasedStateMachine):
    """A merchant whose people press any button at any time. ``deeds`` counts what the business let them do."""

    deeds: Counter[str] = Counter()

    @initialize()
    def open_shop(self) -> None:
        call_command("flush", verbosity=0, interactive=False)
        self.shop = a_merchant(at=read_clock(), by=BY)
        self.steps = 0
        # The day begins with work on the table, else a short one would see hardly any picking.
        self.shop.take(
            an_order((2, "LAMP"), (1, "VASE")), an_order((2, "BOOK")), an_order((1, "GIFT")), an_order((3, "LAMP"))
        )
        hear_news()

    def attempt(self, verb, **facts) -> None:
        """Press a button; the business may say no, and then nothing has moved."""
        try:
            with transaction.atomic():
                verb(at=read_clock(), by=BY, **facts)
        except KontorError:
            return
        self.deeds[verb.__name__] += 1

    def one(self, rows, place: int):
        found = list(rows.order_by("id"))
        return found[place % len(found)] if found else None

    @rule(lines=st.lists(st.tuples(st.integers(1, 4), SKUS), min_size=1, max_size=3))
    def place(self, lines) -> None:
        self.shop.take(an_order(*lines))

    @rule(sku=st.sampled_from(["LAMP", "VASE", "BOOK"]), quantity=st.integers(1, 5))
    def receive(self, sku, quantity) -> None:
        self.shop.receive(sku, quantity)

    @rule()
    def hear(self) -> None:
        hear_news()

    @rule(place=st.integers(0, 50), reason=st.sampled_from(["fraud", "address"]))
    def hold(self, place, reason) -> None:
        if order := self.one(Order.objects.all(), place):
            self.attempt(hold_order, order_id=order.id, reason=reason, note="")

    @rule(place=st.integers(0, 50), reason=st.sampled_from(["fraud", "address"]))
    def lift(self, place, reason) -> None:
        if order := self.one(Order.objects.all(), place):
            self.attempt(lift_hold, order_id=order.id, reason=reason)

    @rule(place=st.integers(0, 50))
    def release(self, place) -> None:
        if order := self.one(Order.objects.all(), place):
            self.attempt(release_orders, order_ids=[order.id])

    @rule(place=st.integers(0, 50))
    def recall(self, place) -> None:
        if order := self.one(Order.objects.all(), place):
            self.attempt(recall_from_warehouse, order_id=order.id)

    @rule(place=st.integers(0, 50))
    def cancel(self, place) -> None:
        if order := self.one(Order.objects.all(), place):
            self.attempt(cancel_whole_order, order_id=order.id)

    @rule(place=st.integers(0, 50), quantity=st.integers(1, 3))
    def cancel_part(self, place, quantity) -> None:
        if line := self.one(OrderLine.objects.all(), place):
            self.attempt(
                cancel_pieces, order_id=line.order_id, pieces={line.id: quantity}, reference=f"c{self.steps}-{line.id}"
            )

    @rule(place=st.integers(0, 50))
    def start(self, place) -> None:
        if fulfilment_order := self.one(FulfilmentOrder.objects.filter(state="OPEN"), place):
            self.attempt(start_picking, fulfilment_order_ids=[fulfilment_order.id])

    @rule(place=st.integers(0, 50), quantity=st.integers(1, 3))
    def pick(self, place, quantity) -> None:
        if task := self.one(PickTask.objects.all(), place):
            self.attempt(pick_pieces, task_id=task.id, quantity=quantity)

    @rule(place=st.integers(0, 50))
    def pick_all(self, place) -> None:
        """A picker who finds everything: the way to a packed parcel is long for one press at a time."""
        self.start(place)
        for task in PickTask.objects.order_by("id"):
            if left := task.quantity - task.picked - task.missing:
                self.attempt(pick_pieces, task_id=task.id, quantity=left)

    @rule(place=st.integers(0, 50))
    def miss(self, place) -> None:
        if task := self.one(PickTask.objects.all(), place):
            self.attempt(report_short_pick, task_id=task.id, missing=1)

    @rule(place=st.integers(0, 50))
    def pack(self, place) -> None:
        if fulfilment_order := self.one(FulfilmentOrder.objects.filter(state="PICKED"), place):
            self.attempt(pack_order, fulfilment_order_id=fulfilment_order.id)

    @rule(place=st.integers(0, 50))
    def ship(self, place) -> None:
        if shipment := self.one(Shipment.objects.all(), place):
            self.attempt(dispatch_shipments, shipment_ids=[shipment.id])

    @rule(place=st.integers(0, 50))
    def merge(self, place) -> None:
        """All orders here are of one buyer."""
        orders = list(Order.objects.filter(state="RELEASED").order_by("id"))
        if len(orders) > 1:
            first = place % (len(orders) - 1)
            self.attempt(merge_orders, order_ids=[orders[first].id, orders[first + 1].id])

    @rule(place=st.integers(0, 50))
    def part(self, place) -> None:
        if member := self.one(FulfilmentOrder.objects.filter(merge__isnull=False), place):
            self.attempt(unmerge, fulfilment_order_id=member.id)

    @rule(place=st.integers(0, 50), quantity=st.integers(1, 3))
    def split(self, place, quantity) -> None:
        if line := self.one(FulfilmentLine.objects.filter(fulfilment_order__state="OPEN"), place):
            pieces = {line.order_line_id: quantity}
            self.attempt(split_order, fulfilment_order_id=line.fulfilment_order_id, pieces=pieces)

    @rule(place=st.integers(0, 50))
    def join(self, place) -> None:
        if whole := self.one(FulfilmentOrder.objects.filter(state="OPEN"), place):
            self.attempt(join_order, fulfilment_order_id=whole.id)

    @precondition(lambda self: hasattr(self, "shop"))
    @invariant()
    def house_in_order(self) -> None:
        self.steps += 1
        assert_house_in_order()


def run_merchant(examples: int, steps: int, *, same: bool) -> Counter[str]:
    """Let random days pass, the invariants asked after each step; return what was done in them."""
    Merchant.deeds.clear()
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Merchant,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None,
            derandomize=same,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    return Merchant.deeds


@pytest.mark.timeout(240)
def test_a_few_random_days(transactional_db):
    deeds = run_merchant(examples=6, steps=30, same=True)

    assert deeds.keys() >= {"start_picking", "pick_pieces"}, deeds


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_many_random_days(transactional_db):
    deeds = run_merchant(examples=200, steps=60, same=False)

    assert deeds.keys() >= {"start_picking", "pick_pieces", "pack_order", "merge_orders", "unmerge", "split_order"}, (
        deeds
    )
