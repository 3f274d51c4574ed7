"""Offers on channels: seen in one grid, their prices changed one by one and many at once, and taken back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse
from lxml.html import fromstring

from builders import assert_house_in_order, person, run_bulk
from kontor.catalog.tables import Sku
from kontor.channels.tables import Channel, Listing, Offer
from kontor.platform.models import AuditEntry, BulkJob

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def listed(real_shop) -> list[Listing]:
    """Three articles on one channel, two with a price."""
    channel = Channel.objects.order_by("id")[0]
    prices = {"LAMP": "10.00", "VASE": "19.99", "BOOK": None}
    found = []
    for code, price in prices.items():
        told = {"price": None if price is None else Decimal(price)}
        listing, _new = Listing.objects.update_or_create(
            channel=channel, channel_sku=f"C-{code}", defaults={"sku": Sku.objects.get(code=code), **told}
        )
        Offer.objects.get_or_create(listing=listing, defaults={"channel": channel, "wanted": 3, "published": 2})
        found.append(listing)
    return found


def prices() -> dict[str, str | None]:
    rows = Listing.objects.filter(channel_sku__startswith="C-").order_by("id")
    return {it.channel_sku: None if it.price is None else f"{it.price:.2f}" for it in rows}


def change_many(office, listed, change: str) -> BulkJob:
    """Change prices of all, as the form of the grid does."""
    office.post(reverse("admin:grid_bulk", args=["offers"]), {"verb": "price", "id": [it.pk for it in listed]})
    job = BulkJob.objects.latest("id")
    office.post(reverse("admin:bulk_press", args=[job.pk, "begin"]), {"change": change})
    run_bulk()
    return job


class TestOffers:
    def test_show_price_stock_and_state_of_each_channel(self, office, listed):
        for state in ("inflight", "refused"):
            Offer.objects.filter(listing=listed[0]).update(state=state, problem="no such category")

        page = office.get(reverse("admin:grid", args=["offers"]) + "?view=all").content.decode()
        refused = office.get(reverse("admin:grid", args=["offers"]) + "?view=x&state.is=refused").content.decode()

        assert all(f"C-{code}" in page for code in ("LAMP", "VASE", "BOOK"))
        assert "19,99" in page
        assert "Vom Kanal abgelehnt" in page
        assert ("C-LAMP" in refused, "C-VASE" in refused) == (True, False)

    def test_price_is_changed_in_place_and_the_channel_told(self, office, listed):
        edit = reverse("admin:grid_edit", args=["offers", listed[0].pk, "price"])

        office.post(edit, {"value": "12,50"}, HTTP_HX_REQUEST="true")

        assert prices()["C-LAMP"] == "12.50"
        assert Offer.objects.get(listing=listed[0]).wanted_price == Decimal("12.50")
        entry = AuditEntry.objects.get(verb="change_listing_price")
        assert (entry.before, entry.by) == ({"price": "10.0000"}, "user:anna")

    @pytest.mark.parametrize(
        "wrong", ["abc", "-100 %", "0", "10 %", "99999999999", "1e5", "\u0663", "--5", "0,001", "9,999"]
    )
    def test_price_that_is_none_changes_nothing(self, office, listed, wrong):
        edit = reverse("admin:grid_edit", args=["offers", listed[0].pk, "price"])

        office.post(edit, {"value": wrong}, HTTP_HX_REQUEST="true")

        assert prices()["C-LAMP"] == "10.00"

    def test_prices_of_many_rise_at_once_and_fall_back(self, office, listed):
        job = change_many(office, listed, "+5 %")

        assert prices() == {"C-LAMP": "10.50", "C-VASE": "20.99", "C-BOOK": None}
        office.post(reverse("admin:bulk_press", args=[job.pk, "undo"]))
        run_bulk()
        assert prices() == {"C-LAMP": "10.00", "C-VASE": "19.99", "C-BOOK": None}
        assert_house_in_order()

    def test_prices_that_somebody_changed_since_stay_when_a_job_is_taken_back(self, office, listed):
        job = change_many(office, listed, "-50 %")
        office.post(reverse("admin:grid_edit", args=["offers", listed[0].pk, "price"]), {"value": "55,55"})

        office.post(reverse("admin:bulk_press", args=[job.pk, "undo"]))
        run_bulk()

        assert prices() == {"C-LAMP": "55.55", "C-VASE": "19.99", "C-BOOK": None}
        undone = BulkJob.objects.latest("id")
        page = office.get(reverse("admin:bulk_job", args=[undone.pk])).content.decode()
        assert "seitdem geändert" in page

    @pytest.mark.parametrize("before", ["0", "19.9999"])
    def test_prices_are_taken_back_to_whatever_they_were(self, office, listed, before):
        Listing.objects.filter(pk=listed[0].pk).update(price=before)
        job = change_many(office, listed[:1], "7,50")

        office.post(reverse("admin:bulk_press", args=[job.pk, "undo"]))
        run_bulk()

        assert Listing.objects.get(pk=listed[0].pk).price == Decimal(before)

    def test_price_sent_twice_changes_once(self, office, listed):
        edit = reverse("admin:grid_edit", args=["offers", listed[0].pk, "price"])
        seen = fromstring(office.get(edit).content).xpath("//input[@name='seen']/@value")[0]

        for _twice in range(2):
            told = office.post(edit, {"value": "+5 %", "seen": seen}).content.decode()

        assert prices()["C-LAMP"] == "10.50"
        assert "inzwischen geändert" in told

    @pytest.mark.parametrize(("typed", "price"), [("1.299", "1299.00"), ("1.299,50 €", "1299.50"), ("+1,5", "11.50")])
    def test_price_is_read_as_everywhere(self, office, listed, typed, price):
        office.post(reverse("admin:grid_edit", args=["offers", listed[0].pk, "price"]), {"value": typed})

        assert prices()["C-LAMP"] == price

    def test_prices_are_changed_by_nobody_who_may_not(self, real_shop, listed):
        clerk = person("channels:read", "orders:read")

        edit = clerk.post(reverse("admin:grid_edit", args=["offers", listed[0].pk, "price"]), {"value": "1"})
        many = clerk.post(reverse("admin:grid_bulk", args=["offers"]), {"verb": "price", "id": [listed[0].pk]})

        assert (edit.status_code, many.status_code) == (403, 403)
        assert prices()["C-LAMP"] == "10.00"
