"""What goods had cost: the margin of used goods is taxed, and each order says what is left of it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.db import transaction

from builders import assert_house_in_order, hear_news, nothing_failed, person, walk_to_packed
from kontor.accounting.public import Posting, list_contributions, sum_vat
from kontor.catalog.public import Product, Sku
from kontor.channels.public import Settlement
from kontor.flows.corrections import correct_invoice
from kontor.flows.dispatch import dispatch_shipments
from kontor.flows.money import refund_order
from kontor.fulfilment.public import Shipment
from kontor.invoicing.public import Invoice
from kontor.kernel.clock import read_clock
from kontor.payments.public import Payment
from kontor.pricing.public import part_margin

pytestmark = pytest.mark.django_db(transaction=True)


def ship(shop, order):
    shipments = walk_to_packed(shop, order)
    hear_news()
    with transaction.atomic():
        dispatch_shipments(shipment_ids=shipments, at=shop.at, by=shop.by)
    hear_news()
    nothing_failed()


def booked(order) -> list[tuple[int, D, D]]:
    rows = Posting.objects.filter(order_id=order.id, document__startswith="MU").order_by("id")
    return [
        (row.credit if row.credit < 10_000 else row.debit, row.amount, row.tax) for row in rows
    ]  # fmt: skip


@pytest.fixture
def used_lamps(real_shop):
    """LAMP is bought second-hand for 6.00 and sold by the margin."""
    Product.objects.filter(skus__code="LAMP").update(tax_class="margin")
    Sku.objects.filter(code="LAMP").update(purchase_price=D("6.00"))
    return real_shop


class TestPartMargin:
    @pytest.mark.parametrize(
        ("gross", "purchase", "parts"),
        [("10", "6", ("6", "4")), ("10", "12", ("10", "0")), ("10", "0", ("0", "10")), ("-10", "-6", ("-6", "-4"))],
    )
    def test_taxes_what_was_earned_and_no_loss(self, gross, purchase, parts):
        assert part_margin(D(gross), D(purchase)) == (D(parts[0]), D(parts[1]))


class TestUsedGoods:
    def test_are_booked_apart_by_what_they_cost_and_what_they_brought(self, used_lamps):
        order = used_lamps.place((2, "LAMP"))
        ship(used_lamps, order)

        assert booked(order) == [(8193, D("12.00"), D("0")), (8191, D("8.00"), D("1.28"))]
        assert Invoice.objects.get(order=order).tax == 0
        assert_house_in_order()

    def test_owe_the_tax_in_the_margin(self, used_lamps):
        ship(used_lamps, used_lamps.place((2, "LAMP")))

        day = Posting.objects.filter(credit=8191).get().booked_on
        lines = {row.tax_case: (row.line, row.net, row.tax) for row in sum_vat(day, day + timedelta(days=1))}
        assert lines["margin_taxed"] == ("81", D("6.72"), D("1.28"))
        assert lines["margin"][0] == ""

    def test_taken_back_leave_nothing_on_either_account(self, used_lamps):
        order = used_lamps.place((3, "LAMP"))
        ship(used_lamps, order)
        Sku.objects.filter(code="LAMP").update(purchase_price=D("9.00"))  # bought dearer since

        with transaction.atomic():
            correct_invoice(invoice_id=Invoice.objects.get().id, at=used_lamps.at, by=used_lamps.by)
        hear_news()

        sums = {}
        for row in Posting.objects.filter(order_id=order.id, document__startswith="MU"):
            account, sign = (row.credit, 1) if row.credit < 10_000 else (row.debit, -1)
            amount, tax = sums.get(account, (D(0), D(0)))
            sums[account] = amount + sign * row.amount, tax + sign * row.tax
        assert sums == {8193: (0, 0), 8191: (0, 0)}
        assert_house_in_order()

    def test_without_a_known_purchase_price_are_taxed_whole(self, used_lamps):
        Sku.objects.filter(code="LAMP").update(purchase_price=None)
        order = used_lamps.place((1, "LAMP"))
        ship(used_lamps, order)

        assert booked(order) == [(8191, D("10.00"), D("1.60"))]


class TestTheContributionOfAnOrder:
    def test_is_revenue_less_goods_fees_parcels_and_goodwill(self, real_shop):
        Sku.objects.filter(code="LAMP").update(purchase_price=D("3.50"))
        order = real_shop.place((2, "LAMP"), charges=[{"kind": "shipping", "amount": "4.99"}])
        ship(real_shop, order)
        Settlement.objects.create(
            channel=real_shop.channel, external_id="s1", kind="sale", external_order=order.external_id,
            amount=D("22.00"), fee=D("-2.99"), currency="EUR", booked_at=real_shop.at, heard_at=real_shop.at,
        )  # fmt: skip
        with transaction.atomic():
            refund_order(
                order_id=order.id, amount=D("1.00"), cause="t", reason="Kratzer", at=real_shop.at, by=real_shop.by
            )
        Payment.objects.filter(order_id=order.id).update(refunded=D("1.00"), refund_pending=0)

        (found,) = list_contributions([order.id])

        assert (found.revenue, found.goods, found.fees, found.shipping, found.given_back) == (
            D("21.00"), D("7.00"), D("2.99"), D("4.00"), D("1.00"),
        )  # fmt: skip
        assert found.margin == D("6.01")
        assert found.uncosted == 0

    def test_of_a_kit_counts_its_parts(self, real_shop):
        Sku.objects.filter(code="LAMP").update(purchase_price=D("3.50"))
        Sku.objects.filter(code="BOOK").update(purchase_price=D("2.00"))
        real_shop.receive("LAMP", 1, real_shop.far)
        order = real_shop.place((1, "GIFT"))
        ship(real_shop, order)

        assert list_contributions([order.id])[0].goods == D("7.50")

    def test_says_how_many_pieces_have_no_purchase_price(self, real_shop):
        order = real_shop.place((2, "LAMP"))
        ship(real_shop, order)

        found = list_contributions([order.id])[0]
        assert (found.goods, found.uncosted) == (0, 2)

    def test_stands_on_its_page_and_on_the_page_of_all(self, real_shop):
        Sku.objects.filter(code="LAMP").update(purchase_price=D("30.00"))
        order = real_shop.place((2, "LAMP"))
        ship(real_shop, order)
        Shipment.objects.update(dispatched_at=read_clock() - timedelta(days=1))
        client = person("accounting:read", "orders:read")

        page = client.get("/office/margins/?days=7", headers={"accept-language": "de"}).content.decode()
        one = client.get(f"/office/order/{order.id}/").content.decode()

        assert order.number in page
        assert "-47,19" in page
        assert "Deckungsbeitrag" in one
        assert client.get("/office/margins/?days=abc").status_code == 200
        assert client.get(f"/office/order/{order.id}/").status_code == 200
