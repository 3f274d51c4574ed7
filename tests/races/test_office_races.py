"""Two people at one thing: an order, an article, a customer, an import. Each with a twin that fails without the protection."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.urls import reverse
from test_stock_races import in_threads, replaced

from builders import assert_house_in_order, hear_news, person_named
from kontor.customers.public import CustomerTaken, keep_customer
from kontor.customers.tables import Customer, CustomerMerge
from kontor.flows.people import same_buyer
from kontor.flows.people.same_buyer import bind_late_orders, divide_customers, join_customers
from kontor.flows.selling import payment
from kontor.flows.selling.payment import book_payment
from kontor.flows.selling.revising import Revision, read_revision, revise_order
from kontor.orders.public import ChangedMeanwhile, WantedLine, mark_contents
from kontor.orders.queries import contents
from kontor.orders.tables import Order, OrderLine
from kontor.platform.models import BulkJob

pytestmark = pytest.mark.django_db(transaction=True)

BEN = {
    "name": "Ben",
    "street": "Ring 2",
    "postal_code": "10115",
    "city": "Berlin",
    "country": "DE",
    "email": "b@example.org",
}


class TestTwoEditorsOfAnOrder:
    """Both opened it as it was; one wants three pieces, the other five."""

    def press(self, shop, order, seen: str) -> list:
        line = read_revision(order.id).lines[0]

        def edit(pieces: int):
            wanted = Revision([WantedLine(line.line_id, pieces, line.unit_price)], (), (), "")
            with transaction.atomic():
                at = shop.at + timedelta(seconds=pieces)
                revise_order(order_id=order.id, revision=wanted, seen=seen, at=at, by=shop.by)

        return in_threads([lambda: edit(3), lambda: edit(5)])

    def test_the_second_is_told_and_writes_nothing(self, real_shop):
        order = real_shop.place((1, "LAMP"), payment="prepayment")
        hear_news()

        results = self.press(real_shop, order, mark_contents(order.id))

        assert [type(it) for it in results if it is not None] == [ChangedMeanwhile]
        assert OrderLine.objects.get(order=order).ordered in (3, 5)
        assert_house_in_order()

    def test_without_what_was_seen_the_later_one_overwrites_the_other(self, real_shop):
        order = real_shop.place((1, "LAMP"), payment="prepayment")
        hear_news()

        results = self.press(real_shop, order, "")

        assert results == [None, None]


class TestMoneyAndAChange:
    """An order was paid in full; before anybody heard of that, it was changed to cost more."""

    def story(self, shop) -> Order:
        order = shop.place((1, "LAMP"), payment="prepayment")
        hear_news()
        with transaction.atomic():
            book_payment(order_id=order.id, amount=Decimal(10), reference="b", at=shop.at, by=shop.by)
        line = read_revision(order.id).lines[0]
        more = Revision([WantedLine(line.line_id, 4, line.unit_price)], (), (), "")
        with transaction.atomic():
            revise_order(order_id=order.id, revision=more, at=shop.at, by=shop.by)
        hear_news()
        return Order.objects.get(id=order.id)

    def test_wait_for_the_rest_of_the_money(self, real_shop):
        order = self.story(real_shop)

        assert (order.state, order.secured_at) == ("PLACED", None)
        assert_house_in_order()

    def test_would_leave_half_paid_if_the_news_were_believed(self, real_shop):
        with replaced(payment, "list_secured", set):
            order = self.story(real_shop)

        assert order.state == "RELEASED"


class TestAMergeThatIsTakenBack:
    """The clock binds late orders to the customer that stays, while somebody parts the two."""

    def story(self, shop) -> tuple[Order, Order]:
        mine, theirs = shop.place((1, "LAMP")), shop.place((1, "LAMP"), ship_to=BEN)
        with transaction.atomic():
            merge = join_customers(kept_id=mine.customer_id, gone_id=theirs.customer_id, at=shop.at, by=shop.by)
        with transaction.atomic():
            divide_customers(merge_id=merge, at=shop.at, by=shop.by)
        # The clock had asked before, and comes only now.
        with transaction.atomic():
            bind_late_orders(kept_id=mine.customer_id, gone_id=theirs.customer_id, at=shop.at, by=shop.by)
        return mine, theirs

    def test_gives_each_his_own_orders(self, real_shop):
        _mine, theirs = self.story(real_shop)

        assert Order.objects.get(id=theirs.id).customer_id == theirs.customer_id

    def test_without_asking_again_gives_them_to_the_wrong_one(self, real_shop):
        with replaced(same_buyer, "is_merged_into", lambda gone, kept: True):
            _mine, theirs = self.story(real_shop)

        assert Order.objects.get(id=theirs.id).customer_id != theirs.customer_id

    def test_taken_back_by_two_is_taken_back_once(self, real_shop):
        mine, theirs = real_shop.place((1, "LAMP")), real_shop.place((1, "LAMP"), ship_to=BEN)
        with transaction.atomic():
            merge = join_customers(
                kept_id=mine.customer_id, gone_id=theirs.customer_id, at=real_shop.at, by=real_shop.by
            )

        def part():
            with transaction.atomic():
                divide_customers(merge_id=merge, at=real_shop.at, by=real_shop.by)

        results = in_threads([part, part])

        assert len([it for it in results if it is None]) == 1
        assert Order.objects.get(id=theirs.id).customer_id == theirs.customer_id
        assert CustomerMerge.objects.get().undone_at is not None


class TestTwoWhoEnterTheSameCustomer:
    def test_enter_him_once(self, real_shop):
        def enter():
            with transaction.atomic():
                keep_customer(
                    customer_id=None,
                    facts={"name": "Eva", "email": "eva@example.org"},
                    at=real_shop.at,
                    by=real_shop.by,
                )

        results = in_threads([enter, enter, enter])

        assert Customer.objects.filter(email="eva@example.org").count() == 1
        assert [type(it) for it in results if it is not None] == [CustomerTaken, CustomerTaken]


class TestAnImportBegunByTwo:
    def test_is_one_job(self, real_shop):
        import sys
        from pathlib import Path

        sys.path.append(str(Path(__file__).parents[1] / "doors"))
        from test_import_pages import upload

        it = upload(person_named("anna"), "stock", "SKU;Bestand;Lager\nLAMP;7;NEAR\n")
        people = [person_named(name) for name in ("anna", "ben", "eva")]

        in_threads([lambda who=who: who.post(reverse("admin:import_verb", args=[it.pk, "begin"])) for who in people])
        connection.close()

        assert BulkJob.objects.filter(grid="imports").count() == 1


def test_the_mark_changes_with_all_that_an_order_holds(real_shop):
    order = real_shop.place((1, "LAMP"), payment="prepayment")
    hear_news()
    seen = [contents.mark_contents(order.id)]
    for change in ({"vat_id": "DE1"}, {"payment": "invoice"}, {"bill_to": {"name": "x"}}):
        Order.objects.filter(id=order.id).update(**change)
        seen.append(contents.mark_contents(order.id))

    assert len(set(seen)) == 4
