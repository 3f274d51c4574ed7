"""What goods had cost: the margin of used goods is taxed, and each order says what is left of it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.db import transaction

from builders import assert_house_in_order, hear_news, nothing_failed, person, walk_to_packed
from kontor.accounting.public import list_contributions, sum_vat
from kontor.accounting.tables import ExchangeRate, Posting
from kontor.catalog.tables import Product, Sku
from kontor.channels.tables import Channel, Settlement
from kontor.flows.books.posting import post_papers
from kontor.flows.invoicing.corrections import correct_invoice
from kontor.flows.money.collecting import confirm_by_hand, refund_order
from kontor.flows.selling.payment import book_payment
from kontor.flows.warehouse.cancellation import cancel_pieces
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.fulfilment.tables import Shipment
from kontor.invoicing.tables import Invoice
from kontor.kernel.clock import read_clock
from kontor.legal_entities.tables import LegalEntity
from kontor.payments.tables import MoneyIntent, Payment
from kontor.pricing.public import cap_purchases
from kontor.pricing.tables import TaxRate

pytestmark = pytest.mark.django_db(transaction=True)


def ship(shop, order):
    shipments = walk_to_packed(shop, order)
    hear_news()
    with transaction.atomic():
        dispatch_shipments(shipment_ids=shipments, at=shop.at, by=shop.by)
    hear_news()
    nothing_failed()


def booked(order) -> list[tuple[int, D, D]]:
    rows = Posting.objects.filter(order_id=order.id, source_kind="paper").order_by("id")
    return [
        (row.credit if row.credit < 10_000 else row.debit, row.amount, row.tax) for row in rows
    ]  # fmt: skip


@pytest.fixture
def used_lamps(real_shop):
    """LAMP is bought second-hand for 6.00 and sold by the margin."""
    Product.objects.filter(skus__code="LAMP").update(tax_class="margin")
    Sku.objects.filter(code="LAMP").update(purchase_price=D("6.00"))
    return real_shop


class TestCapPurchases:
    @pytest.mark.parametrize(
        ("prices", "purchases", "beside", "capped"),
        [
            (["10"], ["6"], "0", ["6"]), (["10"], ["12"], "0", ["10"]), (["10"], ["0"], "0", ["0"]),
            (["10", "10"], ["2", "18"], "0", ["2", "10"]), (["10", "30"], ["6", "40"], "4", ["6", "33"]),
            (["10"], ["9"], "-5", ["5"]),
        ],
    )  # fmt: skip
    def test_lets_no_loss_lower_another_margin(self, prices, purchases, beside, capped):
        found = cap_purchases([D(it) for it in prices], [D(it) for it in purchases], D(beside))

        assert found == [D(it) for it in capped]


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
        for row in Posting.objects.filter(order_id=order.id, source_kind="paper"):
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

    def test_of_two_articles_are_taxed_each_on_its_own_and_taken_back_the_same_way(self, used_lamps):
        Product.objects.filter(skus__code="VASE").update(tax_class="margin")
        Sku.objects.filter(code="LAMP").update(purchase_price=D("2.00"))
        Sku.objects.filter(code="VASE").update(purchase_price=D("18.00"))
        order = used_lamps.place((1, "LAMP"), (1, "VASE"))
        ship(used_lamps, order)
        assert sum(tax for *_, tax in booked(order)) == D("1.28")

        with transaction.atomic():
            correct_invoice(invoice_id=Invoice.objects.get().id, pieces={1: 1}, at=used_lamps.at, by=used_lamps.by)
        hear_news()

        rows = Posting.objects.filter(order_id=order.id, tax_case="margin_taxed").values_list("credit", "tax")
        assert sum(tax if credit < 10_000 else -tax for credit, tax in rows) == 0
        assert_house_in_order()

    def test_taken_back_piece_by_piece_leave_no_cent_of_tax(self, used_lamps):
        Sku.objects.filter(code="LAMP").update(purchase_price=D("3.33"))
        lines = [{"sku": "LAMP", "quantity": 7, "unit_price": "9.99"}]
        order = used_lamps.place(lines=lines, charges=[{"kind": "discount", "amount": "4.44"}])
        ship(used_lamps, order)

        for _ in range(7):
            with transaction.atomic():
                paper = Invoice.objects.filter(order=order, kind="invoice").get()
                correct_invoice(invoice_id=paper.id, pieces={1: 1}, at=used_lamps.at, by=used_lamps.by)
            hear_news()

        sums = {}
        for row in Posting.objects.filter(order_id=order.id, source_kind="paper"):
            account, sign = (row.credit, 1) if row.credit < 10_000 else (row.debit, -1)
            amount, tax = sums.get(account, (D(0), D(0)))
            sums[account] = amount + sign * row.amount, tax + sign * row.tax
        assert set(sums.values()) == {(D(0), D(0))}
        nothing_failed()
        assert_house_in_order()

    @pytest.mark.parametrize("free", ["small", "export"])
    def test_owe_nothing_where_nothing_is_taxed(self, used_lamps, free):
        address = {"name": "Urs", "street": "Weg 1", "postal_code": "8001", "city": "Zürich", "country": "CH"}
        LegalEntity.objects.update(small_business=free == "small")
        order = used_lamps.place((1, "LAMP"), **({"ship_to": address} if free == "export" else {}))
        ship(used_lamps, order)

        assert sum(tax for *_, tax in booked(order)) == 0

    def test_taken_back_after_the_rate_has_changed_are_taxed_as_they_were_sold(self, used_lamps):
        order = used_lamps.place((4, "LAMP"))
        ship(used_lamps, order)
        paper = Invoice.objects.get()
        next_day = paper.issued_on + timedelta(days=1)
        TaxRate.objects.filter(country="DE", tax_class="standard", valid_to=None).update(valid_to=next_day)
        TaxRate.objects.create(country="DE", tax_class="standard", rate=25, valid_from=next_day)

        with transaction.atomic():
            correct_invoice(invoice_id=paper.id, pieces={1: 1}, at=used_lamps.at + timedelta(days=2), by=used_lamps.by)
        hear_news()

        taxed = Posting.objects.filter(order_id=order.id, tax_case="margin_taxed").order_by("id")
        assert [(row.amount, row.tax, row.rate) for row in taxed] == [(16, D("2.55"), 19), (4, D("0.63"), 19)]
        nothing_failed()

    def test_posted_a_second_time_count_once(self, used_lamps):
        order = used_lamps.place((4, "LAMP"))
        ship(used_lamps, order)
        with transaction.atomic():
            correct_invoice(invoice_id=Invoice.objects.get().id, pieces={1: 1}, at=used_lamps.at, by=used_lamps.by)
            papers = list(Invoice.objects.order_by("id").values_list("id", flat=True))
            post_papers(invoice_ids=papers, at=used_lamps.at, by=used_lamps.by)
        hear_news()

        taxed = Posting.objects.filter(order_id=order.id, tax_case="margin_taxed").order_by("id")
        assert [(row.amount, row.tax) for row in taxed] == [(16, D("2.55")), (4, D("0.63"))]

    @pytest.mark.parametrize("country", ["CH", "PL"])
    def test_in_another_currency_leave_before_the_months_rate_is_known(self, used_lamps, country):
        """An export needs no rate; elsewhere the last known month stands in."""
        Channel.objects.filter(id=used_lamps.channel.id).update(currency="PLN")
        if country == "PL":
            ExchangeRate.objects.create(currency="PLN", month_on=date(2026, 9, 1), per_euro=D("4.00"))
        address = {"name": "Ada", "street": "Weg 1", "postal_code": "8001", "city": "Ort", "country": country}
        lines = [{"sku": "LAMP", "quantity": 1, "unit_price": "50.00"}]
        order = used_lamps.place(lines=lines, currency="PLN", ship_to=address)
        ship(used_lamps, order)

        cost = [amount for account, amount, _ in booked(order) if account == 8193]
        assert cost == {"CH": [], "PL": [D("24.00")]}[country]

    def test_in_another_currency_have_cost_what_the_months_rate_makes_of_it(self, used_lamps):
        Channel.objects.filter(id=used_lamps.channel.id).update(currency="PLN")
        ExchangeRate.objects.create(currency="PLN", month_on=date(2026, 11, 1), per_euro=D("4.25"))
        lines = [{"sku": "LAMP", "quantity": 1, "unit_price": "50.00"}]
        order = used_lamps.place(lines=lines, currency="PLN")
        ship(used_lamps, order)

        assert [row[:2] for row in booked(order)] == [(8193, D("25.50")), (8191, D("24.50"))]
        (found,) = list_contributions([order.id])
        assert (found.goods, found.shipping) == (D("25.50"), D("17.00"))


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

    def test_loses_nothing_by_what_goes_back_for_pieces_that_never_left(self, real_shop):
        order = real_shop.place((2, "LAMP"), payment="prepayment")
        hear_news()
        with transaction.atomic():
            book_payment(order_id=order.id, amount=D(20), reference="b", at=real_shop.at, by=real_shop.by)
        hear_news()
        with transaction.atomic():
            cancel_pieces(
                order_id=order.id, pieces={order.lines.get().id: 1}, reference="c", at=real_shop.at, by=real_shop.by
            )
        hear_news()
        with transaction.atomic():
            confirm_by_hand(intent_id=MoneyIntent.objects.get().id, at=real_shop.at, by=real_shop.by)
        ship(real_shop, order)

        (found,) = list_contributions([order.id])

        assert (found.revenue, found.given_back) == (D("8.40"), 0)

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
        assert client.get("/office/margins/?days=²").status_code == 200
        assert client.get(f"/office/order/{order.id}/").status_code == 200
