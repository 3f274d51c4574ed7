"""What is agreed with a buyer after his order came in: it is taxed, sourced and owed anew, to the cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from lxml.html import fromstring

from builders import assert_house_in_order, hear_news, nothing_failed, person, person_named, walk_to_packed
from kontor.channels.ports import IncomingCharge, IncomingLine
from kontor.channels.tables import Channel
from kontor.flows.selling.amending import readdress_order
from kontor.flows.selling.payment import book_payment
from kontor.flows.selling.revising import (
    Revision,
    change_payment_kind,
    plan_revision,
    read_revision,
    revise_order,
)
from kontor.flows.warehouse.cancellation import cancel_pieces, cancel_whole_order
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.fulfilment.tables import FulfilmentOrder
from kontor.invoicing.tables import Invoice
from kontor.messaging.tables import Message
from kontor.orders.public import (
    AlreadyPicked,
    ChangedMeanwhile,
    LineUnknown,
    NoLines,
    WantedLine,
    hold_order,
    mark_contents,
    value_orders,
)
from kontor.orders.tables import Order, OrderCharge, OrderLine
from kontor.payments.public import MethodStays, PaidElsewhere
from kontor.payments.tables import MoneyIntent, Payment

pytestmark = pytest.mark.django_db(transaction=True)


def revise(shop, order, *, lines=None, added=(), charges=(), vat_id="", seen="") -> Order:
    """Change an order: ``lines`` are (quantity, price) of what is there, in its order; none: as it stands."""
    there = read_revision(order.id)
    kept = (
        there.lines
        if lines is None
        else [WantedLine(it.line_id, *new) for it, new in zip(there.lines, lines, strict=False) if new]
    )
    with transaction.atomic():
        revise_order(
            order_id=order.id, revision=Revision(kept, added, charges, vat_id), seen=seen, at=shop.at, by=shop.by
        )
    hear_news()
    nothing_failed()
    return Order.objects.get(id=order.id)


def shipping(amount: str) -> IncomingCharge:
    return IncomingCharge.model_validate({"kind": "shipping", "amount": amount})


class TestAnAddedLine:
    def test_is_reserved_taxed_invoiced_and_owed(self, real_shop):
        order = real_shop.place((1, "LAMP"), payment="prepayment")
        hear_news()

        book = IncomingLine.model_validate({"sku": "BOOK", "quantity": 2, "unit_price": "5.35"})
        amended = revise(real_shop, order, added=[book], charges=[shipping("4.90")])

        assert amended.gross == Decimal("25.60")
        assert {(it.channel_sku, it.rate, it.reserved) for it in OrderLine.objects.filter(order=order)} == {
            ("LAMP", Decimal(19), 1), ("BOOK", Decimal(7), 2),
        }  # fmt: skip
        assert sum(it.gross for it in OrderCharge.objects.filter(order=order)) == Decimal("4.90")
        assert Payment.objects.get(order_id=order.id).amount == Decimal("25.60")
        with transaction.atomic():
            book_payment(order_id=order.id, amount=Decimal("25.60"), reference="b", at=real_shop.at, by=real_shop.by)
        hear_news()
        for shipment in walk_to_packed(real_shop, amended):
            with transaction.atomic():
                dispatch_shipments(shipment_ids=[shipment], at=real_shop.at, by=real_shop.by)
        hear_news()
        assert sum(it.gross for it in Invoice.objects.filter(order=order)) == Decimal("25.60")
        assert_house_in_order()

    def test_that_is_not_there_is_short(self, real_shop):
        order = real_shop.place((1, "LAMP"), payment="prepayment")
        hear_news()

        revise(real_shop, order, added=[IncomingLine.model_validate({"sku": "VASE", "quantity": 6, "unit_price": "1"})])

        vase = OrderLine.objects.get(order=order, channel_sku="VASE")
        assert (vase.ordered, vase.reserved, vase.short) == (6, 4, 2)
        assert_house_in_order()


class TestALine:
    def test_taken_out_frees_its_stock(self, real_shop):
        order = real_shop.place((1, "LAMP"), (2, "VASE"), payment="prepayment")
        hear_news()

        amended = revise(real_shop, order, lines=[(1, Decimal(10)), None])

        assert real_shop.stock("VASE") == (4, 0)
        assert Payment.objects.get(order_id=order.id).amount == Decimal("10.00")
        assert amended.state == "PLACED"
        assert_house_in_order()

    def test_for_another_price_gives_the_difference_back_once_it_is_paid(self, real_shop):
        order = real_shop.place((2, "LAMP"), payment="prepayment")
        hear_news()
        with transaction.atomic():
            book_payment(order_id=order.id, amount=Decimal("20.00"), reference="b", at=real_shop.at, by=real_shop.by)
        hear_news()

        amended = revise(real_shop, order, lines=[(2, Decimal("8.50"))])

        assert (amended.gross, amended.state) == (Decimal("17.00"), "RELEASED")
        assert [(it.amount, it.state) for it in MoneyIntent.objects.all()] == [(Decimal("3.00"), "new")]
        assert OrderLine.objects.get(order=order).price_source == ""
        assert_house_in_order()

    def test_for_more_waits_for_the_rest_of_the_money(self, real_shop):
        order = real_shop.place((1, "LAMP"), payment="prepayment")
        hear_news()
        with transaction.atomic():
            book_payment(order_id=order.id, amount=Decimal("10.00"), reference="b", at=real_shop.at, by=real_shop.by)
        hear_news()

        amended = revise(real_shop, order, lines=[(3, Decimal(10))])

        assert (amended.state, amended.secured_at) == ("PLACED", None)
        assert FulfilmentOrder.objects.filter(order=order).exclude(state="CANCELLED").count() == 0
        assert Payment.objects.get(order_id=order.id).secured_at is None
        assert_house_in_order()

    def test_is_not_changed_once_a_piece_is_picked(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        walk_to_packed(real_shop, order)
        hear_news()
        before = mark_contents(order.id)

        with pytest.raises(AlreadyPicked):
            revise(real_shop, order, lines=[(1, Decimal(9))])

        assert mark_contents(order.id) == before

    def test_none_left_is_no_order(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        hear_news()

        with pytest.raises(NoLines):
            revise(real_shop, order, lines=[None])

        assert real_shop.stock("LAMP") == (15, 1)

    def test_of_an_order_that_stays_as_it_is_costs_what_it_cost(self, real_shop):
        order = real_shop.place((3, "LAMP"), (1, "BOOK"), charges=[{"kind": "shipping", "amount": "4.90"}])
        hear_news()

        amended = revise(real_shop, order, charges=read_revision(order.id).charges)

        assert (amended.net, amended.tax, amended.gross) == (order.net, order.tax, order.gross)
        assert_house_in_order()


class TestADiscount:
    def test_is_what_was_typed_whatever_was_taken_out(self, real_shop):
        """A merchant's walk: 3 × 41,00 became 2 × 39,90, and the discount of 10,01 shrank to 9,86."""
        order = real_shop.place(
            (3, "LAMP"), (1, "BOOK"), payment="prepayment", charges=[{"kind": "discount", "amount": "10.01"}]
        )
        hear_news()
        discount = IncomingCharge.model_validate({"kind": "discount", "amount": "10.01"})
        wanted = Revision(
            [WantedLine(it.line_id, pieces, Decimal("39.90")) for it, pieces in
             zip(read_revision(order.id).lines, (2, 1), strict=True)],
            [IncomingLine.model_validate({"sku": "VASE", "quantity": 1, "unit_price": "29.98"})],
            [shipping("7.50"), discount], "",
        )  # fmt: skip
        promised = plan_revision(order_id=order.id, revision=wanted, at=real_shop.at).total

        with transaction.atomic():
            revise_order(order_id=order.id, revision=wanted, at=real_shop.at, by=real_shop.by)
        hear_news()

        amended = Order.objects.get(id=order.id)
        assert promised.gross == Decimal("147.17")
        assert (amended.net, amended.tax, amended.gross) == (promised.net, promised.tax, promised.gross)
        assert value_orders([order.id])[order.id].left == promised.gross
        assert Payment.objects.get(order_id=order.id).amount == promised.gross
        with transaction.atomic():
            book_payment(order_id=order.id, amount=promised.gross, reference="b", at=real_shop.at, by=real_shop.by)
        hear_news()
        for shipment in walk_to_packed(real_shop, amended):
            with transaction.atomic():
                dispatch_shipments(shipment_ids=[shipment], at=real_shop.at, by=real_shop.by)
        hear_news()
        assert sum(it.gross for it in Invoice.objects.filter(order=order)) == promised.gross
        assert Order.objects.get(id=order.id).state == "CLOSED"
        assert_house_in_order()


