"""An XRechnung holds the official rules of the state, in both syntaxes; what would break one is named before it has a number."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from functools import lru_cache
from pathlib import Path

import pytest

from kontor.invoicing.public import InvoiceItem, Seller, build_einvoice, find_cius_faults, find_faults, total_document
from kontor.kernel.address import Address
from kontor.pricing.public import tax_gross, tax_net
from rules.test_documents import SELLER, a_sheet, item
from schematron import Judge

SPECS = Path(os.environ.get("KONTOR_SPECS", Path(__file__).parents[3] / "shared" / "specs"))
RULES = SPECS / "xrechnung-schematron" / "src" / "validation" / "schematron"
official = pytest.mark.skipif(not RULES.exists(), reason=f"the official rules of XRechnung are not in {RULES}")

ISSUER = replace(
    SELLER, email="rechnung@muster.example", phone="+49 221 12345", contact="Mia Muster", register="HRB 1, AG Köln"
)
OFFICE = Address("", "Stadt Köln", "Rathaus 1", "", "50667", "Köln", "DE")
LEITWEG = "04011000-12345-03"


def public(*items, **more):
    facts = {"seller": ISSUER, "buyer": OFFICE, "ship_to": OFFICE, "buyer_reference": LEITWEG}
    return a_sheet(*(items or (item("29.97", quantity=3),)), **{**facts, **more})


def net(amount: str, rate: str = "19", quantity: int = 1, title: str = "Stuhl") -> InvoiceItem:
    return InvoiceItem(title, "ST", quantity, D(rate), tax_net(D(amount), D(rate)))


def thirty():
    """Thirty invoices as merchants issue them: rates, prices, sellers, buyers, corrections, old and odd texts."""
    exempt = {"category": "E", "code": "VATEX-EU-J"}
    used = InvoiceItem("Gebrauchtes Rad", "R", 1, D(0), tax_gross(D("250.00"), D(0)), **exempt)
    abroad = Address("", "Commune de Lyon", "Place 1", "", "69001", "Lyon", "FR")
    small = Seller(
        "Eva Klein", "Gasse 2", "01067", "Dresden", "DE", "", "201/123/40013", "eva@klein.example", "0351 4711"
    )
    return [
        public(),
        public(item("0.03")),
        public(item("119.00"), item("107.00", "7"), item("4.99")),
        public(item("29.97", quantity=3), item("-1.00", title="Rabatt")),
        public(InvoiceItem("Schraube", "S", 1000, D(19), tax_gross(D("90.00"), D(19)))),
        public(InvoiceItem("Mutter", "M", 7, D(19), tax_gross(D("0.50"), D(19)))),
        public(item("1000000.00", quantity=13)),
        public(paid=D("29.97"), due_on=None),
        public(paid=D("10.00")),
        public(seller=replace(ISSUER, iban="", bic="")),
        public(seller=replace(ISSUER, bic="BYLADEM1001")),
        public(seller=replace(ISSUER, register="")),
        public(seller=replace(ISSUER, tax_number="219/5000/0001")),
        public(item("50.00", "0", category="E"), seller=small, reasons={"E": "Kein Steuerausweis (§ 19 UStG)"}),
        public(item("50.00", "0", category="E"), seller=replace(small, register="HRA 7"), reasons={"E": "§ 19 UStG"}),
        public(buyer=replace(OFFICE, email="einkauf@stadt-koeln.example")),
        public(buyer_endpoint="991-12345-67", buyer_scheme="0204"),
        public(buyer_endpoint="4000001000005", buyer_scheme="0088"),
        public(buyer_endpoint="kasse@amt.example", buyer_scheme="EM"),
        public(ship_to=Address("", "Schule am Fluss", "Ufer 3", "Hof", "50678", "Köln", "DE")),
        public(ship_to=abroad),
        public(delivered_on=None),
        public(item("10.00", title="Zöllstöck & <Söhne> \"groß\"")),
        public(item("10.00", title="Becher\x0bblau 🎁 王")),
        public(buyer=replace(OFFICE, extra="Amt für Schulen, Zimmer 12")),
        public(used, item("19.90"), reasons={"E": "Differenzbesteuerung § 25a UStG"}),
        public(kind="correction", corrects="MU-2026-000001", corrects_on=date(2026, 11, 1),
               items=(item("-9.99", quantity=1),), totals=total_document([item("-9.99")], gross_prices=True), due_on=None),
        public(kind="reversal", corrects="MU-2026-000001", corrects_on=date(2026, 11, 1),
               items=(item("-29.97", quantity=3),), due_on=None,
               totals=total_document([item("-29.97", quantity=3)], gross_prices=True)),
        public(items=(net("0.13"), net("0.13"), net("16.80", quantity=3)),
               totals=total_document([net("0.13"), net("0.13"), net("16.80", quantity=3)], gross_prices=False)),
        public(*(item(f"{n}.49", "19" if n % 2 else "7", quantity=n) for n in range(1, 40))),
    ]  # fmt: skip


@lru_cache(maxsize=2)
def judge(syntax: str) -> Judge:
    return Judge(RULES / syntax / f"XRechnung-{syntax.upper()}-validation.sch")


class TestAnXRechnung:
    @official
    @pytest.mark.parametrize("syntax", ["cii", "ubl"])
    def test_holds_the_official_rules_thirty_times_of_thirty(self, syntax):
        broken = {}
        for number, sheet in enumerate(thirty()):
            xml = build_einvoice(sheet, syntax=syntax, public=True)
            if found := {**judge(syntax).broken(xml), **{fault.rule: fault.message for fault in find_faults(xml)}}:
                broken[number] = found

        assert broken == {}
        assert len(thirty()) == 30

    def test_is_found_without_fault_by_our_own_rules(self):
        assert {
            number: find_cius_faults(sheet) for number, sheet in enumerate(thirty()) if find_cius_faults(sheet)
        } == {}

    @official
    @pytest.mark.parametrize(
        ("rule", "change"),
        [
            ("BR-DE-3", {"seller": replace(ISSUER, city="")}),
            ("BR-DE-4", {"seller": replace(ISSUER, postal_code="")}),
            ("BR-DE-6", {"seller": replace(ISSUER, phone="")}),
            ("BR-DE-7", {"seller": replace(ISSUER, email="")}),
            ("BR-DE-2", {"seller": replace(ISSUER, email="", phone="")}),
            ("BR-DE-27", {"seller": replace(ISSUER, phone="12")}),
            ("BR-DE-28", {"seller": replace(ISSUER, email="muster")}),
            ("BR-DE-16", {"seller": replace(ISSUER, vat_id="", tax_number="")}),
            ("BR-DE-15", {"buyer_reference": "", "buyer_endpoint": "x@y.de"}),
            ("BR-DE-8", {"buyer": replace(OFFICE, city="")}),
            ("BR-DE-9", {"buyer": replace(OFFICE, postal_code="")}),
            ("BR-DE-10", {"ship_to": replace(OFFICE, city="")}),
            ("BR-DE-11", {"ship_to": replace(OFFICE, postal_code="")}),
            ("BR-DE-19", {"seller": replace(ISSUER, iban="DE00123456780000000000")}),
            ("BR-DE-26", {"kind": "correction"}),
        ],
    )
    def test_that_breaks_an_official_rule_is_named_with_it_before_it_is_issued(self, rule, change):
        sheet = public(**change)
        for syntax in ("cii", "ubl"):
            assert rule in judge(syntax).broken(build_einvoice(sheet, syntax=syntax, public=True)), syntax

        assert rule in {fault.rule for fault in find_cius_faults(sheet)}

    @pytest.mark.parametrize(
        ("rule", "change"),
        [
            ("PEPPOL-EN16931-R010", {"buyer_reference": ""}),
            ("PEPPOL-EN16931-R020", {"seller": replace(ISSUER, email="")}),
            ("BR-CL-25", {"buyer_endpoint": "1", "buyer_scheme": "XX"}),
        ],
    )
    def test_needs_electronic_addresses_of_both(self, rule, change):
        assert rule in {fault.rule for fault in find_cius_faults(public(**change))}

    def test_tells_the_buyer_s_electronic_address_and_the_seller_s_register(self):
        xml = build_einvoice(public(), public=True).decode()

        assert f'<ram:URIID schemeID="0204">{LEITWEG}</ram:URIID>' in xml
        assert "<ram:SpecifiedLegalOrganization>" in xml
        assert "<ram:PersonName>Mia Muster</ram:PersonName>" in xml

    def test_of_many_cheap_pieces_multiplies_to_its_line(self):
        """B27: 1000 × 0.0756 is 75.60, the line 75.63."""
        xml = build_einvoice(
            public(InvoiceItem("S", "S", 1000, D(19), tax_gross(D("90.00"), D(19)))), public=True
        ).decode()

        assert "<ram:ChargeAmount>75.63</ram:ChargeAmount>" in xml
        assert ">1000</ram:BasisQuantity>" in xml


class TestASellerWithoutAVatId:
    @pytest.mark.parametrize("register", ["", "HRA 7, AG Dresden"])
    def test_issues_by_tax_number(self, register):
        """Real data 2: small businesses first of all."""
        small = Seller("Eva Klein", "Gasse 2", "01067", "Dresden", "DE", "", "201/123/40013", register=register)
        sheet = a_sheet(item("50.00", "0", category="E"), seller=small, reasons={"E": "§ 19 UStG"})

        assert find_faults(build_einvoice(sheet)) == []
