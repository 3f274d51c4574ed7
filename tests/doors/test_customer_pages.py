"""The page of a customer: what he ordered and owes, whom to speak to; two who are one buyer are made one, and two again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from builders import assert_house_in_order, hear_news, nothing_failed, person
from kontor.customers.public import (
    CustomerHasOrders,
    CustomerTaken,
    CustomerWrong,
    GroupUnknown,
    MergedFurther,
    MergeRefused,
    MergeUnknown,
    drop_customer,
    keep_contacts,
    keep_customer,
    list_groups_of,
    merge_customers,
    part_customers,
)
from kontor.customers.tables import Contact, Customer, CustomerAddress, CustomerGroup, CustomerMerge
from kontor.flows.people.same_buyer import bind_late_orders, divide_customers, join_customers
from kontor.orders.public import rebind_orders
from kontor.orders.tables import Order

pytestmark = pytest.mark.django_db(transaction=True)

BEN = {"name": "Ben Beispiel", "street": "Ring 2", "postal_code": "10115", "city": "Berlin", "country": "DE",
       "email": "ben@example.org"}  # fmt: skip


def press(client, customer_id: int, verb: str, **sent):
    return client.post(reverse("admin:customer_verb", args=[customer_id, verb]), sent, follow=True)


def two_of_one(shop) -> tuple[Order, Order]:
    return shop.place((1, "LAMP")), shop.place((2, "LAMP"), ship_to=BEN)


class TestACustomer:
    FORM = {
        "name": "Anna Amsel",
        "company": "",
        "email": "anna@example.org",
        "phone": "",
        "language": "de",
        "group": "",
    }

    def test_is_entered_and_found_by_his_next_order(self, office, real_shop):
        office.post(reverse("admin:customer_enter"), self.FORM)

        order = real_shop.place((1, "LAMP"), ship_to={**BEN, "email": "anna@example.org"})
        assert order.customer == Customer.objects.get(name="Anna Amsel")

    def test_is_not_entered_twice(self, office, real_shop):
        for _ in range(2):
            page = office.post(reverse("admin:customer_enter"), self.FORM, follow=True).content.decode()

        assert Customer.objects.filter(email="anna@example.org").count() == 1
        assert "gibt es schon" in page

    def test_shows_what_he_ordered_and_owes_to_whom_that_is_open(self, office, real_shop):
        order = real_shop.place((3, "LAMP"), payment="invoice")
        hear_news()

        page = office.get(reverse("admin:customer", args=[order.customer_id])).content.decode()

        assert order.number in page
        assert "30,00\xa0EUR" in page

    def test_shows_no_orders_to_whom_they_are_closed(self, real_shop):
        order = real_shop.place((3, "LAMP"), payment="invoice")
        hear_news()

        page = person("customers:read").get(reverse("admin:customer", args=[order.customer_id])).content.decode()

        assert order.number not in page
        assert "30,00" not in page

    def test_has_people_to_speak_to(self, office, real_shop):
        order = real_shop.place((1, "LAMP"))

        press(office, order.customer_id, "contacts", contact_name=["Eva", ""], duty=["Einkauf", ""],
              contact_email=["eva@x.example", ""], contact_phone=["", ""])  # fmt: skip

        assert [(it.name, it.duty) for it in Contact.objects.all()] == [("Eva", "Einkauf")]

    def test_who_ordered_stays(self, office, real_shop):
        order = real_shop.place((1, "LAMP"))

        with pytest.raises(CustomerHasOrders), transaction.atomic():
            drop_customer(customer_id=order.customer_id, at=real_shop.at, by=real_shop.by)

        assert CustomerAddress.objects.filter(customer=order.customer_id).exists()

    @pytest.mark.parametrize(
        ("facts", "refusal"),
        [({"name": ""}, CustomerWrong), ({"name": "x", "group": "nobody"}, GroupUnknown),
         ({"name": "x", "email": "erika@example.org"}, CustomerTaken)],
    )  # fmt: skip
    def test_that_is_none_is_refused(self, real_shop, facts, refusal):
        real_shop.place((1, "LAMP"))

        with pytest.raises(refusal), transaction.atomic():
            keep_customer(customer_id=None, facts=facts, at=real_shop.at, by=real_shop.by)

    def test_gets_the_prices_of_his_group(self, office, real_shop):
        CustomerGroup.objects.create(code="haendler", name="Händler")
        order = real_shop.place((1, "LAMP"))

        press(office, order.customer_id, "general", name="Erika", language="de", group="haendler")

        assert Customer.objects.get(id=order.customer_id).group.code == "haendler"


class TestOneBuyer:
    """``merge_customers``, ``part_customers`` and ``rebind_orders``, joined."""

    def test_has_all_orders_and_those_to_come(self, real_shop):
        first, second = two_of_one(real_shop)

        with transaction.atomic():
            join_customers(kept_id=first.customer_id, gone_id=second.customer_id, at=real_shop.at, by=real_shop.by)
        third = real_shop.place((1, "VASE"), ship_to=BEN)
        hear_news()

        assert {it.customer_id for it in Order.objects.all()} == {first.customer_id}
        assert third.customer_id == first.customer_id
        assert CustomerAddress.objects.filter(customer=first.customer_id).count() == 2
        nothing_failed()
        assert_house_in_order()

    def test_is_two_again_each_with_what_he_had(self, real_shop):
        first, second = two_of_one(real_shop)
        with transaction.atomic():
            merge = join_customers(
                kept_id=first.customer_id, gone_id=second.customer_id, at=real_shop.at, by=real_shop.by
            )

        with transaction.atomic():
            divide_customers(merge_id=merge, at=real_shop.at, by=real_shop.by)

        assert Order.objects.get(id=first.id).customer_id == first.customer_id
        assert Order.objects.get(id=second.id).customer_id == second.customer_id
        assert real_shop.place((1, "VASE"), ship_to=BEN).customer_id == second.customer_id
        assert CustomerAddress.objects.filter(customer=second.customer_id).count() == 1
        assert_house_in_order()
        with pytest.raises(MergeUnknown), transaction.atomic():
            part_customers(merge_id=merge, at=real_shop.at, by=real_shop.by)

    def test_who_had_others_takes_them_along(self, real_shop):
        first, second = two_of_one(real_shop)
        third = real_shop.place((1, "VASE"), ship_to={**BEN, "email": "c@example.org"})
        for kept, gone in ((second, third), (first, second)):
            with transaction.atomic():
                join_customers(kept_id=kept.customer_id, gone_id=gone.customer_id, at=real_shop.at, by=real_shop.by)

        order = real_shop.place((1, "VASE"), ship_to={**BEN, "email": "c@example.org"})

        assert order.customer_id == first.customer_id

    @pytest.mark.parametrize("twice", [False, True])
    def test_is_nobody_with_himself_or_with_whom_was_merged_before(self, real_shop, twice):
        first, second = two_of_one(real_shop)
        if twice:
            with transaction.atomic():
                join_customers(kept_id=first.customer_id, gone_id=second.customer_id, at=real_shop.at, by=real_shop.by)

        with pytest.raises(MergeRefused), transaction.atomic():
            gone = second.customer_id if twice else first.customer_id
            merge_customers(kept_id=first.customer_id, gone_id=gone, order_ids=[], at=real_shop.at, by=real_shop.by)

        assert CustomerMerge.objects.count() == int(twice)
        assert CustomerAddress.objects.count() == 2

    def test_pays_the_prices_of_the_one_that_stays(self, real_shop):
        CustomerGroup.objects.create(code="haendler", name="Händler")
        first, second = two_of_one(real_shop)
        Customer.objects.filter(id=first.customer_id).update(group=CustomerGroup.objects.get())

        with transaction.atomic():
            join_customers(kept_id=first.customer_id, gone_id=second.customer_id, at=real_shop.at, by=real_shop.by)

        key = Customer.objects.get(id=second.customer_id).match_key
        assert list_groups_of([key]) == {key: CustomerGroup.objects.get().id}

    def test_that_went_further_is_parted_from_the_outside_in(self, real_shop):
        first, second = two_of_one(real_shop)
        third = real_shop.place((1, "VASE"), ship_to={**BEN, "email": "c@example.org"})
        merges = []
        for kept, gone in ((second, third), (first, second)):
            with transaction.atomic():
                merges.append(
                    join_customers(kept_id=kept.customer_id, gone_id=gone.customer_id, at=real_shop.at, by=real_shop.by)
                )

        with pytest.raises(MergedFurther), transaction.atomic():
            divide_customers(merge_id=merges[0], at=real_shop.at, by=real_shop.by)
        for merge in reversed(merges):
            with transaction.atomic():
                divide_customers(merge_id=merge, at=real_shop.at, by=real_shop.by)

        assert {it.id: it.customer_id for it in Order.objects.all()} == {
            it.id: it.customer_id for it in (first, second, third)
        }
        assert not Customer.objects.filter(merged_into__isnull=False).exists()

    def test_is_followed_by_an_order_that_was_on_its_way(self, real_shop):
        first, second = two_of_one(real_shop)
        with transaction.atomic():
            join_customers(kept_id=first.customer_id, gone_id=second.customer_id, at=real_shop.at, by=real_shop.by)
            rebind_orders(
                from_customer=first.customer_id, to_customer=second.customer_id, only=[second.id], at=real_shop.at,
                by=real_shop.by,
            )  # fmt: skip

        with transaction.atomic():
            found = bind_late_orders(
                kept_id=first.customer_id, gone_id=second.customer_id, at=real_shop.at + timedelta(minutes=10),
                by=real_shop.by,
            )  # fmt: skip

        assert (found, Order.objects.get(id=second.id).customer_id) == (1, first.customer_id)

    def test_is_proposed_and_joined_on_the_page(self, office, real_shop):
        order = real_shop.place((1, "LAMP"))
        with transaction.atomic():
            twin, _before = keep_customer(
                customer_id=None, facts={"name": "Erika M.", "email": "Erika@example.org"}, key="number:7",
                at=real_shop.at, by=real_shop.by,
            )  # fmt: skip

        page = office.get(reverse("admin:customer", args=[order.customer_id])).content.decode()
        press(office, order.customer_id, "merge", gone=twin)
        gone = office.get(reverse("admin:customer", args=[twin]))
        shown = office.get(reverse("admin:customer", args=[order.customer_id])).content.decode()
        merge = CustomerMerge.objects.get()
        press(office, order.customer_id, "part", merge=merge.id)

        assert "Erika M." in page
        assert gone["Location"] == reverse("admin:customer", args=[order.customer_id])
        assert "Erika M." in shown
        assert Customer.objects.get(id=twin).merged_into is None


def test_keep_contacts_says_whom_and_no_others(real_shop):
    from kontor.customers.public import NewContact

    customer = real_shop.place((1, "LAMP")).customer_id
    for names in (["a", "b"], ["b"], []):
        with transaction.atomic():
            keep_contacts(
                customer_id=customer, contacts=[NewContact(it) for it in names], at=real_shop.at, by=real_shop.by
            )
        assert [it.name for it in Contact.objects.order_by("id")] == names
