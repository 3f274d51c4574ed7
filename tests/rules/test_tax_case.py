"""How a sale is taxed: each case with what it hangs on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kontor.pricing.public import (
    CountryUnknown,
    TaxCase,
    TaxFacts,
    TaxWhy,
    VatIdInvalid,
    decide_tax,
    is_vat_id,
    load_tax_table,
    seed_tax_rates,
)

DAY = date(2026, 11, 23)
AUSTRIAN, GERMAN, POLISH = "ATU12011204", "DE136695976", "PL8567346215"


def decide(to="DE", *, start="DE", on=DAY, **more):
    """Decide for a German merchant."""
    return decide_tax(TaxFacts(home="DE", ship_from=start, ship_to=to, on=on, **more))


@pytest.mark.parametrize(
    ("facts", "case", "country"),
    [
        ({"to": "DE"}, TaxCase.DOMESTIC, "DE"),
        ({"to": "DE", "vat_id": GERMAN}, TaxCase.DOMESTIC, "DE"),
        ({"to": "FR"}, TaxCase.OSS, "FR"),
        ({"to": "FR", "oss": False}, TaxCase.ORIGIN, "DE"),
        ({"to": "FR", "oss": False, "registered": frozenset({"FR"})}, TaxCase.REGISTERED, "FR"),
        ({"to": "FR", "registered": frozenset({"FR"})}, TaxCase.REGISTERED, "FR"),
        ({"to": "MC", "postal_code": "98000"}, TaxCase.OSS, "FR"),
        ({"to": "FR", "postal_code": "97400"}, TaxCase.EXPORT, ""),
        ({"to": "IT", "postal_code": "22061"}, TaxCase.EXPORT, ""),
        ({"to": "AT", "vat_id": AUSTRIAN}, TaxCase.INTRA_COMMUNITY, ""),
        ({"to": "FR", "vat_id": AUSTRIAN}, TaxCase.INTRA_COMMUNITY, ""),
        ({"to": "AT", "vat_id": GERMAN}, TaxCase.OSS, "AT"),
        ({"to": "AT", "vat_id": AUSTRIAN, "service": True}, TaxCase.REVERSE_CHARGE, ""),
        ({"to": "CH"}, TaxCase.EXPORT, ""),
        ({"to": "GB"}, TaxCase.EXPORT, ""),
        ({"to": "GB", "on": date(2020, 12, 31)}, TaxCase.OSS, "GB"),
        ({"to": "GB", "postal_code": "BT1 5GS"}, TaxCase.OSS, "XI"),
        ({"to": "ES", "postal_code": "35001"}, TaxCase.EXPORT, ""),
        ({"to": "ES", "postal_code": "28001"}, TaxCase.OSS, "ES"),
        ({"to": "DE", "postal_code": "27498"}, TaxCase.EXPORT, ""),
        ({"to": "DE", "postal_code": "78266"}, TaxCase.EXPORT, ""),
        ({"to": "PL", "start": "PL", "registered": frozenset({"PL"})}, TaxCase.REGISTERED, "PL"),
        ({"to": "DE", "start": "PL"}, TaxCase.OSS, "DE"),
        ({"to": "DE", "start": "PL", "vat_id": GERMAN}, TaxCase.INTRA_COMMUNITY, ""),
        ({"to": "FR", "small_business": True}, TaxCase.SMALL_BUSINESS, ""),
        ({"to": "GB", "marketplace_owes": True}, TaxCase.DEEMED_SUPPLIER, ""),
    ],
)
def test_the_case_of_a_sale(facts, case, country):
    decision = decide(**facts)

    assert (decision.case, decision.country) == (case, country)


class TestTheReason:
    def test_of_stock_abroad_says_when_a_registration_is_missing(self):
        assert decide("PL", start="PL", registered=frozenset({"PL"})).why is TaxWhy.STOCK_ABROAD
        assert decide("PL", start="PL").why is TaxWhy.STOCK_ABROAD_UNREGISTERED

    def test_names_the_vat_id_only_where_the_case_hangs_on_it(self):
        assert decide("AT", vat_id=AUSTRIAN).vat_id == AUSTRIAN
        assert decide("DE", vat_id=GERMAN).vat_id == ""


class TestAVatId:
    def test_with_a_wrong_check_digit_is_refused_where_the_case_hangs_on_it(self):
        with pytest.raises(VatIdInvalid) as refusal:
            decide("AT", vat_id="ATU12011205")

        assert refusal.value.facts == {"vat_id": "ATU12011205"}

    def test_with_a_wrong_check_digit_changes_nothing_at_home(self):
        assert decide("DE", vat_id="DE136695970").case is TaxCase.DOMESTIC

    def test_is_read_with_spaces_and_dots(self):
        assert is_vat_id("ATU 12 011 204")
        assert not is_vat_id("")


@pytest.mark.django_db
class TestTheSeededRates:
    @pytest.mark.parametrize(("country", "rate"), [("DE", 7), ("AT", 10), ("FR", "5.5"), ("NL", 9), ("DK", 25)])
    def test_take_the_rate_of_food_for_the_reduced_class(self, country, rate):
        """A table that ends with the rate of one valley (Jungholz, 19 %) once taxed Austrian chocolate with it."""
        seed_tax_rates()

        assert load_tax_table().rate(country, "reduced", DAY) == Decimal(rate)


def test_no_country_is_no_destination():
    with pytest.raises(CountryUnknown):
        decide("XX")
