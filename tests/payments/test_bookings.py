"""What payment providers book: fetched once, tied to its order, posted, and held against what we think we have."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.db import DatabaseError, transaction
from test_providers import PROVIDERS, PlayedProvider

from builders import assert_house_in_order, nothing_failed
from kontor.accounting.public import list_contributions, list_provider_differences, sum_settlements
from kontor.accounting.tables import Posting
from kontor.flows.books.posting import post_bookings
from kontor.kernel.clock import read_clock
from kontor.payments.tables import Payment, ProviderAccount, ProviderBooking
from kontor.payments.tasks import fetch_bookings

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=PROVIDERS)
def provider(request, real_shop):
    play = PlayedProvider(real_shop, request.param)
    yield play
    play.stop()


def a_sale(provider):
    order = provider.order((2, "LAMP"), amount="20.00")
    provider.ship(order)
    return order


def bookings() -> list[tuple]:
    rows = ProviderBooking.objects.order_by("booked_at", "kind").values_list(
        "kind", "amount", "fee", "payment__order_id"
    )
    return sorted(rows)


class TestABooking:
    def test_is_kept_once_with_the_order_that_it_belongs_to(self, provider):
        order = a_sale(provider)
        provider.refund(order, "5.00")
        provider.work()
        provider.direct("pay_out", amount="10.00")

        for _ in range(2):
            fetch_bookings.func(account_id=provider.account)

        assert bookings() == [
            ("payment", D("20.00"), D("-0.55"), order.id), ("payout", D("-10.00"), D("0.00"), None),
            ("refund", D("-5.00"), D("0.00"), order.id),
        ]  # fmt: skip
        assert ProviderAccount.objects.get().booked_until is not None
        with pytest.raises(DatabaseError), transaction.atomic():
            ProviderBooking.objects.update(amount=1)

    def test_is_posted_the_fee_leaves_the_clearing_account_and_the_payout_reaches_the_bank(self, provider):
        a_sale(provider)
        provider.direct("pay_out", amount="10.00")
        fetch_bookings.func(account_id=provider.account)

        for _ in range(2):
            with transaction.atomic():
                post_bookings(at=provider.shop.at, by=provider.shop.by)

        rows = Posting.objects.filter(source_kind="provider").order_by("debit")
        assert [(row.debit, row.credit, row.amount) for row in rows] == [
            (1200, 1360, D("10.00")), (4760, 1360, D("0.55")),
        ]  # fmt: skip
        nothing_failed()
        assert_house_in_order()

    def test_lowers_what_is_left_of_its_order(self, provider):
        order = a_sale(provider)
        fetch_bookings.func(account_id=provider.account)

        assert list_contributions([order.id])[0].fees == D("0.55")

    def test_of_many_pages_comes_whole(self, provider, monkeypatch):
        orders = [a_sale(provider) for _ in range(3)]
        import kontor.connectors.mollie.connector as mollie

        monkeypatch.setattr(mollie, "PAGE", 1)
        fetch_bookings.func(account_id=provider.account)

        assert {row[3] for row in bookings()} == {order.id for order in orders}

    def test_that_cannot_be_fetched_now_is_fetched_later(self, provider):
        a_sale(provider)
        provider.direct("faults", order="broken", where="(balance|report)", times=9)
        fetch_bookings.func(account_id=provider.account)
        before = (ProviderBooking.objects.count(), ProviderAccount.objects.get().booked_until)
        provider.direct("faults", clear=True)

        fetch_bookings.func(account_id=provider.account)

        assert before == (0, None)
        assert ProviderBooking.objects.count() == 1


class TestADiscrepancy:
    def test_is_told_where_the_provider_booked_something_else(self, provider):
        order = a_sale(provider)
        fetch_bookings.func(account_id=provider.account)
        soon = read_clock() + timedelta(days=1)
        assert list_provider_differences(soon) == []

        Payment.objects.filter(order_id=order.id).update(captured=D("19.00"))

        (found,) = list_provider_differences(soon)
        assert (found.order_id, found.expected, found.settled) == (order.id, D("19.00"), D("20.00"))
        assert {row.channel for row in sum_settlements(soon - timedelta(days=9), soon)} == {provider.account_code}