class TestWhatWasPaidElsewhere:
    @pytest.mark.parametrize("payment", ["marketplace", "paid"])
    def test_never_becomes_more_for_money_that_nobody_received(self, real_shop, payment):
        order = real_shop.place((1, "LAMP"), payment=payment)
        hear_news()

        for lines, charges in (([(2, Decimal(10))], ()), ([(1, Decimal(11))], ()), (None, [shipping("1")])):
            with pytest.raises(PaidElsewhere):
                revise(real_shop, order, lines=lines, charges=charges)

        assert Payment.objects.get(order_id=order.id).captured == 10

    def test_may_become_less_and_the_rest_goes_back(self, real_shop):
        order = real_shop.place((2, "LAMP"), payment="paid")
        hear_news()

        amended = revise(real_shop, order, lines=[(2, Decimal(9))])

        assert amended.gross == 18
        assert sum(it.amount for it in MoneyIntent.objects.filter(kind="refund")) == 2
        assert_house_in_order()

    def test_of_which_the_marketplace_owes_the_vat_stays_so(self, real_shop):
        order = real_shop.place((2, "LAMP"), payment="marketplace", vat_owed_by_channel=True)
        hear_news()
        before = (order.tax_case, order.tax)

        amended = revise(real_shop, order, lines=[(1, Decimal(10))])

        assert before == ("deemed_supplier", 0)
        assert (amended.tax_case, amended.tax) == ("deemed_supplier", 0)


