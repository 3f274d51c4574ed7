"""The page of an article: entered, changed, shown with pictures and variants, and closed to whom it is closed."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from PIL import Image

from builders import person
from kontor.catalog.public import keep_sku
from kontor.catalog.tables import Category, EconomicOperator, Product, ProductPicture, Sku

pytestmark = pytest.mark.django_db(transaction=True)


def press(client, product_id: int, verb: str, **sent):
    return client.post(reverse("admin:article_verb", args=[product_id, verb]), sent, follow=True)


def a_picture(form="PNG", size=(40, 30)) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "red").save(written, form)
    return written.getvalue()


class TestANewArticle:
    def test_is_entered_and_shown(self, office):
        answer = office.post(
            reverse("admin:article_enter"),
            {"name": "Stuhl", "tax_class": "standard", "brand": "Holz", "category": "Möbel > Stühle", "code": "ST-1",
             "price": "49,90", "weight_g": "6500", "barcodes": "4012345678901, 4012345678902"},
            follow=True,
        )  # fmt: skip

        sku = Sku.objects.get(code="ST-1")
        page = answer.content.decode()
        assert (str(sku.price), sku.weight_g, sku.barcodes.count()) == ("49.9000", 6500, 2)
        assert (sku.product.name, sku.product.category.name) == ("Stuhl", "Stühle")
        assert "49,90" in page
        assert "Möbel &gt; Stühle" in page

    @pytest.mark.parametrize(
        "typed",
        [{"name": ""}, {"code": ""}, {"code": "LAMP"}, {"price": "x"}, {"tax_class": "half"}, {"weight_g": "-5"}],
    )
    def test_that_is_wrong_is_not_half_entered(self, office, typed):
        before = (Product.objects.count(), Category.objects.count())
        sent = {
            "name": "Stuhl",
            "tax_class": "standard",
            "category": "Neu",
            "code": "ST-1",
            "price": "1",
            "weight_g": "",
        }

        office.post(reverse("admin:article_enter"), sent | typed)

        assert (Product.objects.count(), Category.objects.count()) == before


class TestAnArticle:
    def test_names_who_answers_for_it(self, office, real_shop):
        product_id = Sku.objects.get(code="LAMP").product_id
        maker = {"name": "Lampen AG", "street": "Weg 1", "postal_code": "20095", "city": "Hamburg", "country": "DE",
                 "contact": "info@lampen.example"}  # fmt: skip

        press(office, product_id, "law", origin="PL", customs_number="9405 21 00", energy_class="F", warnings="Heiß",
              **{f"manufacturer_{name}": value for name, value in maker.items()})  # fmt: skip

        kept = Product.objects.get(id=product_id)
        assert (kept.origin, kept.customs_number, kept.energy_class) == ("PL", "94052100", "F")
        assert kept.manufacturer == EconomicOperator.objects.get(name="Lampen AG")
        assert kept.responsible is None

    def test_says_which_barcode_is_mistyped(self, office, real_shop):
        sku = Sku.objects.get(code="VASE")

        page = press(
            office, sku.product_id, "sku", sku=sku.id, code="VASE", barcodes="4006381333932, 96385074"
        ).content.decode()

        assert "4006381333932: Die letzte Ziffer passt nicht" in page
        assert page.count("vertippt") == 1

    def test_tells_what_a_litre_costs(self, office, real_shop):
        sku = Sku.objects.get(code="VASE")

        page = press(office, sku.product_id, "sku", sku=sku.id, code="VASE", price="4,99", content_amount="750",
                     content_unit="ml").content.decode()  # fmt: skip

        assert "6,65\xa0EUR / l" in page

    def test_keeps_what_it_costs_us_from_whom_that_is_closed(self, real_shop):
        client = person("catalog:write")
        sku = Sku.objects.get(code="VASE")
        Sku.objects.filter(id=sku.id).update(purchase_price="1.23")

        page = client.get(reverse("admin:article", args=[sku.product_id])).content.decode()
        press(client, sku.product_id, "sku", sku=sku.id, code="VASE", price="5", purchase_price="99")

        assert "1,23" not in page
        assert "Einkaufspreis" not in page
        assert str(Sku.objects.get(id=sku.id).purchase_price) == "1.2300"

    def test_is_read_by_some_and_written_by_others(self, real_shop):
        product_id = Sku.objects.get(code="LAMP").product_id
        reader = person("catalog:read")

        assert reader.get(reverse("admin:article", args=[product_id])).status_code == 200
        assert press(reader, product_id, "general", name="Anders", tax_class="standard").status_code == 403
        assert Product.objects.get(id=product_id).name == "Tischlampe"


class TestPictures:
    @pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
    def test_are_kept_without_what_a_camera_writes_beside_them(self, office, real_shop, form):
        product_id = Sku.objects.get(code="LAMP").product_id

        press(office, product_id, "picture", picture=SimpleUploadedFile("foto.png", a_picture(form, (3000, 1500))))

        kept = ProductPicture.objects.get(product_id=product_id)
        answer = office.get(reverse("admin:file", args=[kept.file.sha256]))
        picture = Image.open(io.BytesIO(answer.content))
        assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (2000, 1000), {})

    @pytest.mark.parametrize("content", [b"", b"<svg onload=alert(1)>", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"0" * 40])
    def test_that_are_none_are_refused_in_words(self, office, real_shop, content):
        product_id = Sku.objects.get(code="LAMP").product_id

        page = press(office, product_id, "picture", picture=SimpleUploadedFile("x.png", content)).content.decode()

        assert "kein lesbares Bild" in page
        assert not ProductPicture.objects.exists()

    def test_are_put_in_order_and_taken_out(self, office, real_shop):
        """``order_pictures``, ``drop_picture``."""
        product_id = Sku.objects.get(code="LAMP").product_id
        for size in ((10, 10), (20, 20), (30, 30)):
            press(office, product_id, "picture", picture=SimpleUploadedFile("a.png", a_picture(size=size)))
        first, second, third = ProductPicture.objects.order_by("position").values_list("id", flat=True)

        press(office, product_id, "pictures", first=third)
        press(office, product_id, "pictures", gone=first)

        assert list(ProductPicture.objects.order_by("position").values_list("id", flat=True)) == [third, second]


class TestVariants:
    @pytest.mark.parametrize(
        ("typed", "values"),
        [
            ("0,3 l; groß", ["0,3 l", "groß"]), ("0,3 l, 0,5 l", ["0,3 l", "0,5 l"]), ("S,M,L", ["S", "M", "L"]),
            ("38,39,40", ["38", "39", "40"]), ("42,5", ["42,5"]), ("36,37", ["36", "37"]), ("36,37, 38", ["36", "37", "38"]),
            ("1,25, 10,50", ["1,25", "10,50"]), ("12,50 m", ["12,50 m"]),
        ],
    )  # fmt: skip
    def test_of_sizes_with_decimals_are_what_was_typed(self, office, real_shop, typed, values):
        vase = Sku.objects.get(code="VASE")

        press(office, vase.product_id, "variants", **{"axis-0": "Größe", "values-0": typed, "code": "VASE"})

        made = Sku.objects.filter(product_id=vase.product_id).order_by("id")
        assert [it.options["Größe"] for it in made] == [it.variant for it in made] == values

    def test_are_called_by_what_their_options_say_by_now(self, office, real_shop):
        vase = Sku.objects.get(code="VASE")
        press(office, vase.product_id, "variants", **{"axis-0": "Größe", "values-0": "0; groß", "code": "VASE"})

        with transaction.atomic():
            keep_sku(
                sku_id=vase.id, product_id=vase.product_id, facts={"options": {"Größe": "0,3 l"}}, at=real_shop.at,
                by=real_shop.by,
            )  # fmt: skip

        vase.refresh_from_db()
        assert vase.variant == "0,3 l"

    def test_are_made_from_what_was_typed(self, office, real_shop):
        vase = Sku.objects.get(code="VASE")

        page = press(
            office, vase.product_id, "variants", **{"axis-0": "Farbe", "values-0": "rot, blau, rot", "code": "VASE"}
        )

        assert {it.code: it.options for it in Sku.objects.filter(product_id=vase.product_id)} == {
            "VASE": {"Farbe": "rot"}, "VASE-1": {"Farbe": "blau"},
        }  # fmt: skip
        assert "VASE-1" in page.content.decode()
        assert real_shop.stock("VASE") == (4, 0)
