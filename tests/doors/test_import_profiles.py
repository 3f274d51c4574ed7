"""Files of other programs by the profiles that Kontor brings: an order is taken in whole, at its price, or not at all."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal as D
from typing import ClassVar

import pytest
from django.db import connection

from builders import assert_house_in_order, hear_news
from kontor.channels.tables import Channel, InboundMessage
from kontor.cli.importing_orders import run_import
from kontor.flows.imports.orders.profile import ProfileUnknown, list_profiles, load_profile
from kontor.legal_entities.tables import LegalEntity
from kontor.orders.tables import Order, OrderCharge, OrderLine
from kontor.payments.public import find_payment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def take(transactional_db, tmp_path, capsys):
    connection.cursor().execute("DELETE FROM procrastinate_jobs")
    LegalEntity.objects.create(code="MU", name="Muster", country="DE", vat_id="DE123456788", currency="EUR")

    def importer(profile: str, content: str | bytes, *, history: bool = False) -> tuple[int, dict, str]:
        path = tmp_path / "f.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        code = run_import(path, profile, history=history, as_json=True)
        out = capsys.readouterr()
        return code, json.loads(out.out) if out.out.strip() else {}, out.err

    return importer


def table(*rows: dict[str, str], delimiter: str = ",") -> str:
    """Write rows under all headings that any of them has."""
    heads = list(dict.fromkeys(name for row in rows for name in row))
    lines = [heads, *([row.get(name, "") for name in heads] for row in rows)]
    return "".join(delimiter.join(f'"{cell}"' for cell in line) + "\r\n" for line in lines)


SHOPIFY = {
    "Name": "#1001", "Email": "erika@example.org", "Financial Status": "paid", "Fulfillment Status": "unfulfilled",
    "Currency": "EUR", "Shipping": "4.90", "Total": "28.88", "Discount Amount": "2.00", "Created at": "2026-03-01 00:15:00 +0100",
    "Lineitem quantity": "2", "Lineitem name": "Lampe", "Lineitem price": "9.99", "Lineitem sku": "LAMP", "Cancelled at": "",
    "Shipping Name": "Erika Muster", "Shipping Address1": "Weg 1", "Shipping Zip": "'01067", "Shipping City": "Dresden",
    "Shipping Country": "DE", "Billing Name": "Erika Muster", "Billing Address1": "Allee 2", "Billing Zip": "10115",
    "Billing City": "Berlin", "Billing Country": "DE", "Notes": "bitte klingeln", "Tags": "vip, neu",
}  # fmt: skip
SECOND = {"Name": "#1001", "Lineitem quantity": "1", "Lineitem name": "Vase", "Lineitem price": "6.00", "Lineitem sku": "VASE",
          "Created at": "2026-03-01 00:15:00 +0100"}  # fmt: skip


class TestShopify:
    def test_becomes_an_order_with_address_charges_note_and_the_time_that_it_tells(self, take):
        code, report, told = take("shopify", "\ufeff" + table(SHOPIFY, SECOND))

        assert (code, report["reconciles"], report["amount_file"]) == (0, True, "28.88"), told
        order = Order.objects.get()
        assert (order.gross, order.ordered_at) == (D("28.88"), datetime(2026, 2, 28, 23, 15, tzinfo=UTC))
        assert (order.address.name, order.address.postal_code, order.address.city) == (
            "Erika Muster",
            "01067",
            "Dresden",
        )
        assert order.bill_to["postal_code"] == "10115"
        assert sorted(OrderCharge.objects.values_list("kind", "gross")) == [("discount", D(-2)), ("shipping", D("4.9"))]
        assert sorted(order.tags) == ["neu", "vip"]
        assert order.customer.email == "erika@example.org"

    @pytest.mark.parametrize(
        ("change", "left_out", "state"),
        [
            ({"Cancelled at": "2026-03-02 10:00:00 +0100"}, {"cancelled": 2}, None),
            ({"Financial Status": "refunded"}, {"cancelled": 2}, None),
            ({"Fulfillment Status": "partial"}, {"skip": 2}, None),
            ({"Fulfillment Status": "fulfilled"}, {}, "CLOSED"),
            ({"Financial Status": "pending"}, {}, "PLACED"),
        ],
    )  # fmt: skip
    def test_decides_by_the_states_of_the_shop(self, take, change, left_out, state):
        code, report, _ = take("shopify", table(SHOPIFY | change, SECOND))

        assert (code, report["left_out"]) == (0, left_out)
        assert [order.state for order in Order.objects.all()] == ([state] if state else [])

    def test_with_a_state_of_payment_that_nobody_knows_waits(self, take):
        code, report, _ = take("shopify", table(SHOPIFY | {"Financial Status": "on the moon"}, SECOND))

        assert (code, report["quarantined"], Order.objects.count()) == (0, {"invalid_payment": 2}, 0)

    def test_whose_total_is_another_one_waits(self, take):
        code, report, _ = take("shopify", table(SHOPIFY | {"Total": "30.00"}, SECOND))

        assert (code, Order.objects.count(), report["quarantined_lines"]) == (0, 0, 2)

    def test_unpaid_is_no_paid_order(self, take):
        take("shopify", table(SHOPIFY | {"Financial Status": "pending"}, SECOND))

        hear_news()

        payment = find_payment(Order.objects.get().id)
        assert (payment.method, payment.captured) == ("prepayment", 0)


AMAZON = {
    "amazon-order-id": "028-1", "purchase-date": "2026-03-01T01:05:11+00:00", "order-status": "Unshipped",
    "fulfillment-channel": "Merchant", "product-name": "Lampe", "sku": "LAMP", "quantity": "3", "currency": "EUR",
    "item-price": "10.00", "shipping-price": "1.50", "item-promotion-discount": "", "ship-city": "Köln",
    "ship-postal-code": "50667", "ship-country": "DE", "recipient-name": "Erika Muster", "ship-address-1": "Weg 1",
}  # fmt: skip


class TestAmazon:
    def test_tells_what_a_line_comes_to_and_each_lines_costs(self, take):
        text = table(
            AMAZON,
            AMAZON | {"sku": "VASE", "quantity": "1", "item-price": "5.00", "item-promotion-discount": "1.00"},
            delimiter="\t",
        )

        code, report, told = take("amazon", text.encode("cp1252"))

        assert (code, report["amount_file"]) == (0, "17.00"), told
        order = Order.objects.get()
        assert (order.gross, order.ordered_at.hour, order.address.city) == (D(17), 1, "Köln")
        assert [(it.ordered, it.unit_price) for it in OrderLine.objects.order_by("position")] == [
            (2, D("3.33")), (1, D("3.34")), (1, D(4)),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("change", "states"),
        [
            ({"order-status": "Cancelled", "item-price": ""}, []), ({"order-status": "Shipped"}, ["CLOSED"]),
            ({"fulfillment-channel": "Amazon"}, ["CLOSED"]),
        ],
    )  # fmt: skip
    def test_takes_no_cancelled_order_and_ships_nothing_twice(self, take, change, states):
        take("amazon", table(AMAZON | change, delimiter="\t"))

        assert [order.state for order in Order.objects.all()] == states


JTL = {
    "Auftragsnummer": "AU-1", "Erstelldatum": "01.03.2026 10:00", "Artikelnummer": "LAMP", "Artikelname": "Große Lampe",
    "Menge": "2,00",
    "VK Brutto": "1.234,50", "MwSt": "7,00", "Zahlungsart": "Vorkasse", "Kundennummer": "K1", "Vorname": "Jürgen",
    "Nachname": "Groß",
    "Straße": "Weg 1", "PLZ": "1067", "Ort": "Dresden", "Land": "Deutschland",
}  # fmt: skip


class TestJtl:
    def test_is_read_with_german_numbers_names_and_rates(self, take):
        code, report, told = take(
            "jtl",
            table(
                JTL,
                JTL | {"Artikelnummer": "RABATT", "Artikelname": "Rabatt", "Menge": "1", "VK Brutto": "-69,00"},
                delimiter=";",
            ).encode("cp1252"),
        )

        assert (code, report["amount_file"]) == (0, "2400.00"), told
        order = Order.objects.get()
        assert (order.gross, order.address.name, order.address.country, order.address.postal_code) == (
            D(2400), "Jürgen Groß", "DE", "01067",
        )  # fmt: skip
        assert OrderLine.objects.get().sku.product.tax_class == "reduced"

    def test_with_one_line_that_cannot_be_read_is_not_taken_in_without_it(self, take):
        code, report, _ = take("jtl", table(JTL, JTL | {"Artikelnummer": "VASE", "VK Brutto": "neun"}, delimiter=";"))

        assert (code, report["reconciles"], report["amounts_not_read"]) == (1, False, 1)
        assert report["quarantined"] == {"number_or_date_unreadable": 1, "order_incomplete": 1}
        assert Order.objects.count() == 0
        assert InboundMessage.objects.count() == 2

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"Menge": "4006381333931"}, "quantity_too_large"), ({"VK Brutto": "1E30"}, "number_or_date_unreadable"),
            ({"VK Brutto": "NaN"}, "number_or_date_unreadable"), ({"VK Brutto": "Infinity"}, "number_or_date_unreadable"),
            ({"VK Brutto": "99999999999,00"}, "amount_too_large"), ({"Auftragsnummer": "4,00638E+12"}, "number_cut_by_a_table"),
            ({"Erstelldatum": "01.03.1026"}, "number_or_date_unreadable"), ({"VK Brutto": "-5,00"}, "invalid_lines"),
            ({"Menge": "1,5"}, "number_or_date_unreadable"),
        ],
    )  # fmt: skip
    def test_with_a_value_that_cannot_be_waits_and_stops_nothing(self, take, change, reason):
        code, report, _ = take("jtl", table(JTL | {"Auftragsnummer": "AU-2"}, JTL | change, delimiter=";"))

        assert report["quarantined"] == {reason: 1}
        assert Order.objects.count() == 1

    def test_of_two_addresses_under_one_number_waits(self, take):
        _, report, _ = take("jtl", table(JTL, JTL | {"Ort": "Köln", "PLZ": "50667"}, delimiter=";"))

        assert (report["quarantined"], Order.objects.count()) == ({"addresses_differ": 2}, 0)


EBAY = {
    "Verkaufsprotokollnummer": "1", "Bestellnummer": "23-1", "Nutzername des Käufers": "erika_m",
    "Name des Empfängers": "Erika Muster",
    "Versand an Adresse 1": "Weg 1", "Versand an PLZ": "10115", "Versand an Ort": "Berlin", "Versand an Land": "Deutschland",
    "Artikelnummer": "407", "Angebotstitel": "Lampe", "Bestandseinheit": "LAMP", "Anzahl": "1", "Verkauft für": "1.116,99 €",
    "Verpackung und Versand": "4,99 €", "Gesamtbetrag": "1.121,98 €", "Verkauft am": "10-Dez-25",
}  # fmt: skip


class TestEbay:
    def test_is_read_with_its_empty_first_line_and_its_last_words(self, take):
        text = table(EBAY, delimiter=";") + "\r\n1;Datensätze heruntergeladen\r\nVerkäufer-ID : x\r\n"

        code, report, told = take("ebay", ";;;\r\n" + text)

        assert (code, report["amount_file"], report["rows_of_no_order"]) == (0, "1121.98", 2), told
        assert Order.objects.get().ordered_at.astimezone(UTC).date().isoformat() == "2025-12-09"

    def test_of_several_articles_has_a_line_of_its_own_for_the_order(self, take):
        head = EBAY | {
            "Artikelnummer": "", "Angebotstitel": "", "Bestandseinheit": "", "Anzahl": "2", "Verkauft für": "20,00 €",
            "Gesamtbetrag": "24,99 €",
        }  # fmt: skip
        item = {"Bestellnummer": "23-1", "Anzahl": "1", "Verkauft für": "10,00 €", "Verkauft am": "10-Dez-25"}
        items = [item | {"Angebotstitel": sku, "Bestandseinheit": sku} for sku in ("LAMP", "VASE")]

        code, report, told = take("ebay", "\r\n" + table(head, *items, delimiter=";"))

        assert (code, report["amount_file"], report["orders"]) == (0, "24.99", 1), told
        assert Order.objects.get().address.city == "Berlin"


class TestWooCommerce:
    def test_adds_the_vat_that_stands_beside_a_line(self, take):
        row = {
            "Order Number": "77", "Order Status": "processing", "Order Date": "2026-03-01 10:00", "SKU": "LAMP",
            "Item Name": "Lampe",
            "Quantity (- Refund)": "1", "Order Line (w/o tax)": "10.00", "Order Line Tax": "1.90",
            "Email (Billing)": "e@example.org",
            "First Name (Shipping)": "Erika", "Last Name (Shipping)": "Muster", "Address 1&2 (Shipping)": "Weg 1",
            "Postcode (Shipping)": "10115", "City (Shipping)": "Berlin", "Country Code (Shipping)": "DE",
        }  # fmt: skip

        code, report, told = take("woocommerce", table(row))

        assert (code, Order.objects.get().gross) == (0, D("11.90")), told


class TestBillbee:
    def test_is_read_by_its_usual_names(self, take):
        row = {
            "Bestellnummer": "B1", "Bestelldatum": "01.03.2026 10:00:00", "SKU": "LAMP", "Artikelname": "Lampe", "Anzahl": "2",
            "Einzelpreis": "9,99", "Versandkosten": "4,90", "Gesamtbetrag": "24,88", "Zahlungsart": "PayPal", "Status": "Bezahlt",
            "Lieferadresse Vorname": "Erika", "Lieferadresse Nachname": "Muster", "Lieferadresse Straße": "Weg",
            "Lieferadresse Hausnummer": "1", "Lieferadresse PLZ": "10115", "Lieferadresse Ort": "Berlin",
            "Lieferadresse Land": "DE",
        }  # fmt: skip

        code, _report, told = take("billbee", table(row, delimiter=";"))

        assert (code, Order.objects.get().gross, Order.objects.get().address.street) == (0, D("24.88"), "Weg 1"), told
        assert_house_in_order()

    BOTH: ClassVar = {
        "Bestellnummer": "B1", "Bestelldatum": "01.03.2026 10:00:00", "SKU": "LAMP", "Artikelname": "Lampe", "Anzahl": "1",
        "Einzelpreis": "9,99", "Versandkosten": "4,90", "Gesamtbetrag": "14,89", "Zahlungsart": "PayPal", "Status": "Bestellt",
        "Lieferadresse Vorname": "Otto", "Lieferadresse Nachname": "Empfänger", "Lieferadresse Straße": "Zielweg",
        "Lieferadresse Hausnummer": "9", "Lieferadresse PLZ": "01067", "Lieferadresse Ort": "Dresden", "Lieferadresse Land": "DE",
        "Vorname": "Karin", "Nachname": "Zahler", "Firma": "Zahler AG", "Straße": "Rechnungsweg", "Hausnummer": "7",
        "PLZ": "10115", "Ort": "Berlin", "Land": "DE",
    }  # fmt: skip

    def test_sends_the_goods_to_the_delivery_address_and_the_invoice_to_the_other(self, take):
        take("billbee", table(self.BOTH, delimiter=";"))

        order = Order.objects.get()
        assert order.address.lines() == ["Otto Empfänger", "Zielweg 9", "01067 Dresden", "DE"]
        assert (order.bill_to["company"], order.bill_to["name"], order.bill_to["street"]) == (
            "Zahler AG", "Karin Zahler", "Rechnungsweg 7",
        )  # fmt: skip

    def test_sends_them_to_the_only_address_that_there_is(self, take):
        take(
            "billbee",
            table({name: text for name, text in self.BOTH.items() if "Lieferadresse" not in name}, delimiter=";"),
        )

        order = Order.objects.get()
        assert order.address.lines() == ["Zahler AG", "Karin Zahler", "Rechnungsweg 7", "10115 Berlin", "DE"]
        assert order.bill_to is None

    @pytest.mark.parametrize(
        ("change", "secured"),
        [
            ({}, False), ({"Status": "Bestätigt"}, False), ({"Status": "Zahlung erhalten"}, True),
            ({"Bezahlt am": "02.03.2026"}, True), ({"Zahlungsart": "Rechnung"}, True),
        ],
    )  # fmt: skip
    def test_lets_nothing_leave_that_is_not_paid_there(self, take, change, secured):
        take("billbee", table(self.BOTH | change, delimiter=";"))
        hear_news()

        assert (Order.objects.get().secured_at is not None) is secured

    def test_calls_what_it_charges_by_its_name_and_says_which_articles_are_new(self, take):
        _, report, _ = take("billbee", table(self.BOTH, delimiter=";"))

        assert OrderCharge.objects.get().title == "Versand"
        assert (report["articles_made"], report["new_articles"]) == (1, "LAMP")
        assert "tells_buyer" in Channel.objects.get(code="billbee-import").capabilities

    def test_lets_somebody_ask_where_a_figure_of_the_postal_code_is_missing(self, take):
        take("billbee", table(self.BOTH | {"Lieferadresse PLZ": "5066", "Lieferadresse Ort": "Köln"}, delimiter=";"))

        assert [order.address.postal_code for order in Order.objects.all()] in ([], ["5066"])


GOOD = """
name = "x"
[columns]
order = "o"
sku = "s"
quantity = "q"
unit_price = "p"
ordered_at = "d"
country = "c"
[channel]
code = "x"
name = "X"
currency = "EUR"
"""


class TestAProfile:
    def test_that_kontor_brings_can_be_used(self):
        assert {"amazon", "billbee", "ebay", "jtl", "shopify", "woocommerce"} <= set(list_profiles())
        assert all(load_profile(name).channel.code for name in list_profiles())

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            (GOOD.replace('country = "c"\n', ""), "columns] lacks country"),
            (GOOD.replace('currency = "EUR"\n', ""), "line 10, channel.currency"),
            (GOOD.replace('"EUR"', '"EURO"'), "line 13, channel.currency: EURO is no currency"),
            (GOOD.replace('name = "x"', "name = x", 1), "no TOML"),
            (GOOD + "[file]\nencoding = 'klingon'\n", "line 15, file.encoding: klingon is no encoding"),
            (GOOD + "[file]\ntimezone = 'Europe/Atlantis'\n", "Europe/Atlantis is no time zone"),
            (GOOD + "[[set_aside]]\nreason = 'a'\nprise = 1\n", "line 16, set_aside.prise"),
            (GOOD.replace('sku = "s"', 'sku = "s"\nflavour = "f"'), "flavour: no such field"),
        ],
    )
    def test_that_is_wrong_says_in_which_line_and_at_which_key(self, tmp_path, text, says):
        path = tmp_path / "p.toml"
        path.write_text(text)

        with pytest.raises(ProfileUnknown) as fault:
            load_profile(str(path))

        assert says in str(fault.value)