class TestALineThatIsNone:
    @pytest.mark.parametrize("named", ["twice", "of another order"])
    def test_is_refused(self, real_shop, named):
        order, other = (real_shop.place((1, "LAMP"), payment="prepayment") for _ in range(2))
        hear_news()
        mine = read_revision(order.id).lines[0]
        lines = [mine, mine if named == "twice" else read_revision(other.id).lines[0]]

        with pytest.raises(LineUnknown), transaction.atomic():
            revise_order(order_id=order.id, revision=Revision(lines, (), (), ""), at=real_shop.at, by=real_shop.by)


class TestAnotherKindOfOrder:
    def test_a_kit_and_a_line_cancelled_in_part_keep_their_amounts(self, real_shop):
        order = real_shop.place((2, "GIFT"), (3, "LAMP"), payment="prepayment")
        hear_news()
        lamp = OrderLine.objects.get(order=order, channel_sku="LAMP")
        with transaction.atomic():
            cancel_pieces(order_id=order.id, pieces={lamp.id: 1}, reference="c", at=real_shop.at, by=real_shop.by)
        hear_news()

        amended = revise(real_shop, order, lines=[(1, Decimal(10)), (2, Decimal(10))])

        assert value_orders([order.id])[order.id].left == 30
        assert Payment.objects.get(order_id=order.id).amount == 30
        assert amended.state == "PLACED"
        assert real_shop.stock("BOOK") == (6, 2)
        assert_house_in_order()

    def test_with_net_prices_adds_the_vat(self, real_shop):
        Channel.objects.filter(code="shop").update(prices_gross=False)
        order = real_shop.place((1, "LAMP"), payment="prepayment")
        hear_news()

        amended = revise(real_shop, order, lines=[(2, Decimal(10))])

        assert (amended.net, amended.gross) == (Decimal("20.00"), Decimal("23.80"))
        assert_house_in_order()

    def test_in_percent_follows_what_is_changed(self, real_shop):
        """Of 30 and of 50 euros ten percent: the page shows what was typed, and what it comes to follows."""
        order = real_shop.place((3, "LAMP"), payment="prepayment", charges=[
            {"kind": "discount", "title": "Rabatt 10 %", "amount": "3.00"}
        ])  # fmt: skip
        hear_news()
        office = person("*")
        office.cookies["django_language"] = "de"
        page = fromstring(office.get(f"/office/order/{order.id}/change/").content)
        typed = page.xpath('//*[@name="charge_amount"]')[0].get("value")
        form = {
            "seen": mark_contents(order.id), "line": [str(OrderLine.objects.get(order=order).id)], "sku": ["LAMP"],
            "quantity": ["5"], "price": ["10"], "charge_kind": ["discount"], "charge_title": ["Rabatt 10 %"],
            "charge_amount": [typed],
        }  # fmt: skip

        wrong = office.post(f"/office/order/{order.id}/change/save/", {**form, "charge_kind": ["shipping"]})
        done = office.post(f"/office/order/{order.id}/change/save/", form)

        assert typed == "10 %"
        assert "Nur ein Rabatt" in wrong.content.decode()
        assert done.status_code == 302
        assert Order.objects.get().gross == 45
        assert {it.title for it in OrderCharge.objects.filter(order=order)} == {"Rabatt 10 %"}
        hear_news()
        assert_house_in_order()


