"""Names of other scripts in the tax adviser's file, and on the label of the own carrier."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime
from io import BytesIO

import pikepdf
import pytest

from kontor.accounting.rules.datev import DatevHeader, in_ansi, write_debtors
from kontor.connectors.house_carrier.labels import draw_pdf
from kontor.kernel.address import Address
from kontor.shipping.ports import LabelRequest


class TestTheFileForTheTaxAdviser:
    @pytest.mark.parametrize(
        ("name", "told"),
        [("Łukasz Żółć", "Lukasz Zólc"), ("Müller & Søn € – „gut“", "Müller & Søn € – „gut“"), ("Αθήνα", "Athina")],
    )
    def test_writes_what_its_signs_lack_in_latin_letters(self, name, told):
        assert in_ansi(name) == told

    def test_writes_letters_as_they_are_however_they_were_composed(self):
        apart = unicodedata.normalize("NFD", "José Müller")

        assert in_ansi(apart) == "José Müller"
        assert "?" not in in_ansi("na\u200bme नमस्ते ❤️")

    def test_has_no_quote_that_a_sign_brought_along(self):
        header = DatevHeader(
            1001, 1, datetime(2026, 12, 1, tzinfo=UTC), date(2026, 1, 1), date(2026, 11, 1), date(2026, 11, 30), "Nov"
        )

        told = write_debtors(header, [(10_001, "＂Łukasz＂ Żółć")])

        assert told.decode("cp1252").splitlines()[-1].startswith('10001;"""Lukasz"" Zólc"')


class TestALabelOfTheOwnCarrier:
    @pytest.mark.parametrize("name", ["Łukasz Żółć", "Αθήνα Παπαδόπουλος", "王小明", "สมชาย"])
    def test_carries_every_letter_of_the_name(self, name):
        home = Address(name="Muster GmbH", street="Weg 1", postal_code="50667", city="Köln", country="DE")
        there = Address(name=name, street="Ulica Długa 4", postal_code="00-238", city="Warszawa", country="PL")

        label = draw_pdf(LabelRequest("r1", home, there, 1200, "100001"), "KT123456789012")

        with pikepdf.open(BytesIO(label)) as document:
            texts = "".join(
                bytes(font["/ToUnicode"].read_bytes()).decode("latin-1")
                for it in document.objects
                if isinstance(it, pikepdf.Dictionary) and (font := it).get("/ToUnicode") is not None
            ).upper()
        assert all(f"{ord(sign):04X}" in texts for sign in name if sign != " ")
