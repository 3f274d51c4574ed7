"""What documents come to: every cent has its place, and what is taken back adds up to what was charged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontor.invoicing.public import (
    InvoiceItem,
    Seller,
    Sheet,
    build_einvoice,
    find_faults,
    is_discount,
    take_back,
    total_document,
)
from kontor.invoicing.rules import (
    find_missing_address,
    follow_discounts,
    measure_of,
    read_record,
    record_sheet,
    standing_of,
)
from kontor.kernel.address import Address
from kontor.kernel.money import Taxed
from kontor.kernel.xml import XmlUnreadable
from kontor.pricing.public import tax_gross, tax_net

RATES = [D(19), D(7), D("5.5"), D(0), D(25)]
SELLER = Seller("Muster GmbH", "Weg 1", "50667", "Köln", "DE", "DE136695976", iban="DE02120300000000202051")
ERIKA = Address("Erika Muster", "", "Domplatz 1", "", "50667", "Köln", "DE")


def item(gross, rate="19", quantity=1, title="Lampe", **more):
    return InvoiceItem(title, "LAMP", quantity, D(rate), tax_gross(D(gross), D(rate)), **more)


def a_sheet(*items, **more):
    totals = total_document(items, gross_prices=True)
    facts = {
        "kind": "invoice", "number": "MU-2026-000001", "issued_on": date(2026, 11, 23), "delivered_on": date(2026, 11, 23),
        "due_on": date(2026, 12, 7), "currency": "EUR", "order": "100001", "seller": SELLER, "buyer": ERIKA, "ship_to": ERIKA,
        "items": items, "totals": totals,
    }  # fmt: skip
    return Sheet(**{**facts, **more})


class TestTheWorkedExample:
    """The example of docs/explanation/every-cent.md: three lamps at 9.99, shipping 4.99, one euro off."""

    def test_of_gross_prices(self):
        totals = total_document([item("29.97", quantity=3), item("4.99"), item("-1.00")], gross_prices=True)

        assert (totals.gross, totals.net, totals.tax, totals.rounding) == (D("33.96"), D("28.54"), D("5.42"), D("0.00"))
        assert totals.nets == (D("25.19"), D("4.19"), D("-0.84"))
        assert sum(totals.nets) == totals.net

    @pytest.mark.parametrize(
        ("gross", "net", "tax"), [("0.03", "0.03", "0.00"), ("12.93", "10.87", "2.06"), ("14.00", "11.76", "2.24")]
    )
    def test_of_a_gross_price_is_parted_into_the_tax_in_it_and_the_rest(self, gross, net, tax):
        """A buyer can add up what stands there; net times rate may be a cent beside it."""
        totals = total_document([item(gross)], gross_prices=True)

        assert (totals.net, totals.tax, totals.rounding, totals.gross) == (D(net), D(tax), D(0), D(gross))

    def test_of_a_document_of_before_stays_as_it_was(self):
        totals = total_document([item("12.93")], gross_prices=True, vat_from_net=True)

        assert (totals.net, totals.tax, totals.rounding) == (D("10.87"), D("2.07"), D("-0.01"))

    def test_of_net_prices(self):
        items = [InvoiceItem("Lampe", "LAMP", 1, D(19), tax_net(D("0.13"), D(19))) for _ in range(3)]

        totals = total_document(items, gross_prices=False)

        assert (totals.net, totals.tax) == (D("0.39"), D("0.07"))
        assert totals.gross == sum(it.amount.gross for it in items) == D("0.45")
        assert totals.rounding == D("-0.01")


@st.composite
def documents(draw):
    gross_prices = draw(st.booleans())
    items = []
    for _ in range(draw(st.integers(1, 6))):
        rate = draw(st.sampled_from(RATES))
        cents = draw(st.integers(0, 50_000))
        amount = D(cents) / 100
        taxed = tax_gross(amount, rate) if gross_prices else tax_net(amount, rate)
        items.append(InvoiceItem("x", "X", draw(st.integers(1, 7)), rate, taxed, "S" if rate else "Z", line=1))
    if draw(st.booleans()):
        rate = items[0].rate
        off = items[0].amount.gross.__floordiv__(3) if gross_prices else items[0].amount.net.__floordiv__(3)
        taxed = tax_gross(-off, rate) if gross_prices else tax_net(-off, rate)
        items.append(InvoiceItem("Rabatt", "", 1, rate, taxed, "S" if rate else "Z"))
    return gross_prices, items


def check_document(gross_prices, items, cuts, *, vat_from_net=False):
    """Hold the laws of one document and of everything that is taken back from it, by the piece and in any order."""
    totals = total_document(items, gross_prices=gross_prices, vat_from_net=vat_from_net)
    assert totals.net + totals.tax + totals.rounding == totals.gross == sum((it.amount.gross for it in items), D(0))
    assert sum(totals.nets, D(0)) == totals.net == sum((group.net for group in totals.groups), D(0))
    strict = vat_from_net or not gross_prices
    allowed = D(0) if strict else D("0.01")
    assert all(abs(group.tax - tax_net(group.net, group.rate).tax) <= allowed for group in totals.groups)
    if gross_prices:
        assert abs(totals.rounding) <= (D("0.01") * len(totals.groups) if vat_from_net else D(0))
    standing = standing_of(items, gross_prices=gross_prices)
    taken = {place: 0 for place in range(1, len(items) + 1)}
    back = Taxed(D(0), D(0), D(0))
    rounding = D(0)
    for cut in cuts:
        place = cut % len(items) + 1
        if is_discount(items[place - 1]) or taken[place] == items[place - 1].quantity:
            continue
        wanted = {place: 1}
        wanted |= follow_discounts(items, taken, wanted)
        pieces = [take_back(items, place=at, before=taken[at], measure=much) for at, much in sorted(wanted.items())]
        for at, much in wanted.items():
            taken[at] += much
        part = total_document(pieces, gross_prices=gross_prices, standing=standing, vat_from_net=vat_from_net)
        for key, value in standing_of(pieces, gross_prices=gross_prices).items():
            standing[key] += value
        assert part.gross <= 0
        back += Taxed(part.net, part.tax, part.net + part.tax)
        rounding += part.rounding
    if all(taken[place] == measure_of(items, place) for place in taken):
        assert (back.net, back.tax, rounding) == (-totals.net, -totals.tax, -totals.rounding)


CUTS = st.permutations(list(range(7)) * 7)


@given(documents(), CUTS, st.booleans())
@settings(max_examples=3_000, deadline=None)
def test_every_cent_is_conserved(document, cuts, vat_from_net):
    check_document(*document, cuts, vat_from_net=vat_from_net)


@pytest.mark.long
@pytest.mark.timeout(14_400)
@given(documents(), CUTS)
@settings(max_examples=1_000_000, deadline=None)
def test_every_cent_is_conserved_in_many_cases(document, cuts):
    check_document(*document, cuts)


class TestTheElectronicInvoice:
    @pytest.mark.parametrize("syntax", ["cii", "ubl"])
    @pytest.mark.parametrize("public", [False, True])
    def test_is_valid(self, syntax, public):
        sheet = a_sheet(
            item("29.97", quantity=3), item("10.01", "7"), item("-1.00"), buyer_reference="04011000-12345-03"
        )

        assert find_faults(build_einvoice(sheet, syntax=syntax, public=public)) == []

    def test_of_a_supply_to_a_business_abroad_is_valid(self):
        buyer = Address("", "Alpen GmbH", "Ring 1", "", "1010", "Wien", "AT", email="a@alpen.example")
        sold = InvoiceItem("Lampe", "LAMP", 1, D(0), tax_gross(D("100.00"), D(0)), "K", "VATEX-EU-IC")
        sheet = a_sheet(sold, buyer=buyer, ship_to=buyer, buyer_vat_id="ATU12011204", reasons={"K": "Steuerfrei"})

        assert find_faults(build_einvoice(sheet)) == []

    def test_of_goods_sold_by_the_margin_is_valid(self):
        sheet = a_sheet(item("50.00", "0", category="E", code="VATEX-EU-J"), item("5.00"), reasons={"E": "§ 25a UStG"})

        assert find_faults(build_einvoice(sheet)) == []

    def test_of_a_correction_is_valid(self):
        whole = [item("29.97", quantity=3)]
        piece = take_back(whole, place=1, before=0, measure=1)
        totals = total_document([piece], gross_prices=True, standing=standing_of(whole, gross_prices=True))
        sheet = a_sheet(
            piece,
            totals=totals,
            kind="correction",
            due_on=None,
            corrects="MU-2026-000001",
            corrects_on=date(2026, 11, 23),
        )

        assert totals.gross == D("-9.99")
        assert find_faults(build_einvoice(sheet)) == []

    @pytest.mark.parametrize("cents", range(1, 60))
    def test_is_valid_for_small_amounts(self, cents):
        assert find_faults(build_einvoice(a_sheet(item(D(cents) / 100), item(D(cents) / 50, "7")))) == []

    def test_without_a_tax_id_of_the_seller_names_rule_and_remedy(self):
        seller = Seller("Muster GmbH", "Weg 1", "50667", "Köln", "DE")

        faults = find_faults(build_einvoice(a_sheet(item("10.00"), seller=seller)))

        assert {fault.rule for fault in faults} >= {"BR-S-02"}
        assert all(fault.remedy for fault in faults if fault.rule in ("BR-S-02", "BR-CO-26"))

    def test_is_kept_and_read_again_word_for_word(self):
        sheet = a_sheet(item("29.97", quantity=3), item("-1.00"), paid=D("5.00"), reasons={"E": "x"})

        assert read_record(record_sheet(sheet), number=sheet.number) == sheet


class TestALetterFromAStranger:
    @pytest.mark.parametrize(
        "xml",
        [
            b"<a", b"", b"\x00\x01", b"%PDF-1.7",
            b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
            b'<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>',
        ],
    )  # fmt: skip
    def test_is_refused_where_it_is_no_plain_xml(self, xml):
        with pytest.raises(XmlUnreadable):
            find_faults(xml)

    def test_of_another_kind_is_named(self):
        assert find_faults(b"<order xmlns='urn:x'/>")[0].rule == "syntax"

    def test_with_a_missing_field_names_it(self):
        xml = build_einvoice(a_sheet(item("10.00"))).replace(
            b"<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>", b""
        )

        faults = find_faults(xml)

        assert faults
        assert faults[0].rule == "XSD"


@given(st.text(max_size=20), st.text(max_size=20))
def test_an_invoice_without_street_or_city_of_its_seller_is_faulty(street, city):
    (fault,) = find_missing_address(replace(SELLER, street=street, city=city)) or (None,)
    missing = [term for term, value in (("BT-35", street), ("BT-37", city)) if not value.strip()]
    assert (list(fault.fields) if fault else []) == missing