class TestAnOrderThatCostsNothingAnyMore:
    def test_is_paid_and_may_leave_as_one_that_came_in_so(self, real_shop):
        order = real_shop.place((3, "LAMP"), payment="prepayment")
        hear_news()

        given = revise(real_shop, order, lines=[(3, Decimal(0))])
        hear_news()

        assert (given.gross, Payment.objects.get().secured_at is not None) == (0, True)
        assert Order.objects.get(id=order.id).state == "RELEASED"
        assert_house_in_order()


class TestTheBuyer:
    def test_hears_what_his_order_holds_now_and_what_is_to_be_paid_once(self, real_shop):
        order = real_shop.place((2, "LAMP"), (1, "BOOK"), payment="prepayment", email="erika@example.org")
        hear_news()

        for _ in range(2):
            revise(real_shop, order, lines=[(5, Decimal(10)), None], charges=[shipping("4.90")])

        (mail,) = Message.objects.filter(kind="order_amended")
        assert "lautet jetzt über 54,90" in mail.body
        assert "5 × " in mail.body
        assert "Versand: 4,90" in mail.body
        assert "überweisen Sie 54,90" in mail.body

    def test_hears_last_what_holds_last_also_where_it_was_so_before(self, real_shop):
        """Two became three, two again and three once more: the last mail says three, not the two of the mail before."""
        order = real_shop.place((2, "LAMP"), payment="prepayment", email="erika@example.org")
        hear_news()

        for minute, count in enumerate((3, 2, 3)):
            shop = replace(real_shop, at=real_shop.at + timedelta(minutes=minute))
            revise(shop, order, lines=[(count, Decimal(10))])

        assert [mail.body.count(" × ") for mail in Message.objects.filter(kind="order_amended")] == [1, 1, 1]
        assert "überweisen Sie 30,00" in Message.objects.filter(kind="order_amended").latest("id").body

    def test_hears_where_it_goes_now_and_on_account_is_asked_for_nothing_beforehand(self, real_shop):
        order = real_shop.place((2, "LAMP"), payment="invoice", email="erika@example.org")
        hear_news()
        moved = replace(order.address, street="Neue Straße 7")

        with transaction.atomic():
            readdress_order(by_hand=True, order_id=order.id, ship_to=moved, at=real_shop.at, by=real_shop.by)
        hear_news()

        (mail,) = Message.objects.filter(kind="order_amended")
        assert "Lieferung an: Erika Muster, Neue Straße 7" in mail.body
        assert "überweisen" not in mail.body

    def test_hears_nothing_of_what_his_channel_says_itself_nor_of_what_is_over(self, real_shop):
        order = real_shop.place((2, "LAMP"), payment="prepayment", email="erika@example.org")
        hear_news()
        moved = replace(order.address, street="Neue Straße 7")
        with transaction.atomic():
            readdress_order(by_hand=False, order_id=order.id, ship_to=moved, at=real_shop.at, by=real_shop.by)
        hear_news()
        with transaction.atomic():
            readdress_order(
                by_hand=True, order_id=order.id, ship_to=replace(moved, street="Alte Straße 8"), at=real_shop.at,
                by=real_shop.by,
            )  # fmt: skip
            cancel_whole_order(order_id=order.id, at=real_shop.at, by=real_shop.by)
        hear_news()

        assert not Message.objects.filter(kind="order_amended").exists()

    def test_of_a_channel_that_tells_its_buyers_hears_nothing_from_us(self, real_shop):
        Channel.objects.update(capabilities=["tells_buyer"])
        order = real_shop.place((2, "LAMP"), payment="prepayment")
        hear_news()

        revise(real_shop, order, lines=[(1, Decimal(10))])

        assert not Message.objects.filter(kind="order_amended").exists()


