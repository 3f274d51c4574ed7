"""The walk: an order from the channel to the invoice, and what comes in between."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, InternalError, transaction

from builders import an_order, assert_house_in_order, hear_news, nothing_failed, walk_to_packed
from kontor.channels.tables import Channel
from kontor.flows.selling.amending import readdress_order
from kontor.flows.selling.payment import book_payment
from kontor.flows.selling.resolving import TakenIn
from kontor.flows.warehouse.cancellation import cancel_pieces, cancel_whole_order, recall_from_warehouse
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.flows.warehouse.picking import pack_order, pick_pieces, report_short_pick, start_picking
from kontor.fulfilment.public import FulfilmentStepRefused, PiecesInWork
from kontor.fulfilment.tables import FulfilmentOrder, PickTask
from kontor.inventory.public import StockReserved, adjust_stock, list_availability
from kontor.invoicing.tables import Invoice
from kontor.invoicing.tasks import render_invoices
from kontor.legal_entities.tables import LegalEntity
from kontor.locations.tables import Location
from kontor.messaging.tables import Message
from kontor.orders.public import (
    AlreadyPicked,
    AlreadyShipped,
    HoldsLeft,
    NothingToCancel,
    OrderNotPaid,
    PiecesMissing,
    StepNotAllowed,
    hold_order,
    lift_hold,
    release_orders,
)
from kontor.orders.tables import Order, OrderLine
from kontor.payments.errors import TooMuchMoney
from kontor.platform.keep.files import read_file
from kontor.platform.models import AuditEntry, Delivery, Event, SetAside
from kontor.platform.post.deliveries import deliver, retry_set_aside
from kontor.shipping.tables import LabelIntent, Parcel
from kontor.shipping.tasks import book_labels
from kontor.sourcing.public import list_decisions

pytestmark = pytest.mark.django_db(transaction=True)


def line_of(order: Order) -> OrderLine:
    return OrderLine.objects.get(order=order)


class TestTheWholeWay:
    def test_of_a_paid_order_ends_with_an_invoice_and_a_closed_order(self, real_shop):
        order = real_shop.place(
            (2, "LAMP"), (1, "GIFT"), charges=[{"kind": "shipping", "amount": "4.90"}], total="34.90"
        )
        shipments = walk_to_packed(real_shop, order)
        hear_news()
        book_labels(intent_ids=list(LabelIntent.objects.values_list("id", flat=True)))
        hear_news()

        with transaction.atomic():
            dispatch_shipments(shipment_ids=shipments, at=real_shop.at, by=real_shop.by)
        hear_news()
        render_invoices(invoice_ids=list(Invoice.objects.values_list("id", flat=True)))

        order.refresh_from_db()
        invoices = list(Invoice.objects.filter(order=order).order_by("id"))
        assert order.state == "CLOSED"
        assert sum(invoice.gross for invoice in invoices) == order.gross == Decimal("34.90")
        assert [invoice.number for invoice in invoices] == [f"MU-2026-{n:06d}" for n in range(1, len(invoices) + 1)]
        assert read_file(invoices[0].pdf).startswith(b"%PDF")
        assert {parcel.tracking_number[:2] for parcel in Parcel.objects.all()} == {"KT"}
        assert real_shop.stock("LAMP") == (12, 0)
        assert real_shop.stock("BOOK") == (4, 0)
        kinds = list(Message.objects.order_by("id").values_list("kind", flat=True))
        assert kinds[0] == "order_confirmed"
        assert set(kinds[1:]) == {"order_shipped"}
        nothing_failed()
        assert_house_in_order()

    def test_from_a_place_without_an_address_is_sent_from_that_of_its_company(self, real_shop):
        Location.objects.update(street="", postal_code="", city="")
        LegalEntity.objects.update(street="Hof 1", postal_code="10115", city="Berlin")
        walk_to_packed(real_shop, real_shop.place((1, "LAMP")))
        hear_news()

        sender = Parcel.objects.get().sender

        assert (sender["street"], sender["postal_code"], sender["city"]) == ("Hof 1", "10115", "Berlin")

    def test_leaves_the_reasons_of_its_sourcing(self, real_shop):
        order = real_shop.place((2, "LAMP"))

        decision = list_decisions(order.id, {real_shop.near.id: "near", real_shop.far.id: "far"})[0]

        assert decision.chosen == ["near"]
        assert [(it.name, it.verdict) for it in decision.candidates] == [
            ("near", "chosen"),
            ("far", "dearer"),
        ]
        assert decision.candidates[1].dearer_by > 0


class TestADaysWork:
    def place_at(self, shop, moment: str) -> str:
        shop.at = datetime.fromisoformat(moment)
        order = shop.place((1, "LAMP"))
        decision = list_decisions(order.id, dict(Location.objects.values_list("id", "code")))[0]
        return decision.chosen[0]

    def test_ends_at_midnight_of_the_location(self, real_shop):
        Location.objects.filter(code="NEAR").update(capacity_per_day=1)

        before_noon = self.place_at(real_shop, "2026-11-20T10:00:00+00:00")
        same_evening = self.place_at(real_shop, "2026-11-20T22:50:00+00:00")  # 23:50 in Köln
        after_midnight = self.place_at(real_shop, "2026-11-20T23:10:00+00:00")  # 0:10 in Köln

        assert (before_noon, same_evening, after_midnight) == ("NEAR", "FAR", "NEAR")


class TestPayment:
    def test_holds_a_prepaid_order_until_the_last_cent(self, real_shop):
        order = real_shop.place((1, "LAMP"), payment="prepayment")
        hear_news()
        assert Order.objects.get(id=order.id).state == "PLACED"

        with transaction.atomic():
            assert not book_payment(
                order_id=order.id, amount=Decimal("9.99"), reference="A", at=real_shop.at, by=real_shop.by
            )
        with transaction.atomic():
            assert book_payment(
                order_id=order.id, amount=Decimal("0.01"), reference="B", at=real_shop.at, by=real_shop.by
            )
        hear_news()

        assert Order.objects.get(id=order.id).state == "RELEASED"
        assert_house_in_order()

    def test_counts_the_same_transfer_once_and_refuses_too_much(self, real_shop):
        order = real_shop.place((1, "LAMP"), payment="prepayment")
        hear_news()
        for _ in range(2):
            with transaction.atomic():
                book_payment(order_id=order.id, amount=Decimal(6), reference="A", at=real_shop.at, by=real_shop.by)

        with pytest.raises(TooMuchMoney), transaction.atomic():
            book_payment(order_id=order.id, amount=Decimal(6), reference="B", at=real_shop.at, by=real_shop.by)

    def test_is_needed_before_the_release(self, real_shop):
        order = real_shop.place((1, "LAMP"), payment="prepayment")

        with pytest.raises(OrderNotPaid), transaction.atomic():
            release_orders(order_ids=[order.id], at=real_shop.at, by=real_shop.by)


class TestHold:
    def test_stops_the_order_until_the_last_one_is_lifted(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        with transaction.atomic():
            hold_order(order_id=order.id, reason="address", note="?", at=real_shop.at, by=real_shop.by)
            hold_order(order_id=order.id, reason="fraud", note="", at=real_shop.at, by=real_shop.by)
        hear_news()
        assert Order.objects.get(id=order.id).state == "HELD"

        for reason, goes_on in (("address", False), ("fraud", True)):
            with transaction.atomic():
                assert lift_hold(order_id=order.id, reason=reason, at=real_shop.at, by=real_shop.by) is goes_on
        hear_news()

        assert Order.objects.get(id=order.id).state == "RELEASED"
        assert_house_in_order()

    def test_for_the_same_reason_is_refused_twice(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        with transaction.atomic():
            hold_order(order_id=order.id, reason="fraud", note="", at=real_shop.at, by=real_shop.by)

        with pytest.raises(StepNotAllowed), transaction.atomic():
            hold_order(order_id=order.id, reason="fraud", note="", at=real_shop.at, by=real_shop.by)

        assert HoldsLeft.code == "orders.holds_left"


class TestCancelOrder:
    def test_frees_the_stock_it_had_reserved_and_stops_the_warehouse(self, real_shop):
        order = real_shop.place((3, "LAMP"))
        hear_news()
        assert real_shop.stock("LAMP") == (15, 3)

        with transaction.atomic():
            cancel_whole_order(order_id=order.id, at=real_shop.at, by=real_shop.by)
        hear_news()

        assert real_shop.stock("LAMP") == (15, 0)
        assert Order.objects.get(id=order.id).state == "CANCELLED"
        assert FulfilmentOrder.objects.get(order=order).state == "CANCELLED"
        assert Message.objects.filter(kind="order_cancelled").count() == 1
        nothing_failed()
        assert_house_in_order()

    def test_is_refused_once_a_parcel_has_left(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        shipments = walk_to_packed(real_shop, order)
        with transaction.atomic():
            dispatch_shipments(shipment_ids=shipments, at=real_shop.at, by=real_shop.by)
        before = real_shop.stock("LAMP")

        with pytest.raises(AlreadyShipped), transaction.atomic():
            cancel_whole_order(order_id=order.id, at=real_shop.at, by=real_shop.by)

        assert real_shop.stock("LAMP") == before

    def test_takes_picked_pieces_back(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        walk_to_packed(real_shop, order)

        with transaction.atomic():
            cancel_whole_order(order_id=order.id, at=real_shop.at, by=real_shop.by)

        assert real_shop.stock("LAMP") == (15, 0)
        assert line_of(order).cancelled == 1
        assert_house_in_order()


class TestCancelPieces:
    def test_takes_any_number_of_pieces_of_a_line(self, real_shop):
        order = real_shop.place((5, "LAMP"))
        hear_news()

        with transaction.atomic():
            cancel_pieces(
                order_id=order.id,
                pieces={line_of(order).id: 2},
                reference="c1",
                at=real_shop.at,
                by=real_shop.by,
            )

        line = line_of(order)
        assert (line.reserved, line.cancelled) == (3, 2)
        assert real_shop.stock("LAMP") == (15, 3)
        assert FulfilmentOrder.objects.get(order=order).lines.get().quantity == 3
        assert_house_in_order()

    def test_locks_the_balances_of_all_its_articles_at_once(self, real_shop):
        """Of two orders that name the same articles in another order neither waits for the other in a circle."""
        order = real_shop.place((1, "VASE"), (1, "LAMP"))
        hear_news()

        with transaction.atomic():
            pieces = {line.id: 1 for line in order.lines.order_by("position")}
            cancel_pieces(order_id=order.id, pieces=pieces, reference="c1", at=real_shop.at, by=real_shop.by)

        assert (real_shop.stock("LAMP")[1], real_shop.stock("VASE")[1]) == (0, 0)
        assert_house_in_order()

    def test_is_refused_beyond_what_is_open_and_moves_nothing(self, real_shop):
        order = real_shop.place((2, "LAMP"))

        with pytest.raises(NothingToCancel), transaction.atomic():
            cancel_pieces(
                order_id=order.id,
                pieces={line_of(order).id: 3},
                reference="c1",
                at=real_shop.at,
                by=real_shop.by,
            )

        assert real_shop.stock("LAMP") == (15, 2)

    def test_leaves_alone_what_is_being_picked(self, real_shop):
        order = real_shop.place((2, "LAMP"))
        hear_news()
        fulfilment_order = FulfilmentOrder.objects.get(order=order)
        with transaction.atomic():
            pick_list = start_picking(fulfilment_order_ids=[fulfilment_order.id], at=real_shop.at, by=real_shop.by)
            pick_pieces(
                task_id=PickTask.objects.get(pick_list_id=pick_list).id,
                quantity=1,
                at=real_shop.at,
                by=real_shop.by,
            )

        with pytest.raises(PiecesInWork), transaction.atomic():
            cancel_pieces(
                order_id=order.id,
                pieces={line_of(order).id: 2},
                reference="c1",
                at=real_shop.at,
                by=real_shop.by,
            )

        assert_house_in_order()

    def test_closes_the_order_when_nothing_is_left(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        hear_news()

        with transaction.atomic():
            cancel_pieces(
                order_id=order.id,
                pieces={line_of(order).id: 1},
                reference="c1",
                at=real_shop.at,
                by=real_shop.by,
            )

        assert Order.objects.get(id=order.id).state == "CLOSED"


class TestShortage:
    def test_is_said_and_covered_by_the_next_receipt_oldest_first(self, real_shop):
        first = real_shop.place((5, "VASE"))
        second = real_shop.place((1, "VASE"))
        assert (line_of(first).short, line_of(second).short) == (1, 1)
        hear_news()

        real_shop.receive("VASE", 1)
        hear_news()

        assert (line_of(first).short, line_of(second).short) == (0, 1)
        assert FulfilmentOrder.objects.filter(order=first).count() == 2
        assert list_availability([real_shop.skus["VASE"]])[real_shop.skus["VASE"]].sellable == 0
        nothing_failed()
        assert_house_in_order()

    def test_of_a_cancelled_order_goes_to_the_next_one(self, real_shop):
        first = real_shop.place((4, "VASE"))
        second = real_shop.place((2, "VASE"))
        hear_news()

        with transaction.atomic():
            cancel_whole_order(order_id=first.id, at=real_shop.at, by=real_shop.by)
        hear_news()

        assert line_of(second).reserved == 2
        assert_house_in_order()


class TestAnOrderThatLeavesWhole:
    """A channel that takes an order in one shipment only is never sent nine of twelve."""

    @pytest.fixture(autouse=True)
    def _one_shipment_only(self, real_shop):
        Channel.objects.filter(code="shop").update(capabilities=["cancel_part"])

    def test_waits_for_its_missing_pieces_and_keeps_what_it_has(self, real_shop):
        order = real_shop.place((5, "VASE"))
        hear_news()

        assert (line_of(order).reserved, line_of(order).short) == (4, 1)
        assert not FulfilmentOrder.objects.filter(order=order).exists()

        real_shop.receive("VASE", 1)
        hear_news()

        assert [
            sum(it.lines.values_list("quantity", flat=True)) for it in FulfilmentOrder.objects.filter(order=order)
        ] == [5]
        nothing_failed()
        assert_house_in_order()

    def test_leaves_once_the_missing_pieces_are_cancelled(self, real_shop):
        order = real_shop.place((5, "VASE"))
        hear_news()

        with transaction.atomic():
            cancel_pieces(
                order_id=order.id, pieces={line_of(order).id: 1}, reference="one", at=real_shop.at, by=real_shop.by
            )
        hear_news()

        assert [
            sum(it.lines.values_list("quantity", flat=True)) for it in FulfilmentOrder.objects.filter(order=order)
        ] == [4]
        nothing_failed()
        assert_house_in_order()

    def short_pick(self, shop, sku: str, missing: int):
        """Have all of an order fetched but so many pieces, which are not on the shelf. Returns it with its fulfilment order."""
        order = shop.place((2, "LAMP"), (4, "VASE"))
        hear_news()
        part = FulfilmentOrder.objects.get(order=order)
        with transaction.atomic():
            start_picking(fulfilment_order_ids=[part.id], at=shop.at, by=shop.by)
        for task in PickTask.objects.order_by("-sku_id"):
            less = missing if task.sku_id == shop.skus[sku] else 0
            with transaction.atomic():
                pick_pieces(task_id=task.id, quantity=task.quantity - less, at=shop.at, by=shop.by)
            if less:
                with transaction.atomic():
                    report_short_pick(task_id=task.id, missing=less, at=shop.at, by=shop.by)
        return order, part

    def test_is_not_packed_without_a_piece_that_was_not_found(self, real_shop):
        order, part = self.short_pick(real_shop, "VASE", 1)
        with pytest.raises(PiecesMissing), transaction.atomic():
            pack_order(fulfilment_order_id=part.id, at=real_shop.at, by=real_shop.by)

        lacking = order.lines.get(short__gt=0).id
        with transaction.atomic():
            cancel_pieces(order_id=order.id, pieces={lacking: 1}, reference="one", at=real_shop.at, by=real_shop.by)
        hear_news()

        with transaction.atomic():
            assert pack_order(fulfilment_order_id=part.id, at=real_shop.at, by=real_shop.by)
        nothing_failed()
        assert_house_in_order()

    def test_is_not_packed_while_a_piece_is_fetched_elsewhere(self, real_shop):
        _order, part = self.short_pick(real_shop, "LAMP", 1)
        with pytest.raises(PiecesMissing), transaction.atomic():
            pack_order(fulfilment_order_id=part.id, at=real_shop.at, by=real_shop.by)

    def test_is_packed_once_a_piece_that_was_waited_for_is_there(self, real_shop):
        order, part = self.short_pick(real_shop, "VASE", 1)
        real_shop.receive("VASE", 1)
        hear_news()
        other = FulfilmentOrder.objects.filter(order=order).exclude(id=part.id).get()
        with transaction.atomic():
            start_picking(fulfilment_order_ids=[other.id], at=real_shop.at, by=real_shop.by)
        with transaction.atomic():
            pick_pieces(task_id=PickTask.objects.latest("id").id, quantity=1, at=real_shop.at, by=real_shop.by)

        for it in (part, other):
            with transaction.atomic():
                assert pack_order(fulfilment_order_id=it.id, at=real_shop.at, by=real_shop.by)
        assert_house_in_order()

    def test_is_sent_in_parts_where_the_channel_allows_it(self, real_shop):
        Channel.objects.filter(code="shop").update(capabilities=["split_shipment"])
        order = real_shop.place((5, "VASE"))
        hear_news()

        assert [
            sum(it.lines.values_list("quantity", flat=True)) for it in FulfilmentOrder.objects.filter(order=order)
        ] == [4]


class TestShortPick:
    def test_are_looked_for_elsewhere_before_the_same_shelf(self, real_shop):
        order = real_shop.place((2, "LAMP"))
        hear_news()
        with transaction.atomic():
            ids = list(FulfilmentOrder.objects.filter(order_id=order.id).values_list("id", flat=True))
            start_picking(fulfilment_order_ids=ids, at=real_shop.at, by=real_shop.by)
        task = PickTask.objects.get()
        before = FulfilmentOrder.objects.get(order_id=order.id).location_id

        with transaction.atomic():
            report_short_pick(task_id=task.id, missing=2, at=real_shop.at, by=real_shop.by)
        hear_news()

        open_ones = FulfilmentOrder.objects.filter(order_id=order.id, state="OPEN")
        assert (before, [it.location_id for it in open_ones]) == (real_shop.near.id, [real_shop.far.id])
        assert real_shop.stock("LAMP")[0] == 13
        assert_house_in_order()

    def test_are_looked_for_on_the_same_shelf_where_nobody_else_has_it(self, real_shop):
        order = real_shop.place((1, "VASE"))
        hear_news()
        with transaction.atomic():
            ids = list(FulfilmentOrder.objects.filter(order_id=order.id).values_list("id", flat=True))
            start_picking(fulfilment_order_ids=ids, at=real_shop.at, by=real_shop.by)

        with transaction.atomic():
            report_short_pick(task_id=PickTask.objects.get().id, missing=1, at=real_shop.at, by=real_shop.by)

        open_ones = FulfilmentOrder.objects.filter(order_id=order.id, state="OPEN")
        assert [it.location_id for it in open_ones] == [real_shop.near.id]
        assert_house_in_order()

    def test_leaves_the_book_and_is_sent_from_elsewhere(self, real_shop):
        order = real_shop.place((2, "LAMP"))
        hear_news()
        fulfilment_order = FulfilmentOrder.objects.get(order=order)
        with transaction.atomic():
            pick_list = start_picking(fulfilment_order_ids=[fulfilment_order.id], at=real_shop.at, by=real_shop.by)
        task = PickTask.objects.get(pick_list_id=pick_list)
        with transaction.atomic():
            pick_pieces(task_id=task.id, quantity=1, at=real_shop.at, by=real_shop.by)

        with transaction.atomic():
            report_short_pick(task_id=task.id, missing=1, at=real_shop.at, by=real_shop.by)

        assert real_shop.stock("LAMP", real_shop.near) == (9, 1)
        assert real_shop.stock("LAMP", real_shop.far) == (5, 1)
        assert line_of(order).picked == 1
        assert FulfilmentOrder.objects.filter(order=order).count() == 2
        assert_house_in_order()

    def test_of_a_kits_part_frees_the_other_parts(self, real_shop):
        real_shop.receive("BOOK", 2, real_shop.near)
        order = real_shop.place((1, "GIFT"))
        hear_news()
        fulfilment_order = FulfilmentOrder.objects.get(order=order)
        with transaction.atomic():
            pick_list = start_picking(fulfilment_order_ids=[fulfilment_order.id], at=real_shop.at, by=real_shop.by)
        book = PickTask.objects.get(pick_list_id=pick_list, sku_id=real_shop.skus["BOOK"])
        lamp = PickTask.objects.get(pick_list_id=pick_list, sku_id=real_shop.skus["LAMP"])

        with transaction.atomic():
            report_short_pick(task_id=book.id, missing=2, at=real_shop.at, by=real_shop.by)
        with transaction.atomic():
            pick_pieces(task_id=lamp.id, quantity=1, at=real_shop.at, by=real_shop.by)

        fulfilment_order.refresh_from_db()
        assert fulfilment_order.state == "CANCELLED"
        assert FulfilmentOrder.objects.filter(order=order, state="OPEN", location=real_shop.far).count() == 1
        assert_house_in_order()


class TestRecallAndAmend:
    def test_a_recalled_order_keeps_its_stock_and_can_be_released_again(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        hear_news()

        with transaction.atomic():
            recall_from_warehouse(order_id=order.id, at=real_shop.at, by=real_shop.by)
        assert real_shop.stock("LAMP") == (15, 1)
        with transaction.atomic():
            release_orders(order_ids=[order.id], at=real_shop.at, by=real_shop.by)
        hear_news()

        assert FulfilmentOrder.objects.filter(order=order, state="OPEN").count() == 1
        assert_house_in_order()

    def test_a_picked_order_is_not_recalled_and_its_address_not_changed(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        walk_to_packed(real_shop, order)

        with pytest.raises(AlreadyPicked), transaction.atomic():
            recall_from_warehouse(order_id=order.id, at=real_shop.at, by=real_shop.by)
        with pytest.raises(AlreadyPicked), transaction.atomic():
            readdress_order(by_hand=True, order_id=order.id, ship_to=order.address, at=real_shop.at, by=real_shop.by)

    def test_an_amended_address_stays_in_the_audit_trail(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        from dataclasses import replace

        with transaction.atomic():
            readdress_order(
                by_hand=True,
                order_id=order.id,
                ship_to=replace(order.address, street="Neue Str. 2"),
                at=real_shop.at,
                by=real_shop.by,
            )

        entry = AuditEntry.objects.get(subject="order", verb="amend_contents")
        assert entry.before["ship_to"]["street"] == "Domplatz 1"
        assert entry.after["ship_to"]["street"] == "Neue Str. 2"


class TestDispatch:
    def test_happens_once(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        shipments = walk_to_packed(real_shop, order)
        with transaction.atomic():
            dispatch_shipments(shipment_ids=shipments, at=real_shop.at, by=real_shop.by)

        with pytest.raises(FulfilmentStepRefused), transaction.atomic():
            dispatch_shipments(shipment_ids=shipments, at=real_shop.at, by=real_shop.by)

        assert real_shop.stock("LAMP") == (14, 0)


class TestOutbox:
    def test_news_of_a_rolled_back_order_were_never_told(self, real_shop):
        with pytest.raises(RuntimeError), transaction.atomic():
            real_shop.place((1, "LAMP"))
            raise RuntimeError

        assert Event.objects.filter(name="OrderPlaced").count() == 0
        from procrastinate.contrib.django.models import ProcrastinateJob

        assert ProcrastinateJob.objects.filter(args__listener="open_order_payments").count() == 0
        assert Order.objects.count() == 0

    def test_the_same_news_are_heard_once(self, real_shop):
        real_shop.place((1, "LAMP"))
        event = Event.objects.get(name="OrderPlaced")

        for _ in range(3):
            deliver("confirm_orders", [event.id])

        assert Message.objects.count() == 1
        assert Delivery.objects.filter(event=event, listener="confirm_orders").count() == 1

    def test_a_bad_order_is_set_aside_without_stopping_its_bundle(self, real_shop):
        good = real_shop.place((1, "LAMP"), payment="prepayment")
        bad = real_shop.place((1, "LAMP"), payment="prepayment")
        hear_news()
        for order in (good, bad):
            with transaction.atomic():
                book_payment(
                    order_id=order.id,
                    amount=Decimal(10),
                    reference=f"{order.id}",
                    at=real_shop.at,
                    by=real_shop.by,
                )
        Order.objects.filter(id=bad.id).update(ship_to=[])
        hear_news()

        kept = SetAside.objects.get(closed_at=None)
        assert (kept.listener, kept.code) == ("release_paid_orders", "bug.AttributeError")
        assert Order.objects.get(id=good.id).state == "RELEASED"

        Order.objects.filter(id=bad.id).update(ship_to=good.ship_to)
        assert retry_set_aside(kept.id)
        assert Order.objects.get(id=bad.id).state == "RELEASED"
        nothing_failed()


class TestTheDatabase:
    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE inventory_stockmove SET quantity = 1",
            "DELETE FROM orders_lineentry",
            "UPDATE platform_event SET name = 'x'",
            "DELETE FROM platform_auditentry",
            "UPDATE inventory_balance SET on_hand = 999",
            "UPDATE orders_order SET state = 'RELEASED'",
        ],
    )
    def test_refuses_to_rewrite_what_happened(self, real_shop, sql):
        from django.db import connection

        order = real_shop.place((1, "LAMP"))
        with transaction.atomic():
            hold_order(order_id=order.id, reason="fraud", note="", at=real_shop.at, by=real_shop.by)

        with (
            pytest.raises((InternalError, IntegrityError, Exception), match=r"append-only|does not go"),
            transaction.atomic(),
        ):
            connection.cursor().execute(sql)

    def test_keeps_an_issued_invoice_as_it_is(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        shipments = walk_to_packed(real_shop, order)
        with transaction.atomic():
            dispatch_shipments(shipment_ids=shipments, at=real_shop.at, by=real_shop.by)
        hear_news()

        with pytest.raises(Exception, match="does not change"), transaction.atomic():
            Invoice.objects.update(gross=0, net=0, tax=0)

    def test_refuses_to_count_less_than_is_promised(self, real_shop):
        real_shop.place((3, "VASE"))

        with pytest.raises(StockReserved), transaction.atomic():
            adjust_stock(
                sku_id=real_shop.skus["VASE"],
                location_id=real_shop.near.id,
                counted=2,
                cause="count",
                at=real_shop.at,
                by=real_shop.by,
            )


class TestIntake:
    def test_answers_a_known_order_with_the_order_it_is(self, real_shop):
        incoming = an_order((1, "LAMP"))

        first, again = real_shop.take(incoming)[0], real_shop.take(incoming)[0]

        assert (first.new, again.new) == (True, False)
        assert first.order_id == again.order_id
        assert real_shop.stock("LAMP") == (15, 1)

    def test_takes_one_of_two_copies_in_a_batch(self, real_shop):
        incoming = an_order((1, "LAMP"))

        answers = real_shop.take(incoming, incoming)

        assert [answer.new for answer in answers] == [True, False]
        assert Order.objects.count() == 1

    def test_refuses_one_order_without_stopping_the_others(self, real_shop):
        answers = real_shop.take(an_order((1, "LAMP")), an_order((1, "NOPE")), an_order((1, "VASE")))

        assert [isinstance(answer, TakenIn) for answer in answers] == [True, False, True]
        assert answers[1].code == "channels.sku_not_listed"

    def test_finds_an_article_by_the_channels_number(self, real_shop):
        order = real_shop.place((1, "L-001"))

        assert line_of(order).sku_id == real_shop.skus["LAMP"]

    def test_knows_a_buyer_again(self, real_shop):
        first = real_shop.place((1, "LAMP"))
        second = real_shop.place((1, "LAMP"))

        assert first.customer_id == second.customer_id

    def test_keeps_the_recipe_a_kit_was_sold_with(self, real_shop):
        order = real_shop.place((1, "GIFT"))
        from kontor.catalog.public import define_kit

        with transaction.atomic():
            define_kit(kit_id=real_shop.skus["GIFT"], parts={real_shop.skus["VASE"]: 1})
            cancel_whole_order(order_id=order.id, at=real_shop.at, by=real_shop.by)

        assert real_shop.stock("BOOK") == (6, 0)
        assert_house_in_order()
