"""Files by the office: their columns are found, what is wrong is said row by row, tried without a trace, taken in, taken back."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import reverse

from builders import assert_house_in_order, hear_news, nothing_failed, person, person_named, run_bulk
from kontor.catalog.public import keep_text
from kontor.catalog.tables import Category, Product, ProductText, Sku
from kontor.cli.check import evaluate
from kontor.customers.tables import Contact, Customer, CustomerAddress
from kontor.flows.imports.orders.office import take_file_in
from kontor.inventory.public import adjust_stock
from kontor.inventory.tables import Balance
from kontor.kernel.clock import read_clock
from kontor.orders.tables import Order
from kontor.platform.models import AuditEntry, BulkRow, ImportFile, RunReport
from kontor.pricing.tables import Price, PriceList

pytestmark = pytest.mark.django_db(transaction=True)

PRODUCTS = (
    "Artikelnummer;Artikelname;EAN;Brutto-VK;EK netto;Gewicht (kg);MwSt;Kategoriepfad;Hersteller;TARIC-Code;Herkunftsland\n"
    "ST-1;Stuhl;4012345678901;49,90;21,35;6,5;19 %;Möbel > Stühle;Holz & Co;9401 61 00;Polen\n"
    "LAMP;Tischlampe;4006381333931;59,00;20;0,9;19;Licht;Lumen;;\n"
    "BU-1;Kochbuch;;24,00;12;1.250,00;7;Bücher;;;Deutschland\n"
)


def upload(client, kind: str, content: bytes | str, name: str = "datei.csv", profile: str = "") -> ImportFile:
    data = content.encode() if isinstance(content, str) else content
    client.post(
        reverse("admin:import_upload"), {"kind": kind, "profile": profile, "file": SimpleUploadedFile(name, data)}
    )
    return ImportFile.objects.latest("id")


def press(client, it: ImportFile, verb: str, **sent):
    return client.post(reverse("admin:import_verb", args=[it.pk, verb]), sent, follow=True)


def page_of(client, it: ImportFile) -> str:
    return client.get(reverse("admin:import_file", args=[it.pk])).content.decode()


def take_in(client, it: ImportFile) -> ImportFile:
    press(client, it, "begin")
    run_bulk()
    it.refresh_from_db()
    return it


def outcomes(it: ImportFile) -> dict[str, str]:
    return {row.name: row.outcome for row in BulkRow.objects.filter(job=it.job)}


class TestArticles:
    def test_are_understood_by_their_headings_and_taken_in(self, office, real_shop):
        it = upload(office, "products", PRODUCTS)

        page = page_of(office, it)
        take_in(office, it)

        assert "3 Zeilen" in " ".join(page.split())
        chair = Sku.objects.get(code="ST-1")
        assert (chair.price, chair.purchase_price, chair.weight_g) == (Decimal("49.90"), Decimal("21.35"), 6500)
        assert (chair.product.name, chair.product.brand, chair.product.customs_number) == (
            "Stuhl",
            "Holz & Co",
            "94016100",
        )
        assert (chair.product.origin, chair.product.category.name) == ("PL", "Stühle")
        assert Sku.objects.get(code="BU-1").product.tax_class == "reduced"
        assert Sku.objects.get(code="LAMP").price == 59
        assert set(outcomes(it).values()) == {"done"}

    def test_again_change_nothing(self, office, real_shop):
        take_in(office, upload(office, "products", PRODUCTS))

        again = take_in(office, upload(office, "products", PRODUCTS))

        assert set(outcomes(again).values()) == {"same"}

    def test_are_taken_back_to_what_they_were(self, office, real_shop):
        before = Sku.objects.get(code="LAMP").price, Product.objects.count()
        it = take_in(office, upload(office, "products", PRODUCTS))

        office.post(reverse("admin:bulk_press", args=[it.job_id, "undo"]))
        run_bulk()

        assert (Sku.objects.get(code="LAMP").price, Product.objects.count()) == before
        assert not Sku.objects.filter(code="ST-1").exists()

    def test_that_were_changed_or_sold_since_are_not_taken_back(self, office, real_shop):
        it = take_in(office, upload(office, "products", PRODUCTS))
        Sku.objects.filter(code="LAMP").update(price="1.00")
        real_shop.place((1, "ST-1"))

        office.post(reverse("admin:bulk_press", args=[it.job_id, "undo"]))
        run_bulk()

        assert Sku.objects.get(code="LAMP").price == 1
        assert Sku.objects.filter(code="ST-1").exists()
        assert not Sku.objects.filter(code="BU-1").exists()

    def test_with_faults_are_named_row_by_row_and_come_back_as_a_file(self, office, real_shop):
        broken = PRODUCTS + "X-1;Ohne Preis;;zehn;;;19;;;;\nX-2;;;;;;;;;;\nX-3;Zoll;;1;;;19;;;12;\n"
        it = upload(office, "products", broken)

        page = " ".join(page_of(office, it).split())
        take_in(office, it)
        told = office.get(reverse("admin:import_refused", args=[it.pk])).content.decode("utf-8-sig")

        assert "Zeile 5" in page
        rows = list(csv.DictReader(io.StringIO(told), delimiter=";"))
        assert [row["Artikelnummer"] for row in rows] == ["X-1", "X-2", "X-3"]
        assert "Betrag" in rows[0]["Grund"]
        assert "Ziffern" in rows[2]["Grund"]
        assert Sku.objects.filter(code__startswith="X-").count() == 0

    def test_can_be_tried_without_a_trace(self, office, real_shop):
        it = upload(office, "products", PRODUCTS)
        before = Product.objects.count()

        trail = AuditEntry.objects.count()
        page = press(office, it, "try").content.decode()

        assert (Product.objects.count(), AuditEntry.objects.count(), Category.objects.count()) == (before, trail, 0)
        assert Sku.objects.get(code="LAMP").price is None
        assert "würden etwas ändern" in page

    def test_that_are_variants_share_their_product(self, office, real_shop):
        take_in(office, upload(office, "products",
            "SKU,Name,Parent SKU,Variant,Price\nT,Shirt,,,10\nT-R,,T,rot,11\nT-B,,T,blau,12\n"))  # fmt: skip

        assert {it.code for it in Sku.objects.get(code="T").product.skus.all()} == {"T", "T-R", "T-B"}

    def test_come_from_a_spreadsheet_with_its_numbers_as_they_are(self, office, real_shop):
        written = io.BytesIO()
        book = xlsxwriter.Workbook(written)
        sheet = book.add_worksheet()
        for row, cells in enumerate(
            [["Artikelnummer", "Artikelname", "Gewicht (kg)", "Brutto-VK"], ["00012", "Nagel", 1.234, 3.5]]
        ):
            for column, cell in enumerate(cells):
                sheet.write(row, column, cell)
        book.close()

        take_in(office, upload(office, "products", written.getvalue(), "artikel.xlsx"))

        nail = Sku.objects.get(code="00012")
        assert (nail.weight_g, nail.price) == (1234, Decimal("3.5"))

    def test_are_measured_in_the_unit_that_stands_with_them(self, office, real_shop):
        rows = [("A", "500 g"), ("B", "0,5"), ("C", "1,2 kg"), ("D", "3 Pfund")]
        it = take_in(office, upload(office, "products", "Artikelnummer;Artikelname;Gewicht (kg)\n" + "".join(
            f"{code};{code};{weight}\n" for code, weight in rows)))  # fmt: skip

        assert {it.code: it.weight_g for it in Sku.objects.filter(code__in="ABCD")} == {"A": 500, "B": 500, "C": 1200}
        assert outcomes(it)["D"] == "refused"

    @pytest.mark.parametrize("price", ["12,00 USD", "$12", "CHF 9", "12 zł"])
    def test_cost_no_foreign_money(self, office, real_shop, price):
        it = take_in(office, upload(office, "products", f"SKU;Name;Preis\nA;A;{price}\n"))

        assert outcomes(it) == {"A": "refused"}

    def test_keep_the_texts_that_somebody_wrote(self, office, real_shop):
        lamp = Sku.objects.get(code="LAMP")
        with transaction.atomic():
            keep_text(
                product_id=lamp.product_id, language="de", name="Schöne Lampe", description="Alt", at=real_shop.at,
                by=real_shop.by,
            )  # fmt: skip

        it = take_in(office, upload(office, "products", "SKU;Name;Beschreibung\nLAMP;Tischlampe;Neu\n"))
        taken = ProductText.objects.get()
        told = (taken.name, taken.description)
        office.post(reverse("admin:bulk_press", args=[it.job_id, "undo"]))
        run_bulk()

        assert told == ("Schöne Lampe", "Neu")
        assert ProductText.objects.get().description == "Alt"

    def test_that_somebody_worked_on_since_are_not_taken_back(self, office, real_shop):
        it = take_in(office, upload(office, "products", PRODUCTS))
        chair = Sku.objects.get(code="ST-1")
        with transaction.atomic():
            keep_text(
                product_id=chair.product_id,
                language="en",
                name="Chair",
                description="",
                at=real_shop.at,
                by=real_shop.by,
            )

        office.post(reverse("admin:bulk_press", args=[it.job_id, "undo"]))
        run_bulk()

        assert Sku.objects.filter(code="ST-1").exists()
        assert BulkRow.objects.get(job__undoes=it.job_id, name="ST-1").reason.startswith("Somebody changed this")

    def test_tell_what_they_cost_us_only_to_whom_that_is_open(self, real_shop):
        client = person("catalog:write", "platform:read")
        it = upload(client, "products", PRODUCTS)

        page = page_of(client, it)
        take_in(client, it)

        assert "Einkaufspreis" not in page
        assert Sku.objects.get(code="ST-1").purchase_price is None

    def test_of_shopify_have_their_name_in_the_first_row_alone(self, office, real_shop):
        take_in(
            office,
            upload(
                office,
                "products",
                "Handle,Title,Option1 Value,Option2 Value,Variant SKU,Variant Price,Image Src\n"
                "hemd,Hemd,S,Weiß,H-S-W,29.90,a.jpg\nhemd,,S,Blau,H-S-B,29.90,b.jpg\nhemd,,,,,,c.jpg\nhemd,,M,Blau,H-M-B,31.90,\n",
            ),
        )

        shirts = Sku.objects.get(code="H-S-W").product
        assert shirts.name == "Hemd"
        assert {it.code: it.variant for it in shirts.skus.all()} == {
            "H-S-W": "S / Weiß", "H-S-B": "S / Blau", "H-M-B": "M / Blau",
        }  # fmt: skip

    def test_that_stand_twice_in_a_file_are_asked_about(self, office, real_shop):
        it = upload(office, "products", "SKU;Name;Preis\nA-1;Erstes;1\nA-1;Zweites;2\n")

        page = page_of(office, it)
        take_in(office, it)

        assert "Eine andere Zeile dieser Datei" in page
        assert Sku.objects.get(code="A-1").product.name == "Erstes"
        assert sorted(BulkRow.objects.filter(job=it.job).values_list("outcome", flat=True)) == ["done", "refused"]

    @pytest.mark.parametrize(
        ("kind", "table"),
        [
            ("stock", "SKU;Menge;Lager\nLAMP;7;{code}\nLAMP;6;{name}\n"),
            ("prices", "SKU;Preis;Ab Menge\nLAMP;11,00;\nLAMP;12,00;1\nLAMP;13,00;01\n"),
            ("prices", "SKU;Preis;Gültig ab\nLAMP;11,00;\nLAMP;12,00;2026-12-01\n"),
            ("customers", "Name;E-Mail;Kundennummer\nAnna;x@x.de;1\nBerta;X@X.DE;2\nCarla;c@c.de;1\n"),
        ],
    )
    def test_that_say_the_same_in_other_words_are_asked_about(self, office, real_shop, kind, table):
        table = table.format(code=real_shop.near.code, name=real_shop.near.name.upper())
        if kind == "prices":
            PriceList.objects.get_or_create(code="standard", defaults={"name": "Standard"})
        it = upload(office, kind, table)

        take_in(office, it)

        outcomes = list(BulkRow.objects.filter(job=it.job).order_by("key").values_list("outcome", flat=True))
        assert outcomes[1:] == ["refused"] * (len(outcomes) - 1)

    @pytest.mark.parametrize("profile", ["", "deutsch"])
    def test_of_a_spreadsheet_are_read_with_its_own_figures(self, office, real_shop, profile):
        """Columns that were remembered of a German file say nothing of how a spreadsheet writes numbers."""
        csv = upload(office, "products", "SKU;Name;EK\nC-1;Eins;1,125\n")
        press(office, csv, "columns", **{"field-code": "SKU", "field-name": "Name", "field-purchase_price": "EK"})
        press(office, csv, "remember", name="deutsch")
        written = io.BytesIO()
        book = xlsxwriter.Workbook(written)
        sheet = book.add_worksheet()
        for place, row in enumerate([("SKU", "Name", "EK"), ("X-1", "Zwei", 1.125)]):
            sheet.write_row(place, 0, row)
        book.close()

        told = {"profile": f"products:{profile}"} if profile else {"kind": "products"}
        office.post(reverse("admin:import_upload"), {**told, "file": SimpleUploadedFile("a.xlsx", written.getvalue())})

        assert ImportFile.objects.latest("id").content["facts"]["decimal"] == "."

    def test_say_which_columns_are_not_read_and_that_no_tax_class_is_told(self, office, real_shop):
        jtl = upload(office, "products", "Artikelnummer;Artikelname;Steuersatz in %;Kurztext\nA-1;Buch;7;x\n")
        bare = upload(office, "products", "Artikelnummer;Artikelname\nA-2;Buch\n")

        told, warned = page_of(office, jtl), page_of(office, bare)
        take_in(office, jtl)

        assert "nicht gelesen: Kurztext" in told
        assert "Regelsatz" not in told.split("Zeilen")[0]
        assert "Keine Spalte nennt die Steuerklasse" in warned
        assert Sku.objects.get(code="A-1").product.tax_class == "reduced"


class TestStock:
    def test_becomes_what_was_counted_and_goes_back(self, office, real_shop):
        it = upload(office, "stock", "SKU;Bestand;Lager\nLAMP;7;NEAR\nVASE;9;Lager Köln\nNIX;1;NEAR\nBOOK;1;Mond\n")

        take_in(office, it)
        near = {b.sku.code: b.on_hand for b in Balance.objects.filter(location=real_shop.near)}
        real_shop.receive("LAMP", 2)
        office.post(reverse("admin:bulk_press", args=[it.job_id, "undo"]))
        run_bulk()

        assert (near["LAMP"], near["VASE"]) == (7, 9)
        assert outcomes(it) == {"LAMP": "done", "VASE": "done", "NIX": "refused", "BOOK": "refused"}
        # What came in since stays.
        assert real_shop.stock("LAMP", real_shop.near)[0] == 12
        assert real_shop.stock("VASE", real_shop.near)[0] == 4
        hear_news()
        assert_house_in_order()

    def test_never_falls_below_what_is_promised(self, office, real_shop):
        real_shop.place((3, "VASE"))

        it = take_in(office, upload(office, "stock", "SKU;Bestand;Lager\nVASE;1;NEAR\n"))

        assert outcomes(it) == {"VASE": "refused"}
        assert real_shop.stock("VASE") == (4, 3)

    @pytest.mark.parametrize("pieces", ["-1", "1,5", "viele", "99999999999"])
    def test_is_a_whole_number(self, office, real_shop, pieces):
        it = take_in(office, upload(office, "stock", f"SKU;Bestand;Lager\nLAMP;{pieces};NEAR\n"))

        assert outcomes(it) == {"LAMP": "refused"}

    def test_that_somebody_counted_since_stays_as_he_said(self, office, real_shop):
        it = take_in(office, upload(office, "stock", "SKU;Bestand;Lager\nLAMP;50;NEAR\n"))
        for counted in (12, 48):
            with transaction.atomic():
                adjust_stock(
                    sku_id=real_shop.skus["LAMP"], location_id=real_shop.near.id, counted=counted, cause=f"count:{counted}",
                    at=real_shop.at, by=real_shop.by,
                )  # fmt: skip

        office.post(reverse("admin:bulk_press", args=[it.job_id, "undo"]))
        run_bulk()

        assert real_shop.stock("LAMP", real_shop.near)[0] == 48
        assert BulkRow.objects.get(job__undoes=it.job_id).reason.startswith("Somebody counted")


class TestColumnsOfOrders:
    """A file with headings that no profile knows."""

    FILE = (
        "Beleg;Tag;Nr;Wie viele;Stückpreis;Summe alles;Kommentar intern;Name;Straße;PLZ;Ort;Land\n"
        "A-1;20.11.2026;LAMP;2;10,00;20,00;x;Anna;Weg 1;50667;Köln;DE\n"
        "A-2;20.11.2026;LAMP;1;10,00;99,00;x;Ben;Weg 2;50667;Köln;DE\n"
    )
    CHOSEN = {
        "field-order": "Beleg", "field-ordered_at": "Tag", "field-sku": "Nr", "field-quantity": "Wie viele",
        "field-unit_price": "Stückpreis", "field-total": "Summe alles", "field-name": "Name", "field-street": "Straße",
        "field-postal_code": "PLZ", "field-city": "Ort", "field-country": "Land",
    }  # fmt: skip

    def test_are_asked_for_in_the_readers_language(self, office, real_shop):
        page = page_of(office, upload(office, "orders", self.FILE, profile="orders:billbee"))

        assert "Sagen Sie unten, unter welcher Überschrift diese stehen" in page
        assert "<b>Auftragsnummer</b>" in page
        assert "Is it the right profile" not in page

    def test_are_chosen_remembered_and_taken_in(self, office, real_shop):
        it = upload(office, "orders", self.FILE, profile="orders:billbee")

        press(office, it, "columns", profile="billbee", **self.CHOSEN)
        press(office, it, "remember", name="Altes Programm")
        page = page_of(office, it)
        press(office, it, "begin")
        take_file_in(it.pk, clock=read_clock)
        again = upload(office, "orders", self.FILE, name="zwei.csv", profile="orders:Altes Programm")

        assert "Diese Spalten werden nicht gelesen: Kommentar intern" in page
        assert list(Order.objects.values_list("external_id", flat=True)) == ["A-1"], "99,00 is not what A-2 comes to"
        assert again.content["columns"] == {name[6:]: heading for name, heading in self.CHOSEN.items()}


class TestPurchasePrices:
    FILE = "Artikelnummer;Name;Preis;EK netto\nST-1;Stuhl;49,90;21,35\nST-2;;9,90;4,44\n"

    def test_stand_on_no_page_and_in_no_file_for_whom_they_are_closed(self, real_shop):
        boss, clerk = person("*"), person_named("clerk", "catalog:read", "catalog:write")
        it = upload(boss, "products", self.FILE)
        page, his = page_of(clerk, it), page_of(boss, it)
        it = take_in(boss, it)

        refused = clerk.get(reverse("admin:import_refused", args=[it.pk])).content.decode("utf-8-sig")

        assert "21,35" in his
        assert ("21,35" in page, "4,44" in refused, "9,90" in refused) == (False, False, True)

    def test_are_taken_back_by_nobody_to_whom_they_are_closed(self, real_shop):
        boss, clerk = person("*"), person_named("clerk", "catalog:read", "catalog:write")
        it = take_in(boss, upload(boss, "products", self.FILE))

        answer = clerk.post(reverse("admin:bulk_press", args=[it.job_id, "undo"]))

        assert answer.status_code == 403
        assert Sku.objects.filter(code="ST-1").exists()


class TestPrices:
    """``keep_price``."""

    def test_of_a_list_and_of_the_article_itself(self, office, real_shop):
        PriceList.objects.create(code="haendler", name="Händler")
        it = upload(
            office,
            "prices",
            "SKU;Preis;Preisliste;ab Menge;gültig ab\nLAMP;39,90;haendler;10;01.01.2026\nVASE;12;;;\nVASE;9;nix;;\n",
        )

        take_in(office, it)
        price = Price.objects.get()
        kept = (price.amount, price.from_quantity, str(price.valid_from), Sku.objects.get(code="VASE").price)
        office.post(reverse("admin:bulk_press", args=[it.job_id, "undo"]))
        run_bulk()

        assert kept == (Decimal("39.90"), 10, "2026-01-01", Decimal(12))
        assert not Price.objects.exists()
        assert Sku.objects.get(code="VASE").price is None


class TestCustomers:
    FILE = (
        "Kundennummer;Vorname;Nachname;Firma;E-Mail;Straße;Hausnummer;PLZ;Ort;Land\n"
        "100;Erika;Muster;;erika@example.org;Weg;1;50667;Köln;Deutschland\n"
        "101;;;Muster AG;;Platz;2;10115;Berlin;DE\n102;;;;;;;;;\n"
    )

    def test_are_found_again_by_their_mail_or_number(self, office, real_shop):
        first = take_in(office, upload(office, "customers", self.FILE))
        again = take_in(office, upload(office, "customers", self.FILE))
        order = real_shop.place((1, "LAMP"))

        assert sorted(outcomes(first).values()) == ["done", "done", "refused"]
        assert sorted(outcomes(again).values()) == ["refused", "same", "same"]
        assert Customer.objects.get(email="erika@example.org") == order.customer
        assert CustomerAddress.objects.filter(street="Weg 1").count() == 1

    @pytest.mark.parametrize("mail", ["keine-mail", "a@b", "a@example.org, b@example.org"])
    def test_have_an_address_that_a_mail_reaches(self, office, real_shop, mail):
        it = take_in(office, upload(office, "customers", f"E-Mail;Name\n{mail};A\n"))

        assert BulkRow.objects.get(job=it.job).outcome == "refused"

    def test_who_never_ordered_go_again(self, office, real_shop):
        it = take_in(office, upload(office, "customers", self.FILE))
        real_shop.place((1, "LAMP"))

        office.post(reverse("admin:bulk_press", args=[it.job_id, "undo"]))
        run_bulk()

        assert [it.email for it in Customer.objects.all()] == ["erika@example.org"]

    def test_to_whom_somebody_spoke_since_stay(self, office, real_shop):
        it = take_in(office, upload(office, "customers", self.FILE))
        for customer in Customer.objects.all():
            Contact.objects.create(customer=customer, name="Eva")

        office.post(reverse("admin:bulk_press", args=[it.job_id, "undo"]))
        run_bulk()

        assert Customer.objects.count() == 2

    def test_whose_address_alone_is_new_lose_it_again(self, office, real_shop):
        """``forget_addresses``."""
        order = real_shop.place((1, "LAMP"))
        it = take_in(office, upload(office, "customers", "E-Mail;Straße;PLZ;Ort\nerika@example.org;Neu 1;50667;Köln\n"))
        added = CustomerAddress.objects.filter(customer=order.customer_id).count()

        office.post(reverse("admin:bulk_press", args=[it.job_id, "undo"]))
        run_bulk()

        assert (outcomes(it)["erika@example.org"], added) == ("done", 2)
        assert CustomerAddress.objects.filter(customer=order.customer_id).count() == 1


class TestColumns:
    def test_can_be_said_otherwise_and_are_remembered(self, office, real_shop):
        it = upload(office, "stock", "Nr.,Da,Wo\nLAMP,8,NEAR\n")
        assert "0 lesbar" in " ".join(page_of(office, it).split())

        press(
            office,
            it,
            "columns",
            **{"field-code": "Nr.", "field-quantity": "Da", "field-location": "Wo", "decimal": "."},
        )
        press(office, it, "remember", name="Zählliste")
        take_in(office, it)
        again = upload(office, "stock", "Nr.,Da,Wo\nLAMP,9,NEAR\n", profile="stock:Zählliste")
        assert again.content["facts"]["decimal"] == ".", "the file itself tells no sign"
        take_in(office, again)

        assert real_shop.stock("LAMP", real_shop.near)[0] == 9

    def test_are_not_meant_twice(self, office, real_shop):
        it = upload(office, "stock", "A;B\n1;2\n")

        page = press(office, it, "columns", **{"field-code": "A", "field-quantity": "A"}).content.decode()

        assert "zweimal" in page


class TestAFile:
    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\n\n",
            b"SKU;Bestand\n",
            b"PK\x03\x04rubbish",
            b"\xd0\xcf\x11\xe0junk",
            b"\x00\x01\x02",
            b'"' * 200_000,
        ],
    )
    def test_that_is_none_is_refused_in_words(self, office, real_shop, content):
        answer = office.post(
            reverse("admin:import_upload"), {"kind": "stock", "file": SimpleUploadedFile("x.csv", content)}, follow=True
        )

        assert answer.status_code == 200
        assert not ImportFile.objects.exists()

    @pytest.mark.parametrize(("encoding", "mark"), [("cp1252", b""), ("utf-8", b"\xef\xbb\xbf"), ("utf-16", b"")])
    def test_is_read_in_whatever_it_is_encoded(self, office, real_shop, encoding, mark):
        content = mark + "Artikelnummer;Artikelname\nÄ-1;Größe\n".encode(encoding)

        take_in(office, upload(office, "products", content))

        assert Sku.objects.get(code="Ä-1").product.name == "Größe"

    def test_begun_twice_is_taken_in_once(self, office, real_shop):
        it = upload(office, "stock", "SKU;Bestand;Lager\nLAMP;7;NEAR\n")

        press(office, it, "begin")
        press(office, it, "begin")
        run_bulk()

        assert BulkRow.objects.filter(key=1, name="LAMP").count() == 1

    def test_can_be_followed_and_taken_back_by_whoever_took_it_in(self, real_shop):
        client = person("catalog:write")
        it = take_in(client, upload(client, "products", PRODUCTS))

        page = client.get(reverse("admin:bulk_job", args=[it.job_id]))
        client.post(reverse("admin:bulk_press", args=[it.job_id, "undo"]))
        run_bulk()

        assert page.status_code == 200
        assert not Sku.objects.filter(code="ST-1").exists()

    def test_is_closed_to_whom_its_kind_is_closed(self, office, real_shop):
        it = upload(office, "prices", "SKU;Preis\nLAMP;1\n")
        from builders import person_named

        other = person_named("ben", "catalog:write")

        assert other.get(reverse("admin:import_file", args=[it.pk])).status_code == 403
        assert press(other, it, "begin").status_code == 403
        assert (
            other.post(
                reverse("admin:import_upload"), {"kind": "prices", "file": SimpleUploadedFile("a.csv", b"a;b\n1;2\n")}
            ).status_code
            == 403
        )


class TestOrders:
    FILE = (
        "Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Currency,Total,"
        "Shipping,Shipping Name,Shipping Address1,Shipping City,Shipping Zip,Shipping Country,Fulfillment Status\n"
        "#1001,a@example.org,paid,2026-11-20 10:00:00 +0100,2,Tischlampe,10.00,LAMP,EUR,24.90,4.90,A B,Weg 1,Köln,50667,DE,\n"
        "#1002,b@example.org,paid,2026-11-20 11:00:00 +0100,1,Vase,abc,VASE,EUR,10,0,C D,Weg 2,Köln,50667,DE,\n"
    )

    def test_are_looked_at_tried_and_taken_in(self, office, real_shop):
        it = upload(office, "orders", self.FILE, profile="orders:shopify")

        page = page_of(office, it)
        press(office, it, "try")
        none = Order.objects.count()
        press(office, it, "begin")
        connection.cursor().execute("DELETE FROM procrastinate_jobs WHERE task_name = 'kontor.import_orders'")
        for _ in range(2):  # called twice by a worker that died, it is in once
            take_file_in(it.pk, clock=read_clock)
        hear_news()

        assert "kann nicht gelesen werden" in page
        assert none == 0
        order = Order.objects.get()
        assert (order.external_id, order.gross) == ("#1001", Decimal("24.90"))
        assert RunReport.objects.get().state == "done"
        assert "24,90" in page_of(office, it) or "24.90" in page_of(office, it)
        nothing_failed()
        assert_house_in_order()

    def test_that_nobody_works_on_break_an_invariant(self, office, real_shop):
        def broken() -> list[str]:
            return [it["id"] for it in evaluate() if not it["holds"]]

        it = upload(office, "orders", self.FILE, profile="orders:shopify")
        press(office, it, "begin")
        RunReport.objects.update(started_at=read_clock() - timedelta(hours=1))
        queued = broken()
        connection.cursor().execute("DELETE FROM procrastinate_jobs WHERE task_name = 'kontor.import_orders'")
        lost = broken()
        take_file_in(it.pk, clock=read_clock)

        assert (queued, lost, broken()) == ([], ["I33"], [])

    def test_are_taken_in_only_by_whom_may_say_that_something_is_paid(self, office, real_shop):
        clerk = person_named("clerk", "orders:write")
        it = upload(clerk, "orders", self.FILE, profile="orders:shopify")

        told = clerk.post(reverse("admin:import_verb", args=[it.id, "begin"]), follow=True).content.decode()

        assert "Dazu braucht es das Recht, Zahlungen zu ändern" in told
        assert ImportFile.objects.get().run_id is None

    def test_need_a_profile(self, office, real_shop):
        office.post(
            reverse("admin:import_upload"), {"kind": "orders", "file": SimpleUploadedFile("a.csv", b"a;b\n1;2\n")}
        )

        assert not ImportFile.objects.exists()


class TestAFileThatUnpacksToMoreThanTheMachineHolds:
    def a_sheet(self, *cells: str) -> bytes:
        """A spreadsheet with cells at these places and nothing between."""
        written = io.BytesIO()
        book = xlsxwriter.Workbook(written)
        sheet = book.add_worksheet()
        for place in cells:
            sheet.write(place, "x")
        book.close()
        return written.getvalue()

    @pytest.mark.parametrize("last", ["XFD1048576", "XFD20000", "A1048576"])
    def test_is_refused_and_takes_nobody_along(self, office, real_shop, last):
        answer = office.post(
            reverse("admin:import_upload"),
            {"kind": "products", "file": SimpleUploadedFile("bomb.xlsx", self.a_sheet("A1", "B1", last))},
            follow=True,
        )

        assert answer.status_code == 200
        assert not ImportFile.objects.exists()

    def test_is_refused_where_one_cell_is_endless(self, office, real_shop):
        written = io.BytesIO()
        with (
            zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed,
            zipfile.ZipFile(io.BytesIO(self.a_sheet("A1", "A2"))) as whole,
        ):
            for it in whole.namelist():
                endless = whole.read(it).replace(b"<t>x</t>", b"<t>" + b"x" * 50_000_000 + b"</t>")
                packed.writestr(it, endless)
        office.post(
            reverse("admin:import_upload"),
            {"kind": "products", "file": SimpleUploadedFile("bomb.xlsx", written.getvalue())},
        )

        assert not ImportFile.objects.exists()

    def test_is_refused_where_it_is_packed_orders(self, office, real_shop):
        packed = gzip.compress(b"\n" * 400_000_000, 1)
        it = upload(office, "orders", packed, "bestellungen.csv.gz", profile="orders:shopify")

        page = page_of(office, it)

        assert "300 MB" in page

    def test_is_no_matter_where_it_is_line_ends_alone(self, office, real_shop):
        office.post(
            reverse("admin:import_upload"), {"kind": "stock", "file": SimpleUploadedFile("x.csv", b"\n" * 15_000_000)}
        )

        assert not ImportFile.objects.exists()


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("products", f"SKU;Name;EAN\nA;A;{'9' * 300}\n"), ("customers", "E-Mail;Name;Sprache\na@example.org;A;xx\n"),
        ("prices", "SKU;Preis;Preisliste;gültig ab\nLAMP;1;haendler;01.01.0001\n"),
    ],
)  # fmt: skip
def test_a_foreign_value_is_refused_at_its_row_and_is_no_fault_of_ours(office, real_shop, kind, content):
    PriceList.objects.create(code="haendler", name="Händler")
    it = upload(office, kind, content)

    page = press(office, it, "try")
    take_in(office, it)

    assert page.status_code == 200
    row = BulkRow.objects.get(job=it.job)
    assert row.outcome == "refused"
    assert "fault of Kontor" not in row.reason