class TestAHoldForTheAddress:
    def test_stays_where_something_else_is_changed(self, real_shop):
        order = real_shop.place((1, "LAMP"), payment="prepayment")
        hear_news()
        with transaction.atomic():
            hold_order(order_id=order.id, reason="address", note="Hausnummer?", at=real_shop.at, by=real_shop.by)

        assert revise(real_shop, order, lines=[(2, Decimal(10))]).state == "HELD"


class TestTwoEditors:
    def test_of_one_order_the_second_sees_both_versions_and_overwrites_nothing(self, real_shop):
        order = real_shop.place((1, "LAMP"), payment="prepayment")
        hear_news()
        seen = mark_contents(order.id)
        revise(real_shop, order, lines=[(2, Decimal(10))], seen=seen)

        with pytest.raises(ChangedMeanwhile):
            revise(real_shop, order, lines=[(5, Decimal(1))], seen=seen)
        page = person("*").post(
            f"/office/order/{order.id}/change/save/",
            {
                "seen": seen, "line": [str(OrderLine.objects.get(order=order).id)], "sku": ["LAMP"], "quantity": ["5"],
                "price": ["1"], "charge_kind": [], "charge_title": [], "charge_amount": [],
            },
        )  # fmt: skip

        assert page.status_code == 409
        text = page.content.decode()
        assert "Inzwischen geändert" in text
        assert "2 × LAMP" in text
        assert OrderLine.objects.get(order=order).ordered == 2

    def test_of_an_address_too(self, real_shop):
        order = real_shop.place((1, "LAMP"), payment="prepayment")
        hear_news()
        seen = mark_contents(order.id)
        revise(real_shop, order, lines=[(2, Decimal(10))])

        page = person("*").post(
            f"/office/order/{order.id}/address/",
            {"seen": seen, "name": "Neu", "street": "Weg 2", "postal_code": "50667", "city": "Köln", "country": "DE"},
        )

        assert page.status_code == 409
        assert Order.objects.get(id=order.id).ship_to == order.ship_to


class TestTheWayItIsPaid:
    """``change_payment_method`` in payments and ``change_payment`` in orders, joined."""

    def test_on_account_lets_it_go_at_once(self, real_shop):
        order = real_shop.place((1, "LAMP"), payment="prepayment")
        hear_news()

        with transaction.atomic():
            change_payment_kind(order_id=order.id, method="invoice", at=real_shop.at, by=real_shop.by)
        hear_news()

        assert (Order.objects.get(id=order.id).state, Order.objects.get(id=order.id).payment) == ("RELEASED", "invoice")
        assert_house_in_order()

    def test_beforehand_calls_it_back_from_the_warehouse(self, real_shop):
        order = real_shop.place((1, "LAMP"), payment="invoice")
        hear_news()

        with transaction.atomic():
            change_payment_kind(order_id=order.id, method="prepayment", at=real_shop.at, by=real_shop.by)
        hear_news()

        now = Order.objects.get(id=order.id)
        assert (now.state, now.secured_at, Payment.objects.get(order_id=order.id).method) == (
            "PLACED",
            None,
            "prepayment",
        )
        assert FulfilmentOrder.objects.filter(order=order).exclude(state="CANCELLED").count() == 0
        nothing_failed()
        assert_house_in_order()

    @pytest.mark.parametrize("payment", ["paid", "marketplace"])
    def test_stays_where_it_was_paid_elsewhere(self, real_shop, payment):
        order = real_shop.place((1, "LAMP"), payment=payment)
        hear_news()

        with pytest.raises(MethodStays), transaction.atomic():
            change_payment_kind(order_id=order.id, method="invoice", at=real_shop.at, by=real_shop.by)

        now = Order.objects.get(id=order.id)
        assert (now.state, now.payment, Payment.objects.get(order_id=order.id).method) == ("RELEASED", payment, payment)
        assert now.secured_at is not None
        assert FulfilmentOrder.objects.filter(order=order).exclude(state="CANCELLED").count() == 1

    def test_said_again_calls_nothing_back(self, real_shop):
        order = real_shop.place((1, "LAMP"), payment="invoice")
        hear_news()

        with transaction.atomic():
            change_payment_kind(order_id=order.id, method="invoice", at=real_shop.at, by=real_shop.by)

        assert Order.objects.get(id=order.id).state == "RELEASED"


class TestTheInvoiceAddress:
    """``change_invoice_address``."""

    FIRM = {"elsewhere": "1", "name": "", "company": "Muster AG", "street": "Platz 1", "postal_code": "10115",
            "city": "Berlin", "country": "DE"}  # fmt: skip

    def test_may_change_until_it_is_invoiced(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        shipments = walk_to_packed(real_shop, order)
        office = person("*")

        office.post(f"/office/order/{order.id}/invoice-address/", self.FIRM)
        assert Order.objects.get(id=order.id).bill_to["company"] == "Muster AG"
        with transaction.atomic():
            dispatch_shipments(shipment_ids=shipments, at=real_shop.at, by=real_shop.by)
        hear_news()
        answer = office.post(f"/office/order/{order.id}/invoice-address/", {}, follow=True)

        assert "ist berechnet" in answer.content.decode() or "Rechnung" in answer.content.decode()
        assert Order.objects.get(id=order.id).bill_to["company"] == "Muster AG"
        assert "Muster AG" in str(Invoice.objects.get(order=order).content)


class TestThePage:
    def test_shows_what_the_order_would_come_to_and_writes_nothing(self, real_shop):
        order = real_shop.place((1, "LAMP"), payment="prepayment", charges=[{"kind": "shipping", "amount": "4.90"}])
        hear_news()
        office = person("*")
        line = OrderLine.objects.get(order=order)

        form = office.get(f"/office/order/{order.id}/change/")
        told = office.post(
            f"/office/order/{order.id}/change/sum/",
            {
                "line": [str(line.id), ""], "sku": ["LAMP", "BOOK"], "quantity": ["3", "1"], "price": ["9,50", "20"],
                "charge_kind": ["shipping", "discount"], "charge_title": ["Versand", ""], "charge_amount": ["4,90", "3"],
            },
        ).content.decode()  # fmt: skip

        assert form.status_code == 200
        assert "4,90" in form.content.decode()
        assert "50,40" in told.replace("\xa0", " ")
        assert Order.objects.get(id=order.id).gross == Decimal("14.90")

    @pytest.mark.parametrize(
        "typed",
        [
            {"quantity": ["0"]}, {"quantity": ["-1"]}, {"price": [""]}, {"price": ["abc"]}, {"price": ["1e9"]},
            {"quantity": ["1", "2"]}, {"charge_amount": ["x"]}, {"charge_kind": ["gift"]}, {"line": ["999999999"]},
            {"quantity": ["99999999999"]}, {"sku": ["NOBODY"], "line": [""]},
        ],
    )  # fmt: skip
    def test_refuses_what_it_cannot_read_and_keeps_what_was_typed(self, real_shop, typed):
        order = real_shop.place((1, "LAMP"), payment="prepayment")
        hear_news()
        before = mark_contents(order.id)
        sent = {
            "line": [str(OrderLine.objects.get(order=order).id)], "sku": ["LAMP"], "quantity": ["1"], "price": ["10"],
            "charge_kind": ["shipping"], "charge_title": [""], "charge_amount": ["1"],
        }  # fmt: skip

        answer = person("*").post(f"/office/order/{order.id}/change/save/", sent | typed)

        assert answer.status_code == 200
        assert mark_contents(order.id) == before


class TestColleagues:
    def test_see_each_other_and_who_is_changing_it(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        anna, ben = person_named("anna", "orders:read"), person_named("ben", "orders:read")

        anna.post(f"/office/here/order/{order.id}/?changing=1")
        seen = ben.post(f"/office/here/order/{order.id}/").content.decode()
        mine = anna.post(f"/office/here/order/{order.id}/?changing=1").content.decode()

        assert "anna" in seen
        assert "ändert" in seen
        assert "ben" in mine

    def test_of_another_room_see_nobody(self, real_shop):
        order = real_shop.place((1, "LAMP"))

        assert person("catalog:read").post(f"/office/here/order/{order.id}/").status_code == 404
